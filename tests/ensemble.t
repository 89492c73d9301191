#!/bin/sh
# SPDX-License-Identifier: MIT
# Models of several networks, with curves in the scaling and a temperature: what is in the file is
# what predict does, as worked out here by a reader that shares no code with it.
. tests/lib.sh
command -v perl >/dev/null || { skip 'all' 'no perl here'; done_testing; exit; }

awk 'function random() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
BEGIN {
	seed = 4711
	print "track,segment,start,label,x,p,z"
	for (t = 0; t < 45; t++)
		for (r = 0; r < 2; r++)
			printf "t%d,%d,0,%s,%.6f,%.6f,%.6f\n", t, r, substr("abc", t % 3 + 1, 1),
			    exp(t % 3 + 2 * random()), 1 / (1 + exp(3 * random() - t % 2)), random() - 0.5
}' >"$T/f.csv"
ensemble() {
	train -q --arch mlp,logistic --ensemble 3 --l2 0.5,2 --hidden 8 --epochs 10 --log --logit --clip 1.5 \
		--temperature fit "$@" "$T/f.csv"
}
number() {
	perl -MJSON::PP -e 'my $file = shift; local $/; open my $f, "<", $file or die; my $v = decode_json(<$f>);
		$v = ref $v eq "ARRAY" ? $v->[$_] : $v->{$_} for @ARGV; print $v // "null"' "$@"
}

# --- scale: an awk and the definition
scale --fit "$T/s.json" --log --logit --clip 1.5 "$T/f.csv" >"$T/scaled.csv"
is 'which columns get which curve' "$(perl -MJSON::PP -e 'local $/; print "@{decode_json(<>)->{transform}}"' "$T/s.json")" 'log logit none'
awk -F, -v OFS=, 'NR == 1 { header = $0; next }
{ id[NR] = $1 OFS $2 OFS $3 OFS $4; v[NR, 5] = log($5); v[NR, 6] = log($6 / (1 - $6)); v[NR, 7] = $7 }
END {
	for (c = 5; c <= 7; c++) {
		for (r = 2; r <= NR; r++) mean[c] += v[r, c] / (NR - 1)
		for (r = 2; r <= NR; r++) var[c] += (v[r, c] - mean[c]) ^ 2 / (NR - 1)
	}
	print header
	for (r = 2; r <= NR; r++) {
		line = id[r]
		for (c = 5; c <= 7; c++) {
			z = (v[r, c] - mean[c]) / sqrt(var[c])
			line = line OFS sprintf("%.9g", z > 1.5 ? 1.5 : z < -1.5 ? -1.5 : z)
		}
		print line
	}
}' "$T/f.csv" >"$T/awk.csv"
ok 'scaled as awk does it' csvcmp --key track --key segment --abs 2e-6 "$T/scaled.csv" "$T/awk.csv"
scale --with "$T/s.json" "$T/f.csv" >"$T/again.csv"
ok '--with does the same' cmp "$T/again.csv" "$T/scaled.csv"
refused 'curves without --fit' 2 'they go with --fit' scale --with "$T/s.json" --log "$T/f.csv"

# --- the model
ensemble --refit -o "$T/m" --report "$T/r.json" >"$T/h.csv"
is 'the history is of the first network' "$(wc -l <"$T/h.csv" | tr -d ' ')" 11
scale -m "$T/m" "$T/f.csv" >"$T/ms.csv"
predict -m "$T/m" --per segment "$T/ms.csv" >"$T/p.csv"
cat >"$T/reader.pl" <<'END'
use strict; use warnings; use JSON::PP;
my ($model, $table, $predictions) = @ARGV;
open my $f, '<:raw', $model or die; local $/; my $data = <$f>; $/ = "\n";
my $n = unpack 'Q<', $data;
my $h = decode_json(substr $data, 8, $n);
my $meta = $h->{__metadata__};
die 'version' unless $meta->{format_version} eq '3';
sub tensor {
	my ($from, $to) = @{($h->{$_[0]} // die "no $_[0]")->{data_offsets}};
	return unpack 'f<*', substr $data, 8 + $n + $from, $to - $from;
}
my @members = @{decode_json($meta->{members})};
my $scaler = decode_json($meta->{scaler});
my $T = $meta->{temperature};
my @T = map { $T * (1 + $_ * $meta->{temperature_spread}) } -1, 1;
my @floor = tensor('scaler.floor'); my @mean = tensor('scaler.mean'); my @std = tensor('scaler.std');
my $say = 0; $say += $_->{weight} for @members;
die "weights sum to $say" if abs($say - 1) > 1e-9;
die 'members' unless @members == 4 && abs($members[3]{weight} - 0.5) < 1e-9 && @{$members[3]{layers}} == 1;
open my $rows, '<', $table or die; open my $got, '<', $predictions or die; <$rows>; <$got>;
my $compared = 0;
while (<$rows>) {
	chomp; my @x = (split /,/)[4 .. 6];
	for (0 .. $#x) {
		my $curve = $scaler->{transform}[$_];
		$x[$_] = log($x[$_] > $floor[$_] ? $x[$_] : $floor[$_]) if $curve eq 'log';
		$x[$_] = log($x[$_] / (1 - $x[$_])) if $curve eq 'logit';
		$x[$_] = ($x[$_] - $mean[$_]) / $std[$_];
		$x[$_] = $scaler->{clip} if $x[$_] > $scaler->{clip};
		$x[$_] = -$scaler->{clip} if $x[$_] < -$scaler->{clip};
	}
	my @mix = (0) x 3;
	for my $m (0 .. $#members) {
		my @in = @x; my @layers = @{$members[$m]{layers}};
		for my $l (0 .. $#layers) {
			my @w = tensor("members.$m.layers.$l.weight"); my @y = tensor("members.$m.layers.$l.bias");
			for my $o (0 .. $#y) {
				$y[$o] += $w[$o * @in + $_] * $in[$_] for 0 .. $#in;
				$y[$o] = 0 if $l < $#layers && $y[$o] < 0;
			}
			@in = @y;
		}
		my $sum = 0; $sum += exp $_ for @in;
		$mix[$_] += $members[$m]{weight} * exp($in[$_]) / $sum for 0 .. 2;
	}
	my @answer = (0) x 3;
	for my $t (@T) {
		my $sum = 0; $sum += $_ ** (1 / $t) for @mix;
		$answer[$_] += $mix[$_] ** (1 / $t) / $sum / 2 for 0 .. 2;
	}
	my $line = <$got>; chomp $line; my @p = (split /,/, $line)[6 .. 8];
	abs($p[$_] - $answer[$_]) < 2e-6 or die "$line: $_" for 0 .. 2;
	$compared++;
}
print "$compared rows\n"; exit !($compared == 90 && $T != 1);
END
ok 'predict does what the file says' perl "$T/reader.pl" "$T/m" "$T/f.csv" "$T/p.csv"
ensemble --refit -o "$T/m2" >"$T/x" && tail -c 400 "$T/m" | cksum >"$T/a" && tail -c 400 "$T/m2" | cksum >"$T/b"
ok 'the same seed, the same weights' cmp "$T/a" "$T/b"
is 'describe says the temperature of the report' "$(predict -m "$T/m" --describe >"$T/d.json"; number "$T/d.json" temperature)" \
	"$(number "$T/r.json" temperature)"
is 'and its spread' "$(number "$T/d.json" temperature_spread) $(number "$T/r.json" temperature_spread)" '0.5 0.5'

# --- temperature
plain=$(train -q --hidden 8 --epochs 10 --folds 3 --report "$T/one.json" "$T/f.csv" >"$T/x"; number "$T/one.json" held_out track_accuracy)
is 'it changes no winner' "$(train -q --hidden 8 --epochs 10 --folds 3 --temperature 3 --report "$T/three.json" "$T/f.csv" >"$T/x"
	number "$T/three.json" held_out accuracy)" "$(number "$T/one.json" held_out accuracy)"
# labels at random: a network that learns them by heart is much too sure of itself
awk -F, -v OFS=, 'NR > 1 { $4 = substr("abc", (NR * 7919) % 101 % 3 + 1, 1); $1 = "r" NR } 1' "$T/f.csv" >"$T/noise.csv"
learn() { train -q --hidden 64 --epochs 300 --folds 3 --report "$T/fit.json" "$@" "$T/noise.csv" >"$T/x"; number "$T/fit.json" held_out loss; }
ok 'a fit lowers the loss of held-out rows' awk -v a="$(learn)" -v b="$(learn --temperature fit)" \
	'BEGIN { print a, b; exit !(b < 0.9 * a) }'
# a sixth of the tracks, a class apart and easy: what few validation tracks tell must not run away
awk -F, 'NR == 1 || $1 ~ /[05]$/' "$T/f.csv" >"$T/few.csv"
for seed in 1 2 3; do
	train -q --recipe ensemble --epochs 10 --seed $seed --report "$T/r.json" "$T/few.csv" >"$T/x" 2>"$T/err"
	ok "few tracks: a temperature well within its range (seed $seed)" \
		awk -v t="$(number "$T/r.json" temperature)" 'BEGIN { exit !(t > 0.3 && t < 4) }'
done
ok 'folds are enough' train -q --hidden 4 --epochs 2 --validation-share 0 --temperature fit --folds 2 "$T/f.csv"
refused 'no temperature' 2 '--temperature' train --temperature 0 "$T/f.csv"

# --- archs
train -q --arch logistic --seed 1 -o "$T/l1" "$T/f.csv" >"$T/l1.csv"
ok 'steps of a regression go down' awk -F, 'NR > 2 && $2 > last + 1e-3 { exit 1 } { last = $2 } END { exit !(NR > 5) }' "$T/l1.csv"
refused 'no such arch' 2 'none of mlp, logistic and lda' train --arch forest "$T/f.csv"
refused 'an arch twice' 2 'twice' train --arch mlp,mlp "$T/f.csv"
refused 'too many penalties' 2 'more numbers' train --arch mlp --l2 1,2 "$T/f.csv"
refused 'no penalty' 2 '--l2' train --l2 x "$T/f.csv"
refused 'scaled rows and a curve' 2 'scaled already, or raw' train --scaler "$T/s.json" --log "$T/scaled.csv"
refused 'scaled through curves, in folds' 1 'give raw rows' train -q --folds 2 --scaler "$T/s.json" "$T/scaled.csv"
train -q --hidden 4 --epochs 2 --refit --scaler "$T/s.json" -o "$T/ms" "$T/scaled.csv" >"$T/x"
train -q --hidden 4 --epochs 2 --refit --log --logit --clip 1.5 -o "$T/raw" "$T/f.csv" >"$T/x"
for m in ms raw; do # but for the last columns: the model's name, and typical, whose folds learn no curves from scaled rows
	scale -m "$T/$m" "$T/f.csv" | predict -m "$T/$m" | sed 's/,[^,]*,[^,]*$//' >"$T/$m.csv"
done
ok 'scale | train and train alone prepare alike' csvcmp --key track --abs 1e-4 "$T/ms.csv" "$T/raw.csv"
train -q --recipe ensemble --epochs 2 -o "$T/e" "$T/f.csv" >"$T/x"
is 'the ensemble recipe' "$(predict -m "$T/e" --describe >"$T/d.json"; number "$T/d.json" scaler clip) $(perl -MJSON::PP -e 'local $/; print scalar @{decode_json(<>)->{members}}' "$T/d.json")" '4 6'

# --- some columns
train -q --hidden 2 --epochs 1 --features '[xz]' -o "$T/some" "$T/f.csv" >"$T/x"
is 'only the columns asked for' "$(predict -m "$T/some" --describe | tr -d '\n\t ' | sed 's/.*"features":\[\([^]]*\)\].*/\1/')" '"x","z"'
refused 'no such columns' 1 "no column is like 'q*'" train -q --features 'q*' "$T/f.csv"
done_testing
