#!/bin/sh
# SPDX-License-Identifier: MIT
# `make demo`: each step is said before it is done, a song may have any name, and the end says what next.
# The tree is links to this one, so that nothing is built anew; its packaging/deps installs nothing.
. tests/lib.sh
unset MGC_MODEL
here=$PWD
command -v bash >/dev/null || skip_all 'no bash'
[ -e "$B/version" ] || skip_all "nothing is built in $B"
tree=$T/tree
mkdir -p "$tree/pipelines" "$tree/packaging" "$tree/build"
for file in ./* pipelines/*; do
	case $file in
	./pipelines | ./packaging | ./build*) ;;
	*) ln -s "$here/$file" "$tree/${file%/*}" ;;
	esac
done
ln -s "$bin" "$tree/build/bin"
# a picture goes where B is, which is this tree's
made=$T/made
mkdir "$made"
for file in "$B"/*; do ln -s "$file" "$made"; done
deps() {
	printf '#!/bin/sh\necho "deps $*"\n%s\n' "$1" >"$tree/packaging/deps"
	chmod +x "$tree/packaging/deps"
}
demo() {
	(cd "$tree" && env -u MAKEFLAGS -u MAKELEVEL MGC_WEIGHTS="$T/nowhere" make -s B="$made" VERSION="$(cat "$B/version")" demo "$@" </dev/null)
}

deps exit\ 0
status 'make demo' 0 demo
is 'says each step before it is done' "$(sed -n 's/^\([123]\)\. .*/\1/p; s/^\(deps .*\)/\1/p; s/^prelude: \([a-z]*\).*/\1/p' "$T/out" | tr '\n' ' ')" \
	'1 deps lib build run 2 3 classical '
is 'leaves a picture' "$(head -c 4 "$made/demo.png" | tail -c 3)" PNG
is 'ends with three commands' "$(tail -3 "$T/out" | grep -c '^  [a-z].* #')" 3
for command in $(tail -3 "$T/out" | grep -o 'pipelines/[a-z]*'); do
	ok "$command is there" test -x "$command"
done
is 'nothing was built' "$(find "$tree" "$made" -name '*.o' -newer "$tree/packaging/deps")" ''

# --- names
song() { # NAME
	cp pipelines/song/prelude.mp3 "$tree/$1"
	status "a song called ${1#"$T/"}" 0 demo SONG="$1"
	is 'is the one that is told' "$(sed -n 's/^3\..* genre of //p' "$T/out")" "$1"
	is 'and is classical' "$(sed -n '/^3\./{n;n;s/.*: \([a-z]*\) [0-9]* %$/\1/p;}' "$T/out")" classical
	rm "$tree/$1"
}
mkdir "$tree/my music"
song 'my music/with blanks.mp3'
song -x.mp3
song "both ' and \".mp3"
# shellcheck disable=SC2016
song '$HOME $(shell touch BAD) $$ $(BAD `touch BAD`.mp3'
song 'Ünïcødé 音楽 #1; & \ %s=.mp3'
is 'no name is a command' "$(find "$tree" -name BAD)" ''
mkdir "$T/far away"
cp pipelines/song/prelude.mp3 "$T/far away/a song.mp3"
status 'a path from above' 0 demo SONG='../far away/a song.mp3'
status 'a song in the environment' 0 env SONG="$T/far away/a song.mp3" sh -c '
	cd "$1" && shift && env -u MAKEFLAGS -u MAKELEVEL make -s "$@" demo </dev/null' - "$tree" B="$made" VERSION="$(cat "$B/version")"
ok 'is told' grep -q '^a song: ' "$T/out"

# --- trouble ends it, without what next
status 'a song that is not there' 2 demo SONG="$T/nowhere.mp3"
ok 'is named' grep -q 'nowhere.mp3' "$T/err"
is 'what next is not said' "$(grep -c 'What next' "$T/out")" 0
deps exit\ 1
status 'libraries that cannot be had' 2 demo
is 'nothing is built or played' "$(grep -c '^[23]\. ' "$T/out")" 0
done_testing
