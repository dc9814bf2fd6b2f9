# make lab     open the course                 make test    prove that it works
# TORCH=no leaves PyTorch out; TORCH="torch==2.13.0 ..." hands pip these words for it (see the README).
PYTHON ?= python3
TORCH ?= yes
VENV ?= .venv
CONSTRAINTS ?= constraints.txt
BIN = $(VENV)/bin
PYTEST = $(BIN)/python -m pytest -n auto --dist loadfile
ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)
# nbgrader and the notebooks' kernels look for programs on the PATH; one thread a process suits parallel runs.
TESTING = PATH="$(CURDIR)/$(BIN):$$PATH" OMP_NUM_THREADS=1 IMBALANCE_STRICT=1

.PHONY: lab test test-newest setup notebooks exercises proofs truth bench leak-corpus evidence collection constraints lint

lab: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter lab $(ROOT) --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb

test: setup lint
	$(TESTING) $(PYTEST)
	$(TESTING) $(PYTEST) --nbval-lax notebooks exercises solutions

test-newest:
	echo "torch==2.13.0" > .venv-newest.txt && rm -rf .venv-newest
	$(MAKE) test VENV=.venv-newest CONSTRAINTS=.venv-newest.txt

setup:
	@tools/setup.sh "$(VENV)" "$(PYTHON)" "$(TORCH)" "$(CONSTRAINTS)"

lint: setup
	$(BIN)/ruff check . && $(BIN)/mypy

notebooks: setup
	$(BIN)/python tools/store.py

exercises: setup
	$(BIN)/python tools/exercises.py

proofs: setup
	$(TESTING) PROOF_SEEDS=20 $(BIN)/python -m pytest -n auto --dist load tests/proofs
	$(TESTING) $(BIN)/python -m pytest -q -s tests/proofs -k most_wrong_answers

truth: setup
	$(BIN)/python tools/truth.py

bench: setup
	$(BIN)/python tools/bench.py

leak-corpus: setup
	$(TESTING) $(BIN)/python -m tests.leaks.corpus --seeds 10 --publish

evidence: setup
	$(BIN)/python tools/evidence.py

collection: setup
	$(BIN)/python tools/collection.py

constraints: setup
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu//; s/^xgboost-cpu==\(.*\)/xgboost==\1\n&/' > constraints.txt
