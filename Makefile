# Kith. `make` alone lists what there is.
#   make run PORT=9000 KITH_DATA=/srv/kith    variables are handed on; docs/using/settings.md has them all

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

UV := .boot/bin/uv
PY := .venv/bin/python
KITH := .venv/bin/kith
SYNC := env -u VIRTUAL_ENV $(UV) sync --quiet --frozen
LOCKED := pyproject.toml uv.lock
POSTGRES := $(if $(KITH_DATABASE_URL),--extra postgres)
READY := .venv/.ready$(if $(KITH_DATABASE_URL),-postgres)
READY_TO_TEST := .venv/.ready-to-test

.PHONY: help setup run demo test check audit book validate bench bench-quick docs ids lint fmt lock vendor

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1: \2/p' Makefile

setup: $(READY) ## Put everything that Kith needs into .venv
	@echo "Ready. Serve Kith with: make run"

run: $(READY) ## Serve Kith at http://localhost:8000
	@exec $(KITH) serve

demo: $(READY) ## Serve a fictional practice full of life
	@exec $(KITH) demo

test: $(READY_TO_TEST) ## Run all tests on SQLite, then on PostgreSQL those that it may change
	@scripts/run_tests.sh

check: $(READY_TO_TEST) ## Everything that must be true before a change lands, tests included
	@scripts/check.sh
	@scripts/run_tests.sh

bench: $(READY_TO_TEST) ## Measure against ceilings taken in the same run (20 minutes at most)
	@$(KITH) bench full

bench-quick: $(READY_TO_TEST) ## The same in 3 minutes
	@$(KITH) bench quick

audit: $(READY_TO_TEST) ## Attacks, faults and checkers too heavy for each change (an hour at most)
	@$(PY) -m scripts.audit

book: $(READY_TO_TEST) ## Test the book by itself, every line and branch of it
	@scripts/book_coverage.sh

docs: $(READY_TO_TEST) ## Rebuild the parts of docs/ that are made from the project itself
	@$(PY) scripts/docs.py

ids: $(READY_TO_TEST) ## Each requirement with its number of tests; fails where a due one has none
	@$(PY) scripts/requirements_coverage.py

lint: $(READY_TO_TEST) ## Look for mistakes and untidiness
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

fmt: $(READY_TO_TEST) ## Tidy the source
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: $(UV) ## Renew uv.lock and requirements.txt after a change in pyproject.toml
	@$(UV) lock
	@scripts/requirements.sh > requirements.txt

validate: $(READY_TO_TEST) ## Simulate the book's statistics and hold them to their targets
	@$(PY) scripts/validate.py

vendor: $(READY_TO_TEST) ## Renew the browser files under kith/web/static/web/vendor
	@$(PY) scripts/vendor.py

$(UV):
	@scripts/need_python.sh
	@python3 -m venv .boot
	@.boot/bin/pip install --quiet --disable-pip-version-check "uv==0.13.9"

# --inexact: what tests need stays when Kith runs after a test.
.venv/.ready .venv/.ready-postgres: $(UV) $(LOCKED)
	@echo "Setting up Kith. This happens once." >&2
	@$(SYNC) --no-dev --inexact $(POSTGRES)
	@touch $@

$(READY_TO_TEST): $(UV) $(LOCKED)
	@echo "Setting up what the tests need." >&2
	@$(SYNC) --extra postgres
	@touch $@ .venv/.ready .venv/.ready-postgres
