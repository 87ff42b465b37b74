# memtool: make deps, make, make check; make help lists the rest.
#
# BUILD names the folder for what is built, so that several builds lie side by side; CC, CFLAGS,
# CPPFLAGS, LDFLAGS, PREFIX and DESTDIR as usual. JOBS tests run at once; MEMTOOL is the program that
# the tests run.

ifneq ($(filter deps,$(MAKECMDGOALS)),)
# What deps installs is found while the Makefile is read, so the other goals get a new make.
.NOTPARALLEL:
deps:
	@tests/deps.sh
$(filter-out deps,$(MAKECMDGOALS)): deps
	@$(MAKE) --no-print-directory $@
.PHONY: $(MAKECMDGOALS)
else

BUILD      ?= build
CC         ?= cc
CFLAGS     ?= -O2 -g
PREFIX     ?= /usr/local
PKG_CONFIG ?= pkg-config
JOBS       ?= $(shell nproc)
MEMTOOL    ?= $(BUILD)/memtool
# The oracles need numpy; the first python that has it.
PYTHON     ?= $(shell for p in /usr/bin/python3 python3 python; do \
                $$p -c 'import numpy' 2>/dev/null && echo $$p && break; done)

# How many at once in a make below this one: the jobs of its own jobserver, if it has one.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

# ---- what memtool is made of

CORE  := $(sort $(wildcard core/*/*.c))
CLI   := $(sort $(wildcard cli/*.c))
UNIT  := $(sort $(wildcard tests/unit/test_*.c))
FUZZ  := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
PAGES := $(sort $(wildcard man/*.[17]))
obj    = $(patsubst %.c,$(BUILD)/%.o,$(1))
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT))
DRIVER  := $(sort $(wildcard tests/oracle/*.c))
DRIVERS := $(patsubst tests/oracle/%.c,$(BUILD)/oracle/%,$(DRIVER))

# ---- how

WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wmissing-prototypes -Wstrict-prototypes \
            -Wvla -Wformat=2 -Wno-format-nonliteral -Wno-pedantic

# Hardening, by what the machine has: checked stack frames and library calls, a stack that grows page
# by page, indirect jumps that land where they may.
MACHINE := $(shell $(CC) -dumpmachine)
ifneq ($(filter x86_64-% i386-% i486-% i586-% i686-%,$(MACHINE)),)
BRANCHES := -fcf-protection -fstack-clash-protection
else ifneq ($(filter aarch64-%,$(MACHINE)),)
BRANCHES := -mbranch-protection=standard
endif
HARDEN      ?= -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 $(BRANCHES)
HARDEN_LINK := -pie -Wl,-z,relro,-z,now,-z,noexecstack

# Optional libraries: where pkg-config finds one, its headers are read and WITH_NAME is defined; the
# library itself is loaded by the command that needs it.
with = $(shell $(PKG_CONFIG) --exists $(1) && echo -DWITH_$(2) $$($(PKG_CONFIG) --cflags-only-I $(1)))
OPTIONAL := $(call with,libdw,LIBDW) $(call with,readline,READLINE)

# Not -fPIE: the variables of libraries (environ, optind) would be copied into the program, and sym:
# would see the dead ones that were left behind.
BASE := -std=gnu17 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -fPIC -fvisibility=hidden -Icore -Icli -MMD -MP $(WARNINGS) \
        $(shell $(PKG_CONFIG) --cflags libffi) $(OPTIONAL)

# libffi by its archive of position-independent code, where there is one: a library less to load at
# every start. LIBFFI= takes the shared one.
LIBFFI ?= $(wildcard $(shell $(CC) -print-file-name=libffi_pic.a))
LIBS   := $(or $(LIBFFI),$(shell $(PKG_CONFIG) --libs libffi)) -lm -ldl

# Each command is one short line, or with V=1 the whole of it.
say = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$(2)';)

COMPILE = $(CC) $(BASE) $(HARDEN) $(CFLAGS) $(CPPFLAGS)
LINK    = $(CC) $(CFLAGS) $(HARDEN_LINK) $(LDFLAGS)

# ---- building

ifeq ($(CLI),)
all: $(BUILD)/libmemtool.a
else ifeq ($(BUILD),build)
all: memtool                 ## builds ./memtool (the default)
else
all: $(BUILD)/memtool
endif

memtool: $(BUILD)/memtool
	@cp $< $@

$(BUILD)/memtool: $(call obj,$(CLI)) $(BUILD)/libmemtool.a
	$(call say,link,$@)$(LINK) -o $@ $(filter %.o %.a,$^) $(LIBS)

$(BUILD)/libmemtool.a: $(call obj,$(CORE)) $(BUILD)/parts
	$(call say,ar,$@)rm -f $@ && ar rcs $@ $(filter %.o,$^)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libmemtool.a
	@mkdir -p $(@D)
	$(call say,link,$@)$(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

$(BUILD)/oracle/%: $(BUILD)/tests/oracle/%.o $(BUILD)/libmemtool.a
	@mkdir -p $(@D)
	$(call say,link,$@)$(LINK) -o $@ $^ $(LIBS)

# What is tested of the face needs its objects.
$(BUILD)/unit/test_words $(BUILD)/fuzz_words: $(call obj,cli/words.c)
$(BUILD)/fuzz_script: $(call obj,$(filter-out cli/main.c cli/cmd_call.c cli/report.c,$(CLI)))

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc,$@)$(COMPILE) -c -o $@ $<

quoted = '$(subst ','\'',$(1))'

# A change of flags builds all anew; a file that is gone leaves the archive.
$(BUILD)/flags: ALWAYS
	@mkdir -p $(@D)
	@printf '%s\n' $(call quoted,$(COMPILE) / $(LINK) $(LIBS)) >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@
$(BUILD)/parts: ALWAYS
	@mkdir -p $(@D)
	@printf '%s\n' $(call quoted,$(CORE) $(CLI)) >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(patsubst %.o,%.d,$(call obj,$(CORE) $(CLI) $(UNIT) $(DRIVER)))

# ---- installing

INSTALL := install
bindir  := $(DESTDIR)$(PREFIX)/bin
mandir  := $(DESTDIR)$(PREFIX)/share/man
share   := $(DESTDIR)$(PREFIX)/share
bash    := $(share)/bash-completion/completions
zsh     := $(share)/zsh/site-functions
fish    := $(share)/fish/vendor_completions.d

install: all                 ## the program, manual and completions under DESTDIR and PREFIX
	$(INSTALL) -d $(bindir) $(mandir)/man1 $(mandir)/man7 $(bash) $(zsh) $(fish)
	$(INSTALL) -m 755 $(BUILD)/memtool $(bindir)/memtool
	$(INSTALL) -m 644 $(filter %.1,$(PAGES)) $(mandir)/man1
	$(INSTALL) -m 644 $(filter %.7,$(PAGES)) $(mandir)/man7
	$(INSTALL) -m 644 cli/completions/memtool.bash $(bash)/memtool
	$(INSTALL) -m 644 cli/completions/_memtool $(zsh)/_memtool
	$(INSTALL) -m 644 cli/completions/memtool.fish $(fish)/memtool.fish

uninstall:                   ## takes them away again
	rm -f $(bindir)/memtool $(bash)/memtool $(zsh)/_memtool $(fish)/memtool.fish
	rm -f $(patsubst man/%.1,$(mandir)/man1/%.1,$(filter %.1,$(PAGES)))
	rm -f $(patsubst man/%.7,$(mandir)/man7/%.7,$(filter %.7,$(PAGES)))

# ---- testing

TESTS ?= $(UNITS) $(sort $(wildcard tests/*.bats tests/demos/*.bats)) \
         $(filter-out tests/oracle/_%,$(sort $(wildcard tests/oracle/*.py))) tests/faults/sweep.py \
         tests/fuzz/argv.py tests/manual.py

deps:                        ## installs what building and testing need
demo: all                    ## a short tour on real input
	@MEMTOOL=$(abspath $(MEMTOOL)) tests/demos/tour.sh

check:                       ## all tests: unit, bats, oracles, and the examples of the manual
	@$(MAKE) --no-print-directory $(PARALLEL) all units drivers
	@MEMTOOL=$(abspath $(MEMTOOL)) BUILD=$(BUILD) PYTHON=$(PYTHON) CC='$(CC)' \
	  tests/run.sh -j $(JOBS) -o $(BUILD)/check $(TESTS)

units: $(UNITS)
drivers: $(DRIVERS)

check-unit: $(UNITS)         ## the unit tests alone
	@BUILD=$(BUILD) tests/run.sh -j $(JOBS) -o $(BUILD)/check-unit $(UNITS)

check-floats: $(BUILD)/oracle/float_check ## all 2^32 floats and 100 million doubles; forty minutes of processor time
	$(BUILD)/oracle/float_check $(CHECK_FLOATS)

# The whole suite again with every read, write and arithmetic step watched. SCALE shrinks the
# oracles; reports of processes that a test looks away from are found in the folder. LeakSanitizer
# stumbles over the thread-local memory of libraries loaded late (libdw) unless told to leave it.
# That there is no memory for some terabytes is no finding.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
REPORTS   = $(abspath $(BUILD))/sanitize/reports
sanitize:                    ## the same tests under AddressSanitizer and UBSan
	@rm -rf $(REPORTS) && mkdir -p $(REPORTS)
	@ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:intercept_tls_get_addr=0:exitcode=66:log_path=$(REPORTS)/asan \
	 UBSAN_OPTIONS=print_stacktrace=1:exitcode=66:log_path=$(REPORTS)/ubsan \
	 MEMTOOL_SANITIZED=1 SCALE=$${SCALE:-0.1} \
	 $(MAKE) --no-print-directory BUILD=$(BUILD)/sanitize MEMTOOL=$(BUILD)/sanitize/memtool HARDEN= \
	  CFLAGS='-O1 -g $(SANITIZE)' check; status=$$?; \
	 for report in $(REPORTS)/*; do \
	   ! grep -qsv 'WARNING: AddressSanitizer failed to allocate' $$report || { echo "== $$report"; head -n 60 $$report; status=1; }; done; \
	 exit $$status

# And under valgrind, which sees reads of what was never written; an hour and more, so no part of
# .ci/run. What it cannot run is skipped as under sanitizers.
VALGRIND = $(abspath $(BUILD))/valgrind
check-valgrind:              ## the same tests under valgrind's memcheck; slow
	@$(MAKE) --no-print-directory $(PARALLEL) all units drivers
	@rm -rf $(VALGRIND) && mkdir -p $(VALGRIND)
	@VALGRIND_PROGRAM=$(abspath $(MEMTOOL)) VALGRIND_REPORTS=$(VALGRIND) MEMTOOL_SANITIZED=1 MEMTOOL_VALGRIND=1 \
	 SLOWNESS=$${SLOWNESS:-50} PROGRAM=$(abspath $(MEMTOOL)) \
	 MEMTOOL=$(CURDIR)/tests/valgrind/memtool UNDER='tests/valgrind/memtool --unit' DIALOGUE_WAIT=60 \
	 BUILD=$(BUILD) PYTHON=$(PYTHON) CC='$(CC)' SCALE=$${SCALE:-0.02} TEST_TIMEOUT=$${TEST_TIMEOUT:-7200} \
	  tests/run.sh -j $(JOBS) -o $(BUILD)/check-valgrind $(TESTS); status=$$?; \
	 for report in $$(find $(VALGRIND) -type f -size +0); do echo "== $$report"; head -n 60 $$report; status=1; done; \
	 exit $$status

# The same tests with other compilers, C libraries and machines; tests/ports.sh has their table.
check-ports:                 ## all tests on musl, i386, aarch64, s390x and with clang (PORT=name for one)
	@JOBS=$(JOBS) PYTHON=$(PYTHON) TESTS='$(if $(filter command% environment%,$(origin TESTS)),$(TESTS))' \
	  tests/ports.sh $(PORT)

deps-ports:                  ## installs the compilers and emulators that make check-ports knows
	@tests/deps.sh ports
	@tests/ports.sh -l $(PORT)

# ---- measuring: against limit prototypes and peers; what lies in cache by `kernels` and `numbers`

BENCH := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c tests/bench/limits/*.c))

bench:                       ## memtool, its limits and its peers side by side (ROW=name for one)
	@$(MAKE) --no-print-directory $(PARALLEL) all benches
	@MEMTOOL=$(abspath $(MEMTOOL)) BUILD=$(BUILD) PYTHON=$(PYTHON) tests/bench/run.py $(BENCH_FLAGS) $(ROW)

benches: $(BENCH)

$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/libmemtool.a
	@mkdir -p $(@D)
	$(call say,link,$@)$(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

deps-bench:                  ## installs the peers that make bench knows
	@tests/deps.sh bench

# ---- fuzzing: libFuzzer over tests/fuzz/fuzz_NAME.c, seeds in tests/fuzz/corpus/NAME

MINUTES    ?= 1
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
FUZZ_BUILD := build/fuzz
fuzz:                        ## each fuzz target for MINUTES (FUZZ=name for one)
	@$(MAKE) --no-print-directory $(PARALLEL) BUILD=$(FUZZ_BUILD) CC=clang HARDEN= CFLAGS='$(FUZZ_FLAGS)' \
	  $(addprefix $(FUZZ_BUILD)/fuzz_,$(FUZZ))
	@tests/fuzz/run.sh libfuzzer $(FUZZ_BUILD) $(MINUTES) $(JOBS) $(FUZZ)

# The same targets: afl-clang-fast links its own driver for -fsanitize=fuzzer.
AFL_BUILD := build/afl
fuzz-afl:                    ## the same by AFL++ (make deps-deep installs it)
	@AFL_QUIET=1 AFL_USE_ASAN=1 AFL_USE_UBSAN=1 $(MAKE) --no-print-directory $(PARALLEL) BUILD=$(AFL_BUILD) \
	  CC=afl-clang-fast HARDEN= CFLAGS='-O1 -g' $(addprefix $(AFL_BUILD)/fuzz_,$(FUZZ))
	@tests/fuzz/run.sh afl $(AFL_BUILD) $(MINUTES) $(JOBS) $(FUZZ)

deps-deep:                   ## installs what check-valgrind and fuzz-afl need
	@tests/deps.sh deep

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/libmemtool.a
	$(call say,link,$@)$(LINK) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

# ---- looking at the code

SOURCES := $(CORE) $(CLI) $(sort $(wildcard tests/*/*.c))
HEADERS := $(sort $(wildcard core/*/*.h cli/*.h tests/unit/*.h tests/fuzz/*.h))
SCRIPTS := $(sort $(wildcard tests/*.sh tests/*/*.sh tests/*.bash cli/completions/*.bash)) .ci/run
BATS    := $(sort $(wildcard tests/*.bats tests/demos/*.bats))
tidied   = $(patsubst %.c,build/lint/%.tidy,$(CORE) $(CLI))
analyzed = $(patsubst %.c,build/lint/%.analyzed,$(CORE) $(CLI))

LINTS := lint-format lint-shell lint-man lint-house lint-cppcheck lint-tidy analyze
lint:                        ## format, static analysis, shell, manual pages
	@$(MAKE) --no-print-directory -k $(PARALLEL) $(LINTS)

lint-format:
	@clang-format --dry-run -Werror $(SOURCES) $(HEADERS)

# In bats files, run sets stderr and friends, $ in single quotes is meant for somebody else, and
# tests are subshells, whose variables nobody else needs.
comma := ,
lint-shell:
	@shellcheck $(SCRIPTS)
	@$(if $(BATS),shellcheck -s bats -e SC2016$(comma)SC2030$(comma)SC2031$(comma)SC2154 $(BATS))

lint-man:
	@$(if $(PAGES),mandoc -T lint -W warning $(PAGES))

# The house rules that a program can check: one room a file, two lines that say what it is for.
lint-house:
	@tests/house.sh $(CORE) $(CLI) $(HEADERS)

lint-cppcheck:
	@cppcheck -q -j $(JOBS) --std=c11 --enable=warning,performance,portability --inline-suppr \
	  --suppressions-list=tests/cppcheck.txt --error-exitcode=1 -Icore -Icli -D_GNU_SOURCE -D__x86_64__ $(CORE) $(CLI)

# DEEP=1 lets the analyzer take ten times as long, and see ghosts as well.
lint-tidy: $(tidied)

build/lint/%.tidy: %.c .clang-tidy $(HEADERS)
	@mkdir -p $(@D)
	$(call say,tidy,$<)true
	@clang-tidy --quiet --warnings-as-errors='*' $< -- $(filter-out -MMD -MP,$(BASE)) \
	  -Xclang -analyzer-config -Xclang mode=$(if $(DEEP),deep,shallow) \
	  $(if $(filter-out core/base/error.c,$<),-include tests/analyzer.h) >$@.out 2>&1 || { cat $@.out; exit 1; }
	@touch $@

analyze: $(analyzed)         ## gcc -fanalyzer over core/ and cli/; part of lint

build/lint/%.analyzed: %.c tests/analyzer.h $(HEADERS)
	@mkdir -p $(@D)
	$(call say,look,$<)gcc $(filter-out -MMD -MP,$(BASE)) -O1 -Werror -Wno-unused-value -Wno-maybe-uninitialized -fanalyzer \
	  $(if $(filter-out core/base/error.c,$<),-include tests/analyzer.h) -c -o /dev/null $<
	@touch $@

format:                      ## clang-format over the sources
	clang-format -i $(SOURCES) $(HEADERS)

coverage:                    ## lines and branches of core/ that the tests run (gcov)
	@rm -rf build/coverage
	@$(MAKE) --no-print-directory BUILD=build/coverage MEMTOOL=build/coverage/memtool HARDEN= \
	  CFLAGS='-O0 -g --coverage -include tests/coverage.h' SCALE=$${SCALE:-0.1} \
	  TESTS="$(subst $(BUILD)/,build/coverage/,$(TESTS))" check || true
	@tests/coverage.sh build/coverage $(CORE)

clean:                       ## removes what was built
	rm -rf build memtool

help:                        ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

ALWAYS:
.PHONY: all bench benches deps-bench deps-deep deps-ports install uninstall demo check units drivers check-unit \
        check-floats check-ports sanitize check-valgrind fuzz fuzz-afl lint $(LINTS) format coverage clean help deps \
        ALWAYS
.SECONDARY:

endif
