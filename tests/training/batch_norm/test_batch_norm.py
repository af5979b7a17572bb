"""Batch normalisation by hand: the right ones pass all checks, and a wrong one does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from reprise.documents.models.batch_norm import BatchNormSpec
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context, Metrics
from reprise.training.torch_nets.batch_norm import checks, train
from reprise.training.torch_nets.batch_norm.layers import (
    BatchNorm,
    BatchNormFunction,
    FunctionBatchNorm,
    implementation,
)

CHECKS = ("module", "function", "function-module")


def run(tmp_path: Path, check: str, seed: int = 0, **changes) -> Metrics:
    spec = {"engine": "batch_norm", "check": check, "batch": {"rows": 32, "neurons": 4}} | changes
    context = Context(seed, "cpu", tmp_path, Checkpoint(tmp_path / "checkpoint.npz", "key"))
    return train(BatchNormSpec.model_validate(spec), context).metrics


def batch(rows=16, neurons=3) -> tuple[checks.Inputs, torch.Tensor]:
    random = torch.Generator().manual_seed(3)
    draw = {"dtype": torch.float64, "generator": random}
    inputs = {
        "x": 2 * torch.randn(rows, neurons, **draw) + 10,
        "gamma": torch.randn(neurons, **draw),
        "beta": torch.randn(neurons, **draw),
    }
    return inputs, torch.randn(rows, neurons, **draw)


@pytest.mark.parametrize("eps", [1e-5, 0.1])
@pytest.mark.parametrize("check", CHECKS)
def test_every_implementation_passes(tmp_path, check, eps):
    metrics = run(tmp_path, check, eps=eps)
    assert metrics["gradcheck"] == 1
    assert metrics["wrong_shapes_refused"] == metrics["wrong_shapes"] == 5
    assert metrics["pytorch_output_difference"] < 1e-13
    for name in ("x", "gamma", "beta"):
        assert metrics[f"finite_difference_error_{name}"] < 1e-7
        assert metrics[f"pytorch_gradient_difference_{name}"] < 1e-12
        if check != "module":
            assert metrics[f"autograd_error_{name}"] < 1e-13
    assert metrics.get("parameters") == (None if check == "function" else 8)
    assert metrics["nn_has_parameters"] == 0


@pytest.mark.parametrize("check", CHECKS)
def test_outputs_have_mean_zero_and_variance_one(tmp_path, check):
    metrics = run(tmp_path, check, batch={"rows": 128, "neurons": 4})
    assert metrics["largest_mean"] < 1e-5
    assert metrics["largest_variance_error"] < 1e-4
    assert metrics["largest_mean"] == max(abs(metrics[f"mean_{k}"]) for k in range(1, 5))
    assert metrics["variance_4"] == pytest.approx(1, abs=1e-4)


def test_a_large_eps_shrinks_the_variance_as_the_formula_says(tmp_path):
    metrics = run(tmp_path, "module", eps=4.0, batch={"rows": 400, "neurons": 1})
    assert metrics["variance_1"] == pytest.approx(4 / (4 + 4), abs=0.06)


def test_another_seed_is_another_batch_and_the_same_seed_the_same(tmp_path):
    first, again, other = (run(tmp_path, "function", seed) for seed in (1, 1, 2))
    assert first == again
    assert first["mean_1"] != other["mean_1"]


class ForgetsTheMean(BatchNormFunction):
    """The input's gradient without the part that goes through the batch's mean."""

    @staticmethod
    def backward(ctx, upstream):
        normalised, deviation, gamma = ctx.saved_tensors
        inner = upstream * gamma
        dx = (inner - normalised * (inner * normalised).mean(0)) / deviation
        return dx, (upstream * normalised).sum(0), upstream.sum(0), None


def test_a_wrong_backward_pass_is_found():
    inputs, upstream = batch()
    found = checks.gradients(ForgetsTheMean.apply_named, inputs, upstream)
    slopes = checks.finite_differences(ForgetsTheMean.apply_named, inputs, upstream)
    errors = checks.largest_differences(found, slopes, "error")
    assert errors["error_x"] > 1e-3
    assert errors["error_gamma"] < 1e-7 and errors["error_beta"] < 1e-7
    assert not checks.gradcheck(ForgetsTheMean.apply_named, inputs)


ForgetsTheMean.apply_named = staticmethod(
    lambda x, gamma, beta: ForgetsTheMean.apply(x, gamma, beta, 1e-5)
)


def test_a_wrong_output_is_found():
    def unnormalised(x, gamma, beta):
        return gamma * (x - x.mean(0)) + beta

    statistics = checks.output_statistics(unnormalised, 2 * torch.randn(500, 2) + 10)
    assert statistics["largest_variance_error"] > 1


def test_a_missing_check_of_the_shape_is_found():
    """Without one, shapes that happen to broadcast go through."""

    def unchecked(x, gamma, beta):
        return gamma * x + beta

    assert checks.refusals(unchecked, 2)["wrong_shapes_refused"] == 3


@pytest.mark.parametrize("wanted", [("x",), ("gamma",), ("beta",), ("x", "beta")])
def test_only_the_gradients_that_are_wanted_are_made(wanted):
    inputs, upstream = batch()
    leaves = {k: v.clone().requires_grad_(k in wanted) for k, v in inputs.items()}
    BatchNormFunction.apply(leaves["x"], leaves["gamma"], leaves["beta"], 1e-5).backward(upstream)
    reference = checks.gradients(implementation("module", 3, 1e-5), inputs, upstream)
    for name, leaf in leaves.items():
        if name in wanted:
            torch.testing.assert_close(leaf.grad, reference[name])
        else:
            assert leaf.grad is None


@pytest.mark.parametrize("module", [BatchNorm, FunctionBatchNorm])
def test_modules_learn_gamma_and_beta_and_say_what_is_wrong_with_a_batch(module):
    layer = module(4)
    assert [name for name, p in layer.named_parameters() if p.requires_grad] == ["gamma", "beta"]
    layer(torch.randn(8, 4)).square().sum().backward()
    assert layer.gamma.grad is not None and layer.beta.grad is not None
    with pytest.raises(ValueError, match=r"\(rows, 4\), but has shape \(8, 5\)"):
        layer(torch.randn(8, 5))
