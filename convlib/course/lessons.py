"""The lessons of the book in their order: the one table of their keys, notebooks and titles."""

from typing import NamedTuple


class Lesson(NamedTuple):
    """A lesson: its `key` names its modules of questions and exercises, and begins the ids of its cells."""

    key: str
    notebook: str
    title: str

    @property
    def number(self):
        """Its number as its notebook has it: "04"."""
        return self.notebook[:2]

    @property
    def numbered(self):
        """Its title as the book lists it: "4 · Stride"."""
        return f"{int(self.number)} · {self.title}"

    def item(self, name):
        """What the record of progress calls something to do in it, such as "04_stride/width_after"."""
        return f"{self.notebook}/{name}"


LESSONS = {
    lesson.key: lesson
    for lesson in (
        Lesson("convnets", "01_what_convnets_do", "What ConvNets do"),
        Lesson("networks", "02_from_networks_to_convnets", "From networks to ConvNets"),
        Lesson("sliding", "03_sliding_a_filter", "Sliding a filter"),
        Lesson("stride", "04_stride", "Stride"),
        Lesson("padding", "05_zero_padding", "Zero padding"),
        Lesson("conv", "06_conv_layer", "The CONV layer"),
        Lesson("brain", "07_brain_view", "The brain view"),
        Lesson("pooling", "08_pooling", "Pooling"),
        Lesson("whole", "09_whole_convnet", "A whole ConvNet"),
        Lesson("training", "10_training", "Training"),
        Lesson("alexnet", "11_alexnet", "AlexNet"),
    )
}


def lesson_of(key):
    """The lesson of a key such as "stride".

    Raises   ValueError for a lesson that there is not
    """
    if key not in LESSONS:
        raise ValueError(f"there is no lesson {key!r}; there are {', '.join(LESSONS)}")
    return LESSONS[key]
