#!/bin/sh
# SPDX-License-Identifier: MIT
# Whether includes point down: docs/architecture.md. Prints those that do not; exit status 1.
# Run from the project's root, or from another one with the same layout.
bad=$(
	for file in lib/*/*.[ch] [a-z]*/*.[ch]; do
		[ -f "$file" ] || continue
		case $file in
		lib/base/*) may='base' ;;
		lib/dsp/* | lib/stats/* | lib/io/* | lib/net/*) may='base' ;;
		lib/nn/*) may='base stats' ;;
		lib/features/*) may='base dsp stats nn io' ;;
		lib/tables/*) may='base io stats features' ;;
		lib/model/*) may='base io nn stats features' ;;
		lib/cli/*) may='base io' ;;
		lib/*) echo "$file: a folder without a rank: give it one in tests/lint/layers.sh"; continue ;;
		*/*/*) continue ;;
		*) may='base dsp stats nn io net features tables model cli' ;;
		esac
		folder=${file%/*}
		may="$may ${folder#lib/}"
		sed -n 's/^[[:space:]]*#[[:space:]]*include "\([^"]*\)".*/\1/p' "$file" | while read -r header; do
			case $header in
			*../*) echo "$file: $header" ;;
			*/*) case " $may " in *" ${header%%/*} "*) ;; *) echo "$file: $header" ;; esac ;;
			*) [ -f "$folder/$header" ] || echo "$file: $header is not in its folder" ;;
			esac
		done
		# a source includes its own header first, which proves that one complete
		own=${file%.c}.h
		if [ "$own" != "$file" ] && [ -f "$own" ]; then
			first=$(sed -n 's/^#include ["<]\(.*\)[">]/\1/p' "$file" | head -1)
			[ "${first##*/}" = "${own##*/}" ] || echo "$file: does not include its own header first"
		fi
	done

	# third-party headers, each in the files that may know it
	only() { # HEADERS FILE...
		headers=$1
		shift
		grep -lE "#[[:space:]]*include <($headers)" lib/*/*.[ch] [a-z]*/*.[ch] 2>/dev/null | while read -r file; do
			case " $* " in *" $file "*) ;; *) echo "$file: $headers is not for it" ;; esac
		done
	}
	only 'kiss_fft' lib/dsp/fft.c
	only '(openblas/)?cblas' lib/nn/gemm_blas.c
	only 'cjson|cJSON' lib/io/json.c
	only 'utf8proc' lib/base/utf8.c
	only 'linux/|valgrind' lib/base/sandbox.c
	only 'fontconfig' plot/fonts.c
	only 'curl' lib/net/http.c
	only 'sndfile' decode/source_sndfile.c
	only 'mpg123' decode/source_mpg123.c
	only 'soxr' decode/resample.c

	# pure folders: arrays in, arrays out
	grep -snE '\<(FILE|f?printf|puts|exit|abort|fopen|getenv|setlocale)\>[ *(]' lib/dsp/*.[ch] lib/stats/*.[ch] \
	    lib/nn/*.[ch] lib/features/*.[ch] | grep -vE ':[0-9]+:[[:space:]]*(/?\*|//)'
	# what fails returns: main decides. Of options.c only the parsing of options, by cli_usage
	grep -nE '\<(die|warn)\(' lib/*/*.[ch] [a-z]*/*.[ch] | grep -vE '^(tests|lib/cli|lib/base)/|/main\.c:|:[0-9]+:[[:space:]]*(/?\*|//)'
	# only cli, base/die and main.c print and exit; the locale is nobody's
	grep -snE '\<(exit|_exit|perror|setlocale)\(' lib/io/*.[ch] lib/model/*.[ch] lib/net/*.[ch] 2>/dev/null
	grep -snE '\<(atoi|atof|gets|rand|srand)\(' lib/*/*.[ch] [a-z]*/*.[ch] | grep -v '^tests/'
)
[ -z "$bad" ] || { printf '%s\n' "$bad"; exit 1; }
