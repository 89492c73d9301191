#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc collect: songs by a list or a genre, against a loopback server (tests/tools/music-server) that plays
# the services and their faults; names in lists that are none; runs that are killed.
. tests/lib.sh
here=$PWD
command -v bash >/dev/null && command -v flock >/dev/null && command -v setsid >/dev/null ||
	skip_all 'no bash, no flock or no setsid'
make_tree
mkdir "$T/server" "$T/home" "$T/m"
cd "$T/m" || exit 1
"$here/tests/tools/music-server" ../server &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$T"' EXIT
wait_for test -s ../server/port2
[ -s ../server/port2 ] || { ok 'the server starts' false; exit 1; }
url=http://127.0.0.1:$(cat ../server/port)
unset SPOTIFY_CLIENT_ID SPOTIFY_CLIENT_SECRET CID SECRET http_proxy https_proxy ALL_PROXY
HOME=$T/home JAMENDO_CLIENT_ID=fake-jamendo-id
export HOME JAMENDO_CLIENT_ID
mp3=$here/tests/data/tone.mp3

# collect ARGUMENT...: by the scenarios $jm and $dz of Jamendo and Deezer, whose counts begin anew
jm=ok dz=ok n_runs=0
collect() {
	n_runs=$((n_runs + 1))
	: >../server/log
	MGC_JAMENDO_API=$url/$jm.$n_runs MGC_DEEZER_API=$url/$dz.$n_runs MGC_SPOTIFY_API=$url/ok.$n_runs \
		MGC_SPOTIFY_ACCOUNTS=$url/ok.$n_runs "$p/collect" --pause 0 "$@" </dev/null
}
# says NAME STATUS WORDS COMMAND...: how it ends, and one line in which the words stand
says() {
	words=$3
	name=$1
	expected=$2
	shift 3
	status "$name" "$expected" "$@"
	is "$name: says so" "$(grep -cF -e "$words" "$T/err") $(wc -l <"$T/err" | tr -d ' ')" '1 1'
}
asked() { grep -c "	$1	" ../server/log; }
files() { (cd "$1" && find . -type f | LC_ALL=C sort | sed 's|^\./||' | tr '\n' ' '); }
rows() { tail -n +2 "$1" | cut -f "$2" | LC_ALL=C sort | tr '\t\n' ', '; }
all_whole() {
	find "$1" -name '*.mp3' | while IFS= read -r file; do
		cmp -s "$file" "$mp3" || echo "$file"
	done
}

# --- a list
cat >list.csv <<'END'
year,title,artist,label
2019,Lorem Waltz,The Placeholder Quartet,waltz
,"Ipsum March","The Placeholder Quartet",march
,Nothing,Nobody,waltz
,Dolor,Nonexistent Foxes,march
,Elit,Só Exemplo,waltz
END
status 'a list' 3 collect list.csv -o d
is 'a folder for each label' "$(files d)" \
	'march/jamendo-5200002.mp3 missing.tsv provenance.tsv waltz/jamendo-5200001.mp3 waltz/jamendo-5200007.mp3 '
is 'whole songs' "$(all_whole d)" ''
is 'where they are from' "$(sed -n 1,2p d/provenance.tsv)" "path	label	artist	title	source	id	licence	date	address	asked_artist	asked_title
waltz/jamendo-5200001.mp3	waltz	The Placeholder Quartet	Lorem Waltz	jamendo	5200001	cc-by-3.0	$(date -u +%Y-%m-%d)	https://www.jamendo.com/track/5200001	The Placeholder Quartet	Lorem Waltz"
is 'and what is missing' "$(rows d/missing.tsv 1-5)" 'Nobody,Nothing,waltz,jamendo, Nonexistent Foxes,Dolor,march,jamendo, '
ok 'and why' grep -q 'Nonexistent Foxes.*the licence of .* is cc-by-nc-nd-3.0' d/missing.tsv
is 'in a line each' "$(sed 's/: the licence of.*/: .../; s/finds nothing.*/finds nothing/' "$T/err" | untimed -)" \
	'mgc collect: Nobody - Nothing: Jamendo finds nothing
mgc collect: Nonexistent Foxes - Dolor: ...
mgc collect: d: 3 fetched, 0 there before, 2 not to be had, 0 left out'
cp -R d before
status 'the same again' 3 collect list.csv -o d
is 'asks for nothing' "$(wc -l <../server/log | tr -d ' ')" 0
ok 'and changes nothing' diff -r d before
rm d/waltz/jamendo-5200001.mp3
status 'what the user threw away' 3 collect -q list.csv -o d
is 'stays away' "$(wc -l <../server/log | tr -d ' ')$(cat "$T/err")" 0
status '--retry' 3 collect list.csv -o d --retry
is 'asks again for what was missing' "$(asked /v3.0/tracks/) $(rows d/missing.tsv 1)" '2 Nobody Nonexistent Foxes '
status 'any licence' 3 collect list.csv -o d --retry --licence any
is 'takes more' "$(rows d/provenance.tsv 6,7)" '5200001,cc-by-3.0 5200002,cc-by-sa-3.0 5200003,cc-by-nc-nd-3.0 5200007,cc-by-3.0 '
sed 's/march/jazz/' list.csv >other.csv
status 'another label' 3 collect other.csv -o d
ok 'is said' grep -q 'row 2: The Placeholder Quartet - Ipsum March: is there as march, not jazz$' "$T/err"
printf 'The Placeholder Quartet,Lorem Waltz,waltz\r\n the placeholder  quartet ,LOREM WALTZ,waltz\r\n' >bare.csv
status 'a list without a heading' 0 collect bare.csv -o e
is 'one song by two spellings is asked for once' "$(files e) $(asked /v3.0/tracks/)" 'provenance.tsv waltz/jamendo-5200001.mp3  1'
sed -i '2s/The Placeholder Quartet	Lorem Waltz/x	y/; 2s/Lorem Waltz$/z/' e/provenance.tsv
status 'a song of another name that is there' 3 collect bare.csv -o e
is 'is not kept twice' "$(files e)" 'missing.tsv provenance.tsv waltz/jamendo-5200001.mp3 '
ok 'and this is said' grep -q 'it is there already, as waltz/jamendo-5200001.mp3' "$T/err"
status 'and once for all' 3 collect bare.csv -o e
is 'is asked for no more' "$(wc -l <../server/log | tr -d ' ')" 0
status 'a list by a pipe' 0 bash -c "head -1 bare.csv | MGC_JAMENDO_API=$url/ok '$p/collect' -o pipe -"
status 'a list as a pipe' 0 bash -c "MGC_JAMENDO_API=$url/ok '$p/collect' -o pipe2 <(head -1 bare.csv)"
ok 'gives the same' cmp pipe/provenance.tsv pipe2/provenance.tsv
printf 'artist,title,label\nx,y\n' >bad.csv
says 'a row with fields missing' 1 'bad.csv: line 2' collect bad.csv -o none
printf 'x,y\n' >bad.csv
says 'a list without a heading and with fields missing' 1 'bad.csv: not rows of artist, title and label: line 2' collect bad.csv -o none
: >bad.csv
says 'an empty list' 1 'bad.csv: is empty' collect bad.csv -o none
says 'no list' 1 'none.csv: no list there' collect none.csv -o none

# --- what trains
ok 'labels and artists' [ "$(decode --labels=d/provenance.tsv d | mgcdump | sed -n 's/^MGC1 track id=[^ ]* \(.*\) rate.*/\1/p' |
	LC_ALL=C sort -u | tr '\n' ,)" = 'label=march artist=Nonexistent%20Foxes,label=march artist=The%20Placeholder%20Quartet,label=waltz artist=Só%20Exemplo,' ]
status 'rows' 0 "$p/extract" --labels d/provenance.tsv "$T/m/d"
is 'have both' "$("$bin/helpers/columns" label artist <"$T/out" | tr '\0' '\n' | paste -d , - - | LC_ALL=C sort -u | tr '\n' ' ')" \
	'march,Nonexistent Foxes march,The Placeholder Quartet waltz,Só Exemplo '

# --- names that are none
mkdir jail
cat >hostile.csv <<'END'
artist,title,label
The Placeholder Quartet,Lorem Waltz,../../../escaped
The Placeholder Quartet,Ipsum March,-rf
Só Exemplo,Elit,R&B/Soul 100%
-rf,--help,$(touch pwned)
"`touch pwned`","'; touch pwned; '",waltz
"two
lines",x,waltz
x,y,"two
lines"
../../etc/passwd,/etc/passwd,/etc
"","",waltz
x,"",waltz
x,y,""
a[$(touch pwned)],]}$(touch pwned),waltz
END
status 'hostile names' 3 collect hostile.csv -o jail/d
is 'stay where they belong' "$(files jail)" \
	'd/%2Drf/jamendo-5200002.mp3 d/%2E.%2F..%2F..%2Fescaped/jamendo-5200001.mp3 d/R&B%2FSoul 100%25/jamendo-5200007.mp3 d/missing.tsv d/provenance.tsv '
is 'nothing of them was run' "$(find "$T" -name pwned -o -name escaped)" ''
is 'messages are of one line each' "$(grep -vc '^mgc collect: ' "$T/err")" 0
ok 'which name the rows' grep -q "row 7: x - y: a control character in the label$" "$T/err"
is 'labels are as they were' "$(rows jail/d/provenance.tsv 2)" '-rf ../../../escaped R&B/Soul 100% '
is 'and are found again' "$(decode --labels=jail/d/provenance.tsv jail/d | mgcdump | sed -n 's/^MGC1 track.* label=\(.*\) artist.*/\1/p' | tr '\n' ,)" \
	'-rf,../../../escaped,R&B/Soul%20100%25,'
jm=jm-hostile
status 'hostile songs' 3 collect --tag polka -n 20 -o jail/h
jm=ok
is 'with an id and a licence' "$(files jail/h)" \
	'polka/jamendo-5300001.mp3 polka/jamendo-5300002.mp3 polka/jamendo-5300005.mp3 polka/jamendo-5300007.mp3 provenance.tsv '

# --- a genre
status 'a genre' 0 collect --tag polka -n 5 --label 'Polka, waltz' -o g
is 'five songs that may be used' "$(rows g/provenance.tsv 2,6,7)" 'Polka, waltz,5201001,cc-by-3.0 Polka, waltz,5201002,cc-by-3.0 Polka, waltz,5201004,cc-by-3.0 Polka, waltz,5201005,cc-by-3.0 Polka, waltz,5201007,cc-by-3.0 '
is 'whole ones' "$(all_whole g)" ''
ok 'says how many' grep -q '^mgc collect: g: 5 fetched, 0 there before, 0 not to be had, 0 left out, [0-9]*:[0-9]* min$' "$T/err"
is 'one list and one question for each' "$(asked /v3.0/tracks/)" 6
status 'five again' 0 collect --tag polka -n 5 --label 'Polka, waltz' -o g
is 'are there' "$(wc -l <../server/log | tr -d ' ')" 0
rm 'g/Polka, waltz/jamendo-5201002.mp3'
status 'seven' 0 collect --tag polka -n 7 --label 'Polka, waltz' -o g
is 'are three more, when one was thrown away' "$(asked /v3.0/tracks/) $(rows g/provenance.tsv 6)" \
	'4 5201001 5201002 5201004 5201005 5201007 5201008 5201010 5201011 '
echo 'Band 0,number 1,"Polka, waltz"' >tagged.csv
status 'one of them by a list' 0 collect tagged.csv -o g
is 'is there' "$(wc -l <../server/log | tr -d ' ')" 0
jm=jm-nofilter
status 'a service that does not filter' 0 collect --tag polka -n 3 -o f
is 'is not trusted' "$(rows f/provenance.tsv 6,7)" '5201001,cc-by-3.0 5201002,cc-by-3.0 5201004,cc-by-3.0 '
jm=jm-other
status 'nor one that gives other songs' 1 collect --tag polka -n 3 -o f2
jm=jm-none
says 'a genre nobody has' 3 'polka: Jamendo has no more: 0 of 3' collect -q --tag polka -n 3 -o none
jm=jm-again
status 'a service that says the same for ever' 3 collect --tag polka -n 60 -o again
ok 'comes to an end' grep -q 'polka: Jamendo has no more: 33 of 60' "$T/err"

# --- faults
for s in 429-short 429-four 503-twice jm-rate cut-once preview-cut-once preview-429-short preview-half-once; do
	jm=$s
	status "$s" 0 collect --tag polka -n 2 -o "f-$s"
	is "$s: whole songs" "$(find "f-$s" -name '*.mp3' | wc -l | tr -d ' ')$(all_whole "f-$s")" 2
done
jm=429-long
says 'a day to wait' 1 'asks to wait 86400 s' collect --tag polka -n 2 -o day
jm=preview-429-long
says 'a day to wait for songs' 1 'asks to wait 86400 s' collect list.csv -o day
for s in preview-cut preview-html preview-empty preview-half; do
	jm=$s
	status "$s" 1 collect --tag polka -n 9 -o "f-$s"
	is "$s: no file is left" "$(files "f-$s")" ''
	is "$s: three songs are tried, three times each" "$(asked '/download/.*')" 9
done
jm=ok
JAMENDO_CLIENT_ID=wrong
says 'a wrong client id' 1 'does not take these credentials' collect --tag polka -n 2 -o none
JAMENDO_CLIENT_ID=''
says 'no client id' 1 'set JAMENDO_CLIENT_ID' collect list.csv -o none
JAMENDO_CLIENT_ID=fake-jamendo-id
is 'nothing was begun' "$(files none)" ''

# --- runs that are broken off
# killed DIR SECONDS: a run that is killed after so long, with all that it started
killed() {
	n_runs=$((n_runs + 1))
	MGC_JAMENDO_API=$url/ok.$n_runs setsid "$p/collect" --pause 0 --tag polka -n 6 -o "$1" >/dev/null 2>&1 </dev/null &
	pid=$!
	sleep "$2"
	kill -KILL -- "-$pid" 2>/dev/null
	wait $pid 2>/dev/null
}
for s in 0.2 0.5 0.7 0.9 1.1 0.6 0.8; do
	killed k $s
	[ -e k/provenance.tsv ] && tail -c 1 k/provenance.tsv | grep -q . && echo "not ok - half a row after $s s"
done
status 'goes on after kills' 0 collect --tag polka -n 6 -o k
is 'as if there had been none' "$(files k)" "$(status x 0 collect --tag polka -n 6 -o k2 >/dev/null; files k2)"
is 'with all rows' "$(rows k/provenance.tsv 1-7)" "$(rows k2/provenance.tsv 1-7)"
is 'whole songs' "$(all_whole k)" ''
# at each step between a song that has come and its row
step() { # NAME COMMAND: in a copy of k2 from which the last song is taken, to be put back
	rm -rf s
	cp -R k2 s
	mkdir s/.collect
	tail -1 s/provenance.tsv >s/.collect/row
	sed -i '$d' s/provenance.tsv
	mv s/polka/jamendo-5201008.mp3 s/.collect/song.mp3
	eval "$2"
	status "killed $1" 0 collect -q --tag polka -n 6 -o s
	ok "killed $1: nothing is lost, nothing asked" sh -c 'diff -r k2 s && test ! -s ../server/log'
}
step 'before a song has its place' :
step 'before a song has its row' 'mv s/.collect/song.mp3 s/polka/jamendo-5201008.mp3'
step 'before its row is done with' 'mv s/.collect/song.mp3 s/polka/jamendo-5201008.mp3; cp k2/provenance.tsv s'
mkdir -p locked/.collect
(
	exec 8<locked/.collect
	flock 8
	sleep 5
) &
wait_for sh -c '! flock -n locked/.collect true'
says 'another run at work' 75 'another run is at work on it' collect list.csv -o locked
wait $! 2>/dev/null
n_runs=$((n_runs + 1))
MGC_JAMENDO_API=$url/hang.$n_runs "$p/collect" list.csv -o term >/dev/null 2>&1 </dev/null &
pid=$!
wait_for test -e term/.collect
kill -TERM $pid
got=0
wait $pid 2>/dev/null || got=$?
is 'ended by a signal' "$got $(files term)" '143 '

# --- other services
printf 'artist,title,label\nThe Placeholder Quartet,Lorem Waltz,waltz\n' >one.csv
status 'Deezer' 0 collect one.csv -o z --provider deezer
is 'says once what its terms are' "$(grep -c 'not to be kept' "$T/err") $(grep -c Spotify "$T/err")" '1 0'
is 'from Deezer' "$(rows z/provenance.tsv 1,5-7,9)" 'waltz/deezer-4100000001.mp3,deezer,4100000001,,https://www.deezer.com/track/4100000001 '
SPOTIFY_CLIENT_ID=fake-client-id SPOTIFY_CLIENT_SECRET=fake-client-secret
export SPOTIFY_CLIENT_ID SPOTIFY_CLIENT_SECRET
status 'Spotify and Deezer' 0 collect one.csv -o y --provider auto
is 'say once what their terms are' "$(grep -c 'not to be kept' "$T/err") $(grep -c 'Spotify forbids to train' "$T/err")" '1 1'
is 'the source is who gave the song, not who listed it' "$(rows y/provenance.tsv 3,5,6)" 'The Placeholder Quartet,deezer,4100000001 '
says 'no song of another service' 2 'neither genres nor licences' collect --tag polka -o none --provider deezer
ok 'the terms stand in the manual' grep -q 'forbid to train' "$here/spotify-fetch/mgc-spotify-fetch.1"

# --- use
says 'no folder' 2 'needs -o|--output' collect list.csv
says 'neither list nor genre' 2 'needs LIST or --tag' collect -o none
says 'both' 2 'not both' collect --tag polka list.csv -o none
for bad in '--count 0' '--count x' '--pause -1' '--provider itunes' '--provider spotify --licence cc-by' '--label ' '--nonsense'; do
	status "$bad" 2 collect --tag polka -o none $bad
done
says '-n without a genre' 2 'goes with --tag' collect list.csv -n 3 -o none
says 'an unknown licence' 2 '--licence' collect --tag polka -o none --licence gpl
echo 'path	label' >d/provenance.tsv
says 'a table of others' 1 'provenance.tsv: not a table that mgc collect has written' collect list.csv -o d
is 'no client id went where songs are' "$(cat ../server/failures 2>/dev/null)" ''
done_testing
