#!/bin/sh
# SPDX-License-Identifier: MIT
# Splits that the user gives, as lists and as tables, and pairs that belong together.
. tests/lib.sh
number() {
	perl -MJSON::PP -e 'my $file = shift; local $/; open my $f, "<", $file or die; my $v = decode_json(<$f>);
		$v = ref $v eq "ARRAY" ? $v->[$_] : $v->{$_} for @ARGV; print $v // "null"' "$@"
}
awk 'function random() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
BEGIN {
	seed = 11
	print "track,segment,start,label,x,y"
	for (t = 0; t < 30; t++)
		for (r = 0; r < 2; r++)
			printf "%s.%05d,%d,0,%s,%.6f,%.6f\n", t % 2 ? "rock" : "jazz", t, r, t % 2 ? "rock" : "jazz",
			    t % 2 + random(), random()
}' >"$T/f.csv"
list() { # FROM TO: the tracks of those numbers, as published lists write them
	awk -v from="$1" -v to="$2" 'BEGIN { for (t = from; t <= to; t++) { g = t % 2 ? "rock" : "jazz"; printf "%s/%s.%05d.wav\n", g, g, t } }'
}
rows() { # LIST: the header and the rows of a list
	head -1 "$T/f.csv"
	sed 's|.*/||; s|\.wav$|,|' "$1" | grep -F -f - "$T/f.csv"
}
list 0 17 >"$T/train.txt" && list 18 21 >"$T/valid.txt" && list 22 27 >"$T/test.txt"
for part in train valid test; do rows "$T/$part.txt" >"$T/$part.csv"; done
quick() { train -q --hidden 8 --epochs 5 "$@"; }

quick --train "$T/train.txt" --validation "$T/valid.txt" --test "$T/test.txt" --report "$T/r.json" \
	--predictions "$T/p.csv" -o "$T/m" "$T/f.csv" >"$T/h.csv"
parts() { for part in train validation test; do printf '%s ' "$(number "$1" $part tracks)"; done; }
is 'tracks by the lists, none of the rest' "$(parts "$T/r.json")" '18 4 6 '
is 'the test tracks are tested' "$(cut -d, -f1 "$T/p.csv" | tail -n +2 | sort | tr '\n' ' ')" \
	"$(sed 's|.*/||; s|\.wav$||' "$T/test.txt" | sort | tr '\n' ' ')"
is 'the report says so' "$(number "$T/r.json" split)" given
for part in train valid test; do
	{ printf '\357\273\277' && sed 's/$/\r/' "$T/$part.txt"; } >"$T/$part.windows.txt"
done
quick --train "$T/train.windows.txt" --validation "$T/valid.windows.txt" --test "$T/test.windows.txt" --report "$T/w.json" "$T/f.csv" >"$T/wh.csv"
ok 'lists with a byte order mark and CRLF say the same' cmp "$T/r.json" "$T/w.json"
quick --train "$T/train.csv" --validation "$T/valid.csv" --test "$T/test.csv" --report "$T/t.json" >"$T/th.csv"
ok 'tables do the same as lists' cmp "$T/h.csv" "$T/th.csv"
ok 'with the same scores' cmp "$T/r.json" "$T/t.json"
awk -F, -v OFS=, '{ print $6, $5, "other", $4, $1 }' "$T/test.csv" >"$T/turned.csv"
awk -F, -v OFS=, 'NR == 1 { $3 = "extra" } NR > 1 { $3 = 7 } 1' "$T/turned.csv" >"$T/turned2.csv"
quick --train "$T/train.csv" --validation "$T/valid.csv" --test "$T/turned2.csv" --report "$T/t.json" >"$T/th.csv"
is 'columns are found by name' "$(number "$T/t.json" test accuracy)" "$(number "$T/r.json" test accuracy)"
quick --test "$T/test.txt" --report "$T/r.json" "$T/f.csv" >"$T/x"
is 'all the rest is trained on' "$(parts "$T/r.json")" '24 null 6 '
quick --test "$T/test.txt" --validation-share 0.25 --report "$T/r.json" "$T/f.csv" >"$T/x"
is 'and some of it is watched' "$(parts "$T/r.json")" '18 6 6 '
quick --train "$T/train.txt" --validation "$T/valid.txt" --test "$T/test.txt" --folds 11 --predictions "$T/p.csv" "$T/f.csv" >"$T/x"
is 'folds leave the test alone' "$(tail -n +2 "$T/p.csv" | cut -d, -f1 | sort | tr '\n' ' ')" \
	"$(cat "$T/train.txt" "$T/valid.txt" | sed 's|.*/||; s|\.wav$||' | sort | tr '\n' ' ')"
quick --train "$T/train.txt" --temperature fit --validation "$T/valid.txt" --report "$T/r.json" - <"$T/f.csv" >"$T/x"
is 'lists and standard input' "$(parts "$T/r.json")" '18 4 null '

# --- what is bad
refused 'no such list' 1 'No such file' train -q --test "$T/none" "$T/f.csv"
refused 'no such table' 1 'No such file' train -q --train "$T/none"
refused 'a list of others' 1 'names no track' train -q --test "$T/f.csv" "$T/f.csv"
refused 'a track on two sides' 1 "also in another part" train -q --train "$T/train.txt" --test "$T/train.txt" "$T/f.csv"
refused 'a track in two tables' 1 "also in another part" train -q --train "$T/train.csv" --test "$T/train.csv"
refused 'a table without a column' 1 "no column 'y'" sh -c \
	'cut -d, -f1-5 "$1/test.csv" >"$1/cut.csv" && train -q --train "$1/train.csv" --test "$1/cut.csv"' - "$T"
refused 'rows cannot be split twice' 2 'the split is given' train --split rows --test "$T/test.txt" "$T/f.csv"
{ cat "$T/test.txt"; echo polka/polka.00001.wav; } >"$T/more.txt"
status 'an unknown name is passed over' 0 train -q --hidden 2 --epochs 1 --test "$T/more.txt" "$T/f.csv"
ok 'and said' grep -q '1 of its tracks are not in the table' "$T/err"

# --- pairs: twins of one label, which a network that has heard the other knows by heart
awk 'BEGIN {
	print "track,label,a,b,c,d,e,f,g,h"
	for (t = 0; t < 60; t++)
		for (r = 0; r < 2; r++) {
			printf "s%d%s,%s", t, r ? "b" : "a", t * 7919 % 61 % 2 ? "a" : "b"
			for (c = 1; c <= 8; c++)
				printf ",%.6f", sin(t * 12.9 * c + c * c)
			print ""
		}
}' >"$T/twins.csv"
awk 'BEGIN { for (t = 0; t < 60; t++) printf "x/s%da.wav s%db\n", t, t }' >"$T/pairs.txt"
learn() { train -q --hidden 64 --dropout 0 --epochs 100 --learning-rate 0.01 --batch 20 --folds 10 --report "$T/twins.json" "$@" "$T/twins.csv" >"$T/x"; number "$T/twins.json" held_out accuracy; }
ok 'twins give each other away' awk -v x="$(learn)" 'BEGIN { print x; exit !(x > 0.9) }'
ok 'joined they do not' awk -v x="$(learn --duplicates "$T/pairs.txt")" 'BEGIN { print x; exit !(x < 0.75) }'
refused 'folds of pairs' 1 '61 folds of 60 tracks' train -q --folds 61 --duplicates "$T/pairs.txt" "$T/twins.csv"
refused 'no pair' 1 'is one name, not two' sh -c 'echo s1a >"$1/one" && train -q --duplicates "$1/one" "$1/twins.csv"' - "$T"
# --- artists: of five tracks each, and a sampler
awk 'BEGIN {
	print "track,segment,label,artist,x,y"
	for (t = 0; t < 60; t++) {
		artist = t < 50 ? "band " int(t / 5) : t < 55 ? "Various Artists" : ""
		for (r = 0; r < 2; r++)
			printf "t%d,%d,%s,%s,%d.5,%d\n", t, r, int(t / 5) % 2 ? "a" : "b", artist, int(t / 5) % 2 + t % 3, r
	}
}' >"$T/bands.csv"
parted() { # TABLE: artists that stand on two sides of the split
	quick --test-share 0.3 --predictions "$T/p.csv" --report "$T/r.json" "$@" "$T/bands.csv" >"$T/x"
	awk -F, 'NR == FNR { test[$1] = 1; next } FNR > 1 && $4 ~ /^band/ { if (test[$1]) in_test[$4] = 1; else in_train[$4] = 1 }
		END { for (a in in_test) n += a in in_train; print n + 0 }' "$T/p.csv" "$T/bands.csv"
}
is 'no artist is on two sides' "$(parted)" 0
is 'the report says so' "$(number "$T/r.json" split)" artists
is 'a share of the tracks' "$(number "$T/r.json" test tracks | awk '{ print ($1 >= 14 && $1 <= 22) }')" 1
ok 'tracks may be split alone' test "$(parted --split tracks)" -gt 0
is 'the report says so too' "$(number "$T/r.json" split)" tracks
is 'folds keep artists together' "$(quick --folds 5 --predictions "$T/p.csv" --report "$T/r.json" "$T/bands.csv" >"$T/x"
	perl -MJSON::PP -0 -ne 'print join " ", map { $_->{tracks} } @{decode_json($_)->{folds}}' "$T/r.json")" '12 12 12 12 12'
cut -d, -f1,3,5- "$T/bands.csv" >"$T/nobody.csv"
{ printf 'track\tartist\tmore\n' && awk -F, 'NR > 1 && $2 == 0 { print $1 ".mp3\t" $4 "\tx" }' "$T/bands.csv"; } >"$T/artists.tsv"
for option in --artists --group; do
	quick --test-share 0.3 --predictions "$T/p2.csv" --report "$T/r2.json" $option "$T/artists.tsv" "$T/nobody.csv" >"$T/x"
	is "artists from a file ($option)" "$(number "$T/r2.json" split)" artists
done
quick --test-share 0.3 --predictions "$T/p.csv" "$T/bands.csv" >"$T/x"
ok 'the same ones' cmp "$T/p.csv" "$T/p2.csv"
quick --report "$T/r2.json" "$T/nobody.csv" >"$T/x"
is 'where there are none, tracks' "$(number "$T/r2.json" split)" tracks
refused 'no such file of artists' 1 'No such file' train --artists "$T/nowhere" "$T/nobody.csv"
done_testing
