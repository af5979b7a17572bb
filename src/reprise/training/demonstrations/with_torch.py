"""The demonstrations that need PyTorch; importing this module takes seconds."""

from __future__ import annotations

from reprise.training.demonstrations import (
    backend_time,
    convolution_against_dense,
    convolution_sizes,
    dense_as_convolution,
    layer_stack,
    numpy_against_torch,
    train_eval_modes,
)

RUNS = {
    "backend-time": backend_time.run,
    "convolution-against-dense": convolution_against_dense.run,
    "convolution-sizes": convolution_sizes.run,
    "dense-as-convolution": dense_as_convolution.run,
    "layer-stack": layer_stack.run,
    "numpy-against-torch": numpy_against_torch.run,
    "train-eval-modes": train_eval_modes.run,
}
"""Name -> its run."""
