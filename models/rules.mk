# SPDX-License-Identifier: MIT
# The models' part of the Makefile: how those that ship were made.
# the models that ship, from tables that are not ours to give away: make model TABLES=dir SPLITS=dir
TABLES ?= ../shared/gtzan-features
SPLITS ?= ../shared/gtzan-split
CLIPS ?= ../shared/gtzan-clips
model: model-seed model-extended model-musicnn

# scores, and the temperature, are of folds that no artist is on two sides of
$B/artists.tsv: $(SPLITS)/artists.tsv
	models/gtzan-artists $(SPLITS) > $@

# seed's own recipe is one layer, too little for a song and its copies: models/README.md
SEED_RECIPE = --recipe default --arch mlp --hidden 128 --epochs 40 --l2 100 --temperature fit
model-seed: all $B/artists.tsv
	models/gtzan-rows $(TABLES) | models/front-end seed/22050/seconds:10:5 > $B/seed-rows.csv
	models/gtzan-copies $B/seed-rows.csv $(CLIPS) $B/worse --set seed --seconds 10 --hop 5 > $B/seed-copies.csv
	$B/bin/train --folds 10 --test-share 0 --validation-share 0 --artists $B/artists.tsv \
		$(SEED_RECIPE) --duplicates $(SPLITS)/duplicates.txt -o models/seed-gtzan.safetensors \
		--report models/seed-gtzan.json --predictions $B/folds.csv $B/seed-copies.csv > $B/history.csv
	$B/bin/plot --confusion --title "Artists never heard, ten folds" \
		-o models/seed-gtzan-confusion.png $B/folds.csv

model-extended: all $B/artists.tsv
	models/gtzan-extended $(TABLES) $(SPLITS)/duplicates.txt | \
		models/front-end extended/22050/seconds:30:15 > $B/extended-rows.csv
	models/gtzan-copies $B/extended-rows.csv $(CLIPS) $B/worse --set extended > $B/extended-copies.csv
	$B/bin/train --folds 10 --test-share 0 --validation-share 0 --artists $B/artists.tsv \
		--duplicates $(SPLITS)/duplicates.txt -o models/extended-gtzan.safetensors \
		--report models/extended-gtzan.json --predictions $B/folds.csv $B/extended-copies.csv > $B/history.csv
	$B/bin/plot --confusion --title "Artists never heard, ten folds" \
		-o models/extended-gtzan-confusion.png $B/folds.csv
	$B/bin/plot --reliability -o models/extended-gtzan-reliability.png $B/folds.csv

# on patches, by the tags alone, which is what the table has
model-musicnn: all $B/artists.tsv
	for part in train test; do models/gtzan-musicnn $(TABLES)/musicnn-taggram-$$part.csv | \
		models/front-end musicnn/16000/seconds:3:3 > $B/musicnn-$$part.csv || exit 1; done
	$B/bin/train --folds 10 --artists $B/artists.tsv --train $B/musicnn-train.csv \
		-o models/musicnn-gtzan.safetensors --report models/musicnn-gtzan.json \
		--predictions $B/folds.csv > $B/history.csv

# the table of models/README.md
model-scores: all
	models/gtzan-rows $(TABLES) | models/front-end seed/22050/seconds:10:5 > $B/seed-rows.csv
	models/front-end extended/22050/seconds:30:15 < $(TABLES)/extended-train.csv > $B/extended-rows.csv
	{ cat $(TABLES)/musicnn-taggram-train.csv; sed 1d $(TABLES)/musicnn-taggram-test.csv; } > $B/tags.csv
	models/gtzan-musicnn $B/tags.csv | models/front-end musicnn/16000/seconds:3:3 > $B/musicnn-rows.csv
	models/gtzan-copies $B/seed-rows.csv $(CLIPS) $B/worse --set seed --seconds 10 --hop 5 > $B/seed-copies.csv
	models/gtzan-copies $B/extended-rows.csv $(CLIPS) $B/worse --set extended > $B/extended-copies.csv
	B=$B models/gtzan-scores seed $(SPLITS) $B/seed-copies.csv $B $(SEED_RECIPE)
	B=$B models/gtzan-scores extended $(SPLITS) $B/extended-copies.csv $B
	B=$B models/gtzan-scores musicnn $(SPLITS) $B/musicnn-rows.csv $B

# a genre left out in turn
model-left-out: model-scores $B/artists.tsv
	for s in seed-copies extended-copies musicnn-rows; do \
		echo $$s; models/gtzan-known $(SPLITS) $B/$$s.csv > $B/known.csv; \
		B=$B models/gtzan-left-out $B/known.csv $B/artists.tsv $B || exit 1; done

# the README's learning curve, from the training and validation lists
learning-curve: model-scores $B/artists.tsv
	for s in seed extended musicnn; do models/gtzan-known $(SPLITS) $B/$$s-rows.csv > $B/known-$$s.csv || \
		exit 1; done
	pipelines/learning-curve --repeats 10 --artists $B/artists.tsv seed=$B/known-seed.csv \
		extended=$B/known-extended.csv musicnn=$B/known-musicnn.csv > models/learning-curve.csv
	$B/bin/plot --title "Accuracy on unknown artists, by songs of each genre to learn from" \
		-o models/learning-curve.png models/learning-curve.csv

# that of clips in folders by genre, which audioset can be in: its rows need audio. Their artists are not told
learning-curve-clips: all
	for s in seed extended musicnn audioset; do \
		pipelines/extract --set $$s $(CLIPS) > $B/clips-$$s.csv || exit 1; done
	pipelines/learning-curve --repeats 40 seed=$B/clips-seed.csv extended=$B/clips-extended.csv \
		musicnn=$B/clips-musicnn.csv audioset=$B/clips-audioset.csv > models/learning-curve-clips.csv
	$B/bin/plot --title "100 clips of ten genres, by clips of each to learn from" \
		-o models/learning-curve-clips.png models/learning-curve-clips.csv

.PHONY: learning-curve learning-curve-clips model model-extended model-left-out model-musicnn model-scores model-seed
