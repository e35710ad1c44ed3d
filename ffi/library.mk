# The C library: how it is built, installed and tested. Part of ../Makefile.

LD ?= ld
OBJCOPY ?= objcopy

PREFIX ?= /usr/local
export PREFIX DESTDIR LIBDIR INCLUDEDIR

.PHONY: library
library: build/lib/libapifault.so build/lib/libapifault.a ## Build the C library into build/lib.

.PHONY: install
install: library ## Install the C library and its headers below PREFIX (in DESTDIR, if set).
	@ffi/install.sh install

.PHONY: uninstall
uninstall: ## Remove what `make install` with the same variables has installed.
	@ffi/install.sh uninstall

build/lib/libapifault.so: target/release/libapifault.a
	@mkdir -p build/lib
	cp target/release/libapifault.so $@
	@touch $@

# One object in which only the names of the interface are seen: a program may link it beside other
# static libraries that were written in Rust.
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
