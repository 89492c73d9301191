#!/bin/sh
# SPDX-License-Identifier: MIT
. tests/lib.sh
wav=tests/golden/wav
decode --labels $wav/short-1102.wav >"$T/in"

featurize "$T/in" >"$T/whole.csv"
is 'a row for a track' "$(wc -l <"$T/whole.csv" | tr -d ' ')" 2
is 'its columns' "$(head -1 "$T/whole.csv" | tr , '\n' | wc -l | tr -d ' ')" 83
is 'its names' "$(head -1 "$T/whole.csv" | cut -d, -f1-8)" \
	'track,segment,start,label,artist,front_end,centroid_kurtosis,centroid_mean'
is 'in order of bytes' "$(head -1 "$T/whole.csv" | tr , '\n' | tail -n +7 | LC_ALL=C sort -c && echo sorted)" sorted
made() { tail -1 | cut -d, -f6; }
is 'how it was made' "$(decode $wav/sine440.wav | featurize | made)" seed/22050
is 'and limited' "$(decode --start 0.01 --duration 0.6 $wav/sine440.wav | featurize | made)" \
	seed/22050/skip:220/max:13230
is 'and cut' "$(decode --max-samples 30000 $wav/sine440.wav | split | featurize --set extended | made)" \
	extended/22050/max:30000/window:0.2:0.5
is 'or by time' "$(decode $wav/short-1102.wav | split --seconds 0.02 | featurize | made)" \
	seed/22050/seconds:0.02:0.02
is 'a window of all is no cut' "$(decode $wav/sine440.wav | split --window 1 --overlap 0 | featurize | made)" \
	seed/22050
# what has numbers, but says nothing of music
is 'silence' "$(decode $wav/silence.wav | featurize | made)" seed/22050/silent
is 'the same, in pieces' "$(decode $wav/dc.wav | split --seconds 1 | featurize --set extended | made)" extended/22050/seconds:1:1/silent
is 'too short' "$(made <"$T/whole.csv")" seed/22050/short
is 'too short to be cut' "$(decode $wav/short-1102.wav | split | featurize | made)" seed/22050/window:0.2:0.5/short
is 'what makes rows of a set' "$(featurize --set extended --options all)" 'decode --rate 22050
split --seconds 30 --hop 15
live --seconds 12 --hop 4
featurize --set extended'
is 'a set without weights' "$(featurize --options weights)" ''
MGC_WEIGHTS=$T/nowhere refused 'a set whose weights are not here' 1 'fetches them' \
	featurize --set musicnn --options weights
refused 'a cut that nobody knows' 1 'in no known way' sh -c "
	decode $wav/short-1102.wav | sed '1s/\$/ cut=scissors/' | featurize"
is 'its ids' "$(tail -1 "$T/whole.csv" | cut -d, -f1-4)" "$wav/short-1102.wav,0,0,wav"
is 'start is in seconds' "$(split --seconds 0.02 --hop 0.01 "$T/in" | featurize | cut -d, -f2,3 | tail -1 |
	awk -F, '{ print $1, ($2 > 0.0200 && $2 < 0.0201) }')" '2 1'
is 'cat of two' "$(cat "$T/in" "$T/in" | featurize | wc -l | tr -d ' ')" 3
is 'a name with all that CSV minds' \
	"$(decode --id 'a,"b
é' $wav/one-sample.wav | featurize | tail -2 | cut -c 1-9)" '"a,""b
é",0,0,,'
status 'no tracks' 0 sh -c "printf 'MGC1 eos tracks=0 failed=0\n' | featurize"
is 'give a header' "$(wc -l <"$T/out" | tr -d ' ')" 1

# --- the other set
featurize --set extended "$T/in" >"$T/extended.csv"
is 'columns of the extended set' "$(head -1 "$T/extended.csv" | tr , '\n' | wc -l | tr -d ' ')" 60
is 'their names' "$(head -1 "$T/extended.csv" | cut -d, -f1-8)" \
	'track,segment,start,label,artist,front_end,contrast_0_mean,contrast_0_std'
is 'their order' "$(head -1 "$T/extended.csv" | tr , '\n' | tail -n +7 | LC_ALL=C sort -c && echo sorted)" sorted
is 'its ids' "$(tail -1 "$T/extended.csv" | cut -d, -f1-4)" "$wav/short-1102.wav,0,0,wav"

# every file of ours has a row of finite numbers
for set in seed extended; do
	decode $wav | featurize --set $set >"$T/all.csv"
	is "$set: finite numbers alone" "$(grep -ciE 'nan|inf' "$T/all.csv")" 0
	is "$set: for each file" "$(wc -l <"$T/all.csv" | tr -d ' ')" 17
done

# --- what is bad
decode --rate 16000 $wav/short-700.wav >"$T/16k"
refused 'another rate' 1 'mgc-decode --rate 22050' featurize "$T/16k"
cat "$T/16k" "$T/in" >"$T/both"
split "$T/in" >"$T/segments"
size=$(wc -c <"$T/segments")
for cut in 0 1000 $((size - 1)); do
	head -c $cut "$T/segments" >"$T/short"
	refused "a stream cut at $cut, --keep-going" 1 'truncated' featurize -k "$T/short"
done
is 'the rows of what came stand' "$(wc -l <"$T/out" | tr -d ' ')" "$(featurize "$T/segments" | wc -l | tr -d ' ')"
status 'another rate, --keep-going' 3 sh -c "featurize -k '$T/both' 2>/dev/null >'$T/x'"
is 'the other one has its row' "$(tail -n +2 "$T/x" | cut -d, -f1)" $wav/short-1102.wav
printf 'MGC1 track id=a label= rate=22050 ch=1 fmt=f32le\nMGC1 end frames=0\nMGC1 eos tracks=1 failed=0\n' >"$T/none"
refused '0 samples' 1 'track a: holds no samples' featurize "$T/none"
printf 'MGC1 track id=a label= rate=22050 ch=1 fmt=f32le\nMGC1 seg i=0 start=0 n=0\nMGC1 end frames=0 segs=1\nMGC1 eos tracks=1 failed=0\n' >"$T/none"
refused 'an empty segment' 1 'track a: has an empty segment' featurize "$T/none"
printf 'MGC1 track id=a label= rate=22050 ch=1 fmt=f32le\nMGC1 pcm n=4\n\0\0\200\177MGC1 end frames=1\nMGC1 eos tracks=1 failed=0\n' >"$T/none"
refused 'a sample that is infinite' 1 'not finite' featurize "$T/none"
printf 'MGC1 track id=a label= rate=22050 ch=1 fmt=f32le\nMGC1 pcm n=4\n\0\0\200\130MGC1 end frames=1\nMGC1 eos tracks=1 failed=0\n' >"$T/none"
refused 'one past all powers' 1 'past 1e15' featurize "$T/none"
refused 'too long' 1 'longer than 0.01 s' featurize --max-seconds 0.01 "$T/in"
refused 'a WAV' 1 'not an MGC1 stream' featurize $wav/short-300.wav
refused 'a table' 1 'not an MGC1 stream' featurize "$T/whole.csv"
refused 'no such set' 2 'is none of seed' featurize --set none "$T/in"
refused 'weights for a set that needs none' 2 'set seed needs none' featurize -w "$T/in" "$T/in"
refused 'no such kernel' 2 'no such kernel' env MGC_SIMD=none featurize "$T/in"
refused 'two inputs' 2 'one input' featurize "$T/in" "$T/in"
printf 'MGC1 track id=a%%1b[31m label= rate=22050 ch=1 fmt=f32le\nMGC1 end frames=0\nMGC1 eos tracks=1 failed=0\n' >"$T/none"
refused 'an 8-bit control character, a turn of direction and what is no UTF-8' 1 'é??2J???z?: No' \
	featurize "$(printf '\303\251\302\2332J\342\200\256z\377')"
refused 'a name that would steer a terminal' 1 'track a?[31m: ' featurize "$T/none"

# rows of segments that were whole stand when the track fails
{ split --seconds 0.02 "$T/in" | head -c 2000; } >"$T/cut"
status 'cut in the second segment' 1 featurize "$T/cut"
is 'the first row stands' "$(wc -l <"$T/out" | tr -d ' ')" 2

# --- a live source: the row of a segment is out before the next samples come
mkfifo "$T/fifo"
for options in '--set seed' '--set seed -j 2' '--set extended'; do
	: >"$T/live"
	# shellcheck disable=SC2086
	split --raw 22050:1 --seconds 0.1 <"$T/fifo" | featurize $options >"$T/live" &
	exec 3>"$T/fifo"
	head -c 10000 /dev/zero >&3
	wait_for sh -c '[ "$(wc -l <"$1/live")" -ge 2 ]' - "$T"
	is "$options: a live row does not wait" "$(wc -l <"$T/live" | tr -d ' ')" 2
	exec 3>&-
	wait
done

# --- however many work at it, the bytes are the same, in the order of the input
decode --labels $wav pipelines/song/prelude.mp3 >"$T/songs"
decode --raw pipelines/song/prelude.mp3 >"$T/raw"
{
	# segments of more than a minute, stereo, short ones, whole songs
	cat "$T/raw" "$T/raw" "$T/raw" | split --raw 22050:1 --id long --seconds 70 --hop 20
	split --raw 22050:2 --id stereo --seconds 5 "$T/raw"
	split -k "$T/songs"
	split -k --seconds 3 --hop 2 "$T/songs"
	cat "$T/16k" "$T/songs"
} >"$T/many" 2>"$T/err"
for jobs in 1 2 8; do
	featurize -k -j $jobs "$T/many" >"$T/j$jobs" 2>"$T/e$jobs" && rc=0 || rc=$?
	is "-j $jobs: a track that fails is counted" $rc 3
done
is 'there are many rows' "$(($(wc -l <"$T/j1") > 60))" 1
is 'in order' "$(tail -n +2 "$T/j8" | cut -d, -f1 | uniq | tail -17 | tr '\n' ' ')" \
	"$(decode --labels $wav pipelines/song/prelude.mp3 | featurize -j 1 | tail -n +2 | cut -d, -f1 | tr '\n' ' ')"
for jobs in 2 8; do
	ok "-j $jobs gives the bytes of -j 1" cmp "$T/j1" "$T/j$jobs"
	ok "-j $jobs says the same" cmp "$T/e1" "$T/e$jobs"
done
featurize -k --set extended "$T/many" >"$T/j1" 2>"$T/e1"
featurize -k --set extended -j 4 "$T/many" >"$T/j4" 2>"$T/e4"
ok 'extended: -j 4 gives the bytes of -j 1' cmp "$T/j1" "$T/j4"
ok 'extended: -j 4 says the same' cmp "$T/e1" "$T/e4"
is 'extended: there are many rows' "$(($(wc -l <"$T/j1") > 60))" 1

# --- set musicnn: its weights are not ours to ship, so most of this is for where they are
unset MGC_WEIGHTS
shared=${MGC_SHARED:-../shared}/musicnn
weights=$shared/MSD_musicnn.safetensors
musicnn() { featurize --set musicnn "$@"; }
refused 'no weights' 1 'mgc get-weights musicnn fetches them' env XDG_DATA_HOME="$T/no" featurize --set musicnn "$T/16k"
ok 'it says where they would be' grep -qF "$T/no/mgc/MSD_musicnn.safetensors: " "$T/err"
refused 'no weights at home' 1 "$T/.local/share/mgc/MSD_musicnn.safetensors: " \
	env -u XDG_DATA_HOME HOME="$T" featurize --set musicnn "$T/16k"
refused 'no home' 1 'say with --weights' env -u XDG_DATA_HOME -u HOME featurize --set musicnn "$T/16k"
is 'where they are to be put' "$(XDG_DATA_HOME=/a featurize --set musicnn --options weights-user)" /a/mgc/MSD_musicnn.safetensors
is 'for all' "$(XDG_DATA_DIRS=rel::/b:/c featurize --set musicnn --options weights-system)" /b/mgc/MSD_musicnn.safetensors
is 'for all, by default' "$(XDG_DATA_DIRS='' featurize --set musicnn --options weights-system)" \
	/usr/local/share/mgc/MSD_musicnn.safetensors
refused 'no home to put them' 1 'no HOME' env -u XDG_DATA_HOME -u HOME featurize --set musicnn --options weights-user
# empty files are enough to see which one is read
which_weights() { env "$@" featurize --set musicnn --options weights 2>&1 | sed 's/^mgc-featurize: \(.*safetensors\): .*/\1/'; }
mkdir -p "$T/system/mgc" && : >"$T/system/mgc/MSD_musicnn.safetensors"
for home in -uHOME HOME=/nowhere HOME=/dev/null; do
	is "the system's, $home" "$(which_weights -u XDG_DATA_HOME $home XDG_DATA_DIRS="/nowhere:$T/system")" \
		"$T/system/mgc/MSD_musicnn.safetensors"
done
mkdir -p "$T/user/mgc" && : >"$T/user/mgc/MSD_musicnn.safetensors"
is "the user's come first" "$(which_weights XDG_DATA_HOME="$T/user" XDG_DATA_DIRS="$T/system")" \
	"$T/user/mgc/MSD_musicnn.safetensors"
refused 'no weights in MGC_WEIGHTS' 1 "$T/none.w: " env MGC_WEIGHTS="$T/none.w" featurize --set musicnn "$T/16k"
refused 'a folder without the weights' 1 "$T/MSD_musicnn.safetensors: no weights there" musicnn -w "$T" "$T/16k"
refused 'where those are that are not' 1 'their number is wrong' musicnn -w models/seed-gtzan.safetensors --options weights
refused 'weights that are not' 1 'their number is wrong' musicnn -w models/seed-gtzan.safetensors "$T/16k"
refused 'empty weights' 1 'truncated' musicnn -w /dev/null "$T/16k"
refused 'endless weights' 1 'too large' musicnn -w /dev/zero "$T/16k"
# as the file of weights, but zero: 72 bytes of header, 792079 floats
{ printf '\110\0\0\0\0\0\0\0%-72s' '{"x":{"dtype":"F32","shape":[792079],"data_offsets":[0,3168316]}}'; head -c 3168316 /dev/zero; } >"$T/zero.w"
refused 'other weights' 1 'its checksum is wrong' musicnn -w "$T/zero.w" "$T/16k"
if [ -f "$weights" ]; then
	export MGC_WEIGHTS="$weights"
	head -c 3175915 "$weights" >"$T/cut.w"
	refused 'cut weights' 1 'beyond the end' musicnn -w "$T/cut.w" "$T/16k"
	{ head -c 2000000 "$weights"; printf x; tail -c +2000002 "$weights"; } >"$T/bad.w"
	refused 'damaged weights' 1 'its checksum is wrong' musicnn -w "$T/bad.w" "$T/16k"
	refused 'the weights of the other network' 1 'of MTT_musicnn' \
		musicnn -w "$shared/MTT_musicnn.safetensors" "$T/16k"
	refused 'another rate than that of musicnn' 1 'mgc-decode --rate 16000' musicnn "$T/in"
	refused 'a limit for musicnn' 1 'longer than 0.01 s' musicnn --max-seconds 0.01 "$T/16k"
	musicnn "$T/16k" >"$T/row.csv"
	is 'a row' "$(wc -l <"$T/row.csv" | tr -d ' ')" 2
	is 'of 250 columns' "$(head -1 "$T/row.csv" | tr , '\n' | wc -l | tr -d ' ')" 256
	is 'in order of bytes' "$(head -1 "$T/row.csv" | tr , '\n' | tail -n +7 | sort -c && echo sorted)" sorted
	mkdir -p "$T/data/mgc" && cp "$weights" "$T/data/mgc"
	is 'weights in the folder of data' \
		"$(env -u MGC_WEIGHTS XDG_DATA_HOME="$T/data" featurize --set musicnn "$T/16k")" "$(cat "$T/row.csv")"
	is 'weights in a folder' "$(musicnn -w "$T/data/mgc" "$T/16k")" "$(cat "$T/row.csv")"
	is 'which MGC_WEIGHTS may be' "$(MGC_WEIGHTS="$T/data/mgc" musicnn "$T/16k")" "$(cat "$T/row.csv")"
	# uncut, in pieces of all lengths, with a track that fails
	decode --rate 16000 --duration 10 $wav pipelines/song/prelude.mp3 >"$T/songs16"
	{ cat "$T/songs16" "$T/in"; split -k --seconds 7 --hop 5 "$T/songs16"; } >"$T/many" 2>"$T/err"
	for jobs in 1 2 8; do
		musicnn -k -j $jobs "$T/many" >"$T/j$jobs" 2>"$T/e$jobs" && rc=0 || rc=$?
		is "musicnn -j $jobs: a track that fails is counted" $rc 3
	done
	is 'there are rows' "$(($(wc -l <"$T/j1") > 20))" 1
	is 'finite' "$(grep -ciE 'nan|inf' "$T/j1")" 0
	for jobs in 2 8; do
		ok "musicnn -j $jobs gives the bytes of -j 1" cmp "$T/j1" "$T/j$jobs"
		ok "musicnn -j $jobs says the same" cmp "$T/e1" "$T/e$jobs"
	done
	unset MGC_WEIGHTS
else
	skip 'set musicnn' "no $weights"
fi

# --- set audioset, the same
shared=${MGC_SHARED:-../shared}/audioset
audioset() { featurize --set audioset "$@"; }
decode --rate 32000 $wav/short-1102.wav >"$T/32k"
refused 'no weights of audioset' 1 'mgc get-weights audioset fetches them' env XDG_DATA_HOME="$T/no" featurize --set audioset "$T/32k"
ok 'it says where they would be' grep -qF "$T/no/mgc/mn04_as.safetensors: " "$T/err"
refused 'weights of audioset that are not' 1 'their number is wrong' audioset -w models/seed-gtzan.safetensors "$T/32k"
refused 'empty weights of audioset' 1 'truncated' audioset -w /dev/null "$T/32k"
refused 'endless weights of audioset' 1 'too large' audioset -w /dev/zero "$T/32k"
# 73 bytes of header, 993439 floats
{ printf '\110\0\0\0\0\0\0\0%-72s' '{"x":{"dtype":"F32","shape":[993439],"data_offsets":[0,3973756]}}'; head -c 3973756 /dev/zero; } >"$T/zero.w"
refused 'other weights of audioset' 1 'its checksum is wrong' audioset -w "$T/zero.w" "$T/32k"
is 'its kinds of music' "$(audioset --options tags | tr ' ' '\n' | sed -n '1p;$p;$=' | tr '\n' ' ')" 'tag_a_capella tag_vocal_music 50 '
is 'all tags of musicnn' "$(musicnn --options tags | wc -w | tr -d ' ')" 50
is 'a set without tags' "$(featurize --options tags)" ''
is 'what makes rows of audioset' "$(audioset --options all)" 'decode --rate 32000
split --seconds 10 --hop 10
live --seconds 10 --hop 5
featurize --set audioset'
if [ -f "$shared/mn04_as_mAP_432.pt" ]; then
	mkdir -p "$T/data/mgc"
	weights=$T/data/mgc/mn04_as.safetensors
	pipelines/weights/slice audioset "$shared/mn04_as_mAP_432.pt" "$weights" "$T/licence"
	head -c 3175915 "$weights" >"$T/cut.w"
	refused 'cut weights of audioset' 1 'beyond the end' audioset -w "$T/cut.w" "$T/32k"
	{ head -c 2000000 "$weights"; printf x; tail -c +2000002 "$weights"; } >"$T/bad.w"
	refused 'damaged weights of audioset' 1 'its checksum is wrong' audioset -w "$T/bad.w" "$T/32k"
	export MGC_WEIGHTS="$T/data/mgc" # a folder: it serves both sets
	refused 'another rate than that of audioset' 1 'mgc-decode --rate 32000' audioset "$T/in"
	audioset "$T/32k" >"$T/row.csv"
	is 'a row of 911 columns' "$(wc -l <"$T/row.csv" | tr -d ' ') $(head -1 "$T/row.csv" | tr , '\n' | wc -l | tr -d ' ')" '2 917'
	is 'in order of bytes' "$(head -1 "$T/row.csv" | tr , '\n' | tail -n +7 | sort -c && echo sorted)" sorted
	is 'too short to say anything' "$(made <"$T/row.csv")" audioset/32000/short
	is 'silence' "$(decode --rate 32000 $wav/silence.wav | split --seconds 1 | audioset | made)" audioset/32000/seconds:1:1/silent
	is 'whole' "$(decode --rate 32000 $wav/sine440.wav | audioset | made)" audioset/32000
	is 'weights in the folder of data' "$(env -u MGC_WEIGHTS XDG_DATA_HOME="$T/data" featurize --set audioset "$T/32k")" "$(cat "$T/row.csv")"
	# uncut, in pieces of all lengths, with a track that fails
	decode --rate 32000 --duration 25 $wav pipelines/song/prelude.mp3 >"$T/songs32"
	{ cat "$T/songs32" "$T/in"; split -k --seconds 11 --hop 7 "$T/songs32"; } >"$T/many" 2>"$T/err"
	for jobs in 1 2 8; do
		audioset -k -j $jobs "$T/many" >"$T/j$jobs" 2>"$T/e$jobs" && rc=0 || rc=$?
		is "audioset -j $jobs: a track that fails is counted" $rc 3
	done
	is 'there are rows' "$(($(wc -l <"$T/j1") > 20))" 1
	is 'finite' "$(tail -n +2 "$T/j1" | grep -ciE 'nan|inf')" 0
	for jobs in 2 8; do
		ok "audioset -j $jobs gives the bytes of -j 1" cmp "$T/j1" "$T/j$jobs"
		ok "audioset -j $jobs says the same" cmp "$T/e1" "$T/e$jobs"
	done
	# live: a row as soon as its ten seconds are there, from a pipe that stays open
	{ head -c 1300000 /dev/zero; sleep 5; } | split --raw 32000:1 --seconds 10 | audioset >"$T/live.csv" &
	live=$!
	wait_for sh -c '[ "$(wc -l <"$1")" -eq 2 ]' - "$T/live.csv"
	is 'a live row does not wait' "$(wc -l <"$T/live.csv" | tr -d ' ')" 2
	kill $live 2>/dev/null
	unset MGC_WEIGHTS
else
	skip 'set audioset' "no $shared"
fi

# the kernels agree
featurize "$T/in" >"$T/best.csv"
for kernel in plain baseline; do
	MGC_SIMD=$kernel featurize "$T/in" >"$T/$kernel.csv"
	ok "the $kernel kernel agrees" csvcmp --rule 'rolloff_*=0.5,0' "$T/best.csv" "$T/$kernel.csv"
	MGC_SIMD=$kernel featurize --set extended "$T/in" >"$T/$kernel.csv"
	ok "extended: the $kernel kernel agrees" csvcmp --rule 'contrast_0_*=1e-3,0' "$T/extended.csv" \
	    "$T/$kernel.csv"
done
done_testing
