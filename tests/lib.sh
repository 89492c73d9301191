# SPDX-License-Identifier: MIT
# TAP in plain sh: plan N, then N of ok / is / status. $T: a folder of the test's own.
B=${B:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
trap 'exit 1' INT TERM HUP
LC_ALL=C
export LC_ALL
n_tests=0

plan() {
	echo "1..$1"
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

# status NAME EXPECTED COMMAND...: the exit status of a command, what it said in $T/err
status() {
	name=$1 expected=$2 got=0
	shift 2
	"$@" >"$T/out" 2>"$T/err" || got=$?
	is "$name" "$got" "$expected"
}
