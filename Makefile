# Two commands do everything on a fresh Debian 12 or 13: "make demo" and "make test".
.DEFAULT_GOAL := help
.PHONY: help demo test test-matrix soak fuzz package gate release bench lint schema translations template sample pictures clean

PYTHON := .venv/bin/python
export QT_QPA_PLATFORM ?= offscreen
export PYTHONDONTWRITEBYTECODE := 1

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

demo:  ## check the demo proposals and leave their summaries in build/demo
	@tools/setup.sh qgis
	@tools/demo.sh

test:  ## lint and run the tests
	@tools/setup.sh dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@tools/pytest.sh

test-matrix: test  ## the tests on this machine's QGIS and then on 3.44, in a Debian of its own (needs root)
	@tools/matrix.sh

soak:  ## everything that can come in between, at every point of the way, in a real window: seven minutes
	@tools/setup.sh dev
	@PLANDIALOG_ROUNDS=0 PLANDIALOG_SEED=$${PLANDIALOG_SEED:-$$(date +%j)} tools/pytest.sh tests/journey/test_disturbances.py -s -q

package:  ## pack the plugin into build/plandialog.zip
	@tools/setup.sh dev
	@$(PYTHON) tools/make_zip.py

gate: package  ## check build/plandialog.zip as the plugin repository does, and more strictly
	@$(PYTHON) -m tools.gate build/plandialog.zip

fuzz:  ## read damaged files for a while (FUZZ_MINUTES, FUZZ_SEED, FUZZ_TARGETS); what breaks a promise is kept in build/fuzz
	@tools/setup.sh dev
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && HOME="$$home" XDG_RUNTIME_DIR="$$home" $(PYTHON) tools/fuzz.py

bench:  ## measure the promises and print them as ratios to a peer
	@tools/setup.sh dev
	@tools/pytest.sh tests/benchmarks -m bench -s -q

lint:  ## ruff only, mending what it can
	@tools/setup.sh dev
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

release:  ## refuse while anything is not green; otherwise make the zip file that is published
	@tools/setup.sh dev
	@$(PYTHON) tools/release.py

schema:  ## write the JSON Schemas and the reference of the format anew from the code
	@tools/setup.sh dev
	@$(PYTHON) tools/make_schemas.py
	@$(PYTHON) tools/make_format_reference.py

translations:  ## collect and compile the texts of the user interface (needs lrelease)
	@tools/setup.sh dev
	@$(PYTHON) tools/make_translations.py

template:  ## make the print layout that summaries are set in anew
	@tools/setup.sh dev
	@$(PYTHON) tools/make_layout_template.py

sample:  ## make the layers of the packages that are included anew
	@tools/setup.sh dev
	@$(PYTHON) tools/make_demo_package.py
	@$(PYTHON) tools/make_national_package.py

pictures:  ## take the pictures of README and handbook anew (needs Chromium)
	@tools/setup.sh dev
	@tools/pictures.sh

clean:  ## remove what was built
	@rm -rf build .pytest_cache .ruff_cache .hypothesis
