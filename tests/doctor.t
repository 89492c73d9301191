#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc doctor, on machines that lack this and that: a folder of links is all of PATH.
. tests/lib.sh
unset MGC_MODEL
export MGC_WEIGHTS="$T/nowhere"
for tool in bash perl flock; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
make_tree
tools_there="gnuplot ffmpeg ffprobe mpg123 curl parallel ssh kid3-cli man pw-record parec arecord"
sys=$T/sys
machine() { # TOOL...: those that are there; all start
	rm -rf "$sys"
	mkdir "$sys"
	for tool in sh bash env dirname basename readlink mktemp rm cat tr wc sed head tail awk grep perl flock sleep uname; do
		ln -s "$(command -v $tool)" "$sys/$tool"
	done
	for tool; do
		fake "$tool" 'echo "GNU ${0##*/}"'
	done
}
fake() { # NAME SCRIPT
	printf '#!/bin/sh\n%s\n' "$2" >"$sys/$1"
	chmod +x "$sys/$1"
}
doctor() {
	env PATH="$sys" "$p/doctor" "$@" </dev/null
}
# told STATE WHAT: the texts of these lines of $T/out
told() {
	awk -v state="$1" -v what="$2" '$1 == state && $2 == what' "$T/out"
}

# shellcheck disable=SC2086
machine $tools_there
for tool in ffmpeg ffprobe; do
	rm "$sys/$tool"
	! command -v $tool >/dev/null || ln -s "$(command -v $tool)" "$sys/$tool"
done
status 'a machine that has all' 0 doctor
is 'nothing is wrong' "$(grep -c ^wrong "$T/out")" 0
is 'or on standard error' "$(cat "$T/err")" ''
is 'the version is ours' "$(told ok version | awk '{ print $3 }')" "$(decode --version | sed 's/.* //'),"
is 'the song is told' "$(told ok song)" 'ok       song       the one that comes along is classical'
for format in WAV AIFF AU FLAC Ogg MP3; do
	ok "$format opens" grep -q "^ok  *format  *$format" "$T/out"
done
for tool in gnuplot perl flock mpg123 curl parallel ssh kid3-cli man; do
	ok "$tool is there" grep -q "^ok  *$tool " "$T/out"
done
# bash runs it
for probe in $(sed -n 's/^command:\([^ ]*\)  *\(run\|more\) .*/\1/p' packaging/dependencies | grep -vx bash); do
	ok "$probe, of packaging/dependencies, is looked at" grep -q "^[a-z]* *$probe  " "$T/out"
done

# --- the model is the one that demo takes
taken_by_demo() { "$p/demo" --no-play 2>&1 >/dev/null | sed 's/^model: \(.*\) (-m .*/\1/'; }
is 'the model is that of demo' "$(told ok model | sed -n '1s/.*models\/\(.*\).safetensors: .*/\1/p')" "$(taken_by_demo)"
ok 'and why not the one before' grep -q '^without *model *not musicnn-gtzan: .*no weights there for set musicnn' "$T/out"
rm "$T/tree/models"
mkdir "$T/tree/models"
cp models/seed-gtzan.safetensors models/extended-gtzan.safetensors "$T/tree/models"
head -c 5000 models/extended-gtzan.safetensors >"$T/tree/models/extended-gtzan.safetensors"
status 'a model that is cut short' 0 doctor
is 'is not taken' "$(told ok model | sed -n '1s/.*models\/\(.*\).safetensors: .*/\1/p')" seed-gtzan
is 'nor by demo' "$(taken_by_demo)" seed-gtzan
ok "and why" grep -q "^without *model *not extended-gtzan: .*truncated" "$T/out"
rm "$T/tree/models/seed-gtzan.safetensors"
status 'no model at all' 1 doctor
ok 'is wrong' grep -q '^wrong *model .*no model there' "$T/out"
status 'that of MGC_MODEL' 0 env MGC_MODEL="$PWD/models/seed-gtzan.safetensors" PATH="$sys" "$p/doctor"
ok 'is said' grep -q '^ok *model .*seed-gtzan.safetensors: MGC_MODEL says so' "$T/out"
status 'one that needs weights' 1 doctor -m "$PWD/models/musicnn-gtzan.safetensors"
ok 'is wrong, and why' grep -q '^wrong *model .*get-weights musicnn' "$T/out"
rm -rf "$T/tree/models"
ln -s "$PWD/models" "$T/tree"

# --- weights that are none
cp models/seed-gtzan.safetensors "$T/mn04_as.safetensors"
MGC_WEIGHTS=$T status 'weights that are those of something else' 0 doctor
ok 'are as none' grep -q '^without *weights .*mn04_as.safetensors: not the weights' "$T/out"
ok 'nobody listens by them' grep -q '^without *listening' "$T/out"

# --- tools
machine
status 'a machine with nothing' 1 doctor
is 'lacks what is needed' "$(grep ^wrong "$T/out")" \
	'wrong    gnuplot    is not installed: pictures (demo -o, plot -o, train), report'
is 'and does without the rest' "$(awk '$1 == "without" && $2 != "format" && /not installed/ { print $2 }' "$T/out" | tr '\n' ' ')" \
	'ffmpeg mpg123 curl parallel ssh kid3-cli man '
ok 'AAC does not open' grep -q '^without *format *AAC' "$T/out"
ok 'nobody records' grep -q '^without *recorder' "$T/out"
fake gnuplot 'echo "libwx: not found" >&2; exit 127'
status 'a tool that does not start' 1 doctor
ok 'is wrong, and why' grep -q '^wrong *gnuplot *does not start: libwx: not found' "$T/out"
fake gnuplot 'echo gnuplot'
fake parallel 'echo "parallel of moreutils"'
status 'another parallel' 0 doctor
ok 'is not it' grep -q '^without *parallel *is not GNU' "$T/out"

# --- programs and formats
: >"$T/tree/pipelines/formats/tone.flac"
status 'a format that does not open' 1 doctor
ok 'is wrong' grep -q '^wrong *format *FLAC: ' "$T/out"
cp tests/golden/wav/silence.wav "$T/tree/pipelines/formats/tone.flac"
status 'a format of which silence comes' 1 doctor
cp pipelines/formats/tone.flac "$T/tree/pipelines/formats"
rm "$T/tree/build/bin"
mkdir "$T/tree/build/bin"
for file in "$bin"/*; do ln -s "$file" "$T/tree/build/bin"; done
rm "$T/tree/build/bin/plot"
printf '#!/bin/sh\necho mgc-plot 0.0.1\n' >"$T/tree/build/bin/plot"
chmod +x "$T/tree/build/bin/plot"
status 'a program of another version' 1 doctor
ok 'is wrong' grep -q '^wrong *plot *is of version 0.0.1' "$T/out"
printf '#!/bin/sh\necho "plot: libfontconfig.so.1: cannot open" >&2; exit 127\n' >"$T/tree/build/bin/plot"
status 'a program that does not start' 1 doctor
ok 'is wrong' grep -q '^wrong *plot *plot: libfontconfig' "$T/out"

# --- JSON
status '--json' 1 doctor --json
if perl -MJSON::PP -e 1 2>/dev/null; then
	is 'is lines of JSON' "$(perl -MJSON::PP -ne '$j = decode_json($_); print join(",", sort keys %$j), "\n"' "$T/out" | sort -u)" 'state,text,what'
	is 'as many as lines' "$(wc -l <"$T/out" | tr -d ' ')" "$(doctor | wc -l | tr -d ' ')"
else
	skip 'is lines of JSON' 'no JSON::PP'
fi
status 'an operand' 2 doctor x
done_testing
