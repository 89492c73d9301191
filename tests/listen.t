#!/bin/sh
# SPDX-License-Identifier: MIT
# Where the network audioset is at hand, demo and classify say what is no music and what songs sound
# like. A false featurize plays the network, so that this is tried without its weights: it takes what
# is called noise for noise, and all else for blues.
. tests/lib.sh
unset MGC_MODEL MGC_WEIGHTS
here=$PWD
if ! command -v bash >/dev/null; then
	skip_all 'no bash'
fi

mkdir -p "$T/tree/build/bin/helpers"
cp -R pipelines "$T/tree" && ln -s "$here/models" "$T/tree"
for program in "$bin"/*; do
	[ -d "$program" ] || ln -s "$program" "$T/tree/build/bin"
done
ln -s "$bin"/helpers/* "$T/tree/build/bin/helpers"
rm "$T/tree/build/bin/featurize"
cat >"$T/tree/build/bin/featurize" <<END
#!/bin/sh
case "\$*" in
*audioset*weights) [ ! -e "$T/deaf" ] && echo "$T/weights" && exit ; exit 1 ;;
*--options*) exec "$bin/featurize" "\$@" ;;
*audioset*) ;;
*) exec "$bin/featurize" "\$@" ;;
esac
echo track,front_end,tag_blues,tag_music,tag_noise,tag_speech
"$tools/mgcdump" >"$T/dump.\$\$" 2>&1
[ ! -e "$T/log" ] || cat "$T/dump.\$\$" >>"$T/log"
sed -n 's/.* track .*id=\([^ ]*\).*/\1/p' "$T/dump.\$\$" | sed 's/%20/ /g' | while read -r track; do
	case \$track in
	*noise*) echo "\$track,audioset/32000,0,0.125,0.875,0.25" ;;
	*missing*) [ ! -e "$T/crash" ] || kill -SEGV \$\$ ;;
	*) echo "\$track,audioset/32000,0.5,0.75,0,0" ;;
	esac
done
rm -f "$T/dump.\$\$"
[ ! -e "$T/fail" ] || { echo 'mgc-featurize: out of ears' >&2; exit 1; }
END
chmod +x "$T/tree/build/bin/featurize"
model=$here/models/seed-gtzan.safetensors
demo() { "$T/tree/pipelines/demo" --no-play -m "$model" "$@"; }
classify() { "$T/tree/pipelines/classify" -m "$model" "$@"; }
columns() { "$bin/helpers/columns" "$@"; }
shown() { file=$1 && shift && columns "$@" <"$file" | tr '\0\n' '|/'; }

mkdir -p "$T/songs/a folder"
cp tests/golden/wav/noise.wav "$T/songs"
cp tests/golden/wav/sine440.wav "$T/songs/a folder"
cp tests/golden/wav/silence.wav "$T/songs"
cp tests/golden/wav/click120.wav "$T/songs"
cd "$T" || exit 1

status 'demo of music' 0 demo songs/click120.wav
ok 'tells what it sounds like' grep -qx 'sounds like blues 0.50' out
is 'behind a bar a genre' "$(grep -c ' [0-9.]* %$' out)" 11
status 'demo of noise' 0 demo songs/noise.wav
is 'tells that alone' "$(cat out)" 'noise: no music (noise 0.88), no answer'
status 'without listening' 0 demo --no-listen songs/noise.wav
is 'tells a genre' "$(grep -c -e ' [0-9.]* %$' out)$(grep -c 'sounds like' out)" 110
: >deaf
demo songs/noise.wav >deaf.out 2>/dev/null
ok 'so it does where there are no weights' cmp out deaf.out
rm deaf
status 'what can be read once' 0 demo - <songs/noise.wav
ok 'is not listened to, with a remark' grep -q '^mgc demo: -: can be read only once: whether it is music is not heard$' err
is 'and told' "$(grep -c ' [0-9.]* %$' out)" 11
status 'the listener fails' 1 sh -c ': >"$1/fail"; shift; exec "$@"' - "$T" "$T/tree/pipelines/demo" --no-play -m "$model" songs/click120.wav
is 'in its words' "$(cat err)" 'mgc-featurize: out of ears'
is 'without an answer' "$(cat out)" ''
rm fail
status 'a file that is not there' 1 demo songs/nowhere.wav
is 'is named once' "$(cat err)" 'mgc-decode: songs/nowhere.wav: No such file or directory'

# a stream of answers
classify --no-listen songs >unheard.csv 2>err
status 'classify' 0 classify songs
is 'tells which are music' "$(shown out track status music sounds_like)" \
	'songs/a folder/sine440.wav|ok|0.75|blues 0.50|songs/click120.wav|ok|0.75|blues 0.50|songs/noise.wav|no music (noise 0.88)|0.125|noise 0.88; speech 0.25|songs/silence.wav|silent|0.75|blues 0.50|'
is 'as it would without, else' "$(grep -v noise out | sed 's/,[^,]*,[^,]*\(,[^,]*\)$/\1/')" "$(grep -v noise unheard.csv)"
ok 'without listening there are no such columns' sh -c '! head -1 unheard.csv | grep -q music'
echo 'no music' >songs/bad.mp3
status 'a file that cannot be read' 3 classify songs
is 'is named once, and counted' "$(untimed err)" 'mgc-decode: songs/bad.mp3: no audio that libsndfile or libmpg123 can read
mgc classify: 5 songs, 1 failed'
: >log
classify --excerpt 1 songs >out 2>err
is 'an excerpt is all that is listened to' "$(grep -c 'seg .*n=' log):$(grep -c 'seg .*frames=32000 ' log)" '4:4'
rm log

if ! command -v flock >/dev/null; then
	done_testing
	exit
fi
# a table that is kept
status 'a table' 3 classify -o t.csv songs
is 'counts what is no music' "$(untimed err | tail -1)" 'mgc classify: t.csv: 0 done, 2 new, 1 failed, 1 silent, 1 no music'
is 'which has a row' "$(shown t.csv track status | tr '/' '\n' | grep '^noise')" 'noise.wav|no music (noise 0.88)|songs'
status 'again' 0 classify -o t.csv songs
is 'nothing is done' "$(untimed err)" 'mgc classify: t.csv: 2 done, 0 new, 1 failed, 1 silent, 1 no music'
cp t.csv heard.csv
: >deaf
status 'without weights' 3 classify -o t.csv songs
is 'all is done anew' "$(untimed err | tail -1)" 'mgc classify: t.csv: 0 done, 3 new, 1 failed, 1 silent'
status 'again' 0 classify -o t.csv songs
is 'nothing is done' "$(untimed err)" 'mgc classify: t.csv: 3 done, 0 new, 1 failed, 1 silent'
rm deaf
status 'with them' 3 classify -o t.csv songs
ok 'the table is as it was' cmp t.csv heard.csv
status 'other jobs' 3 classify -j 3 -o t2.csv songs
ok 'give the same bytes' cmp t.csv t2.csv
if parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	# a shell for a host
	printf '#!/bin/sh\nexport SHELL=/bin/sh\nshift\n[ "$1" != -- ] || shift\nexec sh -c "$*"\n' >ssh
	chmod +x ssh
	echo 'the weights' >weights
	for how in '' --transfer; do
		rm t2.csv
		status "another host $how" 3 classify $how --hosts "$T/ssh one" -o t2.csv songs
		ok 'listens too' cmp t.csv t2.csv
	done
	rm weights
else
	skip 'another host' 'no GNU parallel'
fi
cp songs/click120.wav songs/missing.wav
status 'a track that the listener lost' 3 classify -o t.csv songs
is 'has failed' "$(shown t.csv track status | tr '|' '\n' | sed -n '/missing/{n;p;}')" 'failed: no answer came'
rm t.csv && : >crash
status 'a listener that crashes at a file' 3 classify -j 1 -o t.csv songs
ok 'is named' grep -q '^mgc classify: songs/missing.wav: featurize was ended by a signal, SEGV$' err
is 'the others are as ever' "$(grep -v -e missing t.csv)" "$(grep -v missing heard.csv)"
rm t.csv crash && : >fail
status 'a listener that fails' 1 classify -o t.csv songs
ok 'gives no table' test ! -e t.csv
rm -r fail t.csv.journal songs/missing.wav
cd "$here" || exit 1

# --- with the network itself
shared=${MGC_SHARED:-../shared}
if [ -r "$shared/audioset/mn04_as_mAP_432.pt" ]; then
	mkdir "$T/weights"
	pipelines/weights/slice audioset "$shared/audioset/mn04_as_mAP_432.pt" "$T/weights/mn04_as.safetensors" "$T/licence"
	export MGC_WEIGHTS="$T/weights"
	ln -sf "$bin/featurize" "$T/tree/build/bin/featurize"
	# noise as loud as can be and 40 dB below, 3 s
	awk 'BEGIN { for (level = 1; level > 0.001; level /= 100) {
		file = sprintf("'"$T"'/noise-%g", level)
		for (n = 0; n < 66150; n++) { s = (s * 69069 + 1) % 4294967296; printf "%d\n", (s / 4294967296 - 0.5) * 60000 * level >file }
	} }'
	mkdir "$T/noises"
	for level in 1 0.01; do
		perl -e 'binmode STDOUT; my @x = <STDIN>; print "RIFF", pack("V", 36 + 2 * @x), "WAVEfmt ", pack("VvvVVvv", 16, 1, 1, 22050, 44100, 2, 16), "data", pack("V", 2 * @x), pack("s<*", @x)' \
			<"$T/noise-$level" >"$T/noises/$level.wav"
	done
	cp "$shared/audioset/noise-32k.wav" "$T/noises"
	classify "$T/noises" >"$T/out" 2>"$T/err"
	is 'noise is no music' "$(columns status <"$T/out" | tr '\0' '\n' | cut -d'(' -f1 | sort | uniq -c | tr -s ' ')" ' 3 no music '
	if [ -d "$shared/songs" ] && [ -d "$shared/gtzan-clips" ]; then
		classify "$shared/songs" "$shared/gtzan-clips" >"$T/out" 2>"$T/err"
		is 'all songs and clips are music' "$(columns status <"$T/out" | tr '\0' '\n' | sort | uniq -c | tr -s ' ')" ' 120 ok'
		ok 'each sounds like something' sh -c '! columns sounds_like <"$1" | tr "\0" "\n" | grep -v " 0\.[0-9][0-9];"' - "$T/out"
	else
		skip 'songs and clips' "no $shared/songs"
	fi
else
	skip 'the network itself' "no $shared/audioset"
fi
done_testing
