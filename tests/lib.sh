# SPDX-License-Identifier: MIT
# TAP in plain sh, for tests that prove runs from the project's root: `plan N` or `done_testing`,
# and between ok / is / status / skip. $T: a folder of the test's own. Programs are in $bin, which
# comes first in PATH; with WRAP they run through that.
B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
bin=$B/bin
tools=$B/tests/tools
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
trap 'exit 1' INT TERM HUP
LC_ALL=C
n_tests=0
# wrap TO FOLDER: into TO scripts that run the programs of a folder through WRAP
wrap() {
	mkdir "$1"
	for program in "$2"/*; do
		[ ! -f "$program" ] || [ ! -x "$program" ] ||
			printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$WRAP" "$program" >"$1/${program##*/}"
	done
	chmod +x "$1"/*
}

if [ -n "${WRAP:-}" ]; then
	wrap "$T/.bin" "$bin"
	wrap "$T/.bin/helpers" "$bin/helpers"
	bin=$T/.bin
	case $WRAP in *qemu*) # another machine's, and so are the tools
		wrap "$T/.tools" "$tools"
		tools=$T/.tools
		;;
	esac
fi
PATH=$bin:$tools:$PATH
export B LC_ALL PATH
# what is installed on this machine is no matter of the tests
export XDG_DATA_DIRS="$T/no data"

# make_tree: pipelines look for programs in build/bin beside them; in $T/tree that is $bin. $p: where they are
make_tree() {
	p=$T/tree/pipelines
	mkdir -p "$T/tree/build"
	cp -R pipelines "$T/tree"
	ln -s "$PWD/models" "$T/tree"
	ln -s "$bin" "$T/tree/build/bin"
}

plan() {
	echo "1..$1"
}

# the number stays in $B/counts, for tests/promises
done_testing() {
	echo "1..$n_tests"
	mkdir -p "$B/counts" && echo "$n_tests" >"$B/counts/${0##*/}"
}

# ok NAME COMMAND...: the command succeeds
ok() {
	name=$1
	shift
	n_tests=$((n_tests + 1))
	if "$@" >"$T/.log" 2>&1; then
		echo "ok $n_tests - $name"
	else
		echo "not ok $n_tests - $name"
		sed 's/^/# /' "$T/.log"
	fi
}

# is NAME GOT EXPECTED: two texts are equal
is() {
	printf '%s\n' "got:      $2" "expected: $3" >"$T/.is"
	ok "$1" sh -c '[ "$1" = "$2" ] || { cat "$3"; exit 1; }' - "$2" "$3" "$T/.is"
}

# status NAME EXPECTED COMMAND...: the exit status of a command; $T/out and $T/err: what it wrote
status() {
	name=$1 expected=$2 got=0
	shift 2
	"$@" >"$T/out" 2>"$T/err" || got=$?
	is "$name" "$got" "$expected"
}

# refused NAME STATUS WORDS COMMAND...: it ends with that status and one line of complaint in which
# the words stand
refused() {
	name=$1 expected=$2 words=$3 got=0
	shift 3
	"$@" >"$T/out" 2>"$T/err" </dev/null || got=$?
	said "$name"
}

# the same with the file FILE as its input
refused_input() {
	name=$1 expected=$2 words=$3 input=$4 got=0
	shift 4
	"$@" >"$T/out" 2>"$T/err" <"$input" || got=$?
	said "$name"
}

said() {
	if [ "$got" = "$expected" ] && [ "$(wc -l <"$T/err")" -eq 1 ] && grep -q "^mgc-[a-z-]*: " "$T/err" &&
	    grep -qF -e "$words" "$T/err"; then
		ok "$1" true
	else
		ok "$1" sh -c 'echo "status $1, not $2; no \"$3\" in one line:"; cat "$4"; exit 1' - \
		    "$got" "$expected" "$words" "$T/err"
	fi
}

# untimed FILE|-: without what runs say of how long they took
untimed() {
	sed 's/, [0-9]*:[0-9][0-9] \(min\|h\)$//' "$1"
}

# children PID NAME: processes of that name that it started, where there is Linux's /proc
children() {
	grep -lsx "PPid:.$1" /proc/[0-9]*/status | while read -r file; do
		[ "$(sed -n 's/^Name:.//p' "$file" 2>/dev/null)" != "$2" ] || echo "$file" | cut -d / -f 3
	done
}

# wait_for COMMAND...: until it succeeds; two minutes are for the busiest machine, and end it
wait_for() {
	n_waits=0
	until "$@" 2>/dev/null || [ $n_waits -ge 1200 ]; do
		n_waits=$((n_waits + 1))
		sleep 0.1
	done
}

# skip NAME WHY
skip() {
	n_tests=$((n_tests + 1))
	echo "ok $n_tests - $1 # SKIP $2"
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}
