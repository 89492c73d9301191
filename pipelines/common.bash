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
model=${MGC_MODEL:-$here/../models/seed-gtzan.safetensors}

fail() {
	printf '%s: %s\n' "mgc $(basename "$0")" "$1" >&2
	exit "${2:-1}"
}

# usage TEXT: for --help, from the comment at the top of the script
usage() {
	sed -n '3,/^$/s/^# \{0,1\}//p' "$0"
	exit "${1:-0}"
}

# rows OPTION... FILE...: audio to scaled rows, made as those that the model was trained on
rows() {
	# shellcheck disable=SC2046  # the model's options are words that predict made
	decode $(predict -m "$model" --options decode) "$@" |
		split -k $(predict -m "$model" --options split) |
		featurize -k $(predict -m "$model" --options featurize) |
		scale -m "$model"
}
