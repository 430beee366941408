# Every command there is. Each one sets up what it needs in .venv, the first time and whenever that has changed.

PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python

.PHONY: help serve lab test test-all bench lint format site
.DELETE_ON_ERROR:

help:
	@echo "make serve    build the book and read it in a browser"
	@echo "make site     build the folder to publish, _build/html"
	@echo "make lab      open the lessons in JupyterLab"
	@echo "make test     run all tests: package, lessons, pages in a browser"
	@echo "make test-all those, and every lesson in the browser's own Python, 10 minutes or more"
	@echo "make bench    measure the pages, the widgets, the live lessons, and convlib beside PyTorch"
	@echo "make lint     check the style of code and lessons"
	@echo "make format   put the style of code right, where a program can"

serve: site
	@$(RUN) book/serve.py _build/html --port $(PORT)

lab: .venv/reader
	@$(RUN) -m jupyterlab --preferred-dir=lessons $(if $(filter 0,$(shell id -u)),--allow-root)

test: .venv/tests
	@$(RUN) tests/browser/browsers.py
	@$(RUN) book/build.py
	@$(RUN) -m pytest -n 2 --dist loadscope

test-all: test
	@$(RUN) -m pytest -m every_lesson

bench: .venv/tests
	@$(RUN) tests/browser/browsers.py
	@$(RUN) book/build.py
	@$(RUN) tests/bench/pages.py
	@$(RUN) tests/bench/widgets.py
	@$(RUN) tests/bench/lite.py
	@$(RUN) tests/bench/layers.py

lint: .venv/tests
	@$(RUN) -m ruff check .
	@$(RUN) tests/style/check.py
	@$(RUN) -m codespell_lib book lessons tests convlib README.md Makefile _config.yml
	@$(RUN) tests/prose.py
	@$(RUN) -m pytest -q tests/lessons/test_notebooks.py

format: .venv/tests
	@$(RUN) -m ruff check --fix .
	@$(RUN) tests/style/check.py --write

site: .venv/reader
	@$(RUN) book/build.py

# What a reader needs …
.venv/reader: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "The book needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@echo "Setting up .venv: once, a minute or two."
	@test -x $(RUN) || $(PYTHON) -m venv .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# … and what the tests need beside it.
.venv/tests: .venv/reader
	@echo "Adding what the tests need to .venv."
	@$(RUN) -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@
