#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc help, in the tree and installed; manual pages as HTML and PDF.
. tests/lib.sh
command -v bash >/dev/null || skip_all 'no bash'
make_tree
for folder in */; do
	[ -e "$T/tree/${folder%/}" ] || ln -s "$PWD/${folder%/}" "$T/tree"
done

# a man that says which file it was to show
mkdir "$T/fake"
printf '#!/bin/sh\necho "man $*" && head -c 3 "$1" >/dev/null\n' >"$T/fake/man"
chmod +x "$T/fake/man"
page() { PATH=$T/fake:$PATH pipelines/mgc help "$@"; }
shows() { # TOPIC PAGE
	is "help $1 shows $2" "$(page "$1" | sed 's,.*/,,')" "$2"
}

status 'help' 0 pipelines/mgc help
cp "$T/out" "$T/list"
for name in $(pipelines/mgc --list | grep -vx train) mgc-train; do
	is "$name is listed, with what it does" "$(grep -c "^  $name  *[A-Z]" "$T/list")" 1
done
is 'topics too' "$(sed '1,/^Other/d' "$T/list" | grep -vc '^  [a-z]*  *mgc[a-z-]*([157]): [a-z]')" 0
# what is listed is there
sed -n 's/^  \([a-z-]*\) .*/\1/p' "$T/list" >"$T/names"
while read -r name; do
	ok "help $name" page "$name"
done <"$T/names"
for name in $(pipelines/mgc help --list); do
	ok "help $name, of --list" page "$name"
done
shows predict mgc-predict.1
shows mgc-predict mgc-predict.1
shows mgc-train mgc-train.1
shows csv mgc-csv.5
shows mgc-csv mgc-csv.5
shows model mgc-model.5
shows formats mgc-decode.1
shows sets mgc-featurize.1
shows overview mgc.7
shows mgc mgc.1
is 'help of a pipeline is its own' "$(pipelines/mgc help train | head -1)" "$(pipelines/mgc train --help | head -1)"
status 'help of nothing' 2 pipelines/mgc help nothing
is 'in one line' "$(cat "$T/err")" 'mgc help: nothing: no such topic (mgc help lists them)'
status 'help of a file' 2 pipelines/mgc help ../pipelines/demo

# without man
mkdir "$T/bare"
for tool in bash env dirname basename readlink sed awk cat rm; do
	ln -s "$(command -v $tool)" "$T/bare/$tool"
done
status 'without man a program' 0 env PATH="$T/bare" "$p/mgc" help predict
is 'says its options' "$(head -1 "$T/out")" 'usage: mgc-predict [OPTION]... [FILE]'
status 'without man a format' 1 env PATH="$T/bare" "$p/mgc" help csv
ok 'is where its page is' grep -q 'needs man, .*mgc-csv.5$' "$T/err"
if command -v mandoc >/dev/null; then
	ln -s "$(command -v mandoc)" "$T/bare/mandoc"
	status 'with mandoc alone' 0 env PATH="$T/bare" PAGER=cat "$p/mgc" help csv
	ok 'it shows it' grep -q 'MGC-CSV(5)' "$T/out"
else
	skip 'with mandoc alone' 'no mandoc'
fi

# --- installed
if [ -z "${WRAP:-}" ]; then
	root=$T/root
	ok 'make install' env -u MAKEFLAGS -u MAKELEVEL make -s B="$B" VERSION="$(cat "$B/version")" DESTDIR="$root" PREFIX=/usr install
	gzip "$root/usr/share/man/man5/mgc-csv.5" # as packages do
	mv "$root" "$root 2"
	for topic in csv:mgc-csv.5.gz decode:mgc-decode.1 overview:mgc.7; do
		is "help ${topic%:*}, installed" "$(PATH=$T/fake:/usr/bin:/bin "$root 2/usr/bin/mgc" help "${topic%:*}" | sed 's,.*/,,')" "${topic#*:}"
	done
else
	skip 'installed' 'under WRAP'
fi

# --- HTML and PDF
if command -v mandoc >/dev/null; then
	status 'make manuals' 0 env -u MAKEFLAGS -u MAKELEVEL make -s B="$T/b" manuals
	is 'nobody complains' "$(cat "$T/err")" ''
	made=$T/b/manuals
	for file in $(ls ./*/mgc*.[157] lib/*/mgc*.[157]); do
		file=${file##*/}
		ok "$file is a page of HTML" sh -c 'head -1 "$1" | grep -q "<!DOCTYPE html>" && grep -q "</html>" "$1"' - "$made/$file.html"
		ok "$file is a PDF" sh -c 'head -c 5 "$1" | grep -q "%PDF-" && tail -n 1 "$1" | grep -q "%%EOF"' - "$made/$file.pdf"
		is "$file stands in the index" "$(grep -c "href=\"$file.html\".*href=\"$file.pdf\"" "$made/index.html")" 1
	done
	cat "$made"/*.html | grep -o 'href="[^"#]*' | sed 's/href="//' | sort -u >"$T/links"
	grep -v '^https:' "$T/links" | while read -r link; do
		[ -z "$link" ] || [ -s "$made/$link" ] || echo "$link"
	done >"$T/broken"
	is 'no link leads nowhere' "$(cat "$T/broken")" ''
	is 'a page of ours is linked here' "$(grep -c '^https:.*/mgc' "$T/links")" 0
else
	skip 'manuals' 'no mandoc'
fi
done_testing
