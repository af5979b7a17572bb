"""The specs: typed per demonstration, with words for people."""

from __future__ import annotations

import typing

import pytest
from pydantic import TypeAdapter, ValidationError

from reprise.digest import code_digest
from reprise.documents.engines import DEMONSTRATIONS_WITH_TORCH, code_of
from reprise.documents.models.demonstration import DemonstrationSpec
from reprise.documents.models.demonstration_options import Options
from reprise.documents.settings import changed
from reprise.training.demonstrations import SYMBOLIC, with_numpy, with_sympy, with_torch

SPEC = TypeAdapter(DemonstrationSpec)
CLASSES = typing.get_args(typing.get_args(DemonstrationSpec)[0])
NEEDED = {
    "parameter-count": {"networks": [[2, 3, 1]]},
    "layer-stack": {"layers": [{"kind": "dense", "outputs": 2}]},
}
SCALING = {"csv-loader": "raw", "data-splits": "raw"}


def name_of(kind: type) -> str:
    (name,) = typing.get_args(kind.model_fields["name"].annotation)
    return name


def smallest(kind: type) -> dict:
    """A spec of that kind with nothing but what it needs."""
    name = name_of(kind)
    spec = {"engine": "demonstration", "name": name, "options": NEEDED.get(name, {})}
    if "data" in kind.model_fields:
        spec["data"] = {"dataset": "mnist", "scaling": SCALING.get(name, "unit")}
    return spec


NAMES = [*with_numpy.RUNS, *with_sympy.RUNS, *with_torch.RUNS]


def read(spec: dict):
    return SPEC.validate_python(spec)


def test_every_name_has_a_run_and_every_run_a_name():
    registries = (with_numpy.RUNS, with_sympy.RUNS, with_torch.RUNS)
    runs = {name: run for registry in registries for name, run in registry.items()}
    assert set(with_sympy.RUNS) == SYMBOLIC
    assert set(with_torch.RUNS) == DEMONSTRATIONS_WITH_TORCH
    assert {name_of(kind) for kind in CLASSES} == set(runs)
    assert len(runs) == sum(map(len, registries)) == len(CLASSES)


def test_a_demonstrations_code_is_its_own_module_and_what_that_imports():
    for registry in (with_numpy.RUNS, with_sympy.RUNS, with_torch.RUNS):
        for name, run in registry.items():
            assert run.__module__ == code_of({"engine": "demonstration", "name": name})
    digests = {code_digest(code_of({"engine": "demonstration", "name": n})) for n in NAMES}
    assert len(digests) == len(NAMES)


@pytest.mark.parametrize("kind", CLASSES, ids=name_of)
class TestEach:
    def test_it_says_in_one_sentence_what_it_does(self, kind):
        summary = read(smallest(kind)).summary
        assert summary.endswith(".") and summary != Options.__doc__.splitlines()[0]
        assert len(summary) < 100

    def test_the_smoke_scale_changes_options_that_exist(self, kind):
        spec = read(smallest(kind))
        full = spec.model_dump(mode="json", exclude_none=True)
        small = read(changed(full, spec.smoke_changes()))
        for key, value in spec.smoke_changes().items():
            assert key.removeprefix("options.") in type(small.options).model_fields
            assert getattr(small.options, key.removeprefix("options.")) == value
        assert full == read(full).model_dump(mode="json", exclude_none=True)

    def test_an_unknown_option_is_refused(self, kind):
        spec = smallest(kind)
        with pytest.raises(ValidationError, match="not permitted"):
            read({**spec, "options": {**spec["options"], "no_such": 1}})

    def test_data_are_given_where_they_are_needed_and_only_there(self, kind):
        spec = smallest(kind)
        if "data" in spec:
            del spec["data"]
        else:
            spec["data"] = {"dataset": "mnist", "scaling": "unit"}
        with pytest.raises(ValidationError, match=r"data\n"):
            read(spec)

    def test_it_says_how_long_it_takes(self, kind):
        assert 0 < read(smallest(kind)).core_seconds(None) < 60


def test_an_unknown_name_is_refused():
    with pytest.raises(ValidationError, match="gradient-noise"):
        read({"engine": "demonstration", "name": "gradient-nois"})


@pytest.mark.parametrize(
    ("name", "scaling"),
    [("csv-loader", "unit"), ("data-splits", "unit"), ("implementation-speed", "mean-image")],
)
def test_pixels_that_a_demonstration_cannot_use_are_refused(name, scaling):
    data = {"dataset": "mnist", "scaling": scaling}
    with pytest.raises(ValidationError, match=f"'{name}'"):
        read({"engine": "demonstration", "name": name, "data": data})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("gradient-noise", {"batch_sizes": [8]}),
        ("gradient-noise", {"hidden": []}),
        ("focal-derivation", {"gammas": []}),
        ("convolution-sizes", {"paddings": []}),
        ("layer-stack", {"layers": []}),
        ("loss-clipping", {"epsilon": 0.5}),
        ("train-eval-modes", {"dropout": 1.0}),
    ],
)
def test_options_out_of_range_are_refused(name, options):
    with pytest.raises(ValidationError, match="options"):
        read({"engine": "demonstration", "name": name, "options": options})
