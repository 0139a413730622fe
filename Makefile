# 窓口 — everything sets itself up: a virtual environment in .venv from the locked, hashed requirements.
#   make run    a practice office in 練習 (made once): its screens in a terminal, its list of cases without one
#   make test   style, types, import arrows, tests
#   make check  the proofs and scenarios of every bundled organisation
#   make word   letters as Word files, too (an extra; make test has it)
#   make bench  speed, each figure against a peer in the same run
#   make terminal  one request from intake to its end in a real terminal (tmux)
#   make faults every fault tried at length: crashes, damages, clerks at once, hostile inputs (up to 15 minutes)

VENV ?= .venv
PRACTICE ?= 練習
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

PY := $(VENV)/bin/python
M := $(PY) -m tui.cli.main
PIP := $(PY) -m pip --disable-pip-version-check --no-input -q
OFFICES := workflows tests/patterns/mihon_union

.PHONY: run word test style types arrows tests check bench terminal grammar faults lock clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

run: $(VENV)/.run
	@[ -e "$(PRACTICE)" ] || $(M) demo "$(PRACTICE)" --no-ui
	@if [ -t 0 ] && [ -t 1 ]; then $(M) open "$(PRACTICE)"; else $(M) case list "$(PRACTICE)"; fi

word: $(VENV)/.word

test: style types arrows tests

style: $(VENV)/.dev
	@$(VENV)/bin/ruff check -q .
	@$(VENV)/bin/ruff format --check -q .

types: $(VENV)/.dev
	@$(VENV)/bin/mypy --no-error-summary

arrows: $(VENV)/.dev
	@$(VENV)/bin/lint-imports --no-logo >$(VENV)/arrows.txt || { cat $(VENV)/arrows.txt; exit 1; }

tests: $(VENV)/.dev
	@$(PY) -m pytest -n auto --dist worksteal

check: $(VENV)/.run
	@$(M) check $(OFFICES)
	@$(M) scenario $(OFFICES)

bench: $(VENV)/.bench
	@$(PY) -m tests.benchmarks

# After a change to the grammar of rules or to the version of lark: the parser's table is kept in the repository.
grammar: $(VENV)/.dev
	@$(PY) -c 'from engine.rules import grammar, parsing_table; \
		print(parsing_table.source_of(grammar.GRAMMAR), end="")' >$(VENV)/kept_table.py
	@mv $(VENV)/kept_table.py engine/rules/kept_table.py

terminal: $(VENV)/.dev
	@$(PY) -m pytest -n 0 tests/tui/test_whole_path.py -k real_terminal

faults: $(VENV)/.dev
	@$(PY) -m tests.faults

# Stamps: each is newer than what it was made from, so a second call does nothing.

$(VENV)/.made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 以上が必要です（PYTHON=… で指定できます）。" >&2; \
		echo "Python 3.11 or newer is needed (name it with PYTHON=…)." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "この Python には venv と ensurepip がありません。例: apt install python3-venv" >&2; \
		echo "This Python lacks venv and ensurepip. For instance: apt install python3-venv" >&2; exit 1; }
	@[ -x "$(PY)" ] || $(PYTHON) -m venv "$(VENV)"
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml $(VENV)/.made
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.word: requirements/word.lock $(VENV)/.run
	@$(PIP) install --require-hashes -r requirements/word.lock
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.bench: requirements/bench.lock $(VENV)/.dev
	@$(PIP) install --require-hashes -r requirements/bench.lock
	@touch $@

# The locks hold one set of versions: those of dev, so that what is tested is what runs.
COMPILE = $(VENV)/lock/bin/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links \
	--strip-extras --no-header --build-deps-for editable
lock: $(VENV)/.made
	@[ -x $(VENV)/lock/bin/pip-compile ] || { $(PY) -m venv $(VENV)/lock && \
		$(VENV)/lock/bin/python -m pip install -q 'pip-tools>=7.5'; }
	@$(COMPILE) --extra dev --extra word -o requirements/dev.lock pyproject.toml
	@$(COMPILE) -c requirements/dev.lock -o requirements/run.lock pyproject.toml
	@$(COMPILE) --extra word -c requirements/dev.lock -o requirements/word.lock pyproject.toml
	@$(COMPILE) --extra dev --extra word --extra bench -c requirements/dev.lock -o requirements/bench.lock pyproject.toml

# The practice office and .venv stay: the first may hold what somebody tried, the second is only slow to make.
clean:
	@rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find engine tui tests -name __pycache__ -type d -prune -exec rm -rf {} +
