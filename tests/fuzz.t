#!/bin/sh
# SPDX-License-Identifier: MIT
# The fuzz targets on their corpus, so that they never rot; `make fuzz` lets them loose.
. tests/lib.sh
for corpus in tests/fuzz/corpus/*; do
	target=${corpus##*/}
	if [ -x "$B/tests/fuzz/$target" ]; then
		# shellcheck disable=SC2086
		ok "fuzz target $target" ${WRAP:-} "$B/tests/fuzz/$target" "$corpus"/*
	else
		skip "fuzz target $target" 'not built'
	fi
done
done_testing
