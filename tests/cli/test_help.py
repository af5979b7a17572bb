"""The command line itself: every subcommand explains itself, and at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reprise.cli import commands, main
from reprise.cli.parser import parser


def test_help_imports_nothing_but_the_standard_library() -> None:
    code = (
        "import sys\n"
        "from reprise.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print('loaded', *sys.modules)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in result.stdout.partition("loaded ")[2].split()}
    assert "argparse" in loaded
    assert not loaded & {"numpy", "pydantic", "yaml", "torch", "pandas", "jinja2", "snakemake"}


def test_every_subcommand_has_its_function() -> None:
    (choices,) = [a.choices for a in parser()._subparsers._group_actions if a.choices]
    for name, made in choices.items():
        run = made.get_default("run")
        assert run is getattr(commands, name.replace("-", "_"))


@pytest.mark.parametrize("name", ["check", "train", "search", "diff"])
def test_a_subcommand_tells_its_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert f"usage: reprise {name}" in capsys.readouterr().out
