"""Grids of images: which, in which colours, with which titles."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest
from figures.bench import Bench
from figures.pictures import EXAMPLES, IMAGES, SAMPLES, WEIGHTS, pixels

from reprise.figures.arrays import NotDrawn
from reprise.figures.images import as_images


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def write(bench: Bench, **arrays: np.ndarray) -> None:
    bench.write(bench.runs("pictures")[0], arrays=arrays)


def test_each_image_is_embedded_pixel_by_pixel(picture_bench: Bench) -> None:
    shown = pixels(picture_bench.draw(SAMPLES).svg)
    assert [image.shape for image in shown] == [(4, 4, 3)] * 3
    low, high = int(EXAMPLES.min()), int(EXAMPLES.max())
    grey = np.rint(255 * (EXAMPLES.astype(float) - low) / (high - low))
    for image, expected in zip(shown, grey, strict=True):
        np.testing.assert_array_equal(image, np.repeat(expected[..., None], 3, axis=2))


def test_the_csv_holds_all_pixels(picture_bench: Bench) -> None:
    table = rows(picture_bench.draw(IMAGES).csv)
    assert len(table) == 10
    found = [float(table[3][f"pixel_{k}"]) for k in range(16)]
    np.testing.assert_allclose(found, WEIGHTS[3].ravel(), rtol=1e-3)
    assert float(table[3]["min"]) == pytest.approx(WEIGHTS[3].min(), rel=1e-5)
    assert (table[3]["image"], table[3]["title"]) == ("3", "3")


def test_diverging_colours_are_white_at_zero_and_tell_the_signs(bench: Bench) -> None:
    write(bench, images=np.array([[[-2.0, 0.0], [1.0, 2.0]]]))
    drawn = bench.draw(IMAGES, titles=None)
    bar, image = sorted(pixels(drawn.svg), key=lambda found: -found.shape[1])
    assert tuple(image[0, 1]) == (255, 255, 255)
    assert image[0, 0, 2] > image[0, 0, 0]  # blue
    assert image[1, 1, 0] > image[1, 1, 2]  # orange
    assert tuple(image[0, 0]) == tuple(bar[0, 0])
    assert tuple(image[1, 1]) == tuple(bar[0, -1])
    assert "full colour is ±2.00 in all images" in drawn.caption
    assert ">−2.00<" in drawn.svg


def test_images_of_weights_say_whether_they_show_shapes(bench: Bench) -> None:
    slope = np.add.outer(np.arange(4.0), np.arange(4.0)) - 3.0
    write(bench, images=np.stack([slope, np.full((4, 4), 1.0)]))
    alt = bench.draw(IMAGES, titles=None).alt
    assert alt.startswith("Grid of 2 images of 4 × 4 pixels: 0, −3.00 to 3.00, correlation of ")
    assert alt.endswith("; 1, 1.00 to 1.00.")  # of equal pixels there is none


def test_each_image_may_have_its_own_scale(bench: Bench) -> None:
    write(bench, images=np.array([[[0.0, 1.0]], [[0.0, 10.0]]]))
    one = bench.draw(IMAGES, titles=None, colours="grey", scale="each")
    assert [tuple(image[0, 1]) for image in pixels(one.svg)] == [(255, 255, 255)] * 2
    assert "Each image has its own scale" in one.caption
    shared = bench.draw(IMAGES, titles=None, colours="grey")
    assert [image[0, 1, 0] for image in pixels(shared.svg)] == [26, 255]
    assert "All images share a scale, from 0 (black) to 10.0." in shared.caption
    signs = bench.draw(IMAGES, titles=None, scale="each")
    assert "each image's own largest value, from ±1.00 to ±10.0" in signs.caption
    assert len(pixels(signs.svg)) == 2  # no bar


def test_a_constant_image_is_grey(bench: Bench) -> None:
    write(bench, images=np.full((1, 2, 2), 3.0))
    (image,) = pixels(bench.draw(IMAGES, titles=None, colours="grey").svg)
    assert (image == 128).all()


def test_colours_of_their_own_are_kept(bench: Bench) -> None:
    first = np.zeros((1, 2, 2, 3), dtype=np.uint8)
    first[0, 0, 0] = (255, 128, 0)
    write(bench, images=first)
    (image,) = pixels(bench.draw(IMAGES, titles=None, colours="grey").svg)
    assert tuple(image[0, 0]) == (255, 128, 0)
    drawn = bench.draw(IMAGES, titles=None)
    assert drawn.svg is None
    assert drawn.caption.startswith("Not drawn: the images of 'images' have colours of their own")


def test_predictions_are_titles_and_mistakes_are_framed(picture_bench: Bench) -> None:
    drawn = picture_bench.draw(SAMPLES)
    assert ">label 0, predicted 0<" in drawn.svg
    assert ">label 1, predicted 0<" in drawn.svg
    assert "Predicted as labelled: 2 of 3; mistakes have an orange frame." in drawn.caption
    right = picture_bench.draw(SAMPLES, show=[1])
    assert "Predicted as labelled: 1 of 1." in right.caption
    assert "1 image of 4 × 4 pixels, of 3 in the record" in right.caption
    assert len(pixels(right.svg)) == 1
    assert rows(right.csv)[0]["image"] == "1"


def test_long_titles_are_broken(picture_bench: Bench) -> None:
    words = "an image with a long title, and more of it"
    svg = picture_bench.draw(SAMPLES, predictions=False, titles=[words] * 3).svg
    assert svg.count(">and more of it<") == 3
    assert words not in svg.split("</desc>")[1]


def test_columns_may_be_given(picture_bench: Bench) -> None:
    def width(columns: int) -> float:
        svg = picture_bench.draw(IMAGES, columns=columns, titles=None, scale="each").svg
        left = [float(x) for x in re.findall(r'<image [^>]*\bx="([^"]*)"', svg)]
        return max(left) - min(left)

    assert width(1) == 0
    assert 0 < width(2) < width(5)
    assert width(16) == width(10)


def test_the_first_seed_that_has_the_array_is_shown(bench: Bench) -> None:
    first, second = bench.runs("pictures")
    bench.write(first, metrics={"test_accuracy": 0.5})
    bench.write(second, arrays={"images": WEIGHTS})
    drawn = bench.draw(IMAGES)
    assert drawn.caption.startswith("Seed 1 of 2 seeds: 10 images of 4 × 4 pixels.")
    assert drawn.runs == (second.id,)


def test_damaged_arrays_are_not_used(picture_bench: Bench) -> None:
    for run in picture_bench.runs("pictures"):
        file = picture_bench.layout.record(run.id).with_name("arrays.npz")
        file.write_bytes(b"broken")
    drawn = picture_bench.draw(IMAGES)
    assert drawn.caption == "Not drawn: the arrays of pictures cannot be read."
    assert drawn.svg is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"array": "nothing"}, "has no array 'nothing' in its record, but examples, images"),
        ({"show": [10]}, "'images' holds 10 images, and none at place 10"),
        ({"titles": ["a", "b"]}, "2 titles for 10 images"),
        ({"array": "examples", "titles": "classes"}, "there are 3 images and 10 classes"),
        ({"shape": [3, 5]}, "'images' has the shape 10 × 4 × 4, whose rows are not 3 × 5"),
        ({"array": "points"}, "'points' has the shape 4 × 2, whose rows make no squares"),
        ({"array": "labels"}, "'labels' has the shape 4, and holds no images"),
    ],
)
def test_what_cannot_be_drawn_says_why(picture_bench: Bench, changes: dict, words: str) -> None:
    drawn = picture_bench.draw({**IMAGES, **changes})
    assert drawn.svg is None
    assert drawn.caption.startswith("Not drawn: ")
    assert words in drawn.caption
    assert drawn.alt == f"Nothing to show: {drawn.caption}"
    assert drawn.runs == ()


def test_predictions_must_be_there_for_each_image(bench: Bench) -> None:
    few = np.zeros(2, dtype=np.uint8)
    write(bench, examples=EXAMPLES, test_labels=few, test_predictions=few)
    assert "there is no prediction for image 2" in bench.draw(SAMPLES).caption


def test_not_run(bench: Bench) -> None:
    drawn = bench.draw(IMAGES)
    assert drawn.caption == "Not run: pictures."
    assert drawn.missing == ("toy-2020/pictures",)


@pytest.mark.parametrize(
    ("shape", "given", "expected"),
    [
        ((5, 6, 7), None, (5, 6, 7)),
        ((5, 6, 7, 3), None, (5, 6, 7, 3)),
        ((5, 3, 6, 7), None, (5, 6, 7, 3)),
        ((5, 1, 6, 7), None, (5, 6, 7)),
        ((5, 6, 7, 1), None, (5, 6, 7)),
        ((5, 49), None, (5, 7, 7)),
        ((5, 12), [3, 4], (5, 3, 4)),
        ((5, 36), [3, 4, 3], (5, 3, 4, 3)),  # colours last win
    ],
)
def test_shapes_of_images(shape: tuple, given: list | None, expected: tuple) -> None:
    assert as_images(np.zeros(shape), given, "a").shape == expected


def test_colours_first_are_moved_and_not_mixed(rng: np.random.Generator) -> None:
    last = rng.normal(size=(2, 4, 5, 3))
    np.testing.assert_array_equal(as_images(np.moveaxis(last, 3, 1), None, "a"), last)
    flat = np.moveaxis(last, 3, 1).reshape(2, -1)
    np.testing.assert_array_equal(as_images(flat, [3, 4, 5], "a"), last)


@pytest.mark.parametrize("shape", [(4,), (4, 5), (4, 2, 5, 5), (4, 1, 1, 5, 5), (0, 4, 4)])
def test_other_shapes_are_refused(shape: tuple) -> None:
    with pytest.raises(NotDrawn, match="has the shape"):
        as_images(np.zeros(shape), None, "a")


def test_values_that_are_not_finite_are_refused() -> None:
    with pytest.raises(NotDrawn, match="finite"):
        as_images(np.full((1, 2, 2), np.nan), None, "a")
