"""An experiment: one named set-up of a document, with its sweep, seeds, scales and assumptions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from reprise.strict import Slug, Strict, Text

Seeds = Annotated[int, Field(ge=1, le=1000)]

Settings = dict[str, Any]
"""Values by dotted key, such as ``optimizer.learning_rate``."""


class Assumption(Strict):
    """A value that the document leaves unstated."""

    key: Text = Field(description="the dotted key of the spec, or words where it is no key")
    value: Any = Field(description="what is assumed; where key is a key, the spec's own value")
    reason: Text
    alternatives: list[Any] = Field(default_factory=list)
    run_alternatives: bool = Field(
        False, description="each alternative becomes a variant of the experiment"
    )


class Scale(Strict):
    """What a smaller scale changes of an experiment."""

    change: Settings = Field(default_factory=dict)
    seeds: Seeds | None = None
    sweep: dict[str, list[Any]] = Field(
        default_factory=dict, description="thinner axes, in place of those of the same key"
    )
    alternatives: bool = Field(True, description="whether the assumptions' alternatives run")


class Scales(Strict):
    """Changes by scale; ``full`` is the document's own budget and changes nothing."""

    quick: Scale | None = None
    smoke: Scale | None = None


class Experiment(Strict):
    """One named set-up of a document, before its sweep, seeds and scale are expanded."""

    ledger: list[Text] = Field(min_length=1, description="ids of the experiment ledger")
    title: Text
    locator: Text = Field(description="where the document has it")
    note: Text | None = Field(None, description="what a reader should know of this set-up")
    like: Slug | None = Field(None, description="an experiment of this document to start from")
    change: Settings = Field(default_factory=dict, description="dotted keys that differ from it")
    source: Slug | None = Field(
        None, alias="from", description="an experiment whose runs this one builds on"
    )
    spec: dict[str, Any] | None = None
    sweep: dict[str, list[Any]] = Field(default_factory=dict)
    seeds: Seeds = 3
    exclusive: bool = Field(False, description="its times matter: its runs run alone")
    assumed: list[Assumption] = Field(default_factory=list)
    scales: Scales = Scales()
    headline: Text = Field("test_accuracy", description="the metric shown as runs finish")
