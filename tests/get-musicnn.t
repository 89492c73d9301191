#!/bin/sh
# SPDX-License-Identifier: MIT
# get-musicnn against a loopback server (tests/tools/file-server) that plays github.com and its
# faults, with the published file where that is there and else with one of the same length. No network.
. tests/lib.sh
command -v bash >/dev/null || skip_all 'no bash'
command -v curl >/dev/null || skip_all 'no curl'
get=$PWD/pipelines/get-musicnn
shared=${MGC_SHARED:-../shared}/musicnn
len=3319120
unset MGC_WEIGHTS XDG_DATA_HOME http_proxy https_proxy ALL_PROXY
if [ -f "$shared/MSD_musicnn.h5" ]; then
	published=$shared/MSD_musicnn.h5
else
	published=$T/file
	{ printf '\211HDF'; head -c $((len - 4)) /dev/zero; } >"$published"
fi
mkdir "$T/server"
tests/tools/file-server "$T/server" "$published" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$T"' EXIT
wait_for test -s "$T/server/port"
[ -s "$T/server/port" ] || { ok 'the server starts' false; exit 1; }

# get SCENARIO [DIR]: its status in $rc
get() {
	rc=0
	: >"$T/server/log"
	url=http://127.0.0.1:$(cat "$T/server/port")/$1
	shift
	HOME=$T/home MGC_MUSICNN_URL=$url timeout 300 "$get" "$@" >"$T/out" 2>"$T/err" || rc=$?
}
# fails NAME WORDS
fails() {
	is "$1: status" "$rc" 1
	ok "$1: one line that says so" sh -c '[ "$(wc -l <"$1")" -eq 1 ] && grep -qF "$2" "$1" || { cat "$1"; exit 1; }' \
		- "$T/err" "$2"
	ok "$1: nothing that looks whole" test ! -e "$T/d/MSD_musicnn.safetensors"
}
part=$T/d/MSD_musicnn.h5.part

# what goes wrong on the way
get none "$T/d"
fails 'not found' 404
is 'leaves nothing' "$(ls "$T/d")" ''
get page "$T/d"
fails 'a page to sign in' "0 of $len bytes"
is 'leaves nothing' "$(ls "$T/d")" ''
get swap "$T/d"
fails 'a byte that is another' 'its SHA-256 is another'
is 'leaves nothing' "$(ls "$T/d")" ''
get cut "$T/d"
fails 'a server that cuts' 'run it again to go on'
is 'asks three times, from where it stopped' "$(cut -d' ' -f2 "$T/server/log" | tr '\n' ' ')" \
	"all $((len / 3)) $((len / 3 + (len - len / 3) / 3)) "
is 'keeps what came' "$(ls "$T/d")" MSD_musicnn.h5.part
ok 'which is the beginning' cmp "$part" "$published" -n "$(wc -c <"$part")"
printf x >"$T/no"
get ok "$T/no"
is 'no folder' "$rc" 1
get ok a b
is 'two folders' "$rc" 2
get ok --system a
is 'the system and a folder' "$rc" 2
get ok --folder
is 'no such option' "$rc" 2
rc=0
env -u HOME "$get" >"$T/out" 2>"$T/err" || rc=$?
fails 'no home' 'which folder'

head -c 1000 /dev/zero >"$part"
get cut "$T/d"
fails 'zeros instead of a beginning' 'run it again to go on'
is 'are not gone on from' "$(cut -d' ' -f2 "$T/server/log" | sort -u | wc -l | tr -d ' ')" 3

# what is not the file is found out at the end, and does not stand in the way
head -c $((len - 10)) /dev/zero >"$T/zero"
{ printf '\211HDF'; cat "$T/zero"; } | head -c $((len - 10)) >"$part"
get ok "$T/d"
fails 'another beginning' 'its SHA-256 is another'
is 'leaves nothing' "$(ls "$T/d")" ''
if [ "$published" = "$T/file" ]; then
	skip 'the weights' "no $shared/MSD_musicnn.h5"
	done_testing
	exit
fi

# works NAME: the file is there, and nothing else but its licence
works() {
	is "$1: status" "$rc" 0
	is "$1: silent" "$(cat "$T/err")" ''
	ok "$1: the weights" cmp "$T/d/MSD_musicnn.safetensors" "$shared/MSD_musicnn.safetensors"
	is "$1: and their licence" "$(ls "$T/d" | tr '\n' ' ')" 'MSD_musicnn.safetensors MSD_musicnn.safetensors.licence '
	ok "$1: which is it" grep -q '^Copyright (c) Music Technology Group' "$T/d/MSD_musicnn.safetensors.licence"
}
get ok "$T/d"
works 'all of it'
is 'says where' "$(cat "$T/out")" "$T/d/MSD_musicnn.safetensors"
get none "$T/d"
works 'again'
is 'does not ask' "$(cat "$T/server/log")" ''
printf x >>"$T/d/MSD_musicnn.safetensors"
get ok "$T/d"
works 'what is there is damaged'
for scenario in cut-once liar more whole; do
	rm "$T/d"/*
	get $scenario "$T/d"
	works "a server of kind $scenario"
done
rm "$T/d"/*
head -c 1000000 "$published" >"$part"
get ok "$T/d"
works 'the beginning was there'
is 'asks for the rest' "$(cut -d' ' -f2 "$T/server/log")" 1000000
rm "$T/d"/*
cp "$published" "$part"
get none "$T/d"
works 'all was there'
rm "$T/d"/*
cat "$published" "$published" >"$part"
get ok "$T/d"
works 'more was there'

# the folder of data is the default, there and in featurize
get ok
is 'at home: status' "$rc" 0
ok 'at home' test -f "$T/home/.local/share/mgc/MSD_musicnn.safetensors"
decode --rate 16000 tests/golden/wav/short-700.wav >"$T/16k"
status 'featurize finds it' 0 env HOME="$T/home" featurize --set musicnn "$T/16k"
export XDG_DATA_DIRS="$T/all users:/nowhere"
get ok --system
is 'for all: status' "$rc" 0
is 'for all' "$(cat "$T/out")" "$T/all users/mgc/MSD_musicnn.safetensors"
status 'featurize finds it without a home' 0 env -u HOME featurize --set musicnn "$T/16k"
ok 'slice names a tensor' sh -c '
	{ head -c 2000000 "$1"; printf xxxx; tail -c +2000005 "$1"; } >"$2/bad" &&
	! pipelines/musicnn/slice "$2/bad" "$2/w" "$2/l" 2>"$2/err" && grep -q "tensor mid3.weight is damaged" "$2/err"' \
	- "$published" "$T"
done_testing
