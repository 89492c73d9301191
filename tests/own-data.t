#!/bin/sh
# SPDX-License-Identifier: MIT
# A user's own genres, from a folder of audio to answers, without touching code; and the tables that
# users come with: each works, or is refused with a sentence that says what to do.
. tests/lib.sh
unset MGC_MODEL
here=$PWD
command -v bash >/dev/null || skip_all 'no bash'
make_tree
pipelines=$p
number() {
	perl -MJSON::PP -e 'my $file = shift; local $/; open my $f, "<", $file or die; my $v = decode_json(<$f>);
		$v = ref $v eq "ARRAY" ? $v->[$_] : $v->{$_} for @ARGV; print $v // "null"' "$@"
}
music=$T/music
mkdir -p "$music/guitar" "$music/church organ" "$music/drums"
for i in 1 2 3 4 5 6; do
	synth pluck $i 6 >"$music/guitar/$i.wav"
	synth organ $((i + 10)) 6 >"$music/church organ/$i.wav"
	synth noise $((i + 20)) 6 >"$music/drums/$i.wav"
done

# --- the walk
for set in seed extended; do
	status "extract --set $set" 0 "$pipelines/extract" --set $set "$music"
	cp "$T/out" "$T/$set.csv"
	status "train --set $set" 0 "$pipelines/train" "$T/$set.csv" -o "$T/$set" --folds 3
	ok "held out, most are right ($set)" awk -v x="$(number "$T/$set/report.json" held_out track_accuracy)" \
		'BEGIN { print x; exit !(x > 0.8) }'
	for genre in guitar 'church organ' drums; do
		case $genre in guitar) kind=pluck ;; drums) kind=noise ;; *) kind=organ ;; esac
		synth $kind 99 8 >"$T/new.wav"
		status "demo on a new piece: $genre ($set)" 0 "$pipelines/demo" --no-play -m "$T/$set/model.safetensors" "$T/new.wav"
		is 'is told' "$(sed -n '1s/ [0-9]* %$//p' "$T/out")" "new: $genre"
	done
	status "evaluate ($set)" 0 "$pipelines/evaluate" "$T/$set.csv" --folds 3
	is 'a line each way of counting' "$(grep -c '^| [0-9r].* +- ' "$T/out")" 2
done
is 'a row a track' "$(wc -l <"$T/extended.csv" | tr -d ' ')" 19
status 'no such set' 2 "$pipelines/extract" --set loudness "$music"
is 'the model knows its set' "$(predict -m "$T/extended/model.safetensors" --options featurize)" '--set extended'
is 'and how to listen' "$(predict -m "$T/extended/model.safetensors" --options live)" '--seconds 12 --hop 4'
refused 'rows of another set' 1 'which the model needs' predict -m "$T/extended/model.safetensors" "$T/seed.csv"

# --- how many songs are enough
status 'learning-curve' 0 "$pipelines/learning-curve" --repeats 2 "seed=$T/seed.csv" "extended=$T/extended.csv"
is 'a row for each number of songs and each set' "$(cut -d, -f1,2 "$T/out" | tr '\n' ' ')" \
	'series,songs seed,1 seed,2 seed,4 extended,1 extended,2 extended,4 '
ok 'plot draws it' plot "$T/out"
# all songs of a class by one artist: it cannot be learnt and tested
{ echo 'track,label,artist,x'; for i in 1 2 3 4; do printf 'a%d,a,one,%d\nb%d,b,b %d,-%d\n' $i $i $i $i $i; done; } >"$T/one.csv"
status 'a class with one artist' 1 "$pipelines/learning-curve" "$T/one.csv"
ok 'is refused, and said so' grep -q 'or one artist: it cannot be learnt' "$T/err"
for i in 1 2 3 4; do printf 'a%d\tA %d\nmusic/b%d.mp3\tB %d\n' $i $((i / 2)) $i $((i / 3)); done >"$T/artists.of"
status 'but not where a file names others' 0 "$pipelines/learning-curve" --repeats 1 --artists "$T/artists.of" "$T/one.csv" --arch lda
ok 'tests are of other artists: two or three songs are left' grep -q '^one,[23],' "$T/out"
status 'no such table' 2 "$pipelines/learning-curve" seed=nowhere.csv
printf 'track,label,x\na,a,1\nb,b,2\n' >"$T/ones.csv"
mkdir "$T/ones" && : >"$T/ones/confusion.png"
status 'train, nothing can be held out' 0 "$pipelines/train" "$T/ones.csv" --epochs 2 -o "$T/ones"
ok 'is said' grep -q '^mgc train: too few tracks to hold any out' "$T/err"
is 'the model is there, and no chart of another' "$(ls "$T/ones" | grep -v curves.png | tr '\n' ' ')" \
	'history.csv model.safetensors predictions.csv report.json '
status 'a class with one track' 1 "$pipelines/learning-curve" "seed=$T/ones.csv"
ok 'is refused, and said so' grep -q 'a class with one track' "$T/err"
status 'a name without a table' 2 "$pipelines/learning-curve" seed
is 'a table without a name' "$("$pipelines/learning-curve" --repeats 1 "$T/seed.csv" | cut -d, -f1 | uniq | tr '\n' ' ')" \
	'series seed '

# --- a long song: the average, and with -v the genre over time
{ synth pluck 7 70; } >"$T/long.wav"
status 'demo on a minute' 0 "$pipelines/demo" --no-play -v -m "$T/extended/model.safetensors" "$T/long.wav"
is 'one answer, then three pieces' "$(grep -c '^long' "$T/out")" 4

# --- lists for evaluate
for part in 1 2 3; do
	for genre in guitar 'church organ' drums; do
		case $part in 1) set -- 1 2 3 ;; 2) set -- 4 ;; 3) set -- 5 6 ;; esac
		for i; do echo "$genre/$i.wav"; done
	done >"$T/$part.txt"
done
status 'evaluate with lists' 0 "$pipelines/evaluate" "$T/extended.csv" --recipe ensemble --folds 3 \
	--train "$T/1.txt" --validation "$T/2.txt" --test "$T/3.txt"
is 'two lines more' "$(grep -c 'unknown artists' "$T/out")" 2
# two tracks an artist; of folds of tracks there is a line beside those of artists
for genre in guitar 'church organ' drums; do
	for i in 1 2 3 4 5 6; do printf '%s/%d.wav\t%s %d\n' "$genre" $i "$genre" $((i / 2)); done
done >"$T/artists.tsv"
status 'evaluate with artists' 0 "$pipelines/evaluate" "$T/extended.csv" --recipe ensemble --folds 3 --artists "$T/artists.tsv"
is 'both kinds of folds' "$(grep -c 'folds of whole artists\|folds of whole tracks' "$T/out")" 2
status 'a list without a test' 2 "$pipelines/evaluate" "$T/extended.csv" --train "$T/1.txt"

# --- tables of all kinds, through the default and through the others
both() { # NAME TABLE OPTION...: is trained on, by both, and the model answers
	name=$1 table=$2
	shift 2
	for recipe in default ensemble linear; do
		status "$name, $recipe" 0 train -q --epochs 3 --recipe $recipe "$@" -o "$T/m" "$table"
		ok 'gives a model that answers' sh -c 'scale -m "$1/m" "$2" | predict -m "$1/m"' - "$T" "$table"
	done
}
awk -F, 'NR == 1 || $4 == "drums" || $4 == "guitar"' "$T/extended.csv" >"$T/two.csv"
both 'two classes' "$T/two.csv"
awk -F, '$4 != "drums" || $1 ~ /1.wav/' "$T/extended.csv" >"$T/single.csv"
both 'a class with one track' "$T/single.csv"
both 'and in folds' "$T/single.csv" --folds 3
awk -F, 'NR == 1 || NR < 8 || NR % 3 == 0' "$T/extended.csv" >"$T/unbalanced.csv"
both 'unbalanced classes' "$T/unbalanced.csv" --folds 2
awk -F, -v OFS=, 'NR == 1 { print $0, "flat", "zero"; next } { print $0, 7, 0 }' "$T/extended.csv" >"$T/flat.csv"
both 'constant columns' "$T/flat.csv"
head -5 "$T/extended.csv" >"$T/few.csv" && tail -2 "$T/extended.csv" >>"$T/few.csv"
both 'more columns than rows' "$T/few.csv"
refused 'one class' 1 'there is nothing to tell apart' sh -c \
	'awk -F, "NR == 1 || \$4 == \"drums\"" "$1/extended.csv" | train -q -' - "$T"
refused 'no labels' 1 'see --label' sh -c \
	'awk -F, -v OFS=, "NR > 1 { \$4 = \"\" } 1" "$1/extended.csv" | train -q -' - "$T"
refused 'more folds than tracks' 1 '19 folds of 18 tracks' train -q --folds 19 "$T/extended.csv"
# --- tables as others write them
mkdir -p "$T/others"
awk 'BEGIN { print "track,label,x,y"; for (i = 0; i < 24; i++) printf "t%d,%s,%.3f,%.3f\n", i, i % 2 ? "jazz" : "rock", (i % 2) * 3 + (i * 7 % 10) / 10, i * 3 % 5 }' >"$T/others/plain.csv"
printf %s "$(cat "$T/others/plain.csv")" >"$T/others/no-newline.csv"
awk 'NR > 1 { printf "\r\n" } { printf "%s", $0 }' "$T/others/plain.csv" >"$T/others/spreadsheet.csv"
awk '{ print (NR == 1 ? "" : NR - 2) "," $0 }' "$T/others/plain.csv" >"$T/others/pandas.csv"
train -q --epochs 2 "$T/others/plain.csv" >"$T/expected"
for f in no-newline spreadsheet pandas; do
	status "a table from elsewhere: $f" 0 sh -c "train -q --epochs 2 '$T/others/$f.csv' >'$T/got'"
	ok 'learns the same' cmp -s "$T/expected" "$T/got"
done
tr , ';' <"$T/others/plain.csv" >"$T/others/semicolons.csv"
refused 'semicolons' 1 'semicolons' train -q "$T/others/semicolons.csv"
sed '2,$s/\.\([0-9]*\)/,\1/g; 2,$s/\([0-9]*,[0-9]*\),\([0-9]*,[0-9]*\)$/"\1","\2"/' "$T/others/plain.csv" >"$T/others/commas.csv"
refused 'decimal commas' 1 'decimal comma' train -q "$T/others/commas.csv"
awk 'NR == 1 { print } NR > 1 { print NR - 1 "," $0 }' "$T/others/plain.csv" >"$T/others/r.csv"
refused 'names of rows without a column' 1 'names of rows have no column' train -q "$T/others/r.csv"
done_testing
