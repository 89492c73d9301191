#!/bin/sh
# SPDX-License-Identifier: MIT
# Texts for package managers: each names what the table of dependencies does, and its language's reader
# takes it where that is installed.
. tests/lib.sh

# column NAME: its packages, one a line
column() {
	awk -F '  +' -v name="$1" '
	/^#/ { next }
	!at { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
	$2 != "dev" { print $at }' packaging/dependencies | tr ' ' '\n' | grep -v '^[!-]$' | sort -u
}

# agrees NAME: whether what stands in $T/names is that column
agrees() {
	column "$1" >"$T/table"
	is "$1: the packages of the table" "$(sort -u "$T/names" | diff - "$T/table")" ''
}

# readable NAME READER COMMAND...
readable() {
	name=$1 reader=$2
	shift 2
	if command -v "$reader" >/dev/null; then
		ok "$name can be read" "$@"
	else
		skip "$name" "no $reader here"
	fi
}

# Debian's build needs what tests run too; what is essential for building, or comes by itself, it does not name
sed -n '/^Build-Depends:/,/^[A-Z].*:/s/^ \([a-z0-9+.-]*\).*/\1/p' debian/control >"$T/names"
printf '%s\n' bash gcc libc6-dev linux-libc-dev make >>"$T/names"
agrees debian

aur=packaging/aur/PKGBUILD
bash -c '. "$1" && printf "%s\n" "${depends[@]}" "${makedepends[@]}" "${checkdepends[@]}" "${optdepends[@]%%:*}"' \
	- $aur >"$T/names"
agrees arch

brew=packaging/homebrew/mgc.rb
sed -n 's/^  depends_on "\([^"]*\)".*/\1/p' $brew >"$T/names"
agrees homebrew
readable $brew ruby ruby -c $brew

# what the function takes, and of that what it uses
nix=packaging/nix/package.nix
sed -n '/^{$/,/^}:$/s/^  \([a-z0-9-]*\),$/\1/p' $nix | grep -vx 'lib\|stdenv\|makeWrapper' >"$T/names"
agrees nix
for name in $(cat "$T/names"); do
	sed '1,/^}:/d' $nix | grep -qw -- "$name" || echo "$name"
done >"$T/unused"
is 'nix: takes nothing that it does not use' "$(cat "$T/unused")" ''
for file in $nix packaging/nix/default.nix; do
	readable $file nix-instantiate env NIX_REMOTE=dummy:// nix-instantiate --parse $file
done

guix=packaging/guix/guix.scm
tr '\n' ' ' <$guix | grep -o '(named "[^)]*)' | grep -o '"[^"]*"' | tr -d '"' >"$T/names"
agrees guix
# #~, #$ and #$@ are Guix's
readable $guix guile guile --no-auto-compile -c '
	(define (next c port) (if (eqv? (peek-char port) #\@) (read-char port)) (list c (read port)))
	(read-hash-extend #\~ next)
	(read-hash-extend #\$ next)
	(call-with-input-file "packaging/guix/guix.scm"
		(lambda (port) (let loop () (if (not (eof-object? (read port))) (loop)))))'

for file in $aur $brew $nix $guix; do
	version=$(sed -n 's/.*version[ =]*"\([0-9][0-9.]*\)".*/\1/p; s/^pkgver=//p' $file | tail -n 1)
	is "$file: of the version that NEWS has first" "$version" "$(sed '1s/ .*//;q' NEWS)"
done
sums=$(grep -hoE '\b[0-9a-f]{64}\b' $aur $brew | sort -u | wc -l)
is 'kissfft is the same archive' "$sums" 1
done_testing
