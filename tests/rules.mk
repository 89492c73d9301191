# SPDX-License-Identifier: MIT
# The tests' part of the Makefile.
# tests/unit/test_x.c looks into the library, tests/unit/PROGRAM/test_x.c into a program, without
# its main; tests/tools/ helps the shell tests; tests/fuzz/ replays its corpus where nothing fuzzes
UNITS := $(patsubst %.c,$B/%,$(wildcard tests/unit/test_*.c tests/unit/*/test_*.c))
TOOLS := $(patsubst %.c,$B/%,$(wildcard tests/tools/*.c))
FUZZERS := $(patsubst %.c,$B/%,$(filter-out %/driver.c,$(wildcard tests/fuzz/*.c)))
TEST_SOURCES := $(filter-out tests/torture/%,$(wildcard tests/*/*.c tests/unit/*/*.c))
# LINKER: of another language, which the library of a fuzzer may be of
LINK_TEST = $(Q)$(or $(LINKER),$(CC)) $(CFLAGS) -pthread $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(foreach p,$(PROGRAMS),$(LIBS_$p)) \
	$(call PC,--libs libcjson kissfft-float) -lopenblas -lm
MODULES_OF = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard $(notdir $(patsubst %/,%,$(dir $(1))))/*.c)))

CFLAGS_tests_tools_encode = $(call PC,--cflags sndfile)

.SECONDEXPANSION:
$(UNITS): $B/%: $B/%.o $$(call MODULES_OF,$$*) $B/libmgc.a
	$(LINK_TEST) $(call PC,--libs cmocka)

$(TOOLS): $B/%: $B/%.o $B/libmgc.a
	$(LINK_TEST)

# those that look into a program
modules = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard $(1)/*.c)))
$B/tests/fuzz/charts: $(call modules,plot)
$B/tests/fuzz/decode: $(call modules,decode)
$B/tests/fuzz/raw: $(call modules,split)
$B/tests/fuzz/spotify: $(call modules,spotify-fetch)
$B/tests/fuzz/training: $(call modules,train)
$(FUZZERS): $B/%: $B/%.o $(if $(FUZZ),,$B/tests/fuzz/driver.o) $B/libmgc.a
	$(LINK_TEST)

# where there is glibc: it calls its allocator
FAILING := $(if $(findstring linux-gnu,$(MACHINE)),$B/tests/torture/failing_alloc.so \
	$B/tests/torture/taken_over.so)

# which ones run: make run-check TESTS='tests/split.t tests/scale.t'
TESTS ?= $(UNITS) tests/*.t

# check needs nothing before it: deps, then a make that sees what they brought
check: deps
	@$(MAKE) --no-print-directory run-check

# programs and unit tests, of another compiler
units: all $(UNITS)

# what the tests run
compile: units $(TOOLS) $(FUZZERS) $(FAILING)

run-check: compile
	@B=$B WRAP='$(WRAP)' CMOCKA_MESSAGE_OUTPUT=TAP prove -j 4 $(if $(WRAP),--exec tests/wrapped) \
	    $(TESTS)

# for arm64, emulated, by a cross compiler: ROOT is a folder with the libraries as Debian has them
# for that machine (its packages, each by dpkg -x; debootstrap does it as well)
check-arm64:
	PKG_CONFIG_LIBDIR=$(ROOT)/usr/lib/aarch64-linux-gnu/pkgconfig PKG_CONFIG_SYSROOT_DIR=$(ROOT) \
	    $(MAKE) B=build-arm64 AR=aarch64-linux-gnu-ar CC='aarch64-linux-gnu-gcc --sysroot=$(ROOT)' \
	    WRAP='$(shell command -v qemu-aarch64) -L $(ROOT)' run-check

# each target for FUZZ_S seconds, from the corpus, findings beside the programs
FUZZ_S ?= 60
fuzz:
	$(MAKE) B=build-fuzz CC=clang FUZZ=1 \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION' \
	    LDFLAGS=-fsanitize=fuzzer,address,undefined run-fuzzers

# as many numbers as the network has, all zero: too many for the corpus in the repository
$B/corpus/weights/zeros:
	@mkdir -p $(@D)
	@header='{"w":{"dtype":"F32","shape":[792079],"data_offsets":[0,3168316]}}       ' && \
	    { printf '\110\0\0\0\0\0\0\0%s' "$$header" && head -c 3168316 /dev/zero; } >$@

# and the tensors of the network of audioset, all zero
$B/corpus/weights/audioset: pipelines/weights/audioset.tsv
	@mkdir -p $(@D)
	@tests/fuzz/zero-weights $< >$@

fuzzers: $(FUZZERS)

run-fuzzers: $(FUZZERS) $B/corpus/weights/zeros $B/corpus/weights/audioset
	for f in $(notdir $(FUZZERS)); do mkdir -p $B/corpus/$$f && $B/tests/fuzz/$$f -max_total_time=$(FUZZ_S) \
	    -artifact_prefix=$B/$$f- $B/corpus/$$f tests/fuzz/corpus/$$f || exit 1; done

# each program with one allocation, one system call after the other failing, and killed
$B/tests/torture/%.so: tests/torture/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(STANDARD) $(WARNINGS) -O2 -fPIC -shared -o $@ $<

torture: all $(TOOLS) $(FAILING)
	@B=$B tests/torture/run

# a Slurm cluster on this machine, as root, where it is installed
check-slurm: all
	@tests/cluster/slurm

# speed, as ratios to the libraries; FFTW is for this alone
BENCH_LIBS = $(call PC,--libs sndfile libdeflate kissfft-float) -lopenblas
HAVE_FFTW := $(if $(call PC,--exists fftw3f && echo yes),yes)
CFLAGS_tests_bench_reference = $(call PC,--cflags sndfile) $(if $(HAVE_FFTW),-DHAVE_FFTW)

# whether it is here, made anew when that has changed
$B/tests/bench/reference.o: $B/tests/bench/fftw
$B/tests/bench/fftw: always
	@mkdir -p $(@D)
	@echo '$(HAVE_FFTW)' | cmp -s - $@ || echo '$(HAVE_FFTW)' >$@

$B/tests/bench/bench: $(patsubst %,$B/tests/bench/%.o,bench cores library measure networks reference tables) \
		$B/libmgc.a
	$(Q)$(CC) $(CFLAGS) -pthread $(LDFLAGS) -o $@ $^ $(BENCH_LIBS) $(if $(HAVE_FFTW),-lfftw3f) -lm

$B/tests/bench/decode_only: $B/tests/bench/decode_only.o
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call PC,--libs libmpg123 soxr)

bench: deps
	@$(MAKE) --no-print-directory -s all $B/tests/bench/bench $B/tests/bench/decode_only
	@work=$$(mktemp -d) && $B/tests/bench/bench $B pipelines/song/prelude.mp3 $$work "$(ROWS)"; \
	    rc=$$?; rm -rf $$work; exit $$rc

.PHONY: bench check check-arm64 check-slurm compile fuzz fuzzers run-check run-fuzzers torture units
-include $(TEST_SOURCES:%.c=$B/%.d)
