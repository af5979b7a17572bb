"""The data sets that are known: ``documents/datasets.yaml``, typed and checked.

Imports nothing heavy: the plan of a build reads this without touching any data.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    PositiveInt,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from reprise.digest import canonical, code_digest, sha256
from reprise.problems import DocumentError, Problem, nearest, of_validation
from reprise.reading import read_yaml
from reprise.strict import Strict, Text, read_strictly

STAND_IN_CODE = "reprise.data.standins"
"""The module whose code decides what a stand-in looks like."""

READER_VERSION = 1
"""Raised when the reading of files is mended: arrays are then prepared, and runs trained, again."""


def _below_root(path: str) -> str:
    parts = path.split("/")
    if "\\" in path or any(part in ("", ".", "..") for part in parts):
        raise ValueError("must be a path below the data root, with forward slashes")
    return path


RelativePath = Annotated[Text, AfterValidator(_below_root)]
Md5 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+/$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


class Checked(Strict):
    """A file that is known by its content; ``path`` is relative to the data root."""

    path: RelativePath
    bytes: PositiveInt
    md5: Md5
    sha256: Sha256

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


class SourceFile(Checked):
    """A file of a data set as upstream holds it."""

    extracted: Checked | None = Field(None, description="what is inside, where it is a .gz")

    @property
    def read(self) -> Checked:
        """The file that the reader opens."""
        return self.extracted or self


class Dataset(Strict):
    """One data set: either files that are known by checksum, or an embedded stand-in."""

    name: Word
    title: Text
    licence: Text
    citation: Text
    kind: Literal["mnist", "cifar10", "digits", "shapes"]
    stands_in_for: Word | None = None
    image_shape: tuple[PositiveInt, PositiveInt] | tuple[PositiveInt, PositiveInt, Literal[3]]
    class_names: Annotated[tuple[Text, ...], Field(min_length=2, max_length=256)]
    train_count: PositiveInt
    test_count: PositiveInt
    upstream: tuple[Url, ...] = ()
    archive: Checked | None = None
    files: tuple[SourceFile, ...] = ()

    @property
    def classes(self) -> int:
        return len(self.class_names)

    @property
    def pixels(self) -> int:
        """Numbers per image, colours counted."""
        return prod(self.image_shape)

    @model_validator(mode="after")
    def _files_or_stand_in(self) -> Self:
        generated = self.kind in ("digits", "shapes")
        if generated and (self.files or self.archive or self.upstream):
            raise ValueError(f"kind {self.kind} is embedded and has no files")
        if generated and self.stands_in_for is None:
            raise ValueError(f"kind {self.kind} needs stands_in_for, to be labelled as such")
        if not generated and not self.files:
            raise ValueError(f"kind {self.kind} needs files")
        if not generated and self.stands_in_for is not None:
            raise ValueError(f"kind {self.kind} is real data and stands in for nothing")
        return self


DATASET: TypeAdapter[Dataset] = TypeAdapter(Dataset)


def load_datasets(path: Path) -> dict[str, Dataset]:
    """Read ``datasets.yaml``; raises ``DocumentError`` with one line per problem."""
    content, problems = read_yaml(path, path.name)
    if problems:
        raise DocumentError(problems)
    if not isinstance(content, Mapping):
        raise DocumentError([Problem(path.name, "", "must map names to data sets")])
    datasets: dict[str, Dataset] = {}
    for name, entry in content.items():
        if isinstance(entry, Mapping) and "name" not in entry:
            try:
                datasets[name] = read_strictly(DATASET, {"name": name, **entry})
            except ValidationError as error:
                problems += of_validation(error, Dataset, path.name, str(name))
        else:
            problems.append(Problem(path.name, str(name), _not_an_entry(entry)))
    problems = problems or _stand_in_problems(datasets, path.name)
    if problems:
        raise DocumentError(problems)
    return datasets


def _not_an_entry(entry: Any) -> str:
    if isinstance(entry, Mapping):
        return "the key 'name' is not allowed: a data set is named by its place in the file"
    return "must have keys such as title, kind and files"


def _stand_in_problems(datasets: Mapping[str, Dataset], file: str) -> list[Problem]:
    problems = []
    real = {name: dataset for name, dataset in datasets.items() if dataset.stands_in_for is None}
    for name, standin in datasets.items():
        if standin.stands_in_for is None:
            continue
        place = f"{name}: stands_in_for"
        original = real.get(standin.stands_in_for)
        if original is None:
            hint = nearest(standin.stands_in_for, real)
            problems.append(Problem(file, place, f"there is no '{standin.stands_in_for}'; {hint}"))
        elif (standin.image_shape, standin.classes) != (original.image_shape, original.classes):
            problems.append(
                Problem(
                    file, place, f"{original.name} has another image shape or number of classes"
                )
            )
    return problems


def data_digest(dataset: Dataset) -> str:
    """What decides the images and labels: the checksums, or a stand-in's generating code."""
    identity: dict[str, Any] = {"kind": dataset.kind}
    if dataset.files:
        identity["files"] = {file.read.path: file.read.sha256 for file in dataset.files}
        identity["reader"] = READER_VERSION
    else:
        identity["code"] = code_digest(STAND_IN_CODE)
        identity["counts"] = [dataset.train_count, dataset.test_count]
    return sha256(canonical(identity))
