#compdef mgc -p mgc-*
# SPDX-License-Identifier: MIT
# Completes mgc, its pipelines and programs for zsh: what may stand somewhere is what mgc --complete says.

local mgc=${~words[1]} line files=''
local -a offers
[[ ${mgc:t} == mgc ]] || mgc=${mgc%mgc-*}mgc
for line in "${(@f)$($mgc --complete "${(@Q)words[1,CURRENT]}" 2>/dev/null </dev/null)}"; do
	case $line in
	'') ;;
	:files) files=yes ;;
	*) offers+=("${${line%%$'\t'*}//:/\\:}${${(M)line:#*$'\t'*}:+:${line#*$'\t'}}") ;;
	esac
done
(( $#offers )) && _describe -V mgc offers
if [[ -n $files ]]; then
	compset -P '--*='
	_files
fi
