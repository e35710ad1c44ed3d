# Every command of the project: `make help` lists them.

CARGO ?= cargo
PYTHON ?= python3
CC ?= cc

# The tests look for what is built where cargo puts it by default.
export CARGO_TARGET_DIR := $(CURDIR)/target

# A macro declares these files, so that cargo does not find them to format.
RUSTFMT := rustfmt --edition 2024
PROVIDERS := $(wildcard core/src/rules/providers/*.rs)

VENV := .venv
PLAIN := .venv-plain
# Some frameworks need other versions of the same SDK.
FRAMEWORKS := .venv-frameworks .venv-frameworks-openai-2
BIN := $(VENV)/bin
CAPTURES := tests/captures
# Those of whole streams have a form of their own.
VECTORS := $(filter-out tests/vectors/streams%,$(wildcard tests/vectors/*.jsonl))
# While another process holds the lock of apt, an installation waits. An update does not: it is tried
# again.
APT_GET := apt-get -o DPkg::Lock::Timeout=300
APT_UPDATE := for attempt in 1 2 3 4 5 6; do $(APT_GET) update -qq && break; sleep 10; done
WARNINGS := -std=c99 -O2 -Wall -Wextra -Wpedantic -Wconversion -Werror

RUST := Cargo.toml Cargo.lock $(shell find core ffi python/rust python/Cargo.toml tests/runner.rs \
	-not -path 'core/fuzz/*' -not -path 'core/simulation/*' \
	\( -name '*.rs' -o -name 'Cargo.toml' -o -name '*.in' \))
PACKAGE := python/pyproject.toml python/README.md LICENSE-MIT LICENSE-APACHE core/THIRD-PARTY.md $(shell find python/src -name '*.py' -o -name '*.pyi' -o -name '*.jinja')
REQUIREMENTS := python/requirements-dev.txt tests/requirements.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/package build/explain ## Set up all it needs, and explain and classify real responses.
	@for name in rate-limit-429 tool-use-failed-400 bad-gateway-502; do \
		printf '\n$$ apifault explain %s\n\n' "$(CAPTURES)/$$name.http"; \
		$(BIN)/apifault explain "$(CAPTURES)/$$name.http" || exit; \
	done
	@printf '\n$$ apifault classify --tally %s > build/reports.jsonl\n\n' "$(VECTORS)"
	@$(BIN)/apifault classify --tally $(VECTORS) > build/reports.jsonl
	@printf '\n$$ build/explain %s\n\n' "$(CAPTURES)/rate-limit-429.http"
	@build/explain "$(CAPTURES)/rate-limit-429.http"

.PHONY: test
test: test-rust test-package test-python test-python-plain test-corpus ## Set up all it needs, and run the tests except test-frameworks, test-large and test-wheel.

.PHONY: test-rust
test-rust:
	$(CARGO) test --locked --workspace --exclude apifault-python --features apifault/logs

.PHONY: test-python
test-python: $(VENV)/package $(VENV)/sdks chromium build/runner build/runner-cpp build/explain \
		target/release/examples/runner
	$(BIN)/python -m pytest -q -c python/pyproject.toml --rootdir . python/tests tests

# Without the packages of its extras, as `pip install apifault` leaves it.
.PHONY: test-python-plain
test-python-plain: $(PLAIN)/package
	$(PLAIN)/bin/python -m pytest -q -c python/pyproject.toml --rootdir . -m "not extras" python/tests

.PHONY: test-frameworks
test-frameworks: $(VENV)/package $(FRAMEWORKS:%=%/package) ## Compare python/FRAMEWORKS.md with what frameworks raise; WRITE=1 writes it.
	WRITE="$(WRITE)" $(BIN)/python -m pytest -q -c python/pyproject.toml --rootdir . \
		tests/check_frameworks.py

.PHONY: test-large
test-large: $(VENV)/package ## Report on a log of a million lines, in constant memory.
	LINES=1000000 $(BIN)/python -m pytest -q -c python/pyproject.toml --rootdir . tests/test_large_log.py

# The packaged core is tested in a folder with nothing around it. Optimized as in the other tests, it
# shares what these have built. Cargo unpacks and builds the packaged core once for each folder and
# version, so that what an earlier run has left is removed.
UNPACKED := $(addprefix $(or $(CARGO_HOME),$(HOME)/.cargo)/registry/,src cache)

.PHONY: test-package
test-package: export CARGO_PROFILE_DEV_OPT_LEVEL := 1
test-package: ## Package the Rust core and the C interface, and run the tests of the packaged core.
	rm -f $(CARGO_TARGET_DIR)/package/*.crate
	rm -rf $(UNPACKED:%=%/-*/apifault-[0-9]*) $(CARGO_TARGET_DIR)/debug/.fingerprint/apifault-*
	$(CARGO) package --locked --allow-dirty -p apifault -p apifault-ffi
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		tar -xzf $(CARGO_TARGET_DIR)/package/apifault-[0-9]*.crate -C "$$folder" && \
		cd "$$folder"/apifault-* && $(CARGO) test --locked --features logs

# Real responses that are not part of the project, where they stand beside it.
CORPUS ?= ../shared/corpus/v2
LEAST := decision=98.5 kind=98.5 retry=99 delay_ms=99 provider=97 message=98.5 type=98.5 code=98.5 \
	param=99 limit=95 upstream=95 failed_generation=100

# Real streams, in the same way.
STREAMS ?= ../shared/streams
LEAST_OF_STREAMS := found=98 ended=98 decision=95 count=97 message=97 type=97 code=97

# Pastes and logs, in the same way.
TEXTS ?= ../shared/texts
LEAST_OF_TEXTS := right=90 decided=95 logs=90

.PHONY: test-corpus
test-corpus: $(VENV)/package ## Score the command over responses, streams, pastes and logs, if there are some.
	@if [ -f "$(TEXTS)/score.py" ]; then \
		$(PYTHON) "$(TEXTS)/score.py" $(LEAST_OF_TEXTS:%=--min %) "$(TEXTS)" -- $(BIN)/apifault; \
	fi
	@if [ -f "$(STREAMS)/score.py" ]; then \
		$(PYTHON) "$(STREAMS)/score.py" $(LEAST_OF_STREAMS:%=--min %) "$(STREAMS)/errors.jsonl" \
			"$(STREAMS)/cut.jsonl" "$(STREAMS)/clean.jsonl" -- $(BIN)/apifault scan --raw; \
	fi
	@if [ -f "$(CORPUS)/score.py" ]; then \
		$(PYTHON) "$(CORPUS)/score.py" $(LEAST:%=--min %) "$(CORPUS)"/*.jsonl -- \
			$(BIN)/apifault classify; \
	fi

# Where another build of the runner stands, such as that of an older commit in a clone of its own.
BASE ?=

.PHONY: compare
compare: target/release/examples/runner ## Compare every report with that of another build: BASE=path/to/its/runner.
	@test -x "$(BASE)" || { echo "make compare: set BASE to the runner of another build" >&2; exit 2; }
	$(PYTHON) tests/compare_reports.py "$(BASE)" $< $(VECTORS) \
		$(wildcard $(CORPUS)/*.jsonl)

.PHONY: check
check: $(VENV)/package ## Check format, lints, types, vectors, documentation, the C header and released numbers.
	$(CARGO) fmt --all --check
	$(RUSTFMT) --check $(PROVIDERS)
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) clippy --locked -p apifault --no-default-features --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --locked --no-deps -p apifault
	$(CARGO) test --locked -q -p apifault-ffi --lib -- header numbers_table
	$(PYTHON) tests/check_numbers.py
	$(BIN)/python tests/lint_vectors.py
	CARGO="$(CARGO)" $(BIN)/python tests/third_party.py --check core/THIRD-PARTY.md
	$(BIN)/ruff check python tests ffi
	$(BIN)/ruff format --check python tests ffi
	cd python && ../$(BIN)/mypy src tests
	cd python && ../$(BIN)/python -m mypy.stubtest --mypy-config-file pyproject.toml apifault
	cd python && ../$(BIN)/pyright -p . --pythonpath ../$(BIN)/python

.PHONY: format
format: ## Format the Rust sources.
	$(CARGO) fmt --all
	@$(RUSTFMT) $(PROVIDERS)

.PHONY: quick
quick: ## Check format, lints and tests of the core: after a change of one row, in less than a minute.
	$(CARGO) fmt --all --check
	@$(RUSTFMT) --check $(PROVIDERS)
	$(CARGO) clippy --locked -q -p apifault --all-targets -- -D warnings
	$(CARGO) test --locked -q --no-fail-fast -p apifault --lib --test it

ALTERNATIVES := $(CARGO) run --locked --release --manifest-path core/benches/alternatives/Cargo.toml

.PHONY: bench
bench: $(VENV)/package $(VENV)/sdks ## Time decisions and reports beside serde_json, and scans of streams beside other readers.
	$(CARGO) bench --locked -p apifault --bench decide
	$(ALTERNATIVES) --bin streams
	$(CARGO) bench -q --locked -p apifault --bench stream -- --write "$(CURDIR)/build"
	$(BIN)/python tests/bench_streams.py build/chat.sse
	$(CARGO) bench --locked -p apifault --bench stream

.PHONY: bench-hostile
bench-hostile: ## Time streams that were made to harm: linear time, bounded heap.
	$(CARGO) bench --locked -p apifault --bench hostile

.PHONY: bench-logs
bench-logs: ## Time the log reader with a mixed log of a million lines, JSON Lines, and what was made to harm.
	$(CARGO) bench --locked -p apifault --features logs --bench logs
	$(CARGO) bench --locked -p apifault --features logs --bench hostile_logs

.PHONY: bench-alternatives
bench-alternatives: ## Time the core's own JSON reader, wordings, name map and streams beside other crates.
	$(ALTERNATIVES)
	$(ALTERNATIVES) --bin streams -- --all

SIMULATION := core/simulation

.PHONY: simulate
simulate: $(VENV)/tools ## Simulate clients that retry: writes tables into core/RETRIES.md, and core/retries.svg.
	$(CARGO) test --locked -q --manifest-path $(SIMULATION)/Cargo.toml
	$(CARGO) run --locked -q --release --manifest-path $(SIMULATION)/Cargo.toml -- \
		--results build --page core/RETRIES.md
	$(BIN)/python $(SIMULATION)/plot.py build core/retries.svg

WRITE ?=

.PHONY: check-speed
check-speed: build/has-valgrind ## Count the instructions of decide, classify, scans and steps: none may grow by 5 %. WRITE=1 accepts them.
	WRITE="$(WRITE)" $(CARGO) bench --locked -p apifault --bench instructions

.PHONY: bench-sdks
bench-sdks: $(VENV)/package $(VENV)/sdks ## Time the Python package beside what SDKs take for the same error.
	$(BIN)/python tests/bench_sdks.py

# Each of these tests compares a committed file with the sources, or writes it.
.PHONY: generated
generated: ## Write what is made from the rules: headers, numbers, Python's enumerations, README, schema.
	WRITE_GENERATED=1 $(CARGO) test --locked -q -p apifault --test generated
	WRITE_GENERATED=1 $(CARGO) test --locked -q -p apifault-ffi --lib -- header numbers_table

.PHONY: sdk-table
sdk-table: $(VENV)/package $(VENV)/sdks ## Write into core/RETRIES.md what the retries of the SDKs do without and with the hook.
	WRITE_GENERATED=1 $(BIN)/python -m pytest -q -c python/pyproject.toml --rootdir . \
		tests/test_retry_sdks.py -k the_table_says

# How long each target runs.
FUZZ_SECONDS ?= 60
FUZZ := cd core && $(CARGO) fuzz run --target-dir $(CARGO_TARGET_DIR)/fuzz

.PHONY: fuzz
fuzz: ## Fuzz each target for FUZZ_SECONDS: needs cargo-fuzz, and nightly Rust or RUSTC_BOOTSTRAP=1.
	@{ $(CARGO) fuzz --version && \
		{ test -n "$$RUSTC_BOOTSTRAP" || $(CARGO) --version | grep nightly; }; } > /dev/null 2>&1 || \
		{ echo 'make fuzz: install cargo-fuzz, and set CARGO="cargo +nightly" or RUSTC_BOOTSTRAP=1' >&2; \
			exit 2; }
	@mkdir -p $(addprefix core/fuzz/corpus/,scanner classify redact stream stream-seeds)
	$(PYTHON) tests/stream_seeds.py core/fuzz/corpus/stream-seeds
	$(FUZZ) scanner -- -dict=fuzz/json.dict -max_total_time=$(FUZZ_SECONDS)
	$(FUZZ) classify fuzz/corpus/classify ../$(CAPTURES) -- \
		-dict=fuzz/json.dict -max_total_time=$(FUZZ_SECONDS)
	$(FUZZ) redact -- -dict=fuzz/redact.dict -max_total_time=$(FUZZ_SECONDS)
	$(FUZZ) stream fuzz/corpus/stream fuzz/corpus/stream-seeds -- \
		-dict=fuzz/stream.dict -max_total_time=$(FUZZ_SECONDS)

.PHONY: third-party
third-party: ## Write core/THIRD-PARTY.md, the notice of what is linked in, from Cargo.lock.
	CARGO="$(CARGO)" $(PYTHON) tests/third_party.py core/THIRD-PARTY.md

# It loads no wheel for the stable ABI. The build knows it without having it.
FREE_THREADED := python3.14t

.PHONY: wheel
wheel: $(VENV)/wheel ## Build the manylinux wheels and the source distribution into build/wheels.
	rm -rf build/wheels
	cd python && PATH="$(CURDIR)/$(BIN):$$PATH" maturin build -q --release --locked --zig \
		--compatibility manylinux2014 -i python3 -i $(FREE_THREADED) -o ../build/wheels
	cd python && ../$(BIN)/maturin sdist -o ../build/wheels

.PHONY: test-wheel
test-wheel: wheel ## Install the wheel and the source as a new user does, and use them.
	$(BIN)/python tests/check_wheel.py build/wheels

$(VENV)/wheel: python/requirements-wheel.txt | $(VENV)/tools
	$(BIN)/pip install -q --disable-pip-version-check -r $<
	@touch $@

.PHONY: docs
docs: $(VENV)/package ## Build the pages and the reference of the Python package: build/docs/index.html.
	rm -rf build/docs
	$(BIN)/python python/docs/build.py build/docs

.PHONY: captures
captures: $(VENV)/capture ## Capture tests/captures again with curl from tests/server.py.
	$(BIN)/python tests/capture.py

.PHONY: clean
clean: ## Remove all that was built.
	$(CARGO) clean
	rm -rf build $(VENV) $(PLAIN) $(FRAMEWORKS)

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(APT_GET) install -y python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/tools: $(REQUIREMENTS) | $(VENV)/bin/pip
	$(BIN)/pip install -q --disable-pip-version-check $(REQUIREMENTS:%=-r %)
	@touch $@

$(VENV)/capture: tests/requirements-capture.txt | $(VENV)/tools
	$(BIN)/pip install -q --disable-pip-version-check -r $<
	@touch $@

# Draws the page of `report` in a test.
.PHONY: chromium
chromium:
	@command -v chromium > /dev/null || \
		{ $(APT_GET) install -y -qq --no-install-recommends chromium > /dev/null 2>&1; } || \
		{ $(APT_UPDATE); $(APT_GET) install -y -qq --no-install-recommends chromium > /dev/null; }

$(VENV)/sdks: tests/requirements-sdks.txt | $(VENV)/tools
	$(BIN)/pip install -q --disable-pip-version-check -r $<
	@touch $@

$(VENV)/package: $(RUST) $(PACKAGE) | $(VENV)/tools
	$(BIN)/pip install -q --disable-pip-version-check ./python
	@touch $@

$(PLAIN)/package: $(RUST) $(PACKAGE) | $(VENV)/bin/pip
	$(PYTHON) -m venv --clear $(PLAIN)
	$(PLAIN)/bin/pip install -q --disable-pip-version-check ./python \
		$$(grep pytest== python/requirements-dev.txt)
	@touch $@

$(FRAMEWORKS:%=%/package): .venv-%/package: tests/requirements-%.txt $(VENV)/package
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/pip install -q --disable-pip-version-check -r $< ./python
	@touch $@

target/release/libapifault.a: $(RUST)
	$(CARGO) build --locked --release -p apifault-ffi
	@touch $@

target/release/examples/runner: $(RUST)
	$(CARGO) build --locked --release -p apifault --example runner
	@touch $@

build/runner: tests/runner.c include/apifault.h target/release/libapifault.a
	@mkdir -p build
	$(CC) $(WARNINGS) -Iinclude $< target/release/libapifault.a -lpthread -ldl -lm -o $@

build/explain: ffi/examples/explain.c include/apifault.h target/release/libapifault.a
	@mkdir -p build
	$(CC) $(WARNINGS) -Iinclude $< target/release/libapifault.a -lpthread -ldl -lm -o $@

include ffi/library.mk
