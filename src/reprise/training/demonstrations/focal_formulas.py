"""The formulas of the focal loss, each as it is printed; all in y, t and gamma, element-wise.

Cross-entropy, the loss itself and its two terms are those that networks are trained with.
"""

from __future__ import annotations

import numpy as np

from reprise.training import binary_losses
from reprise.training.binary_losses import logs
from reprise.training.demonstrations.functions import entropy_term

Number = np.ndarray | float


def cross_entropy(y: Number, t: Number) -> Number:
    """-t log y - (1-t) log(1-y)."""
    return binary_losses.cross_entropy(logs(y), t)


def cross_entropy_slope(y: Number, t: Number) -> Number:
    """Its derivative in y, -t/y + (1-t)/(1-y)."""
    return -t / y + (1 - t) / (1 - y)


def generic(y: Number, t: Number, gamma: Number) -> Number:
    """-(1-y)^g t log y."""
    return -((1 - y) ** gamma) * t * np.log(y)


def case_1(y: Number, gamma: Number) -> Number:
    """The binary loss for t = 1, -(1-y)^g log y."""
    return -((1 - y) ** gamma) * np.log(y)


def case_0(y: Number, gamma: Number) -> Number:
    """The binary loss for t = 0, -y^g log(1-y)."""
    return -(y**gamma) * np.log(1 - y)


def first_term(y: Number, t: Number, gamma: Number) -> Number:
    """-t (1-y)^g log y."""
    return t * binary_losses.focal(logs(y), 1, gamma)


def second_term(y: Number, t: Number, gamma: Number) -> Number:
    """-(1-t) y^g log(1-y)."""
    return (1 - t) * binary_losses.focal(logs(y), 0, gamma)


def combined(y: Number, t: Number, gamma: Number) -> Number:
    """Both cases in one line, -t (1-y)^g log y - (1-t) y^g log(1-y)."""
    return binary_losses.focal(logs(y), t, gamma)


def first_term_slope(y: Number, t: Number, gamma: Number) -> Number:
    """The first term's derivative in y."""
    return -t * ((1 - y) ** gamma / y - gamma * (1 - y) ** (gamma - 1) * np.log(y))


def second_term_slope_as_printed(y: Number, t: Number, gamma: Number) -> Number:
    """The second term's derivative, with +y^g / (1-y) in the bracket."""
    return -(1 - t) * (y**gamma / (1 - y) + gamma * y ** (gamma - 1) * np.log(1 - y))


def second_term_slope(y: Number, t: Number, gamma: Number) -> Number:
    """The second term's derivative, with -y^g / (1-y) in the bracket."""
    return -(1 - t) * (-(y**gamma) / (1 - y) + gamma * y ** (gamma - 1) * np.log(1 - y))


def log_by_entropy(p: Number) -> Number:
    """log p = -E_p / p, with E_p = -p log p."""
    return -entropy_term(p) / p


def closed_form(y: Number, t: Number, gamma: Number) -> Number:
    """The derivative in y with E_y and E_(1-y) in place of the logarithms."""
    return -(
        t * (1 - y) ** gamma * (gamma * entropy_term(y) + 1 - y)
        + (t - 1) * y**gamma * (gamma * entropy_term(1 - y) + y)
    ) / (y * (1 - y))
