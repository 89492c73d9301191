#!/bin/sh
# SPDX-License-Identifier: MIT
. tests/lib.sh
wav=tests/golden/wav
decode $wav/short-1102.wav >"$T/in"

segments() { # OPTION...: number, start and length of each segment
	split "$@" "$T/in" | mgcdump | sed -n 's/^MGC1 seg i=\([0-9]*\) start=\([0-9]*\) frames=\([0-9]*\) .*/\1 \2 \3/p'
}

# --- by fraction: 0.2 of 1102 is 220, half of it 110
is 'the default' "$(segments | head -2)" '0 0 220
1 110 220'
is 'the last one is short' "$(segments | tail -1)" '9 990 112'
is 'thirds' "$(segments --window 0.33333333333333331 --overlap 0)" '0 0 367
1 367 367
2 734 367
3 1101 1'
is 'the whole' "$(segments --window 1 --overlap 0)" '0 0 1102'
is 'the end counts frames and segments' "$(split "$T/in" | mgcdump | tail -2)" \
	'MGC1 end frames=1102 segs=10
MGC1 eos tracks=1 failed=0'

# --- by time
is 'by time' "$(segments --seconds 0.02 --hop 0.01 | tail -2)" '1 221 441
2 442 441'
is 'without overlap' "$(segments --seconds 0.02)" '0 0 441
1 441 441'
is 'shorter than a segment' "$(segments --seconds 5)" '0 0 1102'
split --window 1 --overlap 0 "$T/in" | featurize | cut -d, -f5- >"$T/a"
featurize "$T/in" | cut -d, -f5- >"$T/b"
ok 'uncut and cut in one are the same row' cmp "$T/a" "$T/b"

# --- streams in a row, failed tracks, keep-going
cat "$T/in" "$T/in" >"$T/two"
is 'cat of two' "$(split "$T/two" | mgcdump | grep -c '^MGC1 track')" 2
decode -k $wav/one-sample.wav $wav/short-700.wav >"$T/mixed"
refused 'too short' 1 'track tests/golden/wav/one-sample.wav: too short to be cut' split "$T/mixed"
status 'too short, --keep-going' 3 sh -c "split -k '$T/mixed' 2>'$T/said' >'$T/x'"
is 'the other one is there' "$(mgcdump "$T/x" | grep -c '^MGC1 end')" 1
is 'the eos counts it' "$(mgcdump "$T/x" | tail -1)" 'MGC1 eos tracks=1 failed=1'
ok 'and can be read' sh -c "featurize -q '$T/x' >/dev/null"
printf 'MGC1 track id=a label= rate=10 ch=1 fmt=f32le\nMGC1 pcm n=8\n12345678MGC1 fail why=gone%%20off\nMGC1 eos tracks=0 failed=1\n' >"$T/failed"
status 'a track that failed before' 0 split --seconds 0.1 "$T/failed"
is 'is passed on' "$(mgcdump "$T/out" | tail -2)" 'MGC1 fail why=gone%20off
MGC1 eos tracks=0 failed=1'
{ head -c 500 "$T/in"; printf 'x\n'; cat "$T/in"; } >"$T/damaged"
status 'damaged' 1 split "$T/damaged"
status 'damaged, --keep-going' 3 sh -c "{ printf 'MGC1 pcm n=4\n1234\n'; cat '$T/in'; } | split -k 2>/dev/null >'$T/x'"
is 'the track after it is there' "$(mgcdump "$T/x" | tail -1)" 'MGC1 eos tracks=1 failed=1'
size=$(wc -c <"$T/two")
for cut in 0 20 100 1000 $((size / 2)) $((size / 2 + 100)) $((size - 30)) $((size - 1)); do
	head -c $cut "$T/two" >"$T/short"
	# the first half is a stream of its own
	[ $cut = $((size / 2)) ] && expected=0 || expected=1
	status "a stream cut at $cut, --keep-going" $expected split -k "$T/short"
	is 'gets no end here' "$(mgcdump "$T/out" 2>/dev/null | tail -1 | grep -c '^MGC1 eos')" $((1 - expected))
done
split "$T/in" >"$T/cut"
refused 'cut already' 1 'is cut into segments already' split "$T/cut"
refused 'no stream' 1 'not an MGC1 stream' split $wav/short-300.wav
is 'unknown keys are passed on' "$(sed '1s/$/ year=1999/' "$T/in" | split | head -1 | grep -o 'year=.*')" 'year=1999'

# --- bare samples
decode --raw $wav/short-1102.wav >"$T/raw"
split --raw 22050:1 --id short-1102 "$T/raw" | mgcdump | sed 's/ frames=1102$//' >"$T/a"
split "$T/in" | mgcdump | sed 's/ frames=1102$//' >"$T/b"
is '--raw' "$(grep -c "^MGC1 seg" "$T/a")" 10
is '--raw is the same but for the announced length' "$(sed 1d "$T/a" | cksum)" "$(sed 1d "$T/b" | cksum)"
is '--raw in stereo' "$(split --raw 22050:2 --window 1 --overlap 0 "$T/raw" | mgcdump | sed -n 2p)" \
	'MGC1 seg i=0 start=0 frames=551 n=4408'
head -c 4407 "$T/raw" >"$T/odd"
refused '--raw that ends within a frame' 1 'ends within frame 1101' split --raw 22050:1 "$T/odd"
refused '--raw of nothing' 1 'no samples' split --raw 22050:1
for value in 22050 22050: :1 0:1 22050:0 22050:65 x:1 22050:1:1 1e4:1; do
	refused "--raw $value" 2 '--raw' split --raw "$value"
done

# --- options
for option in '--window 0' '--window 1.1' '--window x' '--overlap 1' '--overlap -0.1' '--seconds 0' \
	'--seconds 3601' '--hop 1' '--seconds 1 --hop 0' '--window 0.5 --seconds 1' '--id='; do
	# shellcheck disable=SC2086
	refused "$option" 2 '--' split $option "$T/in"
done
refused 'two inputs' 2 'one input' split "$T/in" "$T/in"

# --- a live source: a segment is out before the next samples come
mkfifo "$T/fifo"
: >"$T/live"
split --raw 1000:1 --seconds 0.1 <"$T/fifo" >"$T/live" &
exec 3>"$T/fifo"
head -c 500 /dev/zero >&3
wait_for grep -aq 'seg i=0' "$T/live"
ok 'a live segment does not wait' grep -aq 'seg i=0' "$T/live"
exec 3>&-
wait
done_testing
