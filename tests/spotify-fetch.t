#!/bin/sh
# SPDX-License-Identifier: MIT
# spotify-fetch against a loopback server (tests/tools/music-server) that plays the services and
# their faults; the contract is tests/data/spotify/README.md. No network.
. tests/lib.sh
case $B in /*) ;; *) B=$PWD/$B ;; esac
PATH=$B/bin:$B/tests:$PATH
command -v setsid >/dev/null || {
	echo "1..0 # skip no setsid to run without a terminal"
	exit 0
}

mp3=$PWD/tests/data/tone.mp3
mkdir "$T/server" "$T/home"
cd "$T" || exit 1 # no .env here
"$OLDPWD/tests/tools/music-server" server &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$T"' EXIT
wait_for test -s server/port2
[ -s server/port2 ] || { ok "the server starts" false; exit 1; }
url=http://127.0.0.1:$(cat server/port)

unset JAMENDO_CLIENT_ID SPOTIFY_CLIENT_ID SPOTIFY_CLIENT_SECRET CID SECRET http_proxy https_proxy ALL_PROXY
HOME=$T/home XDG_CACHE_HOME=$T/cache
export HOME XDG_CACHE_HOME
song='-a The-Placeholder-Quartet -t Lorem-Waltz'

# Runs without a terminal: output in out, messages in err, status in $rc. $api, $dz and $acc are
# the scenarios of Spotify, Deezer and the token, $jm is Jamendo's, which begin anew each time unless $run names one;
# $id and $secret are the credentials.
api=ok dz=ok acc=ok jm=ok run='' jamendo='' id=fake-client-id secret=fake-client-secret
fetch() {
	: >server/log
	rc=0
	n=${run:-$n_tests}
	MGC_SPOTIFY_ACCOUNTS=$url/$acc.$n MGC_SPOTIFY_API=$url/$api.$n MGC_DEEZER_API=$url/$dz.$n \
		MGC_JAMENDO_API=$url/$jm.$n JAMENDO_CLIENT_ID=$jamendo SPOTIFY_CLIENT_ID=$id SPOTIFY_CLIENT_SECRET=$secret \
		timeout 300 setsid -w $WRAP spotify-fetch "$@" </dev/null >out 2>err || rc=$?
}
# what STATUS PATTERN: how it ended; the message, one line, has the pattern; nothing is written
fails() {
	is "$1: status" "$rc" "$2"
	ok "$1: one line that says so" grep -q "$3" err
	is "$1: no more than that line" "$(grep -c . err)" 1
	ok "$1: nothing on standard output" [ ! -s out ]
}
# what [PATTERN]: the whole MP3, and the pattern in messages, or no message
works() {
	is "$1: status" "$rc" 0
	ok "$1: the whole preview" cmp -s out "$mp3"
	if [ -n "$2" ]; then
		ok "$1: says why" grep -q "$2" err
	else
		is "$1: silent" "$(cat err)" ""
	fi
}
asked() { grep -c "	$1	" server/log; } # how often a path was asked for

# Where from
fetch $song --pick 2
works "the preview of the item"
is "the item's preview costs two requests and no more" "$(asked '/v1/.*') $(asked /search)" "1 0"
fetch $song --pick 9
works "another"
fetch $song --pick 0
works "null preview, found on Deezer by ISRC"
is "after asking /v1/tracks" "$(asked /v1/tracks/fakeTrack0000000000001)" 1
is "by ISRC" "$(asked /track/isrc:ZZFAK2600001)" 1
fetch $song --pick 1
works "no preview by ISRC, found by names"
is "the same version is taken" "$(asked /dz-preview/4100000002.mp3)" 1
fetch $song --pick 3
works "a live version, asked for"
is "the live version is taken" "$(asked /dz-preview/4100000004.mp3)" 1
fetch $song --pick 6
fails "absent preview, and none that agrees" 4 "nobody gives a preview"
dz=no-isrc
fetch $song --pick 0
works "unknown ISRC, found by names"
is "neither karaoke, live nor without preview" "$(asked /dz-preview/4100000001.mp3)" 1
dz=ok
fetch $song --pick 0 --provider spotify
fails "--provider spotify never falls back" 4 "nobody gives a preview"
is "nor asks Deezer" "$(asked '/track.*')" 0
fetch --id fakeTrack0000000000003
works "--id"
fetch --id fakeTrack0000000000001
works "--id without preview"
is "is asked for once" "$(asked /v1/tracks/fakeTrack0000000000001)" 1
fetch --id spotify:track:fakeTrack0000000000010 --provider spotify
works "--id as a URI"
fetch --id fakeTrack0000000000099
fails "unknown id" 3 "no such track"
fetch --id 4100000001
works "--id of Deezer"

# Whose id: as it stands, as a URI and as a link, in the ways that services write their links
for link in 'spotify:track:ID' 'ID?si=abc' 'https://open.spotify.com/track/ID' 'open.spotify.com/track/ID' \
	'http://open.spotify.com/track/ID/?si=abc' 'https://open.spotify.com/intl-de/track/ID#x' \
	'https://Open.Spotify.com/intl-pt/track/ID'; do
	fetch --id "$(echo "$link" | sed 's/ID/fakeTrack0000000000003/')"
	works "--id $link"
	is "--id $link asks Spotify" "$(asked /v1/tracks/fakeTrack0000000000003)" 1
done
for link in 'https://www.deezer.com/track/ID' 'https://deezer.com/track/ID?utm_source=x' 'www.deezer.com/track/ID' \
	'https://www.deezer.com/de/track/ID' 'https://www.deezer.com/en/track/ID/'; do
	fetch --id "$(echo "$link" | sed 's/ID/4100000001/')"
	works "--id $link"
	is "--id $link asks Deezer" "$(asked /track/4100000001)" 1
done
# no_id ID WORDS ARG...: refused before anybody is asked
no_id() {
	not_one=$1 words=$2
	shift 2
	fetch --id "$not_one" "$@"
	fails "--id $not_one $*" 2 "$words"
	is "--id $not_one $* asks nobody" "$(cat server/log)" ""
}
for bad in spotify:track:123 spotify:track:4100000001 spotify:album:fakeTrack0000000000003 spotify: \
	https://open.spotify.com/track/4100000001 https://open.spotify.com/album/fakeTrack0000000000003 \
	https://open.spotify.com/artist/x/track/fakeTrack0000000000003; do
	no_id "$bad" "not an id of Spotify.*22 letters and digits.*spotify:track:ID.*open.spotify.com"
done
for bad in https://www.deezer.com/track/fakeTrack0000000000003 https://www.deezer.com/album/4100000001 \
	https://www.deezer.com/playlist/track/4100000001 https://www.deezer.com/; do
	no_id "$bad" "not an id of Deezer.*a number.*www.deezer.com/track/ID"
done
for bad in '' x 12345678901234567890 ../../me deezer:track:1 https://example.com/track/4100000001 \
	https://open.spotify.com.example.com/track/fakeTrack0000000000003 41000-00001 \
	https:///track/4100000001 '4100000001 x' "$(printf 'x%.0s' 1 2 3 4 5 6 7 8)"; do
	no_id "$bad" "nobody's id.*22 letters and digits.*(Spotify).*a number.*(Deezer)"
done
no_id fakeTrack0000000000003 "not an id of Deezer" --provider deezer
no_id 4100000001 "not an id of Spotify" --provider spotify
no_id https://www.deezer.com/track/4100000001 "not an id of Spotify" --provider spotify
no_id spotify:track:fakeTrack0000000000003 "not an id of Deezer" --provider deezer

fetch --isrc zz-fak-26-00001
works "--isrc"
fetch --isrc ZZFAK2600077 --provider spotify
fails "ISRC unknown to Spotify" 3 "no track with ISRC"
fetch --isrc ZZFAK2600077 -q
fails "unknown ISRC" 3 "no such track"
fetch $song --first
works "--first"
fetch -a Nobody -t Nothing --first
fails "nothing found" 3 "finds nothing"
fetch -a 'A&B +#%' -t "x \"y\" 'ü?" --market es --list
is "queries are escaped" "$(cut -f 5,6 server/log | grep track:)" \
	"artist:A&B +#% track:x \"y\" 'ü?	ES"
dz=expired
fetch $song --pick 0
works "expired preview is renewed"
is "once" "$(asked /track/4100000001)" 1
dz=expired-always
fetch $song --pick 0
fails "expired for ever" 4 "nobody gives a preview"
is "is asked for again once" "$(asked /track/4100000001)" 1
dz=ok

# Without credentials
id='' secret=''
fetch $song --first
works "no credentials" "no credentials.*asking Deezer"
is "the first that agrees" "$(asked /dz-preview/4100000001.mp3)" 1
fetch $song --first -q
works "no credentials, quiet"
fetch -a Somebody -t Else --first
is "--first takes no song by others" "$rc" 3
fetch -a Nobody --pick 0 -q
fails "nothing on Deezer" 3 "finds nothing"
fetch --provider spotify $song --first
fails "--provider spotify wants credentials" 5 "SPOTIFY_CLIENT_ID"
fetch --id fakeTrack0000000000003
fails "so does an id" 5 "SPOTIFY_CLIENT_ID"
fetch $song --provider deezer --pick 1
works "a twin of a track without preview"
id=fake-client-id
fetch --provider spotify $song --first
fails "half of the credentials" 5 "SPOTIFY_CLIENT_ID without SPOTIFY_CLIENT_SECRET"
secret=wrong-secret-text
fetch $song --first --no-cache
fails "wrong credentials" 5 "does not know these credentials"
ok "which are not shown" [ -z "$(grep -e wrong-secret -e fake-client err)" ]
id='' secret=''
cat >.env <<-'EOF'
	# Spotify
	export CID = "fake-client-id"   # of the app
	SECRET='fake-client-secret'
EOF
fetch $song --pick 2
works ".env"
id=other secret=other
fetch $song --pick 2 --no-cache
fails "the environment wins" 5 "does not know"
id='' secret=''
mv .env named.env
fetch $song --pick 2 --env-file named.env
works "--env-file"
fetch $song --pick 2 --env-file none.env
fails "a named file that is not there" 5 "none.env"
id=fake-client-id secret=fake-client-secret

# The token
rm -rf cache
fetch $song --pick 2 -v
is "a token is asked for" "$(asked /api/token)" 1
ok "no secret in the trace" [ -z "$(grep -e FAKE-ACCESS -e fake-client err)" ]
acc=same
fetch $song --pick 2
is "the cache is keyed by address" "$(asked /api/token)" 1
run=kept
fetch $song --list
fetch $song --list
is "a kept token is used again" "$(asked /api/token)" 0
is "folder and files are private" "$(stat -c %a cache/mgc cache/mgc/* | sort -u | tr '\n' ' ')" \
	"600 700 "
echo precious >elsewhere
for file in cache/mgc/*; do ln -sf "$T/elsewhere" "$file"; done
chmod 755 cache/mgc
fetch $song --list
run=''
is "a link in the cache is not followed" "$rc $(cat elsewhere)" "0 precious"
is "it is replaced" "$(find cache/mgc -type f | wc -l)" 1
is "a folder open to others is closed" "$(stat -c %a cache/mgc)" 700
ok "nothing is left behind" [ -z "$(find cache -name '*.tmp.*')" ]
ok "no secret is kept" [ -z "$(grep -r fake-client cache)" ]
acc=ok
rm -rf cache
fetch $song --pick 2 --no-cache
ok "--no-cache keeps nothing" [ ! -e cache ]
api=stale-token acc=stale-token
fetch $song --pick 2
works "a stale token is renewed"
is "once" "$(asked /api/token)" 2
api=refused-token acc=ok
fetch $song --pick 2
fails "a token refused twice" 5 "refuses even a new token"
is "is renewed once" "$(asked /api/token)" 2
api=ok

# Refusals and limits
for s in premium-json premium-text; do
	api=$s
	fetch $song --first
	works "$s" "needs Premium.*asking Deezer"
	fetch $song --first --provider spotify
	fails "$s, Spotify alone" 5 "Premium"
done
api=429-short
fetch $song --pick 2
works "429, Retry-After 1"
api=429-date
fetch $song --pick 2
works "429, Retry-After a date"
api=429-odd
fetch $song --pick 2
works "429, Retry-After that asks for nothing"
api=429-none
fetch $song --pick 2
works "429 without Retry-After"
api=429-long
fetch $song --first
works "429, Retry-After a day" "asks to wait .*asking Deezer"
fetch $song --first --provider spotify
fails "429, Retry-After a day, Spotify alone" 7 "asks to wait"
api=429-always
fetch $song --first --provider spotify --max-wait 0
fails "429, no patience" 7 "asked too often"
is "is not asked twice" "$(asked /v1/search)" 1
api=429-quota
fetch $song --first
works "quota" "quota.*asking Deezer"
fetch $song --first --provider spotify
fails "quota, Spotify alone" 7 "quota"
is "is not asked twice" "$(asked /v1/search)" 1
dz=dz-quota api=ok
fetch $song --provider deezer --first
works "Deezer's quota passes"
dz=dz-quota-always
fetch $song --provider deezer --first --max-wait 1.5
fails "Deezer's quota lasts" 7 "Deezer was asked too often"
is "after three attempts" "$(asked /search)" 3
dz=ok api=503-twice
fetch $song --pick 2
works "503 twice"
api=503-long
fetch $song --pick 2 --provider spotify
fails "503 with a long Retry-After" 7 "asks to wait 7200 s"
api=503-always
fetch $song --pick 2
fails "503 for ever" 8 "out of order"

# Bad answers
for s in gzip-bomb no-gzip headers long-header html empty deep garbage no-http moved; do
	api=$s
	fetch $song --first
	fails "$s" 8 "Spotify"
done
api=ok
for s in html empty deep garbage; do
	dz=$s
	fetch $song --first --provider deezer
	fails "$s from Deezer" 8 "Deezer"
done
dz=ok
for s in preview-html preview-empty huge redirect-file redirect-loop redirect-host preview-no-http \
	preview-long-header; do
	api=$s
	fetch $song --pick 2
	fails "$s" 8 "preview"
done
api=huge
fetch $song --pick 2 --max-bytes 5000
fails "--max-bytes" 8 "5000 bytes"
api=redirect-other
fetch $song --pick 2
works "redirect to another port"
is "which was asked" "$(asked /other)" 1
api=preview-503-twice
fetch $song --pick 2
works "503 for a preview"
api=ok
fetch -a Hostile --list
is "hostile names: the list" "$rc $(wc -l <out)" "0 5"
ok "hostile names are cleaned" [ -z "$(tr -d '\n\t' <out | grep '[[:cntrl:]]')" ]
ok "also of C1 and bidirectional characters" \
	perl -CSD -ne 'exit 1 if /[\x80-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]/' out
is "no column more" "$(awk -F '\t' 'NF != 10' out)" ""
fetch -a Hostile --list=json
ok "and in JSON" perl -MJSON::PP -0777 -ne \
	'exit 1 if grep { $_->{title} =~ /[[:cntrl:]]/ } @{decode_json($_)}' out
fetch -a Hostile --pick 2
fails "hostile id and preview address" 4 "nobody gives"
is "are not asked for" "$(asked '/v1/tracks.*')" 0

# The network
api=cut
fetch $song --first
fails "cut answer" 6 "the connection broke"
api=preview-cut
fetch $song --pick 2
fails "cut preview" 6 "the connection broke"
api=hang
fetch $song --first --timeout 1
fails "no answer" 6 "too slow"
ok "is not asked twice" [ "$(asked /v1/search)" -le 1 ] # a busy machine may not come so far in that time
api=slow
fetch $song --first --timeout 1.5
fails "slow loris" 6 "too slow"
api=ok
good=$url url=http://127.0.0.1:1
fetch $song --first
fails "nobody there" 6 "cannot be reached"
url=http://192.0.2.1
fetch $song --first
fails "plain http to another host" 2 "127.0.0.1"
url=https://127.0.0.1:${good##*:}
fetch $song --first
fails "no TLS there" 6 "no secure connection"
url=$good
http_proxy=http://127.0.0.1:1; export http_proxy
fetch $song --pick 2
works "no proxy sees what goes to loopback"
unset http_proxy
is "no credentials went to Deezer or a preview, and our User-Agent everywhere" \
	"$(cat server/failures 2>/dev/null)" ""

# Jamendo
id='' secret=''
jm() { fetch --provider jamendo "$@"; }
jm -a The-Placeholder-Quartet -t Ipsum-March --first
fails "Jamendo without a client id" 5 "JAMENDO_CLIENT_ID"
jamendo=wrong-client-id
jm -a 'The Placeholder Quartet' --list
fails "a wrong client id" 5 "does not take these credentials.*JAMENDO_CLIENT_ID"
ok "which is not shown" [ -z "$(grep wrong-client err)" ]
jamendo=''
echo 'JAMENDO_CLIENT_ID=fake-jamendo-id' >.env
jm -a 'The Placeholder Quartet' -t 'Ipsum March' --first
works "its client id in .env"
rm .env
jamendo=fake-jamendo-id
jm -a 'The Placeholder Quartet' -t 'Ipsum March' --first --chosen chosen
works "Jamendo"
is "what was taken" "$(cut -f 2,3,6- chosen)" "$(printf '%s\t' 'The Placeholder Quartet' 'Ipsum March' 5200002 \
	jamendo yes cc-by-sa-3.0 https://www.jamendo.com/track/5200002 jamendo 5200002)https://www.jamendo.com/track/5200002"
jm -a 'Só Exemplo' --list
is "licences as they are known" "$(cut -f 9 out | tr '\n' ' ')" "cc-by-sa-3.0-de  cc-by-3.0 "
jm -a 'Só Exemplo' --list=json --licence cc-by
is "in JSON too, and others have no preview" \
	"$(perl -MJSON::PP -0777 -ne 'print map { ($_->{licence} // "-") . "=$_->{preview} " } @{decode_json($_)}' out)" \
	"cc-by-sa-3.0-de=no -=no cc-by-3.0=yes "
jm -a 'Só Exemplo' --list --licence cc-by,cc-by-sa
is "which versions and countries make no other one" "$(cut -f 8 out | tr '\n' ' ')" "yes no yes "
fetch -a 'Só Exemplo' -t Elit --first --licence cc-by
works "--licence asks whoever tells licences"
fetch -a 'Só Exemplo' -t Elit --first -q
is "else Jamendo is not asked unless it is named" "$rc $(asked /v3.0/tracks/)" "3 0"
jm --id 5200003 --licence cc-by,cc-by-sa
fails "another licence" 4 "licence of .* is cc-by-nc-nd-3.0"
is "is not fetched" "$(asked '/download/.*')" 0
jm --id 5200006 --licence cc-by,cc-by-sa
fails "a licence nobody knows" 4 "is none known"
jm --id 5200003
works "without --licence it is"
jm --id 5200004
fails "no download allowed" 4 "nobody gives"
for link in 5200001 https://www.jamendo.com/track/5200001 https://www.jamendo.com/track/5200001/lorem-waltz \
	https://www.jamendo.com/en/track/5200001/lorem-waltz?x; do
	jm --id "$link"
	works "--id $link"
done
fetch --id https://www.jamendo.com/track/5200004
fails "a link to it, which may not be downloaded" 4 "nobody gives"
is "nobody else is asked in its place" "$(asked /search)" 0
jm --id 5299999
fails "no such id" 3 "no such track"
jm=jm-other
jm --id 5200001
fails "another track than the one asked for" 8 "makes no sense"
jm=ok
jm --isrc ZZFAK2600001
fails "--isrc" 3 "knows no ISRC"
jm -a 'Nonexistent Foxes' -t Dol --first
fails "--first takes no other title" 3 "nothing found agrees"
jm --tag polka --list
is "--tag: a genre" "$rc $(wc -l <out) $(sed -n 1p out | cut -f 3)" "0 10 Number 0"
fetch --tag polka --count 50 --offset 100 --list --licence cc-by
is "--offset, and those without a licence in question" "$rc $(wc -l <out) $(cut -f 9 out | sort -u)" "0 14 cc-by-3.0"
jm=jm-nofilter
fetch --tag polka --count 4 --list --licence cc-by
is "a filter that does not work" "$(cut -f 8 out | tr '\n' ' ')" "no yes yes no "
jm=ok
fetch --tag polka --offset 121 --list
fails "--offset past the end" 3 "finds nothing"
fetch --tag polka --pick 3
works "--tag and --pick"
fetch --tag polka --provider deezer --list
fails "--tag where there is none" 2 "Deezer finds nothing by genre"
fetch --licence cc-by --provider spotify -a x --list
fails "--licence where there is none" 2 "Spotify tells no licences"
fetch --licence cc-by --id 4100000001
fails "--licence and the id of another" 2 "Deezer tells no licences"
for bad in cc-bye cc-by- by 'cc-by,' '' cc-by-3 'cc-by cc0'; do
	jm -a x --list --licence "$bad"
	fails "--licence '$bad'" 2 "try --help"
done
for bad in "--tag polka -a x" "--tag polka --pick 10" "-a x --offset 3 --list" "--tag polka --count 51"; do
	fetch $bad
	fails "$bad" 2 "try --help"
done
for s in 429-short 503-twice jm-rate; do
	jm=$s
	jm --id 5200001
	works "$s from Jamendo"
done
jm=429-four
jm --id 5200001
fails "429 four times" 7 "asked too often"
jm --id 5200001 --attempts 5
works "429 four times, and --attempts"
jm=429-long
jm --id 5200001
fails "429, Retry-After a day, from Jamendo" 7 "asks to wait"
jm=jm-rate-always
jm --id 5200001 --max-wait 1.5
fails "Jamendo's rate limit lasts" 7 "Jamendo was asked too often"
jm=503-always
jm --id 5200001
fails "Jamendo is out of order" 8 "out of order"
for s in html empty deep garbage jm-type moved no-http gzip-bomb; do
	jm=$s
	jm --id 5200001
	fails "$s from Jamendo" 8 "Jamendo"
done
for s in preview-html preview-empty redirect-file; do
	jm=$s
	jm --id 5200001
	fails "$s from Jamendo" 8 "preview"
done
for s in cut preview-cut; do
	jm=$s
	jm --id 5200001
	fails "$s from Jamendo" 6 "broke"
done
jm=jm-none
jm --tag polka --list
fails "nothing of this genre" 3 "finds nothing"
jm=jm-hostile
jm --tag polka --list
is "hostile names: the list" "$rc $(wc -l <out) $(awk -F '\t' 'NF != 10' out)" "0 9 "
ok "hostile names are cleaned" [ -z "$(tr -d '\n\t' <out | grep '[[:cntrl:]]')" ]
is "ids, licences, downloads" "$(cut -f 6,8,9 out | tr '\t\n' ', ')" \
	"5300001,yes,cc-by-3.0 5300002,yes,cc-by-3.0 ,yes,cc-by-3.0 5300003,no,cc-by-3.0 5300004,no,cc-by-3.0 \
5300005,yes,cc-by-3.0 5300006,yes, 5300007,yes,cc-by-sa-3.0 5300008,yes, "
jm=ok jamendo='' id=fake-client-id secret=fake-client-secret
ok "no client id goes where songs are" [ -z "$(cat server/failures 2>/dev/null)" ]

# Use
fetch $song
fails "no terminal and no choice" 2 "no terminal"
is "is known at once" "$(cat server/log)" ""
fetch
fails "no terminal to ask at" 2 "no terminal"
for bad in "--pick 10" "--pick x" "--market ESP" "--id ../../me" "--isrc abc" "--provider itunes" \
	"--list=xml" "--first --pick 1" "--timeout 0" "--nonsense" "operand"; do
	fetch $song $bad
	fails "$bad" 2 "try --help"
done
fetch $song --id fakeTrack0000000000003
fails "id and names" 2 "only one of"
fetch -a Hostile --pick 8
fails "--pick past the end" 3 "no number 8"
fetch $song --pick 2 -o file.mp3
ok "-o" cmp -s file.mp3 "$mp3"
api=preview-html
fetch $song --pick 2 -o other.mp3
is "-o: no file after a failure" "$(ls other.mp3* 2>/dev/null)" ""
api=ok
fetch $song --pick 2 -o none/file.mp3
fails "-o in a folder that is not there" 1 "none/file.mp3"
if [ -w /dev/full ]; then
	fetch $song --pick 2 -o /dev/full
	fails "disk full" 1 "No space left"
fi
fetch $song --list
is "--list: ten tracks" "$(wc -l <out)" 10
is "--list: a line" "$(sed -n 3p out)" "$(printf '2\tThe Placeholder Quartet, %s\t%s\t%s\t%s\tspotify\tyes' \
	'Nonexistent Foxes' 'Lorem Waltz (feat. Nonexistent Foxes)' 214.760 \
	'ZZFAK2600003	fakeTrack0000000000003' | sed 's|$|		https://open.spotify.com/track/fakeTrack0000000000003|')"
sed -n 3p out >third
fetch $song --pick 2 --chosen chosen
works "--chosen"
is "--chosen: the line of the list, and who gave the preview" "$(cat chosen)" \
	"$(cat third)	spotify	fakeTrack0000000000003	https://open.spotify.com/track/fakeTrack0000000000003"
fetch $song --pick 0 --chosen chosen
is "--chosen: who gave the preview of another's song" "$(cut -f 6,7,11- chosen)" \
	"fakeTrack0000000000001	spotify	deezer	4100000001	https://www.deezer.com/track/4100000001"
fetch $song --list=json
is "--list=json: the year" "$(grep -c '"year":.*20[12][0-9]' out)" 10
fetch $song --list --chosen chosen
fails "--list and --chosen" 2 "no --chosen"
if [ -c /dev/full ]; then
	fetch $song --pick 2 --chosen /dev/full
	is "--chosen: no room" "$rc" 1
fi
rm chosen
fetch $song --pick 99 --chosen chosen
ok "--chosen: nothing was, nothing is written" [ ! -e chosen ]
fetch --help
ok "--help" grep -q -e '--list\[=tsv|json\]' out

# The terminal
talk() { # [EXPECT SEND]... -- ARG...: the terminal in shown, status in $rc
	rc=0
	MGC_SPOTIFY_ACCOUNTS=$url/ok MGC_SPOTIFY_API=$url/ok MGC_DEEZER_API=$url/ok \
		SPOTIFY_CLIENT_ID=$id SPOTIFY_CLIENT_SECRET=$secret pty shown "$@" >out || rc=$?
}
if pty shown -- true 2>/dev/null; then
	talk 'Which one?' 12 'Which one?' x 'Which one?' 2 -- spotify-fetch $song
	is "menu: status" "$rc" 0
	ok "menu: the preview" cmp -s out "$mp3"
	ok "menu: the list" grep -q '0: The Placeholder Quartet - Lorem Waltz (3:[0-9]*, 20[0-9]*, no preview).$' shown
	ok "menu: says what has a preview" grep -q '2: .*, preview).$' shown
	is "menu: asks until the answer is good" "$(grep -o 'Which one' shown | wc -l)" 3
	talk Artist 'The Placeholder Quartet' Song 'Lorem Waltz' 'Which one' 9 -- spotify-fetch
	is "menu: asks for artist and song" "$rc" 0
	for key in q ^C ^D; do
		talk 'Which one?' $key -- spotify-fetch $song
		is "menu: $key cancels" "$rc $(wc -c <out)" "9 0"
	done
	talk 'Which one?' q -- spotify-fetch -a Hostile
	ok "menu: hostile names are cleaned" [ -z "$(tr -d '\r\n' <shown | sed 's/.\[K//g' |
		grep '[[:cntrl:]]')" ]
	talk -- sh -c 'spotify-fetch -a x --first >/dev/tty'
	is "no MP3 to a terminal" "$rc" 2
else
	ok 'menu # SKIP no pseudo-terminal here' true
fi
done_testing
