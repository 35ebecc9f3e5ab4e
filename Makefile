# The door to everything: `make help` lists it. Each recipe is one line; the work is done by the scripts it names.

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench faults mutations words format lock

PYTEST := .venv/bin/python -m pytest
# Two at a time: each worker has windows, files and a PostgreSQL of its own.
WORKERS ?= 2

help:      ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

setup:     ## install whatever is missing, for running and for testing
	@bash installers/setup.sh all

run:       ## open Cabildo on a practice evening (without a display: play it off screen into out/evening)
	@bash installers/setup.sh run
	@bash installers/practice.sh

test:      ## all tests, in random order (ARGS="..." is handed to pytest)
	@bash installers/setup.sh test
	@$(PYTEST) -n $(WORKERS) $(ARGS)

check:     ## ruff, mypy, import contracts, translations
	@bash installers/setup.sh run
	@bash installers/check.sh

bench:     ## benchmarks, against the named peers in the same run
	@bash installers/setup.sh bench
	@$(PYTEST) tests/benchmarks -o "python_files=bench_*.py" -o faulthandler_timeout=3600 -p no:randomly -p no:xdist -q $(ARGS)

faults:    ## the long runs: histories, power cuts, kills, damage, crowds; they go on where they were (ARGS="--help")
	@bash installers/setup.sh test
	@.venv/bin/python -m tests.faults $(ARGS)

mutations: ## ten old defects put back one at a time: the tests must see each
	@bash installers/setup.sh test
	@.venv/bin/python -m tests.faults.mutations

format:    ## let ruff put the code in order
	@bash installers/setup.sh run
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

words:     ## look for new texts of the screens, for translating
	@bash installers/setup.sh run
	@bash installers/words.sh

lock:      ## resolve pyproject.toml anew into requirements.lock
	@bash installers/setup.sh run
	@bash installers/lock.sh
