#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc tag and mgc playlists: which songs they take, that names and genres are data, the way back.
. tests/lib.sh
here=$PWD
if ! command -v bash >/dev/null; then
	skip_all 'no bash'
fi
make_tree
mkdir -p "$T/bin" "$T/m/one"
cd "$T" || exit 1

# a kid3-cli that keeps a genre in a file beside the song
cat >bin/kid3-cli <<'END'
#!/bin/sh
# -c COMMAND FILE; a command's last word may be quoted, \ before a quote or itself
[ "$1" = -c ] && [ $# = 3 ] && [ -f "$3" ] || { echo "$3 does not exist"; exit 1; }
case $2 in
'get genre') if [ -e "$3.genre" ]; then cat "$3.genre"; fi ;;
'set genre "'*'"')
	text=${2#set genre \"}
	printf '%s\n' "${text%\"}" | sed 's/\\\(["\\]\)/\1/g' >"$3.genre"
	[ -n "${text%\"}" ] || rm "$3.genre"
	;;
esac
END
chmod +x bin/kid3-cli

printf 'track,predicted,confidence,status\r\n' >t.csv
row() { # FILE GENRE CONFIDENCE STATUS
	printf '"%s","%s",%s,%s\r\n' "$(printf '%s.' "$1" | sed 's/"/""/g')" "$(printf %s "$2" | sed 's/"/""/g')" "$3" "$4" |
		sed -e 's/\.","/","/' >>t.csv
	printf 'music' >"$1"
}
row 'm/plain.mp3' Jazz 0.9 ok
row "m/it's \"q\" \$(touch bad) \`touch bad\` \\.mp3" 'R&B "x" \ $(touch bad)' 1 ok
row 'm/two
lines.mp3' Jazz 0.61 ok
row 'm/#hash.mp3' Jazz 0.6 ok
row '-dash.mp3' Jazz 0.75 ok
row '#hash.mp3' Jazz 0.75 ok
row 'm/has one.mp3' Jazz 0.99 ok
row 'm/unsure.mp3' Jazz 0.59999 ok
row 'm/hardly.mp3' Jazz 9.5e-05 ok
row 'm/silent.mp3' '' '' silent
row 'm/failed.mp3' '' '' 'failed: is no music'
row 'm/one/../up.mp3' 'a/b' 1e+00 ok
echo 'My own' >'m/has one.mp3.genre'
PATH=$T/bin:$PATH
cp -R m before

status 'tag' 0 "$p/tag" t.csv
cp out tag.sh
is 'takes the sure ones' "$(grep -c "^genre '" tag.sh)" 8
status 'the way back' 0 "$p/tag" --undo t.csv
cp out undo.sh
is 'is that of songs without a genre' "$(grep -c "^genre '" undo.sh)" 7
ok 'a shell reads both' sh -c 'sh -n tag.sh && sh -n undo.sh'
status 'the script' 0 sh tag.sh
is 'says nothing' "$(cat out err)" ''
is 'writes a genre' "$(cat m/plain.mp3.genre)" Jazz
is 'whatever it is called' "$(cat m/it*.genre)" 'R&B "x" \ $(touch bad)'
is 'whatever the file is called' "$(cat "$(printf 'm/two\nlines.mp3')".genre ./-dash.mp3.genre '#hash.mp3.genre' m/up.mp3.genre | tr '\n' ' ')" 'Jazz Jazz Jazz a/b '
is 'keeps one' "$(cat 'm/has one.mp3.genre')" 'My own'
is 'runs nothing' "$(find . -name bad)" ''
is 'leaves the rest alone' "$(ls m/unsure* m/hardly* m/silent* m/failed* | wc -l | tr -d ' ')" 4
{ sed 's/\r$//; 1s/$/,typical/; 2,$s/$/,0.5/' t.csv | sed 's/^\("m.plain.*\),0.5$/\1,0.019/; s/^\("-dash.*\),0.5/\1,/'
	printf '%s\n' 'm/unlike.mp3,,,unlike,1e-05'; } >typical.csv
status 'songs like none of the genres' 0 "$p/tag" typical.csv
is 'are left out, and counted' "$(grep -c "^genre '" out) $(grep -c plain out) $(tail -1 out)" '7 0 # like none of these genres, left out: 2'
ok 'a shell reads it' sh -n out
status 'as many as --min-typical says' 0 "$p/tag" --min-typical 0 typical.csv
is 'may be taken' "$(grep -c "^genre '" out) $(tail -1 out)" '8 # like none of these genres, left out: 1'
status 'playlists' 0 "$p/playlists" -o typical typical.csv
is 'leave them out too' "$(cat typical/*.m3u8 | grep -c plain)" 0
status 'no number' 2 "$p/tag" --min-typical 1.5 typical.csv
status 'back again' 0 sh undo.sh
ok 'is as before' diff -r m before
"$p/tag" --undo --replace t.csv >undo.sh
"$p/tag" --replace t.csv >tag.sh
status 'replacing' 0 sh tag.sh
is 'replaces' "$(cat 'm/has one.mp3.genre')" Jazz
status 'and back' 0 sh undo.sh
ok 'is as before' diff -r m before
rm m/plain.mp3
status 'a song that is gone' 0 sh tag.sh
is 'is named' "$(cat err)" 'm/plain.mp3: the genre could not be written'
is 'less sure ones' "$("$p/tag" --min-confidence 0.00009 t.csv | grep -c "^genre '")" 10
is 'the surest alone' "$("$p/tag" --min-confidence 1 t.csv | grep -c "^genre '")" 2
for wrong in 2 -1 x 1e9; do
	status "--min-confidence=$wrong" 2 "$p/tag" --min-confidence=$wrong t.csv
done
status 'keep and replace' 2 "$p/tag" --keep --replace t.csv
status 'no table' 1 "$p/tag" none.csv
rm bin/kid3-cli
if ! command -v kid3-cli >/dev/null; then
	status 'without kid3-cli, the way back' 1 "$p/tag" --undo t.csv
	status 'without kid3-cli, the script' 1 sh tag.sh
	ok 'says so' grep -q 'needs kid3-cli' err
	skip 'real files' 'no kid3-cli'
else
	mkdir real && printf 'track,predicted,confidence,status\n' >real.csv
	for suffix in flac ogg aiff; do
		encode $suffix 1 22050 40000 440 "real/x '1'.$suffix"
	done
	cp "$here/pipelines/song/prelude.mp3" "real/x '1'.mp3"
	for song in real/*; do
		printf '"%s",Hip-Hop,1,ok\n' "$song" >>real.csv
		decode "$song" --raw >"$song.pcm" 2>/dev/null
	done
	"$p/tag" real.csv >tag.sh
	status 'real files' 0 sh tag.sh
	is 'are all written' "$(cat out err)" ''
	for song in real/*.pcm; do
		decode "${song%.pcm}" --raw >now.pcm
		ok "${song##*.1?.} sound as before" cmp now.pcm "$song"
		is 'and have a genre' "$(kid3-cli -c 'get genre' "${song%.pcm}")" Hip-Hop
	done
fi

# --- playlists
status 'playlists' 0 "$p/playlists" t.csv -o 'm/my lists'
ok 'say what cannot be in one' grep -q 'a playlist has no name of two lines$' err
is 'one a genre' "$(ls 'm/my lists')" 'Jazz.m3u8
R&B "x" \ $(touch bad).m3u8
a-b.m3u8'
is 'paths lead from there' "$(grep -v '^#' 'm/my lists/Jazz.m3u8')" '../plain.mp3
../#hash.mp3
../../-dash.mp3
../../#hash.mp3
../has one.mp3'
"$p/playlists" t.csv -o . 2>/dev/null
is 'no song is a remark' "$(grep '^[^m#]' Jazz.m3u8 | tr '\n' ' ')" '-dash.mp3 ./#hash.mp3 '
echo '#EXTM3U' >'m/my lists/own.m3u8'
grep -v -e Jazz -e '^m/two' t.csv | grep -v '^"m/two' >less.csv
status 'a genre without songs' 0 "$p/playlists" less.csv -o 'm/my lists'
is 'goes, and what is the user'"'"'s stays' "$(ls 'm/my lists')" 'R&B "x" \ $(touch bad).m3u8
a-b.m3u8
own.m3u8'
status 'no folder' 2 "$p/playlists" t.csv
status 'a folder that cannot be' 1 "$p/playlists" t.csv -o t.csv/x
cd "$here" || exit 1
done_testing
