#!/bin/sh
# SPDX-License-Identifier: MIT
# A sample of make torture: allocations and system calls that fail, and kills.
. tests/lib.sh
if [ -n "${WRAP:-}" ]; then
	skip 'a sample of what can fail' 'programs run through another one'
else
	ok 'a sample of what can fail' env -u LC_ALL bash tests/torture/run --sample
fi
done_testing
