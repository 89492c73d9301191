#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual: pages are well formed, their options are those of the programs, their examples run.
#
# An example is a .Dl line or a .Bd -literal block in EXAMPLES. A comment before it may say
# `.\" not run: why` or `.\" needs COMMAND`. Those of a page run one after the other in a folder
# with song.mp3, music/fast and music/slow, features.csv and MODEL.
. tests/lib.sh
pages=$(ls ./*/mgc*.[157] lib/*/mgc*.[157])
here=$PWD

# --- form
for page in $pages; do
	if command -v mandoc >/dev/null; then
		ok "$page is well formed" mandoc -T lint -W warning "$page"
	else
		ok "$page is well formed # SKIP no mandoc" true
	fi
done

# --- options, as --list-options has them
options_of_page() {
	sed -n 's/^\.It Fl //p' "$1" | sed 's/ Ar / /; s/ Ns Op Cm \(.*\)/ [\1]/; s/ | =/|/; s/^-/--/; s/^\(.\) , -/-\1 --/' | sort
}

for program in $(find -H "$bin" -maxdepth 1 ! -type d | sort); do
	short=${program##*/}
	page=$short/mgc-$short.1
	if [ ! -f "$page" ]; then
		ok "mgc-$short has a manual page" false
		continue
	fi
	is "mgc-$short has the options of its page" "$("$program" --list-options | sort)" \
		"$(options_of_page "$page")"
	is "mgc-$short does one thing, by its page" "$(grep -c '^\.Nd .* and ' "$page")" 0
done

# --- examples
# wav RATE BYTE_RATE: the header of float samples whose number is unknown, numbers as octal bytes
wav() {
	printf 'RIFF\377\377\377\377WAVEfmt \020\0\0\0\003\0\001\0%b%b\004\0\040\0data\377\377\377\377' \
		"$1" "$2"
}

# pieces of the bundled song, those in `fast` played at twice their speed
make_folder() {
	mkdir -p "$T/bin" "$T/folder/music/slow" "$T/folder/music/fast" || return 1
	for program in $(find -H "$bin" -maxdepth 1 ! -type d); do
		ln -s "$program" "$T/bin/mgc-${program##*/}" || return 1
	done
	cat >"$T/bin/mgc" <<-END
		#!/bin/sh
		exec '$here/pipelines/mgc' "\$@"
	END
	chmod +x "$T/bin/mgc" || return 1
	cp pipelines/song/prelude.mp3 "$T/folder/song.mp3" || return 1
	ln -s "$here/models/seed-gtzan.safetensors" "$T/folder/MODEL" || return 1
	for i in 0 1 2; do
		piece="mgc-decode --raw --start $((9 * i)) --duration 4 $T/folder/song.mp3"
		{ wav '\042\126\0\0' '\210\130\001\0' && $piece; } >"$T/folder/music/slow/$i.wav" &&
			{ wav '\104\254\0\0' '\020\261\002\0' && $piece; } >"$T/folder/music/fast/$i.wav" ||
			return 1
	done
	mgc-decode --labels "$T/folder/music" | mgc-split | mgc-featurize -o "$T/folder/features.csv"
}

# writes the examples of a page to $T/examples/1, 2, ...: their text, and the command they need
take_examples() {
	rm -rf "$T/examples"
	mkdir "$T/examples"
	awk -v folder="$T/examples/" '
	function plain(text) { gsub(/\\e/, "\\", text); gsub(/\\&/, "", text); return text }
	function put(text) {
		if (!skip) {
			file = folder (++n)
			print "# needs " (need == "" ? "sh" : need) "\n" text >file
			close(file)
		}
		skip = 0
		need = ""
	}
	/^\.Sh/ { examples = $2 == "EXAMPLES" }
	!examples { next }
	/^\.\\" not run: / { skip = 1 }
	/^\.\\" needs / { need = $3 }
	/^\.Dl / { put(plain(substr($0, 5))) }
	/^\.Ed/ { block = 0; put(text) }
	block { text = text plain($0) "\n" }
	/^\.Bd -literal/ { block = 1; text = "" }' "$1"
}

# what a program says of trouble fails an example, even if the last command of it ends well; a
# minute for each, more where the machine is emulated
run_example() {
	(cd "$T/run" && timeout "${WRAP:+10}300" sh -e "$1" >/dev/null 2>"$T/err" </dev/null)
	got=$?
	cat "$T/err" "$1"
	[ $got = 0 ] && ! grep -q '^mgc' "$T/err"
}

PATH=$T/bin:$PATH
unset MGC_MODEL MGC_SIMD
ok 'a folder for the examples' make_folder
for page in $pages; do
	take_examples "$page"
	rm -rf "$T/run"
	cp -R "$T/folder" "$T/run"
	ok "$page has examples" sh -c 'sed "1,/^\.Sh EXAMPLES/d" "$1" | grep -q "^\.Dl\|^\.Bd"' - "$page"
	i=1
	while [ -f "$T/examples/$i" ]; do
		need=$(sed -n '1s/.* //p' "$T/examples/$i")
		if command -v "$need" >/dev/null; then
			ok "$page, example $i" run_example "$T/examples/$i"
		else
			ok "$page, example $i # SKIP no $need" true
		fi
		i=$((i + 1))
	done
done
plan "$n_tests"
