# memtool: make deps, make, make check. BUILD names the folder for what is built; CC, CFLAGS as usual.

BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
PKG_CONFIG ?= pkg-config

WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wmissing-prototypes -Wstrict-prototypes \
            -Wvla -Wformat=2 -Wno-format-nonliteral -Wno-pedantic
BASE     := -std=gnu17 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -fPIE -Icore -Icli -MMD -MP $(WARNINGS)
BASE     += $(shell $(PKG_CONFIG) --cflags libffi)
LIBS     := $(shell $(PKG_CONFIG) --libs libffi) -lm -ldl

CORE := $(wildcard core/*/*.c)
CLI  := $(wildcard cli/*.c)
UNIT := $(wildcard tests/unit/test_*.c)
obj   = $(patsubst %.c,$(BUILD)/%.o,$(1))
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT))

all: memtool

memtool: $(BUILD)/memtool
	@cp $< $@

$(BUILD)/memtool: $(call obj,$(CLI)) $(BUILD)/libmemtool.a
	$(CC) $(CFLAGS) $(LDFLAGS) -pie -o $@ $^ $(LIBS)

$(BUILD)/libmemtool.a: $(call obj,$(CORE))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libmemtool.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -pie -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(BASE) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<

check-unit: $(UNITS)
	@for t in $(UNITS); do $$t || exit 1; done

check: all check-unit

clean:
	rm -rf $(BUILD) memtool

format:
	clang-format -i $(wildcard core/*/*.[ch] cli/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch])

-include $(patsubst %.o,%.d,$(call obj,$(CORE) $(CLI) $(UNIT)))

.PHONY: all check check-unit clean format
.SECONDARY:
