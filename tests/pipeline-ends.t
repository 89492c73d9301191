#!/bin/sh
# SPDX-License-Identifier: MIT
# How pipelines end: on wrong usage, when a program within fails or is killed, and by a signal. A
# tree of their own, in which programs can be replaced by others that do just that.
. tests/lib.sh
unset MGC_MODEL MGC_WEIGHTS XDG_DATA_HOME
here=$PWD
command -v bash >/dev/null || skip_all 'no bash'
command -v perl >/dev/null || skip_all 'no perl'
p=$T/tree/pipelines
programs=$T/tree/build/bin
mkdir -p "$programs" "$T/home" && cp -R "$here/pipelines" "$p" && ln -s "$here/models" "$T/tree"
export HOME="$T/home" XDG_DATA_DIRS="$T/home"
for program in "$bin"/*; do ln -s "$program" "$programs"; done
model=$here/models/seed-gtzan.safetensors
song=$here/pipelines/song/prelude.mp3

# instead NAME: the program becomes a script, read from standard input; $real is the program
instead() {
	rm -f "$programs/$1"
	{ printf '#!/bin/sh\nreal=%s\n' "$bin/$1" && cat; } >"$programs/$1"
	chmod +x "$programs/$1"
}
# again NAME: it is itself
again() { ln -sf "$bin/$1" "$programs/$1"; }
# complains NAME STATUS WORDS COMMAND...: with that status and one line, in which the words stand
complains() {
	name=$1 expected=$2 words=$3 got=0
	shift 3
	"$@" >"$T/out" 2>"$T/err" </dev/null || got=$?
	ok "$name" sh -c '[ "$1" = "$2" ] && [ "$(wc -l <"$4")" -eq 1 ] && grep -qF -e "$3" "$4" ||
		{ echo "status $1, not $2; not one line with \"$3\":"; cat "$4"; exit 1; }' - \
		"$got" "$expected" "$words" "$T/err"
}

# --- options
mkdir "$T/music" "$T/many" && cp "$song" "$T/music"
for i in 1 2 3 4 5; do cp "$song" "$T/many/$i.mp3"; done
for order in "-m $model $T/music" "$T/music -m $model" "$T/music --model=$model" "-m$model -- $T/music"; do
	# shellcheck disable=SC2086
	status "classify, options in any place: $order" 0 "$p/classify" $order
	is 'by that model' "$(sed 1d "$T/out" | sed 's/.*,\([^:]*\):.*/\1/')" seed-gtzan
done
status 'extract, options behind the folder' 0 "$p/extract" "$T/music" --seconds 10
is 'are taken' "$(tail -n +2 "$T/out" | wc -l | tr -d ' ')" 2
status 'demo, options behind the song' 0 "$p/demo" "$song" --no-play -m "$model"
for one in classify demo evaluate extract get-weights learning-curve live report spotify-demo train; do
	complains "$one --loud" 2 "mgc $one: --loud: no such option" "$p/$one" --loud
	complains "$one --help=x" 2 "mgc $one: --help: takes no value" "$p/$one" --help=x
	status "$one --help among others" 0 "$p/$one" a b c --help
	is 'in silence' "$(cat "$T/err")" ''
	is 'lists all its options' "$("$p/$one" --list-options | grep -c '^--\?[a-z]')" \
		"$("$p/$one" --list-options | wc -l | tr -d ' ')"
done
for one in classify demo live spotify-demo; do
	complains "$one -m" 2 "mgc $one: -m: needs a value, MODEL" "$p/$one" -m
	complains "$one --model=" 2 "mgc $one: --model: needs a value, MODEL" "$p/$one" --model=
	complains "$one --model nowhere" 1 "mgc $one: nowhere: no model there" "$p/$one" --model nowhere $([ $one != classify ] || echo .)
done
complains 'classify in two forms' 2 'is --format jsonl, not csv' "$p/classify" --json --format csv .
complains 'classify without a folder' 2 'needs DIR or FILE' "$p/classify"
complains 'train --report' 2 '--report: is a file in DIR' "$p/train" f.csv -o "$T/none" --report x
complains 'a model of the environment is said' 0 "model: $model, as MGC_MODEL says" env MGC_MODEL="$model" \
	"$p/demo" --no-play "$song"
MGC_MODEL=$model status 'but not where another one is asked for' 0 "$p/demo" --no-play -m "$here/models/extended-gtzan.safetensors"
is 'which needs no word' "$(cat "$T/err")" ''
complains 'train without a table' 2 'needs FEATURES' "$p/train" -o "$T/none"
complains 'train without a folder' 2 'needs -o|--output DIR' "$p/train" "$T/f.csv"
complains 'two tables' 2 'b: one too many' "$p/train" a b -o "$T/none"
complains 'live of a file' 2 'x: one too many' "$p/live" x
complains 'mgc --nonsense' 2 '--nonsense' "$p/mgc" --nonsense
complains 'a wrong number' 2 "mgc-split: --seconds: 'x'" "$p/extract" "$T/music" --seconds x
complains 'a wrong number, live' 2 "mgc-split: --hop: 'x'" "$p/live" --hop x
complains 'no such song' 1 'mgc-decode: ' "$p/demo" "$T/none.mp3"
ok 'a list that is an option of train is not the table' sh -c '
	printf "track,label,x\na,a,1\nb,b,2\nc,a,1\nd,b,2\n" >"$2/f.csv" && : >"$2/pairs" &&
	"$1/train" --duplicates "$2/pairs" --epochs 1 "$2/f.csv" -o "$2/m"' - "$p" "$T"

# --- a program that is killed, or fails, is a failure of the whole, in one line
for one in decode split featurize predict; do
	for how in 'kill -KILL $$' 'kill -SEGV $$' 'exit 1'; do
		echo 'case "$*" in *--options*) exec "$real" "$@" ;; esac
			"$real" "$@" | head -c 3000; '"$how" | instead $one
		status "classify, $one ends by $how" 1 "$p/classify" "$T/music" -m "$model"
		is 'is said in a line' "$(wc -l <"$T/err" | tr -d ' ')" "$([ "$one $how" = 'decode exit 1' ] && echo 0 || echo 1)"
		[ $one != predict ] || continue
		status "extract, $one ends by $how" 1 "$p/extract" "$T/music"
		status "extract in parts, $one ends by $how" 1 "$p/extract" -j3 "$T/many"
		is 'is said in a line' "$(wc -l <"$T/err" | tr -d ' ')" "$([ "$one $how" = 'decode exit 1' ] && echo 0 || echo 1)"
	done
	again $one
done
echo 'case "$*" in *--list-options*) exec "$real" "$@" ;; esac; kill -KILL $$' | instead train
for one in 'train -o '"$T/killed" evaluate learning-curve; do
	# shellcheck disable=SC2086
	complains "${one%% *}, whose training is killed" 1 'train was ended by a signal, KILL' "$p"/$one "$T/f.csv"
done
again train
ok 'bad files are a 3' sh -c '"$1/classify" "$2" "$2/none.mp3" -m "$3" 2>/dev/null; [ $? = 3 ]' - "$p" "$T/music" "$model"
echo '"$real" "$@"; exit 3' | instead decode
echo 'case "$*" in *--options*) exec "$real" "$@" ;; esac; exit 1' | instead predict
status 'bad files and a failure are a failure' 1 "$p/classify" "$T/music" -m "$model"
again decode && again predict
status 'a reader that goes is no failure to speak of' 0 sh -c '"$1/classify" "$2" -m "$3" | :' - "$p" "$T/music" "$model"
is 'and nothing is said' "$(cat "$T/err")" ''
status 'nor for extract in parts' 0 sh -c '"$1/extract" -j2 "$2" | :' - "$p" "$T/many"
is 'and nothing is said' "$(cat "$T/err")" ''

# --- what is asked before: how rows are made
for answer in 'exit 1' 'kill -KILL $$' 'echo decode --rate 22050' 'exit 0' \
	'"$real" "$@" | sed /^split/d' '"$real" "$@" | sed "s/^featurize.*/featurize/"'; do
	for one in predict featurize; do
		echo 'case "$*" in *--options\ all*) '"$answer"' ;; *) exec "$real" "$@" ;; esac' | instead $one
	done
	status "no answer how rows are made, classify: $answer" 1 "$p/classify" -m "$model" "$T/music"
	is 'no row' "$(cat "$T/out")" ''
	status 'live' 1 sh -c '"$1/live" -m "$2" <"$3"' - "$p" "$model" "$song"
	status 'demo' 1 "$p/demo" -m "$model" --no-play
	rc=0 && "$p/extract" "$T/music" >"$T/out" 2>"$T/err" || rc=$?
	ok 'extract' [ "$rc" != 0 ]
	is 'no row' "$(cat "$T/out")" ''
done
again predict && again featurize

# --- the line for cron: the same everywhere, and it does what it should
line=$(sed -n 's/^    0 3 \* \* \* \(nice mgc classify .*\)/\1/p' README.md)
is 'the line for cron, README and manual' "$(sed -n 's/^0 3 \* \* \* //p' pipelines/mgc.7)" "$line"
mkdir "$T/night" && cp -R "$T/music" "$T/night/music"
by_night() { (cd "$T/night" && PATH=$p:$PATH MGC_MODEL=$model sh -c "$line" >"$T/out" 2>"$T/err"); }
by_night
is 'makes a table' "$(cut -d, -f1,5 "$T/night/genres.csv" | tail -1)" music/prelude.mp3,classical
is 'is silent' "$(cat "$T/err")" ''
echo 'no music' >"$T/night/music/bad.mp3" && cp "$song" "$T/night/music/two.mp3"
by_night
is 'a bad file does not keep the table from being new' "$(wc -l <"$T/night/genres.csv" | tr -d ' ')" 4
is 'and is what the mail says' "$(grep -c bad.mp3 "$T/err") $(wc -l <"$T/err" | tr -d ' ')" '1 1'
by_night
is 'which says it once' "$(cat "$T/err")" ''
cp "$T/night/genres.csv" "$T/whole.csv"
cp "$song" "$T/night/music/three.mp3"
echo '"$real" "$@" | head -c 700000; kill -KILL $$' | instead decode
by_night
ok 'a table that was not finished replaces none' cmp "$T/night/genres.csv" "$T/whole.csv"
again decode

# --- signals: nothing outlives the script. All that it starts has the write end of a pipe open: who
# reads it sees its end when the last of them is gone
mkfifo "$T/up" "$T/alive"
hang='echo up >"'$T'/up"; exec sleep 600'
ends() { # NAME PIPELINE ARGUMENT...: is ended by each signal, and ends
	one=$1
	shift
	for signal in TERM:143 HUP:129 INT:130 QUIT:131; do
		expect=${signal#*:} signal=${signal%:*}
		{ timeout 300 cat "$T/alive" >/dev/null; echo $? >"$T/gone"; } &
		watch=$!
		# a shell ignores the interrupt in what it starts behind itself
		perl -e '$SIG{$_} = "DEFAULT" for qw(INT HUP QUIT); exec @ARGV' env TMPDIR="$T/tmp" "$@" \
			>"$T/out" 2>"$T/err" <"$T/lines" 6>"$T/alive" &
		script=$!
		timeout 300 cat "$T/up" >/dev/null
		kill -$signal $script
		rc=0 && wait $script 2>/dev/null || rc=$?
		wait $watch
		is "$one, $signal: status" "$rc" "$expect"
		is 'nothing goes on' "$(cat "$T/gone")" 0
		is 'nothing is said' "$(cat "$T/err")" ''
		is 'nothing is left' "$(ls "$T/tmp")" ''
	done
}
mkdir "$T/tmp" && printf 'a\nb\n' >"$T/lines"
echo "$hang" | instead decode
ends classify "$p/classify" -m "$model" "$T/music"
ends extract "$p/extract" "$T/music"
ends demo "$p/demo" --no-play -m "$model"
echo 'case "$*" in *--list*|*/dev/null*) exec "$real" "$@" ;; esac; '"$hang" | instead decode
ends 'extract in parts' "$p/extract" -j3 "$T/many"
again decode
echo "$hang" | instead split
ends live "$p/live" -m "$model"
again split
echo 'case "$*" in *--options*) exec "$real" "$@" ;; esac; '"$hang" | instead predict
ends 'classify at its end' "$p/classify" -m "$model" "$T/music"
again predict
echo 'case "$*" in *--list-options*) exec "$real" "$@" ;; esac; '"$hang" | instead train
ends train "$p/train" "$T/f.csv" -o "$T/m"
is 'a table half written is gone' "$(ls "$T/m" | grep -c tmp)" 0
ends evaluate "$p/evaluate" "$T/f.csv"
ends learning-curve "$p/learning-curve" "$T/f.csv"
again train
echo 'case "$*" in *--list-options*) exec "$real" "$@" ;; esac; '"$hang" | instead spotify-fetch
ends spotify-demo "$p/spotify-demo" -m "$model" --no-play
again spotify-fetch
if command -v curl >/dev/null; then
	echo "$hang" | instead curl
	ends get-weights "$p/get-weights" musicnn "$T/weights"
	: >"$T/weights/MSD_musicnn.safetensors.tmp.99999999"
	echo 'exit 7' | instead curl
	status 'get-weights without a network' 1 "$p/get-weights" musicnn "$T/weights"
	is 'takes away what those left that were killed' "$(ls "$T/weights")" ''
	rm "$programs/curl"
else
	skip 'get-weights' 'no curl'
fi
done_testing
