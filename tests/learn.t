#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc learn: from tags to a model, with a map of genres in between that the user edits.
. tests/lib.sh
here=$PWD
if ! command -v bash >/dev/null || ! command -v gnuplot >/dev/null; then
	skip_all 'no bash or no gnuplot'
fi
make_tree
mkdir "$T/m"
cd "$T" || exit 1

# tone HZ FILE [GENRE ARTIST]: FLAC, in which a block of tags follows that of STREAMINFO
octal() { printf '\\%03o' "$1"; }
field() { printf "$(octal ${#1})\\0\\0\\0" && printf %s "$1"; }
tone() {
	encode flac 1 22050 50000 "$1" tone.flac
	if [ -z "${3:-}" ]; then
		mv tone.flac "$2"
		return
	fi
	{ printf '\0\0\0\0\002\0\0\0' && field "GENRE=$3" && field "ARTIST=$4"; } >tags
	{ head -c 42 tone.flac && printf '\004\0\0'"$(octal "$(wc -c <tags)")" && cat tags && tail -c +43 tone.flac; } >"$2"
}
# labels: of the songs held out, and how many have it
labels() { "$bin/helpers/columns" label <own/predictions.csv | tr '\0' '\n' | sort | uniq -c | tr -s ' \n' ' '; }
i=0
for genre in 'Hip-Hop' 'hip hop' 'HIP HOP' 'Hip-Hop' 'Hip-Hop; Rap' 'Rap'; do
	tone $((200 + 7 * i)) "m/a$i.flac" "$genre" "Artist $((i / 2))"
	tone $((3000 + 70 * i)) "m/b$i.flac" Whistles "Whistler $((i / 2))"
	i=$((i + 1))
done
tone 500 m/c0.flac Ragas Somebody
tone 500 'm/no tag.flac'
echo text >m/text.mp3

status 'learn' 0 "$p/learn" m -o own --set seed --min-songs 5
cp err first.err
is 'writes the map of genres' "$(grep -v '^#' own/genres.map)" 'Whistles -> Whistles
Hip-Hop; hip hop; HIP HOP -> Hip-Hop
Ragas -> Ragas
Rap -> Rap'
is 'which makes them one' "$(labels)" ' 5 Hip-Hop 6 Whistles '
ok 'says what is left out' grep -q 'Rap: left out, it has 1 songs of at least 5$' err
ok 'names what cannot be read' grep -q 'm/text.mp3' err
ok 'keeps artists on one side' grep -q 'by artists' err
is 'leaves a model of them' "$(predict -m own/model.safetensors --describe | tr -d ' \n\t' | sed 's/.*"classes":\[\([^]]*\)\].*/\1/')" '"Hip-Hop","Whistles"'
ok 'and scores' test -s own/report.json
# the map is the user's
sed -i -e 's/^Rap -> Rap/Rap -> hip hop/' -e 's/-> Hip-Hop/-> hip hop/' -e 's/^Ragas.*/Ragas -> /' own/genres.map
cp own/genres.map edited
touch -r own/features.csv stamp
status 'learn again' 0 "$p/learn" m -o own --set seed --min-songs 5
ok 'leaves what was edited' cmp own/genres.map edited
is 'learns by it' "$(labels)" ' 6 Whistles 6 hip hop '
ok 'takes the features that are there' [ ! own/features.csv -nt stamp ]
tone 900 m/d0.flac Fado Amalia
status 'a new genre' 0 "$p/learn" m -o own --set seed --min-songs 5
is 'is added' "$(tail -1 own/genres.map)" 'Fado -> Fado'
tone 3333 'm/wrong one.flac' Hip-Hop 'Artist 9'
status 'a song with another tag' 0 "$p/learn" m -o own --set seed --min-songs 5
is 'is said' "$(sed -n 's/ ([01][0-9.]* and .*)$//; s/.*suspects.csv: .*: \([0-9]*\); .*/\1/p; /wrong/p' err)" \
	"$(($(wc -l <own/suspects.csv) - 1))
mgc learn: m/wrong one.flac: hip hop in its tags, Whistles by its sound"

printf 'no arrow\n' >>own/genres.map
status 'a map that is none' 1 "$p/learn" m -o own --set seed
is 'is named' "$(tail -1 err)" 'mgc learn: own/genres.map: line 9: no ->'
mkdir n && cp 'm/no tag.flac' n
status 'songs without tags' 1 "$p/learn" n -o other --set seed
is 'are no library to learn from' "$(tail -1 err)" 'mgc learn: n: no song has a genre in its tags'
status 'nothing' 2 "$p/learn"
cd "$here" || exit 1
done_testing
