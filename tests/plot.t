#!/bin/sh
# SPDX-License-Identifier: MIT
. tests/lib.sh
plot=$bin/plot

cat >"$T/one.csv" <<'EOF'
track,segment,start,label,predicted,confidence,p_blues,p_jazz,p_rock
song,,,,jazz,0.7,0.1,0.7,0.2
EOF
cat >"$T/segments.csv" <<'EOF'
track,segment,start,label,predicted,confidence,p_blues,p_jazz,p_rock
song,0,0,jazz,jazz,0.6,0.1,0.6,0.3
song,1,3,jazz,jazz,0.8,0.1,0.8,0.1
song,2,6.5,jazz,rock,0.5,0.1,0.4,0.5
EOF
cat >"$T/labelled.csv" <<'EOF'
track,segment,start,label,predicted,confidence,p_blues,p_jazz,p_rock
a,,,blues,blues,0.8,0.8,0.1,0.1
b,,,blues,jazz,0.7,0.1,0.7,0.2
c,,,jazz,jazz,0.7,0.1,0.7,0.2
d,,,polka,rock,0.9,0.1,0,0.9
e,,,,rock,0.9,0.1,0,0.9
EOF
cat >"$T/history.csv" <<'EOF'
epoch,loss,accuracy,val_loss,val_accuracy
1,2,0.25,2.1,0.2
2,1.5,0.5,1.75,0.45
3,1,0.75,1.8,0.4
EOF
printf 'epoch,loss,accuracy,val_loss,val_accuracy\n1,2,0.25,,\n2,1,0.5,,\n' >"$T/train.csv"
printf 'track,segment,start,label,x\na,0,0,l,1\na,1,1,l,2\nb,0,0,m,5\na,2,2,l,4\n' >"$T/f.csv"
cat >"$T/learning.csv" <<'END'
series,songs,accuracy,error
seed,2,0.5,0.05
seed,4,0.625,
"net ""a""",2,0.75,0.01
END

# --- text
want='song: jazz 70 %
jazz  ##############        70.0 %
rock  ####                  20.0 %
blues ##                    10.0 %'
is 'bars as text' "$($plot -w 34 "$T/one.csv")" "$want"
is 'bars in block characters' "$(LC_ALL=en_US.UTF-8 $plot -w 22 --top 1 "$T/one.csv" | tail -1)" \
	"jazz  █████▋    70.0 %"
is 'LANG stands back behind LC_ALL' "$(LC_ALL=C LANG=C.UTF-8 $plot --top 1 "$T/one.csv" | grep -c '#')" 1
is 'each segment has its bars' "$($plot "$T/segments.csv" | grep -c 'song segment')" 3
is 'a line is as wide as asked for' \
	"$($plot -w 50 "$T/segments.csv" | sed '1d;/^$/d;/segment/d' | awk '{ print length }' | sort -u)" 50
is 'no colour outside a terminal' "$($plot "$T/one.csv" | tr -dc '\033' | wc -c | tr -d ' ')" 0
is 'history as text' "$($plot "$T/history.csv" | sed -n 4p)" \
	'best epoch   accuracy  45.0 %  loss 1.75 (epoch 2)'
is 'history without validation' "$($plot "$T/train.csv" | grep -c validation)" 0
is 'confusion as text' "$($plot --confusion "$T/labelled.csv" | tr -s ' ')" \
	'Confusion: accuracy 50.0 % (2 of 4 tracks right)
true blues jazz rock right
blues 1 1 0 50.0 %
jazz 0 1 0 100.0 %
rock 0 0 0 -
(no class) 0 0 1 0.0 %'
is 'a column as text' "$($plot --column x "$T/f.csv" | tr -s ' ' | sed -n 3p)" 'l 3 1 1.5 2 3 4'
printf 'label,x\na,0\na,1\na,1\na,2\nb,8\nb,10\n' >"$T/h.csv"
printf 'x\n0\n1\n2\n2\n4\n5\n' >"$T/plain.csv"
is 'a histogram as text' "$($plot --histogram x -w 38 "$T/plain.csv")" 'Histogram of x
6 rows, 5 bins from 0 to 5
         0          1 ####           1
         1          2 ####           1
         2          3 #######        2
         3          4                0
         4          5 #######        2'
is 'a histogram by label' "$($plot --histogram x "$T/h.csv")" 'Histogram of x
6 rows, 10 bins from 0 to 10
a        4 .=.       
b        2         =='
is 'on a short line bins share a column' "$($plot --histogram x -w 20 "$T/h.csv" | tail -1)" \
	'b        2         ='
is 'a histogram of one value' "$(printf 'x\n3\n3\n' | $plot --histogram x | sed -n 2p)" \
	'2 rows, 1 bin from 2.85 to 3.15'
for x in 5e-324 -5e-324 0 1e30 1e-310; do
	status "a histogram of $x alone" 0 sh -c "printf 'x\n$x\n$x\n' | $plot --histogram x"
done
is 'of any table, and a group without label is named' \
	"$(printf 'x\n1\n3\n' | $plot --column x | tr -s ' ' | sed -n 3p)" '(no label) 2 1 1.5 2 2.5 3'
is 'a terminal sequence in a name is not passed on' \
	"$(printf 'track,predicted,p_a\n\033[31mx,a,1\n' | $plot | head -1)" '?[31mx: a 100 %'

# a row is out before the next one comes
mkfifo "$T/fifo"
$plot --top 1 <"$T/fifo" >"$T/live" &
exec 3>"$T/fifo"
printf 'track,predicted,p_a\nx,a,1\n' >&3
wait_for test -s "$T/live"
is 'rows are drawn as they arrive' "$(head -1 "$T/live")" 'x: a 100 %'
exec 3>&-
wait

# --- scripts
is 'a script has its numbers inline' "$($plot --script "$T/one.csv" | grep -c '^0 70$')" 1
is 'a script ends what it began' "$($plot --script "$T/one.csv" | tail -1)" 'unset output'
is 'a script names the picture' "$($plot --script -o a.svg "$T/one.csv" | grep '^set output')" \
	"set output 'a.svg'"
is 'a script for a name that gnuplot would run' \
	"$($plot --script -o '|a.svg' "$T/one.csv" | grep '^set output')" "set output './'.'|a.svg'"
status 'a script cannot hold a quote in the name' 2 $plot --script -o "a'.svg" "$T/one.csv"
is 'mean over segments' "$($plot --script "$T/segments.csv" | grep -c '^1 60$')" 1
is 'too many tracks are counted by class' \
	"$($plot --script --max-tracks 4 "$T/labelled.csv" | grep -c '5 tracks by predicted class')" 1
is 'so many tracks have a panel each' \
	"$($plot --script --max-tracks 5 "$T/labelled.csv" | grep -c '^plot .bars')" 5
is 'all are counted where none may have a panel' \
	"$($plot --script --max-tracks 0 "$T/one.csv" | grep -c '1 track by predicted class')" 1
is 'a width without a height' "$($plot --script --size 400 -o a.svg "$T/one.csv" | grep -o 'size 400,[0-9]*')" \
	"$($plot --script -o a.svg "$T/one.csv" | grep -o 'size 860,[0-9]*' | sed 's/860/400/')"
is 'bars of a histogram by label' \
	"$($plot --script --histogram x "$T/h.csv" | grep -c '^0 1 2 2 0.88$\|^1 8 9 1 0.88$')" 2
is 'shares of the true class' "$($plot --script --confusion "$T/labelled.csv" | grep -c '^1 0 0.5$')" 1

is 'epochs are whole numbers on their axis' \
	"$($plot --script "$T/history.csv" | grep -c '^set xtics 1 ')" 2
is 'and so are songs' "$($plot --script "$T/learning.csv" | grep -c '^set xtics 1 ')" 1
is 'text stands out from a cell of middling colour' \
	"$($plot --script --confusion "$T/labelled.csv" | grep "^set label '50'" | grep -c '#222222')" 2

# --- mistakes
status 'no such file' 1 $plot "$T/none.csv"
status 'empty input' 1 $plot /dev/null
status 'a header alone' 1 sh -c "head -1 '$T/one.csv' | $plot"
is 'and it says so' "$(cat "$T/err")" 'mgc-plot: <stdin>: line 2: no rows below the header: nothing to draw'
status 'a header alone, as a picture' 1 sh -c "head -1 '$T/one.csv' | $plot -o '$T/x.png'"
status 'a header alone, history' 1 sh -c "head -1 '$T/history.csv' | $plot"
status 'a header alone, column' 1 sh -c "head -1 '$T/f.csv' | $plot --column x"
status 'no table of ours' 1 sh -c "printf 'a,b\n1,2\n' | $plot"
status 'features without --column' 1 $plot "$T/f.csv"
is 'and it says what to do' "$(grep -c -e '--column NAME or --histogram NAME' "$T/err")" 1
status 'no such column' 1 $plot --column y "$T/f.csv"
refused 'no such column for a histogram' 1 "no column 'y'" $plot --histogram y "$T/f.csv"
refused 'a histogram of text' 1 'line 2' $plot --histogram track "$T/f.csv"
refused 'a histogram past all charts' 1 'too large' sh -c "printf 'x\n1e31\n' | $plot --histogram x"
refused 'a histogram of no rows' 1 'no rows' sh -c "printf 'x\n' | $plot --histogram x"
status 'a column of text' 1 $plot --column track "$T/f.csv"
is 'file and line are named' "$(cut -d: -f 2,3 "$T/err" | sed 's/.*f.csv/f.csv/')" 'f.csv: line 2'
status 'no labels to compare with' 1 $plot --confusion "$T/one.csv"
status 'nor for the reliability' 1 $plot --reliability "$T/one.csv"
status '--reliability on a history' 1 $plot --reliability "$T/history.csv"
is 'a learning curve as text' "$($plot "$T/learning.csv" | tr -s ' ')" 'Learning curve: accuracy by songs of each class
seed 2 50.0 % +- 5.0
seed 4 62.5 % +- 0.0
net "a" 2 75.0 % +- 1.0'
is 'and as a picture' "$($plot --script "$T/learning.csv" | grep -c '^2 50 5$\|^4 62.5 0$\|^2 75 1$')" 3
printf 'series,songs,accuracy\na,1,1.5\n' >"$T/wrong.csv"
status 'an accuracy past 1' 1 $plot "$T/wrong.csv"
# ten that say 0.9, of which 6 are right, and ten that say 0.5, of which 5 are: (0.3 + 0) / 2
{ echo label,predicted,p_a,p_b
for i in 0 1 2 3 4 5 6 7 8 9; do
	[ $i -lt 6 ] && echo a,a,0.9,0.1 || echo b,a,0.9,0.1
	[ $i -lt 5 ] && echo a,a,0.5,0.5 || echo polka,a,0.5,0.5
done; } >"$T/sure.csv"
is 'reliability as text' "$($plot --reliability "$T/sure.csv" | tr -s ' ')" 'Reliability: 11 of 20 tracks right, 55.0 %, calibration error 15.0 %
confidence stated right count
 47 - 53 % 50.0 % 50.0 % 10
 87 - 93 % 90.0 % 60.0 % 10'
is 'and as a picture' "$($plot --script --reliability "$T/sure.csv" | grep -c '^86.6666667 93.3333333 60 90 10$')" 1
status '--confusion on a history' 1 $plot --confusion "$T/history.csv"
for p in 1.5 -0.1 nan x '' 1e400; do
	status "no probability: '$p'" 1 sh -c "printf 'track,predicted,p_a\nx,a,$p\n' | $plot"
done
status 'predicted is no class' 1 sh -c "printf 'track,predicted,p_a\nx,b,1\n' | $plot"
status 'a ragged row' 1 sh -c "printf 'track,predicted,p_a\nx,a\n' | $plot"
status 'accuracy past 1' 1 sh -c "printf 'epoch,loss,accuracy\n1,1,2\n' | $plot"
status 'a loss past all charts' 1 sh -c "printf 'epoch,loss,accuracy\n1,1e31,1\n' | $plot"
awk 'BEGIN { printf "predicted"; for (i = 0; i < 257; i++) printf ",p_" i; print "" }' >"$T/wide.csv"
status 'too many classes' 1 $plot "$T/wide.csv"
status 'an unknown suffix' 2 $plot -o a.jpg "$T/one.csv"
is 'and the three are named' "$(grep -c 'png.*svg.*pdf' "$T/err")" 1
status 'no suffix' 2 $plot -o png "$T/one.csv"
status 'an unknown option' 2 $plot --bars
status 'two tables' 2 $plot "$T/one.csv" "$T/one.csv"
for size in 10x10 100 x400 400x 400x0 400x400x400 99999999999999999999x400 8000x8000; do
	status "--size $size" 2 $plot --size $size "$T/one.csv"
done
status 'two charts at once' 2 $plot --confusion --column x "$T/f.csv"
refused 'and they are named' 2 '--column and --histogram' $plot --column x --histogram x "$T/f.csv"
status 'the same twice is one' 0 $plot --column label --column x "$T/f.csv"
if [ -c /dev/full ]; then
	status 'a full disk' 1 sh -c "$plot '$T/one.csv' >/dev/full"
else
	ok 'a full disk # SKIP no /dev/full' true
fi
ln -s /dev/full "$T/full.png"
status 'a full disk, as a picture' 1 $plot -o "$T/full.png" "$T/one.csv"
status 'no folder for the picture' 1 $plot -o "$T/none/a.png" "$T/one.csv"
status 'standard output closed' 1 sh -c "$plot '$T/one.csv' >&-"
mkdir "$T/bin"
status 'gnuplot is missing' 1 env PATH="$T/bin" "$plot" -o "$T/x.png" "$T/one.csv"
is 'and it says what to do' "$(grep -c 'install gnuplot' "$T/err")" 1
printf '#!/bin/sh\necho "line 7: out of ink" >&2\nexit 1\n' >"$T/bin/gnuplot"
chmod +x "$T/bin/gnuplot"
status 'gnuplot fails' 1 env PATH="$T/bin:$PATH" $plot -o "$T/x.png" "$T/one.csv"
is 'in one line' "$(cat "$T/err")" 'mgc-plot: gnuplot failed: line 7: out of ink'
printf '#!/bin/sh\necho half a picture\nkill -9 $$\n' >"$T/bin/gnuplot"
status 'gnuplot dies midway' 1 env PATH="$T/bin:$PATH" $plot -o "$T/x.png" "$T/one.csv"
printf '#!/bin/sh\necho half a picture\nexit 1\n' >"$T/bin/gnuplot"
status 'gnuplot gives up midway' 1 env PATH="$T/bin:$PATH" $plot -o "$T/x.png" "$T/one.csv"
printf '#!/bin/sh\nexit 0\n' >"$T/bin/gnuplot"
status 'gnuplot draws nothing' 1 env PATH="$T/bin:$PATH" $plot -o "$T/x.png" "$T/one.csv"
# all is well, says a gnuplot whose picture lacks its last bytes
printf '#!/bin/sh\nprintf "\\211PNG half"\n' >"$T/bin/gnuplot"
refused 'a PNG cut short' 1 'cut short' env PATH="$T/bin:$PATH" $plot -o "$T/x.png" "$T/one.csv"
printf '#!/bin/sh\nprintf "<svg><g>half</g>\\n</svg"\n' >"$T/bin/gnuplot"
refused 'an SVG cut short' 1 'cut short' env PATH="$T/bin:$PATH" $plot -o "$T/x.svg" "$T/one.csv"
printf '#!/bin/sh\nprintf "%%%%PDF-1.5\\n%%%%%%%%EO"\n' >"$T/bin/gnuplot"
refused 'a PDF cut short' 1 'cut short' env PATH="$T/bin:$PATH" $plot -o "$T/x.pdf" "$T/one.csv"
is 'and leaves nothing behind' "$(ls "$T" | grep -c '^x')" 0
printf '#!/bin/sh\nprintf "%%%%PDF-1.5\\n%%%%%%%%EOF\\n"\n' >"$T/bin/gnuplot"
status 'a whole one is taken' 0 env PATH="$T/bin:$PATH" $plot -o "$T/x.pdf" "$T/one.csv"

# --- pictures
if ! command -v gnuplot >/dev/null; then
	skip 'pictures' 'no gnuplot'
	done_testing
	exit
fi
pictures() {
	for suffix in png SVG pdf; do
		$plot -o "$T/p1.$suffix" "$T/one.csv" && $plot -o "$T/p2.$suffix" "$T/segments.csv" &&
			$plot -o "$T/p3.$suffix" "$T/labelled.csv" &&
			$plot --max-tracks 2 -o "$T/p4.$suffix" "$T/labelled.csv" &&
			$plot --confusion -o "$T/p5.$suffix" "$T/labelled.csv" &&
			$plot --reliability -o "$T/p6.$suffix" "$T/labelled.csv" &&
			$plot -o "$T/p9.$suffix" "$T/history.csv" &&
			$plot -o "$T/p7.$suffix" "$T/train.csv" &&
			$plot -o "$T/p10.$suffix" "$T/learning.csv" &&
			$plot --column x -o "$T/p8.$suffix" "$T/f.csv" &&
			$plot --histogram x -o "$T/p11.$suffix" "$T/h.csv" &&
			$plot --histogram x -o "$T/p12.$suffix" "$T/plain.csv" || return 1
	done
}
ok 'every chart in every format' pictures
is 'no chart says a word' "$(cat "$T/.log")" ''
is 'PNG is PNG, PDF is PDF' "$(head -c 4 "$T/p1.png" | tail -c 3)$(head -c 4 "$T/p1.pdf")" 'PNG%PDF'
$plot -o "$T/again.png" "$T/one.csv"
ok 'the same table, the same picture' cmp "$T/p1.png" "$T/again.png"

# names that try to be commands: none may leave a file or break the picture
(
	cd "$T" || exit
	awk 'BEGIN {
		q = "\047"
		n = split(q "; system(" q "touch pwned" q ") #|`touch pwned`|\nsystem(" q "touch pwned" q \
			")\n|" q q q ".system(\"\"touch pwned\"\")." q q "|EOD\n!touch pwned\n|" \
			"@GPVAL_TERM {/Bold %s%n} \\|\\|<b>&amp;</text>|}}}{{{|# x|$(touch pwned)|-|" \
			"\nEOD\nset output \"\"pwned\"\"\n", name, "|")
		printf "track,label,predicted"
		for (i = 1; i <= n; i++) printf ",\"p_%s\"", name[i]
		for (r = 1; r <= n; r++) {
			printf "\n\"%s\",\"%s\",\"%s\"", name[r], name[n + 1 - r], name[r]
			for (i = 1; i <= n; i++) printf ",%g", i == r
		}
		print ""
	}' >hostile.csv
)
hostile() {
	for suffix in png svg pdf; do
		(cd "$T" && "$1" --max-tracks 48 -o h.$suffix hostile.csv && "$1" -o h.$suffix hostile.csv &&
			"$1" --confusion -o c.$suffix hostile.csv &&
			"$1" --histogram 'p_`touch pwned`' -o b.$suffix hostile.csv &&
			"$1" --script --max-tracks 48 -o s.$suffix hostile.csv | gnuplot -) || return 1
	done
}
ok 'hostile names make pictures' hostile "$(cd "${plot%/*}" && pwd)/plot"
ok 'and nothing else' test ! -e "$T/pwned"
# rows without an answer
printf 'track,segment,start,label,predicted,confidence,p_a,p_b,status\nx.mp3,,,a,,,,,silent\ny.mp3,,,b,b,0.75,0.25,0.75,ok\n' >"$T/unanswered.csv"
is 'a track without an answer says why' "$(plot "$T/unanswered.csv" | sed -n '1p;3p')" 'x: silent, no answer (labelled a)
y: b 75 % (labelled b)'
ok 'does not count' grep -q '1 of 1' <<EOF
$(plot --confusion "$T/unanswered.csv")
EOF
status 'a picture of the others' 0 plot -o "$T/unanswered.svg" "$T/unanswered.csv"
sed 3d "$T/unanswered.csv" >"$T/none.csv"
refused 'a picture of none' 1 'no row has an answer' plot -o "$T/none.svg" "$T/none.csv"
# a library: the first tracks have bars, the rest is counted
awk 'BEGIN {
	print "track,segment,start,label,predicted,confidence,p_a,p_bb,status"
	for (i = 0; i < 1000; i++)
		printf "t%d,,,,%s,0.75,%s,%s\n", i, i % 4 ? "bb" : "a", i % 4 ? "0.25,0.75" : "0.75,0.25", i == 999 ? "ok" : "ok"
	print "x,,,,,,,,silent"
}' >"$T/many.csv"
plot -w 40 "$T/many.csv" >"$T/many.txt"
is 'a thousand tracks fit a screen' "$(wc -l <"$T/many.txt" | tr -d ' ')" 51
is 'those without bars are counted' "$(sed -n '/^and/,$p' "$T/many.txt" | tr -s ' #' ' ')" \
	'and 989 more, by class, some without an answer
bb 741
a 247'
is 'as many as are asked for have bars' "$(plot --max-tracks 3 "$T/many.csv" | grep -c '^t[0-9]')" 3
is 'or none' "$(plot --max-tracks 0 "$T/many.csv" | head -2 | tr -s ' #\n' ' ')" '1001 tracks by class, some without an answer bb 750 '
sed 's/,,,,/,1,0,,/' "$T/many.csv" >"$T/segments.csv"
is 'segments all have bars' "$(plot "$T/segments.csv" | grep -c '^t[0-9]')" 1000
awk 'BEGIN {
	print "track,label,predicted,confidence,p_alpha,p_beta,p_gamma,p_delta"
	print "a,alpha,alpha,1,1,0,0,0"; print "b,alpha,beta,1,0,1,0,0"; print "c,beta,beta,1,0,1,0,0"
}' >"$T/wide.csv"
is 'a matrix that is too wide is a line a class' "$(plot --confusion -w 30 "$T/wide.csv" | sed 1d)" \
	'alpha  50 % of 2, else most...
beta  100 % of 1
gamma   0 % of 0
delta   0 % of 0'
# a terminal: up over the chart before, and clear
cut -d, -f1-8 "$T/segments.csv" | head -3 >"$T/two.csv"
pty "$T/live" -- sh -c "exec plot --live '$T/two.csv' >/dev/tty"
ok 'redrawn in place' grep -q "$(printf '\033\[3A\033\[J')" "$T/live"
{
	head -1 "$T/two.csv"
	for class in a a bb a bb bb bb; do echo "x,$((n += 1)),$n,,$class,0.5,0.5,0.5"; done
} >"$T/past.csv"
pty "$T/live" -- sh -c "exec plot --live -w 40 '$T/past.csv' >/dev/tty"
is 'below it what it was before' "$(tr -d '\r' <"$T/live" | grep '^before')" 'before: a
before: a x2
before: bb, a x2
before: a, bb, a x2
before: bb, a, bb, a x2
before: bb x2, a, bb, a x2'
ok 'in its place too' grep -q "$(printf '\033\[4A\033\[J')" "$T/live"
ok 'not into a file' sh -c "! plot --live '$T/two.csv' | grep -q '$(printf '\033')'"
# characters that no font has: a square, and a word on it; an SVG is its reader's to show
printf 'track,label,predicted,confidence,p_a,p_b\nx\364\217\277\274y,,a,0.75,0.75,0.25\n' >"$T/fonts.csv"
status 'a character without a font' 0 sh -c "plot -o '$T/fonts.png' '$T/fonts.csv' 2>'$T/fonts.err'"
ok 'is told once, with a font for it' grep -q 'U+10FFFC.*fonts-noto' "$T/fonts.err"
is 'in one line' "$(wc -l <"$T/fonts.err" | tr -d ' ')" 1
is 'an SVG holds it' "$(plot -o "$T/fonts.svg" "$T/fonts.csv" 2>&1; grep -c "$(printf '\364\217\277\274')" "$T/fonts.svg")" 1
done_testing
