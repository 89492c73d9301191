#!/bin/sh
# SPDX-License-Identifier: MIT
# What every program does alike: docs/CONTRIBUTING.md.
. tests/lib.sh
wav=tests/golden/wav
full=/dev/full
[ -c $full ] || full=

# --- one good input for each program, and the options that it needs
cp "$wav/short-300.wav" "$T/decode.in"
decode "$wav/short-300.wav" "$wav/two-samples.wav" >"$T/split.in"
split --seconds 0.01 --crc "$T/split.in" >"$T/featurize.in"
decode "$wav" | featurize >"$T/scale.in"
scale --fit "$T/scaler.json" "$T/scale.in" >"$T/predict.in"
mkmodel "$T/scaler.json" >"$T/model"
predict -q -m "$T/model" "$T/predict.in" >"$T/plot.in"
args() {
	case $1 in
	decode) echo "--strict" ;;
	split) echo "--seconds 0.005" ;;
	scale) echo "--with $T/scaler.json" ;;
	predict) echo "-q -m $T/model" ;;
	plot) echo "-w 60" ;;
	esac
}
# larger inputs, whose output fills a pipe
cp "$wav/click120.wav" "$T/decode.large"
decode "$wav/click120.wav" >"$T/split.large"
cp "$T/split.large" "$T/featurize.large"
for table in scale predict plot; do
	awk 'NR == 1 { print } NR > 1 { for (i = 0; i < 400; i++) print NR "." i $0 }' "$T/$table.in" \
	    >"$T/$table.large"
done

complains() { # PROGRAM: one line or more on standard error, each of them the program's own
	[ -s "$T/err" ] && ! grep -qv "^mgc-$1: " "$T/err" || { cat "$T/err"; false; }
}

quiet_end() { # PROGRAM INPUT: its reader goes away after a byte
	{
		rc=0
		# shellcheck disable=SC2046
		"$1" $(args "$1") <"$2" 2>"$T/err" || rc=$?
		echo $rc >"$T/rc"
	} | head -c 1 >"$T/first"
	[ -s "$T/first" ] && [ ! -s "$T/err" ] && case $(cat "$T/rc") in 0 | 141) ;; *) false ;; esac
}

# every proper prefix ends in an error; a table may end where a row does
cut_short() {
	size=$(wc -c <"$T/$1.in")
	step=$((size / 120 + 1)) cut=0
	while [ "$cut" -lt "$size" ]; do
		rc=0
		head -c "$cut" "$T/$1.in" >"$T/cut"
		# shellcheck disable=SC2046
		"$1" $(args "$1") <"$T/cut" >"$T/out" 2>"$T/err" || rc=$?
		case $1 in
		scale | predict | plot) [ "$(tail -c 1 "$T/cut" | od -An -tx1)" = " 0a" ] && rc=1 ;;
		esac
		[ $rc = 1 ] || { echo "status $rc when cut at byte $cut of $size"; return 1; }
		[ ! -s "$T/err" ] || complains "$1" || return 1
		cut=$((cut + (cut < 80 ? 1 : step)))
	done
}

same_twice() {
	# shellcheck disable=SC2046
	"$1" $(args "$1") <"$T/$1.in" >"$T/a" && "$1" $(args "$1") <"$T/$1.in" >"$T/b" &&
		[ -s "$T/a" ] && cmp "$T/a" "$T/b"
}

same_in_any_locale() {
	# shellcheck disable=SC2046
	LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 LC_NUMERIC=de_DE "$1" $(args "$1") <"$T/$1.in" >"$T/b" || return
	if [ "$1" = plot ]; then
		grep -q 100,0 "$T/b" && return 1
		return 0
	fi
	cmp "$T/a" "$T/b"
}

for path in $(find "$B/bin" -maxdepth 1 -type f | sort); do
	p=${path##*/}

	# --- what needs no input
	status "$p: --help" 0 "$p" --help
	is "$p: on standard output, not on error" "$(head -c 6 "$T/out")$(cat "$T/err")" 'usage:'
	is "$p: it names what is installed" "$(head -1 "$T/out" | cut -d ' ' -f 2)" "mgc-$p"
	ok "$p: no line past a terminal" sh -c '! grep -E "^.{101}" "$1"' - "$T/out"
	status "$p: --version" 0 "$p" --version
	ok "$p: name and number" grep -qE "^mgc-$p [^ ]+$" "$T/out"
	refused "$p: an unknown option" 2 'no such option' "$p" --no-such-option
	refused "$p: an unknown letter" 2 'no such option' "$p" -Z
	status "$p: --list-options" 0 "$p" --list-options
	ok "$p: has --help in it" grep -q -e '^-h --help$' "$T/out"
	for option in $(grep -v -e '--help' -e '--version' "$T/out" | grep ' [A-Z]' | grep -o -e '--[a-z-]*' | head -3); do
		refused "$p: $option without its argument" 2 'needs an argument' "$p" "$option"
	done
	if [ -n "$full" ]; then
		status "$p: --help to a full disk" 1 sh -c "$p --help >$full"
		ok "$p: and it says so" complains "$p"
	else
		skip "$p: --help to a full disk" 'no /dev/full'
	fi
	status "$p: --help with standard output closed" 1 sh -c "$p --help >&-"
	ok "$p: and it says so" complains "$p"

	case $p in train | spotify-fetch) continue ;; esac
	a=$(args "$p")

	# --- with input
	ok "$p: twice the same bytes" same_twice "$p"
	ok "$p: in any locale" same_in_any_locale "$p"
	status "$p: from a pipe" 0 sh -c "cat '$T/$p.in' | $p $a"
	ok "$p: the same" cmp "$T/out" "$T/a"
	status "$p: '-' is standard input" 0 sh -c "$p $a - <'$T/$p.in'"
	ok "$p: the same" cmp "$T/out" "$T/a"
	if [ -n "$full" ]; then
		status "$p: to a full disk" 1 sh -c "$p $a <'$T/$p.large' >$full"
		ok "$p: and it says so" complains "$p"
		[ "$p" = plot ] || {
			status "$p: -o to a full disk" 1 sh -c "$p $a -o $full <'$T/$p.large'"
			ok "$p: and it says so" complains "$p"
		}
	else
		skip "$p: to a full disk" 'no /dev/full'
	fi
	status "$p: standard output closed" 1 sh -c "$p $a <'$T/$p.in' >&-"
	ok "$p: and it says so" complains "$p"
	ok "$p: a reader that goes away" quiet_end "$p" "$T/$p.large"
	# shellcheck disable=SC2086
	refused "$p: empty input" 1 'mgc-' "$p" $a
	ok "$p: input cut short" cut_short "$p"
	# shellcheck disable=SC2086
	refused "$p: no such file" 1 "$T/none: No such file" "$p" $a "$T/none"
	# shellcheck disable=SC2086
	refused "$p: a folder it cannot write to" 1 'No such file' "$p" $a -o "$T/none/x.png" "$T/$p.in"
	[ "$p" = plot ] && continue

	# --- a file whole or not at all
	# shellcheck disable=SC2086
	"$p" $a -o "$T/whole" <"$T/$p.in"
	ok "$p: -o writes the same" cmp "$T/whole" "$T/a"
	head -c "$(($(wc -c <"$T/$p.in") - 1))" "$T/$p.in" >"$T/cut"
	# shellcheck disable=SC2086
	status "$p: -o with bad input" 1 "$p" $a -o "$T/whole" "$T/cut"
	ok "$p: leaves the old file" cmp "$T/whole" "$T/a"
	is "$p: and nothing beside it" "$(ls "$T" | grep -c 'whole.')" 0
done
done_testing
