"""Whole runs: what the document claims of its circles, and images on the stand-in."""

from __future__ import annotations

import numpy as np
import pytest

from reprise.data.split import Part
from reprise.training.svm.examples import Examples
from reprise.training.svm.features import standardise

DIGITS = {"dataset": "digits", "scaling": "unit"}
WORDS = {"kind": "visual-words", "words": 60, "patches": 3_000, "passes": 3, "stride": 2}


@pytest.mark.parametrize(
    "classifier",
    [
        {"kind": "linear"},
        {"kind": "svc", "kernel": "linear"},
        {"kind": "svc", "kernel": "poly", "degree": 1},
    ],
)
def test_a_line_does_not_part_circles(on_circles, classifier):
    assert on_circles(**classifier).metrics["test_accuracy"] < 0.65


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": "svc", "kernel": "rbf"},
        {"kind": "svc", "kernel": "poly", "degree": 6},
        {"kind": "linear", "features": "with-squares"},
    ],
)
def test_curves_do(on_circles, settings):
    assert on_circles(**settings).metrics["test_accuracy"] > 0.9


def test_outcome_on_points_is_complete(on_circles):
    outcome = on_circles(kind="svc", kernel="rbf")
    arrays, metrics = outcome.arrays, outcome.metrics
    wrong = arrays["test_predictions"] != arrays["test_labels"]
    assert metrics["test_accuracy"] == pytest.approx(1 - wrong.mean())
    assert arrays["confusion"].sum() == 200
    assert arrays["confusion"][0, 1] == np.sum(wrong & (arrays["test_labels"] == 0))
    assert (metrics["train_examples"], metrics["features"]) == (200, 2)
    assert arrays["train_x"].shape == (200, 2)
    assert outcome.timing["training_seconds"] >= outcome.timing["fit_seconds"] > 0


@pytest.mark.parametrize("features", ["raw", "with-squares"])
def test_the_map_has_the_second_coordinate_in_its_rows(on_circles, features):
    outcome = on_circles(kind="svc", kernel="rbf", C=10.0, features=features)
    arrays = outcome.arrays
    axis = arrays["map_axis"]
    x1, x2 = arrays["test_x"].T
    j, i = (abs(axis[:, None] - x).argmin(axis=0) for x in (x1, x2))
    near = arrays["decision_map"][i, j] == arrays["test_predictions"]
    assert near.mean() > 0.95
    np.testing.assert_array_equal(arrays["decision_values"] > 0, arrays["decision_map"] == 1)


def test_the_map_is_not_transposed(run):
    """Quadratic points: the form is not symmetric in its coordinates."""
    outcome = run(
        points={"kind": "quadratic", "train": 1000, "test": 100},
        classifier={"kind": "svc", "kernel": "poly", "degree": 2, "coef0": 1.0, "C": 100.0},
    )
    x1, x2 = np.meshgrid(outcome.arrays["map_axis"], outcome.arrays["map_axis"])
    truth = x1**2 + 0.95 * x1 * x2 + 0.4 * x2**2 > 0.6
    agree = outcome.arrays["decision_map"] == truth
    assert agree.mean() > 0.97 > (truth == outcome.arrays["decision_map"].T).mean()


@pytest.mark.parametrize("seed", [0, 1])
def test_equal_specs_give_equal_metrics(run, seed):
    spec = {"data": DIGITS | {"scaling": "raw"}, "features": WORDS}
    spec["classifier"] = {"kind": "linear", "C": 0.01, "solver": "lbfgs"}
    first, second = run(seed=seed, **spec), run(seed=seed, **spec)
    assert first.metrics == second.metrics
    np.testing.assert_array_equal(first.arrays["dictionary"], second.arrays["dictionary"])


def test_seeds_draw_other_words_but_the_same_kernel_machine(run, on_circles):
    words = [
        run(
            seed=seed,
            data=DIGITS | {"scaling": "raw"},
            features=WORDS,
            classifier={"kind": "linear", "C": 0.01, "solver": "lbfgs"},
        )
        for seed in (0, 1)
    ]
    assert not np.array_equal(*(outcome.arrays["dictionary"] for outcome in words))
    machines = [on_circles(seed=seed, kind="svc", kernel="rbf") for seed in (0, 1)]
    assert machines[0].metrics == machines[1].metrics


@pytest.mark.parametrize(
    ("classifier", "least"),
    [
        ({"kind": "linear"}, 0.90),
        ({"kind": "linear", "solver": "lbfgs"}, 0.90),
        ({"kind": "svc", "kernel": "rbf", "C": 5.0}, 0.96),
    ],
)
def test_images_are_told_apart(run, classifier, least):
    outcome = run(data=DIGITS, classifier=classifier)
    assert outcome.metrics["test_accuracy"] > least
    assert outcome.metrics["train_images"] == 1437
    assert outcome.arrays["confusion"].shape == (10, 10)


def test_visual_words_tell_images_apart_and_count_what_they_learn(run):
    outcome = run(
        data=DIGITS | {"scaling": "raw"},
        features=WORDS,
        classifier={"kind": "linear", "C": 0.01, "solver": "lbfgs"},
    )
    metrics = outcome.metrics
    assert metrics["test_accuracy"] > 0.93
    assert metrics["parameters_dictionary"] == 60 * 36
    assert metrics["parameters_classifier"] == 10 * (4 * 60 + 1)
    assert metrics["parameters"] == 60 * 36 + 10 * (4 * 60 + 1)
    assert (metrics["words"], metrics["patch_length"], metrics["features"]) == (60, 36, 240)
    assert outcome.arrays["dictionary"].shape == (60, 36)


def test_a_held_out_part_is_evaluated_and_the_training_part_only_if_asked(run):
    data = DIGITS | {"validation": {"take": "random", "count": 300}}
    outcome = run(data=data, classifier={"kind": "linear"}, train_accuracy=False)
    assert outcome.metrics["validation_images"] == 300
    assert outcome.metrics["train_images"] == 1137
    assert 0.85 < outcome.metrics["validation_accuracy"] < 1
    assert "train_accuracy" not in outcome.metrics


def test_standardising_reads_the_training_part_only(rng):
    train = rng.normal(3, 2, size=(500, 4)).astype(np.float32)
    train[:, 3] = 7
    other = train[:5] + 1
    parts = {
        n: Part(x.copy(), np.zeros(len(x))) for n, x in {"train": train, "test": other}.items()
    }
    standardise(Examples(parts, 2), 0.01)
    sd = np.sqrt(train.var(axis=0) + 0.01)
    np.testing.assert_allclose(parts["train"].images, (train - train.mean(axis=0)) / sd, atol=1e-5)
    np.testing.assert_allclose(parts["test"].images, (other - train.mean(axis=0)) / sd, atol=1e-5)
