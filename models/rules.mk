# SPDX-License-Identifier: MIT
# The models' part of the Makefile: how those that ship were made.
# the models that ship, from tables that are not ours to give away: make model TABLES=dir SPLITS=dir
TABLES ?= ../shared/gtzan-features
SPLITS ?= ../shared/gtzan-split
model: model-seed model-extended model-musicnn

model-seed: all
	models/gtzan-rows $(TABLES) | models/front-end seed/22050/seconds:10:5 > $B/seed-rows.csv
	$B/bin/train --folds 10 --refit -o models/seed-gtzan.safetensors \
		--report models/seed-gtzan.json --predictions $B/folds.csv $B/seed-rows.csv \
		> $B/history.csv
	$B/bin/plot --confusion --title "Songs held out, ten folds" \
		-o models/seed-gtzan-confusion.png $B/folds.csv

# the temperature is that for unknown artists: of the published training list, on the validation list
model-extended: all
	$B/bin/train --recipe ensemble --train $(SPLITS)/train_filtered.txt \
		--validation $(SPLITS)/valid_filtered.txt --report $B/filtered.json \
		$(TABLES)/extended-train.csv > $B/history.csv
	models/gtzan-extended $(TABLES) $(SPLITS)/duplicates.txt | \
		models/front-end extended/22050/seconds:30:15 > $B/extended-rows.csv
	$B/bin/train --recipe ensemble --folds 10 --test-share 0 --validation-share 0 \
		--temperature $$(perl -MJSON::PP -0 -ne 'print decode_json($$_)->{temperature}' $B/filtered.json) \
		-o models/extended-gtzan.safetensors --report models/extended-gtzan.json \
		--predictions $B/folds.csv $B/extended-rows.csv > $B/history.csv
	$B/bin/plot --confusion --title "Songs held out, ten folds" \
		-o models/extended-gtzan-confusion.png $B/folds.csv
	$B/bin/train -q --recipe ensemble --folds 10 --duplicates $(SPLITS)/duplicates.txt \
		--predictions $B/folds.csv $(TABLES)/extended-train.csv > $B/history.csv
	$B/bin/plot --reliability -o models/extended-gtzan-reliability.png $B/folds.csv

# on patches, by the tags alone: of the embedding there is no table
model-musicnn: all
	for part in train test; do models/gtzan-musicnn $(TABLES)/musicnn-taggram-$$part.csv | \
		models/front-end musicnn/16000/seconds:3:3 > $B/musicnn-$$part.csv || exit 1; done
	$B/bin/train --recipe ensemble --hidden 256,128,64 --logit --epochs 20 --folds 10 \
		--train $B/musicnn-train.csv --test $B/musicnn-test.csv -o models/musicnn-gtzan.safetensors \
		--report models/musicnn-gtzan.json > $B/history.csv

# the README's learning curve, from clips that are not ours to give away either
CLIPS ?= ../shared/gtzan-clips
learning-curve: all
	for s in seed extended musicnn; do pipelines/extract --set $$s $(CLIPS) > $B/clips-$$s.csv; done
	pipelines/learning-curve --repeats 10 seed=$B/clips-seed.csv extended=$B/clips-extended.csv \
		musicnn=$B/clips-musicnn.csv > models/learning-curve.csv
	$B/bin/plot --title "Accuracy by songs of each genre to learn from" \
		-o models/learning-curve.png models/learning-curve.csv

.PHONY: learning-curve model model-extended model-musicnn model-seed
