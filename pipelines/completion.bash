# SPDX-License-Identifier: MIT
# Completes mgc, its pipelines and programs, and all mgc-* in PATH, for bash; and for zsh after
# autoload -U +X bashcompinit && bashcompinit. Programs and pipelines list their options by
# --list-options; values are those of the sets, of words that --help names, and files.

_mgc_options() {
	"$@" --list-options 2>/dev/null </dev/null | tr -s ' ' '\n' | grep -E '^--?[a-z]'
}

# _mgc_words OPTION COMMAND...: those that its help gives in parentheses, (track, segment; default track)
_mgc_words() {
	local option=$1 set=''
	shift
	case $option in
	--set) [ "${1##*/}" = mgc ] && set="$1 featurize" || set=${1%-*}-featurize
		$set --set list 2>&1 </dev/null | sed -n 's/.*none of \(.*\) (try.*/\1/p' | tr -d , ;;
	*) "$@" --help 2>/dev/null </dev/null | awk -v option="$option" '
		/^ *-/ { on = 0 }
		{ for (i = 1; i <= NF; i++) if ($i == option) on = 1 }
		on { text = text " " $0 }
		END {
			if (match(text, /\([a-z0-9-]+(, [a-z0-9-]+)+[;)]/)) {
				words = substr(text, RSTART + 1, RLENGTH - 2)
				gsub(/,/, "", words)
				print words
			} else if (match(text, /[a-z0-9]+(, [a-z0-9]+)* or [a-z0-9]+/)) {
				words = substr(text, RSTART, RLENGTH)
				gsub(/,| or /, " ", words)
				print words
			}
		}' ;;
	esac
}

_mgc() {
	local current=$2 previous=$3 command=("$1") words=''

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
		words=$(_mgc_options "${command[@]}")
	elif [[ $previous == --* ]]; then
		words=$(_mgc_words "$previous" "${command[@]}")
	fi
	# shellcheck disable=SC2207
	COMPREPLY=($(compgen -W "$words" -- "$current"))
}

# shellcheck disable=SC2046
complete -o default -F _mgc mgc $(compgen -c mgc- 2>/dev/null | sort -u)
