#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc classify -o: a table that is kept. What a run does anew and what not, and that a run that is
# broken off, however, changes nothing but the time that the next one takes.
. tests/lib.sh
unset MGC_MODEL
here=$PWD
if ! command -v bash >/dev/null || ! command -v flock >/dev/null; then
	skip_all 'no bash or no flock'
fi

make_tree
model=$here/models/seed-gtzan.safetensors
classify() { "$p/classify" -m "$model" "$@"; }
# whether GNU parallel is there: everything is tried without it too
mkdir "$T/none" && printf '#!/bin/sh\nexit 1\n' >"$T/none/parallel" && chmod +x "$T/none/parallel"
engines="$T/none"
if parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	engines="$engines $T"
fi

songs="$T/songs"
names="chirp-gap click120 noise sine440 square1k float-chord"
mkdir -p "$songs/a folder" "$songs/b"
for name in $names; do
	cp "tests/golden/wav/$name.wav" "$songs/b"
done
cp tests/golden/wav/noise.wav "$songs/a folder/\"it's\" \$(x), or.wav"
cp tests/golden/wav/noise.wav "$songs/a folder/two
lines.wav"
cp tests/golden/wav/silence.wav "$songs/b"
cp tests/golden/wav/short-300.wav "$songs/b"
echo 'no music' >"$songs/b/text.mp3"
echo 'no music' >"$songs/b/notes.txt"
printf '\211PNG\r\n\032\n' >"$songs/b/picture"

# columns of the table, NULs as bars
shown() { columns "$@" <"$T/t.csv" | tr '\0\n' '|/'; }
columns() { "$bin/helpers/columns" "$@"; }

cd "$T" || exit 1
for engine in $engines; do
	usual=$PATH
	PATH=$engine:$PATH
	which=$([ "$engine" = "$T" ] && echo parallel || echo alone)
	rm -f t.csv
	cp "$here/tests/golden/wav/sine440.wav" songs/b
	cp "$songs/b/noise.wav" songs/b/late.wav
	status "$which: a library" 3 classify -o t.csv songs
	ok 'names the failed one' grep -q '^mgc-decode: songs/b/text.mp3: ' err
	ok 'says what was done' grep -q '^mgc classify: t.csv: 0 done, 9 new, 1 failed, 2 silent, [0-9]*:[0-9]* min$' err
	is 'a row a file, in order' "$(shown track)" \
		"songs/a folder/\"it's\" \$(x), or.wav|songs/a folder/two/lines.wav|$(cd songs/b && ls | grep -v -e notes -e picture | sed 's,^,songs/b/,' | tr '\n' '|')"
	is 'with its status' "$(shown status | sed 's/failed: [^|]*/failed/')" \
		'ok|ok|ok|ok|ok|ok|ok|short|silent|ok|ok|failed|'
	is 'its size' "$(columns track size <t.csv | tr '\0' '\n' | sed -n '/b\/sine440/{n;p;}')" "$(wc -c <songs/b/sine440.wav | tr -d ' ')"
	is 'no journal is left' "$(ls -d t.csv*)" t.csv
	cp t.csv first.csv
	classify songs/b >stream.csv 2>/dev/null
	is 'the same answers as in a stream' "$(columns track predicted confidence <stream.csv | tr '\0' '|')" \
		"$(columns track predicted confidence status <t.csv | tr '\0\n' '|/' | sed 's/\([^|]*|[^|]*|[^|]*|\)[^|]*|/\1\n/g' | grep '^songs/b/' | grep -v text.mp3 | tr -d '\n')"

	status "$which: again" 0 classify -o t.csv songs
	is 'nothing is done' "$(untimed err)" 'mgc classify: t.csv: 9 done, 0 new, 1 failed, 2 silent'
	ok 'the table is the same' cmp t.csv first.csv
	status 'failed files, when asked' 3 classify -o t.csv --retry-failed songs
	ok 'are tried again' grep -q '^mgc-decode: songs/b/text.mp3: ' err
	ok 'the table is the same' cmp t.csv first.csv
	status 'quietly' 0 classify -q -o t.csv songs
	is 'without a word' "$(cat err)" ''

	rm songs/b/late.wav && cp songs/b/noise.wav songs/b/new.wav
	touch -d '2001-02-03 04:05:06.789 UTC' songs/b/sine440.wav
	status "$which: a dry run" 0 classify -n -o t.csv songs
	is 'names what is to be done' "$(cat out)" 'songs/b/new.wav
songs/b/sine440.wav'
	ok 'and does not' cmp t.csv first.csv
	is 'nor leaves anything' "$(ls -d t.csv?* 2>/dev/null)" ''
	status "$which: new, changed and deleted files" 0 classify -o t.csv songs
	is 'are new, new, gone' "$(untimed err)" 'mgc classify: t.csv: 7 done, 2 new, 1 failed, 2 silent, 1 gone'
	is 'the time is that of the file' "$(columns track mtime <t.csv | tr '\0' '\n' | sed -n '/b\/sine440/{n;p;}')" '2001-02-03T04:05:06.789000000Z'
	mv songs/b/new.wav songs/b/late.wav
	status 'a folder of them' 0 classify -o t.csv "songs/a folder"
	is 'keeps the rows of the others' "$(untimed err)" 'mgc classify: t.csv: 2 done, 0 new, 0 failed, 0 silent, 1 gone, 9 elsewhere'
	rm songs/b/late.wav

	cp "$model" other.safetensors
	status "$which: another model" 3 classify -m other.safetensors -o t.csv songs
	is 'does all anew' "$(untimed err | tail -1)" 'mgc classify: t.csv: 0 done, 8 new, 1 failed, 2 silent'
	is 'and is named' "$(shown model | tr '|' '\n' | sort -u | cut -d: -f1)" other
	rm other.safetensors
	cp t.csv stale.csv
	rm -f uninterrupted.csv
	status 'an uninterrupted run' 3 classify -o uninterrupted.csv songs
	rm -f t.csv

	# broken off
	cp stale.csv t.csv
	mkfifo songs/pipe.wav
	for signal in TERM KILL; do
		"$p/classify" -m "$model" -o t.csv songs songs/pipe.wav >first.out 2>first.err &
		pid=$!
		wait_for sh -c 'grep -q pipe.wav t.csv.journal/*.names && ls t.csv.journal/*.work/decode.words >/dev/null'
		status "$which: a second run at the same time" 75 classify -o t.csv songs
		is 'says why' "$(cat err | tail -1)" 'mgc classify: t.csv: another run is at work on it'
		kill -$signal $pid
		wait $pid 2>/dev/null
		ok "$signal: the table is as it was" cmp t.csv stale.csv
		ok 'there is a journal' test -d t.csv.journal
		wait_for sh -c '! ps ax -o args | grep -v grep | grep -q "$1/tree/pipelines/helpers"' - "$T"
		is 'nothing goes on' "$(ps ax -o args | grep -v grep | grep -c "$T/tree/pipelines/helpers")" 0
	done
	rm songs/pipe.wav
	status 'afterwards' 3 classify -o t.csv songs
	ok 'all is as if it had not been' cmp t.csv uninterrupted.csv
	is 'no journal is left' "$(ls -d t.csv?* 2>/dev/null)" ''

	# what never answers
	mkfifo songs/pipe.wav
	status "$which: a file that never answers" 3 classify --file-timeout 1 -o t.csv songs songs/pipe.wav
	ok 'is named' grep -q '^mgc classify: songs/pipe.wav: took longer than 1 s$' err
	is 'and has a row' "$(shown track status | sed 's/.*|\(songs.pipe.wav|[^|]*\)|.*/\1/')" 'songs/pipe.wav|failed: took longer than 1 s'
	is 'the others are there' "$(shown status | sed 's/failed[^|]*/failed/g')" 'ok|ok|ok|ok|ok|ok|short|silent|ok|ok|failed|failed|'
	rm songs/pipe.wav
	PATH=$usual
done

# the lists of many jobs give the bytes of one
rm -f t.csv one.csv
classify -j 1 -o one.csv songs 2>/dev/null
classify -j 7 -o t.csv songs 2>/dev/null
ok 'seven jobs give the bytes of one' cmp t.csv one.csv

# a journal with a row that was being written
for cut in 0 1 40 300; do
	mkdir t.csv.journal
	decode --list -o t.csv.journal/listing songs
	(tail -c +1 stream.csv | head -c $(($(wc -c <stream.csv) - cut))) >t.csv.journal/000001.001.rows.part
	rm -f t.csv
	status "a journal without its last $cut bytes" 3 classify -o t.csv songs
	ok 'gives the same table' cmp t.csv one.csv
done

# programs that crash at a file
rm "$T/tree/build/bin" && mkdir "$T/tree/build/bin"
for program in "$bin"/*; do
	ln -s "$program" "$T/tree/build/bin"
done
rm "$T/tree/build/bin/split"
cat >"$T/tree/build/bin/split" <<END
#!/bin/sh
cat >"$T/stream.\$\$"
if grep -aq sine440 "$T/stream.\$\$"; then
	kill -SEGV \$\$
fi
"$bin/split" "\$@" <"$T/stream.\$\$"
END
chmod +x "$T/tree/build/bin/split"
rm -f t.csv
status 'a file that a program crashes at' 3 classify -j 1 -o t.csv songs
ok 'is named' grep -q '^mgc classify: songs/b/sine440.wav: split was ended by a signal, SEGV$' err
is 'alone' "$(shown track status | tr '|' '\n' | sed -n '/failed: s/{x;p;x;};h')" songs/b/sine440.wav
is 'the others are as ever' "$(grep -v -e sine440 -e text.mp3 t.csv)" "$(grep -v -e sine440 -e text.mp3 one.csv)"
rm -rf "$T/tree/build/bin" && ln -s "$bin" "$T/tree/build/bin"

# lines of JSON
cp one.csv t.csv
printf 'no UTF-8' >"$songs/b/$(printf 'x\377\303\251 "\\ \001.flac')"
status 'a name of any bytes' 3 classify -o t.csv songs
cp t.csv bytes.csv
status 'another notation' 0 classify --format jsonl -o t.csv songs
is 'of which nothing is done anew' "$(untimed err)" 'mgc classify: t.csv: 8 done, 0 new, 2 failed, 2 silent'
is 'is a line a row' "$(wc -l <t.csv | tr -d ' ')" 12
cp t.csv bytes.jsonl
status 'again' 0 classify -o t.csv songs
ok 'stays as it is' cmp t.csv bytes.jsonl
status 'failed ones again' 3 classify --retry-failed -o t.csv songs
ok 'are the same' cmp t.csv bytes.jsonl
status 'and back' 0 classify --format csv -o t.csv songs
ok 'is what it was' cmp t.csv bytes.csv
rm t.csv
status 'from the beginning' 3 classify --format jsonl -o t.csv songs
ok 'is the same too' cmp t.csv bytes.jsonl
classify --format jsonl songs/b >stream.jsonl 2>/dev/null
is 'and as a stream' "$(columns track predicted confidence <stream.jsonl | tr '\0' '|')" \
	"$(classify songs/b 2>/dev/null | columns track predicted confidence | tr '\0' '|')"
if command -v python3 >/dev/null; then
	ok 'Python finds the files, numbers and nulls' python3 - bytes.jsonl <<'END'
import json, os, sys
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    assert os.path.getsize(os.fsencode(row["track"])) == row["size"], row
    answered = row["status"] == "ok"
    assert isinstance(row["confidence"], float) if answered else row["confidence"] is None
    assert isinstance(row["predicted"], str) if answered else row["predicted"] is None
    assert row["segment"] is None and isinstance(row["model"], str)
END
else
	skip 'Python finds the files' 'no python3'
fi
if command -v jq >/dev/null; then
	is 'jq reads them' "$(jq -s 'map(select(.confidence != null and .confidence <= 1)) | length' bytes.jsonl)" 8
else
	skip 'jq reads them' 'no jq'
fi
: >t.csv
status 'an empty file is a table of JSON without rows' 0 classify --format jsonl -o t.csv songs/b/noise.wav
is 'which gets one' "$(wc -l <t.csv | tr -d ' ')" 1
head -c 100 bytes.jsonl >t.csv
cp t.csv cut.jsonl
status 'a table that is cut short' 1 classify -o t.csv songs
ok 'is left alone' cmp t.csv cut.jsonl
rm -rf t.csv* "$songs"/b/x*
status 'no such notation' 2 classify --format xml -o t.csv songs
is 'is said at once' "$(cat err; ls -d t.csv* 2>/dev/null)" "mgc classify: --format: 'xml': neither csv nor jsonl"

# what is refused
cp one.csv t.csv
status 'a folder that is not there' 1 classify -o t.csv nowhere
ok 'leaves the table' cmp t.csv one.csv
mkdir empty
status 'a folder without music' 1 classify -o t.csv empty
ok 'leaves the table' cmp t.csv one.csv
is 'and no journal' "$(ls -d t.csv?* 2>/dev/null)" ''
printf 'a,b\n1,2\n' >other.csv
status 'a table of something else' 1 classify -o other.csv songs
is 'is left alone' "$(cat other.csv)" 'a,b
1,2'
status 'a full disk' 1 bash -c 'ulimit -f 1; "$@"' - "$p/classify" -m "$model" -o t.csv songs --retry-failed
ok 'leaves the table' cmp t.csv one.csv
status 'and afterwards' 3 classify -o t.csv songs
ok 'all is well' cmp t.csv one.csv
# the gap of chirp-gap is its middle
status 'an excerpt' 3 classify --excerpt 1 -o t.csv songs
is 'is told anew' "$(untimed err | tail -1)" 'mgc classify: t.csv: 0 done, 7 new, 1 failed, 3 silent'
is 'and said in the rows' "$(shown excerpt | tr '|' '\n' | sort -u)" 1
status 'and the whole again' 3 classify -o t.csv songs
ok 'is as before' cmp t.csv one.csv
# --reject: what is like none of the genres, by the most typical song there is; with a piece of music
cp "$p/song/prelude.mp3" songs/
status 'a piece of music' 0 classify -o t.csv songs
cp t.csv one.csv
shown typical | tr '|' '\n' | grep . | LC_ALL=C sort -g >typical
q=$(awk '{ q = $1 * 0.999 } END { print q }' typical)
n=$(awk -v q="$q" '$1 < q' typical | wc -l | tr -d ' ')
ok 'some songs are more typical than others' [ "$n" -gt 0 ]
status 'songs like none of the genres' 0 classify --reject "$q" -o t.csv songs
is 'are counted apart, and nothing is done anew' "$(untimed err | tail -1)" "mgc classify: t.csv: $((9 - n)) done, 0 new, 1 failed, 2 silent, $n unlike"
is 'have no genre' "$(shown predicted confidence status | grep -o '||unlike' | sort | uniq -c | tr -s ' ')" " $n ||unlike"
cp t.csv rejected.csv
rm t.csv
status 'the same at once' 3 classify --reject "$q" -o t.csv songs
ok 'is the same table' cmp t.csv rejected.csv
answers() { columns predicted confidence status typical | tr '\0' '|' | sed 's/||failed[^|]*||//; s/|*$//'; }
is 'and without a table the answers are the same' "$(classify --no-listen --reject "$q" songs 2>/dev/null | answers)" "$(answers <t.csv)"
status 'all songs again' 0 classify -o t.csv songs
ok 'have their genres back' cmp t.csv one.csv
status 'to reject by no number' 2 classify --reject x -o t.csv songs
is 'is said' "$(cat err)" "mgc classify: --reject: 'x': no number from 0 to 1"
mkmodel >"$T/plain.safetensors"
status 'by a model that does not say what is typical' 1 "$p/classify" -m "$T/plain.safetensors" --reject 0.1 -o plain.csv songs
ok 'is said too' grep -q 'does not say what songs are typical' err
ok 'and nothing begun' [ ! -e plain.csv ]
status 'an excerpt of nothing' 2 classify --excerpt x -o t.csv songs
status 'no number of jobs' 2 classify -j none -o t.csv songs
status '-j without a table' 2 classify -j 2 songs
if [ "$(id -u)" = 0 ]; then
	skip 'a folder that cannot be read' 'root reads all'
else
	chmod 0 songs/b
	status 'a folder that cannot be read' 3 classify -o t.csv songs
	chmod 755 songs/b
	is 'keeps its rows' "$(shown track | tr '|' '\n' | sort)" "$(columns track <one.csv | tr '\n' '/' | tr '\0' '\n' | sort)"
fi
cd "$here" || exit 1
done_testing
