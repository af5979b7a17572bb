"""Yes or no where yes is rare: one digit among all, or pixels of small objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.training.outcome import Context, Outcome
from reprise.training.torch_nets.device import prepared
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.rare_positives.examples import load_examples
from reprise.training.torch_nets.rare_positives.loop import Loop
from reprise.training.torch_nets.rare_positives.results import outcome

if TYPE_CHECKING:
    from reprise.documents.models.rare_positives import RarePositivesSpec


def train(spec: RarePositivesSpec, context: Context) -> Outcome:
    """Train as the spec says, from the last checkpoint where there is one.

    It computes on the CPU with one thread: the batches are too small for anything else.
    """
    device = prepared("cpu")
    sets = load_examples(spec.data, context.data_root)
    network = Network(spec.model, sets.image, 1, context.seed, device)
    loop = Loop(spec, sets, network, context)
    loop.run()
    return outcome(spec, sets, network, loop)
