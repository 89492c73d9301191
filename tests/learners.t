#!/bin/sh
# SPDX-License-Identifier: MIT
# Logistic regression and linear discriminants against scikit-learn's, and the recipe that sets take
# against its support vector machine, on the same rows and folds: what it says was recorded by
# tests/golden/learners.py.
. tests/lib.sh
golden=tests/golden

# scores LEARNER OPTION...: accuracy and loss of each fold by train
scores() {
	learner=$1
	shift
	for fold in 0 1 2 3 4; do
		awk -F, -v fold=$fold 'NR > 1 && $3 == fold { print $1 }' "$golden/learners.csv" >"$T/test.txt"
		train -q --id fold --recipe default --temperature 1 --test "$T/test.txt" --report "$T/r.json" "$@" \
			"$golden/learners.csv" >"$T/x"
		perl -MJSON::PP -0 -e 'my $t = decode_json(<STDIN>)->{test}; print "$ARGV[0],$ARGV[1],$t->{accuracy},$t->{loss}\n"' \
			"$learner" $fold <"$T/r.json"
	done
}

# near LEARNER ERROR: the loss of each fold is that of scikit-learn within ERROR, and all accuracies together
# within a standard error
near() {
	awk -F, -v learner="$1" -v error="$2" '
	FNR == NR { if ($1 == learner) { accuracy[$2] = $3; loss[$2] = $4 } next }
	{ n++; got += $3 / 5; known += accuracy[$2] / 5; d = $4 - loss[$2]; print $2, $3, accuracy[$2], $4, loss[$2] }
	d > error || d < -error { bad = 1 }
	END {
		se = sqrt(known * (1 - known) / 200)
		exit bad || n != 5 || got > known + se || got < known - se
	}' "$golden/learners-scores.csv" "$T/scores"
}

for how in 'logistic --l2 3' 'logistic-priors --l2 3 --priors' 'lda --shrinkage 1e-6' 'lda-priors --shrinkage 1e-6 --priors'; do
	# shellcheck disable=SC2086 # words
	set -- $how
	learner=$1
	shift
	scores "$learner" --arch "${learner%-priors}" "$@" >"$T/scores"
	ok "$learner" near "$learner" 1e-3
done
# scikit-learn shrinks each class by itself, scaled to deviations of 1: not the same, as good
scores lda-shrunk --arch lda --shrinkage 0.2 >"$T/scores"
ok 'lda, shrunk' near lda-shrunk 0.03

# no_worse LEARNER: all accuracies together are no less than its, but for a standard error
no_worse() {
	awk -F, -v learner="$1" '
	FNR == NR { if ($1 == learner) known += $3 / 5; next }
	{ n++; got += $3 / 5 }
	END { print got, known; exit n != 5 || known == 0 || got < known - sqrt(known * (1 - known) / 200) }' \
		"$golden/learners-scores.csv" "$T/scores"
}
scores linear --recipe linear >"$T/scores"
ok 'the recipe linear, beside a support vector machine' no_worse svm-rbf
done_testing
