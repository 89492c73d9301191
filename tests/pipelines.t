#!/bin/sh
# SPDX-License-Identifier: MIT
# The modes, as a user runs them: from a folder of genres to a model, a chart and a list; the driver
# mgc; an installed tree. The genres are made up: pieces of the bundled song, slow and fast, and noise.
. tests/lib.sh
unset MGC_MODEL
here=$PWD
if ! command -v bash >/dev/null; then
	skip_all 'no bash'
fi

make_tree
pipelines=$p

# wav RATE BYTE_RATE: the header of float samples whose number is unknown, numbers as octal bytes
wav() {
	printf 'RIFF\377\377\377\377WAVEfmt \020\0\0\0\003\0\001\0%b%b\004\0\040\0data\377\377\377\377' \
		"$1" "$2"
}
music="$T/my music"
mkdir -p "$music/slow dance" "$music/fast" "$music/white noise"
decode --raw --duration 20 pipelines/song/prelude.mp3 >"$T/song"
i=0
while [ $i -lt 4 ]; do
	piece="tail -c +$((i * 400000 + 1)) $T/song"
	{ wav '\042\126\0\0' '\210\130\001\0'; $piece | head -c 220000; } >"$music/slow dance/$i.wav"
	{ wav '\104\254\0\0' '\020\261\002\0'; $piece | head -c 440000; } >"$music/fast/$i.wav"
	{ wav '\042\126\0\0' '\210\130\001\0'; awk -v seed=$((i + 1)) 'BEGIN {
		for (n = 0; n < 55000; n++) { seed = (seed * 16807) % 2147483647; printf "%c%c%c%c", 1 + seed % 120, 1 + int(seed / 128) % 120, 1 + int(seed / 16384) % 120, 60 + seed % 2 }
	}'; } >"$music/white noise/$i.wav"
	i=$((i + 1))
done

# --- extract
status 'extract' 0 "$pipelines/extract" "$music"
cp "$T/out" "$T/f.csv"
is 'nine rows a track' "$(tail -n +2 "$T/f.csv" | wc -l | tr -d ' ')" 108
is 'labels are the folders' "$(tail -n +2 "$T/f.csv" | cut -d, -f4 | uniq -c | tr -s ' \n' ' ')" ' 36 fast 36 slow dance 36 white noise '
is 'its options are those of split' "$("$pipelines/extract" --seconds 1 "$music/fast/0.wav" | tail -n +2 | wc -l | tr -d ' ')" \
	"$(decode --max-samples 660000 "$music/fast/0.wav" | split --seconds 1 | featurize | tail -n +2 | wc -l | tr -d ' ')"
mkdir "$T/bad" && cp -R "$music/fast" "$T/bad" && echo 'no music' >"$T/bad/fast/a text.mp3"
status 'a file that cannot be read' 3 "$pipelines/extract" "$T/bad"
ok 'is named' grep -q 'a text.mp3' "$T/err"
is 'the others are there' "$(tail -n +2 "$T/out" | wc -l | tr -d ' ')" 36
for jobs in 1 2 5; do
	status "in $jobs parts at once" 3 "$pipelines/extract" --jobs $jobs --labels top "$T/bad" "$music" "$T/nowhere" "$music/fast/1.wav"
	cp "$T/out" "$T/$jobs.csv"
	grep -c . <"$T/err" >"$T/$jobs.said"
done
is 'labels by the operand' "$(sed 1d "$T/5.csv" | cut -d, -f4 | uniq -c | tr -s ' \n' ' ')" ' 72 fast 36 slow dance 36 white noise '
ok 'the same table' cmp "$T/1.csv" "$T/2.csv"
ok 'however many' cmp "$T/1.csv" "$T/5.csv"
is 'as much is said' "$(cat "$T/2.said" "$T/5.said" | uniq)" "$(cat "$T/1.said")"
is 'and in the same order' "$(sed 's/:.*/:/; s/, [0-9:]* min//' "$T/err" | tr '\n' ' ')" 'mgc-decode: mgc-decode: mgc extract: '
ok 'a file that cannot be read is named' grep -q 'a text.mp3' "$T/err"
ok 'a folder that cannot be read is named' grep -q 'nowhere' "$T/err"
is 'standard input, which is read once' "$("$pipelines/extract" -q -j2 - "$music/fast/1.wav" <"$music/fast/0.wav" | cut -d, -f1 | uniq -c | tr -s ' \n' ' ')" \
	" 1 track 9 - 9 $music/fast/1.wav "
status 'no number of parts' 2 "$pipelines/extract" -j 0 "$music"
status 'no folder' 2 "$pipelines/extract"
status 'a folder that is not there' 3 "$pipelines/extract" "$T/nowhere"
mkdir "$T/silent" && echo 'no music' >"$T/silent/readme.txt"
status 'a folder without audio is a failure, not a skip' 1 "$pipelines/extract" "$T/silent"

# --- train
status 'train' 0 "$pipelines/train" "$T/f.csv" -o "$T/my model" --folds 4 --epochs 30
is 'what it leaves' "$(ls "$T/my model" | tr '\n' ' ')" \
	"$(command -v gnuplot >/dev/null && echo 'confusion.png curves.png ')history.csv model.safetensors predictions.csv report.json "
model="$T/my model/model.safetensors"
is 'the model knows the genres' "$(predict -m "$model" --describe | tr -d '\n\t ' | sed 's/.*"classes":\[\([^]]*\)\].*/\1/')" \
	'"fast","slowdance","whitenoise"'
is 'and how rows are made' "$(predict -m "$model" --options decode) $(predict -m "$model" --options split)" \
	'--rate 22050 --max-samples 660000 --window 0.2 --overlap 0.5'
is 'each track was held out once' "$(tail -n +2 "$T/my model/predictions.csv" | wc -l | tr -d ' ')" 12
status 'no table' 2 "$pipelines/train" -o "$T/none"
status 'no folder for it' 2 "$pipelines/train" "$T/f.csv"
printf 'track,label,x\na,a,1\n' >"$T/one.csv"
status 'one class' 1 "$pipelines/train" "$T/one.csv" -o "$T/none"
is 'leaves nothing' "$(ls "$T/none")" ''

# --- demo
for genre in 'slow dance' fast 'white noise'; do
	status "demo, $genre" 0 "$pipelines/demo" --no-play -m "$model" "$music/$genre/1.wav"
	is 'is told' "$(sed -n '1s/ [0-9]* %$//p' "$T/out")" "1: $genre"
	is 'a bar a genre' "$(grep -c ' [0-9.]* %$' "$T/out")" 4
done
if command -v gnuplot >/dev/null; then
	status 'demo -o' 0 "$pipelines/demo" --no-play -m "$model" -o "$T/a picture.svg" "$music/fast/1.wav"
	ok 'has the genre in the picture' grep -q 'slow dance' "$T/a picture.svg"
else
	skip 'demo -o' 'no gnuplot'
fi
status 'the bundled song' 0 "$pipelines/demo" --no-play
is 'is classical' "$(sed -n '1s/ [0-9]* %$//p' "$T/out")" 'prelude: classical'
is 'MGC_MODEL is the model' "$(MGC_MODEL=$model "$pipelines/demo" --no-play 2>"$T/err" | grep -c '^ *white noise ')" 1
echo 'not a song' >"$T/text.mp3"
status 'a text file' 1 "$pipelines/demo" --no-play -o "$T/text.png" "$T/text.mp3"
ok 'is named' grep -q '^mgc-decode: .*text.mp3: ' "$T/err"
is 'in one line' "$(wc -l <"$T/err" | tr -d ' ')" 1
ok 'gives no picture' test ! -e "$T/text.png"
MGC_WEIGHTS=$T/nowhere status 'a model whose weights are not here' 1 "$pipelines/demo" --no-play -m "$here/models/musicnn-gtzan.safetensors"
ok 'says how to get them' grep -q 'mgc get-weights musicnn fetches them)$' "$T/err"
is 'in one line' "$(wc -l <"$T/err" | tr -d ' ')" 1
MGC_WEIGHTS=$here/models/seed-gtzan.safetensors status 'weights that are none' 0 "$pipelines/demo" --no-play
is 'are as if not there' "$(cat "$T/err")" 'model: extended-gtzan (-m takes another)'
MGC_WEIGHTS=$T/nowhere status 'the model that is taken' 0 "$pipelines/demo" --no-play
is 'is said' "$(cat "$T/err")" 'model: extended-gtzan (-m takes another)'
status 'no such song' 1 "$pipelines/demo" --no-play "$T/nowhere.mp3"
status 'no such model' 1 "$pipelines/demo" --no-play -m "$T/nowhere" "$music/fast/1.wav"
status 'two songs' 2 "$pipelines/demo" --no-play a b
status 'no such option' 2 "$pipelines/demo" --loud
mkdir "$T/tmp"
TMPDIR=$T/tmp "$pipelines/demo" --no-play "$T/text.mp3" >"$T/out" 2>&1 || :
TMPDIR=$T/tmp "$pipelines/demo" --no-play -m "$model" "$music/fast/1.wav" >"$T/out" 2>&1
is 'nothing is left behind' "$(ls "$T/tmp")" ''

# --- classify
status 'classify' 0 "$pipelines/classify" -m "$model" "$music"
is 'a row a track, and right' "$(tail -n +2 "$T/out" | cut -d, -f5 | uniq -c | tr -s ' \n' ' ')" \
	' 4 fast 4 slow dance 4 white noise '
status 'a file that cannot be read' 3 "$pipelines/classify" -m "$model" "$T/bad"
ok 'is named' grep -q 'a text.mp3' "$T/err"
is 'the others are there' "$(tail -n +2 "$T/out" | wc -l | tr -d ' ')" 4
status 'classify: pieces from the middle' 0 "$pipelines/classify" -m "$model" --excerpt 2 "$music"
is 'a row a track, without a remark' "$(tail -n +2 "$T/out" | wc -l | tr -d ' ')$(cat "$T/err")" 12
status 'nothing to classify' 2 "$pipelines/classify"

# --- live
wav_samples() { tail -c +45 "$1"; }
wav_samples "$music/white noise/2.wav" >"$T/noise"
status 'live' 0 sh -c '"$1" -m "$2" --seconds 1 --hop 1 <"$3"' - "$pipelines/live" "$model" "$T/noise"
is 'tells the genre of each piece' "$(grep -o '^live segment [0-9] at [0-9.]* s: white noise' "$T/out")" \
	'live segment 0 at 0.0 s: white noise
live segment 1 at 1.0 s: white noise'
is 'with bars' "$(grep -c '^white noise .* [0-9.]* %$' "$T/out")" 2
# recorders that write what they are asked for: two seconds of noise, and then no more
mkdir "$T/recorders" "$T/runtime" "$T/runtime/pulse"
for recorder in pw-record parec arecord; do
	printf '#!/bin/sh\necho "%s $*" >"%s"\ncat "%s"\n' $recorder "$T/recorded" "$T/noise" >"$T/recorders/$recorder"
done
chmod +x "$T/recorders"/*
listens() { # NAME COMMAND: on a terminal
	status "live through $1" 0 env -u PULSE_SERVER -u PIPEWIRE_REMOTE -u PIPEWIRE_RUNTIME_DIR XDG_RUNTIME_DIR="$T/runtime" \
		PATH="$T/recorders:$PATH" pty "$T/shown" -- sh -c 'exec "$1" -m "$2" --seconds 1 --hop 1 >/dev/tty' - "$pipelines/live" "$model"
	is 'asks for samples' "$(cat "$T/recorded")" "$2"
	ok 'says so' grep -q "^listening through ${2%% *}" "$T/shown"
	ok 'and what it was before' grep -q '^before: white noise' "$T/shown"
}
listens ALSA 'arecord -q -t raw -f FLOAT_LE -r 22050 -c 1'
socket() { perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die' "$1"; }
if socket "$T/runtime/pulse/native"; then
	listens PulseAudio 'parec --raw --format=float32le --rate=22050 --channels=1 --latency-msec=200'
	socket "$T/runtime/pipewire-0"
	listens PipeWire 'pw-record --rate 22050 --channels 1 --format f32 -'
else
	skip 'live through sound servers' 'no perl'
fi
printf '#!/bin/sh\necho "arecord: no such device" >&2\nexit 1\n' >"$T/recorders/arecord"
status 'a recorder that fails' 1 env -u PULSE_SERVER XDG_RUNTIME_DIR="$T" PATH="$T/recorders:$PATH" \
	pty "$T/shown" -- sh -c 'exec "$1" -m "$2" >/dev/tty' - "$pipelines/live" "$model"
ok 'is heard' grep -q '^arecord: no such device' "$T/shown"
status 'no such option' 2 "$pipelines/live" --loud

# --- the driver
for words in '' --help demo\ --help extract\ --help train\ --help classify\ --help live\ --help get-weights\ --help; do
	status "mgc $words" 0 "$pipelines/mgc" $words
	is 'says how' "$(head -1 "$T/out" | cut -d' ' -f1)" "$(set -- $words; case ${1:-} in '' | --help) echo mgc ;; *) echo $1 ;; esac)"
done
is 'mgc --version' "$("$pipelines/mgc" --version)" "$(featurize --version | sed 's/mgc-featurize/mgc/')"
is 'mgc --list' "$("$pipelines/mgc" --list | sort | tr '\n' ' ')" \
	'classify collect decode demo doctor evaluate extract featurize get-musicnn get-weights help learn learning-curve live merge playlists plot predict report scale split spotify-demo spotify-fetch tag tags train '
is 'mgc --exec-path' "$(cd "$("$pipelines/mgc" --exec-path)" && pwd -P)" "$(cd "$bin" && pwd -P)"
is 'mgc runs programs' "$("$pipelines/mgc" predict --version)" "$(predict --version)"
status 'mgc nope' 2 "$pipelines/mgc" nope
is 'in one line' "$(cat "$T/err")" 'mgc: nope: no such pipeline or program (try mgc --help)'
status 'mgc ../x' 2 "$pipelines/mgc" ../pipelines/demo
status 'mgc common.bash' 2 "$pipelines/mgc" common.bash

# --- installed: found through links, from another folder, without the tree
root=$T/root
installed() { env -u MAKEFLAGS -u MAKELEVEL make -s B="$B" DESTDIR="$root" PREFIX=/usr "$@"; }
if [ -n "${WRAP:-}" ]; then
	skip 'make install' 'under WRAP'
	done_testing
	exit
fi
ok 'make install' installed install
is 'no link leads nowhere' "$(find -L "$root" -type l)" ''
is 'what is no program is under share' \
	"$(find "$root/usr/libexec" -type f ! -perm -100 ! -name '*.bash' ! -name '*.sbatch')" ''
# links are relative: the tree can be moved
mv "$root" "$root 2" && root="$root 2"
run() { (cd / && env PATH="$root/usr/bin:/usr/bin:/bin" "$@"); }
status 'the demo, installed' 0 run mgc demo --no-play
is 'is classical' "$(sed -n '1s/ [0-9]* %$//p' "$T/out")" 'prelude: classical'
is 'mgc-decode' "$(run mgc-decode --version)" "$(decode --version)"
status 'mgc get-musicnn, installed' 0 run mgc get-weights --help
ok 'has what it needs' test -x "$root/usr/libexec/mgc/pipelines/weights/slice"
is 'mgc --exec-path' "$(run mgc --exec-path)" "$(cd "$root/usr/libexec/mgc" && pwd -P)"
is 'a page for each program' "$(ls "$root/usr/share/man/man1" | tr '\n' ' ')" \
	"$(for p in mgc $(ls -p "$B/bin" | grep -v / | sed 's/^/mgc-/'); do echo "$p.1"; done | sort | tr '\n' ' ')"
mv "$root" "${root% 2}" && root=${root% 2}
ok 'make uninstall' installed uninstall
is 'leaves nothing' "$(find "$root" ! -type d)" ''
is 'nor a folder of its own' "$(find "$root" -name 'mgc*')" ''
# silence, and next to none of anything
status 'classify: silence and a blink' 0 sh -c "'$pipelines/classify' -m '$here/models/seed-gtzan.safetensors' '$here/tests/golden/wav/silence.wav' '$here/tests/golden/wav/short-1102.wav' >'$T/nothing.csv'"
is 'has no genre' "$(awk -F, 'NR > 1 { print $5 $6, $(NF - 2) }' "$T/nothing.csv")" ' silent
 short'
# --- tags
status 'tags of a set without any' 2 "$pipelines/tags" --set seed tests/golden/wav/sine440.wav
ok 'says so' grep -q 'seed: has no tags' "$T/err"
MGC_WEIGHTS=$T/nowhere status 'tags without weights' 1 "$pipelines/tags" tests/golden/wav/sine440.wav
ok 'names what fetches them' grep -q 'get-weights musicnn' "$T/err"
status 'tags: no number' 2 "$pipelines/tags" -n none tests/golden/wav/sine440.wav
weights=$here/../shared/musicnn/MSD_musicnn.safetensors
if [ -r "$weights" ]; then
	cp tests/golden/wav/chirp-gap.wav "$T/a, \"b\".wav"
	MGC_WEIGHTS=$weights status 'tags' 0 "$pipelines/tags" -n 3 "$T/a, \"b\".wav" tests/golden/wav/silence.wav
	is 'three, the first the surest' "$(sed -n '1s/.*wav: //p' "$T/out" | tr -d '%' | tr ',' '\n' | awk '{ print $NF }' |
		sort -rnc && sed -n 1p "$T/out" | tr ',' '\n' | grep -c ' %$')" 3
	is 'of silence none' "$(sed -n 2p "$T/out")" 'tests/golden/wav/silence.wav: silent or too short, no answer'
	MGC_WEIGHTS=$weights status 'a table of tags' 0 "$pipelines/tags" --table "$T/a, \"b\".wav" tests/golden/wav/silence.wav
	cp "$T/out" "$T/tags.csv"
	is 'a row a song, 50 tags' "$(wc -l <"$T/tags.csv" | tr -d ' ') $(head -1 "$T/tags.csv" | tr , '\n' | grep -c '^tag_')" '3 50'
else
	skip 'tags' 'no ../shared/musicnn'
fi
published=$here/../shared/audioset/mn04_as_mAP_432.pt
if [ -r "$published" ]; then
	mkdir "$T/weights"
	"$here/pipelines/weights/slice" audioset "$published" "$T/weights/mn04_as.safetensors" "$T/licence"
	export MGC_WEIGHTS="$T/weights"
	status 'tags of audioset' 0 "$pipelines/tags" --set audioset -n 50 "$here/../shared/audioset/rock-32k.wav"
	is 'are kinds of music' "$(grep -ciE 'speech|guitar|: music|, music [0-9]' "$T/out"; tr ',' '\n' <"$T/out" | grep -c ' %$')" '0
50'
	status 'all that it knows' 0 "$pipelines/tags" --set audioset --all -n 3 "$here/../shared/audioset/rock-32k.wav"
	is 'begins with music' "$(sed 's/.*wav: \([a-z]*\) .*/\1/' "$T/out")" music
	status 'its table' 0 "$pipelines/tags" --set audioset --all --table "$here/../shared/audioset/rock-32k.wav"
	is 'has 527 tags' "$(head -1 "$T/out" | tr , '\n' | grep -c '^tag_')" 527
	status 'rows of audioset' 0 "$pipelines/extract" --set audioset "$here/../shared/gtzan-clips/blues" "$here/../shared/gtzan-clips/metal"
	cp "$T/out" "$T/audioset.csv"
	is 'in pieces of ten seconds' "$(sed -n 2p "$T/out" | cut -d, -f6)" audioset/32000/seconds:10:10
	status 'make a model' 0 "$pipelines/train" "$T/audioset.csv" -o "$T/audioset"
	status 'which tells genres' 0 "$pipelines/demo" --no-play -m "$T/audioset/model.safetensors" "$here/../shared/songs/metal.flac"
	ok 'by the embedding' grep -q '^metal' "$T/out"
	unset MGC_WEIGHTS
else
	skip 'tags of audioset' 'no ../shared/audioset'
fi
done_testing
