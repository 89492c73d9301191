#!/bin/sh
# SPDX-License-Identifier: MIT
. tests/lib.sh
cat >"$T/f.csv" <<'EOF'
track,segment,start,label,x,y,constant
a,0,0,rock,1,10,7
a,1,3,rock,3,10,7
"b,""c",0,0,,5,40,7
EOF

scale --fit "$T/s.json" "$T/f.csv" >"$T/scaled.csv"
hash=$(tail -1 "$T/scaled.csv" | sed 's/.*,//')
ok 'rows say what they were scaled by' expr "$hash" : 'z[0-9a-f]\{8\}$'
is 'mean 0, population deviation 1' "$(cut -d, -f4- "$T/scaled.csv")" "label,x,y,constant,scaler
rock,-1.22474492,-0.707106769,0,$hash
rock,0,-0.707106769,0,$hash
0,,1.22474492,1.41421354,0,$hash"
is 'what is no feature passes' "$(tail -1 "$T/scaled.csv" | cut -d, -f1-4)" '"b,""c",0,0'
ok 'the scaler is JSON' grep -q '"mgc-scaler"' "$T/s.json"
scale --with "$T/s.json" "$T/f.csv" >"$T/again.csv"
ok '--with does the same' cmp "$T/again.csv" "$T/scaled.csv"
mkmodel "$T/s.json" >"$T/model"
scale -m "$T/model" "$T/f.csv" >"$T/model.csv"
ok '-m does the same, in float' csvcmp --key track --key segment --abs 1e-6 "$T/model.csv" "$T/scaled.csv"
is 'columns are found by name' \
	"$(printf 'y,more,constant,x\n10,text,7,3\n' | scale --with "$T/s.json")" "y,more,constant,x,scaler
-0.707106769,text,0,0,$hash"
is 'cat of two tables' "$(cat "$T/f.csv" "$T/f.csv" | scale --with "$T/s.json" | wc -l | tr -d ' ')" 7
is 'from other systems' "$(printf '\357\273\277x,y,constant\r\n3,20,7\r\n' | scale --with "$T/s.json")" \
	"x,y,constant,scaler
0,0,0,$hash"
is 'roles by option' "$(printf 'genre,n,x\nr,1,1\nr,2,3\n' | scale --fit "$T/r.json" -l genre -i n | cut -d, -f1-3)" \
	'genre,n,x
r,1,-1
r,2,1'

# --- what is bad
bad() { # NAME WORDS TEXT
	printf "$3" >"$T/bad.csv"
	rm -f "$T/new.json"
	refused "$1" 1 "$2" scale --with "$T/s.json" "$T/bad.csv"
	refused "$1, --fit" 1 "$4" scale --fit "$T/new.json" "$T/bad.csv"
	ok "$1: no scaler is left" test ! -e "$T/new.json"
}
bad 'an empty table' 'empty' '' 'empty'
bad 'no rows' 'no rows' 'x,y,constant\n' 'no rows'
bad 'a ragged row' 'line 3: has 2 fields' 'x,y,constant\n1,2,3\n1,2\n' 'line 3: has 2 fields'
bad 'no number' "line 2: column y: 'z': not a number" 'x,y,constant\n1,z,3\n' "column y: 'z'"
bad 'nan' 'not a number' 'x,y,constant\n1,nan,3\n' 'not a number'
bad 'an empty field' "column y: ''" 'x,y,constant\n1,,3\n' "column y: ''"
bad 'a last line cut short' 'cut short' 'front_end,x,y,constant\n,1,2,3' 'cut short'
bad 'a column twice' 'stands twice' 'x,y,x\n1,2,3\n' 'stands twice'
bad 'too large' 'too large' 'x,y,constant\n1e308,1,1\n-1e308,1,1\n' 'too large'
bad 'text' "no column 'x'" 'hello\nworld\n' 'not a number'
refused 'a missing column' 1 "no column 'y', which the scaler names" \
	sh -c "printf 'x,constant\n1,2\n' | scale --with '$T/s.json'"
refused 'a role that is not there' 1 "no column 'genre'" scale --fit "$T/new.json" -l genre "$T/f.csv"
for json in '' '{' '[]' '{"format":"mgc-scaler","version":9}'; do
	printf '%s' "$json" >"$T/bad.json"
	refused "a scaler file '$json'" 1 'bad.json: ' scale --with "$T/bad.json" "$T/f.csv"
done
refused 'no scaler file' 1 'No such file' scale --with "$T/none" "$T/f.csv"
refused 'a scaler is no model' 1 's.json: ' scale -m "$T/s.json" "$T/f.csv"
refused 'no place for the scaler' 1 'No such file' scale --fit "$T/none/s.json" "$T/f.csv"
is 'then no row goes out' "$(cat "$T/out")" ''
if [ -c /dev/full ]; then
	refused 'no room for the scaler' 1 'No space' scale --fit /dev/full "$T/f.csv"
else
	skip 'no room for the scaler' 'no /dev/full'
fi

# --- options
refused 'none of three' 2 'is needed' scale "$T/f.csv"
refused 'two of three' 2 'is needed' scale --fit a --with b "$T/f.csv"
refused 'two inputs' 2 'one input' scale --with "$T/s.json" "$T/f.csv" "$T/f.csv"
done_testing
