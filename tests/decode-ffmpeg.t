#!/bin/sh
# SPDX-License-Identifier: MIT
# What goes through an installed ffmpeg: each format that it can also write, against its own decoding;
# files that are cut; lists that would lead it to other files; and, by a false one in PATH, all that it
# may do wrong.
. tests/lib.sh
. tests/audio.sh

# --- what each kind is told by, and that ffmpeg is named where there is none
mkdir "$T/alone"
ln -s "$(command -v sh)" "$T/alone/sh"
printf '\000\000\000\034ftypM4A \000\000\002\000' >"$T/x.m4a"
refused 'without ffmpeg' 1 'x.m4a: needs ffmpeg, which is not installed' env PATH="$T/alone" "$bin/decode" "$T/x.m4a"

# --- a false ffmpeg: what ffprobe answers, and a body for ffmpeg
mkdir "$T/false"
say() { # SECONDS
	cat >"$T/false/ffprobe" <<-END
		#!/bin/sh
		echo '{"streams": [{"sample_rate": "22050", "duration": "$1", "tags": {"ARTIST": "A\\u001b[2J"}}], "format": {"tags": {"genre": "Polka"}}}'
	END
	chmod +x "$T/false/ffprobe"
}
does() { # TEXT of a script
	printf '#!/bin/sh\n%s\n' "$1" >"$T/false/ffmpeg"
	chmod +x "$T/false/ffmpeg"
}
# au_head LENGTH: of one channel at 22050 Hz
au_head() {
	printf '.snd\000\000\000\034'
	printf "$(be 4 "$1")$(be 4 6)$(be 4 22050)$(be 4 1)$(be 4 0)"
}
falsely() {
	PATH=$T/false:$PATH "$@"
}
{ au_head 4294967295; zeros 441000; } >"$T/good.au"
{ au_head 1000; zeros 441000; } >"$T/lie.au"

say 5.000000
does "cat '$T/good.au'"
status 'as it should be' 0 falsely decode "$T/x.m4a"
is 'tags, without what steers a terminal' "$(head -n 1 "$T/out" | sed 's/.*label= //')" \
	'artist=A%20[2J genre=Polka rate=22050 ch=1 fmt=f32le frames=110250'
# it may write no files of its own: what it got goes to descriptors that are open
does 'printf "%s\n" "$@" >&8; cat <&0 >&9; cat "'"$T"'/good.au"'
cp "$T/x.m4a" "$T/-i.m4a"
(cd "$T" && falsely decode -- -i.m4a >out 8>"$T/args" 9>"$T/in")
ok 'no name of a file reaches it' sh -c '! grep -e "-i.m4a" "$1"' - "$T/args"
ok 'it gets the bytes' cmp "$T/in" "$T/x.m4a"
ok 'it may open files and pipes alone' grep -qx file,pipe "$T/args"
cat "$T/x.m4a" | falsely decode >/dev/null 8>"$T/args" 9>"$T/in"
ok 'and those of a pipe' cmp "$T/in" "$T/x.m4a"
does "cat '$T/good.au'; echo '[aac @ 0x1234] wrong number' >&2; exit 3"
refused 'it fails behind its samples' 1 'x.m4a: ffmpeg: wrong number' falsely decode "$T/x.m4a"
does "cat '$T/good.au'; echo '[aac @ 0x1234] wrong number' >&2"
status 'it complains, and all is there' 0 falsely decode "$T/x.m4a"
ok 'which is said' grep -q 'taken as it is: ffmpeg: wrong number' "$T/err"
refused 'strict' 1 'wrong number' falsely decode --strict "$T/x.m4a"
does "cat '$T/good.au'; kill -9 \$\$"
refused 'it is killed' 1 'ffmpeg was ended by signal 9' falsely decode "$T/x.m4a"
does 'echo rubbish that is long enough for a header of some kind'
refused 'rubbish' 1 'ffmpeg wrote something else' falsely decode "$T/x.m4a"
does "cat '$T/lie.au'"
refused 'a length that nobody asked for' 1 'ffmpeg wrote something else' falsely decode "$T/x.m4a"
does 'exit 0'
refused 'nothing' 1 'holds no samples' falsely decode "$T/x.m4a"
does 'exit 1'
refused 'nothing, and no word' 1 'ffmpeg failed with status 1' falsely decode "$T/x.m4a"
does "while [ \$((n += 1)) -lt 9000 ]; do echo 'a complaint without end' >&2; done; cat '$T/good.au'"
status 'more complaints than a pipe holds' 0 falsely decode "$T/x.m4a"
say 10.000000
does "cat '$T/good.au'"
refused 'half of what was announced' 1 'cut short: 110250 of 220500 samples' falsely decode "$T/x.m4a"
say 5.250000
status 'a little less' 0 falsely decode "$T/x.m4a"
ok 'with a remark' grep -q 'taken as it is: cut short' "$T/err"
say 1e300
status 'a length past all' 0 falsely decode "$T/x.m4a"
say 5
does "cat '$T/good.au'; exec sleep 1000"
PATH=$T/false:$PATH decode "$T/x.m4a" >"$T/out" 2>&1 &
decode=$!
hangs() {
	[ -s "$T/out" ] && child=$(children "$decode" sleep) && [ -n "$child" ] &&
		reader=$(sandbox_probe possible && children "$decode" decode || echo "$decode") &&
		[ -n "$reader" ]
}
# only Linux ends a child with its parent; the other child of decode is the one that reads
if [ "$(uname)" = Linux ] && [ -z "${WRAP:-}" ]; then
	wait_for hangs
	kill -9 "$decode"
	gone() { ! kill -0 "$child"; }
	wait_for gone
	ok 'decode is killed: it goes too' gone
	gone() { ! kill -0 "$reader"; }
	wait_for gone
	ok 'and so does what read it' gone
else
	skip 'decode is killed: it goes too' 'not on Linux'
	kill "$decode"
fi
does "echo \$\$ >&9; cat '$T/good.au' '$T/good.au' '$T/good.au'; exec sleep 1000"
status 'no more is wanted' 0 falsely decode --max-samples 1000 "$T/x.m4a" 9>"$T/pid"
gone() { ! kill -0 "$(cat "$T/pid")"; }
wait_for gone
ok 'it is ended' gone
printf '#!/bin/sh\necho "{}"\n' >"$T/false/ffprobe"
refused 'no audio in it' 1 'no audio in it that ffmpeg can read' falsely decode "$T/x.m4a"
printf '#!/bin/sh\necho "[mov @ 0x55] no atom" >&2; exit 1\n' >"$T/false/ffprobe"
refused 'ffprobe fails' 1 'x.m4a: no audio that ffmpeg can read: no atom' falsely decode "$T/x.m4a"
printf '#!/bin/sh\nyes "{" | head -c 9000000\n' >"$T/false/ffprobe"
refused 'ffprobe has no end' 1 'ffprobe' falsely decode "$T/x.m4a"

# --- the true one
if ! command -v ffmpeg >/dev/null || ! command -v ffprobe >/dev/null; then
	skip 'formats' 'no ffmpeg'
	done_testing
	exit
fi
ff() {
	ffmpeg -nostdin -v error -y "$@"
}
ff -f lavfi -i 'aevalsrc=0.3*sin(2*PI*t*(300+50*t))|0.2*sin(2*PI*t*700)+0.02*random(0):s=44100:d=4' \
	-c:a pcm_s16le "$T/src.wav"
mkdir "$T/files"
# makes NAME ENCODER [OPTION...]: a file in that format; samples of file and pipe are ffmpeg's
makes() {
	name=$1 file=$T/files/$1 encoder=$2
	shift 2
	if ! ff -i "$T/src.wav" -metadata artist=Ann -metadata title=Song -metadata genre=Polka \
		-c:a "$encoder" -strict -2 "$@" "$file" 2>/dev/null; then
		skip "$name" 'this ffmpeg does not write it'
		skip "$name from a pipe" 'nor here'
		return
	fi
	ff -i "$file" -map 0:a:0 -c:a pcm_f32le "$T/own.wav"
	decode --raw "$T/own.wav" >"$T/own"
	decode --raw "$file" >"$T/got" 2>"$T/err"
	ok "$name" sh -c 'cat "$3" && [ ! -s "$3" ] && [ -s "$1" ] && cmp "$1" "$2"' - "$T/got" "$T/own" "$T/err"
	cat "$file" | decode --raw >"$T/got"
	ok "$name from a pipe" cmp "$T/got" "$T/own"
}
makes aac.m4a aac
makes fast.m4a aac -movflags +faststart
makes alac.m4a alac
makes flac.mp4 flac
makes mp3.mp4 libmp3lame
makes aac.3gp aac
makes aac.mov aac
makes aac.aac aac
makes wma.wma wmav2
makes wma1.wma wmav1
makes wv.wv wavpack
makes tta.tta tta
makes ac3.ac3 ac3
makes eac3.eac3 eac3
makes dts.dts dca
makes flac.oga flac
makes speex.spx libspeex -ar 16000 -ac 1
makes alac.caf alac
makes flac.caf flac
makes opus.caf libopus -ar 48000
makes opus.webm libopus -ar 48000
makes vorbis.webm libvorbis
makes flac.mka flac
makes aac.mka aac
makes mp2.ts mp2
makes aac.ts aac
makes mp2.mpg mp2
makes pcm.avi pcm_s16le
makes mp3.flv libmp3lame
makes ac3.wav ac3
makes ra.rm real_144 -ar 8000 -ac 1
makes six.m4a aac -ac 6
makes surround.mka pcm_s24le -ac 8 -ar 96000
# of these Debian's ffmpeg has no encoder: amr ape mpc dsf dff tak
is 'tags' "$(decode "$T/files/aac.m4a" | head -n 1 | grep -o ' artist=.*genre=[^ ]*')" ' artist=Ann title=Song genre=Polka'
is 'as a label' "$(decode --labels=tag "$T/files/aac.m4a" | head -n 1 | grep -o ' label=[^ ]*')" ' label=Polka'
is 'those of a stream' "$(decode "$T/files/flac.oga" | head -n 1 | grep -o ' artist=.*genre=[^ ]*')" \
	' artist=Ann title=Song genre=Polka'
{ id3_tag 5000; cat "$T/files/aac.aac"; } >"$T/tagged.aac"
decode --raw "$T/files/aac.aac" >"$T/own"
decode --raw "$T/tagged.aac" >"$T/got"
ok 'behind an ID3 tag' cmp "$T/got" "$T/own"

if ff -i "$T/src.wav" -f lavfi -i testsrc=d=8:r=5 -map 0:a -map 1:v -c:a aac "$T/film.mp4" 2>/dev/null &&
	ff -i "$T/src.wav" -f lavfi -i testsrc=d=8:r=5 -map 1:v -map 0:a -c:a libvorbis "$T/film.mkv" 2>/dev/null; then
	for film in mp4 mkv; do
		ff -i "$T/film.$film" -map 0:a:0 -c:a pcm_f32le "$T/own.wav"
		decode --raw "$T/own.wav" >"$T/own"
		decode --raw "$T/film.$film" >"$T/got" 2>"$T/err"
		ok "a film that outlasts its sound, $film" cmp "$T/got" "$T/own"
		is 'without a remark' "$(cat "$T/err")" ''
	done
	ff -f lavfi -i testsrc=d=1:r=5 "$T/mute.mp4"
	refused 'a film without sound' 1 'no audio in it that ffmpeg can read' decode "$T/mute.mp4"
else
	skip 'a film' 'this ffmpeg does not write it'
fi

# --- cut
for file in fast.m4a alac.m4a wma.wma wv.wv tta.tta alac.caf; do
	[ -s "$T/files/$file" ] || continue
	head -c $(($(wc -c <"$T/files/$file") / 2)) "$T/files/$file" >"$T/cut"
	got=0
	decode "$T/cut" >"$T/out" 2>"$T/err" || got=$?
	ok "half of $file" sh -c 'cat "$2"; [ "$1" = 1 ] && [ "$(wc -l <"$2")" -eq 1 ]' - $got "$T/err"
done
for seed in 1 2 3 4 5; do
	for file in fast.m4a wma.wma wv.wv opus.webm ac3.ac3; do
		[ -s "$T/files/$file" ] || continue
		perl -e 'local $/; binmode STDIN; $_ = <STDIN>; srand $ARGV[0];
			substr($_, rand length, 1) = chr rand 256 for 1 .. 30; print' $seed <"$T/files/$file" >"$T/hurt"
		got=0
		decode "$T/hurt" >"$T/out" 2>"$T/err" || got=$?
		ok "$file damaged, $seed" sh -c 'cat "$2"; [ "$(wc -l <"$2")" -le 1 ] && { [ $1 = 0 ] || [ $1 = 1 ]; }' - $got "$T/err"
	done
done

# --- lists lead nowhere
cp "$T/src.wav" "$T/secret.wav"
printf 'ffconcat version 1.0\nfile secret.wav\n' >"$T/list.m4a"
refused 'a list for concat' 1 'no audio' decode "$T/list.m4a"
printf '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:4,\n%s\n#EXT-X-ENDLIST\n' "$T/secret.wav" >"$T/list.aac"
refused 'a list for HLS' 1 'no audio' decode "$T/list.aac"
# and where its first bytes are those of music: ffmpeg is told what to take it for
for mark in '\0\0\0\034ftypM4A \n' 'TTA1\n' 'caff\n' '\032\0105\0337\0243\n'; do
	{ printf "$mark"; cat "$T/list.aac"; } >"$T/list"
	status "the same behind $mark" 1 decode "$T/list"
	ok 'nothing of another file' sh -c '! grep -q frames= "$1"' - "$T/out"
done
done_testing
