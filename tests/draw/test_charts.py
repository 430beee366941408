"""Charts as a page gets them: what they count, how long their bars are, what they write and refuse."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from convlib.draw import bars, confusion, confusions, curves, log_bars, two_shares
from convlib.network.training import History

SVG = "{http://www.w3.org/2000/svg}"


def svgs(picture):
    return ET.fromstring(f"<body>{picture.html()}</body>").iter(f"{SVG}svg")


def words(picture):
    """All that is written, in the order of reading: line by line, each from the left."""
    written = []
    for svg in svgs(picture):
        texts = sorted(svg.iter(f"{SVG}text"), key=lambda text: float(text.get("y")))
        heights = [float(text.get("y")) for text in texts]
        line = np.cumsum(np.diff(heights, prepend=heights[:1]) > 6)
        order = sorted(range(len(texts)), key=lambda k: (line[k], float(texts[k].get("x"))))
        written += [texts[k].text for k in order]
    return written


def paths(picture, colour, kind="fill"):
    """The corners (n, 2) of each path of a colour in the first drawing that has any."""
    for svg in svgs(picture):
        found = [
            np.array(re.findall(r"-?[\d.]+", path.get("d")), float).reshape(-1, 2)
            for path in svg.iter(f"{SVG}path")
            if f"{kind}:var(--conv-{colour}," in path.get("style") and not path.get("transform")
        ]
        if found:
            return found
    return []


def widths(picture, colour):
    return [np.ptp(corners[:, 0]) for corners in paths(picture, colour)]


def test_bars_write_each_share():
    picture = bars(["cat", "dog"], [0.984, 0.016], "Guesses")
    assert words(picture) == ["Guesses", "cat", "98.4 %", "dog", "1.6 %"]
    assert picture.alt == "Guesses: cat 98.4 %, dog 1.6 %."
    assert '<svg role="img"' in picture.html()


def test_a_bar_is_as_long_as_its_share():
    picture = bars(["cat", "dog"], [0.75, 0.25])
    frame, same = widths(picture, "cell")
    assert frame == same
    assert widths(picture, "output") == pytest.approx([0.75 * frame, 0.25 * frame], abs=0.02)
    assert [corners.min() for corners in paths(picture, "output")] == [3, 3]


@pytest.mark.parametrize("shares", [[0.5], [0.5, 1.5], [0.5, -0.1], [0.5, np.nan], [[0.5, 0.5]]])
def test_bars_refuse_what_is_no_share(shares):
    with pytest.raises(ValueError, match="shares must be 2 numbers from 0 to 1"):
        bars(["cat", "dog"], shares)


def test_confusions_count_rows_by_label_and_columns_by_guess():
    labels, guesses = [0, 0, 0, 1, 2, 2], [0, 1, 1, 1, 0, 2]
    assert confusions(labels, guesses, 3).tolist() == [[1, 2, 0], [0, 1, 0], [1, 0, 1]]


def test_confusions_are_scipys():
    from scipy.sparse import coo_matrix

    rng = np.random.default_rng(4)
    labels, guesses = rng.integers(0, 7, (2, 500))
    other = coo_matrix((np.ones(500), (labels, guesses)), shape=(7, 7)).toarray()
    assert (confusions(labels, guesses, 7) == other).all()


def test_a_confusion_names_the_commonest_mistakes():
    picture = confusion([0, 0, 0, 1, 2, 2], [0, 1, 1, 1, 0, 2], ["coat", "shirt", "bag"])
    assert picture.alt == (
        "A table of 6 answers, 3 of them right. coat was called shirt 2 times. bag was called coat 1 times."
    )
    assert words(picture)[:5] == ["it is", "the network says", "0", "1", "2"]
    assert words(picture)[5:9] == ["coat 0", "1", "2", "shirt 1"]


def test_right_answers_are_green_and_mistakes_red_and_both_grow_with_their_share():
    picture = confusion([0] * 100 + [1] * 4, [0] * 75 + [1] * 25 + [1] * 4, ["coat", "shirt"])
    (svg, *_) = svgs(picture)
    tints = re.findall(r"fill:var\(--conv-(\w+), [^)]*\);fill-opacity:([\d.]+)", ET.tostring(svg, "unicode"))
    expected = [("output", 0.08 + 0.4 * 0.75), ("negative", 0.08 + 0.4 * 0.5), ("output", 0.48)]
    assert [name for name, share in tints if float(share)] == [name for name, _ in expected]
    shares = [float(share) for _, share in tints if float(share)]
    assert shares == pytest.approx([share for _, share in expected], abs=1e-3)


def test_an_empty_confusion_draws():
    assert "0 answers" in confusion(np.array([], int), np.array([], int), ["coat", "shirt"]).alt


@pytest.mark.parametrize(
    ("labels", "guesses", "text"),
    [
        ([0, 3], [0, 1], "labels must be from 0 to 2, but run from 0 to 3"),
        ([0, 1], [0, -1], "guesses must be from 0 to 2, but run from -1 to 0"),
        ([0.0, 1.0], [0, 1], "labels must be whole numbers of shape (N,)"),
        ([[0], [1]], [0, 1], "labels must be whole numbers of shape (N,)"),
        ([0, 1], [0], "there are 2 labels, but 1 guesses"),
    ],
)
def test_confusions_refuse(labels, guesses, text):
    with pytest.raises(ValueError) as caught:
        confusions(labels, guesses, 3)
    assert text in str(caught.value)


def test_ten_times_more_is_one_line_further():
    picture = log_bars(["one", "ten", "many"], [1, 10, 1000])
    one, ten, many = widths(picture, "filter")
    places = [line[0, 0] for line in paths(picture, "line", "stroke")]
    step = places[1] - places[0]
    assert len(places) == 4
    assert one == 0
    assert ten == pytest.approx(step)
    assert many == pytest.approx(3 * step) == pytest.approx(places[-1] - places[0])


def test_bars_have_their_numbers_and_say_their_scale():
    picture = log_bars(["dense", "shared"], [31_467_520, 760], "Parameters")
    assert ["Parameters", "dense", "31,467,520", "shared", "760"] == words(picture)[:5]
    assert words(picture)[5:8] == ["1", "1,000", "1,000,000"]
    assert "ten times" in words(picture)[-1]
    assert picture.alt == "Parameters, bars on a logarithmic scale: dense 31,467,520, shared 760."


def test_shares_are_of_each_total():
    picture = two_shares(["conv", "fc"], ("parameters", [1, 3]), ("work", [9, 1]))
    frame = widths(picture, "cell")[0]
    assert widths(picture, "filter") == pytest.approx([frame * 1 / 4, frame * 3 / 4], abs=0.02)
    assert widths(picture, "output") == pytest.approx([frame * 9 / 10, frame * 1 / 10], abs=0.02)
    assert words(picture) == [
        *("25.0 %", "conv", "90.0 %", "75.0 %", "fc", "10.0 %"),
        *("above: share of the parameters", "below: share of the work"),
    ]
    above, below = (paths(picture, role)[0][:, 1] for role in ("filter", "output"))
    assert above.max() < below.min()
    assert picture.alt == (
        "conv: 25.0 % of the parameters and 90.0 % of the work. "
        "fc: 75.0 % of the parameters and 10.0 % of the work."
    )


@pytest.mark.parametrize("counts", [[1], [1, 0], [1, -5], []])
def test_log_bars_refuse(counts):
    with pytest.raises(ValueError, match="counts must be 2 numbers of 1 or more"):
        log_bars(["a", "b"], counts)


@pytest.mark.parametrize("counts", [[1], [1, -1], [0, 0]])
def test_shares_refuse(counts):
    with pytest.raises(ValueError, match="work must be 2 counts"):
        two_shares(["a", "b"], ("parameters", [1, 2]), ("work", counts))


def trained(epochs, loss, right, validation_loss=(), validation_right=()):
    history = History(epochs)
    history.loss, history.accuracy = list(loss), list(right)
    history.validation_loss, history.validation_accuracy = list(validation_loss), list(validation_right)
    return history


def test_a_curve_goes_through_its_numbers():
    loss = [0.8, 0.5, 0.4, 0.3]
    picture = curves(trained(4, loss, [0.5, 0.6, 0.7, 0.8]))
    (line,) = paths(picture, "input", "stroke")
    grid = sorted({corners[0, 1] for corners in paths(picture, "line", "stroke")}, reverse=True)
    ticks = [float(text) for text in words(picture) if re.fullmatch(r"0\.\d+", text)]
    assert sorted(ticks) == [0.2, 0.4, 0.6, 0.8]
    assert line[:, 1] == pytest.approx(np.interp(loss, sorted(ticks), grid), abs=0.02)
    assert np.diff(line[:, 0]) == pytest.approx([np.ptp(line[:, 0]) / 3] * 3, abs=0.02)


def test_curves_have_their_names_at_their_ends_and_apart():
    picture = curves(trained(2, [0.9, 0.4], [0.6, 0.88], [0.7, 0.401], [0.7, 0.87]))
    for svg, (upper, lower) in zip(
        svgs(picture), [("validation", "learned from"), ("learned from", "validation")], strict=True
    ):
        place = {text.text: (float(text.get("x")), float(text.get("y"))) for text in svg.iter(f"{SVG}text")}
        assert place[lower][1] - place[upper][1] >= 16.9
        assert place[lower][0] == place[upper][0] > 285


@pytest.mark.parametrize(("planned", "plates"), [(2, 0), (9, 1)])
def test_names_of_curves_have_a_plate_only_where_the_grid_runs_behind_them(planned, plates):
    assert len(paths(curves(trained(planned, [0.9, 0.4], [0.6, 0.9])), "paper", "fill")) == plates


def test_a_training_that_was_stopped_has_room_for_what_was_planned():
    (line,) = paths(curves(trained(9, [0.9, 0.5, 0.4], [0.6, 0.8, 0.9])), "input", "stroke")
    grid = paths(curves(trained(9, [0.9, 0.5, 0.4], [0.6, 0.8, 0.9])), "line", "stroke")
    assert np.ptp(line[:, 0]) == pytest.approx(np.ptp(grid[0][:, 0]) * 2 / 8, abs=0.02)


def test_shares_are_written_in_percent_and_never_above_all():
    written = words(curves(trained(2, [0.2, 0.1], [0.97, 1.0])))
    assert [text for text in written if text.endswith("%")] == ["100 %", "99 %", "98 %", "97 %", "96 %"]


def test_a_loss_of_nothing_is_drawn_on_a_scale_that_can_be_read():
    written = words(curves(trained(2, [0.0, 0.0], [1.0, 1.0])))
    assert [text for text in written if re.fullmatch(r"-?0(\.\d+)?", text)] == ["0.6", "0.4", "0.2", "0"]


@pytest.mark.parametrize("epochs", [1, 4, 60])
def test_the_first_and_the_last_epoch_are_written(epochs):
    written = words(curves(trained(epochs, np.linspace(0.9, 0.1, epochs), np.linspace(0.1, 0.9, epochs))))
    assert written.count(str(epochs)) == 2 and "1" in written and written.count("epoch") == 2


def test_what_a_training_says_in_words():
    assert curves(trained(2, [0.9, 0.4], [0.6, 0.8], [0.7, 0.5], [0.7, 0.75])).alt == (
        "Over 2 epochs the loss goes from 0.900 to 0.400 and the share of right answers from 60.0 % to "
        "80.0 %; on the validation pictures the loss ends at 0.500 and 75.0 % are right."
    )


def test_a_training_without_an_epoch_is_no_chart():
    with pytest.raises(ValueError, match="not one epoch was finished"):
        curves(History(3))
