"""What holds for every demonstration: the same outcome again, and fit for a record."""

from __future__ import annotations

import math
import re
import subprocess
import sys

import numpy as np
import pytest

from reprise.training.demonstrations import with_numpy, with_sympy, with_torch

ON_IMAGES = {
    "csv-loader": {"dataset": "digits", "scaling": "raw", "train_count": 60, "test_count": 20},
    "gradient-noise": {"dataset": "digits", "scaling": "unit", "train_count": 100},
    "implementation-speed": {"dataset": "digits", "scaling": "unit", "train_count": 40},
    "backend-time": {"dataset": "digits", "scaling": "unit", "train_count": 130},
    "numpy-against-torch": {"dataset": "shapes", "scaling": "mean-image", "train_count": 100},
    "data-splits": {"dataset": "digits", "scaling": "raw", "train_count": 200},
    "other-test-images": {"dataset": "shapes", "scaling": "unit", "train_count": 100},
    "shift-robustness": {"dataset": "digits", "scaling": "unit", "train_count": 100},
}
SMALL = {
    "gradient-noise": {"batch_sizes": [1, 8], "draws": 5, "epoch_batch_size": 30},
    "initialiser-cost": {"examples": 50},
    "heaviside": {"elements": 1000},
    "implementation-speed": {"hidden": 5, "examples": 40, "scalar_examples": 4},
    "backend-time": {"repeats": 1, "convolutional_images": 64},
    "numpy-against-torch": {"hidden": [10], "batch_size": 20, "steps": 8},
    "other-test-images": {"epochs": 1, "sides": [32]},
    "shift-robustness": {"shifts": [1]},
    "parameter-count": {"networks": [[784, 10, 10]]},
    "layer-stack": {
        "layers": [
            {"kind": "convolution", "filters": 4, "kernel": 3},
            {"kind": "dense", "outputs": 10},
        ]
    },
}
NAMES = sorted({**with_numpy.RUNS, **with_sympy.RUNS, **with_torch.RUNS})


@pytest.mark.parametrize("name", NAMES)
def test_the_same_spec_gives_the_same_outcome_fit_for_a_record(demonstrate, name):
    first, second = (
        demonstrate(name, ON_IMAGES.get(name), **SMALL.get(name, {})) for _ in range(2)
    )
    assert first.metrics == second.metrics and first.metrics
    for key, value in first.metrics.items():
        assert re.fullmatch(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)*", key)
        assert "seconds" not in key, "times belong to the timing"
        assert value is None or isinstance(value, int | float)
        assert value is None or math.isfinite(value), key
    for axis, curve in first.curves.items():
        assert np.array_equal(curve.x, second.curves[axis].x)
        assert np.all(np.diff(curve.x) > 0)
        for column, values in curve.values.items():
            assert len(values) == len(curve.x)
            np.testing.assert_array_equal(values, second.curves[axis].values[column])
    for key, values in first.arrays.items():
        np.testing.assert_array_equal(values, second.arrays[key])
    assert first.timing.keys() == second.timing.keys()
    assert all(seconds >= 0 for seconds in first.timing.values())
    assert not first.diverged


def test_the_demonstrations_in_numpy_load_no_torch():
    code = (
        "import sys; from reprise.training.demonstrations import run_named;"
        "run_named('loss-clipping'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"torch", "sklearn", "pandas", "matplotlib"}
