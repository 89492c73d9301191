# SPDX-License-Identifier: MIT
# make          build/bin/*             make demo    a song to its genre  [SONG=path]
# make check    the tests               make deps    installs what is missing
# make install  [PREFIX=/usr/local] [DESTDIR=]       config.mk, if there, overrides what is set here
-include config.mk

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(PREFIX)/share/man
B ?= build

VERSION := $(shell git describe --tags --match 'v[0-9]*' 2>/dev/null | sed s/^v// | grep . || cat VERSION)
PROGRAMS := $(patsubst %/main.c,%,$(wildcard $(addsuffix /main.c,decode split featurize scale train \
	predict plot spotify-fetch)))

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef
STANDARD := -std=c17 -D_XOPEN_SOURCE=700 -ffp-contract=off -ffile-prefix-map=$(CURDIR)=. -pthread
COMPILE = $(CC) $(STANDARD) $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -Ilib -DMGC_VERSION='"$(VERSION)"' \
	$(if $(filter tests/%,$<),-I. -Itests/unit) -MMD -MP $(CFLAGS_$(subst /,_,$(basename $<))) -c -o $@ $<

# each library on the files that include its header and the programs that link it
PC = $(shell pkg-config $(1) 2>/dev/null)
CFLAGS_lib_dsp_fft := $(call PC,--cflags kissfft-float)
CFLAGS_lib_io_json := $(call PC,--cflags libcjson)
LIBS_decode := $(call PC,--libs sndfile libmpg123 soxr)
LIBS_featurize := $(call PC,--libs kissfft-float)
LIBS_scale := $(call PC,--libs libcjson)
LIBS_train := $(call PC,--libs libcjson) -lopenblas
LIBS_predict := $(call PC,--libs libcjson)

# the kernels: one source, once for each vector width of this machine's family
KERNELS := baseline $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),avx2)
KERNEL_CFLAGS := -O3 -fno-math-errno -fno-trapping-math
KERNEL_CFLAGS_baseline := -DKERNEL_WIDTH=4
KERNEL_CFLAGS_avx2 := -DKERNEL_WIDTH=8 -march=x86-64-v3

LIB_SOURCES := $(filter-out lib/dsp/kernel_vector.c,$(wildcard lib/*/*.c))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$B/%.o) $(KERNELS:%=$B/lib/dsp/kernel_%.o)
SOURCES := $(LIB_SOURCES) $(wildcard $(PROGRAMS:%=%/*.c))

all: $(PROGRAMS:%=$B/bin/%)

$B/libmgc.a: $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcD $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE)

$(KERNELS:%=$B/lib/dsp/kernel_%.o): $B/lib/dsp/kernel_%.o: lib/dsp/kernel_vector.c Makefile
	@mkdir -p $(@D)
	$(COMPILE) $(KERNEL_CFLAGS) $(KERNEL_CFLAGS_$*) -DKERNEL_NAME='"$*"' -DKERNEL_SYMBOL=kernel_$*

define program
$B/bin/$(1): $(patsubst %.c,$B/%.o,$(wildcard $(1)/*.c)) $B/libmgc.a
	@mkdir -p $$(@D)
	$(CC) $(CFLAGS) -pthread $(LDFLAGS) -o $$@ $$^ $(LIBS_$(1)) -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$p)))

# tests/unit/test_x.c looks into the library, tests/unit/PROGRAM/test_x.c into a program, without
# its main; tests/tools/ helps the shell tests; tests/fuzz/ replays its corpus where nothing fuzzes
UNITS := $(patsubst %.c,$B/%,$(wildcard tests/unit/test_*.c tests/unit/*/test_*.c))
TOOLS := $(patsubst %.c,$B/%,$(wildcard tests/tools/*.c))
FUZZERS := $(patsubst %.c,$B/%,$(filter-out %/driver.c,$(wildcard tests/fuzz/*.c)))
TEST_SOURCES := $(wildcard tests/*/*.c tests/unit/*/*.c)
LINK_TEST = $(CC) $(CFLAGS) -pthread $(LDFLAGS) -o $@ $^ $(foreach p,$(PROGRAMS),$(LIBS_$p)) \
	$(call PC,--libs libcjson kissfft-float) -lopenblas -lm
MODULES_OF = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard $(notdir $(patsubst %/,%,$(dir $(1))))/*.c)))

.SECONDEXPANSION:
$(UNITS): $B/%: $B/%.o $$(call MODULES_OF,$$*) $B/libmgc.a
	$(LINK_TEST) $(call PC,--libs cmocka)

$(TOOLS): $B/%: $B/%.o $B/libmgc.a
	$(LINK_TEST)

$(FUZZERS): $B/%: $B/%.o $(if $(FUZZ),,$B/tests/fuzz/driver.o) $B/libmgc.a
	$(LINK_TEST)

check: all $(UNITS) $(TOOLS) $(FUZZERS)
	B=$B WRAP='$(WRAP)' CMOCKA_MESSAGE_OUTPUT=TAP prove $(if $(WRAP),--exec tests/wrapped) \
	    $(UNITS) tests/*.t

# each target for FUZZ_S seconds, from the corpus, findings beside the programs
FUZZ_S ?= 60
fuzz:
	$(MAKE) B=build-fuzz CC=clang FUZZ=1 CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined' \
	    LDFLAGS=-fsanitize=fuzzer,address,undefined run-fuzzers

run-fuzzers: $(FUZZERS)
	for f in $(notdir $(FUZZERS)); do mkdir -p $B/corpus/$$f && $B/tests/fuzz/$$f -max_total_time=$(FUZZ_S) \
	    -artifact_prefix=$B/$$f- $B/corpus/$$f tests/fuzz/corpus/$$f || exit 1; done

clean:
	rm -rf $B

.PHONY: all check fuzz run-fuzzers clean
-include $(SOURCES:%.c=$B/%.d) $(KERNELS:%=$B/lib/dsp/kernel_%.d) $(TEST_SOURCES:%.c=$B/%.d)
