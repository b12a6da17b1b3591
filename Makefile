# Every task of the project. A fresh machine needs python3 (3.10 or newer), make and git; the rest is created here, once.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup toolchains demo test e2e lint types bench regenerate conformance interop clean

PYTHON := .venv/bin/python
# Extra arguments of the tool behind a target: make test ARGS="-k wheel"
ARGS ?=

help: ## Say what each target does
	@echo "make TARGET [ARGS=...]"
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Create .venv with all tools; does nothing when it is up to date
	@ci/setup.sh

toolchains: setup ## Install the compilers that the tests of other languages use (apt, as root), and what ego pins
	@ci/toolchains.sh

demo: setup toolchains ## Run the whole pipeline on proto-examples and use the result, as a new user would
	@$(PYTHON) demo/run.py $(ARGS)

test: setup toolchains ## Run every test
	@echo "test: every ring (unit, checks, golden, properties, runtime, conformance, e2e)"
	@$(PYTHON) -m pytest --numprocesses auto --dist loadfile $(ARGS)

e2e: setup toolchains ## Run pipelines, registries and the commands of the README end to end (part of `make test`)
	@$(PYTHON) -m pytest tests/e2e --numprocesses auto --dist loadfile $(ARGS)

lint: setup ## Check style and format of the Python code (ruff)
	@echo "lint: ruff check, ruff format --check"
	@$(PYTHON) -m ruff check . $(ARGS)
	@$(PYTHON) -m ruff format --check .

types: setup ## Check the types (mypy --strict)
	@echo "types: mypy --strict"
	@$(PYTHON) -m mypy --strict protoc_gen_ego ci/ego_ci templates/python/runtime $(ARGS)

bench: setup toolchains ## Measure against other generators and print the table of the README
	@$(PYTHON) -m benchmarks $(ARGS)

regenerate: setup ## Write the golden trees anew; read the difference before you commit it
	@cp ci/gitlab/pipeline.yml templates/ego/template.yml
	@$(PYTHON) -m pytest tests/golden --regenerate $(ARGS)
	@git --no-pager diff --stat -- tests/golden

conformance: setup toolchains ## Run the same vectors, then 20,000 hostile inputs, through the runtime of every language
	@$(PYTHON) -m tests.conformance $(ARGS)
	@$(if $(ARGS),,$(PYTHON) -m tests.conformance --random 20000)

interop: setup toolchains ## Let the servers and clients of all languages, and foreign ones, call each other
	@$(PYTHON) -m tests.interop $(ARGS)

clean: ## Remove everything that make created, .venv included
	@echo "clean: .venv, caches, demo and build output"
	@rm -rf .venv proto-examples/build demo/out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
