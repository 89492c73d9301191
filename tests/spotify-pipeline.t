#!/bin/sh
# SPDX-License-Identifier: MIT
# From a search to a chart: spotify-fetch | decode | split | featurize | scale | predict | plot,
# with the loopback server in place of the services, and the demo on a terminal.
. tests/lib.sh
case $B in /*) ;; *) B=$PWD/$B ;; esac
root=$PWD
PATH=$B/bin:$B/tests:$PATH
model=${MGC_MODEL:-models/seed-gtzan.safetensors}
missing=$(for p in spotify-fetch decode split featurize scale predict plot; do
	[ -x "$B/bin/$p" ] || echo "$p"
done)
[ -r "$model" ] || missing="$missing $model"
if [ -n "$missing" ]; then
	echo "1..0 # skip not there:" $missing
	exit 0
fi

mkdir "$T/server"
tests/tools/music-server "$T/server" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$T"' EXIT
wait_for test -s "$T/server/port2"
base=http://127.0.0.1:$(cat "$T/server/port")/ok
export MGC_SPOTIFY_ACCOUNTS=$base MGC_SPOTIFY_API=$base MGC_DEEZER_API=$base
export SPOTIFY_CLIENT_ID=fake-client-id SPOTIFY_CLIENT_SECRET=fake-client-secret
export XDG_CACHE_HOME=$T/cache

fetched() {
	spotify-fetch -a 'The Placeholder Quartet' -t 'Lorem Waltz' "$@" |
		decode $(predict -m "$model" --options decode) |
		split $(predict -m "$model" --options split) |
		featurize $(predict -m "$model" --options featurize) |
		scale -m "$model" | predict -m "$model"
}
fetched --first >"$T/p.csv"
is 'one prediction' "$(wc -l <"$T/p.csv")" 2
ok 'as from the file' sh -c 'cut -d, -f5- "$0/p.csv" >"$0/a"
	decode $(predict -m "$2" --options decode) "$1" | split $(predict -m "$2" --options split) |
	featurize $(predict -m "$2" --options featurize) | scale -m "$2" | predict -m "$2" |
	cut -d, -f5- | cmp - "$0/a"' "$T" "$root/tests/data/tone.mp3" "$model"
ok 'bars' sh -c 'plot "$0/p.csv" | grep %' "$T"
fetched --pick 6 >"$T/none.csv" 2>"$T/err" && rc=0 || rc=$?
ok 'no preview: nothing is predicted' [ "$rc" != 0 ]
ok 'no preview: the reason is said' grep -q 'nobody gives a preview' "$T/err"

# the demo, as a user types it
if pty "$T/shown" -- true 2>/dev/null; then
	pty "$T/shown" 'Artist: ' 'The Placeholder Quartet' 'Song: ' 'Lorem Waltz' 'Which one?' 2 \
		'another song? (y/n) ' y 'Artist: ' Nobody 'Song: ' Nothing 'another song? (y/n) ' n \
		-- sh -c 'exec "$@" >/dev/tty' - pipelines/spotify-demo --no-play -m "$model" -o "$T"
	is 'demo: status' "$?" 0
	ok 'demo: lists as the original' grep -q '0: The Placeholder Quartet - Lorem Waltz' "$T/shown"
	# a slow server's progress may have been erased before it, on the same line
	ok 'demo: the title, too' grep -q 'The Placeholder Quartet, Nonexistent .*: [a-z]* [0-9]* %' "$T/shown"
	ok 'demo: bars' grep -q ' %' "$T/shown"
	ok 'demo: goes on after nothing is found' grep -q 'finds nothing' "$T/shown"
	if command -v gnuplot >/dev/null; then
		is 'demo: picture, named by what was chosen' "$(cd "$T" && ls *.png)" \
			The_Placeholder_Quartet_Nonexistent_Foxes_Lorem_Waltz_feat_Nonexistent_Foxes_.png
	fi
else
	ok 'demo # SKIP no pseudo-terminal here' true
fi
plan $n_tests
