# Helder needs Python 3.11 or later and make; the rest is installed into .venv, as the locks in constraints/ have it.

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2
# Options for the tests beside; `make coverage` sets them.
TESTING :=
MKDOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

.DEFAULT_GOAL := help
.PHONY: help env env-all run test check coverage format bench docs screenshots reference words lock

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

env: ## Make .venv, with the helder command in it
	@tools/environment run

env-all: ## Make .venv with all that tests, checks and docs need, too
	@tools/environment all

run: env ## Open Helder on the demonstration company, at http://127.0.0.1:8000
	@$(BIN)/helder demo
	@HELDER_INDUSTRY="Online retail" $(BIN)/helder serve

test: env-all ## Run the tests, in a real browser and on a real Spark cluster too
	@tools/browser
	@tools/clickhouse
	@tools/java
	@tools/mariadb
	@tools/postgresql
	@tools/redis
	$(PYTEST) $(TESTING)

check: env-all ## Run everything CI runs: format, lint, types, layers, docs drift, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.reference --check
	$(BIN)/python -m tools.words --check
	$(MKDOCS) --quiet --site-dir build/site
	@$(MAKE) --no-print-directory test

coverage: env-all ## Run the tests and tell the lines that none runs; watching them takes over half as long again
	@$(MAKE) --no-print-directory test TESTING="--cov --cov-report=term"

format: env-all ## Put the code in its format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: env-all ## Measure Helder side by side with what one would use instead
	@tools/postgresql
	$(BIN)/python -m benchmarks

reference: env-all ## Write docs/reference anew from the definitions
	$(BIN)/python -m tools.reference

words: env-all ## Bring the site's texts into the catalogues of each language, and compile them
	$(BIN)/python -m tools.words

docs: env-all ## Build the documentation site into site/
	$(MKDOCS)

screenshots: env-all ## Take the pictures in docs/images anew, in a browser on a demonstration company
	@tools/browser
	$(BIN)/python -m tools.screenshots

lock: ## Write constraints/ anew from pyproject.toml (needs uv)
	@tools/lock
