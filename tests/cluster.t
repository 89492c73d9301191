#!/bin/sh
# SPDX-License-Identifier: MIT
# One library on several hosts or by an engine for jobs: the bytes are those of one process. Hosts are
# shells, or sshd on the loopback where it is installed; make check-slurm tries Slurm.
. tests/lib.sh
unset MGC_MODEL
here=$PWD
if ! command -v bash >/dev/null || ! command -v flock >/dev/null; then
	skip_all 'no bash or no flock'
fi
make_tree
mkdir "$T/m"
model=$here/models/seed-gtzan.safetensors
classify() { "$p/classify" -m "$model" "$@"; }
cd "$T" || exit 1
i=0
while [ $i -lt 40 ]; do
	cp "$here/tests/golden/wav/chirp-gap.wav" "m/it's $i.wav"
	i=$((i + 1))
done
echo 'no music' >m/text.mp3
classify -o want.csv m 2>/dev/null

# --- an engine's steps
status 'a plan' 0 classify -j 2 --plan -o t.csv m
n=$(cat out)
is 'is so many lists' "$n" "$(ls t.csv.journal | grep -c names)"
ok 'that are enough' [ "$n" -ge 10 ]
for list in 1 3 2 $((n - 1)); do
	status "list $list" 0 classify -o t.csv --list $list
done
status 'a list again' 0 classify -o t.csv --list 3
is 'does nothing' "$(ls t.csv.journal | grep -c 000003.*rows)" 1
is 'a list that is not there' "$(classify -o t.csv --list 999 2>&1)" 'mgc classify: t.csv.journal: no list 999 there: --plan makes them'
# a list that was killed
head -c 600 t.csv.journal/000002.001.rows >t.csv.journal/000002.001.rows.part
rm t.csv.journal/000002.001.rows
status 'a list that was broken off' 0 classify -o t.csv --list 2
ok 'is taken up' test -e t.csv.journal/000002.002.rows
exec 9<t.csv.journal
flock -s -n 9
status 'the table while a list is worked on' 75 classify -o t.csv m
exec 9<&-
status 'the table' 3 classify -o t.csv m
ok 'is as by one process' cmp t.csv want.csv
is 'and nothing is left' "$(ls -d t.csv*)" t.csv
status 'a list without a table' 2 classify --list 1

# --- a job whose connection is lost
mkdir j && mkfifo never.wav && printf 'never.wav\0' >j/1.names
status 'a job that nobody listens to' 0 sh -c '"$1/helpers/list-job" --heartbeat --model "$2" --file-timeout 100 j/1.names | :' - "$p" "$model"
ok 'has ended' [ "$(ps ax -o args | grep -v grep | grep -c "$p/helpers/list-job")" = 0 ]

# --- hosts
if ! parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	skip 'hosts' 'no GNU parallel'
	status 'hosts without it' 1 classify --hosts one -o t.csv m
else
	# a shell for a host; that called `down` is lost when a job is at work
	cat >ssh <<-'END'
		#!/bin/sh
		while [ $# -gt 0 ]; do case $1 in -*) shift ;; *) break ;; esac; done
		host=$1
		shift
		[ "$1" != -- ] || shift
		export SHELL=/bin/sh # as sshd does
		case $host in
		idle) exit 0 ;;
		down)
			sh -c "$*" | sleep 0.2
			exit 255
			;;
		*) exec sh -c "$*" ;;
		esac
	END
	chmod +x ssh
	for hosts in one,two one,down; do
		rm -f t.csv
		status "hosts $hosts" 3 classify -j 1 --hosts "$T/ssh ${hosts%,*},$T/ssh ${hosts#*,}" -o t.csv m
		ok 'the table is as by one process' cmp t.csv want.csv
		is 'and nothing is left' "$(ls -d t.csv*)" t.csv
	done
	status 'a host that does nothing and says nothing' 1 classify -j 1 --hosts "$T/ssh idle" -o t.csv --retry-failed m
	ok 'is noticed' grep -q ': nobody has worked on it; run this again$' err
	ok 'and leaves the table' cmp t.csv want.csv
	rm -rf t.csv.journal
fi
# with nothing there but a shell
if parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	sed -i 's,^case,unset TMPDIR; mkdir -p "$0.home" \&\& cd "$0.home" || exit 1\n&,' ssh
	for hosts in one,two one,down; do
		rm -f t.csv
		status "sent to $hosts" 3 classify -j 1 --transfer --hosts "$T/ssh ${hosts%,*},$T/ssh ${hosts#*,}" -o t.csv m
		ok 'the table is as by one process' cmp t.csv want.csv
		is 'and nothing is left' "$(ls -d t.csv* ssh.home/* 2>/dev/null)" t.csv
	done
	status 'all hosts are down' 1 classify -j 1 --transfer --hosts "$T/ssh down,$T/ssh down" -o t.csv --retry-failed m
	ok 'is said' grep -q '^mgc classify: no host is left$' err
	ok 'and leaves the table' cmp t.csv want.csv
	rm -rf t.csv.journal
else
	skip 'sent to hosts' 'no GNU parallel'
fi
status 'what cannot be sent' 2 classify --transfer --hosts one -o t.csv "$T/m"
if [ -x /usr/sbin/sshd ] && parallel --version 2>/dev/null | grep -q '^GNU parallel' && [ "$(id -u)" = 0 ]; then
	mkdir -p /run/sshd
	for name in key host; do ssh-keygen -q -t ed25519 -N '' -f $name; done
	ports=$(awk 'BEGIN { srand(); p = 20000 + int(rand() * 20000); print p, p + 1, p + 2 }')
	for port in $ports; do
		printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $T/host" "PidFile $T/pid.$port" \
			"AuthorizedKeysFile $T/key.pub" 'StrictModes no' 'PermitRootLogin yes' 'UsePAM no' >sshd.$port
		/usr/sbin/sshd -f "$T/sshd.$port"
		hosts=${hosts_before:-}${hosts_before:+,}"$T/by-ssh -p $port 127.0.0.1"
		hosts_before=$hosts
	done
	printf '#!/bin/sh\nexec ssh -i "%s/key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@"\n' "$T" >by-ssh
	chmod +x by-ssh
	lost=${ports##* }
	# one song is long: the host that has it is lost at work
	rm -f t.csv
	classify -j 1 --hosts "$hosts" -o t.csv m >out 2>err &
	pid=$!
	wait_for sh -c 'ls t.csv.journal/*.work >/dev/null'
	sshd=$(cat "pid.$lost")
	kill -KILL "$sshd" $(ps -o pid= --ppid "$sshd")
	wait $pid
	is 'three hosts, one of them lost' "$?" 3
	ok 'the table is as by one process' cmp t.csv want.csv
	for port in $ports; do
		kill "$(cat "pid.$port")" 2>/dev/null
	done
else
	skip 'hosts by sshd' 'no sshd, or not root'
fi

# --- merge
head -3 want.csv >1.csv && { head -1 want.csv && tail -n +4 want.csv; } >2.csv
status 'merge' 0 "$p/merge" 1.csv 2.csv
ok 'is the whole' cmp out want.csv
status 'merge into a file' 0 "$p/merge" -o all.csv 1.csv 2.csv
ok 'is the whole' cmp all.csv want.csv
echo 'a,b' >3.csv
status 'other columns' 1 "$p/merge" -o all.csv 1.csv 3.csv
ok 'leave the file' cmp all.csv want.csv
printf '%s' "$(cat 2.csv)" >4.csv
printf '{"track":"a","x":1}\n{"track":"b","x":null}\n' >1.jsonl
printf '{"track":"c","y":1}\n' >2.jsonl
status 'merge lines of JSON' 0 "$p/merge" 1.jsonl 1.jsonl
is 'all of them' "$(cat out)" "$(cat 1.jsonl 1.jsonl)"
status 'of other columns' 1 "$p/merge" 1.jsonl 2.jsonl
status 'of two notations' 1 "$p/merge" 1.jsonl 1.csv
status 'a table that was cut' 1 "$p/merge" 4.csv 1.csv
cd "$here" || exit 1
done_testing
