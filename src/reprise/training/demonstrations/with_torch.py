"""The demonstrations that need PyTorch; importing this module takes seconds."""

from __future__ import annotations

from reprise.training.demonstrations import (
    backend_time,
    convolution_against_dense,
    convolution_sizes,
    dense_as_convolution,
    layer_stack,
    numpy_against_torch,
    other_test_images,
    shift_robustness,
    step_sizes,
    time_to_accuracy,
    train_eval_modes,
)

RUNS = {
    "backend-time": backend_time.run,
    "convolution-against-dense": convolution_against_dense.run,
    "convolution-sizes": convolution_sizes.run,
    "dense-as-convolution": dense_as_convolution.run,
    "layer-stack": layer_stack.run,
    "numpy-against-torch": numpy_against_torch.run,
    "other-test-images": other_test_images.run,
    "shift-robustness": shift_robustness.run,
    "step-sizes": step_sizes.run,
    "time-to-accuracy": time_to_accuracy.run,
    "train-eval-modes": train_eval_modes.run,
}
"""Name -> its run."""
