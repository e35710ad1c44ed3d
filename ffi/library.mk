# Builds, installs and tests the C library. Part of ../Makefile.

LD ?= ld
OBJCOPY ?= objcopy

PREFIX ?= /usr/local
TOOLS := clang valgrind cmake pkg-config abidiff curl
export PREFIX DESTDIR LIBDIR INCLUDEDIR DOCDIR

.PHONY: library
library: build/lib/libapifault.so build/lib/libapifault.a ## Build the C library into build/lib.

.PHONY: install
install: library ## Install the C library, its headers and its licences below PREFIX (in DESTDIR, if set).
	@ffi/install.sh install

.PHONY: uninstall
uninstall: ## Remove what `make install` with the same variables installed.
	@ffi/install.sh uninstall

.PHONY: check
check: check-abi

.PHONY: check-abi
check-abi: build/has-abidiff target/abi/libapifault.so
	ffi/abi.sh check target/abi/libapifault.so

.PHONY: abi
abi: build/has-abidiff target/abi/libapifault.so ## Record the ABI of the C library after an addition.
	ffi/abi.sh record target/abi/libapifault.so

# An installed library for the tests.
build/installed: library ffi/install.sh $(wildcard ffi/*.in) include/apifault.h include/apifault.hpp \
		LICENSE-MIT LICENSE-APACHE $(wildcard core/THIRD-PARTY.md)
	@rm -rf $@
	@PREFIX=$(CURDIR)/$@ LIBDIR= INCLUDEDIR= DOCDIR= DESTDIR= ffi/install.sh install

.PHONY: test
test: test-c

.PHONY: test-c
test-c: $(VENV)/tools build/installed build/runner build/runner-cpp build/explain $(TOOLS:%=build/has-%) ## Test the installed C library.
	$(BIN)/python -m pytest -q -c python/pyproject.toml --rootdir . -o pythonpath=../tests ffi/tests

.PHONY: bench
bench: bench-c

.PHONY: bench-c
bench-c: ## Time apifault_decide beside the decision in Rust.
	$(CARGO) bench --locked -p apifault-ffi --bench decide

build/lib/libapifault.so: target/release/libapifault.a
	@mkdir -p build/lib
	cp target/release/libapifault.so $@
	@touch $@

# One object that exports only the functions of the interface: a program can link it together with
# other static libraries that are written in Rust.
build/lib/libapifault.a: target/release/libapifault.a
	@mkdir -p build/lib
	$(LD) -r --force-group-allocation -u apifault_version_number $< -o build/lib/apifault.o
	$(OBJCOPY) --wildcard --keep-global-symbol='apifault_*' --strip-unneeded \
		--remove-section=.llvmbc --remove-section=.llvmcmd build/lib/apifault.o
	@rm -f $@
	$(AR) rcs $@ build/lib/apifault.o

build/runner-cpp: tests/runner.cpp include/apifault.h include/apifault.hpp target/release/libapifault.a
	@mkdir -p build
	$(CXX) $(subst c99,c++17,$(WARNINGS)) -Iinclude $< target/release/libapifault.a -lpthread -ldl -lm -o $@

target/abi/libapifault.so: $(RUST)
	$(CARGO) build --locked --profile abi -p apifault-ffi
	@touch $@

# Tools that the tests of the C library need, and the Debian packages that contain them.
build/has-%:
	@mkdir -p build
	@$(call find,$*) || { $(APT_UPDATE); $(APT_GET) install -qy $(package); } || { \
		echo "the tests of the C library need $*: install it" >&2; exit 1; }
	@touch $@

find = command -v $(1) > /dev/null
build/has-curl: find = test -e /usr/include/curl/curl.h -o -e /usr/include/$$(uname -m)-linux-gnu/curl/curl.h
build/has-%: package = $*
build/has-abidiff: package = abigail-tools
build/has-curl: package = libcurl4-openssl-dev
