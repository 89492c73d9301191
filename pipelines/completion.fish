# SPDX-License-Identifier: MIT
# Completes mgc, its pipelines and programs for fish: source completion.fish

function __mgc_options
	set -l words (commandline -opc)
	mgc $words[2] --list-options 2>/dev/null </dev/null | string split ' ' | string match -r -- '^--?[a-z].*'
end

complete -c mgc -n '__fish_is_nth_token 1' -f -a '(mgc --list)'
complete -c mgc -n 'not __fish_is_nth_token 1' -a '(__mgc_options)'
