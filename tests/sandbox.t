#!/bin/sh
# SPDX-License-Identifier: MIT
# What decode and plot give up before they read: each forbidden thing is tried, by a probe and by a
# libsndfile that a file has taken over; and that both programs, and what they start, are in it.
. tests/lib.sh
[ -z "${WRAP:-}" ] || skip_all 'programs run through another one, which needs its rights'
sandbox_probe possible || skip_all 'rights cannot be given up here: no seccomp'
sigsys=$((128 + $(bash -c 'kill -l SYS')))
echo text >"$T/file"

# tries NAME KIND WHAT STATUS SAID
tries() {
	got=0
	(cd "$T" && exec sandbox_probe "$2" "$3" "$T/file" 2>/dev/null >said) 2>/dev/null || got=$?
	is "$1" "$got $(cat "$T/said")" "$4 $5"
}
dies() { # WHAT
	tries "compute: $1 dies" compute "$1" $sigsys ''
}
# what may be done when nothing was given up: the probe does try
for what in exec socket write ptrace fork code; do
	got=0
	sandbox_probe none $what "$T/file" >"$T/said" || got=$?
	is "none: $what is done" "$got $(cat "$T/said" | sed s/executed/done/)" '0 done'
done
tries 'compute: computing goes on' compute compute 0 done
for what in exec socket write create remove rename chmod uring; do
	dies $what
done
if sandbox_probe whole; then
	for what in fork signal code ptrace; do
		dies $what
	done
	tries 'compute: there is no file to read' compute read 0 'No such file or directory'
	tries 'compute: what is not known fails' compute unknown 0 'Function not implemented'
	tries 'compute: abort is its own' compute abort $((128 + $(bash -c 'kill -l ABRT'))) ''
else
	skip 'compute: what sanitizers do' 'one is built in'
fi
tries 'read: a program' read exec 0 executed
tries 'read: a process' read fork 0 done
tries 'read: a file' read read 0 done
for what in socket write create remove rename chmod ptrace uring; do
	tries "read: $what fails" read $what 0 'Permission denied'
done
is 'the file is what it was' "$(cat "$T/file") $(ls "$T" | grep -c renamed)" 'text 0'

# --- the programs, while they wait for their input
filters() { # PID: "2" where a filter is on
	sed -n 's/^Seccomp:[^0-9]*//p' "/proc/$1/status"
}
if [ -r /proc/self/status ]; then
	for program in decode plot; do
		mkfifo "$T/$program.fifo"
		"$program" "$T/$program.fifo" >"$T/out" 2>&1 &
		pid=$!
		exec 9>"$T/$program.fifo"
		inside() { worker=$(children $pid $program) && [ -n "$worker" ] && [ "$(filters "$worker")" = 2 ]; }
		wait_for inside
		ok "$program reads in a sandbox" inside
		is "$program: and cannot get rights back" "$(sed -n 's/^NoNewPrivs:[^0-9]*//p' "/proc/$worker/status")" 1
		exec 9>&-
		wait $pid || :
		"$program" --no-sandbox "$T/$program.fifo" >"$T/out" 2>&1 &
		pid=$!
		exec 9>"$T/$program.fifo"
		is "$program --no-sandbox reads outside" "$(filters $pid)" 0
		exec 9>&-
		wait $pid || :
	done
	# what they start
	mkdir "$T/false"
	printf '\000\000\000\034ftypM4A \000\000\002\000' >"$T/x.m4a"
	for program in ffprobe gnuplot; do
		printf '#!/bin/sh\ncat </proc/$$/status >&9\nexit 1\n' >"$T/false/$program"
		chmod +x "$T/false/$program"
	done
	printf 'track,predicted,p_a\nx,a,1\n' >"$T/table"
	PATH=$T/false:$PATH decode "$T/x.m4a" >"$T/out" 2>&1 9>"$T/status"
	is 'ffmpeg runs in one' "$(grep '^Seccomp:' "$T/status" | tr -d '\t')" 'Seccomp:2'
	PATH=$T/false:$PATH decode --no-sandbox "$T/x.m4a" >"$T/out" 2>&1 9>"$T/status"
	is 'but by the user'"'"'s wish' "$(grep '^Seccomp:' "$T/status" | tr -d '\t')" 'Seccomp:0'
	PATH=$T/false:$PATH plot -o "$T/x.png" "$T/table" >"$T/out" 2>&1 9>"$T/status"
	is 'gnuplot runs in one' "$(grep '^Seccomp:' "$T/status" | tr -d '\t')" 'Seccomp:2'
else
	skip 'the programs are in it' 'no /proc'
fi

# --- decode, taken over by a file
library=$B/tests/torture/taken_over.so
if [ -e "$library" ] && sandbox_probe whole; then
	cp tests/golden/wav/short-300.wav "$T/x.wav"
	taken() { # OPTION...
		LD_PRELOAD=$library TAKEN_OVER=$what TAKEN_OVER_PATH="$T/target" decode "$@" -o "$T/stream" "$T/x.wav"
	}
	for what in exec write socket remove ptrace; do
		rm -f "$T/target"
		[ $what != remove ] || echo text >"$T/target"
		status "taken over: $what" $sigsys taken
		ok 'it says so' grep -q '^mgc-decode: ended: .*may not' "$T/err"
		is 'nothing came of it, and no half stream' "$(cat "$T/target" "$T/stream" 2>/dev/null; find "$T" -name '.mgc-*')" \
			"$([ $what != remove ] || echo text)"
	done
	what=read
	echo secret >"$T/target"
	status 'taken over: to read another file' 1 taken
	what=exec
	rm -f "$T/target"
	status 'without a sandbox' 0 taken --no-sandbox
	is 'it does what it likes' "$(cat "$T/target")" 'taken over'
else
	skip 'decode, taken over by a file' 'a sanitizer is built in'
fi
done_testing
