#!/bin/sh
# SPDX-License-Identifier: MIT
. tests/lib.sh
. tests/audio.sh
wav=tests/golden/wav
mp3=pipelines/song/prelude.mp3

lines() { # FILE...: the records of a stream without their payloads
	decode "$@" | mgcdump
}

# --- one file
want='MGC1 track id=tests/golden/wav/two-samples.wav label= rate=22050 ch=1 fmt=f32le frames=2
MGC1 pcm n=8
MGC1 end frames=2
MGC1 eos tracks=1 failed=0'
is 'a WAV' "$(lines $wav/two-samples.wav)" "$want"
is 'one sample' "$(lines $wav/one-sample.wav | grep -c 'end frames=1$')" 1
is 'standard input' "$(decode <$wav/two-samples.wav | mgcdump | head -1)" \
	"$(echo "$want" | head -1 | sed "s|$wav/two-samples.wav|-|")"
is 'a pipe' "$(cat $wav/two-samples.wav | decode - | cksum)" "$(decode <$wav/two-samples.wav | cksum)"
is 'an id' "$(lines --id 'a b%' $wav/two-samples.wav | head -1 | cut -d ' ' -f 3)" 'id=a%20b%25'
is 'a label' "$(lines --labels $wav/two-samples.wav | head -1 | cut -d ' ' -f 4)" 'label=wav'
is 'a checksum' "$(lines --crc $wav/one-sample.wav | grep -c 'crc=[0-9a-f]\{8\}$')" 1
is 'bare samples' "$(decode --raw $wav/short-300.wav | wc -c | tr -d ' ')" 1200
is 'as many as are wanted' "$(decode --raw --max-samples 10 $wav/short-300.wav | wc -c | tr -d ' ')" 40
decode --raw $wav/short-1102.wav >"$T/whole"
decode --raw --start 0.01 --duration 0.02 $wav/short-1102.wav >"$T/part"
tail -c +881 "$T/whole" | head -c 1764 >"$T/expected"
ok 'start and duration' cmp "$T/part" "$T/expected"
refused 'a start past the end' 1 'before the start' decode --start 1 $wav/short-1102.wav
is 'another rate' "$(lines --rate 11025 $wav/noise.wav | grep -o 'end frames=.*')" 'end frames=33075'
{ wav_header 1 1 22050 16 8; printf '\000\200\377\177\000\100\000\000'; } >"$T/pcm.wav"
is '16 bits are divided by 32768' "$(decode --raw "$T/pcm.wav" | od -An -tf4 | tr -s ' ')" ' -1 0.9999695 0.5 0'
{ wav_header 3 2 22050 32 16; printf '\0\0\200\077\0\0\0\0''\0\0\200\277\0\0\100\100'; } >"$T/stereo.wav"
is 'stereo is averaged' "$(decode --raw "$T/stereo.wav" | od -An -tf4 | tr -s ' ')" ' 0.5 1'
{ wav_header 1 8 192000 16 $((16 * 19200)); zeros $((16 * 19200)); } >"$T/8ch.wav"
is '8 channels at 192 kHz' "$(lines "$T/8ch.wav" | grep -o 'end.*')" 'end frames=2205'

# --- MPEG
is 'MP3 by content' "$(cp $mp3 "$T/song.wav"; decode --raw "$T/song.wav" | cksum)" \
	"$(decode --raw $mp3 | cksum)"
is 'MP3 from a pipe' "$(cat $mp3 | decode --raw | cksum)" "$(decode --raw $mp3 | cksum)"
{ printf 'ID3\004\000\000\000\000\007\150'; zeros 1000; cat $mp3; } >"$T/tagged.mp3"
is 'MP3 behind a tag' "$(decode --raw "$T/tagged.mp3" | cksum)" "$(decode --raw $mp3 | cksum)"
head -c 200 $mp3 >"$T/cut.mp3"
refused 'MP3 cut within its first frame' 1 'no audio' decode "$T/cut.mp3"
for part in 5000 50001 200000; do
	head -c $part $mp3 >"$T/cut.mp3"
	refused "MP3 cut at $part" 1 'cut short' decode "$T/cut.mp3"
done
ok 'a failed track is closed by fail' \
	sh -c "decode -k '$T/cut.mp3' 2>/dev/null | mgcdump | grep -q '^MGC1 fail why=cut'"
{ head -c 100000 $mp3; zeros 70000; tail -c +100001 $mp3; } >"$T/hole.mp3"
status 'MP3 with a hole: no crash' 0 sh -c "decode '$T/hole.mp3' >'$T/x' 2>/dev/null; [ \$? -le 1 ]"

# made LAYER VERSION MODE LEFT RIGHT [OPTION...]: what mkmpeg makes of it, decoded
made() {
	layer=$1 version=$2 mode=$3 left=$4 right=$5
	shift 5
	$mkmpeg "layer=$layer" "version=$version" "mode=$mode" "left=$left" "right=$right" "$@" |
		decode --raw --rate 24000
}
for layer in 1 2 3; do
	for version in 1 2 2.5; do
		made $layer $version mono 1 0 >"$T/mono"
		for mode in stereo dual joint; do
			made $layer $version $mode 1 0 >"$T/left"
			made $layer $version $mode 0 1 >"$T/right"
			gains='0.5 0.5'
			# a sum is as loud in both channels, a difference is gone in the mean
			[ $layer$mode != 3joint ] || gains='0.70710678 0'
			ok "the left channel: layer $layer, MPEG $version, $mode" \
				is_sum "$T/left" "${gains% *}" "$T/mono"
			ok "the right one: layer $layer, MPEG $version, $mode" \
				is_sum "$T/right" "${gains#* }" "$T/mono"
		done
	done
done
made 3 1 mono 1 0 blocks=2 >"$T/short"
made 3 1 mono 1 0 blocks=0 >"$T/long"
made 3 1 stereo 1 1 blocks=02 >"$T/both"
ok 'channels with blocks of different lengths' is_sum "$T/both" 0.5 "$T/long" 0.5 "$T/short"
{ $mkmpeg frames=20; $mkmpeg mode=mono frames=20; $mkmpeg frames=20; } | decode --raw --rate 48000 >"$T/both"
{ $mkmpeg mode=mono frames=20; $mkmpeg mode=mono frames=20; $mkmpeg mode=mono frames=20; } |
	decode --raw --rate 48000 >"$T/mono"
for part in both mono; do # the first and the last third; the joints sound as decoders have it
	{ head -c 92000 "$T/$part"; tail -c 88000 "$T/$part"; } >"$T/$part.ends"
done
ok 'stereo, mono and stereo again' is_sum "$T/both.ends" 1 "$T/mono.ends"

# --- what is bad
: >"$T/empty.wav"
refused 'an empty file' 1 'empty' decode "$T/empty.wav"
printf 'these are the words of a song\nand no sound\n' >"$T/text.mp3"
refused 'text named .mp3' 1 'no audio' decode "$T/text.mp3"
for cut in 10 30 43 45 1000; do
	head -c $cut $wav/short-1102.wav >"$T/cut.wav"
	status "a WAV cut at $cut" 1 decode "$T/cut.wav"
	is 'in one line' "$(grep -c "^mgc-decode: $T/cut.wav: " "$T/err")" 1
	status "the same from a pipe" 1 sh -c "cat '$T/cut.wav' | decode"
done
wav_header 1 1 22050 16 0 >"$T/none.wav"
refused '0 samples' 1 'no samples' decode "$T/none.wav"
{ wav_header 3 1 22050 32 12; printf '\0\0\0\0''\0\0\300\177\0\0\0\0'; } >"$T/nan.wav"
refused 'a sample that is no number' 1 'sample 1 is not a finite number' decode "$T/nan.wav"
{ wav_header 3 1 22050 32 8; printf '\0\0\200\177\0\0\0\0'; } >"$T/inf.wav"
refused 'a sample that is infinite' 1 'sample 0 is not' decode "$T/inf.wav"
{ wav_header 1 1 22050 16 2147483647 | head -c 44; zeros 4000; } >"$T/unknown.wav"
is 'a length unknown to who wrote it' "$(lines "$T/unknown.wav" | grep -o 'end.*')" 'end frames=2000'
{ wav_header 1 0 22050 16 100; zeros 100; } >"$T/0ch.wav"
status 'no channels' 1 decode "$T/0ch.wav"
{ wav_header 1 1 0 16 100; zeros 100; } >"$T/0hz.wav"
status 'no rate' 1 decode "$T/0hz.wav"
{ wav_header 1 1 4294967295 16 100; zeros 100; } >"$T/hz.wav"
status 'a rate past all' 1 decode "$T/hz.wav"
mkdir "$T/folder" "$T/silent"
refused 'a folder without audio' 1 'no audio in it' decode "$T/silent"
refused 'no such file' 1 'No such file' decode "$T/gone.wav"
refused 'a folder that is not there' 1 'No such file' decode "$T/gone/"
if [ "$(id -u)" = 0 ]; then
	skip 'an unreadable file' 'root reads all'
	skip 'an unreadable folder' 'root reads all'
else
	cp $wav/one-sample.wav "$T/secret.wav"
	chmod 0 "$T/secret.wav"
	refused 'an unreadable file' 1 'Permission denied' decode "$T/secret.wav"
	mkdir "$T/closed"
	chmod 0 "$T/closed"
	refused 'an unreadable folder' 1 'Permission denied' decode "$T/closed"
fi
for option in '--rate 999' '--rate 768001' '--rate x' '--start -1' '--start nan' '--duration 0' \
	'--max-samples 0' '--max-samples 1.5' '--id='; do
	# shellcheck disable=SC2086
	status "$option" 2 decode $option $wav/one-sample.wav
done
status '--id for two' 2 decode --id x $wav/one-sample.wav $wav/two-samples.wav

# --- tags
tags() { decode "$@" | mgcdump | sed -n 's/^MGC1 track .* \(artist=.*\) rate=.*/\1/p'; }
perl -e 'sub frame { my $text = "\3$_[1]"; $_[0] . pack("Nn", length $text, 0) . $text }
	my $tag = frame("TPE1", "Bj\303\266rk") . frame("TIT2", "J\303\263ga 100%") . frame("TCON", "(52)");
	print "ID3\3\0\0", pack("N", length $tag), $tag' >"$T/tagged.mp3"
cat tests/data/tone.mp3 >>"$T/tagged.mp3"
# old_tag GENRE: an ID3v1 tag
old_tag() {
	perl -e 'print pack "a3a30a30a30a4a30C", "TAG", "J\xf3ga  ", "Old Bj\xf6rk", "", "1997", "", $ARGV[0]' "$1"
}
{ cat tests/data/tone.mp3; old_tag 80; } >"$T/old.mp3"
is 'ID3v1' "$(tags "$T/old.mp3")" 'artist=Old%20Björk title=Jóga genre=Folk'
{ cat tests/data/tone.mp3; old_tag 255; } >"$T/old.mp3"
is 'ID3v1 of no genre' "$(tags "$T/old.mp3")" 'artist=Old%20Björk title=Jóga'
{ cat "$T/tagged.mp3"; old_tag 80; } >"$T/old.mp3"
is 'ID3v2 is the newer' "$(tags "$T/old.mp3")" "$(tags "$T/tagged.mp3")"
is 'ID3v2' "$(tags "$T/tagged.mp3")" 'artist=Björk title=Jóga%20100%25 genre=Electronic'
is 'with the same samples' "$(decode --raw "$T/tagged.mp3" | cksum)" "$(decode --raw tests/data/tone.mp3 | cksum)"
perl -e 'local $/; open my $f, "<:raw", $ARGV[0] or die; my $wav = <$f>;
	sub chunk { my $text = "$_[1]\0"; $text .= "\0" if length($text) % 2; $_[0] . pack("V", length $text) . $text }
	my $info = "INFO" . chunk("IART", "Nina Simone") . chunk("INAM", "Sinnerman") . chunk("IGNR", "Jazz");
	$info = "LIST" . pack("V", length $info) . $info;
	substr($wav, 36, 0) = $info; substr($wav, 4, 4) = pack("V", length($wav) - 8); print $wav' \
	$wav/short-1102.wav >"$T/tagged.wav"
is 'of a WAV' "$(tags "$T/tagged.wav")" 'artist=Nina%20Simone title=Sinnerman genre=Jazz'
is 'with the same samples' "$(decode --raw "$T/tagged.wav" | cksum)" "$(decode --raw $wav/short-1102.wav | cksum)"
is 'the artist is in the row' "$(decode "$T/tagged.wav" | split | featurize | cut -d, -f5 | uniq | tail -1)" 'Nina Simone'
perl -e 'print "ID3\3\0\0", pack("N", 0x7f7f7f7f), "TIT2"' >"$T/hostile.mp3"
refused 'a tag of 256 MB that is not there' 1 'no audio' decode "$T/hostile.mp3"

# --- folders
mkdir -p "$T/folder/rock" "$T/folder/blues"
cp $wav/two-samples.wav "$T/folder/rock/b.wav"
cp $wav/one-sample.wav "$T/folder/rock/a,\"'é
x.wav"
cp $wav/one-sample.wav "$T/folder/blues/a.wav"
echo 'a list' >"$T/folder/list.txt"
is 'sorted, with labels' "$(lines --labels "$T/folder" | grep '^MGC1 track' | cut -d ' ' -f 3,4)" \
	"id=$T/folder/blues/a.wav label=blues
id=$T/folder/rock/a,\"'é%0Ax.wav label=rock
id=$T/folder/rock/b.wav label=rock"
ids() { lines "$@" | sed -n 's/^MGC1 track id=\([^ ]*\) .*/\1/p'; }
is 'ids are what find prints' "$(cd "$T" && ids folder/blues ./folder/blues/)" "$(cd "$T" &&
	find folder/blues -type f && find ./folder/blues/ -type f)"
is 'a file named twice is one track' "$(cd "$T" && ids folder/blues folder/blues/a.wav folder)" \
	"$(cd "$T" && ids folder)"
# --- labels
mkdir -p "$T/tree/Jazz/Monk/Solo" "$T/tree/Folk/Ann"
cp "$T/folder/rock/b.wav" "$T/tree/Jazz/Monk/Solo/a.wav"
cp "$T/folder/rock/b.wav" "$T/tree/Folk/Ann/b.wav"
cp "$T/folder/rock/b.wav" "$T/tree/c.wav"
labelled() { (cd "$T" && decode "$@" | mgcdump | sed -n 's/^MGC1 track id=[^ ]* label=\(.*\) rate.*/\1/p' | tr '\n' ,); }
is 'by the folder above' "$(labelled --labels=parent tree)" 'Ann,Solo,tree,'
is 'by the first folder' "$(labelled --labels=top tree)" 'Folk,Jazz,,'
is 'of an operand with a slash' "$(labelled --labels=top ./tree//)" 'Folk,Jazz,,'
is 'by another' "$(labelled --labels=3 tree)" ',Solo,,'
is 'below each operand' "$(labelled --labels=1 tree/Folk tree/Jazz tree/c.wav)" 'Ann,Monk,,'
is 'and an artist' "$(labelled --labels=top --artist-folder 2 tree)" 'Folk artist=Ann,Jazz artist=Monk,,'
printf '\357\273\277tree/c.wav\tOther things\r\n\ntree/Folk/Ann/b.wav\tFolk\ntree/c.wav\tOther things' >"$T/list"
is 'by a list' "$(labelled --labels=list tree)" 'Folk,,Other%20things,'
is 'by tags, where there are none' "$(labelled --labels=tag tree)" ',,,'
refused 'folders that are not there' 1 'no file lies that many folders below' decode --labels=9 "$T/tree"
refused 'a list of other files' 1 "list: names none of these files" decode --labels="$T/list" "$T/tree"
refused 'no list' 1 'none: No such file' decode --labels=none "$T/tree"
for lines in 'a' 'a\tb\tc' '\tb' 'a\tb\na\tc'; do
	printf "$lines" >"$T/list"
	refused "a list of $lines" 1 "list: line $(printf "$lines\n" | wc -l | tr -d ' ') " decode --labels="$T/list" "$T/tree"
done
printf '\357\273\277artist\tpath\tx\tlabel\r\nAnn & Co\tAnn/b.wav\t\tA/B\r\n\tSolo/a.wav\ty\tJazz\n\tb.wav\t\tno\n' >"$T/list"
is 'by a table, from the ends of paths' "$(labelled --labels=list tree)" 'A/B artist=Ann%20&%20Co,Jazz,,'
is 'from anywhere' "$(labelled --labels=list "$T/tree/Folk" ./tree/../tree/Jazz)" 'A/B artist=Ann%20&%20Co,Jazz,'
is 'where a folder is asked for as the artist, it is' "$(labelled --labels=list --artist-folder 2 tree)" \
	'A/B artist=Ann,Jazz artist=Monk,,'
for lines in 'path\tlabel\na' 'path\tlabel\na\tb\tc' 'path\tlabel\n\tb' 'path\tlabel\na\tb\na\tc'; do
	printf "$lines" >"$T/list"
	refused "a table of $lines" 1 "list: line $(printf "$lines\n" | wc -l | tr -d ' ') " decode --labels="$T/list" "$T/tree"
done
printf 'a\tb\000c' >"$T/list"
refused 'a list with a NUL byte' 1 'list: holds a NUL byte' decode --labels="$T/list" "$T/tree"
rm -r "$T/tree"

status 'what is no audio is passed over' 0 sh -c "decode '$T/folder' >/dev/null"
is 'in silence' "$(cat "$T/err")" ''
ok 'unless asked' sh -c "decode -v '$T/folder' 2>&1 >/dev/null | grep -q 'list.txt: passed over'"
printf '\377\330\377\340\000\020JFIF' >"$T/folder/blues/cover"
cp "$T/folder/blues/cover" "$T/folder/blues/cover.jpg"
status 'a picture too' 0 sh -c "decode '$T/folder' >/dev/null"
for song in song.m4b song.heard-of-by-nobody song; do
	printf '\000\000\000\034ftypM4A \000\000\002\000' >"$T/folder/blues/$song"
	refused "what may be music is not passed over: $song" 1 "$song: n" decode "$T/folder"
	status 'and counted' 3 sh -c "decode -k '$T/folder' 2>/dev/null | mgcdump | tail -1 >'$T/last'; decode -k '$T/folder' >/dev/null"
	is 'in the stream too' "$(cat "$T/last")" 'MGC1 eos tracks=3 failed=1'
	rm "$T/folder/blues/$song"
done
if [ -r /proc/self/mem ]; then
	ln -s /proc/self/mem "$T/folder/blues/song"
	refused 'a first read that fails' 1 'blues/song: Input/output error' decode "$T/folder"
	rm "$T/folder/blues/song"
else
	skip 'a first read that fails' 'no /proc'
fi
cp "$T/text.mp3" "$T/folder/rock/text.mp3"
refused 'what should be audio is not' 1 'text.mp3: no audio' decode "$T/folder"
status '--keep-going' 3 sh -c "decode -k '$T/folder' 2>'$T/said' | mgcdump >'$T/lines'; decode -k '$T/folder' 2>/dev/null >/dev/null"
is 'names it' "$(grep -c '^mgc-decode: .*/rock/text.mp3: ' "$T/said")" 1
is 'and counts it' "$(tail -1 "$T/lines")" 'MGC1 eos tracks=3 failed=1'
status '--keep-going with all lost' 3 sh -c "decode -k '$T/text.mp3' 2>/dev/null >'$T/x'"
is 'is a stream of none' "$(mgcdump "$T/x")" 'MGC1 eos tracks=0 failed=1'
ln -s gone.wav "$T/folder/rock/z.wav"
refused 'a link to nowhere' 1 'text.mp3' decode "$T/folder"
rm "$T/folder/rock/text.mp3"
refused 'a link to nowhere, after all' 1 'z.wav: No such file' decode "$T/folder"

# --- formats that sox writes
for format in au aiff flac ogg wav; do
	if ! sox -V1 $wav/sine440.wav "$T/s.$format" 2>/dev/null; then
		skip "$format" 'no sox for it'
		skip "$format from a pipe" 'no sox for it'
		continue
	fi
	is "$format" "$(lines "$T/s.$format" | grep -o 'end frames=.*')" 'end frames=66150'
	is "$format from a pipe" "$(cat "$T/s.$format" | decode --raw | cksum)" \
		"$(decode --raw "$T/s.$format" | cksum)"
	head -c $(($(wc -c <"$T/s.$format") * 2 / 3)) "$T/s.$format" >"$T/cut.$format"
	status "$format cut short" 1 sh -c "decode '$T/cut.$format' >/dev/null"
done
if command -v sox >/dev/null; then
	is 'lossless is the same' "$(decode --raw "$T/s.flac" | cksum) $(decode --raw "$T/s.au" | cksum)" \
		"$(decode --raw $wav/sine440.wav | cksum) $(decode --raw $wav/sine440.wav | cksum)"
	sox -V1 -r 44100 -n -c 2 "$T/tone.wav" synth 2 sine 1000 gain -6
	decode --raw "$T/tone.wav" >"$T/tone.f32"
	is 'a tone through the resampler' "$(sox -V1 -t f32 -r 22050 -c 1 "$T/tone.f32" -n stat 2>&1 |
		awk '/Rough/ { print ($3 > 990 && $3 < 1010) } /RMS.*amplitude/ { print ($3 > 0.35 && $3 < 0.36) }')" '1
1'
	is 'from sox by a pipe' "$(sox -V1 $wav/sine440.wav -t wav - 2>/dev/null | decode --raw | cksum)" \
		"$(decode --raw $wav/sine440.wav | cksum)"
else
	for name in lossless tone sox; do skip "$name" 'no sox'; done
fi
# --- names from a list
printf '%s\0' tests/golden/wav/two-samples.wav tests/golden/wav/short-300.wav >"$T/list"
tracks_of() { tr '\n' ' ' | grep -ao 'track id=[^ ]*' | tr '\n' ' '; }
is 'files by a list, in its order' "$(decode --files0-from "$T/list" | tracks_of)" \
	'track id=tests/golden/wav/two-samples.wav track id=tests/golden/wav/short-300.wav '
is 'from standard input' "$(decode --files0-from - <"$T/list" | tracks_of)" \
	'track id=tests/golden/wav/two-samples.wav track id=tests/golden/wav/short-300.wav '
printf 'tests/golden/wav/one-sample.wav' >"$T/one"
is 'a last name without its NUL' "$(decode --files0-from "$T/one" | tracks_of)" 'track id=tests/golden/wav/one-sample.wav '
: >"$T/empty"
is 'an empty list' "$(decode --files0-from "$T/empty")" 'MGC1 eos tracks=0 failed=0'
status 'is no mistake' 0 decode --files0-from "$T/empty"
# a list of a part of the operands
mkdir -p "$T/lib/rock/x" "$T/lib/pop/y" && cp tests/golden/wav/short-300.wav "$T/lib/rock/x/1.wav" &&
	cp tests/golden/wav/short-700.wav "$T/lib/pop/y/2.wav" && cp tests/golden/wav/short-700.wav "$T/lib/3.wav" &&
	echo text >"$T/lib/rock/words.txt"
labels_of() { tr '\n' ' ' | grep -ao 'track id=[^ ]* label=[^ ]*' | sed 's/.*id=//; s/ label=/ /' | tr '\n' ' '; }
(cd "$T" && decode --labels=top lib) | labels_of >"$T/whole"
printf 'lib/%s\0' 3.wav pop/y/2.wav >"$T/part1" && printf 'lib/%s\0' rock/words.txt rock/x/1.wav >"$T/part2"
is 'a part of a folder is labelled as the whole is' "$(cd "$T" && for part in part1 part2; do
	decode --labels=top --files0-from $part lib | labels_of
done)" "$(cat "$T/whole")"
is 'which has labels' "$(cat "$T/whole")" 'lib/3.wav  lib/pop/y/2.wav pop lib/rock/x/1.wav rock '
printf 'lib/3.wav\0' >"$T/part1"
status 'a part without labels' 0 sh -c 'cd "$1" && decode --labels=top --files0-from part1 lib/' - "$T"
printf '%s\0' lib/rock/words.txt >"$T/part1"
status 'no music, found' 0 sh -c 'cd "$1" && decode --log log --files0-from part1 lib' - "$T"
status 'no music, named' 1 sh -c 'cd "$1" && decode --log log --files0-from part1 lib lib/rock/words.txt' - "$T"
status 'a folder of the list' 0 sh -c 'cd "$1" && printf "lib/rock\0" | decode --labels=top --files0-from - lib' - "$T"
is 'is labelled by the operand' "$(labels_of <"$T/out")" 'lib/rock/x/1.wav rock '
status 'an operand that is the root' 0 sh -c 'printf "%s\0" "$1" | decode --files0-from - /' - "$T/lib/3.wav"
for operands in tests/golden/wav/two tests/golden/cases ''; do
	refused "a name that is not in '$operands'" 1 "two-samples.wav' is in no operand" decode --files0-from "$T/list" "$operands"
done
refused 'an empty name' 1 'empty name' sh -c "printf 'a\\0\\0b\\0' | decode --files0-from -"
refused 'no such list' 1 'No such file' decode --files0-from "$T/nowhere"
printf '%s\0' nowhere.wav tests/golden/wav/one-sample.wav >"$T/list"
status 'a name that is not there' 3 sh -c "decode -k --files0-from '$T/list' >'$T/x' 2>'$T/err'"
ok 'is named' grep -q nowhere.wav "$T/err"
done_testing
