# SPDX-License-Identifier: MIT
# What the pipelines share, sourced by each: where the programs are, options, which model is used,
# programs that end with the script, and what is said of them.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# beside the scripts as installed, else in the source tree; the bare names come before coreutils'
for bin in "$here/.." "$here/../build/bin"; do
	if [ -f "$bin/decode" ] && [ -x "$bin/decode" ]; then
		bin=$(cd "$bin" && pwd)
		PATH=$bin:$bin/helpers:$PATH
	fi
done

called=$(basename "$0")
[ "$called" = mgc ] || called="mgc $called"

# say TEXT: a line to people
say() {
	printf '%s: %s\n' "$called" "$1" >&2
}

# shown TEXT: a name of others, for a message of one line
shown() {
	printf '%s' "${1//[[:cntrl:]]/?}"
}

fail() {
	say "$1"
	exit "${2:-1}"
}

# --- options

declare -A given=() # by long name: what stood behind an option, or yes
operands=()
passed=() # options and their values, as they were given, that are those of another program

# parse USAGE ARGUMENT...: takes the arguments apart, options anywhere, by a usage as people read it:
# [-o|--output FILE] (the last name is that in given), --must WORD, [--flag], FILE, [FILE], FILE...,
# and [OPTION OF mgc-PROGRAM]... for what is passed on to a program. What does not fit is said in a
# line, and for --help the usage and the comment at the top of the script are printed.
parse() {
	declare_options "$1"
	shift
	while [ $# -gt 0 ]; do
		case $1 in
		--)
			operands+=("${@:2}")
			break
			;;
		-?*)
			take_option "$@"
			shift "$taken"
			;;
		*) operands+=("$1") ;;
		esac
		shift
	done
	check_operands
}

declare -A option_name=() option_value=() # by spelling: the long name, and what the value is called
option_list='' required=() operand_name='' operands_min=0 operands_max=0

# declare_options USAGE
declare_options() {
	local rest=$1 word must=''
	usage=$1
	while [[ $rest =~ ^[[:space:]]*(\[[^]]*\](\.\.\.)?|[^[:space:]]+)([[:space:]].*)?$ ]]; do
		word=${BASH_REMATCH[1]} rest=${BASH_REMATCH[3]}
		case $word in
		'[OPTION OF mgc-'*) pass_to "${word//[^a-z-]/}" ;;
		'[-'*) word=${word#[} && declare_option "${word%]}" ;;
		-*) must=$word ;;
		*)
			if [ -n "$must" ]; then
				declare_option "$must $word"
				required+=("$must $word")
				must=''
			else
				declare_operand "$word"
			fi
			;;
		esac
	done
	declare_option -h\|--help
}

# declare_option '-o|--output FILE'
declare_option() {
	local names=${1%% *} value='' spelling long
	[ "$names" = "$1" ] || value=${1#* }
	option_list+=${names//|/ }${value:+ $value}$'\n'
	long=${names##*|}
	long=${long#-}
	for spelling in ${names//|/ }; do
		option_name[$spelling]=${long#-}
		option_value[$spelling]=$value
	done
}

declare_operand() {
	[ -n "$operand_name" ] || operand_name=${1//[][.]/}
	[[ $1 = '['* ]] || operands_min=$((operands_min + 1))
	if [[ $1 = *... ]]; then
		operands_max=inf
	else
		operands_max=$((operands_max + 1))
	fi
}

# pass_to mgc-PROGRAM: its options, as it lists them, but for those that every program has
pass_to() {
	local list spellings value spelling
	list=$("${1#mgc-}" --list-options)
	while read -r spellings; do
		value=${spellings##* }
		[[ $value != -* ]] || value=''
		for spelling in $spellings; do
			if [[ $spelling == -* ]] && [ -z "${option_name[$spelling]:-}" ]; then
				option_name[$spelling]=/
				option_value[$spelling]=$value
			fi
		done
	done <<<"$list"
	unset 'option_name[-V]' 'option_name[--version]'
	option_list+=$(grep -v -e '^-h' -e '^-V' <<<"$list")$'\n'
}

# take_option ARGUMENT...: the first of them; $taken: how many more it takes
take_option() {
	local spelling=$1 value='' attached='' option
	taken=0
	if [ "$1" = --list-options ]; then
		printf %s "$option_list"
		exit
	fi
	case $1 in
	--*=*) spelling=${1%%=*} value=${1#*=} attached=yes ;;
	--*) ;;
	-??*) spelling=${1:0:2} value=${1:2} attached=yes ;;
	esac
	option=${option_name[$spelling]:-}
	[ -n "$option" ] || fail "$spelling: no such option (try $called --help)" 2
	case ${option_value[$spelling]}:$attached in
	:yes) fail "$spelling: takes no value" 2 ;;
	: | '['*) value=yes ;;
	*:) value=${2:-} taken=1 ;;
	esac
	[ -n "$value" ] || fail "$spelling: needs a value, ${option_value[$spelling]}" 2
	case $option in
	help) help ;;
	/) passed+=("${@:1:taken + 1}") ;;
	*) given[$option]=$value ;;
	esac
}

check_operands() {
	local option
	for option in "${required[@]}"; do
		[ -n "${given[${option_name[${option%%[| ]*}]}]:-}" ] || fail "needs $option (try $called --help)" 2
	done
	[ ${#operands[@]} -ge $operands_min ] || fail "needs $operand_name (try $called --help)" 2
	[ $operands_max = inf ] || [ ${#operands[@]} -le $operands_max ] ||
		fail "${operands[operands_max]}: one too many (try $called --help)" 2
}

help() {
	printf '%s %s\n\n' "${called#mgc }" "$usage"
	sed -n '3,/^$/s/^# \{0,1\}//p' "$0"
	exit
}

# --- the model

model=''
chosen=''      # what to say of it
why_model=''   # and why it was taken
passed_over=() # those before it that lack something
models=(musicnn extended seed) # that come with mgc, the best first
live_models=(extended seed)    # not musicnn unless asked for: who pipes samples in counts on 22050 Hz

# say_model: which one it is, to people, where they have not said so themselves
say_model() {
	[ -z "$chosen" ] || printf 'model: %s (-m takes another)\n' "$chosen" >&2
}

# take_options TEXT: what makes rows, as --options all prints it, into an array for each program; a
# text that says nothing of one of them is refused, for rows made without would be others
take_options() {
	local program words
	decode_options=() split_options=() live_options=() featurize_options=()
	while read -r program words; do
		case $program in
		decode) read -ra decode_options <<<"$words" ;;
		split) read -ra split_options <<<"$words" ;;
		live) read -ra live_options <<<"$words" ;;
		featurize) read -ra featurize_options <<<"$words" ;;
		esac
	done <<<"$1"
	[ ${#decode_options[@]} -gt 1 ] && [ ${#split_options[@]} -gt 1 ] && [ ${#live_options[@]} -gt 1 ] &&
		[ ${#featurize_options[@]} -gt 1 ]
}

# value_of OPTION WORD...: what stands behind it
value_of() {
	local option=$1
	while shift && [ $# -gt 1 ]; do
		[ "$1" != "$option" ] || {
			printf '%s\n' "$2"
			return
		}
	done
	fail "no $option in what makes rows"
}

# ask_model FILE: what makes its rows; that and the weights that they need must be there
ask_model() {
	local options
	options=$(predict -m "$1" --options all) || return
	take_options "$options" || {
		say "$1: does not say how its rows are made"
		return 1
	}
	featurize "${featurize_options[@]}" --options weights >/dev/null
}

# need_listener FILE...: the network that hears what is music, into $listens, unless the user does without
# (--no-listen) or its weights are not here. It hears the files a second time, which some cannot be.
listens=''
heard_decode=() heard_split=() heard_featurize=()
need_listener() {
	local options file
	[ -z "${given[no-listen]:-}" ] && featurize --set audioset --options weights >/dev/null 2>&1 || return 0
	for file; do
		[ "$file" != - ] && { [ -f "$file" ] || [ -d "$file" ] || [ ! -e "$file" ]; } || {
			say "$file: can be read only once: whether it is music is not heard"
			return 0
		}
	done
	options=$(featurize --set audioset --options all)
	take_options "$options" || fail 'set audioset: does not say how its rows are made'
	heard_decode=("${decode_options[@]}") heard_split=("${split_options[@]}") heard_featurize=("${featurize_options[@]}")
	listens=yes
}

# need_model [NAME...]: that of -m, or MGC_MODEL's, or else the first of those that come with mgc (or of
# these names) that has all it needs, into $model. It is asked before five programs say that something
# is not there.
need_model() {
	local name
	model=${given[model]:-${MGC_MODEL:-}}
	if [ -n "$model" ]; then
		[ -r "$model" ] || fail "$model: no model there"
		ask_model "$model" || exit 1
		why_model='-m says so'
		[ -n "${given[model]:-}" ] || chosen="$model, as MGC_MODEL says" why_model='MGC_MODEL says so'
		return
	fi
	[ $# -gt 0 ] || set -- "${models[@]}"
	passed_over=()
	for name; do
		model=$here/../models/$name-gtzan.safetensors
		if [ -r "$model" ] && ask_model "$model" 2>/dev/null; then
			chosen=$name-gtzan
			why_model="the first of $* that has what it needs"
			return
		fi
		passed_over+=("$model")
	done
	fail "$here/../models: no model there"
}

# --- programs at work, which do not outlive the script

work=''      # a folder for what is on its way
leftovers=() # files that go with it

need_work() {
	work=$(mktemp -d)
}

leave() {
	local i
	hush
	for ((i = 0; i < 20; i++)); do # what is just ending may still put a file there
		rm -rf -- ${work:+"$work"} "${leftovers[@]}" 2>/dev/null && return
		sleep .05
	done
	rm -rf -- ${work:+"$work"} "${leftovers[@]}"
}

# ended SIGNAL: by it, and so are the programs; as if no trap had been
ended() {
	local pid pids again
	trap '' INT TERM HUP QUIT
	hush
	pids=$(jobs -p) # once: a job that has been looked at when it has ended is not listed again
	for again in 1 2 3; do # a shell that is just starting a program may hand on the first
		for pid in $pids; do
			kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || :
			kill -CONT -- "-$pid" 2>/dev/null || :
		done
		((again == 3)) || sleep .05
	done
	wait 2>/dev/null || :
	leave
	trap - "$1" EXIT
	kill "-$1" $$
	exit $((128 + $(kill -l "$1"))) # bash minds no QUIT
}

# a terminal's stop key stops the programs too
stopped=''
pause() {
	local pid
	stopped=yes
	for pid in $(jobs -p); do
		kill -STOP -- "-$pid" 2>/dev/null || :
	done
	kill -STOP $$
	for pid in $(jobs -p); do
		kill -CONT -- "-$pid" 2>/dev/null || :
	done
}

trap leave EXIT
for signal in INT TERM HUP QUIT; do
	# shellcheck disable=SC2064
	trap "ended $signal" $signal
done
trap pause TSTP

# Descriptor 9 is a script's lock, which nothing that it starts may hold longer than it lives.

# lock FOLDER WHAT: the folder is made and ours, for work on WHAT, or another run's
lock() {
	[ -e /dev/fd ] || fail '/dev/fd is missing: is /proc mounted?'
	while :; do
		mkdir -p -- "$1" || exit 1
		exec 9<"$1" || continue
		flock -n 9 || fail "$2: another run is at work on it" 75 # EX_TEMPFAIL
		[ ! "$1" -ef /dev/fd/9 ] || break                        # else the other one has just ended
	done
}

# in_group COMMAND...: a program or function, to its end or that of the script, whichever is first: in a
# process group of its own, so that all that it started can be ended. Its status.
in_group() {
	local status job
	set -m
	"$@" <&0 9<&- &
	set +m
	job=$!
	while stopped='' status=0; wait "$job" 2>/dev/null || status=$?; [ -n "$stopped" ]; do :; done
	return $status
}

# run PROGRAM...: the same, of which a signal is a failure
run() {
	local status=0
	in_group "$@" || status=$?
	[ $status -le 128 ] || {
		say_signal "$1" $status
		status=1
	}
	return $status
}

# say_signal PROGRAM STATUS
say_signal() {
	say "$1 was ended by a signal, $(kill -l "$2" 2>/dev/null || echo "$2")"
}

# run_here PROGRAM...: in_group for one that asks questions on the terminal, which only the script's own
# process group may
run_here() {
	"$@" <&0 &
	wait "$!"
}

# A pipeline of programs is a function, run by `pipeline`, in which each program has `part` before it.
# When one fails those behind it fail too, for want of input: the words of the first are enough. So
# the words of each are kept until it is known who that was, but for the first of all, whose are the
# truth in any case, and may be waited for. heard:PROGRAM is a second one, of those that listen: what it
# says of a file the first one has said too.
parts=(listen decode split featurize heard:decode heard:split heard:featurize predict plot) # in this order

# speaks PROGRAM: whether it is a first one
speaks() {
	[ "$1" = listen ] || [ "$1" = decode ]
}

# part [heard:]PROGRAM...
part() {
	local status=0 name=$1 words=$work/$1.words
	set -- "${1#heard:}" "${@:2}"
	: >"$words"
	if speaks "$name"; then
		{ "$@" 2>&3 3>&-; } 3>&2 2>/dev/null || status=$?
	else
		{ "$@" 2>"$words"; } 2>/dev/null || status=$?
	fi
	echo $status >"$work/$name.status"
	return $status
}

# pipeline FUNCTION...: runs it and says what there is to say. Its status is the worst of its programs':
# 2 or 1 when one failed, by a signal too; else 141, when the reader has gone; else 3; else 0
pipeline() {
	local whole=0
	rm -f "$work"/*.words "$work"/*.status
	in_group "$@" || whole=$?
	judge $whole
}

# judge STATUS: the second half of it, of a pipeline that has ended so
judge() {
	local part status whole=$1 worst=0
	for part in "${parts[@]}"; do
		[ -e "$work/$part.words" ] || continue
		status=1
		[ ! -s "$work/$part.status" ] || read -r status <"$work/$part.status"
		[[ ! -s $work/$part.words || ($part = heard:* && $status = @(0|141|$worst)) ]] || cat "$work/$part.words" >&2
		case $status in
		0) ;;
		3) [ $worst != 0 ] || worst=3 ;;
		141) worst=141 ;;
		2) return 2 ;;
		*)
			if [ "$status" -gt 128 ]; then
				say_signal "${part#heard:}" "$status"
			elif [ ! -s "$work/$part.words" ] && ! speaks "$part"; then
				say "$part failed"
			fi
			return 1
			;;
		esac
	done
	[ $whole = 0 ] || [ $worst != 0 ] || fail 'failed'
	return $worst
}

# lasted: how long the script has run
lasted() {
	if [ $SECONDS -ge 3600 ]; then
		printf '%d:%02d h' $((SECONDS / 3600)) $((SECONDS / 60 % 60))
	else
		printf '%d:%02d min' $((SECONDS / 60)) $((SECONDS % 60))
	fi
}

# say_sum TEXT FAILED: what a run has done, to people: on a terminal, and where something has failed. Who is
# quiet wants none.
say_sum() {
	[ -n "${given[quiet]:-}" ] || { [ ! -t 2 ] && [ "$2" = 0 ]; } || say "$1, $(lasted)"
}

# summed_up COMMAND...: runs what decodes songs with $log_options, and says how many; its status
summed_up() {
	local status=0 counts
	log_options=(--log "$work/decode.log")
	"$@" || status=$?
	if [ $status = 0 ] || [ $status = 3 ]; then
		counts=$(columns -f "$work/decode.log" status | tr '\n\0' ' \n' |
			awk '/^ok/ { ok++ } /^failed/ { failed++ } END { print ok + 0, failed + 0 }')
		# a folder that cannot be read is in no log
		[ "$status $counts" != '3 0 0' ] || counts='0 1'
		say_sum "$((${counts% *} + ${counts#* })) songs, ${counts#* } failed" "${counts#* }"
	fi
	return $status
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
	part decode "${decode_options[@]}" "$@" | part split -k "${split_options[@]}" |
		part featurize -k -q "${featurize_options[@]}"
}

# heard_stretch: of a track as much as the model looks at, as options of decode at the listener's rate
heard_stretch() {
	local i option value from to
	from=$(value_of --rate "${decode_options[@]}")
	to=$(value_of --rate "${heard_decode[@]}")
	for ((i = 0; i + 1 < ${#decode_options[@]}; i += 2)); do
		option=${decode_options[i]} value=${decode_options[i + 1]}
		case $option in
		--rate) continue ;;
		--max-samples) [ ${#value} -lt 14 ] && value=$(((value * to + from - 1) / from)) || continue ;;
		esac
		printf '%s\n' "$option" "$value"
	done
}

# heard OPTION... FILE...: the same audio to what the listener hears in it
heard() {
	local stretch
	mapfile -t stretch < <(heard_stretch)
	part heard:decode "${heard_decode[@]}" "${stretch[@]}" "${heard_log_options[@]}" "$@" | part heard:split -k "${heard_split[@]}" |
		part heard:featurize -k -q "${heard_featurize[@]}"
}

# answers OPTION... FILE...: audio to predictions, by predict with $predict_options, where somebody listens
# with what is heard
predict_options=()
log_options=() heard_log_options=() # of decode
answers() {
	if [ -z "$listens" ]; then
		rows "${log_options[@]}" "$@" | part predict -m "$model" "${predict_options[@]}"
		return
	fi
	{
		heard "$@" </dev/null 7<&- | {
			rows "${log_options[@]}" "$@" <&7 7<&- 8<&- |
				part predict -m "$model" --heard /dev/fd/8 "${predict_options[@]}" 7<&-
		} 8<&0
	} 7<&0
}

# what is less typical than this is said to be like none of the genres
least_typical=0.02

# say_unlike PREDICTIONS: of a song that the model has not heard the like of, in words
say_unlike() {
	run columns -f "$1" typical | tr '\0' '\n' |
		awk -v least=$least_typical '$1 != "" && $1 < least { found = 1 } END { exit !found }' || return 0
	echo 'like none of these genres: of a hundred songs of them not two are so far out'
}

# --- rows of mgc classify, as `columns track predicted confidence status typical` has them

# millionths X: a number from 0 to 1 as a whole one, or nothing
millionths() {
	[[ $1 =~ ^([0-9]*\.?[0-9]+)(e([+-]?)0*([0-9]{1,3}))?$ ]] || return 0
	printf '%.0f' "${BASH_REMATCH[1]}e$((${BASH_REMATCH[3]}${BASH_REMATCH[4]:-0} + 6))"
}

# number_of OPTION DEFAULT: a whole number, at least 1
number_of() {
	local value=${given[$1]:-$2}
	[[ $value =~ ^[1-9][0-9]{0,8}$ ]] || fail "--$1: '$value': no whole number from 1 on" 2
	echo "$value"
}

# cores: that this process may use
cores() {
	nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

# share_of OPTION DEFAULT: a number from 0 to 1, in millionths
share_of() {
	local share
	share=$(millionths "${given[$1]:-$2}")
	[ -n "$share" ] && [ "$share" -le 1000000 ] || fail "--$1: '${given[$1]}': no number from 0 to 1" 2
	echo "$share"
}

# need_least: what is sure and typical enough, by options
need_least() {
	least=$(share_of min-confidence 0.6)
	typical_least=$(share_of min-typical $least_typical)
}

# read_answer: the rest of a row behind its track, into $genre, $confidence, $status, $typical
read_answer() {
	IFS= read -r -d '' genre && IFS= read -r -d '' confidence && IFS= read -r -d '' status &&
		IFS= read -r -d '' typical
}

# is_unlike: whether the song is like none of the genres, as far as the table knows
is_unlike() {
	local share
	[ "$status" != unlike ] || return 0
	share=$(millionths "$typical")
	[ -n "$share" ] && [ "$share" -lt "$typical_least" ]
}

# is_sure: whether there is an answer, of at least $least
is_sure() {
	confidence=$(millionths "$confidence")
	[ "${status:-ok}" = ok ] && [ -n "$genre" ] && [ "${confidence:-0}" -ge "$least" ]
}

# has_parallel: GNU's, not that of moreutils
has_parallel() {
	parallel --version 2>/dev/null | grep -q '^GNU parallel'
}

# quoted TEXT: as a word of the shell
quoted() {
	printf "'%s'" "${1//\'/\'\\\'\'}"
}
