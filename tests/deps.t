#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make deps` does on systems of all kinds: their names and package managers are played, in a folder
# that is all of PATH.
. tests/lib.sh
table=packaging/dependencies

# column NAME [ROLE...]: its cells, one package a line
column() {
	name=$1
	shift
	awk -F '  +' -v name="$name" -v roles=" ${*:-lib build run more test} " '
	/^#/ { next }
	!at { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
	index(roles, " " $2 " ") { print $at }' $table | tr ' ' '\n' | grep -v '^[!-]$' | sort -u
}

is 'each row has all its cells' "$(awk -F '  +' '!/^#/ { print NF }' $table | sort -u)" 11

# --- a machine that lacks what stands in $T/lacks
sys=$T/sys
machine() { # ID [MANAGER...]
	rm -rf "$sys"
	mkdir "$sys"
	for tool in sh awk sed tr cut sort grep mktemp rm cat env dirname make perl bash; do
		ln -s "$(command -v $tool)" "$sys/$tool"
	done
	printf '%s\n' "$1" >"$T/os-release"
	: >"$T/did"
	fake id 'echo 1000'
	fake pkg-config 'for name; do :; done; ! grep -qx "pkg:$name" "$T/lacks"'
	fake cc 'for name; do :; done; ! grep -qx "library:${name#-l}" "$T/lacks"'
	for tool in gnuplot mpg123 curl ffmpeg parallel mandoc tmux zsh fish prove; do
		grep -qx "command:$tool" "$T/lacks" || fake $tool :
	done
	# what a package manager is asked for, it brings
	for tool in $2; do
		fake "$tool" 'echo "${0##*/} $*" >>"$T/did"; case $* in *update*) ;; *) : >"$T/lacks" ;; esac'
	done
	fake sudo 'echo sudo >>"$T/did"; exec "$@"'
}
fake() { # NAME SCRIPT
	printf '#!/bin/sh\nT="%s"\n%s\n' "$T" "$2" >"$sys/$1"
	chmod +x "$sys/$1"
}
deps() {
	env -i PATH="$sys" OS_RELEASE="$T/os-release" packaging/deps "$@"
}
lacks() {
	printf '%s\n' "$@" >"$T/lacks"
}

lacks
machine ID=plan9
status 'a machine that has all' 0 deps
is 'hears nothing' "$(cat "$T/out" "$T/err" "$T/did")" ''

for try in 'ID=debian|apt-get|libsoxr-dev' 'ID=linuxmint ID_LIKE="ubuntu debian"|apt-get|libsoxr-dev' \
	'ID=fedora|dnf|soxr-devel' 'ID="rocky" ID_LIKE="rhel centos fedora"|dnf|soxr-devel' \
	'ID=arch|pacman|libsoxr' 'ID=alpine|apk|soxr-dev' \
	'ID="opensuse-tumbleweed" ID_LIKE="opensuse suse"|zypper|soxr-devel'; do
	id=${try%%|*} package=${try##*|} manager=${try#*|} manager=${manager%|*}
	lacks pkg:soxr
	machine "$(echo "$id" | tr ' ' '\n' | sed 's/^ID_LIKE="\([a-z]*\)$/ID_LIKE="\1/')" "$manager"
	status "$id" 0 deps
	ok "$id: by its package manager, as root" grep -q "^$manager .*install.* $package$\|^$manager -S .* $package$\|^$manager add .*$package$" "$T/did"
	ok "$id: and says so before" grep -q "sudo .*$manager .*$package" "$T/err"
done

lacks pkg:kissfft-float pkg:soxr
machine ID=arch pacman
fake pacman 'echo "pacman $*" >>"$T/did"; echo pkg:kissfft-float >"$T/lacks"'
status 'what a system has no package for' 1 deps
ok 'is named' grep -q 'no package for: kissfft-float$' "$T/err"
ok 'and the rest installed' grep -q ' libsoxr$' "$T/did"

lacks pkg:soxr pkg:cmocka
machine ID=plan9
status 'a system it does not know' 1 deps
is 'installs nothing' "$(cat "$T/did")" ''
is 'hears what it lacks' "$(sed -n 's/^  //p' "$T/err" | tr '\n' ' ')" 'libcmocka-dev libsoxr-dev '
status 'only for some roles' 1 deps lib
is 'hears of these' "$(sed -n 's/^  //p' "$T/err")" libsoxr-dev

lacks pkg:soxr
machine ID=none brew
rm "$sys/sudo"
status 'Homebrew' 0 deps
is 'which wants no root' "$(cat "$T/did")" 'brew install -q libsoxr'

lacks library:openblas
machine ID=debian apt-get
rm "$sys/sudo"
status 'no root and no sudo' 1 deps
is 'does nothing' "$(cat "$T/did")" ''
ok 'and says what root has to do' grep -q '^  .*apt-get .* libopenblas-dev$' "$T/err"
fake id 'echo 0'
status 'as root' 0 deps
ok 'without sudo' grep -q '^apt-get .* libopenblas-dev$' "$T/did"

lacks pkg:soxr
machine ID=debian apt-get
fake apt-get 'exit 100'
status 'a package manager that fails' 1 deps
lacks pkg:soxr
machine ID=debian
fake apt-get :
status 'and one that brings nothing' 1 deps
ok 'is not believed' grep -q 'still missing: soxr' "$T/err"
done_testing
