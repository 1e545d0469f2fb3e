# Every target does its own set-up: a fresh clone needs Python, git and a package registry, nothing else.
.POSIX:
.PHONY: help setup spark demo serve test check bench bench-pybkt bench-mastery lint dictionary trace screenshots

# Compiled modules are kept even where the machine's habit is not to: the tests start homeroom about a hundred times,
# and compiling it and Django anew takes longer than most of them. Two workers share two cores: no threads within.
PY = env PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 .venv/bin/python
# Workers for the tests: `make test JOBS=8` on a larger machine.
JOBS = 2
PYTEST = -m pytest -n $(JOBS) --dist worksteal
ON_POSTGRES = $(PY) tools/with_postgres.py --or-skip --

help:
	@echo "make setup   get everything the project needs into .venv"
	@echo "make demo    a simulated school, received and worked out, served at http://localhost:8000"
	@echo "make serve   serve the installation in HOMEROOM_HOME (./homeroom-data)"
	@echo "make test    lint, types, layers, tests on SQLite and PostgreSQL: 20 to 25 minutes on two cores"
	@echo "make check   the same with the full matrices and Spark (half a gigabyte, where Java is): hours"
	@echo "make bench   the figures, one module of bench/ after the other (ONLY=name for one)"
	@echo "make bench-pybkt  our BKT against pyBKT, built with its C++ EM in .make/pybkt"
	@echo "make screenshots  every picture of docs/ from the demonstration (needs /usr/bin/chromium)"
	@echo "make bench-mastery  all figures of mastery, peers beside ours, and their page in docs/methods"

setup:
	@sh tools/setup.sh

# The second engine for the tests, where Java is; elsewhere they skip and say why. Only `make check` asks for it.
spark:
	@sh tools/setup.sh spark

demo: setup
	@$(PY) -m homeroom demo

serve: setup
	@$(PY) -m homeroom serve

# On PostgreSQL only what touches the database runs, without the browser: the rest can't tell the difference.
test: setup lint
	@$(PY) -m coverage erase
	HOMEROOM_DATABASE= $(PY) -m coverage run $(PYTEST)
	@$(PY) -m coverage combine -q
	$(PY) -m coverage report
	$(ON_POSTGRES) $(PY) $(PYTEST) -p tools.only_database -m "not browser"

# Everything on both engines, and what touches the database on both databases, with the samples widened to the whole.
check: spark lint
	@$(PY) -m coverage erase
	HOMEROOM_FULL=1 HOMEROOM_DATABASE= $(PY) -m coverage run $(PYTEST)
	@$(PY) -m coverage combine -q
	$(PY) -m coverage report
	HOMEROOM_FULL=1 $(ON_POSTGRES) $(PY) $(PYTEST) -p tools.only_database -m "not spark"

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	HOMEROOM_HOME=.make/home $(PY) -m mypy
	.venv/bin/lint-imports

bench: setup
	@$(PY) -m tools.bench $(ONLY)

# pyBKT lives in an environment of its own, with its EM in C++.
bench-pybkt: setup
	@sh tools/pybkt.sh
	@$(PY) -m bench.mastery.against_pybkt
	@$(PY) -m bench.mastery.worlds

# scikit-learn and pyBKT live in environments of their own.
bench-mastery: setup
	@sh tools/scikit.sh
	@sh tools/pybkt.sh
	@$(PY) -m bench.mastery.figures

dictionary: setup
	$(PY) -m homeroom.facts.dictionary docs/data-dictionary.md

# Every picture of the documents, from a demonstration made anew.
screenshots: setup
	$(PY) -m tools.screenshots

# The guide's pages that say which test holds which promise and which requirement.
trace: setup
	$(PY) -m tools.trace
