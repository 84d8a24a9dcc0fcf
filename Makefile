# Each target works on a fresh clone and does first what it needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON := .venv/bin/python
COMMAND := .venv/bin/evening-note

.PHONY: help setup run chat train test test-browser test-long release-check lint audit bench bench-backup bench-capacity bench-growth bench-memory bench-turn nlu-report nlu-compare safety-report article widget lock clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## Set up .venv from the locks
	@scripts/setup.sh

run: setup ## Serve the coach at http://127.0.0.1:5005 (trains first if there is no model)
	@$(COMMAND) run

chat: setup ## Talk in the terminal
	@$(COMMAND) chat

train: setup ## Train the model
	@$(COMMAND) train

test: ## All checks, in less than 20 minutes on two cores
	@scripts/test.sh

test-browser: setup ## Only the tests of the widget, in a real browser
	@scripts/test-browser.sh

test-long: ## Every check whole: all compositions, all fuzz inputs
	@scripts/test.sh --long

release-check: setup ## What must hold before a release: no help line checked more than 180 days ago
	@$(PYTHON) -m tests.content.helplines

lint: setup ## Style and types
	@scripts/lint.sh

audit: setup ## Known holes, licences and the bill of materials (build/evening-note.cdx.json) of what the product is made of
	@scripts/audit.sh

bench: setup ## Measure against the bot of `rasa init` and write docs/reference/benchmarks.md
	@$(PYTHON) -m bench

bench-backup: setup ## Measure how long a backup and its restore take, how large it is and how much memory that needs
	@$(PYTHON) -m bench.backup

bench-memory: setup ## Measure what the memory costs a turn, alone and among 100,000 people
	@$(PYTHON) -m bench.memory

bench-capacity: setup ## Measure how many people one process and three can serve, and write docs/reference/capacity.md
	@scripts/system-packages.sh
	@$(PYTHON) -m bench.capacity

bench-growth: setup ## Measure what a turn costs as conversations, stores, intents and rules grow, and draw docs/images/growth*.svg
	@$(PYTHON) -m bench.growth

bench-turn: setup ## Measure what each change to Rasa is worth
	@$(PYTHON) -m bench.turn

nlu-report: setup ## Compare what the understanding rests on and write docs/reference/understanding.md
	@$(PYTHON) -m bench.understanding

nlu-compare: setup ## Show what two models understand differently: make nlu-compare A=models/old.tar.gz B=models/new.tar.gz
	@$(PYTHON) -m bench.drift $(A) $(B)

safety-report: setup ## Measure the safety net and write the figures into docs/explanation/safety.md
	@$(PYTHON) -m tests.safety.report

article: setup ## Write docs/reference/article.md: what the coach makes of each point of the article
	@$(PYTHON) -m tests.content.article

widget: ## Build the chat widget from rasa_project/widget/source/
	@scripts/setup-tool.sh browser
	@.tools/browser/bin/python scripts/build_widget.py

lock: ## Compile the locks anew from requirements/*.in
	@scripts/lock.sh

clean: ## Remove what was made: environments, models, caches
	rm -rf .venv .tools .rasa .parsed .mypy_cache .ruff_cache .pytest_cache build models/*.tar.gz models/*.tar.gz.sha256
