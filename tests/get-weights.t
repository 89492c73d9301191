#!/bin/sh
# SPDX-License-Identifier: MIT
# get-weights against a loopback server (tests/tools/file-server) that plays github.com and its
# faults, with the published files where they are there and else with ones of the same length. No network.
. tests/lib.sh
command -v bash >/dev/null || skip_all 'no bash'
command -v curl >/dev/null || skip_all 'no curl'
get=$PWD/pipelines/get-weights
shared=${MGC_SHARED:-../shared}
unset MGC_WEIGHTS XDG_DATA_HOME http_proxy https_proxy ALL_PROXY

server=''
trap '[ -z "$server" ] || kill $server 2>/dev/null; rm -rf "$T"' EXIT

# serve FILE LENGTH FIRST: the file, or where it is not here one of that length that begins so
serve() {
	published=$1
	if [ ! -f "$published" ]; then
		published=$T/file
		{ printf "$3"; head -c $(($2 - 4)) /dev/zero; } >"$published"
	fi
	[ -z "$server" ] || kill $server
	rm -rf "$T/server"
	mkdir "$T/server"
	tests/tools/file-server "$T/server" "$published" &
	server=$!
	wait_for test -s "$T/server/port"
	[ -s "$T/server/port" ] || { ok 'the server starts' false; exit 1; }
}

# get SCENARIO [OPERAND...]: its status in $rc
get() {
	rc=0
	: >"$T/server/log"
	url=http://127.0.0.1:$(cat "$T/server/port")/$1
	shift
	HOME=$T/home MGC_WEIGHTS_URL=$url timeout 300 "$get" "$@" >"$T/out" 2>"$T/err" || rc=$?
}
# fails NAME WORDS
fails() {
	is "$set, $1: status" "$rc" 1
	ok "$1: one line that says so" sh -c '[ "$(wc -l <"$1")" -eq 1 ] && grep -qF "$2" "$1" || { cat "$1"; exit 1; }' \
		- "$T/err" "$2"
	ok "$1: nothing that looks whole" test ! -e "$T/d/$left"
}
# works NAME: the file is there, and nothing else but its licence
works() {
	is "$set, $1: status" "$rc" 0
	is "$1: silent" "$(cat "$T/err")" ''
	ok "$1: the weights" cmp "$T/d/$left" "$T/$left"
	is "$1: and their licence" "$(ls "$T/d" | tr '\n' ' ')" "$left $left.licence "
	ok "$1: which is it" grep -q "^Copyright (c) $owner" "$T/d/$left.licence"
}
clear_folder() {
	rm -f "$T/d"/*
}

faults() {
	get none "$set" "$T/d"
	fails 'not found' 404
	is 'leaves nothing' "$(ls "$T/d")" ''
	get page "$set" "$T/d"
	fails 'a page to sign in' "0 of $len bytes"
	is 'leaves nothing' "$(ls "$T/d")" ''
	get swap "$set" "$T/d"
	fails 'a byte that is another' 'its SHA-256 is another'
	is 'leaves nothing' "$(ls "$T/d")" ''
	get cut "$set" "$T/d"
	fails 'a server that cuts' 'run it again to go on'
	is 'asks three times, from where it stopped' "$(cut -d' ' -f2 "$T/server/log" | tr '\n' ' ')" \
		"all $((len / 3)) $((len / 3 + (len - len / 3) / 3)) "
	is 'keeps what came' "$(ls "$T/d")" "${part##*/}"
	ok 'which is the beginning' cmp "$part" "$published" -n "$(wc -c <"$part")"
	head -c 1000 /dev/zero >"$part"
	get cut "$set" "$T/d"
	fails 'zeros instead of a beginning' 'run it again to go on'
	is 'are not gone on from' "$(cut -d' ' -f2 "$T/server/log" | sort -u | wc -l | tr -d ' ')" 3
	# what is not the file is found out at the end, and does not stand in the way
	head -c $((len - 10)) /dev/zero >"$T/zero"
	{ printf "$first"; cat "$T/zero"; } | head -c $((len - 10)) >"$part"
	get ok "$set" "$T/d"
	fails 'another beginning' 'its SHA-256 is another'
	is 'leaves nothing' "$(ls "$T/d")" ''
}

successes() {
	get ok "$set" "$T/d"
	works 'all of it'
	is 'says where' "$(cat "$T/out")" "$T/d/$left"
	get none "$set" "$T/d"
	works 'again'
	is 'does not ask' "$(cat "$T/server/log")" ''
	printf x >>"$T/d/$left"
	get ok "$set" "$T/d"
	works 'what is there is damaged'
	for scenario in cut-once liar more whole; do
		clear_folder
		get $scenario "$set" "$T/d"
		works "a server of kind $scenario"
	done
	clear_folder
	head -c 1000000 "$published" >"$part"
	get ok "$set" "$T/d"
	works 'the beginning was there'
	is 'asks for the rest' "$(cut -d' ' -f2 "$T/server/log")" 1000000
	clear_folder
	cp "$published" "$part"
	get none "$set" "$T/d"
	works 'all was there'
	clear_folder
	cat "$published" "$published" >"$part"
	get ok "$set" "$T/d"
	works 'more was there'
	clear_folder

	# the folder of data is the default, there and in featurize
	get ok "$set"
	is 'at home: status' "$rc" 0
	ok 'at home' test -f "$T/home/.local/share/mgc/$left"
	decode --rate $rate tests/golden/wav/short-700.wav >"$T/stream"
	status 'featurize finds it' 0 env HOME="$T/home" featurize --set "$set" "$T/stream"
	get ok --system "$set"
	is 'for all: status' "$rc" 0
	is 'for all' "$(cat "$T/out")" "$T/all users/mgc/$left"
	status 'featurize finds it without a home' 0 env -u HOME featurize --set "$set" "$T/stream"
	ok 'slice names a tensor' sh -c '
		{ head -c 2000000 "$2"; printf xxxx; tail -c +2000005 "$2"; } >"$3/bad" &&
		! pipelines/weights/slice "$1" "$3/bad" "$3/w" "$3/l" 2>"$3/err" &&
		grep -q "tensor $4 is damaged" "$3/err"' - "$set" "$published" "$T" "$damaged"
}

# network SET RATE PUBLISHED LENGTH FIRST FILE OWNER TENSOR: faults and successes; FILE is what is left, TENSOR
# the one at byte 2000000
network() {
	set=$1 rate=$2 len=$4 first=$5 left=$6 owner=$7 damaged=$8
	part=$T/d/${3##*/}.part
	serve "$shared/$3" "$len" "$first"
	mkdir -p "$T/d"
	faults
	if [ "$published" = "$T/file" ]; then
		skip "$set: the weights" "no $shared/$3"
		return
	fi
	pipelines/weights/slice "$set" "$published" "$T/$left" "$T/licence"
	export XDG_DATA_DIRS="$T/all users:/nowhere"
	successes
}

network musicnn 16000 musicnn/MSD_musicnn.h5 3319120 '\211HDF' MSD_musicnn.safetensors \
	'Music Technology Group' mid3.weight
network audioset 32000 audioset/mn04_as_mAP_432.pt 4066513 'PK\003\004' mn04_as.safetensors \
	'2022 Florian Schmid' features.15.block.3.0.weight
if [ -f "$shared/musicnn/MSD_musicnn.safetensors" ]; then
	ok 'the same weights of musicnn as ever' cmp "$T/MSD_musicnn.safetensors" "$shared/musicnn/MSD_musicnn.safetensors"
fi

# what is not a question for a server
printf x >"$T/no"
get ok audioset "$T/no"
is 'no folder' "$rc" 1
get ok musicnn a b
is 'two folders' "$rc" 2
get ok --system musicnn a
is 'the system and a folder' "$rc" 2
get ok --folder
is 'no such option' "$rc" 2
get ok
is 'no set' "$rc" 2
get ok seed
is 'a set that has no weights' "$rc" 2
ok 'says which have' grep -q 'neither musicnn nor audioset' "$T/err"
rc=0
env -u HOME "$get" musicnn >"$T/out" 2>"$T/err" || rc=$?
is 'no home' "$rc" 1
ok 'asks which folder' grep -q 'which folder' "$T/err"
get=$PWD/pipelines/get-musicnn
get ok a b
is 'get-musicnn is get-weights musicnn' "$rc" 2
ok 'with its words' grep -q '^mgc get-weights: b: one too many' "$T/err"
status 'slice without arguments' 2 pipelines/weights/slice
is 'says what it takes' "$(cat "$T/err")" 'usage: slice SET FILE OUT LICENCE'
done_testing
