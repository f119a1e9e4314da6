# `make demo` and `make test` do all the set-up themselves: Python 3.11 or newer, make and git are enough.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: demo test test-slow lint bench docs lock clean

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(VENV)/ready
	$(VENV)/bin/hikcorpus demo

test: lint
	$(RUN) -m pytest -m "not slow"

test-slow: $(VENV)/ready
	$(RUN) -m pytest -m slow

lint: $(VENV)/ready
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

bench: $(VENV)/ready
	for file in benchmarks/*.py; do $(RUN) $$file || exit 1; done

docs: $(VENV)/ready
	$(RUN) docs/generate.py
	$(RUN) docs/follow.py

lock: # needs uv; names no registry
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) demo-data
