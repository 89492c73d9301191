#!/bin/sh
# SPDX-License-Identifier: MIT
# docs/reproduce.md is followed to the letter, on a made-up GTZAN: ten folders with a song or two of each
# kind of name, one of them broken.
. tests/lib.sh
unset MGC_MODEL
command -v bash >/dev/null || skip_all 'no bash'
make_tree
page=$PWD/docs/reproduce.md
tune=0
for genre in blues classical country disco hiphop jazz metal pop reggae rock; do
	mkdir -p "$T/gtzan/genres_original/$genre"
	for n in 00000 00054 00089 00098 00099; do
		tune=$((tune + 1))
		synth pluck $tune 6 >"$T/gtzan/genres_original/$genre/$genre.$n.wav"
	done
	echo "$genre/$genre.00000.wav" >>"$T/gtzan/train_filtered.txt"
	echo "$genre/$genre.00089.wav" >>"$T/gtzan/valid_filtered.txt"
	echo "$genre/$genre.00098.wav" >>"$T/gtzan/test_filtered.txt"
done
: >"$T/gtzan/genres_original/jazz/jazz.00054.wav"
cd "$T/gtzan" || exit 1
mgc() { "$p/mgc" "$@"; }

# block N: the N-th block of commands
block() { awk -v n="$1" '/^```/ { inside = /^```sh/; b += inside; next } inside && b == n' "$page"; }

eval "$(block 1 | sed -n 1p)" 2>err
is 'extract ends with 3' $? 3
is 'and names the broken file' "$(head -n 1 err)" 'mgc-decode: genres_original/jazz/jazz.00054.wav: empty'
is 'no song of the original demo is in the table' "$(cut -d, -f1 seed.csv | sort -u | grep -c 00099)" 0
is 'all others are' "$(cut -d, -f1 seed.csv | sort -u | grep -c wav)" 39
is 'nine pieces each' "$(($(wc -l <seed.csv) - 1))" 351
is 'of 77 columns' "$(head -n 1 seed.csv | tr , '\n' | grep -c '_mean$\|_std$\|_skew$\|_kurtosis$\|^tempo$')" 77
ok 'train' eval "$(block 1 | sed -n 2p | sed 's/--epochs 60/--epochs 2/')"
is 'its report says how it was split' "$(tr -d ' \t"' <original/report.json | sed -n 's/^split:\(.*\),$/\1/p')" rows
status 'evaluate' 0 eval "$(block 2 | sed 's/--epochs 60/--epochs 2/')"
is 'a line each way' "$(grep -c '^| rows at random\|^| 10 folds of whole tracks\|^| unknown artists' "$T/out")" 4
is 'and one alone by rows' "$(grep -c 'folds of whole rows' "$T/out")" 0
eval "$(block 3 | sed -n 1p)" 2>err
is 'the other set' $? 3
status 'and its scores' 0 eval "$(block 3 | sed 1d)"
is 'lines of the page are lines of the table' "$(for line in 'unknown artists' 'unknown artists, trained on more'; do
	grep -c "^| $line  *|" "$T/out"; grep -c "^| $line |" "$page"; done | tr -d '\n')" 1111
done_testing
