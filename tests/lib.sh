# SPDX-License-Identifier: MIT
# Sourced by tests/*.t, which prove runs from the project's root: TAP in plain sh.
# Programs are in $B/bin; a test keeps its files in $T, which is removed at the end.
B=${B:-build} LC_ALL=C n_tests=0
case $B in /*) ;; *) B=$PWD/$B ;; esac
PATH=$B/bin:$B/tests:$PATH
T=$B/tmp/$(basename "$0" .t).$$
export B LC_ALL PATH
mkdir -p "$T" && trap 'rm -rf "$T"' EXIT && trap 'exit 1' INT TERM HUP

result() { # ok|"not ok" what
	n_tests=$((n_tests + 1))
	echo "$1 $n_tests - $2"
}
ok() { # what COMMAND...: the command succeeds
	what=$1; shift
	if "$@"; then result ok "$what"; else result "not ok" "$what"; fi
}
is() { # what GOT WANT
	if [ "$2" = "$3" ]; then
		result ok "$1"
	else
		result "not ok" "$1"
		printf '%s\n' "got: $2" "want: $3" | sed 's/^/# /'
	fi
}
skip() { # what why
	result ok "$1 # skip $2"
}
skip_all() { # why
	echo "1..0 # skip $1"
	exit 0
}
done_testing() {
	echo "1..$n_tests"
}
