# Each verb sets up what it needs; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup report test lint format lock clean

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: $(READY)  ## make the virtual environment with the pinned packages

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Reprise needs Python 3.11 or newer: make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --editable .
	@touch $@

report: $(READY)  ## the whole pipeline at quick scale on the real data
	$(BIN)/snakemake --config scale=quick

test: $(READY)  ## the tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(READY)  ## style and imports
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(READY)  ## mend style and imports
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: $(READY)  ## pin the installed versions
	$(BIN)/python -m pip freeze --exclude-editable | sed -E '/^(nvidia-|triton|cuda-)/s/$$/ ; sys_platform == "linux"/' > requirements.lock

clean:  ## remove results and logs; data and environment stay
	rm -rf results logs .snakemake
