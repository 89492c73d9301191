# SPDX-License-Identifier: MIT
# make          build/bin/*             make demo    a song to its genre  [SONG=path]
# make check    the tests               make deps    installs what is missing
# make bench    speed, as ratios        make fuzz    each parser for a minute, with clang
# make torture  all that can fail, fails                 make format  the layout of the sources
# make release  of a tag  [KEY=]                          make manuals  as HTML and PDF, by mandoc
# make install  [PREFIX=/usr/local] [DESTDIR=]       config.mk, if there, overrides what is set here

# A song has any name, which make is not to read: $ is a letter of it. Said first of all: from 4.4 on
# make hands each $(shell) what it exports, and expands it for that.
override SONG := $(value SONG)
export SONG

-include config.mk

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(PREFIX)/share/man
B ?= build

VERSION := $(shell packaging/version)
PROGRAMS := decode split featurize scale train predict plot spotify-fetch
CORES = $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# programs that pipelines alone call
HELPERS := columns ledger page relabel
# what can be run in pipelines/
PIPELINES := $(sort $(notdir $(shell find pipelines -maxdepth 1 -type f -perm -100)))

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef -Wno-missing-field-initializers
MACHINE := $(shell $(CC) -dumpmachine)
STD ?= c17
# floats are floats: s390x would compute with doubles by the standard's letter
STANDARD := -std=$(STD) -D_XOPEN_SOURCE=700 -ffp-contract=off -ffile-prefix-map=$(CURDIR)=. -pthread \
	$(if $(filter s390%,$(MACHINE)),-fexcess-precision=fast)
# make V=1 shows the commands, make -s nothing
Q = $(if $(V),,@$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,echo '  $@';))
COMPILE = $(Q)$(CC) $(STANDARD) $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -Ilib \
	$(if $(filter tests/%,$<),-I. -Itests/unit) -MMD -MP $(CFLAGS_$(subst /,_,$(basename $<))) -c -o $@ $<

# each library on the files that include its header and the programs that link it
PC = $(shell pkg-config $(1) 2>/dev/null)
CFLAGS_lib_base_crc32 := $(call PC,--cflags libdeflate)
CFLAGS_lib_base_utf8 := $(call PC,--cflags libutf8proc)
CFLAGS_lib_dsp_fft := $(call PC,--cflags kissfft-float)
CFLAGS_lib_io_json := $(call PC,--cflags libcjson)
CFLAGS_plot_fonts := $(call PC,--cflags fontconfig)
CFLAGS_lib_net_http := $(call PC,--cflags libcurl)
LIBS_decode := $(call PC,--libs sndfile libmpg123 soxr libdeflate libutf8proc libcjson)
LIBS_split := $(call PC,--libs libdeflate)
LIBS_featurize := $(call PC,--libs kissfft-float libdeflate libcjson libutf8proc)
LIBS_scale := $(call PC,--libs libcjson libdeflate libutf8proc)
LIBS_train := $(call PC,--libs libcjson libdeflate kissfft-float libutf8proc) -lopenblas
LIBS_predict := $(call PC,--libs libcjson libdeflate libutf8proc)
# helpers read and write tables; ledger reads a model
$(foreach p,$(HELPERS),$(eval LIBS_$p := $(call PC,--libs libcjson libdeflate libutf8proc)))
LIBS_plot := $(call PC,--libs libcjson libutf8proc fontconfig)
LIBS_spotify-fetch := $(call PC,--libs libcurl libcjson libutf8proc)

# the kernels: each of these sources once for each vector width of this machine's family
VECTOR_SOURCES := lib/dsp/kernel_vector.c lib/nn/conv_vector.c
KERNELS := baseline $(if $(filter x86_64%,$(MACHINE)),avx2 avx512)
VECTOR := -O3 -fno-math-errno -fno-trapping-math
# and plain loops over arrays, which compilers vectorise when told to
$(foreach f,lib_dsp_fbank lib_dsp_time_domain lib_dsp_melgram lib_dsp_tempo lib_dsp_tuning lib_dsp_chroma \
	lib_io_floats lib_io_samples lib_nn_conv lib_nn_ensemble lib_nn_mobilenet lib_nn_musicnn \
	lib_nn_network lib_nn_time_conv lib_stats_moments lib_stats_typical train_adam train_lbfgs train_lda train_mlp train_rows,\
	$(eval CFLAGS_$f := $(VECTOR)))
# samples are finite: so that a search for the largest can be a vector's
CFLAGS_lib_dsp_time_domain += -ffinite-math-only -fno-signed-zeros
KERNEL_CFLAGS_baseline := -DKERNEL_WIDTH=4 -ffp-contract=fast
KERNEL_CFLAGS_avx2 := -DKERNEL_WIDTH=8 -march=x86-64-v3 -ffp-contract=fast
KERNEL_CFLAGS_avx512 = -DKERNEL_WIDTH=$(if $(findstring conv,$@),16,8) -march=x86-64-v4 -ffp-contract=fast

LIB_SOURCES := $(filter-out $(VECTOR_SOURCES),$(wildcard lib/*/*.c))
KERNEL_OBJECTS := $(foreach k,$(KERNELS),$(VECTOR_SOURCES:%_vector.c=$B/%_$k.o))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$B/%.o) $(KERNEL_OBJECTS)
SOURCES := $(LIB_SOURCES) $(wildcard $(PROGRAMS:%=%/*.c) $(HELPERS:%=pipelines/helpers/%/*.c))

all: $(PROGRAMS:%=$B/bin/%) $(HELPERS:%=$B/bin/helpers/%)

$B/libmgc.a: $(LIB_OBJECTS)
	@rm -f $@
	$(Q)$(AR) rcD $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE)

# what --version says, made anew when it has changed
CFLAGS_lib_base_version := -DMGC_VERSION='"$(VERSION)"'
$B/lib/base/version.o: $B/version
$B/version: always
	@mkdir -p $(@D)
	@echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' >$@

# rules for system calls, each only on machines that have the call
CFLAGS_lib_base_sandbox := -I$B/lib
$B/lib/base/sandbox.o: $B/lib/base/sandbox_calls.h
$B/lib/base/sandbox_calls.h: lib/base/sandbox.calls Makefile
	@mkdir -p $(@D)
	@awk '/^[a-z]/ { when = $$1 == "read" ? "read_files" : $$1; what = $$2 == "kill" ? "kill_process" : $$2; \
	    printf "#ifdef __NR_%s\n{%s, %s, __NR_%s, %s},\n#endif\n", $$3, when, what, $$3, \
	    NF == 6 ? $$4 ", " $$5 ", " $$6 : "NO_ARGUMENT, 0, 0" }' $< >$@

# x_vector.c becomes x_baseline.o, which defines x_baseline, and so on
define kernel
$B/$(1)_$(2).o: $(1)_vector.c Makefile
	@mkdir -p $$(@D)
	$$(COMPILE) $(VECTOR) $$(KERNEL_CFLAGS_$(2)) -DKERNEL_NAME='"$(2)"' -DKERNEL_SYMBOL=$(notdir $(1))_$(2)
endef
$(foreach f,$(VECTOR_SOURCES:%_vector.c=%),$(foreach k,$(KERNELS),$(eval $(call kernel,$f,$k))))

# its folder, its name in $B/bin
define program
$B/bin/$(2): $(patsubst %.c,$B/%.o,$(wildcard $(1)/*.c)) $B/libmgc.a
	@mkdir -p $$(@D)
	$$(Q)$(CC) $(CFLAGS) -pthread $(LDFLAGS) -o $$@ $$^ $(LIBS_$(notdir $(2))) -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$p,$p)))
$(foreach p,$(HELPERS),$(eval $(call program,pipelines/helpers/$p,helpers/$p)))

# what is missing, by the system's package manager: packaging/dependencies
deps:
	@packaging/deps $(DEPS)

# Each step is said before it takes its time. deps first, then a make that sees what they brought; it does
# without a hundred libraries of ffmpeg's
demo:
	@echo '1. libraries, compiler, gnuplot, mpg123: what is missing is installed'
	@packaging/deps lib build run
	@echo "2. building in $B, on $(CORES) cores: less than a minute where it has not been done"
	@$(MAKE) --no-print-directory -s $(if $(findstring -j,$(MAKEFLAGS)),,-j$(CORES)) all
	@printf '3. playing, if there is a sound device, and telling the genre of %s\n\n' "$${SONG:-the song that comes along}"
	@pipelines/demo -o $B/demo.png $${SONG:+-- "$$SONG"}
	@printf '%s\n' '' 'The same as a picture: $B/demo.png. What next?' \
		'  pipelines/classify -o genres.csv ~/Music  # the genre of each song; later, of new ones' \
		'  pipelines/learn ~/Music -o own            # your own genres, by the tags of your songs' \
		'  pipelines/mgc doctor                      # what is installed, what would do better'

# the bundled song anew; needs ffmpeg, with LAME
SONG_TAGS := -metadata title='Prelude in C major, BWV 846 (opening)' \
	-metadata artist='J. S. Bach, played by compose.c'
song: $B/compose
	$B/compose > $B/prelude.f32
	ffmpeg -v error -y -f f32le -ar 44100 -ac 1 -i $B/prelude.f32 $(SONG_TAGS) -bitexact \
		-c:a libmp3lame -q:a 5 $B/prelude.mp3
	mv $B/prelude.mp3 pipelines/song/prelude.mp3

# a tone in each format that mgc doctor tries; needs ffmpeg, with encoders for all
TONE := ffmpeg -v error -y -f lavfi -i sine=frequency=440:sample_rate=16000:duration=0.2 -bitexact
formats: $B/tests/tools/encode
	$(TONE) -t 0.05 -c:a pcm_s16le pipelines/formats/tone.wav
	$(TONE) -t 0.05 -c:a pcm_s16be pipelines/formats/tone.aiff
	$(TONE) -t 0.05 -c:a pcm_s16be pipelines/formats/tone.au
	$B/tests/tools/encode flac 1 16000 1600 440 pipelines/formats/tone.flac
	$(TONE) -c:a libvorbis -q:a 0 pipelines/formats/tone.ogg
	$(TONE) -c:a libopus -b:a 16k pipelines/formats/tone.opus
	$(TONE) -c:a libmp3lame -q:a 9 pipelines/formats/tone.mp3
	$(TONE) -c:a aac -b:a 24k pipelines/formats/tone.m4a
	$(TONE) -t 0.1 -c:a alac pipelines/formats/tone.caf
	$(TONE) -c:a wmav2 -b:a 32k pipelines/formats/tone.wma
	$(TONE) -t 0.1 -c:a wavpack pipelines/formats/tone.wv

$B/compose: pipelines/song/compose.c
	@mkdir -p $(@D)
	$(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) -o $@ $< -lm

# Bare names under libexec, since split would hide coreutils'; mgc-<name> and mgc in BINDIR; what is no
# program under share. Links are relative: the whole may be moved.
LIBEXEC := $(DESTDIR)$(LIBEXECDIR)/mgc
SHARE := $(DESTDIR)$(DATADIR)/mgc
# where shells look for completions
BASH_COMPLETIONS ?= $(DATADIR)/bash-completion/completions
ZSH_COMPLETIONS ?= $(DATADIR)/zsh/site-functions
FISH_COMPLETIONS ?= $(DATADIR)/fish/vendor_completions.d
# folders of pipelines/ that hold data
DATA_FOLDERS := song formats weights helpers/page

install: all
	install -d $(DESTDIR)$(BINDIR) $(DATA_FOLDERS:%=$(SHARE)/%) $(SHARE)/models $(LIBEXEC)/helpers \
		$(DATA_FOLDERS:%=$(LIBEXEC)/pipelines/%) $(LIBEXEC)/pipelines/cluster \
		$(foreach s,1 5 7,$(DESTDIR)$(MANDIR)/man$s) \
		$(DESTDIR)$(BASH_COMPLETIONS) $(DESTDIR)$(ZSH_COMPLETIONS) $(DESTDIR)$(FISH_COMPLETIONS)
	install $(PROGRAMS:%=$B/bin/%) $(LIBEXEC)
	install $(HELPERS:%=$B/bin/helpers/%) $(LIBEXEC)/helpers
	install $(PIPELINES:%=pipelines/%) $(LIBEXEC)/pipelines
	install -m 644 pipelines/common.bash $(LIBEXEC)/pipelines
	install pipelines/helpers/complete pipelines/helpers/list-job pipelines/helpers/send-job $(LIBEXEC)/pipelines/helpers
	install pipelines/weights/slice $(LIBEXEC)/pipelines/weights
	install -m 644 pipelines/cluster/slurm.sbatch $(LIBEXEC)/pipelines/cluster
	install -m 644 pipelines/song/prelude.mp3 $(SHARE)/song
	install -m 644 pipelines/formats/* $(SHARE)/formats
	install -m 644 pipelines/weights/*.tsv pipelines/weights/*.json $(SHARE)/weights
	install -m 644 pipelines/helpers/page/page.css pipelines/helpers/page/page.js $(SHARE)/helpers/page
	install -m 644 models/*.safetensors models/*.md $(SHARE)/models
	install -m 644 pipelines/completion.bash $(DESTDIR)$(BASH_COMPLETIONS)/mgc
	install -m 644 pipelines/completion.zsh $(DESTDIR)$(ZSH_COMPLETIONS)/_mgc
	install -m 644 pipelines/completion.fish $(DESTDIR)$(FISH_COMPLETIONS)/mgc.fish
	for s in 1 5 7; do install -m 644 $$(ls */*.$$s lib/*/*.$$s 2>/dev/null) \
		$(DESTDIR)$(MANDIR)/man$$s || exit 1; done
	for d in $(DATA_FOLDERS); do for f in $(SHARE)/$$d/*; do \
		ln -sf $$(packaging/relative $(LIBEXECDIR)/mgc/pipelines/$$d $(DATADIR)/mgc/$$d/$${f##*/}) \
			$(LIBEXEC)/pipelines/$$d || exit 1; done; done
	ln -sfn $$(packaging/relative $(LIBEXECDIR)/mgc $(DATADIR)/mgc/models) $(LIBEXEC)/models
	ln -sfn $$(packaging/relative $(LIBEXECDIR)/mgc $(MANDIR)) $(LIBEXEC)/man
	ln -sf $$(packaging/relative $(BINDIR) $(LIBEXECDIR)/mgc/pipelines/mgc) $(DESTDIR)$(BINDIR)/mgc
	for p in $(PROGRAMS); do \
		ln -sf $$(packaging/relative $(BINDIR) $(LIBEXECDIR)/mgc/$$p) $(DESTDIR)$(BINDIR)/mgc-$$p && \
		ln -sf mgc $(DESTDIR)$(BASH_COMPLETIONS)/mgc-$$p && \
		ln -sf mgc.fish $(DESTDIR)$(FISH_COMPLETIONS)/mgc-$$p.fish || exit 1; done

uninstall:
	rm -rf $(LIBEXEC) $(SHARE)
	rm -f $(DESTDIR)$(BINDIR)/mgc $(PROGRAMS:%=$(DESTDIR)$(BINDIR)/mgc-%) \
		$(DESTDIR)$(MANDIR)/man[157]/mgc*.[157] \
		$(DESTDIR)$(BASH_COMPLETIONS)/mgc $(PROGRAMS:%=$(DESTDIR)$(BASH_COMPLETIONS)/mgc-%) \
		$(DESTDIR)$(ZSH_COMPLETIONS)/_mgc $(DESTDIR)$(FISH_COMPLETIONS)/mgc.fish \
		$(PROGRAMS:%=$(DESTDIR)$(FISH_COMPLETIONS)/mgc-%.fish)

# of the tag that is checked out; KEY=... signs it
release:
	@packaging/release $B/release $(KEY)

manuals:
	@packaging/manuals $B/manuals
	@echo $B/manuals/index.html

# the layout of all sources, by clang-format 14
format:
	clang-format -i $$(find lib $(PROGRAMS) tests pipelines -name '*.[ch]')

clean:
	rm -rf $B

.PHONY: all always clean demo deps format formats install manuals release song uninstall
include models/rules.mk tests/rules.mk
-include $(SOURCES:%.c=$B/%.d) $(KERNEL_OBJECTS:%.o=%.d)
