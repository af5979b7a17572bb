from __future__ import annotations

import pytest
from pydantic import ValidationError
from toy import PROJECT

from reprise.data.registry import load_datasets
from reprise.documents.models.svm import SvmSpec
from reprise.documents.settings import changed
from reprise.problems import of_validation

CIRCLES = {"kind": "circles", "train": 2000, "test": 500, "noise": 0.15, "factor": 0.5}
LINEAR = {"kind": "linear"}
WORDS = {"kind": "visual-words", "words": 1000, "patches": 100_000, "stride": 2}


def images(**changes) -> dict:
    return {"dataset": "mnist", "scaling": "raw"} | changes


def spec(**fields) -> SvmSpec:
    return SvmSpec.model_validate({"engine": "svm", **fields})


def svc(kernel: str, **settings) -> dict:
    return {"kind": "svc", "kernel": kernel, **settings}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"classifier": LINEAR}, "give either data (images) or points"),
        (
            {"data": images(), "points": CIRCLES, "classifier": LINEAR},
            "give either data (images) or points",
        ),
        (
            {"points": CIRCLES, "features": WORDS, "classifier": LINEAR},
            "visual words are patches of images; points have none",
        ),
        (
            {"data": images(scaling="unit"), "features": WORDS, "classifier": LINEAR},
            "visual words need data.scaling: raw",
        ),
        (
            {"data": images(), "features": WORDS | {"patches": 999}, "classifier": LINEAR},
            "1000 words need at least as many patches",
        ),
        ({"points": CIRCLES, "classifier": svc("poly")}, "a degree goes with the kernel 'poly'"),
        (
            {"points": CIRCLES, "classifier": svc("rbf", degree=3)},
            "a degree goes with the kernel 'poly'",
        ),
        ({"points": CIRCLES, "classifier": svc("rbf", coef0=1)}, "coef0 goes with the kernels"),
        ({"points": CIRCLES, "classifier": svc("linear", gamma="auto")}, "takes no gamma"),
        ({"points": CIRCLES, "classifier": svc("rbf", C=0)}, "needs a number above 0"),
        ({"points": CIRCLES, "classifier": {"kind": "linear", "gamma": 1}}, "unknown key 'gamma'"),
    ],
)
def test_nonsense_is_refused_in_one_line(fields, message):
    with pytest.raises(ValidationError) as caught:
        spec(**fields)
    problems = of_validation(caught.value, SvmSpec, "experiments.yaml", "experiment svm")
    assert len(problems) == 1
    assert message in str(problems[0])


def test_every_kernel_can_be_swept_from_one_spec():
    base = spec(points=CIRCLES, classifier=svc("linear")).model_dump(exclude_none=True)
    for classifier in (svc("rbf"), svc("sigmoid", coef0=1), svc("poly", degree=3), LINEAR):
        SvmSpec.model_validate(changed(base, {"classifier": classifier}))


@pytest.mark.parametrize(
    "fields",
    [
        {"points": CIRCLES, "classifier": svc("rbf")},
        {"data": images(), "classifier": LINEAR},
        {"data": images(), "features": WORDS, "classifier": LINEAR},
    ],
)
def test_smoke_is_a_valid_spec_that_costs_little(fields):
    datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
    full = spec(**fields)
    small = changed(full.model_dump(exclude_none=True), full.smoke_changes())
    if "data" in small:
        small = changed(small, {"data.dataset": "digits", "data.train_count": 600})
    dataset = datasets["digits"] if "data" in small else None
    assert SvmSpec.model_validate(small).core_seconds(dataset) < 3


def test_cost_grows_with_what_is_asked_for():
    mnist = load_datasets(PROJECT / "documents" / "datasets.yaml")["mnist"]

    def cost(**fields) -> float:
        return spec(**fields).core_seconds(mnist)

    kernel = {"data": images(train_count=10_000), "classifier": svc("rbf")}
    assert cost(**kernel, train_accuracy=False) < cost(**kernel)
    assert cost(**kernel) < cost(**kernel | {"data": images()}) / 10
    words = {"features": WORDS, "classifier": LINEAR | {"solver": "lbfgs"}}
    few = {"data": images(train_count=10_000)} | words
    assert cost(**few) < 60
    assert cost(**few) < cost(**few | {"features": WORDS | {"stride": 1}}) / 2
    assert cost(**few) < cost(**few | {"classifier": LINEAR})
