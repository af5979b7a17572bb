"""The from-scratch engine's derivatives against autograd and central finite differences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import log_softmax

from reprise.training.numpy_mlp.network import Network

torch = pytest.importorskip("torch")

WIDTHS = {1: (5, 6, 3), 2: (5, 6, 4, 3), 3: (5, 6, 4, 7, 3)}
SLOPE = 0.02
ACTIVATIONS: dict[str, Callable] = {
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "leaky-relu": lambda z: torch.nn.functional.leaky_relu(z, SLOPE),
    "tanh": torch.tanh,
    "identity": lambda z: z,
}
KINK = 1e-3  # no pre-activation may be nearer to 0, far more than a finite difference moves it

each_case = pytest.mark.parametrize(
    ("activation", "hidden", "batch"),
    [(name, hidden, batch) for name in ACTIVATIONS for hidden in WIDTHS for batch in (1, 6)],
)


def make_network(activation: str, hidden: int, loss: str = "softmax-cross-entropy") -> Network:
    return Network(
        WIDTHS[hidden],
        activation=activation,
        weights=("normal", 0.8),
        biases=("normal", 0.5),
        loss=loss,
        rng=np.random.default_rng(21),
        dtype=np.float64,
        slope=SLOPE if activation == "leaky-relu" else None,
    )


def make_batch(batch: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(22)
    return rng.normal(size=(batch, 5)), rng.integers(0, 3, batch)


def torch_logits(network: Network, x: np.ndarray) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    f = ACTIVATIONS[network.activation.name]
    tensors = {n: torch.tensor(a, requires_grad=True) for n, a in network.parameters().items()}
    a = torch.tensor(x)
    for k in range(1, len(network.widths)):
        z = a @ tensors[f"W{k}"].T + tensors[f"b{k}"]
        last = k == len(network.widths) - 1
        assert last or z.abs().min() > KINK, "choose other random numbers: a kink is near"
        a = f(z)
    return z, tensors


def finite_differences(
    network: Network, loss: Callable[[], float], step: float = 1e-5
) -> dict[str, np.ndarray]:
    gradients = {}
    for name, parameter in network.parameters().items():
        gradients[name] = np.empty_like(parameter)
        for index in np.ndindex(parameter.shape):
            value = parameter[index]
            parameter[index] = value + step
            above = loss()
            parameter[index] = value - step
            below = loss()
            parameter[index] = value
            gradients[name][index] = (above - below) / (2 * step)
    return gradients


def relative_error(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> float:
    """The largest norm-wise relative difference over the parameters."""
    assert one.keys() == other.keys()
    return max(
        np.linalg.norm(one[name] - other[name]) / np.linalg.norm(other[name]) for name in one
    )


@each_case
def test_forward_and_backward_agree_with_autograd(activation, hidden, batch):
    network, (x, labels) = make_network(activation, hidden), make_batch(batch)
    logits, tensors = torch_logits(network, x)
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    wanted = {name: tensor.grad.numpy() for name, tensor in tensors.items()}

    difference = np.linalg.norm(network.forward(x) - logits.detach().numpy())
    assert difference / np.linalg.norm(logits.detach().numpy()) < 1e-12
    assert network.evaluate(x, labels)[0] == pytest.approx(loss.item(), rel=1e-12)
    assert relative_error(network.gradients(x, labels), wanted) < 1e-7


@each_case
def test_backward_agrees_with_finite_differences(activation, hidden, batch):
    network, (x, labels) = make_network(activation, hidden), make_batch(batch)
    torch_logits(network, x)  # no kink is near

    def mean_loss() -> float:
        return -log_softmax(network.predict_logits(x), axis=1)[np.arange(batch), labels].mean()

    wanted = finite_differences(network, mean_loss)
    assert relative_error(network.gradients(x, labels), wanted) < 1e-7


@pytest.mark.parametrize("batch", [1, 6])
def test_the_squared_error_agrees_with_autograd(batch):
    network = make_network("sigmoid", hidden=1, loss="softmax-squared-error")
    x, labels = make_batch(batch)
    logits, tensors = torch_logits(network, x)
    onehot = torch.nn.functional.one_hot(torch.tensor(labels), 3)
    loss = ((torch.softmax(logits, dim=1) - onehot) ** 2).sum(dim=1).mean()
    loss.backward()
    wanted = {name: tensor.grad.numpy() for name, tensor in tensors.items()}

    assert network.evaluate(x, labels)[0] == pytest.approx(loss.item(), rel=1e-12)
    assert relative_error(network.gradients(x, labels), wanted) < 1e-7


@pytest.mark.parametrize("reduce", [np.sum, np.mean])
def test_the_softmax_over_the_batch_fails_its_gradient_check(reduce):
    """Its delta (p - onehot)/batch is the gradient neither of its summed loss nor of the mean."""
    network, (x, labels) = make_wrong_network(), make_batch(6)
    wanted = finite_differences(network, lambda: reduce(losses_over_batch(network, x, labels)))
    assert relative_error(network.gradients(x, labels), wanted) > 0.5


def test_the_softmax_over_a_batch_of_one_passes_it():
    network, (x, labels) = make_wrong_network(), make_batch(1)
    wanted = finite_differences(network, lambda: losses_over_batch(network, x, labels).sum())
    assert relative_error(network.gradients(x, labels), wanted) < 1e-7


def make_wrong_network() -> Network:
    return make_network("sigmoid", hidden=1, loss="softmax-over-batch-cross-entropy")


def losses_over_batch(network: Network, x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """-log p_true with the normaliser summed over the whole (batch, classes) matrix."""
    logits = network.predict_logits(x)
    return np.log(np.exp(logits).sum()) - logits[np.arange(len(x)), labels]
