#compdef mgc
# SPDX-License-Identifier: MIT
# Completes mgc for zsh, by what does so for bash.
autoload -U +X bashcompinit && bashcompinit
source "$(mgc --exec-path)/pipelines/completion.bash"
_bash_complete -o default -F _mgc
