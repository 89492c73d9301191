#!/bin/sh
# SPDX-License-Identifier: MIT
# The ten songs that no shipped model was trained on (but musicnn's on five), through the models: how
# many are right, and that level, resampling and MP3 leave the answers as they are.
. tests/lib.sh
songs=${MGC_SHARED:-../shared}/songs
export MGC_WEIGHTS="${MGC_SHARED:-../shared}/musicnn/MSD_musicnn.safetensors"
[ -d "$songs" ] || skip_all "no $songs"
models=models

# answer MODEL FILE...: track and winner, a line each
answer() {
	model=$models/$1-gtzan.safetensors
	shift
	decode $(predict -m "$model" --options decode) "$@" | split $(predict -m "$model" --options split) |
		featurize $(predict -m "$model" --options featurize) | scale -m "$model" | predict -m "$model" |
		sed '1d; s|^[^,]*/||; s|\.[a-z0-9]*,|,|' | cut -d, -f1,5 | sort
}

right() { awk -F, '{ sub(/.*\//, "", $1) } $1 == $2' "$1" | wc -l | tr -d ' '; }
same() { comm -12 "$1" "$2" | wc -l | tr -d ' '; }
at_least() { echo "$1 of 10"; [ "$1" -ge "$2" ]; }

# the songs again, changed: wav RATE reads raw floats
wav() {
	perl -e 'print "RIFF", pack("V", 0xffffffff), "WAVEfmt ", pack("VvvVVvv", 16, 3, 1, $ARGV[0], 4 * $ARGV[0], 4, 32),
		"data", pack("V", 0xffffffff)' "$1"
	cat
}
mkdir "$T/quiet" "$T/resampled" "$T/mp3"
for song in "$songs"/*.flac; do
	name=$(basename "$song" .flac)
	decode --raw "$song" | perl -e 'binmode $_ for *STDIN, *STDOUT; local $/ = \65536;
		print pack "f<*", map { $_ * 10 ** (-12 / 20) } unpack "f<*", $_ while <STDIN>' | wav 22050 >"$T/quiet/$name.wav"
	decode --raw --rate 44100 "$song" | wav 44100 >"$T/resampled/$name.wav"
	if command -v ffmpeg >/dev/null; then
		ffmpeg -v error -i "$song" -b:a 96k "$T/mp3/$name.mp3" </dev/null
	fi
done

for set in seed extended musicnn; do
	if [ $set = musicnn ] && [ ! -f "$MGC_WEIGHTS" ]; then
		skip "$set" "no $MGC_WEIGHTS"
		continue
	fi
	case $set in seed) enough=7 ;; extended) enough=6 ;; musicnn) enough=9 ;; esac
	answer $set "$songs"/*.flac >"$T/flac"
	ok "$set: right" at_least "$(right "$T/flac")" $enough
	answer $set "$songs/mp3" >"$T/changed"
	ok "$set: from MP3" at_least "$(right "$T/changed")" $enough
	ok "$set: the winners are the same" at_least "$(same "$T/flac" "$T/changed")" 9
	[ $set = extended ] || continue
	for how in quiet resampled mp3; do
		if [ -z "$(ls "$T/$how")" ]; then
			skip "$set, $how" 'no ffmpeg here'
			continue
		fi
		answer $set "$T/$how" >"$T/changed"
		ok "$set, $how: right" at_least "$(right "$T/changed")" $enough
		ok "$set, $how: the winners are the same" at_least "$(same "$T/flac" "$T/changed")" 9
	done
done
done_testing
