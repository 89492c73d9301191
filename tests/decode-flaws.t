#!/bin/sh
# SPDX-License-Identifier: MIT
# Files with a flaw that nobody hears, which are songs all the same, and those that lack more.
. tests/lib.sh
. tests/audio.sh
mp3=pipelines/song/prelude.mp3
n=$(decode --raw $mp3 | wc -c)

# taken NAME FILE BYTES WORDS: decodes to that many, with a remark, which --strict makes a failure
taken() {
	taken=$1 file=$2 bytes=$3 words=$4
	decode --raw "$file" >"$T/got" 2>"$T/said"
	is "$taken" "$? $(wc -c <"$T/got")" "0 $bytes"
	is "$taken, with a remark" "$(grep -c "^mgc-decode: $file: taken as it is: .*$words" "$T/said")" 1
	cat "$file" | decode --raw 2>"$T/said" >"$T/piped"
	ok "$taken, from a pipe" cmp "$T/got" "$T/piped"
	refused "$taken, --strict" 1 "$words" decode --strict --raw "$file"
}
# whole NAME FILE BYTES: decodes to that many without a word
whole() {
	decode --raw "$2" >"$T/got" 2>"$T/said"
	is "$1" "$? $(wc -c <"$T/got") $(cat "$T/said")" "0 $3 "
	cat "$2" | decode --raw 2>"$T/said" >"$T/piped"
	ok "$1, from a pipe" cmp "$T/got" "$T/piped"
}

# --- MP3 with its encoder's tag
for lost in 1 100; do
	all_but $lost $mp3 >"$T/x"
	taken "the last $lost bytes are missing" "$T/x" "$n" 'its last frame lacks'
done
perl -e 'local $/; open my $f, "<:raw", $ARGV[0]; my $s = <$f>; print substr($s, 0, length($s) - 3 * 144 * 128000 / 44100 * 0.5)' $mp3 >"$T/x"
status 'a frame or two are missing' 0 decode "$T/x"
status '--strict' 1 decode --strict "$T/x"
head -c $(($(wc -c <$mp3) * 97 / 100)) $mp3 >"$T/x"
refused 'a thirtieth of 60 seconds is missing' 1 'cut short' decode "$T/x"
for behind in 300 300000; do
	{ cat $mp3; zeros $behind; } >"$T/x"
	whole "$behind zeros behind the end" "$T/x" "$n"
	{ cat $mp3; head -c $behind pipelines/song/compose.c; } >"$T/x"
	whole 'a text behind the end' "$T/x" "$n"
done
{ cat $mp3; printf TAG; zeros 125; } >"$T/x"
whole 'ID3v1 behind the end' "$T/x" "$n"
{ cat $mp3; head -c 100000 $mp3; } >"$T/x"
refused 'another song behind the end, cut' 1 'cut short within a frame' decode "$T/x"
# the encoder's tag, and then the second half of the song
perl -e 'local $/; open my $f, "<:raw", $ARGV[0]; my $s = <$f>; $s =~ /Info|Xing/;
	my $frame = rindex($s, "\xff", $-[0]); my $next = index($s, substr($s, $frame, 2), $frame + 4);
	my $half = index($s, substr($s, $frame, 2), length($s) / 2);
	substr($s, $next, $half - $next) = ""; print $s' $mp3 >"$T/x"
decode --raw "$T/x" >"$T/got" 2>"$T/said"
is 'the first half is cut off behind the tag' "$? $(grep -c 'its beginning was cut off' "$T/said")" '0 1'
ok 'and the other half is there' test "$(wc -c <"$T/got")" -gt $((n * 45 / 100))

# --- and without
$mkmpeg frames=100 >"$T/bare"
bare=$(decode --raw "$T/bare" | wc -c)
all_but 1 "$T/bare" >"$T/x"
taken 'no tag, the last byte is missing' "$T/x" "$bare" 'its last frame lacks 1 bytes'
all_but 100 "$T/bare" >"$T/x"
refused 'no tag, cut within a frame' 1 'cut short within a frame' decode "$T/x"
{ wav_header 85 2 48000 0 "$(wc -c <"$T/bare")"; $mkmpeg frames=50; } >"$T/x"
refused 'half of the MP3 in a WAV is missing' 1 'cut short' decode "$T/x"
{ wav_header 85 2 48000 0 "$(wc -c <"$T/bare")"; $mkmpeg frames=99; } >"$T/x"
taken 'the last frame of the MP3 in a WAV is missing' "$T/x" \
	"$($mkmpeg frames=99 | decode --raw | wc -c)" 'cut short'
{ $mkmpeg frames=1; zeros 13; $mkmpeg frames=5; } >"$T/x"
decode --raw "$T/x" >"$T/got" 2>"$T/said"
is 'few frames with a hole, without the words of a library' "$? $(cat "$T/said")" '0 '
$mkmpeg frames=100 free=1 >"$T/free"
whole 'a free bit rate' "$T/free" "$bare"
{ id3_tag 3000; cat "$T/free"; } >"$T/x"
whole 'a free bit rate behind a tag' "$T/x" "$bare"
for layer in 1 2; do
	$mkmpeg layer=$layer frames=100 free=1 >"$T/free"
	$mkmpeg layer=$layer frames=100 free=0 >"$T/bare"
	whole "a free bit rate in layer $layer" "$T/free" "$(decode --raw "$T/bare" | wc -c)"
done

# --- what libsndfile reads
for format in flac aiff au ogg; do
	if ! encode $format 1 22050 441000 440 "$T/song"; then
		skip $format 'no encoder'
		continue
	fi
	all_but 1 "$T/song" >"$T/x"
	decode --raw "$T/x" >"$T/got" 2>"$T/said"
	is "$format, the last byte is missing" "$? $(grep -c 'taken as it is: cut short' "$T/said")" '0 1'
	ok 'nearly all is there' test "$(wc -c <"$T/got")" -gt $((4 * 441000 * 95 / 100))
	refused '--strict' 1 'cut short' decode --strict "$T/x"
	head -c $(($(wc -c <"$T/song") * 94 / 100)) "$T/song" >"$T/x"
	refused "$format, a twentieth is missing" 1 'cut short' decode "$T/x"
	{ cat "$T/song"; zeros 70000; cat pipelines/song/compose.c; } >"$T/x"
	whole "$format, with something behind" "$T/x" 1764000
done
{ wav_header 1 1 22050 16 882000; zeros 860000; } >"$T/x"
taken 'WAV, half a second is missing' "$T/x" $((2 * 860000)) 'cut short: 430000 of 441000'
{ wav_header 1 1 22050 16 8820000; zeros 8760000; } >"$T/x"
refused 'WAV, more than a second is missing' 1 'cut short: 4380000 of 4410000' decode "$T/x"
done_testing
