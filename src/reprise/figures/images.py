"""The ``images`` kind: an array of one run's record -> a grid of small images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt, prod

import numpy as np

from reprise.analysis.measurements import Measurements
from reprise.documents.models.figure_pictures import ImagesFigure
from reprise.figures.arrays import NotDrawn, OneRun, drawn_or_why, one_run, shape_words
from reprise.figures.colours import Scale, scale_words
from reprise.figures.drawn import Drawn, Source, dataset_of, source_of, to_csv
from reprise.figures.words import number, plural

LABELS, PREDICTIONS = "test_labels", "test_predictions"
"""Arrays of shape (n,) over the test images."""

MOST_SHOWN = 64
"""The first of more, unless a figure names which."""

COLUMNS = ("image", "title", "min", "max", "mean")
"""Of the CSV, before the columns of the pixels, row by row, colours last."""


@dataclass(frozen=True)
class Titles:
    """What stands above the images; ``wrong`` marks predictions that are not the label."""

    words: tuple[str, ...] = ()
    wrong: tuple[bool, ...] = ()
    sentence: str = ""


def draw(figure: ImagesFigure, slug: str, measurements: Measurements) -> Drawn:
    """Draw the images of the first seed that has them."""
    source = source_of(measurements, slug, figure.experiment, figure.variant)

    def drawn() -> Drawn:
        names = [figure.array, *([LABELS, PREDICTIONS] if figure.predictions else [])]
        run = one_run(measurements, source, names)
        everything = as_images(run.arrays[figure.array], figure.shape, figure.array)
        shown = _shown(figure, len(everything))
        titles = _titles(figure, shown, len(everything), run, measurements)
        return _drawn(figure, slug, run, everything[shown], shown, len(everything), titles)

    return drawn_or_why(source, COLUMNS, drawn)


def _drawn(
    figure: ImagesFigure,
    slug: str,
    run: OneRun,
    images: np.ndarray,
    shown: Sequence[int],
    count: int,
    titles: Titles,
) -> Drawn:
    if figure.colours == "diverging" and images.ndim == 4:
        raise NotDrawn(
            f"Not drawn: the images of '{figure.array}' have colours of their own, "
            "which diverging colours cannot show."
        )
    scale = Scale(figure.colours == "diverging", figure.scale == "each")
    height, width = images.shape[1:3]
    size = f"{plural(len(images), 'image')} of {height} × {width} pixels"
    of_all = f", of {count} in the record" if len(images) < count else ""
    sentences = [
        f"{run.seed_words}: {size}{of_all}.",
        scale_words(scale, images),
        *([titles.sentence] if titles.sentence else []),
    ]
    each = _seen(images, titles.words) if scale.diverging else titles.words
    alt = f"Grid of {size}{': ' if each else ''}{'; '.join(each)}."
    from reprise.figures.images_drawing import draw_images  # imports matplotlib

    svg = draw_images(
        scale.rgb(images),
        titles.words,
        titles.wrong,
        figure.columns,
        scale.bar(images),
        (f"{slug}-{figure.id}-", figure.title, alt),
    )
    pixels = [f"pixel_{k}" for k in range(prod(images.shape[1:]))]
    rows = _rows(images, shown, titles.words)
    caption = " ".join(sentences)
    return Drawn(caption, alt, to_csv([*COLUMNS, *pixels], rows), svg, runs=(run.record.id,))


def _seen(images: np.ndarray, titles: Sequence[str]) -> tuple[str, ...]:
    """What an image of weights looks like: its range, and whether it has shapes or is noise.

    The correlation of neighbouring pixels is near 1 for smooth shapes, and 0 for noise.
    """
    found = []
    for k, image in enumerate(images):
        name = titles[k] if titles else str(k)
        span = f"{number(image.min())} to {number(image.max())}"
        alike = _likeness(image)
        words = "" if alike is None else f", correlation of neighbours {number(alike, 2)}"
        found.append(f"{name}, {span}{words}")
    return tuple(found)


def _likeness(image: np.ndarray) -> float | None:
    """Pearson's correlation of horizontally and vertically adjacent pixels, (height, width)."""
    one = np.concatenate([image[:, :-1].ravel(), image[:-1].ravel()])
    other = np.concatenate([image[:, 1:].ravel(), image[1:].ravel()])
    if one.size < 2 or not one.std() or not other.std():
        return None
    return float(np.corrcoef(one, other)[0, 1])


def as_images(array: np.ndarray, shape: Sequence[int] | None, name: str) -> np.ndarray:
    """Float64 (n, height, width), or (n, height, width, 3) where there are colours.

    Raises
    ------
    NotDrawn
        When the array's shape is none of images, or not all of its values are finite.
    """
    found = f"Not drawn: '{name}' has the shape {shape_words(array)}"
    if array.ndim < 2 or not array.size:
        raise NotDrawn(f"{found}, and holds no images.")
    if shape is not None:
        if prod(array.shape[1:]) != prod(shape):
            raise NotDrawn(f"{found}, whose rows are not {' × '.join(map(str, shape))}.")
        array = array.reshape(len(array), *shape)
    if array.ndim == 2:
        side = isqrt(array.shape[1])
        if side * side != array.shape[1]:
            raise NotDrawn(f"{found}, whose rows make no squares; give the shape of one.")
        array = array.reshape(-1, side, side)
    if array.ndim == 4 and array.shape[3] not in (1, 3):
        array = np.moveaxis(array, 1, 3)
    if array.ndim == 4 and array.shape[3] == 1:
        array = array[..., 0]
    if array.ndim not in (3, 4) or array.shape[3:] not in ((), (3,)):
        raise NotDrawn(f"{found}: images have one channel, or three colours.")
    if not np.isfinite(array).all():
        raise NotDrawn(f"Not drawn: not all values of '{name}' are finite.")
    return array.astype(np.float64)


def _shown(figure: ImagesFigure, count: int) -> list[int]:
    shown = figure.show or list(range(min(count, MOST_SHOWN)))
    if max(shown) >= count:
        raise NotDrawn(
            f"Not drawn: '{figure.array}' holds {plural(count, 'image')}, "
            f"and none at place {max(shown)} (places count from 0)."
        )
    return shown


def _titles(
    figure: ImagesFigure, shown: list[int], count: int, run: OneRun, measurements: Measurements
) -> Titles:
    if figure.predictions:
        return _predicted(shown, run, _class_names(measurements, run.source))
    if figure.titles == "numbers":
        return Titles(tuple(map(str, shown)))
    if figure.titles == "classes":
        names = _class_names(measurements, run.source)
        if len(names) != count:
            raise NotDrawn(
                f"Not drawn: class names as titles need an image for each class, but there are "
                f"{plural(count, 'image')} and {len(names)} classes."
            )
        return Titles(tuple(names[i] for i in shown))
    words = tuple(figure.titles or ())
    if words and len(words) != len(shown):
        raise NotDrawn(f"Not drawn: {len(words)} titles for {plural(len(shown), 'image')}.")
    return Titles(words)


def _predicted(shown: list[int], run: OneRun, names: Sequence[str]) -> Titles:
    labels, predictions = run.arrays[LABELS], run.arrays[PREDICTIONS]
    if max(shown) >= min(len(labels), len(predictions)):
        raise NotDrawn(f"Not drawn: there is no prediction for image {max(shown)}.")

    def name(label: int) -> str:
        return names[label] if label < len(names) else str(label)

    pairs = [(int(labels[i]), int(predictions[i])) for i in shown]
    wrong = tuple(label != prediction for label, prediction in pairs)
    framed = "; mistakes have an orange frame" if any(wrong) else ""
    return Titles(
        tuple(f"label {name(label)}, predicted {name(found)}" for label, found in pairs),
        wrong,
        f"Predicted as labelled: {len(wrong) - sum(wrong)} of {len(wrong)}{framed}.",
    )


def _class_names(measurements: Measurements, source: Source) -> tuple[str, ...]:
    dataset = dataset_of(measurements, source)
    return dataset.class_names if dataset else ()


def _rows(images: np.ndarray, shown: Sequence[int], titles: Sequence[str]):
    for k, (place, image) in enumerate(zip(shown, images, strict=True)):
        head = (place, titles[k] if titles else None)
        stats = [f"{value:.6g}" for value in (image.min(), image.max(), image.mean())]
        yield (*head, *stats, *(f"{value:.4g}" for value in image.ravel().tolist()))
