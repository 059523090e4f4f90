# Wijkwerk: what one can do here. Needs git, make and python3 (3.11 or newer); the rest is fetched, locked by hash.
PORT ?= 8000
BLUEPRINT ?= start
TEST_WORKERS ?= 2
WIJKWERK_TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
# Settings of an installation must not leak into tests or demo.
PURE := env -u DATABASE_URL -u OWNER_DATABASE_URL -u EMAIL_URL -u DJANGO_SETTINGS_MODULE
# A test at a time goes to whoever is free, but a module that tells one story in the browser stays with one (conftest.py).
PYTEST := $(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadscope --no-loadscope-reorder
ONCE := $(addprefix --ignore=,src/wijkwerk/rules src/wijkwerk/config/tests/test_serve.py src/wijkwerk/faces/demo \
	$(addprefix tests/house/test_,layers.py sizes.py docs.py files.py))
BUNDLE := src/wijkwerk/ground/kit/static/wijkwerk/dist/NOTICE.txt
ASSETS := $(shell find assets -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install demo test check lint types test-postgres prove bench lock docs format clean

help: ## show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: .venv/dev.stamp $(BUNDLE) ## make .venv with .venv/bin/wijkwerk and the front-end bundle

demo: .venv/run.stamp $(BUNDLE) ## build the fictional municipality and serve it on 127.0.0.1 (PORT=8000, BLUEPRINT=start)
	@exec $(PURE) $(BIN)/wijkwerk demo --port $(PORT) --blueprint $(BLUEPRINT)

test: .venv/dev.stamp $(BUNDLE) ## run all tests on SQLite
	@$(PURE) $(PYTEST)

# The rules know no database, a page shows the same, and the supervisor has an SQLite of its own: they run once.
# Nor do tests that read our own files meet a database, and the demo is on SQLite always.
test-postgres: .venv/dev.stamp $(BUNDLE) ## run every test that meets the database on PostgreSQL (WIJKWERK_TEST_POSTGRES)
	@$(PURE) DATABASE_URL="$(WIJKWERK_TEST_POSTGRES)" $(PYTEST) -m "not browser and not page" $(ONCE)

check: lint types ## all of it: lint, types, contracts, tests on SQLite and on PostgreSQL
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-postgres

lint: .venv/dev.stamp ## style, templates, import contracts, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find src -name '*.html' -path '*/templates/*' -print0 | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports --no-cache --no-logo
	# A constraint written from a set looks changed every other run, so it is looked at under four orders of sets.
	for seed in 1 2 3 4; do $(PURE) PYTHONHASHSEED=$$seed DATABASE_URL=sqlite://:memory: $(BIN)/python -m django makemigrations --check --dry-run --settings wijkwerk.config.settings || exit 1; done

types: .venv/dev.stamp ## check the types of every function, tests included
	$(BIN)/mypy

prove: install ## kills, fuzz and load: slow proofs, see tests/prove
	@$(PURE) $(BIN)/python tests/prove/run.py

bench: install ## time intake, lists and pages at 10,000 signals, see tests/bench
	@$(PURE) $(BIN)/python tests/bench/run.py

lock: .venv/dev.stamp ## renew the lock files after a change in pyproject.toml or package.json
	@sh scripts/lock.sh

docs: .venv/dev.stamp ## write docs/commands.md and docs/rooms.md from the code
	@$(PURE) $(BIN)/python scripts/reference.py

format: .venv/dev.stamp ## rewrite Python and templates in the house style
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	find src -name '*.html' -path '*/templates/*' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2

clean: ## remove what was made here: environment, bundle, demo, caches
	rm -rf .venv node_modules var .pytest_cache .mypy_cache .ruff_cache .hypothesis $(dir $(BUNDLE))
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: locks/run.txt locks/uv.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh run

.venv/dev.stamp: locks/dev.txt locks/uv.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh dev
	@touch .venv/run.stamp

$(BUNDLE): package.json package-lock.json $(ASSETS) scripts/bundle.sh | .venv/run.stamp
	@sh scripts/bundle.sh
