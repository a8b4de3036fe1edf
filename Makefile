# Needs make, Python 3.11 to 3.13 with venv, and a package index: `make` alone says what there is.
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$p && break; done)
IN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-bench
PYTEST = $(IN)/python -m pytest -n 2 --dist worksteal

# Percent of the lines and branches of the rooms that decide: all of them, without exceptions.
COVERED := 100
# The tests of what decides reach all of it by themselves; to count it takes half as long again.
DECIDE := tests/unit tests/integration/test_job_queue.py
OTHERS := $(addprefix --ignore=,$(DECIDE))

.PHONY: help setup demo test test-all decides check lock bench clean lint types wheel

help:
	@echo 'make setup      build $(VENV) from the lock'
	@echo 'make demo       the whole job, on a sample site served from this machine'
	@echo 'make test       every test but the long ones; domain and application must have 100 % coverage'
	@echo 'make test-all   the long ones, too'
	@echo 'make check      lint, types, rooms, and the wheel in an environment of its own'
	@echo 'make bench      measure against what the design promises'
	@echo 'make lock       resolve the four locks anew (wants uv)'
	@echo 'make clean      remove what these made'

setup: $(READY)

# The locks name everything: with --no-deps pip looks for nothing newer, which it would then refuse for having no hash.
$(READY): requirements/development.txt pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Python 3.11, 3.12 or 3.13 is needed: none is on the PATH'; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(IN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/development.txt
	$(IN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(IN)/boss-bot demo

test: decides
	$(PYTEST) -m 'not long' $(OTHERS)

test-all: decides
	$(PYTEST) $(OTHERS)

decides: setup
	$(PYTEST) $(DECIDE) --cov --cov-report=
	@echo 'domain and application, at least $(COVERED) %:'
	$(IN)/coverage report --show-missing --fail-under=$(COVERED)

check: lint types wheel

lint: setup
	$(IN)/ruff check
	$(IN)/ruff format --check
	$(IN)/lint-imports

types: setup
	$(IN)/mypy
	$(IN)/mypy examples scripts
	$(IN)/mypy -p benchmarks.compression
	$(IN)/pyright

wheel: setup
	VENV=$(VENV) PYTHON=$(PYTHON) scripts/try_wheel

bench: setup
	-@$(MAKE) --no-print-directory $(PEERS)/.ready
	$(IN)/python -m benchmarks

$(PEERS)/.ready: requirements/bench.txt
	$(PYTHON) -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements/bench.txt
	touch $@

RESOLVE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url

lock:
	$(RESOLVE) pyproject.toml --output-file requirements/runtime.txt
	$(RESOLVE) pyproject.toml --group dev --output-file requirements/development.txt
	$(RESOLVE) --group build --output-file requirements/build.txt
	$(RESOLVE) --group bench --output-file requirements/bench.txt

clean:
	rm -rf $(VENV) $(PEERS) dist build demo .coverage* .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
