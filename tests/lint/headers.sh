#!/bin/sh
# SPDX-License-Identifier: MIT
# Whether all headers of the project compile as one source: one name stands for one thing, and no
# guard hides another header. Prints what the compiler says; exit status 1. Run from the project's
# root, or from another one with the same layout.
CC=${CC:-cc}
headers=$(ls lib/*/*.h [a-z]*/*.h 2>/dev/null | grep -v '^tests/')
bad=$(
	# a guard is the header's path, without lib/
	for header in $headers; do
		grep -q "^#ifndef $(echo "${header#lib/}" | tr 'a-z/.-' 'A-Z___')$" "$header" || echo "$header: its guard"
	done
	# a struct of two programs, of which one may only be named, would compile without a word
	for header in $(echo "$headers" | grep -v '^lib/'); do
		sed -n 's/^struct \([a-z_0-9]*\)\( {.*\|;\)$/\1/p' "$header" | sort -u | sed "s|\$| ${header%%/*}|"
	done | sort -u | awk 'seen[$1]++ { print "struct " $1 ": of two programs, one of them " $2 }'
	grep -h '^#ifndef .*_H$' $headers | sort | uniq -d | sed 's/$/: a guard of two headers/'
	for header in $headers; do
		printf '#include "%s"\n' "${header#lib/}"
	done |
		# the kernels' headers get the width of a vector from the Makefile
		$CC -std=c17 -D_XOPEN_SOURCE=700 -DKERNEL_WIDTH=4 -Ilib -I. -fsyntax-only -x c - 2>&1 |
		grep -wE 'error|not found'
)
[ -z "$bad" ] || { printf '%s\n' "$bad"; exit 1; }
