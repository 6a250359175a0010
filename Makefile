# Every target is one plain command; only Python 3.11 or newer and git are needed.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) ops/bootstrap.py
COMPILE = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help run test lint messages bench e2e screenshots assets compose-up clean-var lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## serve the portal with worker, beat and embedded servers (PORT=8000)
	@$(BOOTSTRAP) run

test: ## run every test; ARGS="tests/places -k map" narrows
	@$(BOOTSTRAP) test $(ARGS)

lint: ## ruff, import contracts, templates, catalogues, migrations, check --deploy
	@$(BOOTSTRAP) lint

messages: ## collect the marked strings into vkc/locale (needs gettext)
	@$(BOOTSTRAP) messages

bench: ## queries, bytes and latency of the main pages
	@$(BOOTSTRAP) bench

e2e: ## the browser tests alone (needs Chromium)
	@$(BOOTSTRAP) test -m browser tests/browser

screenshots: ## make docs/screenshots/ anew (needs Chromium)
	@$(BOOTSTRAP) screenshots

assets: ## fetch the web fonts into static/fonts/
	@$(BOOTSTRAP) assets

compose-up: ## the production set in containers (needs Docker and a filled .env)
	docker compose up --build --detach

clean-var: ## remove the embedded servers' data, logs and mail; the next run starts afresh
	@$(BOOTSTRAP) clean_var

lock: ## renew the hashed lock files (needs uv)
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt
	$(COMPILE) requirements/assets.in -o requirements/assets.txt
