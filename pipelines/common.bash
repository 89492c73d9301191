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

# where featurize looks for the weights of set musicnn
weights=${MGC_WEIGHTS:-${XDG_DATA_HOME:-${HOME:-/nowhere}/.local/share}/mgc/MSD_musicnn.safetensors}

# say_model: which one was chosen, to people
chosen=''
say_model() {
	[ -z "$chosen" ] || printf 'model: %s (-m takes another)\n' "$chosen" >&2
}

# need_model [SET...]: the one in $model, or else the best of those that come with mgc and have what
# they need, of these feature sets; it must be there, before five programs say that it is not.
need_model() {
	local name
	[ $# -gt 0 ] || set -- musicnn extended seed
	for name; do
		[ "$name" != musicnn ] || [ -r "$weights" ] || continue
		if [ -z "$model" ] && [ -r "$here/../models/$name-gtzan.safetensors" ]; then
			model=$here/../models/$name-gtzan.safetensors chosen=$name-gtzan
		fi
	done
	[ -r "$model" ] || fail "${model:-$here/../models}: no model there"
	if [ -z "$chosen" ] && [ ! -r "$weights" ] && [[ $(predict -m "$model" --options featurize) == *musicnn* ]]; then
		fail "$model: needs weights that are not here; mgc get-musicnn fetches them"
	fi
}

# front_end SET: how tracks are cut for a feature set, as options of mgc-train, and how rows of it
# are learnt best
front_end() {
	case $1 in
	seed) echo --set seed --max-samples 660000 --window 0.2 --overlap 0.5 ;;
	extended)
		echo --set extended --seconds 30 --hop 15 --live-seconds 12 --live-hop 4 --recipe ensemble
		;;
	# patch by patch; tags say nothing that pen_* does not
	musicnn)
		echo --set musicnn --rate 16000 --seconds 3 --hop 3 --live-seconds 9 --live-hop 3 \
			--features 'pen_*' --recipe ensemble --epochs 20
		;;
	*) fail "$1: no feature set; there are seed, extended and musicnn" 2 ;;
	esac
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
	# shellcheck disable=SC2046  # the model's options are words that predict made
	decode $(predict -m "$model" --options decode) "$@" |
		split -k $(predict -m "$model" --options split) |
		featurize -k $(predict -m "$model" --options featurize)
}
