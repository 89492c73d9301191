#!/bin/sh
# SPDX-License-Identifier: MIT
# Releases: what makes the version, the same bytes in any folder, locale and time zone, and what is refused.
. tests/lib.sh
command -v git >/dev/null || skip_all 'no git here'
here=$PWD

# --- the version
version() { (cd "$1" && "$here/packaging/version"); }
mkdir "$T/tar"
echo '1.2.3 (2026-11-25)' >"$T/tar/NEWS"
is 'the version of an archive' "$(version "$T/tar")" 1.2.3
echo '1.2.3 (not yet)' >"$T/tar/NEWS"
is 'of one before its release' "$(version "$T/tar")" 1.2.3-dev
is 'what programs say is that of the tree' "$(decode --version)" "mgc-decode $(packaging/version)"

# --- licences
if [ -e .git ] && command -v reuse >/dev/null; then
	ok 'reuse lint' reuse lint
else
	skip 'reuse lint' 'no reuse here, or no git'
fi

# --- a release: of a repository that has what the script looks at, and a link and a script
repo=$T/repo
g() {
	git -C "$repo" -c user.name=a -c user.email=a@b.c -c commit.gpgsign=false -c tag.gpgsign=false "$@" >/dev/null 2>&1
}
mkdir "$repo" "$repo/debian"
cp -R packaging "$repo"
printf '9.8.7 (2026-11-25)\n\nmgc  is new\n' >"$repo/NEWS"
printf 'mgc (9.8.7-1) unstable; urgency=medium\n' >"$repo/debian/changelog"
ln -s NEWS "$repo/link"
g init -q && g add -A && g commit -m one

try() { (cd "$repo" && packaging/release "$@"); }
refused_release() { # NAME WORDS
	status "$1" 1 try "$T/none"
	ok "$1: says so in one line, and leaves nothing" sh -c '[ "$(wc -l <"$1/err")" = 1 ] &&
		grep -q "$2" "$1/err" && [ ! -e "$1/none" ] && ! ls -A "$1" | grep "^.release"' - "$T" "$2"
}
refused_release 'no tag' 'no annotated tag'
g tag v9.8.7
refused_release 'a tag without a date and a name' 'no annotated tag'
g tag -d v9.8.7
g tag -a -m 9.8 v9.8
refused_release 'a tag of another form' 'vX.Y.Z'
g tag -d v9.8
g tag -a -m 9.8.8 v9.8.8
refused_release 'another version in NEWS' NEWS
g tag -d v9.8.8
g tag -a -m 9.8.7 v9.8.7
is 'the tag is the version' "$(cd "$repo" && packaging/version)" 9.8.7
echo x >"$repo/x"
refused_release 'a file that git does not know' 'not clean'
rm "$repo/x"
status 'a folder that is there' 1 try "$T"

status 'a release' 0 try "$T/one"
ok 'its sums are true' sh -c 'cd "$1" && sha256sum -c SHA256SUMS' - "$T/one"
is 'its files' "$(ls "$T/one" | tr '\n' ' ')" 'SHA256SUMS mgc-9.8.7.spdx.json mgc-9.8.7.tar.gz '
ok 'its archive unpacks into a folder of its name' \
	sh -c '! tar -tf "$1" | grep -v "^mgc-9.8.7/"' - "$T/one/mgc-9.8.7.tar.gz"

# elsewhere, by somebody else: another folder, user settings, locale, time zone, mask, time
mkdir -p "$T/another folder/home"
printf '[tar]\n\tumask = 0077\n[core]\n\tautocrlf = true\n\tabbrev = 20\n' >"$T/another folder/home/.gitconfig"
git clone -q "$repo" "$T/another folder/clone" 2>/dev/null
elsewhere() (
	cd "$T/another folder/clone" && umask 077 && sleep 1 &&
		env HOME="$T/another folder/home" LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo GZIP=-1 \
			packaging/release ../release
)
ok 'a release elsewhere' elsewhere
ok 'has the same bytes' diff -r "$T/one" "$T/another folder/release"
g commit --allow-empty -m two
is 'a commit behind the tag' "$(cd "$repo" && packaging/version | sed 's/-g.*//')" 9.8.7-1

# --- the bill of materials
bom="$T/one/mgc-9.8.7.spdx.json"
bom() { perl -MJSON::PP -e 'local $/; open my $f, "<", shift; my $d = decode_json(<$f>); print eval(shift), "\n"' "$bom" "$1"; }
is 'a bill of materials: of what' "$(bom '"$d->{spdxVersion} $d->{packages}[0]{name} $d->{packages}[0]{versionInfo}"')" \
	'SPDX-2.3 mgc 9.8.7'
is 'which is the archive' "$(bom '$d->{packages}[0]{checksums}[0]{checksumValue}')  mgc-9.8.7.tar.gz" \
	"$(head -n 1 "$T/one/SHA256SUMS")"
is 'all libraries that programs link' "$(bom 'join " ", sort map { $_->{relatedSpdxElement} =~ s/.*?-.*?-//r }
	grep { $_->{relationshipType} eq "DYNAMIC_LINK" } @{$d->{relationships}}')" \
	"$(awk -F '  +' '$2 == "lib" { sub(/.*:/, "", $1); print $1 }' packaging/dependencies | sort | tr '\n' ' ' | sed 's/ $//')"
is 'each of its names is of one thing' "$(bom 'my %n; $n{$_->{SPDXID}}++ for @{$d->{packages}}; join " ", grep { $n{$_} > 1 } keys %n')" ''

# --- a signature
if command -v gpg >/dev/null; then
	mkdir -m 700 "$T/gpg"
	g checkout -q v9.8.7
	if GNUPGHOME="$T/gpg" gpg --batch --quiet --passphrase '' --quick-gen-key mgc@example.org 2>/dev/null; then
		ok 'a release with a key' env GNUPGHOME="$T/gpg" sh -c 'cd "$1" && packaging/release "$2" mgc@example.org' - \
			"$repo" "$T/signed"
		ok 'is signed' env GNUPGHOME="$T/gpg" gpg --batch --verify "$T/signed/SHA256SUMS.asc" "$T/signed/SHA256SUMS"
		status 'a key that is not there' 1 env GNUPGHOME="$T/gpg" sh -c 'cd "$1" && packaging/release "$2" nobody' - \
			"$repo" "$T/unsigned"
		ok 'leaves nothing' test ! -e "$T/unsigned"
		GNUPGHOME="$T/gpg" gpgconf --kill all
	else
		skip 'a signature' 'gpg makes no key here'
	fi
else
	skip 'a signature' 'no gpg here'
fi
done_testing
