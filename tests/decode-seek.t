#!/bin/sh
# SPDX-License-Identifier: MIT
# What --start leaves out is not decoded where a format allows it, and the samples are those cut from
# the whole, bit for bit: of every format, at rates with all kinds of ratios.
. tests/lib.sh
. tests/audio.sh

# from NAME FILE RATE SECONDS...
from() {
	what=$1 file=$2 to=$3
	shift 3
	decode --raw --rate "$to" "$file" >"$T/whole" 2>/dev/null
	for start; do
		n=$(awk -v s="$start" -v r="$to" 'BEGIN { printf "%d", int(s * r) }')
		tail -c +$((4 * n + 1)) "$T/whole" >"$T/cut"
		decode --raw --rate "$to" --start "$start" "$file" >"$T/got"
		ok "$what at $to Hz from $start s" cmp "$T/got" "$T/cut"
	done
}

# a tone that hides nothing, in noise that no codec guesses: of 16 s
wav_of() { # CHANNELS RATE
	perl -e 'my ($c, $r) = @ARGV; my ($x, $n) = (1, 16 * $r); binmode STDOUT;
		print pack "a4Va8VvvVVvva4V", "RIFF", 36 + 2 * $c * $n, "WAVEfmt ", 16, 1, $c, $r, 2 * $c * $r, 2 * $c, 16, "data", 2 * $c * $n;
		for my $i (0 .. $n - 1) { for my $k (1 .. $c) { $x = ($x * 1103515245 + 12345) % 2147483648;
			print pack "v", (9000 * sin($i * (400 * $k + $i / 2000) / $r) + ($x >> 16) / 8) & 65535 } }' "$1" "$2"
}
for rate in 8000 11025 16000 22050 24000 32000 44100 48000 88200 96000; do
	wav_of 1 $rate >"$T/$rate.wav"
	from "WAV of $rate Hz" "$T/$rate.wav" 22050 0.5 3.3 11.7
	from "WAV of $rate Hz" "$T/$rate.wav" 16000 11.7
done
from 'WAV of an odd rate' "$T/44100.wav" 44000 11.7
from 'no ratio of small numbers' "$T/44100.wav" 22051 11.7
wav_of 2 44100 >"$T/44100.wav"
cat "$T/44100.wav" | decode --raw --start 11.7 >"$T/got"
decode --raw --start 11.7 "$T/44100.wav" >"$T/cut"
ok 'a pipe' cmp "$T/got" "$T/cut"
for end in 0.3 2; do
	decode --raw --start 5.5 --duration $end "$T/44100.wav" >"$T/got"
	decode --raw "$T/44100.wav" | tail -c +$((4 * 121275 + 1)) | head -c "$(wc -c <"$T/got")" >"$T/cut"
	ok "$end s of it" cmp "$T/got" "$T/cut"
done
refused 'past the end' 1 'ends before the start that was asked for' decode --start 16.1 "$T/44100.wav"
all_but 1000000 "$T/44100.wav" >"$T/short.wav"
refused 'past the end of one that is cut' 1 'cut short: it ends before sample' decode --start 15 "$T/short.wav"
refused 'before the end of one that is cut' 1 'cut short' decode --start 5 "$T/short.wav"

# middle FILE SECONDS SAMPLES [OPTION...]: an excerpt, of the file and of a pipe
middle() {
	file=$1 seconds=$2 n=$3
	shift 3
	decode --raw "$@" "$file" >"$T/whole" 2>/dev/null
	n_whole=$(($(wc -c <"$T/whole") / 4))
	first=$((n_whole > n ? (n_whole - n) / 2 : 0))
	tail -c +$((4 * first + 1)) "$T/whole" | head -c $((4 * n)) >"$T/cut"
	decode --raw --excerpt "$seconds" "$@" "$file" >"$T/got"
	ok "$seconds s from the middle of ${file##*/} $*" cmp "$T/got" "$T/cut"
	cat "$file" | decode --raw --excerpt "$seconds" "$@" >"$T/got"
	ok 'the same from a pipe' cmp "$T/got" "$T/cut"
}
middle "$T/44100.wav" 3 66150
middle "$T/44100.wav" 0.1 2205
middle "$T/44100.wav" 15.999 352777
middle "$T/44100.wav" 100 2205000
middle "$T/44100.wav" 3 48000 --rate 16000
middle tests/data/tone.mp3 0.05 1102
{ wav_header 1 1 22050 16 4294967295; wav_of 1 22050 | tail -c +45; } >"$T/unknown.wav"
middle "$T/unknown.wav" 3 66150
$mkmpeg layer=3 >"$T/untagged.mpg"
middle "$T/untagged.mpg" 0.05 1102
is 'it is said' "$(decode --excerpt 3 "$T/44100.wav" | head -n 1 | sed 's/.*fmt/fmt/')" \
	'fmt=f32le frames=66150 excerpt=66150'
is 'in rows too' "$(decode --excerpt 3 "$T/44100.wav" | split --seconds 1 --hop 1 | featurize --set extended |
	sed -n 2p | grep -o 'extended/22050[^,]*')" 'extended/22050/excerpt:66150/seconds:1:1'
decode --excerpt 3 --max-samples 1000 "$T/44100.wav" | mgcdump >"$T/out" 2>&1
ok 'and a limit of samples' grep -q 'end frames=1000$' "$T/out"
refused 'neither with a start' 2 '--excerpt: the middle is taken' decode --excerpt 3 --start 1 "$T/44100.wav"
refused 'nor a duration' 2 '--excerpt: the middle is taken' decode --excerpt 3 --duration 1 "$T/44100.wav"
refused 'nor of nothing' 2 '--excerpt: less than one sample' decode --excerpt 0 "$T/44100.wav"
all_but 1411200 "$T/44100.wav" >"$T/short.wav"
refused 'half of the piece is lost' 1 'cut short' decode --excerpt 4 "$T/short.wav"
status 'what stands behind it is not missed' 0 decode --excerpt 4 "$T/44100.wav"

for format in flac ogg opus mp3 aiff au caf w64 adpcm; do
	for rate in 44100 48000; do
		if encode $format 2 $rate 700000 440 "$T/x.$format" 2>/dev/null; then
			from "$format of $rate Hz" "$T/x.$format" 22050 0.5 3.37 11.05
		else
			skip "$format of $rate Hz" 'no encoder'
		fi
	done
done
if [ -s "$T/x.ogg" ]; then
	cat "$T/x.ogg" "$T/x.ogg" >"$T/chain.ogg"
	from 'a chain of Ogg' "$T/chain.ogg" 22050 11.05 20.3
	middle "$T/chain.ogg" 3 66150
fi
for kind in 1 2 3; do
	$mkmpeg layer=$kind >"$T/x.mpg"
	for i in 1 2 3 4 5 6; do
		cat "$T/x.mpg" "$T/x.mpg" >"$T/y.mpg"
		mv "$T/y.mpg" "$T/x.mpg"
	done
	from "layer $kind" "$T/x.mpg" 22050 0.1 2.3 5.01
done

if command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null; then
	# by NAME ENCODER OPTION...
	by() {
		song=$1 encoder=$2
		shift 2
		if ffmpeg -nostdin -v error -y -i "$T/44100.wav" -c:a "$encoder" -strict -2 "$@" "$T/$song" 2>/dev/null; then
			from "$song" "$T/$song" 22050 0.5 3.37 11.7
			from "$song" "$T/$song" 44100 7.123
			# of some the length is that of whole packets
			case $song in *.caf | aac.* | wma.*) ;; *) middle "$T/$song" 3 66150 ;; esac
		else
			skip "$song" 'this ffmpeg does not write it'
		fi
	}
	by cbr.mp3 libmp3lame -b:a 128k
	by vbr.mp3 libmp3lame -q:a 4
	by least.mp3 libmp3lame -b:a 32k
	by mono.mp3 libmp3lame -b:a 40k -ac 1
	by untagged.mp3 libmp3lame -b:a 192k -write_xing 0
	by slow.mp3 libmp3lame -ar 22050 -b:a 32k
	by slowest.mp3 libmp3lame -ar 8000 -b:a 8k -ac 1
	by stereo.mp2 mp2
	by vorbis.ogg libvorbis
	by flac.flac flac
	by mulaw.wav pcm_mulaw
	by alac.m4a alac
	by flac.mp4 flac
	by aac.m4a aac
	by tta.tta tta
	by wv.wv wavpack
	by alac.caf alac
	by flac.caf flac
	by flac.mka flac
	by wma.wma wmav2
	by opus.webm libopus -ar 48000
else
	skip 'formats by ffmpeg' 'no ffmpeg'
fi
done_testing
