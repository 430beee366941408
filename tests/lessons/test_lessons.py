"""What the prose says is what the code computes: the answers of lessons, the numbers in their sentences.

The cells of a lesson run one after the other; the answers are held against sums a person would do.
A number that a sentence states is computed here as well, put into the words around it, and looked for.
"""

import ast
import contextlib
import doctest
import io
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import oracle
import pytest
from scipy.signal import convolve2d, correlate2d

from convlib import DoesNotFit, avg_pool, conv, conv_shape, max_pool, output_size, parameters
from convlib.pictures import samples

ROOT = Path(__file__).parents[2]


# ---- Run a lesson, read a page ----


def cells(lesson):
    return json.loads((ROOT / "lessons" / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]


def run_through(lesson):
    """What the answer cells show, in order, and every name that the lesson has at its end."""
    names, shown = {}, []
    for cell in cells(lesson):
        if cell["cell_type"] == "code":
            value = run("".join(cell["source"]), names)
            if "hide-output" in cell["metadata"].get("tags", []):
                shown.append(value)
    return shown, names


def answers(lesson):
    """What the answer cells show, in order: the text that a cell prints, or else its last expression."""
    return run_through(lesson)[0]


def run(source, names):
    statements = ast.parse(source).body
    last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(ast.Module(statements, []), "lesson", "exec"), names)  # noqa: S102
        value = last and eval(compile(ast.Expression(last.value), "lesson", "eval"), names)
    return printed.getvalue().rstrip("\n") or value


@cache
def prose(name):
    """The words of a lesson or of a page of the book, links reduced to their text, on one line."""
    if (ROOT / "book" / f"{name}.md").exists():
        text = (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
    else:
        text = "\n\n".join("".join(cell["source"]) for cell in cells(name) if cell["cell_type"] == "markdown")
    text = re.sub(r"^> ", "", re.sub(r"\]\([^)]*\)", "]", text), flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text)


def missing(text, *phrases):
    return [phrase for phrase in phrases if phrase not in text]


# ---- The lessons ----


def test_sliding_a_filter():
    numbers, products, one_map, stack, bank, backwards = answers("03_sliding_a_filter")
    assert numbers == ((32, 32, 3), 32 * 32 * 3)
    assert products.startswith(f"{5 * 5 * 3} products, one number: ")
    assert one_map == (32 - 5 + 1, 32 - 5 + 1, 1)
    assert stack == (28, 28, 6)
    assert "4 activation maps" in bank.alt
    nine = np.arange(1, 10).reshape(3, 3)
    assert np.array_equal(backwards, correlate2d(samples.delta(5, 5)[:, :, 0], nine, "valid"))
    assert np.array_equal(backwards, [[9, 8, 7], [6, 5, 4], [3, 2, 1]])
    weights = 5 * 5 * 3
    assert not missing(
        prose("03_sliding_a_filter"),
        f"5·5·3 = {weights} products go in",
        f"From 32 columns, a window of 5 leaves 32 − 5 = {32 - 5} to go, and with the first place that makes "
        f"{output_size(32, F=5)}. The depth is 1",
        f"It has its own {weights} weights and its own bias, and it gives its own map of 28×28",
        'a "new image" of 28×28×6',
        "these will be 6 deep",
    )


def test_a_turned_filter_makes_a_true_convolution():
    delta, nine = samples.delta(5, 5), np.arange(1, 10).reshape(3, 3)
    turned = conv(delta, nine[::-1, ::-1][np.newaxis, :, :, np.newaxis])[:, :, 0]
    assert np.array_equal(turned, convolve2d(delta[:, :, 0], nine, "valid"))
    assert np.array_equal(turned, nine)


def test_what_the_maps_of_the_astronaut_show():
    # "The suit answers strongly, the face less so, and what is grey or white hardly at all."
    image = samples.photo("astronaut")[::10, ::10] / 255
    redder = np.zeros((1, 5, 5, 3))
    redder[..., 0], redder[..., 2] = 1, -1
    answer = conv(image, redder)[:, :, 0]
    suit, face, wall = answer[24, 6], answer[6, 12], answer[8, 20]
    assert suit > 2 * face > 4 * abs(wall)


def test_the_filters_of_the_bank_add_up_to_nothing():
    level, slope, ripple = np.array([1, 4, 6, 4, 1]), np.array([-1, -2, 0, 2, 1]), np.array([-1, 0, 2, 0, -1])
    for filter in (np.outer(level, slope), np.outer(slope, level), np.outer(level, ripple)):
        assert filter.sum() == 0


def test_stride():
    one, two, same, refusal, unread, touched = answers("04_stride")
    assert one == 7 - 3 + 1
    assert two == (7 - 3) // 2 + 1
    assert same is True
    assert refusal.startswith("3×3 windows at stride 3 do not fit a width of 7: (7 − 3 + 2·0)/3 + 1 = 7/3.")
    # Two windows of 3 read 6 of 7 columns, and 6 of 7 rows.
    assert unread == f"2×2, and {7 * 7 - 6 * 6} pixels are never read"
    assert touched == {1: [1, 2, 3, 3, 3, 2, 1], 2: [1, 1, 2, 1, 2, 1, 1], 4: [1, 1, 1, 0, 1, 1, 1]}
    with pytest.raises(DoesNotFit) as refused:
        conv(samples.input_7x7, samples.filter_bank("sobel_x"), stride=3)
    assert not missing(
        prose("04_stride"),
        f"The window has 7 − 3 = {7 - 3} columns to go",
        f"so the output is {one}×{one}",
        f"The windows begin at columns {1}, {1 + 2} and {1 + 2 + 2}, "
        "and the last one ends exactly at the edge, "
        f"at column {1 + 2 + 2 + 3 - 1}",
        f"The output is {two}×{two}",
        f"no window stands in {(7 - 3) / (2 + 1):.2f} places",
        f"Two windows begin at columns {1} and {1 + 3}; a third, from column {1 + 3 + 3} on",
        f"there are no {refused.value.fractions['width']} windows",
        f"{refused.value.never_read} pixels, more than a quarter of the input",
    )
    assert refused.value.never_read * 4 > refused.value.pixels == 49
    assert [repair.setting for repair in refused.value.repairs] == ["padding", "size", "stride"]


def test_zero_padding():
    size, reads, rim, keeping, even, layers, shape, learned = answers("05_zero_padding")
    assert size == ((7 + 2, 7 + 2, 1), 7)
    assert "row by row: 1 2 3 3 3 2 1" in reads.alt
    assert "blurred" in rim.alt
    assert keeping == "F = 3: P = [1]\nF = 5: P = [2]\nF = 7: P = [3]"
    assert even == {1: 32 - 4 + 2 + 1, 2: 32 - 4 + 4 + 1}
    assert layers == "7 layers: [32, 28, 24, 20, 16, 12, 8, 4]"
    assert shape == (32, 32, 10)
    assert learned == (750, 10, 760)
    assert not missing(
        prose("05_zero_padding"),
        f"With its border the input is {7 + 2 * 1} wide, "
        f"and a window of 3 has 9 − 3 = {9 - 3} columns to go: seven",
        "The output is 7×7",
        "The corner is read once and the centre nine times",
        "the corner gets four windows",
        "Without padding, the output has F − 1 columns fewer than the input",
        f"(4 − 1)/2 is {(4 - 1) / 2}",
        "padding 1 gives one number too few, padding 2 one too many",
        "Each layer takes four columns and four rows, until a window of 5 finds a width of 4",
        f"With a padding of 2 the width stays at {output_size(32, F=5, P=2)}",
        f"((32 − 5 + 2·2) / 1) + 1 = {(32 - 5 + 2 * 2) // 1 + 1}",
        f"One filter has 5·5·3 weights and a bias, {5 * 5 * 3 + 1} numbers, and ten filters have {76 * 10}",
    )
    assert all(output_size(32, F) == 32 - (F - 1) for F in (1, 3, 5, 7))
    assert output_size(33, F=3, S=2, P=1) == (33 + 1) // 2, "stride 2 leaves about half of the width"


def test_the_rim_of_a_blurred_picture_is_dark_and_two_pixels_wide():
    # On a white picture only the made-up zeros can darken anything.
    white = conv(np.ones((12, 9, 1)), samples.filter_bank("gaussian"), padding=2)[:, :, 0]
    assert np.all(white[2:-2, 2:-2] == 1)
    rim = np.ones((12, 9), bool)
    rim[2:-2, 2:-2] = False
    assert np.all(white[rim] < 1)


def test_the_conv_layer():
    shape, runs, counts, moved, first_layer = answers("06_conv_layer")
    assert shape == ((25 - 5 + 4) // 2 + 1, (33 - 5 + 4) // 2 + 1, 8)
    assert runs == (13 * 17 * 8, 75)
    assert list(counts.values()) == [760, 778_240, 31_467_520]
    assert moved is True
    assert first_layer == ((55, 55, 96), (34_848, 96, 34_944))
    with pytest.raises(DoesNotFit) as refused:
        conv_shape((224, 224, 3), K=96, F=11, S=4)
    assert "padding" not in [repair.setting for repair in refused.value.repairs]
    assert not missing(
        prose("06_conv_layer"),
        f"Down: ((25 − 5 + 2·2) / 2) + 1 = {shape[0]}. "
        f"Across: ((33 − 5 + 2·2) / 2) + 1 = {shape[1]}. Deep: 8",
        f"not 3 and not {3 * 8}",
        f"{5 * 5 * 3 + 1} parameters in place of {32 * 32 * 3 + 1:,}",
        f"a further factor of {778_240 // 760:,}, which is the number of positions, 32·32",
    )
    assert 778_240 / 760 == 32 * 32
    assert (224 - 11) % 2 == 1


def test_pooling():
    shape, largest, mean, lit, sizes, corner, saved = answers("08_pooling")
    assert shape == (200 // 4, 240 // 4, 2)
    assert np.array_equal(largest, [[6, 8], [3, 4]])
    sums = [[1 + 1 + 5 + 6, 2 + 4 + 7 + 8], [3 + 2 + 1 + 2, 1 + 0 + 3 + 4]]
    assert np.array_equal(mean, np.array(sums) / 4)
    moves = re.findall(r"in column (\d): the map lights up in column (\d)", lit)
    assert moves == [("2", "1"), ("3", "1"), ("4", "2")]
    assert sizes.startswith("27\n3×3 windows at stride 2 do not fit a width of 6: (6 − 3 + 2·0)/2 + 1 = 5/2.")
    assert corner == "with zeros: 0.0\nmax_pool:   -5.0"
    conv_next, pooled_away = 5 * 5 * 6 * 16 + 16, (28 * 28 * 6 * 10 + 10, 14 * 14 * 6 * 10 + 10)
    assert saved == "\n".join(
        f"{side}×{side}×6: CONV {conv_next:,}, FC {fc:,}"
        for side, fc in zip((28, 14), pooled_away, strict=True)
    )
    assert samples.pool_slice.size == 4 * largest.size, "three quarters of the values are dropped"
    assert not missing(
        prose("08_pooling"),
        "After the ReLU the volume is 200×240×2",
        "From 2 to 3 nothing changes, and then from 3 to 4 the light jumps to the next cell",
    )


def test_the_two_pools_of_the_photograph():
    # "The mean gives a smaller photograph; the maximum keeps the brightest speck of each window."
    cat = samples.photo("chelsea", grey=True)[:200, 78:318] / 255
    assert np.isclose(avg_pool(cat, F=8).mean(), cat.mean())
    assert max_pool(cat, F=8).mean() > cat.mean() + 0.1


# ---- The pages of the book ----


def test_the_lecture_page():
    conv_weights = [parameters(11, 3, 96), parameters(5, 48, 256), parameters(3, 256, 384)]
    conv_weights += [parameters(3, 192, 384), parameters(3, 192, 256)]
    dense = [(6 * 6 * 256, 4096), (4096, 4096), (4096, 1000)]
    maps = [55 * 55 * 96, 27 * 27 * 256, 13 * 13 * 384, 13 * 13 * 384, 13 * 13 * 256]
    learned = sum(layer.total for layer in conv_weights) + sum(n * m + m for n, m in dense)
    neurons = sum(maps) + 4096 + 4096 + 1000
    places = [55 * 55, 27 * 27, 13 * 13, 13 * 13, 13 * 13]
    products = sum(layer.weights * n for layer, n in zip(conv_weights, places, strict=True))
    products += sum(n * m for n, m in dense)
    assert (learned, neurons, products) == (60_965_224, 659_272, 724_406_816)
    assert not missing(
        prose("lecture"),
        f"runs over 5·5·3 = {5 * 5 * 3} numbers",
        f"a map of {output_size(32, 5)}×{output_size(32, 5)}×1 numbers",
        f"the output is {output_size(7, 3)}×{output_size(7, 3)}",
        f"the output is {output_size(7, 3, S=2)}×{output_size(7, 3, S=2)}",
        "(7 − 3)/3 + 1 = 7/3",
        "a 2×2 output and never read 13 of the 49 pixels",
        f"the output is {output_size(7, 3, P=1)}×{output_size(7, 3, P=1)}",
        "padding 1 for F = 3, 2 for F = 5, 3 for F = 7",
        f"32 → {output_size(32, 5)} → {output_size(28, 5)}",
        f"(32 + 2·2 − 5)/1 + 1 = {output_size(32, 5, P=2)}",
        f"5·5·3 + 1 = {5 * 5 * 3 + 1} parameters",
        f"76·10 = {parameters(5, 3, 10).total}",
        "a grid of 28×28×5",
        f"we count {learned:,}",
        f"we count {neurons:,}",
        f"we count {products:,} multiplications",
        f"(224 − 11)/4 + 1 = {(224 - 11) / 4 + 1}",
    )
    assert all(output_size(32, F, P=P) == 32 for F, P in ((3, 1), (5, 2), (7, 3)))


def test_the_notation_page():
    photo = samples.photo("chelsea")
    assert not missing(
        prose("notation"),
        f"a photograph of {photo.shape[1]}×{photo.shape[0]} pixels",
        f"7 + 2·1 = {7 + 2 * 1}",
        f"with F = 3 and dilation 2 that is {(3 - 1) * 2 + 1}",
    )
    page = (ROOT / "book" / "notation.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(page, {}, "notation", "book/notation.md", 0)
    runner = doctest.DocTestRunner()
    assert runner.run(examples, clear_globs=False) == (0, len(examples.examples))
    # The page says that the permuted result is what a library gives that keeps depth second: one does here.
    names = examples.globs
    volumes = [names["x_nchw"], names["weight"]]
    elsewhere = oracle.run("Conv", volumes, channels_last=False, kernel_shape=[3, 3])
    assert np.allclose(names["y_nchw"], elsewhere)


def test_the_teaching_page():
    assert not missing(
        prose("teaching"),
        f'"{parameters(5, 3, 10).weights} parameters" for ten 5×5 filters',
        f'"{parameters(5, 1, 10).total} parameters"',
    )


# ---- The checks above can fail ----


def test_a_wrong_number_is_found():
    assert missing(prose("04_stride"), "so the output is 6×6") == ["so the output is 6×6"]
