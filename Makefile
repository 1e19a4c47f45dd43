# The commands of the project. `make run` and `make test` need Python 3.11 or later, nothing else.
#
#   make run          start the program on 127.0.0.1, port $PORT or 8501; docs/administrator.md
#   make test         run every test, those in a browser too     (ARGS="-k words" for some of them)
#   make test-faults  what goes wrong around the program; with nginx, two replicas, a killed one
#   make test-browsers  the walk over all pages in Firefox, WebKit and Chromium
#   make check        ruff, format, types and which room imports which
#   make messages     the catalogues of all words: extract, update, compile (NEW=de begins one)
#   make screenshots  every page as a picture, in build/screenshots, and the README's picture
#   make transcript   a conversation as a screen reader says it, in docs/transcript.md
#   make bench        how fast pages answer, what they weigh, how it grows (ARGS="--only interface")
#   make lock         requirements*.lock anew from requirements*.txt  (ARGS=--upgrade for newer ones)
#   make sbom         LICENCES.md and sbom.cdx.json anew from the locks
#   make audit        known holes in what is locked, where an advisory service can be reached
#   make validation   every test, then VALIDATION.md and the record of the last full check
#   make clean        take away all that these commands made
#   make wheelhouse   all that an install without a network needs, in build/wheelhouse

ADDRESS := $(or $(ADDRESS),127.0.0.1)
PORT := $(or $(PORT),8501)
ARGS ?=
WORKERS ?= 4
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --require-hashes
WITH_BROWSER := CHROMIUM="$$($(BIN)/python -m tests.installed chromium)" && export CHROMIUM &&

# Looks the PDF over in the tests; its absence stops them, nothing is skipped.
WITH_POPPLER := POPPLER="$$($(BIN)/python -m tests.installed poppler)" && export POPPLER &&

# The browsers of other makers, with a screen that nobody sees.
WITH_OTHERS := FIREFOX="$$($(BIN)/python -m tests.installed firefox)" && \
	WEBKIT="$$($(BIN)/python -m tests.installed webkit)" && export FIREFOX WEBKIT &&

# Workers share the tests, what is timed first and alone (tests/workers.py); ARGS="-n 0" is none.
# Four for two cores: a test in a browser waits for much of its time.
ALL_TESTS := $(BIN)/python -m pytest -n $(WORKERS)

# What makes the locks and looks them over: in an environment of its own, no part of the program.
TOOLS := build/tools
COMPILE := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock"
PIP_AUDIT := $(TOOLS)/bin/pip-audit --requirement requirements-dev.lock --require-hashes \
	--disable-pip --progress-spinner off --timeout 15 --format json --output build/audit.json
AGAIN := Run make audit again where the network is open.

LOCALE := tradeoff/words/locale
PYBABEL := $(BIN)/pybabel --quiet
MESSAGES := --keyword say --keyword many:1,2 --keyword message --keyword told --keyword told_many:1,2 \
	--keyword told_later --keyword sentence --keyword sentences:1,2
# Whose words stand where. What patients and clinicians both read is in both catalogues.
BOTH_VOICES := tradeoff/words/numbers.py tradeoff/words/dates.py tradeoff/words/sources.py \
	tradeoff/screens/handout_part.py
OF_ALL := tradeoff/words/catalogues.py
PATIENTS_VOICE := $(wildcard tradeoff/words/patient/*.py tradeoff/papers/handout/*.py) \
	tradeoff/papers/patient_arrays.py tradeoff/papers/patient_course.py \
	tradeoff/screens/patient_view.py tradeoff/screens/patient_screens.py \
	tradeoff/screens/patient_chances.py tradeoff/screens/patient_check.py \
	tradeoff/screens/patient_matters.py
SERVERS_VOICE := $(wildcard tradeoff/server/*.py)
CLINICIANS_VOICE := $(filter-out $(PATIENTS_VOICE),$(sort $(shell find $(addprefix \
	tradeoff/,statistics trial uploads digitising words drawing papers screens) -name '*.py')))

.PHONY: help transcript run test check messages screenshots bench clean
.PHONY: test-browsers test-faults lock sbom audit wheelhouse validation
.DELETE_ON_ERROR:

# The list at the head of this file: it is said there and nowhere else.
help:
	@sed -n 's/^#   make/make/p' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/installed-run
	exec env ADDRESS=$(ADDRESS) PORT=$(PORT) $(BIN)/python server.py

test: $(VENV)/installed-dev
	@$(WITH_BROWSER) $(WITH_POPPLER) $(WITH_OTHERS) exec $(ALL_TESTS) $(ARGS)

test-faults: $(VENV)/installed-dev
	@$(WITH_BROWSER) NGINX_PATH="$$($(BIN)/python -m tests.installed nginx)" && export NGINX_PATH && \
		exec $(BIN)/python -m pytest tests/faults $(ARGS)

test-browsers: $(VENV)/installed-dev
	@$(WITH_BROWSER) $(WITH_OTHERS) exec $(BIN)/python -m pytest tests/browsers $(ARGS)

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-cache --no-logo

# The files depend on the words alone: no date, no place in the code, one order. A sentence whose
# English has changed keeps its old translation marked as fuzzy: English is shown until it is looked
# over. What keepers of data read, in a terminal or of a broken folder, is English.
messages: $(VENV)/installed-dev
	@$(call catalogue,patient,$(PATIENTS_VOICE) $(BOTH_VOICES) $(OF_ALL))
	@$(call catalogue,clinician,$(CLINICIANS_VOICE))
	@$(call catalogue,server,$(SERVERS_VOICE) $(OF_ALL))

# Compiled whatever Babel says of placeholders: it takes "95 % range" for one. The tests compare them.
define catalogue
$(PYBABEL) extract $(MESSAGES) --omit-header --no-location --sort-output --width 100 \
	-o $(LOCALE)/$(1).pot $(2) && \
$(if $(NEW),$(PYBABEL) init -D $(1) -d $(LOCALE) -i $(LOCALE)/$(1).pot -l $(NEW) &&) \
$(PYBABEL) update -D $(1) -d $(LOCALE) -i $(LOCALE)/$(1).pot --ignore-obsolete \
	--ignore-pot-creation-date --width 100 && \
$(BIN)/python -m tools.catalogues $(LOCALE) $(1)
endef

screenshots: $(VENV)/installed-dev
	@$(WITH_BROWSER) $(BIN)/python -m tools.screenshots $(ARGS)
	@$(WITH_BROWSER) $(BIN)/python -m tools.screenshots --readme

transcript: $(VENV)/installed-dev
	@$(WITH_BROWSER) $(BIN)/python -m tools.transcript

bench: $(VENV)/installed-dev
	@$(WITH_BROWSER) exec $(BIN)/python -m tests.benchmarks $(ARGS)

# What was locked stays as it was unless ARGS=--upgrade is given. One lock serves every platform:
# what belongs to one of them carries a marker. No index is named: pip takes the files from wherever
# it is set to, and refuses one whose checksum is not in the lock.
lock: $(TOOLS)/installed
	@$(COMPILE) $(ARGS) requirements.txt --output-file requirements.lock
	@$(COMPILE) $(ARGS) requirements-dev.txt --output-file requirements-dev.lock \
		--constraint requirements.lock
	@$(COMPILE) $(ARGS) requirements-tools.txt --output-file requirements-tools.lock

sbom: $(VENV)/installed-dev $(TOOLS)/installed
	@$(BIN)/python -m tools.licences
	@$(BIN)/python -m tools.sbom
	@$(TOOLS)/bin/python -m tools.sbom --validate

# Ends with a failure on a known hole only. By its exit alone pip-audit does not tell a hole from a
# service that did not answer, and it calls fine what that service has never heard of: its answer,
# which is there once somebody was asked, tells them apart.
audit: | $(BIN)/python
	@$(MAKE) --silent $(TOOLS)/installed || \
		{ echo 'NOT AUDITED: pip-audit is not here, see above. $(AGAIN)'; exit 0; }; \
	for service in pypi osv; do \
		rm -f build/audit.json; \
		$(PIP_AUDIT) --vulnerability-service $$service </dev/null 2>build/audit.log; holes=$$?; \
		grep -qs '"vulns"' build/audit.json || continue; \
		cat build/audit.log; \
		awk '{ gsub(/{"name"/, "\n&"); print }' build/audit.json | grep -E '"id"|"skip_reason"'; \
		exit $$holes; \
	done; \
	echo 'NOT AUDITED: no advisory service in reach knows any of the packages. $(AGAIN)'

# The report tells what failed; without a failure the engine's checksum and the date are kept.
validation: $(VENV)/installed-dev
	-@$(WITH_BROWSER) $(WITH_POPPLER) $(WITH_OTHERS) $(ALL_TESTS) --junitxml=build/validation.xml
	@$(BIN)/python -m tools.validation build/validation.xml

# For this machine's kind and Python; what it holds is what the lock names, checksums included.
wheelhouse: build/wheelhouse/complete

build/wheelhouse/complete: requirements.lock | $(BIN)/python
	@rm -rf $(@D)
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check \
		--only-binary :all: --require-hashes -r $< -d $(@D)
	@touch $@

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Each stamp is newer than the lock it was installed from, so pip runs only after a change.
$(VENV)/installed-run: requirements.lock | $(BIN)/python
	@echo "Installing $< into $(VENV) (once, some minutes on a slow line)" >&2
	@$(BIN)/python $(PIP) -r $<
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed-run | $(BIN)/python
	@echo "Installing $< into $(VENV)" >&2
	@$(BIN)/python $(PIP) -r $<
	@touch $@

$(TOOLS)/installed: requirements-tools.lock | $(BIN)/python
	@echo "Installing $< into $(TOOLS)" >&2
	@$(BIN)/python -m venv --clear $(TOOLS)
	@$(TOOLS)/bin/python $(PIP) --retries 1 -r $<
	@touch $@

$(BIN)/python:
	@for candidate in python3.11 python3; do \
		if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1; then \
			echo "Making $(VENV) with $$candidate" >&2; \
			exec "$$candidate" -m venv $(VENV); \
		fi; \
	done; \
	echo "No Python 3.11 or later with its venv module was found as python3.11 or python3." >&2; \
	echo "Install it (on Debian and Ubuntu: apt-get install python3 python3-venv) and try again." >&2; \
	exit 1
