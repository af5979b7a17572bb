"""The spec of a run of the support-vector engine: features, and the machine that parts them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from reprise.data.registry import Dataset
from reprise.documents.models.data import DataSpec
from reprise.documents.models.points import PointsSpec, smoke_counts
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.models.svm_cost import seconds
from reprise.strict import Strict

SMOKE_WORDS, SMOKE_PATCHES, SMOKE_PASSES = 50, 2_000, 2
SMOKE_ITERATIONS = 20


class Raw(Strict):
    """The numbers as the data have them."""

    kind: Literal["raw"]


class WithSquares(Strict):
    """The numbers and their squares: a plane in these is a conic section in the numbers."""

    kind: Literal["with-squares"]


class VisualWords(Strict):
    """How much each word of a learned dictionary of patches is found in each quadrant."""

    kind: Literal["visual-words"]
    words: Annotated[int, Field(ge=2)] = Field(description="size of the dictionary")
    patch: PositiveInt = Field(6, description="side of a patch, in pixels")
    stride: PositiveInt = Field(1, description="pixels between two patches of an image")
    patches: PositiveInt = Field(description="sampled to learn the dictionary")
    passes: PositiveInt = Field(10, description="of mini-batch k-means over these patches")

    @model_validator(mode="after")
    def _patches_for_words(self) -> VisualWords:
        if self.patches < self.words:
            raise ValueError(f"{self.words} words need at least as many patches")
        return self


Features = Annotated[Raw | WithSquares | VisualWords, Field(discriminator="kind")]


class Linear(Strict):
    """A linear machine with squared hinge loss, one class against the rest.

    It minimises w^T w / 2 + b^2 / 2 + C sum max(0, 1 - y (w^T x + b))^2, as scikit-learn's
    LinearSVC does. The solvers share this minimum: liblinear is LinearSVC itself, lbfgs takes
    a fraction of its time and memory where features are many and few of them are zero.
    """

    kind: Literal["linear"]
    C: PositiveFloat = Field(1.0, description="weight of each example's loss")
    solver: Literal["liblinear", "lbfgs"] = "liblinear"
    max_iterations: PositiveInt = 1000


class Kernel(Strict):
    """A machine with a kernel (scikit-learn's SVC), each class against each other."""

    kind: Literal["svc"]
    kernel: Literal["linear", "poly", "rbf", "sigmoid"]
    C: PositiveFloat = Field(1.0, description="weight of each example's loss")
    gamma: Literal["scale", "auto"] | PositiveFloat | None = Field(
        None,
        description="scale (the default): 1 / (features x their variance); auto: 1 / features",
    )
    degree: PositiveInt | None = Field(None, description="of poly: (gamma x^T z + coef0)^degree")
    coef0: float | None = Field(None, description="of poly and sigmoid; 0 unless given")
    max_iterations: PositiveInt = 10_000_000

    @model_validator(mode="after")
    def _what_the_kernel_takes(self) -> Kernel:
        if (self.kernel == "poly") != (self.degree is not None):
            raise ValueError("a degree goes with the kernel 'poly', and only with it")
        if self.coef0 is not None and self.kernel not in ("poly", "sigmoid"):
            raise ValueError("coef0 goes with the kernels 'poly' and 'sigmoid' only")
        if self.gamma is not None and self.kernel == "linear":
            raise ValueError("the kernel 'linear' takes no gamma")
        return self


Classifier = Annotated[Linear | Kernel, Field(discriminator="kind")]


class SvmSpec(RunSpec):
    """One fit of a support-vector machine, on images or on points in the plane.

    The seed matters where something is drawn: patches and words of ``visual-words``, a random
    validation part, and the order in which liblinear visits examples where they are fewer
    than the features (it changes what is below the tolerance of its solution only).
    """

    engine: Literal["svm"]
    data: DataSpec | None = Field(None, description="images; either these or points")
    points: PointsSpec | None = Field(None, description="points in the plane")
    features: Features = Raw(kind="raw")
    classifier: Classifier
    train_accuracy: bool = Field(
        True, description="false: without it, as a kernel's takes longer than the fit"
    )

    @model_validator(mode="after")
    def _one_source(self) -> SvmSpec:
        if (self.data is None) == (self.points is None):
            raise ValueError("give either data (images) or points")
        return self

    @model_validator(mode="after")
    def _words_are_of_images(self) -> SvmSpec:
        if self.features.kind == "visual-words":
            if self.data is None:
                raise ValueError("visual words are patches of images; points have none")
            if self.data.scaling != "raw":
                raise ValueError(
                    "visual words need data.scaling: raw; their contrast is normalised "
                    "by constants in grey levels"
                )
        return self

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes besides the data set and its counts."""
        if self.points is not None:
            return smoke_counts(self.points)
        changes = {}
        if self.classifier.kind == "linear":
            most = min(self.classifier.max_iterations, SMOKE_ITERATIONS)
            changes["classifier.max_iterations"] = most
        if self.features.kind == "visual-words":
            changes |= {
                "features.words": min(self.features.words, SMOKE_WORDS),
                "features.patches": min(self.features.patches, SMOKE_PATCHES),
                "features.passes": min(self.features.passes, SMOKE_PASSES),
            }
        return changes

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        return seconds(self, dataset)
