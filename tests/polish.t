#!/bin/sh
# SPDX-License-Identifier: MIT
# What a picky user looks for: lines of JSON in place of tables for people, no colours for who wants none,
# a line at the end of long runs.
. tests/lib.sh
unset MGC_MODEL NO_COLOR
export MGC_WEIGHTS="$T/nowhere"
command -v bash >/dev/null || skip_all 'no bash'
make_tree
model=$PWD/models/seed-gtzan.safetensors
song=$PWD/pipelines/song/prelude.mp3
mkdir "$T/songs" "$T/bad"
cp "$song" "$T/songs/a \"song\".mp3"
cp "$song" "$T/songs/b.mp3"
cp "$T/songs/b.mp3" "$T/bad"
echo 'no music' >"$T/bad/text.mp3"

# --- JSON, by a reader that is not ours
if perl -MJSON::PP -e 1 2>/dev/null; then
	# keys FILE: of each line, which must be an object; member FILE NAME: its values
	keys() { perl -MJSON::PP -ne '$o = decode_json($_); ref $o eq "HASH" or die; print join(" ", sort keys %$o), "\n"' "$1" | sort -u; }
	member() { perl -MJSON::PP -e 'binmode STDOUT, ":utf8"; while (<STDIN>) { print decode_json($_)->{$ARGV[0]}, "|" }' "$2" <"$1"; }

	status 'predict --json' 0 sh -c 'decode "$1" | split | featurize | predict -m "$2" --json >"$3"' - "$song" "$model" "$T/p.json"
	is 'is --format jsonl' "$(decode "$song" | split | featurize | predict -m "$model" --format jsonl | cmp - "$T/p.json" 2>&1)" ''
	is 'is a line a track' "$(member "$T/p.json" predicted)" 'classical|'
	status '--per segment --json' 0 sh -c 'decode "$1" | split | featurize | predict -m "$2" --per segment --json >"$3"' - "$song" "$model" "$T/s.json"
	is 'is a line a segment' "$(member "$T/s.json" segment)" '0|1|2|3|4|5|6|7|8|9|'
	status '--describe --json' 0 predict -m "$model" --describe --json
	is 'is one line' "$(wc -l <"$T/out" | tr -d ' ')" 1
	is 'that says the same' "$(perl -MJSON::PP -0777 -e 'for (@ARGV) { open my $f, "<", $_; print JSON::PP->new->canonical->encode(decode_json(<$f>)), "\n" }' \
		"$T/out" "$(predict -m "$model" --describe >"$T/described" && echo "$T/described")" | uniq | wc -l | tr -d ' ')" 1
	refused '--json --no-formulas' 2 'is for --format csv' predict -m "$model" --json --no-formulas

	status 'demo --json' 0 "$p/demo" --no-play -m "$model" --json "$T/songs/a \"song\".mp3"
	is 'is a line of JSON, and nothing else' "$(member "$T/out" track)" "$T/songs/a \"song\".mp3|"
	status 'with -v' 0 "$p/demo" --no-play -m "$model" --json -v "$song"
	is 'the pieces before' "$(member "$T/out" segment)" '0|1|2|3|4||'
	status 'classify --json' 0 "$p/classify" -m "$model" --json "$T/songs"
	is 'is a line a song' "$(member "$T/out" track)" "$T/songs/a \"song\".mp3|$T/songs/b.mp3|"
	status 'classify -o --json' 0 "$p/classify" -q -m "$model" --json -o "$T/table" "$T/songs"
	is 'keeps such a table' "$(member "$T/table" predicted)" 'classical|classical|'

	# three tracks of each of two classes, by one number
	awk 'BEGIN { print "track,label,x"; for (i = 0; i < 24; i++) print i ",l" i % 2 "," i % 2 * 5 + i / 7 }' >"$T/f.csv"
	status 'evaluate --json' 0 "$p/evaluate" "$T/f.csv" --folds 3 --arch logistic --json
	cp "$T/out" "$T/e.json"
	is 'has what the table has' "$(keys "$T/e.json")" \
		'accuracy accuracy_se ece scored_on track_accuracy track_accuracy_se track_ece track_top2_accuracy tracks'
	is 'in its order' "$(member "$T/e.json" scored_on)" \
		"$("$p/evaluate" "$T/f.csv" --folds 3 --arch logistic | sed '1,2d; s/^| //; s/  *|.*//' | tr '\n' '|')"
	weights=$PWD/../shared/musicnn/MSD_musicnn.safetensors
	if [ -r "$weights" ]; then
		MGC_WEIGHTS=$weights status 'tags --json' 0 "$p/tags" --json -n 3 "$T/songs/b.mp3" tests/golden/wav/silence.wav
		cp "$T/out" "$T/t.json"
		is 'is a line a song' "$(member "$T/t.json" track)" "$T/songs/b.mp3|tests/golden/wav/silence.wav|"
		is 'with three tags, of silence none' "$(perl -MJSON::PP -ne 'print scalar keys %{decode_json($_)->{tags} // {}}' "$T/t.json")" 30
		is 'they are those that people see' "$(sed -n '1s/.*"tags":{"\([a-z]*\)":.*/\1/p' "$T/t.json")" \
			"$(MGC_WEIGHTS=$weights "$p/tags" -n 1 "$T/songs/b.mp3" | sed 's/.*: \([a-z]*\) .*/\1/')"
		cp "$song" "$T/$(printf 'c\351.mp3')"
		MGC_WEIGHTS=$weights "$p/tags" --json "$T"/c*.mp3 >"$T/out"
		ok 'a name that is no UTF-8 is as in tables' grep -q 'c\\udce9\.mp3' "$T/out"
	else
		skip 'tags --json' 'no ../shared/musicnn'
	fi
	status '--table and --json' 2 "$p/tags" --set musicnn --table --json "$T/songs"
else
	skip 'JSON' 'no JSON::PP'
fi

# --- colours: on a terminal, unless NO_COLOR is there and not empty (no-color.org), or TERM is dumb
decode "$song" | split | featurize | predict -m "$model" -o "$T/p.csv"
escapes() { # WORD...: of env
	pty "$T/shown" -- env TERM=xterm "$@" sh -c 'exec plot "$1" >/dev/tty' - "$T/p.csv"
	LC_ALL=C tr -dc '\033' <"$T/shown" | wc -c | tr -d ' '
}
ok 'colours on a terminal' [ "$(escapes)" -gt 0 ]
is 'none with NO_COLOR=1' "$(escapes NO_COLOR=1)" 0
is 'none with NO_COLOR=0, whatever it says' "$(escapes NO_COLOR=0)" 0
is 'an empty NO_COLOR says nothing' "$(escapes NO_COLOR=)" "$(escapes)"
is 'none with TERM=dumb' "$(escapes TERM=dumb)" 0
is 'none in a file' "$(plot "$T/p.csv" | LC_ALL=C tr -dc '\033' | wc -c | tr -d ' ')" 0

# --- the last line
last() { tr '\r' '\n' <"$T/shown" | sed 's/.*\[K//' | untimed - | grep . | tail -n 1; }
on_terminal() {
	pty "$T/shown" -- "$@" >"$T/out" || :
}
status 'extract' 0 "$p/extract" "$T/songs"
is 'is silent' "$(cat "$T/err")" ''
on_terminal "$p/extract" "$T/songs"
is 'on a terminal it counts' "$(last)" 'mgc extract: 2 songs, 0 failed'
on_terminal "$p/extract" -q "$T/songs"
is 'with -q it does not' "$(grep -c 'mgc extract' "$T/shown")" 0
status 'a song that fails' 3 "$p/extract" "$T/bad"
is 'is counted anywhere' "$(untimed "$T/err" | tail -1)" 'mgc extract: 2 songs, 1 failed'
ok 'with the time' grep -q ' failed, [0-9]*:[0-9][0-9] min$' "$T/err"
status 'but for -q' 3 "$p/extract" -q "$T/bad"
is 'which names it alone' "$(grep -c . "$T/err")" 1
status 'a folder that is not there' 3 "$p/extract" "$T/nowhere"
is 'is counted' "$(untimed "$T/err" | tail -1)" 'mgc extract: 1 songs, 1 failed'
mkdir "$T/empty"
for pipeline in extract 'classify -m '"$model"; do
	# shellcheck disable=SC2086
	status "$pipeline: no audio" 1 "$p"/$pipeline "$T/empty"
	is 'is a failure' "$(cat "$T/err")" "mgc-decode: $T/empty: no audio in it"
done
on_terminal "$p/classify" -m "$model" "$T/songs"
is 'classify counts' "$(last)" 'mgc classify: 2 songs, 0 failed'
status 'and where a song fails' 3 "$p/classify" -m "$model" "$T/bad"
is 'anywhere' "$(untimed "$T/err" | tail -1)" 'mgc classify: 2 songs, 1 failed'
printf 'track,predicted,confidence,status,typical\na,jazz,0.9,ok,0.5\nb,rock,0.2,ok,0.5\nc,,,silent,\n' >"$T/t.csv"
on_terminal "$p/tag" "$T/t.csv"
is 'tag counts' "$(last)" 'mgc tag: 1 of 3 songs'
is 'what it writes into' "$(grep -c '^genre .a' "$T/out")" 1
on_terminal "$p/playlists" "$T/t.csv" -o "$T/lists"
is 'playlists count' "$(last)" 'mgc playlists: 1 of 3 songs in 1 lists'
status 'tag' 0 "$p/tag" "$T/t.csv"
is 'is silent elsewhere' "$(cat "$T/err")" ''
done_testing
