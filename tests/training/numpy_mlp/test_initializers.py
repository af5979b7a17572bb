from __future__ import annotations

import numpy as np
import pytest

from reprise.training.numpy_mlp.initializers import initialize

SHAPE = (300, 784)


def draw(kind: str, scale: float | None = None, shape=SHAPE, **more) -> np.ndarray:
    return initialize(kind, shape, np.random.default_rng(3), scale=scale, **more)


def test_uniform_fills_its_interval():
    values = draw("uniform", 0.5)
    assert -0.5 <= values.min() < -0.4999
    assert 0.4999 < values.max() <= 0.5
    assert abs(values.std() - 0.5 / np.sqrt(3)) < 1e-3


def test_normal_has_its_standard_deviation():
    values = draw("normal", 0.01)
    assert abs(values.mean()) < 1e-4
    assert abs(values.std() - 0.01) < 1e-4
    assert values.max() > 0.035  # more than any uniform distribution of this deviation reaches


def test_zeros_draw_nothing():
    rng = np.random.default_rng(0)
    assert not initialize("zeros", (4, 3), rng).any()
    assert rng.random() == np.random.default_rng(0).random()


def test_fan_in_uniform_is_the_default_of_torch():
    torch = pytest.importorskip("torch")
    layer = torch.nn.Linear(784, 300)
    weights, biases = draw("fan-in-uniform"), draw("fan-in-uniform", shape=(300,), fan_in=784)
    assert abs(weights).max() <= 1 / 28 + 1e-9
    assert abs(weights).max() == pytest.approx(layer.weight.abs().max().item(), rel=1e-3)
    assert weights.std() == pytest.approx(layer.weight.std().item(), rel=1e-2)
    assert 0.9 / 28 < abs(biases).max() <= 1 / 28 + 1e-9


@pytest.mark.parametrize(("kind", "scale"), [("uniform", 0.5), ("normal", 1.0)])
def test_both_precisions_start_from_the_same_draws(kind, scale):
    single, double = draw(kind, scale, dtype=np.float32), draw(kind, scale, dtype=np.float64)
    assert single.dtype == np.float32
    assert double.dtype == np.float64
    np.testing.assert_array_equal(single, double.astype(np.float32))


@pytest.mark.parametrize(
    ("kind", "scale", "message"),
    [
        ("xavier", 1.0, "uniform, normal, zeros, fan-in-uniform"),
        ("normal", None, "needs a scale"),
        ("uniform", -0.5, "needs a scale"),
        ("zeros", 0.1, "takes no scale"),
    ],
)
def test_bad_kinds_and_scales_are_refused(kind, scale, message):
    with pytest.raises(ValueError, match=message):
        draw(kind, scale)


def test_a_bias_must_name_its_fan_in():
    with pytest.raises(ValueError, match="fan_in"):
        draw("fan-in-uniform", shape=(300,))
