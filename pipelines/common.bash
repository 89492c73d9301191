# SPDX-License-Identifier: MIT
# What the pipelines share: where the programs are, which model is used. Sourced by each.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# beside the scripts as installed, else in the source tree; the bare names come before coreutils'
for bin in "$here/.." "$here/../build/bin"; do
	if [ -f "$bin/decode" ] && [ -x "$bin/decode" ]; then
		PATH=$(cd "$bin" && pwd):$PATH
	fi
done
model=${MGC_MODEL:-}

fail() {
	local name
	name=$(basename "$0")
	[ "$name" = mgc ] || name="mgc $name"
	printf '%s: %s\n' "$name" "$1" >&2
	exit "${2:-1}"
}

# usage TEXT: for --help, from the comment at the top of the script
usage() {
	sed -n '3,/^$/s/^# \{0,1\}//p' "$0"
	exit "${1:-0}"
}

# say_model: which one was chosen, to people
chosen=''
say_model() {
	[ -z "$chosen" ] || printf 'model: %s (-m takes another)\n' "$chosen" >&2
}

# take_options TEXT: what makes rows, as --options all prints it, into an array for each program
take_options() {
	local program options
	while read -r program options; do
		case $program in
		decode) read -ra decode_options <<<"$options" ;;
		split) read -ra split_options <<<"$options" ;;
		live) read -ra live_options <<<"$options" ;;
		featurize) read -ra featurize_options <<<"$options" ;;
		esac
	done <<<"$1"
}

# ask_model FILE: what makes its rows; that and the weights that they need must be there
ask_model() {
	local options
	options=$(predict -m "$1" --options all) && take_options "$options" &&
		featurize "${featurize_options[@]}" --options weights >/dev/null
}

# need_model [NAME...]: the one in $model, or else the first of those that come with mgc (or of these
# names) that has all it needs. It is asked before five programs say that something is not there.
need_model() {
	local name
	if [ -n "$model" ]; then
		[ -r "$model" ] || fail "$model: no model there"
		ask_model "$model" || exit 1
		return
	fi
	[ $# -gt 0 ] || set -- musicnn extended seed
	for name; do
		model=$here/../models/$name-gtzan.safetensors
		if [ -r "$model" ] && ask_model "$model" 2>/dev/null; then
			chosen=$name-gtzan
			return
		fi
	done
	fail "$here/../models: no model there"
}

# worst STATUS...: that of a pipeline from those of its programs: a failure, then 3, then 0
worst() {
	local status worst=0
	for status; do
		[ "$status" = 0 ] || { [ "$status" = 3 ] && [ "$worst" != 0 ]; } || worst=$status
	done
	return "$worst"
}

# play FILE: MPEG audio through mpg123, in the background. Only where there is a sound device (ALSA,
# PulseAudio, PipeWire, or a Mac's): without one mpg123 can hang, and does not mind being asked to end.
player=''
play() {
	local run=${XDG_RUNTIME_DIR:-/nowhere}
	hush
	compgen -G '/dev/snd/pcm*p' >/dev/null || [ -S "$run/pulse/native" ] ||
		[ -S "$run/pipewire-0" ] || [ "$(uname)" = Darwin ] || return 0
	command -v mpg123 >/dev/null && mpg123 -q -n 1 -t -- "$1" 2>/dev/null || return 0
	mpg123 -q -- "$1" >/dev/null 2>&1 </dev/null &
	player=$!
}

hush() {
	[ -z "$player" ] || kill -KILL "$player" 2>/dev/null || :
	player=''
}

# rows OPTION... FILE...: audio to rows, made as those that the model was trained on
rows() {
	decode "${decode_options[@]}" "$@" | split -k "${split_options[@]}" |
		featurize -k "${featurize_options[@]}"
}
