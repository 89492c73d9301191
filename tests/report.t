#!/bin/sh
# SPDX-License-Identifier: MIT
# mgc report: the page that it writes, read by parsers and by a browser that are not ours.
. tests/lib.sh
here=$PWD
command -v bash >/dev/null || skip_all 'no bash'
command -v gnuplot >/dev/null || skip_all 'no gnuplot'

make_tree
report() { "$p/report" "$@"; }
cd "$T" || exit 1

head='track,segment,start,label,predicted,confidence,p_jazz,p_rock,status,model'
{
	echo "$head,sounds_like"
	echo 'a/<script>window.hit=1</script>.mp3,,,,rock,0.75,0.25,0.75,ok,own:12345678,<b>guitar</b>'
	echo '"a/""it'"'"'s"" & co.mp3",,,,rock,0.9,0.1,0.9,ok,own:12345678,'
	echo 'a/3.mp3,,,,jazz,0.6,0.6,0.4,ok,own:12345678,'
	printf '"a/two\nlines \377\376 \342\200\256.mp3",,,,jazz,0.55,0.55,0.45,ok,own:12345678,\n'
	echo 'b/1.mp3,,,Jazz,rock,0.8,0.2,0.8,ok,own:12345678,'
	echo 'b/2.mp3,,,Jazz,jazz,0.8,0.8,0.2,ok,own:12345678,'
	echo 'b/3.mp3,,,Jazz,jazz,0.8,0.8,0.2,ok,own:12345678,'
	echo 'c/1.mp3,,,,jazz,0.8,0.8,0.2,ok,own:12345678,'
	echo 'c/2.mp3,,,,jazz,0.8,0.8,0.2,ok,own:12345678,'
	echo 'c/3.mp3,,,,jazz,0.8,0.8,0.2,ok,own:12345678,'
	echo 'c/bad.mp3,,,,,,,,failed: <i>no music</i>,own:12345678,'
	echo 'c/quiet.mp3,,,,,,,,silent,own:12345678,'
	echo 'c/talk1.mp3,,,,,,,,no music (speech 0.93),own:12345678,'
	echo 'c/talk2.mp3,,,,,,,,no music (speech 0.51),own:12345678,'
} >t.csv
sed 's/$/,0.5/; 1s/0.5$/typical/; s/^\(c.[12]\.mp3.*\),0.5$/\1,0.0199/' t.csv >typical.csv
printf 'c/odd.mp3,,,,,,0.5,0.5,unlike,own:12345678,,0.001\n' >>typical.csv
echo "$head" >empty.csv
printf '%s\nx.mp3,,,,,,,,failed: cut short,own:12345678\n' "$head" >failed.csv
awk -v head="$head" 'BEGIN {
	print head
	for (i = 0; i < 3000; i++)
		printf "d%d/%d.mp3,,,,rock,%.4f,%.4f,%.4f,ok,own:1\n", i / 10, i, 0.5 + i / 6001, 0.5 - i / 6001, 0.5 + i / 6001
}' >many.csv

status 'a page' 0 report -t 'Ours & <yours>' -o t.html t.csv
is 'in silence' "$(cat out err)" ''
status 'of an empty table' 0 report -o empty.html empty.csv
status 'of failed files alone' 0 report -o failed.html failed.csv
status 'of three thousand songs' 0 report --rows 100 -o many.html many.csv

status 'of songs like none of the genres' 0 report -o typical.html typical.csv

# --- what it says
says() { ok "$1" grep -qF -e "$2" "${3:-t.html}"; }
rows_of() { sed -n "/<table class=\"$1\"/,/<.table>/p" "$2" | grep -c '^<tr>'; }
says 'its title is text' '<h1>Ours &amp; &lt;yours&gt;</h1>'
says 'the songs that have a genre' '<b>10</b> songs with a genre'
says 'the failed ones' '<b>1</b> failed'
says 'the silent ones' '<b>1</b> silent'
says 'others by their kind' '<b>2</b> no music<'
says 'what is like none of the genres' '<b>3</b> like none of these genres' typical.html
is 'beside each' "$(grep -c '<td class="status">like none of these genres</td>' typical.html)" 3
is 'and nothing of it where nobody knows' "$(grep -c 'like none' t.html)" 0
says 'the model' 'own:12345678'
says 'a genre' '<tr><td>jazz</td><td class="num">7</td><td class="num">70.0 %</td><td class="num">74 %</td></tr>'
is 'the genre of most songs first' "$(grep -o '^<tr><td>[a-z]*' t.html | tr -d '\n')" '<tr><td>jazz<tr><td>rock'
is 'the least sure first' "$(sed -n '/The least sure/,/<.table>/p' t.html | grep -o 'class="num" data-v="[0-9.]*"' | head -2 | tr -dc '0-9. \n')" ' 0.5500
 0.6000'
is 'folders that disagree' "$(rows_of folders t.html)" 2
says 'with themselves' '<bdi>a</bdi></td><td class="num">3</td><td class="num">1</td><td>jazz</td><td class="heard">jazz 2, rock 1</td>'
says 'with their label' '<bdi>b</bdi></td><td class="num">3</td><td class="num">1</td><td>jazz (label)</td><td class="heard">jazz 2, rock 1</td>'
says 'why a file failed' '<td>&lt;i&gt;no music&lt;/i&gt;</td>'
says 'a name is text' '<small><bdi>a/&lt;script&gt;window.hit=1&lt;</bdi>'
says 'a remark too' '>&lt;b&gt;guitar&lt;/b&gt;<'
says 'quotes' '&quot;it&#39;s&quot; &amp; co.mp3'
says 'what is no text is replaced' "$(printf 'two lines \357\277\275\357\277\275 \357\277\275.mp3')"
is 'a row a song' "$(rows_of 'songs sorts filters' t.html)" 14
is 'two charts, each of two widths' "$(grep -o 'data:image/svg+xml,' t.html | wc -l | tr -d ' ')" 4
is 'nothing is from elsewhere' "$(grep -oE '(src|srcset|href)="[^"]{0,5}' t.html | sort -u | tr '\n' ' ')" 'href="#fail src="data: srcset="data: '
ok 'an empty table has no charts' sh -c '! grep -q data:image/svg empty.html'
says 'and says so' 'The table has none.' empty.html
ok 'nor have failed files' sh -c '! grep -q data:image/svg failed.html'
says 'which are named' '<td>cut short</td>' failed.html
says 'too many songs' 'Of 3000 songs the 100 of which the model is least sure; the rest is in the table.' many.html
is 'are so many' "$(rows_of 'songs sorts filters' many.html)" 100
says 'the least sure' '<bdi>99.mp3</bdi><small><bdi>d9</bdi>' many.html
ok 'and no others' sh -c '! grep -q 100.mp3 many.html'
cp t.html again.html
report -t 'Ours & <yours>' -o again.html t.csv
ok 'the same table gives the same page' cmp t.html again.html

echo '{"track":"a/x.mp3","label":null,"predicted":"rock","p_jazz":0.25,"p_rock":0.75,"status":"ok"}' >lines.jsonl
status 'of lines of JSON' 0 report -o lines.html lines.jsonl
says 'the song' '<bdi>x.mp3</bdi>' lines.html

# --- read by others
for page in t empty failed many typical; do
	if command -v xmllint >/dev/null; then
		ok "$page: well-formed, as XML" xmllint --noout $page.html
	else
		skip "$page: well-formed" 'no xmllint'
	fi
	if command -v python3 >/dev/null; then
		ok "$page: every element ends, as HTML" python3 - $page.html <<'END'
import html.parser, sys

class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
    def handle_starttag(self, tag, attributes):
        assert len(dict(attributes)) == len(attributes), attributes
        self.open.append(tag)
    def handle_startendtag(self, tag, attributes):
        assert tag in ("meta", "img", "source"), tag
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

reader = Reader()
reader.feed(open(sys.argv[1], encoding="utf-8").read())
reader.close()
assert reader.open == [], reader.open
END
	else
		skip "$page: every element ends" 'no python3'
	fi
done

# --- in a browser: the script runs, names do not
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)
[ -z "${WRAP:-}" ] || browser=''
dom() { # FILE OPTION...
	"$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$T/profile" --virtual-time-budget=5000 \
		--dump-dom "file://$T/$1" 2>/dev/null
}
if [ -n "$browser" ] && echo '<p>up</p>' >up.html && dom up.html | grep -q up; then
	cat >act.html <<'END'
<script>
addEventListener("load", () => {
	const table = document.querySelector("table.filters"), names = () =>
		Array.from(table.tBodies[0].rows).filter(row => !row.hidden).map(row => row.querySelector("bdi").textContent).join("|");
	const words = document.querySelector("input[type=search]"), genre = document.querySelector("select");
	const did = [];
	words.value = " talk MP3"; words.dispatchEvent(new Event("input")); did.push(names());
	words.value = "a"; words.dispatchEvent(new Event("input"));
	genre.value = "rock"; genre.dispatchEvent(new Event("input"));
	words.value = ""; words.dispatchEvent(new Event("input")); did.push(names());
	genre.value = ""; genre.dispatchEvent(new Event("input"));
	table.querySelectorAll("th button")[2].click(); did.push(names().split("|")[0] + "," + table.tBodies[0].rows[13].querySelector("bdi").textContent);
	table.querySelectorAll("th button")[2].click(); did.push(names().split("|")[0]);
	did.push(window.hit === undefined ? "no hit" : "hit");
	did.push(document.documentElement.scrollWidth > document.documentElement.clientWidth ? "too wide" : "fits");
	document.title = "did " + did.join(" / ");
});
</script>
END
	cat t.html act.html >acted.html
	is 'filtered and sorted' "$(dom acted.html | grep -o '<title>did [^<]*')" \
		"<title>did talk1.mp3|talk2.mp3 / script&gt;.mp3|\"it's\" &amp; co.mp3|1.mp3 / two lines $(printf '\357\277\275\357\277\275 \357\277\275').mp3,talk2.mp3 / \"it's\" &amp; co.mp3 / no hit / fits"
else
	skip 'filtered and sorted' 'no browser'
fi

# --- what is refused leaves the page as it is
echo old >kept.html
status 'a table that is not there' 1 report -o kept.html nowhere.csv
is 'is named' "$(cat err)" 'mgc report: nowhere.csv: no such file'
mkfifo fifo
status 'a table that can be read but once' 1 report -o kept.html fifo
: >nothing.csv
status 'an empty file' 1 report -o kept.html nothing.csv
printf 'a,b\n1,2\n' >other.csv
status 'a table of other things' 1 report -o kept.html other.csv
is 'says so' "$(cat err)" 'mgc-page: other.csv: line 1: is no table of predictions: it lacks a column track or predicted'
printf '%s\nx,0,0,,jazz,1,1,0,ok,m\n' "$head" >segments.csv
status 'a table of segments' 1 report -o kept.html segments.csv
is 'says so' "$(cat err)" 'mgc-page: segments.csv: line 2: is of a segment: a report is of whole songs'
printf '%s\nx,,,,jazz,1,1,0,ok' "$head" >cut.csv
status 'a table that is cut short' 1 report -o kept.html cut.csv
is 'the page is as it was' "$(cat kept.html)" old
status 'a full disk' 1 bash -c 'ulimit -f 4; exec "$@"' - "$p/report" -o kept.html many.csv
is 'leaves it too' "$(cat kept.html)" old
is 'and nothing beside it' "$(ls -A | grep -c '^\.mgc-')" 0
status 'no page is named' 2 report t.csv
status 'no number of rows' 2 report --rows x -o kept.html t.csv
status 'no table' 2 report -o kept.html
cd "$here" || exit 1
done_testing
