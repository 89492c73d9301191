# SPDX-License-Identifier: MIT
# Completes mgc, its pipelines and programs, and all mgc-* in PATH: . completion.bash
# Programs and pipelines list their options by --list-options.

_mgc_options() {
	"$@" --list-options 2>/dev/null </dev/null | tr -s ' ' '\n' | grep -E '^--?[a-z]'
}

_mgc() {
	local current=$2 command=("$1")

	COMPREPLY=()
	if [ "${1##*/}" = mgc ]; then
		if [ "$COMP_CWORD" = 1 ]; then
			# shellcheck disable=SC2207
			COMPREPLY=($(compgen -W "$("$1" --list) --exec-path --help --list --version" -- "$current"))
			return
		fi
		command+=("${COMP_WORDS[1]}")
	fi
	if [[ $current == -* ]]; then
		# shellcheck disable=SC2207
		COMPREPLY=($(compgen -W "$(_mgc_options "${command[@]}")" -- "$current"))
	fi
}

# shellcheck disable=SC2046
complete -o default -F _mgc mgc $(compgen -c mgc- | sort -u)
