# Each verb sets up what it needs; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
SCALE ?= quick
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: bench help setup report report-from-records front-page accept-records test test-slow lint format lock clean

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 22

setup: $(READY)  ## make the virtual environment with the pinned packages

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Reprise needs Python 3.11 or newer: make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --editable .
	@touch $@

report: $(READY)  ## the whole pipeline at quick scale on the real data
	$(BIN)/snakemake --config scale=quick

report-from-records: $(READY)  ## the report from the committed records, without training
	$(BIN)/reprise report --from-records --scale full

front-page: report-from-records  ## what was found, and a picture of it, for the README
	$(BIN)/python docs/front-page/found.py
	$(BIN)/python docs/front-page/picture.py

accept-records: $(READY)  ## keep the records of the quick build (or SCALE=full) in records/
	$(BIN)/reprise accept-records --scale $(SCALE)

test: $(READY)  ## the tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-slow: $(READY)  ## the tests that kill, damage and starve whole builds (some minutes)
	$(BIN)/python -m pytest tests/slow -m slow

bench: $(READY)  ## measure speed beside what users would use instead
	$(BIN)/python benchmarks/run.py

lint: $(READY)  ## style and imports
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(READY)  ## mend style and imports
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: $(READY)  ## pin the installed versions
	$(BIN)/python -m pip freeze --exclude-editable | sed -E '/^(nvidia-|triton|cuda-)/s/$$/ ; sys_platform == "linux"/' > requirements.lock

clean:  ## remove results and logs; data and environment stay
	rm -rf results logs .snakemake
