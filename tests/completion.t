#!/bin/sh
# SPDX-License-Identifier: MIT
# Completion: what mgc --complete offers, and that bash, zsh and fish find it where `make install` puts it,
# and type it: in tmux, key by key.
. tests/lib.sh
unset MGC_MODEL
command -v bash >/dev/null || skip_all 'no bash'

# offers WORD...: for the last of them, without what they are
offers() {
	pipelines/mgc --complete "$@" | cut -f1 | tr '\n' ' '
}

PATH=$bin:$PATH
is 'a pipeline' "$(offers mgc demo)" 'demo '
is 'a program after mgc' "$(offers mgc feat)" 'featurize '
is 'both' "$(offers mgc de)" 'demo decode '
is 'an option of mgc' "$(offers mgc --l)" '--list '
is 'an option of a program' "$(offers mgc-split --ov)" '--overlap '
is 'with what it does' "$(pipelines/mgc --complete mgc-split --ov | cut -f2)" \
	"$(split --help | sed -n 's/^ *--overlap F *//p')"
is 'a letter, behind an operand' "$(offers mgc-decode song.mp3 -k)" '-k '
is 'an option behind operands' "$(offers mgc classify music --ret)" '--retry-failed '
is 'options of a program that a pipeline passes on' "$(offers mgc train f.csv --hid)" '--hidden '
is 'the pipeline before the program' "$(offers mgc evaluate --fol)" '--folds '
is 'behind -- only files' "$(offers mgc demo -- -)" ':files '
is 'an operand is a file' "$(offers mgc demo '')" ':files '
is 'or one of some words' "$(offers mgc get-weights --system '')" 'musicnn audioset '
is 'or a topic' "$(offers mgc help mo)" 'models '
is 'of what is not there nothing' "$(offers mgc nope -)" ''
# each option, by its spelling
for program in $(find -H "$bin" -maxdepth 1 ! -type d); do
	program=mgc-${program##*/}
	is "$program" "$(pipelines/mgc --complete "$program" - | cut -f1 | sort | tr '\n' ' ')" \
		"$("${program#mgc-}" --list-options | tr ' ' '\n' | grep -E '^--?[A-Za-z]' | sort | tr '\n' ' ')"
done
for pipeline in $(find pipelines -maxdepth 1 -type f -perm -100 ! -name mgc); do
	pipeline=${pipeline##*/}
	is "mgc $pipeline" "$(offers mgc "$pipeline" --help)" '--help '
done

# --- values
is 'words that help names' "$(offers mgc predict --per '')" 'track segment '
is 'behind =' "$(offers mgc predict --per=s)" '--per=segment '
is 'words of usage' "$(offers mgc classify --format j)" 'jsonl '
is 'words of a program that a pipeline passes on' "$(offers mgc train --recipe o)" 'original '
is 'sets' "$(offers mgc extract --set '')" \
	"$(featurize --set none-such 2>&1 | sed 's/.*none of \(.*\) (try.*/\1/' | tr -d ,) "
is 'labels, or a file' "$(offers mgc extract --labels '')" ':files parent top tag '
is 'providers' "$(offers mgc-spotify-fetch --provider d)" 'deezer '
is 'providers of songs' "$(offers mgc collect --provider '')" 'jamendo spotify deezer auto '
is 'a list of licences' "$(offers mgc collect --licence cc-by,cc0)" 'cc-by,cc0 '
is 'models that come along, or a file' "$(offers mgc demo -m '' | tr ' ' '\n' | sed 's,.*/,,' | tr '\n' ' ')" \
	"$(cd models && ls ./*.safetensors | sed 's,^\./,,' | tr '\n' ' '):files "
is 'an output is a file' "$(offers mgc classify -o '')" ':files '
is 'a number is nothing' "$(offers mgc decode --rate '')" ''
printf '\357\273\277track,"a ""b"", c",label,x y\r\n1,2,3,4\r\n' >"$T/t.csv"
is 'columns of a table' "$(pipelines/mgc --complete mgc-plot "$T/t.csv" --column '' | tr '\n' '|')" 'track|a "b", c|label|x y|'
is 'that begin so' "$(offers mgc-plot "$T/t.csv" --column la)" 'label '
is 'a list of them' "$(offers mgc train "$T/t.csv" --id track,l)" 'track,label '
printf '{"track":"a, \\"b\\":1","label":null,"x":1.5}\n' >"$T/t.jsonl"
is 'columns of lines of JSON' "$(offers mgc train "$T/t.jsonl" --label '')" 'track label x '
is 'without a table none' "$(offers mgc train --label '')" ''

# --- bash's function, without a terminal
complete_words() {
	bash -c '
	. ./pipelines/completion.bash
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_mgc "$1" "${@: -1}" "${@: -2:1}" 2>/dev/null
	printf "%s " "${COMPREPLY[@]}"' - "$@"
}
is 'bash: completion is for all programs' "$(ln -s "$bin/plot" "$T/mgc-plot" &&
	PATH=$T:$PATH bash -c '. ./pipelines/completion.bash; complete -p mgc mgc-plot' | grep -c -- '-F _mgc')" 2
is 'bash: words taken apart at =' "$(complete_words ./pipelines/mgc predict --per = tr)" 'track '
is 'bash: a blank is quoted' "$(complete_words ./pipelines/mgc plot "$T/t.csv" --column x)" 'x\ y '

# --- in terminals
finish() {
	[ ! -e "$T/tmux" ] || terminal kill-server
	done_testing
	exit
}
terminal() { tmux -S "$T/tmux" "$@" 2>/dev/null; }
[ -z "${WRAP:-}" ] || { skip 'terminals' 'under WRAP' && finish; }
command -v tmux >/dev/null || { skip 'terminals' 'no tmux' && finish; }
trap 'terminal kill-server; rm -rf "$T"' EXIT
root=$T/root
ok 'make install' env -u MAKEFLAGS -u MAKELEVEL make -s B="$B" VERSION="$(cat "$B/version")" DESTDIR="$root" PREFIX=/usr install
mkdir "$T/home" "$T/here"
cp "$T/t.csv" "$T/here/a table.csv"

screen() { terminal capture-pane -p -t "$shell"; }
shows() { screen | grep -qF -e "$1"; }
shows_not() { screen >"$T/shown" && ! grep -qF -e "$1" "$T/shown"; }
# typed NAME KEYS EXPECTED [KEY]: what stands on the screen once the tabulator, and perhaps KEY, was hit
before=''
typed() {
	# by keys alone: a command would take the terminal from the shell
	terminal send-keys -t "$shell" C-u C-l
	wait_for shows_not "$before"
	terminal send-keys -t "$shell" -l "$2"
	terminal send-keys -t "$shell" Tab ${4:+$4}
	wait_for shows "$3"
	screen >"$T/shown"
	ok "$shell: $1" sh -c 'cat "$1" && grep -qF -e "$2" "$1"' - "$T/shown" "$3"
	before=$3
}
for shell in bash zsh fish; do
	command -v $shell >/dev/null || {
		skip "$shell" 'not installed'
		continue
	}
	case $shell in
	bash) start='bash --noprofile --norc -i' init=". '$root/usr/share/bash-completion/completions/mgc-plot'" ;;
	zsh) start='zsh -f -i' init="fpath=('$root/usr/share/zsh/site-functions' \$fpath); autoload -U compinit; compinit -D -u" ;;
	fish) start='fish -i' init='true' ;;
	esac
	env -u TMUX TERM=screen tmux -S "$T/tmux" -f /dev/null new-session -d -s $shell -x 180 -y 40 "cd '$T/here'; exec env -i \
		TERM=screen LC_ALL=C HOME='$T/home' XDG_DATA_DIRS='$root/usr/share:/usr/share' PATH='$root/usr/bin:$PATH' PS1='> ' $start"
	terminal send-keys -t $shell -l "$init; echo re''ady"
	terminal send-keys -t $shell Enter
	wait_for shows ready
	before=ready
	typed 'a pipeline' 'mgc doc' 'mgc doctor'
	typed 'a set' 'mgc extract --set ext' 'mgc extract --set extended'
	typed 'a provider, of a program' 'mgc-spotify-fetch --provider dee' 'mgc-spotify-fetch --provider deezer'
	typed 'an option behind operands' 'mgc classify music --ret' 'mgc classify music --retry-failed'
	typed 'a column' "mgc-plot 'a table.csv' --column lab" "mgc-plot 'a table.csv' --column label"
	typed 'a value behind =' 'mgc predict --per=seg' 'mgc predict --per=segment'
	typed 'models' 'mgc predict -m ' 'extended-gtzan.safetensors' Tab
	typed 'a file' 'mgc demo a' 'table.csv'
done
finish
