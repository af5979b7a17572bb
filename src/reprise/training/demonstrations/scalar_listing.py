"""A scalar network's listings run again: backward pass, comments, one-hot table, order, names.

After Boczek (2021), questions 3 and 4. One example at a time; ``W`` and ``b`` lead to the hidden
units, ``V`` and ``c`` to the outputs, and weights are (from, to).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import sigmoid, softmax
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import ScalarListing


@dataclass(frozen=True)
class Weights:
    """W (inputs, hidden), b (hidden,), V (hidden, outputs), c (outputs,): values or derivatives."""

    W: np.ndarray
    b: np.ndarray
    V: np.ndarray
    c: np.ndarray

    @staticmethod
    def drawn(inputs: int, hidden: int, outputs: int, draw: np.random.Generator) -> Weights:
        return Weights(
            W=draw.normal(size=(inputs, hidden)),
            b=draw.normal(size=hidden),
            V=draw.normal(size=(hidden, outputs)),
            c=draw.normal(size=outputs),
        )


NAMES = tuple(field.name for field in fields(Weights))

DRAWN_NETWORK = Weights(
    W=np.array([[1.0] * 3, [-1.0] * 3]),
    b=np.zeros(3),
    V=np.array([[1.0] * 2, [-1.0] * 2, [-1.0] * 2]),
    c=np.zeros(2),
)
"""The network of question 3, with its example."""
DRAWN_X, DRAWN_TARGET = np.array([1.0, -1.0]), 0

PRINTED_NAMES = ("nlp", "mlp")
"""What the network of question 4 is called where it is made, and in the training loop."""

END_OF_SCRIPT = """
{made} = make()
for x, target in examples:
    loss({called}, x, target, summed)
"""
"""The network is made and the loop calls it: what is left of the listing for the names' sake."""


def run(options: ScalarListing, context: Context) -> Outcome:
    """Largest absolute errors over random weights and examples, against the complex step.

    ``d<X>_error_as_printed``: the printed backward pass against the derivative of the printed
    forward pass, whose outputs sum over as many hidden units as there are outputs;
    ``d<X>_error_with_all_units``: against that of a sum over all. ``output_delta_*`` and
    ``hidden_delta_*``: the two deltas taken for derivatives in the activated units (as commented)
    and in their sums (corrected), with a sum over all. ``counterexample_*``: dV from the third
    hidden unit to the first output in the network of question 3. The others: what the one-hot
    table, the training loop and the names at the end of the script do, true and false as 1 and 0.
    """
    draw = stream(context.seed, "scalar listing")
    found: dict[str, float] = {}
    for _ in range(options.draws):
        p = Weights.drawn(options.inputs, options.hidden, options.outputs, draw)
        x = draw.normal(size=options.inputs)
        target = int(draw.integers(options.outputs))
        for name, value in {**_passes(p, x, target), **_deltas(p, x, target)}.items():
            found[name] = max(found.get(name, 0.0), value)
    metrics: Metrics = {**found, "hidden_units": options.hidden, **_reaching(options, draw)}
    metrics |= _counterexample() | _one_hot(draw) | _order(draw)
    metrics["stops_at_unknown_name_as_printed"] = stops_at_unknown_name(*PRINTED_NAMES)
    metrics["stops_at_unknown_name_corrected"] = stops_at_unknown_name(*PRINTED_NAMES[:1] * 2)
    return Outcome(metrics)


# Forward and backward


def hidden_sums(p: Weights, x: np.ndarray) -> np.ndarray:
    """Unit by unit, over all inputs."""
    return np.array(
        [sum(x[i] * p.W[i, j] for i in range(len(x))) + p.b[j] for j in range(len(p.b))]
    )


def output_sums(p: Weights, a: np.ndarray, summed: int) -> np.ndarray:
    """Output by output, over the first ``summed`` hidden units."""
    return np.array(
        [sum(a[i] * p.V[i, j] for i in range(summed)) + p.c[j] for j in range(len(p.c))]
    )


def output_delta(y: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The listing's dZ2."""
    return y - t


def hidden_delta(a: np.ndarray, V: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """The listing's dZ1."""
    return a * (1 - a) * (V @ delta)


def by_weights(values: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """The listing's dW2 and dW1: [i, j] = value i times delta j."""
    return np.outer(values, delta)


def backward(p: Weights, x: np.ndarray, a: np.ndarray, y: np.ndarray, t: np.ndarray) -> Weights:
    """The printed derivatives, from the activations of the forward pass."""
    output = output_delta(y, t)
    hidden = hidden_delta(a, p.V, output)
    return Weights(W=by_weights(x, hidden), b=hidden, V=by_weights(a, output), c=output)


def loss(p: Weights, x: np.ndarray, target: int, summed: int) -> np.ndarray:
    return -np.log(softmax(output_sums(p, sigmoid(hidden_sums(p, x)), summed))[target])


def true_derivative(p: Weights, name: str, x: np.ndarray, target: int, summed: int) -> np.ndarray:
    """The loss's derivative in one of the four, by the complex step."""
    return jacobian(
        lambda values: loss(replace(p, **{name: values}), x, target, summed), getattr(p, name)
    )


def _passes(p: Weights, x: np.ndarray, target: int) -> Metrics:
    hidden, outputs = p.V.shape
    t = np.eye(outputs)[target]
    z = hidden_sums(p, x)
    a = sigmoid(z)
    right = a @ p.V + p.c
    metrics: Metrics = {
        "hidden_sum_error_as_printed": error(z, x @ p.W + p.b),
        "output_sum_error_as_printed": error(output_sums(p, a, outputs), right),
        "output_sum_error_corrected": error(output_sums(p, a, hidden), right),
    }
    for case, summed in (("as_printed", outputs), ("with_all_units", hidden)):
        given = backward(p, x, a, softmax(output_sums(p, a, summed)), t)
        for name in NAMES:
            true = true_derivative(p, name, x, target, summed)
            metrics[f"d{name}_error_{case}"] = error(getattr(given, name), true)
    return metrics


def _deltas(p: Weights, x: np.ndarray, target: int) -> Metrics:
    """What the deltas are derivatives of: activated units, or the sums before activation."""
    t = np.eye(len(p.c))[target]
    z = hidden_sums(p, x)
    a = sigmoid(z)
    o = output_sums(p, a, len(a))
    output = output_delta(softmax(o), t)
    hidden = hidden_delta(a, p.V, output)

    def of_hidden(a: np.ndarray) -> np.ndarray:
        return -np.log(softmax(output_sums(p, a, len(a)))[target])

    by_output = jacobian(lambda y: -np.log(y[target]), softmax(o))
    by_output_sum = jacobian(lambda o: -np.log(softmax(o)[target]), o)
    return {
        "output_delta_error_as_commented": error(output, by_output),
        "output_delta_error_corrected": error(output, by_output_sum),
        "hidden_delta_error_as_commented": error(hidden, jacobian(of_hidden, a)),
        "hidden_delta_error_corrected": error(hidden, jacobian(lambda z: of_hidden(sigmoid(z)), z)),
    }


def _reaching(options: ScalarListing, draw: np.random.Generator) -> Metrics:
    """How many hidden units move an output when they move: with the printed sum, and with all."""
    p = Weights.drawn(options.inputs, options.hidden, options.outputs, draw)
    a = sigmoid(hidden_sums(p, draw.normal(size=options.inputs)))
    counts = {}
    for case, summed in (("as_printed", options.outputs), ("corrected", options.hidden)):
        moved = jacobian(lambda a, summed=summed: output_sums(p, a, summed), a)
        counts[f"hidden_units_that_reach_outputs_{case}"] = int(np.any(moved != 0, axis=0).sum())
    return counts


def _counterexample() -> Metrics:
    p, outputs = DRAWN_NETWORK, len(DRAWN_NETWORK.c)
    a = sigmoid(hidden_sums(p, DRAWN_X))
    y = softmax(output_sums(p, a, outputs))
    given = backward(p, DRAWN_X, a, y, np.eye(outputs)[DRAWN_TARGET])
    true = true_derivative(p, "V", DRAWN_X, DRAWN_TARGET, outputs)
    return {
        "counterexample_printed": float(given.V[2, 0]),
        "counterexample_true": float(true[2, 0]) + 0.0,  # 0, not -0
    }


# The one-hot table and the training loop


def one_hot_table(labels: list[int], columns: int) -> list[list[int]]:
    """A row of zeros per label with a one at the label; IndexError where there is no column."""
    table = [[0] * columns for _ in labels]
    for i, label in enumerate(labels):
        table[i][label] = 1
    return table


def _one_hot(draw: np.random.Generator, n_input: int = 2) -> Metrics:
    """The table as printed, with a column per input, for data of two and of three classes."""
    metrics: Metrics = {}
    for classes, word in ((2, "two"), (3, "three")):
        labels = [*range(classes), *draw.integers(classes, size=10).tolist()]
        try:
            table = one_hot_table(labels, n_input)
            right = bool(np.array_equal(table, np.eye(classes)[labels]))
        except IndexError:
            right = False
        metrics[f"one_hot_right_{word}_classes"] = int(right)
    return metrics


def training_order(x: list[list[float]], y: list[list[int]]) -> list[list[float]]:
    """The examples as the printed loop hands them to the network in an epoch."""
    return [example for example, _ in zip(x, y, strict=True)]


def _order(draw: np.random.Generator) -> Metrics:
    x = draw.normal(size=(20, 2)).tolist()
    seen = training_order(x, one_hot_table([0] * len(x), 2))
    return {"order_differs_from_file": int(seen != x)}


# The names at the end of the script


def stops_at_unknown_name(made: str, called: str) -> int:
    """1 where the end of the script, run with these names, raises NameError, 0 where it runs."""
    names = {
        "make": lambda: DRAWN_NETWORK,
        "examples": [(DRAWN_X, DRAWN_TARGET)],
        "loss": loss,
        "summed": len(DRAWN_NETWORK.c),
    }
    try:
        exec(END_OF_SCRIPT.format(made=made, called=called), names)
    except NameError:
        return 1
    return 0
