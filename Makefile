# Two commands do everything: `make demo` and `make test`. Needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock

.PHONY: demo test lint types contracts unit format lock clean replay
.DEFAULT_GOAL := help

help: ## Show the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.installed: $(LOCK) pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.installed ## Crawl the demo blog and show what was found.
	$(BIN)/oldface demo

test: $(VENV)/.installed replay lint types contracts unit ## Everything CI runs: lint, types, import contracts, tests.

lint: $(VENV)/.installed ## Style.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed ## mypy --strict.
	$(BIN)/mypy

contracts: $(VENV)/.installed ## Which package may import which.
	$(BIN)/lint-imports

unit: $(VENV)/.installed ## The test suite.
	$(BIN)/pytest -n 2

replay: .venv-replay/.installed ## pywb in an environment of its own, for the replay in `oldface serve`.

# pywb's dependencies clash with Scrapy's: it never shares our environment.
.venv-replay/.installed: requirements-replay.lock
	@test -x .venv-replay/bin/python || $(PYTHON) -m venv .venv-replay
	.venv-replay/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

format: $(VENV)/.installed ## Rewrite files in the house style.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Resolve dependencies again (needs uv in the environment).
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra dev pyproject.toml --output-file $(LOCK)
	printf 'pywb>=2.10\nsetuptools<81\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url - --output-file requirements-replay.lock

clean: ## Remove the environment and the demo archive.
	rm -rf $(VENV) .venv-replay demo-archive
