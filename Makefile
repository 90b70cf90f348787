# `make demo` shows it, `make test` tests it; `make sure` is what runs before every commit.
PYTHON ?= python3
BIN := .venv/bin
AXE := .venv/axe
PATRONI := .patroni
TESTS ?= tests
LAWS := $(addprefix tests/test_,$(addsuffix .py,corroboration_laws corroboration_brute_force next_steps withdrawal recounting_anything))

.PHONY: install axe patroni demo test long sure cover format lint types floors bench bench-10m contract lock

install: .venv/installed

.venv/installed: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hearsay needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing into .venv, which takes a minute or two ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What looks for barriers in the pages, for the tests in a browser; needs npm. Its lock has the hash.
axe: $(AXE)/installed

$(AXE)/installed: tests/browser/package-lock.json
	@mkdir -p $(AXE)
	@cp tests/browser/package.json tests/browser/package-lock.json $(AXE)
	@cd $(AXE) && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# What manages three PostgreSQL nodes, for one test; in an environment of its own, because it needs what Hearsay does not.
patroni: $(PATRONI)/installed

$(PATRONI)/installed: tests/replicas/patroni.lock
	@$(PYTHON) -m venv $(PATRONI)
	@$(PATRONI)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

demo: install
	@$(BIN)/hearsay serve --demo

# Under CI, no test is skipped for want of axe-core or Patroni.
test: install $(if $(CI),$(AXE)/installed $(PATRONI)/installed)
	$(BIN)/python -m pytest --numprocesses auto $(OPTIONS) $(TESTS)

# The laws of corroboration on 20,000 random stories each, brute force on all stories of up to seven origins, and random newsrooms, about an hour;
# a million inputs (six languages, two engines) that may be no bug, about an hour more; and twenty rounds of each fault that has rounds (docs/faults.md).
long: install
	HEARSAY_EXAMPLES=20000 $(BIN)/python -m pytest --numprocesses auto $(OPTIONS) $(LAWS)
	HEARSAY_EXAMPLES=84000 $(BIN)/python -m pytest --numprocesses auto $(OPTIONS) tests/test_inputs.py
	HEARSAY_ROUNDS=20 $(BIN)/python -m pytest $(OPTIONS) tests/faults tests/replicas

sure: format lint types floors test

# Every test, and which lines and branches none of them goes through; takes two fifths longer than `make test`.
cover:
	$(MAKE) test OPTIONS=--cov

format: install
	$(BIN)/ruff format $(if $(CI),--check) .

lint: install
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

floors: install
	$(BIN)/lint-imports

# What serving costs beside Flask itself, Datasette, and FastAPI with SQLAlchemy; takes some minutes on an idle machine. Figures: docs/performance.md.
bench: install .bench/installed
	$(BIN)/python -m benchmarks.reading $(OPTIONS)
	$(BIN)/python -m benchmarks.writing

# Each filter, order and facet, and searches, over ten million claims; says how much disk that needs, and refuses without.
bench-10m: install
	$(BIN)/python -m benchmarks.large $(OPTIONS)

.bench/installed: benchmarks/rivals/requirements.lock
	@$(PYTHON) -m venv .bench
	@.bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# The contract as a file, and what a linter of contracts says of it; needs Node.js.
contract: install
	$(BIN)/hearsay contract > .venv/openapi.json
	npx --yes @redocly/cli@2.77.0 lint --extends recommended-strict .venv/openapi.json

# The lock files pin versions and hashes of what pyproject.toml allows; they name no index.
# Extras stay: pip takes a pin without one for another package than the extra that somebody needs, and refuses that as not pinned.
lock:
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --upgrade --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --upgrade --group build -o requirements-build.lock
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --upgrade benchmarks/rivals/requirements.in -o benchmarks/rivals/requirements.lock
	uv pip compile --quiet --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-header --upgrade tests/replicas/patroni.in -o tests/replicas/patroni.lock
