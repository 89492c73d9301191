#!/bin/sh
# SPDX-License-Identifier: MIT
. tests/lib.sh
cat >"$T/f.csv" <<'EOF'
track,segment,start,label,x,y
a,0,0,a,1,-1
a,1,3,a,3,0.5
"b,""c
",0,0,polka,-5,2
d,0,0,,0,0
EOF
scale --fit "$T/s.json" "$T/f.csv" >"$T/in.csv"
mkmodel "$T/s.json" >"$T/model"

predict -m "$T/model" "$T/in.csv" >"$T/tracks.csv"
is 'the header' "$(head -1 "$T/tracks.csv")" 'track,segment,start,label,predicted,confidence,p_a,p_b,p_c,status,typical,model'
is 'a model that does not say leaves typical empty' "$(grep '^[ad],' "$T/tracks.csv" | awk -F, '{ print $(NF - 1) }' | sort -u)" ''
refused 'and cannot reject' 1 'does not say what songs are typical' predict -m "$T/model" --reject 0.1 "$T/in.csv"
is 'a row for a track' "$(cut -d, -f1 "$T/tracks.csv" | tr '\n' ' ')" 'track a "b " d '
# gzip counts the same checksum, and writes it low byte first
crc=$(gzip -c <"$T/model" | tail -c 8 | head -c 4 | od -A n -t x1 | awk '{ print $4 $3 $2 $1 }')
is 'each row names the model, by file and checksum' "$(grep '^[ad],' "$T/tracks.csv" | sed 's/.*,//' | uniq)" "model:$crc"
cp "$T/model" "$T/my own.safetensors"
is 'without its suffix' "$(predict -m "$T/my own.safetensors" "$T/in.csv" | tail -1 | sed 's/.*,//')" "my own:$crc"
sed '$d' "$T/f.csv" | scale --fit "$T/s2.json" >/dev/null && mkmodel "$T/s2.json" >"$T/other" && mkdir "$T/2" && mv "$T/other" "$T/2/model"
ok 'another one of that name is another' sh -c '! predict -m "$1/2/model" "$1/f.csv" | grep -q "$2"' - "$T" "model:$crc"
predict -m "$T/model" --per segment "$T/in.csv" >"$T/segments.csv"
is 'a row for a segment' "$(grep -c '^a,[01],[03],a,' "$T/segments.csv")" 2
is 'probabilities add up to 1' "$(awk -F, '/^[ad],/ { s = $7 + $8 + $9; n += s > 0.999999 && s < 1.000001 } END { print n }' \
	"$T/segments.csv")" 3
is 'a track is the mean of its segments' "$(awk -F, 'FNR == 1 { file++ } /^a,/ { if (file == 1) s += $7 / 2; else d = s - $7 }
	END { print (d < 1e-7 && d > -1e-7) }' "$T/segments.csv" "$T/tracks.csv")" 1
is 'columns are found by name' "$(awk -F, '{ print $6 ",0," $5 "," $7 }' "$T/in.csv" | sed '1s/,0,/,other,/;/"/d;s/"//g' |
	grep '[0-9],0,\|y,other,x' | predict -m "$T/model" --per segment | tail -1 | cut -d, -f6-)" \
	"$(tail -1 "$T/segments.csv" | cut -d, -f6-)"

# --- raw rows are scaled by the model, those that it scaled are taken as they are, others refused
scale -m "$T/model" "$T/f.csv" >"$T/own.csv"
predict -m "$T/model" "$T/f.csv" >"$T/raw-tracks.csv"
predict -m "$T/model" "$T/own.csv" >"$T/own-tracks.csv"
ok 'raw rows, and the same rows scaled' cmp "$T/raw-tracks.csv" "$T/own-tracks.csv"
is 'the scaler of a file is known in the model' "$(cut -d, -f7 "$T/in.csv" | tail -1)" \
	"$(cut -d, -f7 "$T/own.csv" | tail -1)"
sed 's/,0,0,polka,-5/,0,0,polka,-6/' "$T/f.csv" | scale --fit "$T/foreign.json" >"$T/foreign.csv"
refused 'rows of another scaler' 1 'scaled by another scaler' predict -m "$T/model" "$T/foreign.csv"
{ cat "$T/own.csv" && sed 1d "$T/foreign.csv"; } >"$T/mixed.csv"
refused 'rows of two scalers' 1 'line 7: scaled by another scaler' predict -m "$T/model" "$T/mixed.csv"
refused 'rows scaled twice' 1 'scaled already' scale -m "$T/model" "$T/own.csv"
refused 'rows scaled twice, --fit' 1 'scaled already' scale --fit "$T/x.json" "$T/own.csv"
refused 'raw and scaled rows' 1 'line 7: has 6 fields' sh -c "cat '$T/own.csv' '$T/f.csv' | predict -m '$T/model'"

# --- rows of another front end
made() { awk -v word="$1" '{ print $0 (NR == 1 ? ",front_end" : "," word) }' "$T/plain.csv"; }
printf 'track,x,y\na,1,2\nb,0,1\n' >"$T/plain.csv"
made seed/22050/window:0.2:0.5 >"$T/made.csv"
status 'made as the model wants it' 0 predict -m "$T/model" "$T/made.csv"
is 'in silence' "$(cat "$T/err")" ''
made seed/22050 >"$T/made.csv"
status 'cut otherwise' 0 predict -m "$T/model" "$T/made.csv"
ok 'is said' grep -q "made.csv: rows are of 'seed/22050', the model was trained on" "$T/err"
is 'once' "$(wc -l <"$T/err" | tr -d ' ')" 1
status 'cut otherwise, -q' 0 predict -q -m "$T/model" "$T/made.csv"
is 'is not said' "$(cat "$T/err")" ''
made extended/22050/window:0.2:0.5 >"$T/made.csv"
refused 'of another set' 1 'another feature set, or rate' predict -m "$T/model" "$T/made.csv"
made seed/16000 >"$T/made.csv"
refused 'of another rate' 1 'another feature set, or rate' predict -m "$T/model" "$T/made.csv"
made '' >"$T/made.csv"
status 'that do not say' 0 predict -m "$T/model" "$T/made.csv"
predict -m "$T/model" --segments "$T/beside.csv" "$T/f.csv" >"$T/tracks2.csv"
ok 'segments beside tracks' sh -c "predict -m '$T/model' --per segment '$T/f.csv' | cmp - '$T/beside.csv'"
ok 'and the tracks' cmp "$T/tracks2.csv" "$T/raw-tracks.csv"

# --- what somebody heard in the tracks, in another order
cat >"$T/heard.csv" <<'EOF'
track,tag_blues,tag_jazz,tag_music,tag_speech
d,0,0.25,0.5,0.125
a,0.125,0,0.125,0.75
EOF
printf '"b,""c\n",0.5,0.25,0.75,0\n' >>"$T/heard.csv"
status 'what was heard' 0 predict -m "$T/model" --heard "$T/heard.csv" "$T/f.csv"
is 'is in columns before the model' "$(sed 's/.*,\([^,]*,[^,]*\),[^,]*$/\1/;1q' "$T/out")" 'music,sounds_like'
is 'says what is no music, without an answer' "$(grep '^a,' "$T/out" | sed 's/,model:.*//')" \
	'a,,,a,,,,,,no music (speech 0.75),,0.125,speech 0.75'
is 'and what the rest sounds like' "$(grep -c -e '^",.*,ok,[^,]*,0.75,blues 0.50; jazz 0.25,' -e '^d,.*,ok,[^,]*,0.5,jazz 0.25; blues 0.00,' "$T/out")" 2
is 'which changes no other field' "$(sed '/^a,/d;s/,[^,]*,[^,]*\(,model\)/\1/' "$T/out")" "$(sed '/^a,/d' "$T/raw-tracks.csv")"
status 'by segment' 0 predict -m "$T/model" --per segment --heard "$T/heard.csv" "$T/f.csv"
is 'of all segments' "$(grep -c '^a,[01],.*,no music (speech 0.75),,0.125,speech 0.75,' "$T/out")" 2
status 'beside a report' 0 predict -m "$T/model" --heard "$T/heard.csv" --report "$T/r.json" "$T/f.csv"
ok 'which no music is no part of' grep -q '"rows":[[:space:]]*1,' "$T/r.json"
sed '/^d/d' "$T/heard.csv" >"$T/less.csv"
status 'a track that nobody heard' 0 predict -m "$T/model" --heard "$T/less.csv" "$T/f.csv"
is 'has no answer' "$(grep '^d,' "$T/out" | sed 's/,model:.*//')" 'd,,,,,,,,,not heard,,,'
refused 'a table of something else' 1 'f.csv: line 1: no column tag_...' predict -m "$T/model" --heard "$T/f.csv" "$T/f.csv"
refused 'no table' 1 'No such file' predict -m "$T/model" --heard "$T/nowhere" "$T/f.csv"
sed 's/0.25,0.75,0$/0.25,0.75,x/' "$T/heard.csv" >"$T/bad.csv"
refused 'a damaged one' 1 "bad.csv: line 4: column tag_speech: 'x'" predict -m "$T/model" --heard "$T/bad.csv" "$T/f.csv"
{ cat "$T/heard.csv" && echo 'z,1,1,1'; } >"$T/bad.csv"
refused 'one that is damaged behind all that is asked for' 1 'bad.csv: line 6' predict -m "$T/model" --heard "$T/bad.csv" "$T/f.csv"
mkfifo "$T/hears"
{ cat "$T/heard.csv"; sleep 5; } >"$T/hears" &
{ cat "$T/f.csv"; sleep 5; } | predict -m "$T/model" --heard "$T/hears" >"$T/early.csv" &
wait_for grep -q '^",.*ok' "$T/early.csv" # d may have rows yet
is 'live, an answer comes when it is known' "$(grep -c '^a,' "$T/early.csv")" 1
wait

# --- a report
refused 'two forms' 2 'is --format jsonl, not csv' predict -m "$T/model" --json --format csv "$T/in.csv"
status 'one form, said twice' 0 predict -m "$T/model" --json --format jsonl "$T/in.csv"
predict -m "$T/model" --report "$T/r.json" "$T/in.csv" >/dev/null
field() {
	sed -n "s/^[[:space:]]*\"$1\":[[:space:]]*\(.*[^,]\),*\$/\1/p" "$T/r.json" | head -1
}
is 'labelled rows' "$(field rows) $(field tracks) $(field unknown_labels)" '3 2 1'
for name in accuracy track_accuracy top2_accuracy loss ece track_ece macro_f1 level classes confusion; do
	ok "has $name" grep -q "\"$name\"" "$T/r.json"
done
sed 's/,a,\|,polka,/,,/' "$T/in.csv" >"$T/unlabelled.csv"
rm "$T/r.json"
refused 'a report without labels' 1 'no row carries a label' \
	predict -m "$T/model" --report "$T/r.json" "$T/unlabelled.csv"
ok 'is not written' test ! -e "$T/r.json"
if [ -c /dev/full ]; then
	refused 'no room for it' 1 'No space' predict -m "$T/model" --report /dev/full "$T/in.csv"
else
	skip 'no room for it' 'no /dev/full'
fi

# --- what a model says of itself
ok '--describe is JSON with the front end' \
	sh -c "predict -m '$T/model' --describe | grep -q '\"front_end\"'"
is 'options of decode' "$(predict -m "$T/model" --options decode)" '--rate 22050'
is 'options of split' "$(predict -m "$T/model" --options split)" '--window 0.2 --overlap 0.5'
is 'options of featurize' "$(predict -m "$T/model" --options featurize)" '--set seed'
refused 'options of no program' 2 'none of decode' predict -m "$T/model" --options train
if command -v python3 >/dev/null; then
	ok 'another reader opens it' python3 - "$T/model" <<'EOF'
import json, struct, sys
data = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", data[:8])[0]
header = json.loads(data[8:8 + n])
meta = header.pop("__metadata__")
assert all(type(v) is str for v in meta.values()) and json.loads(meta["classes"]) == ["a", "b", "c"]
end = 0
for t in sorted(header.values(), key=lambda t: t["data_offsets"]):
    begin, stop = t["data_offsets"]
    size = 1
    for d in t["shape"]:
        size *= d
    assert t["dtype"] == "F32" and begin == end and stop - begin == 4 * size
    struct.unpack("<%df" % size, data[8 + n + begin:8 + n + stop])
    end = stop
assert 8 + n + end == len(data) and n % 8 == 0
EOF
else
	skip 'another reader opens it' 'no python3'
fi

# --- what is bad: rows
bad() { # NAME WORDS TEXT
	printf "$3" >"$T/bad.csv"
	refused "$1" 1 "$2" predict -m "$T/model" "$T/bad.csv"
}
bad 'an empty table' 'empty' ''
bad 'no rows' 'no rows' 'track,x,y\n'
bad 'a feature is missing' "no column 'y', which the model needs" 'track,x\na,1\n'
bad 'a ragged row' 'line 2: has 2 fields' 'track,x,y\na,1\n'
bad 'no number' "column x: 'z'" 'track,x,y\na,z,1\n'
bad 'too large' 'too large' 'track,x,y\na,1e200,1\n'
bad 'a track that comes again' "track 'a' comes again" 'track,x,y\na,1,1\nb,1,1\na,1,1\n'
bad 'cut short' 'cut short' 'track,front_end,x,y\na,,1,1'
refused 'no such table' 1 'No such file' predict -m "$T/model" "$T/none.csv"

# --- what is bad: models
size=$(wc -c <"$T/model")
for cut in 0 7 8 100 $((size - 4)) $((size - 1)); do
	head -c "$cut" "$T/model" >"$T/bad"
	refused "a model cut at $cut" 1 'bad: ' predict -m "$T/bad" "$T/in.csv"
	is 'writes nothing' "$(cat "$T/out")" ''
done
{ printf '\0\0\0\0\0\0\0\020'; tail -c +9 "$T/model"; } >"$T/bad"
refused 'a header of 2^60 bytes' 1 'too long' predict -m "$T/bad" "$T/in.csv"
damage() { # NAME WORDS SED-COMMAND of equal length
	LC_ALL=C sed "$3" "$T/model" >"$T/bad"
	cmp -s "$T/bad" "$T/model" && ok "$1: the damage is there" false
	refused "$1" 1 "$2" predict -m "$T/bad" "$T/in.csv"
}
damage 'a wrong shape' 'shape' 's/"shape":\[8,2\]/"shape":[2,8]/'
damage 'a wrong type' 'dtype' 's/F32/F64/'
damage 'an offset past the end' 'shape that does not fit' 's/"data_offsets":\[0,8\]/"data_offsets":[0,9]/'
damage 'a tensor is missing' 'missing' 's/"layers.1.bias"/"layers.9.bias"/'
damage 'an unknown version' 'version' 's/"format_version":"1"/"format_version":"4"/'
{ head -c $((size - 4)) "$T/model"; printf '\0\0\300\177'; } >"$T/bad"
refused 'a weight that is no number' 1 'not finite' predict -m "$T/bad" "$T/in.csv"
{ cat "$T/model"; printf '\0\0\0\0'; } >"$T/bad"
refused 'something behind it' 1 'belong to no tensor' predict -m "$T/bad" "$T/in.csv"
refused 'a table is no model' 1 'in.csv: ' predict -m "$T/in.csv" "$T/in.csv"
refused 'no model' 1 'No such file' predict -m "$T/none" "$T/in.csv"
refused 'a folder' 1 'directory' predict -m "$T" "$T/in.csv"

# --- options
refused 'without a model' 2 '--model is needed' predict "$T/in.csv"
refused '--per album' 2 'not one of track, segment' predict -m "$T/model" --per album "$T/in.csv"
refused 'two inputs' 2 'one input' predict -m "$T/model" "$T/in.csv" "$T/in.csv"

# --- live: a track's row is out when the next one begins
mkfifo "$T/fifo"
: >"$T/live"
predict -m "$T/model" <"$T/fifo" >"$T/live" &
exec 3>"$T/fifo"
printf 'track,x,y\na,1,1\nb,1,1\n' >&3
wait_for sh -c '[ "$(wc -l <"$1/live")" -ge 2 ]' - "$T"
is 'rows go out as tracks end' "$(tail -1 "$T/live" | cut -d, -f1)" a
exec 3>&-
wait
# --- texts that a spreadsheet would compute
sed '2s/^[^,]*/=1+1/' "$T/in.csv" >"$T/formula.csv"
is 'an id may begin with anything' "$(predict -q -m "$T/model" "$T/formula.csv" | sed -n 2p | cut -d, -f1)" '=1+1'
predict -q -m "$T/model" "$T/formula.csv" >"$T/f.csv"
predict -q --format jsonl -m "$T/model" "$T/formula.csv" >"$T/f.jsonl"
is 'as JSON it says the same' "$("$bin/helpers/columns" -f "$T/f.jsonl" track predicted confidence label | tr '\0' '|')" \
	"$("$bin/helpers/columns" -f "$T/f.csv" track predicted confidence label | tr '\0' '|')"
ok 'numbers are numbers, no text is null' grep -q '^{"track":"d","segment":null,"start":null,"label":null,"predicted":"[abc]","confidence":[0-9]' "$T/f.jsonl"
refused 'as JSON there are no formulas to guard' 2 '--no-formulas' predict --no-formulas --format jsonl -m "$T/model" "$T/formula.csv"
is 'and is guarded where that is asked for' "$(predict -q --no-formulas -m "$T/model" "$T/formula.csv" | sed -n 2p | cut -d, -f1)" "'=1+1"
done_testing
