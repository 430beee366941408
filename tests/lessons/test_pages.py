"""The numbers of the pages beside the lessons: the lecture, the notation, teaching."""

import doctest
import re
from itertools import pairwise

import numpy as np
import oracle
import pytest
from run_and_read import ROOT, missing, prose

from convlib import output_size, parameters, receptive_field
from convlib.course import exercises
from convlib.pictures import samples


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


def test_the_teaching_page_sorts_every_exercise():
    page = (ROOT / "book" / "teaching.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| Difficulty \|.*?\n\n", page, flags=re.MULTILINE | re.DOTALL)
    here = [f"{int(one.lesson.number)}.{one.number}" for one in exercises.ALL.values()]
    assert sorted(re.findall(r"\d+\.\d+", table)) == sorted(here)


def test_the_closing_page(capsys):
    pytest.importorskip("torch")
    page = (ROOT / "book" / "closing.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    exec(snippet, {})  # noqa: S102
    printed = int(capsys.readouterr().out)
    here = [parameters(5, 1, 12).total, parameters(3, 12, 24).total, 7 * 7 * 24 * 10 + 10]
    assert printed == sum(here)
    # The paper's configuration D.
    widths = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    convs = sum(parameters(3, D, K).total for D, K in pairwise(widths))
    dense = [7 * 7 * 512 * 4096 + 4096, 4096 * 4096 + 4096, 4096 * 1000 + 1000]
    total = convs + sum(dense)
    assert 0.74 < dense[0] / total < 0.75
    assert 2 * 3 * 3 < 5 * 5 and receptive_field([(3, 1), (3, 1)]).size == 5
    assert not missing(
        prose("closing"),
        f"VGG-16 has {total:,} parameters. One of its layers holds nearly three quarters of them",
    )
