# SPDX-License-Identifier: MIT
# Completes mgc, its pipelines and programs for fish: what may stand somewhere is what mgc --complete says.

function __mgc_complete
    set -l line (commandline -opc)
    set -l current (commandline -ct)
    set -l mgc (string replace -r 'mgc-[a-z-]+$' mgc -- $line[1])
    for offer in ($mgc --complete $line $current 2>/dev/null </dev/null)
        if test $offer = :files
            __fish_complete_path (string replace -r -- '^--[a-z-]+=' '' $current)
        else
            echo $offer
        end
    end
end

# programs are in PATH as mgc-NAME; pipelines are not
for name in mgc mgc-(mgc --list 2>/dev/null)
    complete -c $name -f -a '(__mgc_complete)'
end
