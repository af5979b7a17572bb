"""What a training run notes down as it goes."""

from __future__ import annotations

import numpy as np

from reprise.training.outcome import Curve


class Curves:
    """Losses of all updates, and points per evaluation, by axis.

    Axes: ``update`` (loss of each batch, before its update), ``epoch`` (at the end of each
    epoch) and ``step`` (every so many updates, where the spec asks for it).
    """

    def __init__(self, updates: int) -> None:
        self._losses = np.full(updates, np.nan)
        self._correct = np.zeros(updates, dtype=np.int64)
        self._sizes = np.zeros(updates, dtype=np.int64)
        self._done = 0
        self._marks = {"epoch": 0, "step": 0}
        self._points: dict[str, dict[str, list[float]]] = {}

    def add_updates(self, step: int, losses: np.ndarray, correct: np.ndarray, size: int) -> None:
        """Losses and right predictions of the batches, all of one size, from this update on."""
        part = slice(step, step + len(losses))
        self._losses[part], self._correct[part], self._sizes[part] = losses, correct, size
        self._done = part.stop

    def since_last(self, axis: str) -> tuple[float, float]:
        """Mean batch loss, and accuracy, over the updates since the axis' last point."""
        part = slice(self._marks[axis], self._done)
        self._marks[axis] = self._done
        accuracy = self._correct[part].sum() / self._sizes[part].sum()
        return float(self._losses[part].mean()), float(accuracy)

    def latest(self) -> tuple[float, float]:
        """Loss and accuracy of the latest batch, before its update."""
        last = self._done - 1
        return float(self._losses[last]), float(self._correct[last] / self._sizes[last])

    def add_point(self, axis: str, x: float, values: dict[str, float]) -> None:
        columns = self._points.setdefault(axis, {})
        for name, value in {"x": x, **values}.items():
            columns.setdefault(name, []).append(value)

    def finished(self) -> dict[str, Curve]:
        """All curves by axis."""
        curves = {
            axis: Curve(
                np.asarray(columns["x"], dtype=np.int64),
                {name: np.asarray(v) for name, v in columns.items() if name != "x"},
            )
            for axis, columns in self._points.items()
        }
        updates = np.arange(1, self._done + 1)
        losses = self._losses[: self._done].astype(np.float32)
        return {**curves, "update": Curve(updates, {"train_loss": losses})}

    def state(self, step: int) -> dict[str, np.ndarray]:
        """Arrays from which ``load`` makes the same curves."""
        return {
            "losses": self._losses[:step],
            "correct": self._correct[:step],
            "sizes": self._sizes[:step],
            **{f"mark.{axis}": np.array(mark) for axis, mark in self._marks.items()},
            **{
                f"point.{axis}.{name}": np.array(column)
                for axis, columns in self._points.items()
                for name, column in columns.items()
            },
        }

    def load(self, state: dict[str, np.ndarray]) -> None:
        step = len(state["losses"])
        self._losses[:step] = state["losses"]
        self._correct[:step] = state["correct"]
        self._sizes[:step] = state["sizes"]
        self._done = step
        for name, values in state.items():
            kind, _, rest = name.partition(".")
            if kind == "mark":
                self._marks[rest] = int(values)
            elif kind == "point":
                axis, _, column = rest.partition(".")
                self._points.setdefault(axis, {})[column] = values.tolist()
