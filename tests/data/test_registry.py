"""The list of data sets, and what it says to people who write it wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from reprise.data.registry import data_digest, load_datasets
from reprise.problems import DocumentError

FILE = Path(__file__).parents[2] / "documents" / "datasets.yaml"


@pytest.fixture(scope="module")
def datasets():
    return load_datasets(FILE)


def test_mnist_is_torchvisions(datasets):
    from torchvision.datasets import MNIST

    mnist = datasets["mnist"]
    assert [(file.name, file.md5) for file in mnist.files] == MNIST.resources
    assert list(mnist.upstream) == MNIST.mirrors
    assert all(file.path == f"MNIST/raw/{file.name}" for file in mnist.files)
    assert all(file.extracted.path == file.path.removesuffix(".gz") for file in mnist.files)


def test_cifar10_is_torchvisions(datasets):
    from torchvision.datasets import CIFAR10

    cifar10 = datasets["cifar10"]
    meta = [CIFAR10.meta["filename"], CIFAR10.meta["md5"]]
    listed = [*CIFAR10.train_list, *CIFAR10.test_list, meta]
    assert [[file.name, file.md5] for file in cifar10.files] == listed
    assert all(file.path == f"{CIFAR10.base_folder}/{file.name}" for file in cifar10.files)
    assert [f"{url}{cifar10.archive.path}" for url in cifar10.upstream] == [CIFAR10.url]
    assert cifar10.archive.md5 == CIFAR10.tgz_md5


def test_stand_ins_have_the_shape_of_what_they_stand_in_for(datasets):
    pairs = {name: data.stands_in_for for name, data in datasets.items() if data.stands_in_for}
    assert pairs == {"digits": "mnist", "shapes": "cifar10"}
    assert datasets["digits"].pixels == 784 and datasets["shapes"].pixels == 3072
    assert all(data.name == name and data.classes == 10 for name, data in datasets.items())


def broken(tmp_path: Path, change) -> str:
    """What is said of the real list after a change."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    change(content)
    (tmp_path / "datasets.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_datasets(tmp_path / "datasets.yaml")
    return str(caught.value)


def test_errors_say_where_and_what(tmp_path):
    def change(content):
        content["mnist"]["licens"] = "x"
        content["mnist"]["files"][1]["md5"] = "123"
        content["cifar10"]["files"][0]["path"] = "../outside"
        del content["shapes"]["stands_in_for"]
        content["digits"]["files"] = content["mnist"]["files"][:1]

    said = broken(tmp_path, change)
    assert "datasets.yaml: mnist: licens: unknown key 'licens'; did you mean 'licence'?" in said
    assert "mnist: files.2.md5" in said
    assert "cifar10: files.1.path: must be a path below the data root" in said
    assert "shapes: kind shapes needs stands_in_for" in said
    assert "digits: kind digits is embedded and has no files" in said


def test_stand_ins_for_nothing_or_for_something_else_are_refused(tmp_path):
    def change(content):
        content["digits"]["stands_in_for"] = "mnits"
        content["shapes"]["stands_in_for"] = "mnist"

    said = broken(tmp_path, change)
    assert "digits: stands_in_for: there is no 'mnits'; did you mean 'mnist'?" in said
    assert "shapes: stands_in_for: mnist has another image shape" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- mnist", "must map names to data sets"),
        ("mnist: 3", "must have keys such as title"),
        ("mnist: {name: x}", "the key 'name' is not allowed"),
        ("mnist: {}\nmnist: {}", "stands twice"),
        ("1: {title: x}", "name"),
        ("mnist: {title: 5}", "title: needs words, not 5; write '5'"),
        ("mnist: {train_count: '60000'}", "train_count: needs a whole number, not '60000'; take"),
        ("mnist: {test_count: 1e4}", "test_count: needs a whole number, not 10000.0; write 10000"),
        ("mnist: {image_shape: 28}", "image_shape: needs a list"),
        ("mnist: {files: [{path: a, path: b}]}", "line 1: the key 'path' stands twice"),
    ],
)
def test_a_list_that_is_none(tmp_path, text, said):
    (tmp_path / "datasets.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=said):
        load_datasets(tmp_path / "datasets.yaml")


def test_the_digest_changes_with_the_content_alone(datasets):
    mnist = datasets["mnist"]
    digest = data_digest(mnist)
    moved = mnist.model_copy(update={"title": "Other", "upstream": ("https://elsewhere/",)})
    assert data_digest(moved) == digest
    inside = mnist.files[0].extracted.model_copy(update={"sha256": "0" * 64})
    other = mnist.files[0].model_copy(update={"extracted": inside})
    assert data_digest(mnist.model_copy(update={"files": (other, *mnist.files[1:])})) != digest
    assert len({data_digest(dataset) for dataset in datasets.values()}) == 4


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("registry", {"numpy", "torch", "torchvision", "requests", "sklearn"}),
        ("arrays", {"torch", "torchvision", "requests", "sklearn", "pydantic"}),
        ("prepare", {"torch", "torchvision", "sklearn"}),
    ],
)
def test_imports_stay_light(module, heavy):
    code = f"import sys, reprise.data.{module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(run.stdout.split())
