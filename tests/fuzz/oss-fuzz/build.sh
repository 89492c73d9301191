#!/bin/bash -eu
# SPDX-License-Identifier: MIT
# Builds the fuzz targets as OSS-Fuzz wants them: from $SRC/mgc into $OUT, by $CC with $CFLAGS and
# $LIB_FUZZING_ENGINE, each with a seed corpus and a dictionary. `try` beside it does so here.
#
# Libraries are the system's, whose files go into $OUT/lib: they are not there where targets run.
cd "$SRC/mgc"
build=$WORK/mgc
linker=$CC
[[ $LIB_FUZZING_ENGINE = -fsanitize=* ]] || linker=$CXX # an archive of C++

# shellcheck disable=SC2016
make -s -j"$(nproc)" B="$build" FUZZ=1 CC="$CC" LINKER="$linker" CFLAGS="$CFLAGS" \
	LDFLAGS="$LIB_FUZZING_ENGINE -Wl,--as-needed -Wl,-rpath,'\$\$ORIGIN/lib'" fuzzers

# those that are wherever programs are stay away: libc, the loader, and what comes with the compiler
copy_libraries() { # TARGET
	ldd "$1" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
		grep -vE '/(libc|libm|libdl|librt|libpthread|libresolv|libgcc_s|ld-linux[^/]*)\.so[.0-9]*$' |
		while read -r library; do
			cp -L "$library" "$OUT/lib"
		done
}

# seeds TARGET: files that it begins with, of our own making
seeds() {
	find "tests/fuzz/corpus/$1" -type f
	case $1 in
	decode) find tests/golden/wav -type f -size -40k && echo tests/data/tone.mp3 ;;
	csv) find tests/golden -maxdepth 1 -name '*.csv' -size -200k ;;
	json | spotify) find tests/data/spotify -name '*.json' ;;
	esac
}

dictionary_of() { # TARGET
	case $1 in
	csv | charts | training) echo csv ;;
	json | spotify) echo json ;;
	decode) echo audio ;;
	model | weights) echo safetensors ;;
	stream) echo stream ;;
	esac
}

mkdir -p "$OUT/lib"
for target in "$build"/tests/fuzz/*; do
	name=${target##*/}
	[[ -x $target && -f $target && $name != *.* ]] || continue
	cp "$target" "$OUT/$name"
	copy_libraries "$target"
	rm -f "$OUT/${name}_seed_corpus.zip"
	seeds "$name" | zip -q -@ "$OUT/${name}_seed_corpus.zip"
	dictionary=$(dictionary_of "$name")
	[[ -z $dictionary ]] || cp "tests/fuzz/oss-fuzz/$dictionary.dict" "$OUT/$name.dict"
done
