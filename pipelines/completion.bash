# SPDX-License-Identifier: MIT
# Completes mgc, its pipelines and programs, and all mgc-* in PATH, for bash. What may stand somewhere is
# what mgc --complete says.

_mgc() {
	local asked=$1 line word current words=() files=''

	# bash takes words apart at = and :, which are part of ours
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [ $i -gt 1 ] && { [[ $word = = || ${words[-1]} == --*= ]]; } && [[ ${words[-1]} == --* ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	# as the shell would read them: without quotes
	for i in "${!words[@]}"; do
		printf -v "words[$i]" %s "$(sed "s/\\\\\\(.\\)/\\1/g; s/[\"']//g" <<<"${words[i]}")"
	done
	current=${words[-1]}
	[ "${asked##*/}" = mgc ] || asked=${asked%mgc-*}mgc
	COMPREPLY=()
	while IFS= read -r line; do
		case $line in
		:files) files=yes ;;
		*)
			word=${line%%$'\t'*}
			# readline replaces what is behind the =
			[[ $current != --*=* ]] || word=${word#*=}
			[[ ! $word =~ [^A-Za-z0-9_.,:/=+-] ]] || printf -v word %q "$word"
			COMPREPLY+=("$word")
			;;
		esac
	done < <("$asked" --complete "${words[@]}" 2>/dev/null </dev/null)
	if [ -z "$files" ]; then
		compopt +o default 2>/dev/null
	elif [ ${#COMPREPLY[@]} -gt 0 ]; then
		compopt -o filenames 2>/dev/null
		while IFS= read -r line; do
			COMPREPLY+=("$line")
		done < <(compgen -f -- "${current#--*=}")
	fi
}

# shellcheck disable=SC2046
complete -o default -F _mgc mgc $(compgen -c mgc- 2>/dev/null | sort -u)
