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
PROGRAMS := decode split featurize scale train predict plot spotify-fetch

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wpointer-arith -Wwrite-strings -Wundef
STANDARD := -std=c17 -D_XOPEN_SOURCE=700 -ffp-contract=off -ffile-prefix-map=$(CURDIR)=. -pthread
COMPILE = $(CC) $(STANDARD) $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -Ilib -DMGC_VERSION='"$(VERSION)"' \
	-MMD -MP $(CFLAGS_$(subst /,_,$(basename $<))) -c -o $@ $<

# each library on the files that include its header and the programs that link it
PC = $(shell pkg-config $(1) 2>/dev/null)
CFLAGS_lib_dsp_fft := $(call PC,--cflags kissfft-float)
CFLAGS_lib_io_json := $(call PC,--cflags libcjson)
CFLAGS_lib_net_http := $(call PC,--cflags libcurl)
LIBS_decode := $(call PC,--libs sndfile libmpg123 soxr)
LIBS_featurize := $(call PC,--libs kissfft-float)
LIBS_scale := $(call PC,--libs libcjson)
LIBS_train := $(call PC,--libs libcjson) -lopenblas
LIBS_predict := $(call PC,--libs libcjson)
LIBS_spotify-fetch := $(call PC,--libs libcurl libcjson)

LIB_SOURCES := $(wildcard lib/*/*.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$B/%.o)
SOURCES := $(LIB_SOURCES) $(wildcard $(PROGRAMS:%=%/*.c))

all: $(PROGRAMS:%=$B/bin/%)

$B/libmgc.a: $(LIB_OBJECTS)
	@rm -f $@
	$(AR) rcD $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(COMPILE)

define program
$B/bin/$(1): $(patsubst %.c,$B/%.o,$(wildcard $(1)/*.c)) $B/libmgc.a
	@mkdir -p $$(@D)
	$(CC) $(CFLAGS) -pthread $(LDFLAGS) -o $$@ $$^ $(LIBS_$(1)) -lm
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$p)))

clean:
	rm -rf $B

.PHONY: all clean
-include $(SOURCES:%.c=$B/%.d)
