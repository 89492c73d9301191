#!/bin/sh
# SPDX-License-Identifier: MIT
# The features against librosa's, by every kernel this machine has. Tolerances: docs/seed.md 12.
. tests/lib.sh
shared=${MGC_SHARED:-../shared}
songs=$shared/songs
golden=$shared/golden
plan 53

rules="--rule zcr_*=1e-12,0 --rule tempo=1e-9,0 --rule rolloff_mean=0.2,0 --rule rolloff_std=0.5,0
	--rule rolloff_skew=2e-3,0 --rule rolloff_kurtosis=2e-3,0"
# a single-precision FFT leaves more of its noise in signals of one line or none
edge_rules="--rule dc:[!z]*=1e-4,5e-4 --rule one-sample:centroid_mean=1e-4,5e-4
	--rule sine440:flux*=1e-4,5e-4 --rule sine440:mfcc*=1e-4,5e-4"

# the extended set: docs/extended.md 8; valleys are nearly cancelled bins where there are lines
extended_rules="--rule contrast_0_*=1e-3,0 --rule onset_rate=1e-9,0 --rule tempo=1e-9,0
	--rule square1k:contrast_*=1e-3,0"

# table NAME SET STREAM EXPECTED OPTION...: the rows of the stream; the worst cells go into the log
table() {
	name="$kernel: $1" set=$2 stream=$3 expected=$4
	shift 4
	if [ ! -s "$stream" ]; then
		skip "$name" "no $songs"
	elif ! featurize --set seed "$T/none.mgc" >"$T/none.csv" 2>/dev/null; then
		skip "$name" "not on this machine"
	else
		featurize --set "$set" "$stream" | short >"$T/got.csv"
		set -f
		ok "$name" csvcmp "$@" --worst "$T/got.csv" "$expected"
		set +f
	fi
}

# the golden tables call a song by its name alone: without folders and suffix
short() {
	sed -E 's#^([^,]*/)?([^,/]*)[.](wav|flac|mp3),#\2,#'
}

printf 'MGC1 eos tracks=0 failed=0\n' >"$T/none.mgc"
ok 'edge signals are decoded' sh -c "decode tests/golden/wav >'$T/edge.mgc'"
if [ -d "$songs" ] && [ -d "$golden" ]; then
	ok 'songs are decoded' sh -c "decode --max-samples 660000 '$songs'/*.flac >'$T/songs.mgc'"
	ok 'songs are decoded whole' sh -c "decode '$songs'/*.flac >'$T/whole.mgc'"
	ok 'songs are cut in nine' sh -c "split '$T/songs.mgc' >'$T/split9.mgc'"
	ok 'songs are cut in three' \
	    sh -c "split --window 0.33333333333333331 --overlap 0 '$T/songs.mgc' >'$T/split3.mgc'"
else
	for name in songs whole nine three; do skip "$name" "no $songs"; done
fi

for kernel in plain baseline avx2 avx512; do
	export MGC_SIMD=$kernel
	set -f
	table 'edge signals' seed "$T/edge.mgc" tests/golden/edge.csv $rules $edge_rules \
	    --skip tests/golden/edge-skip.csv --ignore samples
	table 'whole songs' seed "$T/songs.mgc" "$golden/songs-full.csv" $rules
	for cut in 9 3; do
		table "songs cut in $cut" seed "$T/split$cut.mgc" "$golden/songs-split$cut.csv" $rules \
		    --key track --key segment
	done
	table 'edge signals, extended' extended "$T/edge.mgc" tests/golden/edge-extended.csv \
	    $extended_rules --skip tests/golden/edge-extended-skip.csv --ignore samples
	table 'whole songs, extended' extended "$T/whole.mgc" "$golden/songs-extended.csv" $extended_rules
	table 'songs cut in 9, extended' extended "$T/split9.mgc" "$golden/songs-extended-split9.csv" \
	    $extended_rules --key track --key segment
	set +f
done
unset MGC_SIMD

# The same songs as MP3 of 64 kbit/s: another signal, so close and not equal. Worst measured: rms
# 0.1 %, chroma 0.6 %, flux 3 %, zcr 5 %; centroid 11 %, rolloff 12 % and mfcc means 9.2, all of pop,
# whose treble the encoder cut off; tempo is the same lag in all ten.
# In the extended set mfcc means 9.7, contrast 4.3 (the noise in an empty band), three onsets of 242.
if [ -s "$T/split3.mgc" ] && [ -d "$songs/mp3" ]; then
	decode --max-samples 660000 "$songs"/mp3/*.mp3 | featurize | short >"$T/mp3.csv"
	set -f
	ok 'songs as MP3 are near' csvcmp --abs 2 --rel 0.2 --rule tempo=1e-9,0 --rule rms_mean=0,0.002 \
	    --rule chroma_mean=0,0.01 --rule flux_mean=0,0.05 --rule zcr_mean=0,0.06 \
	    --rule mfcc_*_mean=10,0 --rule mfcc_*_std=3,0 --rule *_skew=0.5,0 \
	    "$T/mp3.csv" "$golden/songs-full.csv"
	decode "$songs/mp3" | featurize --set extended | short >"$T/mp3.csv"
	ok 'songs as MP3 are near, extended' csvcmp --rule tempo=1e-9,0 --rule onset_rate=0.15,0 \
	    --rule rms_cv=0.01,0 --rule contrast_*=5,0 --rule mfcc_*_mean=10,0 --rule mfcc_*_std=3,0 \
	    "$T/mp3.csv" "$golden/songs-extended.csv"
	set +f
else
	for name in '' ', extended'; do skip "songs as MP3 are near$name" "no $songs"; done
fi

# --- musicnn, from the audio that its golden rows were made of (tolerances: docs/musicnn.md 5)
musicnn=$shared/musicnn
export MGC_WEIGHTS="$musicnn/MSD_musicnn.safetensors"
near='--abs 3e-4 --rel 0 --rule tag_*=3e-5,0 --ignore patches --ignore patch --ignore frame'

# rows TABLE PATTERN: its header and the rows that begin so
rows() {
	sed -n "1p; /^$2,/p" "$1"
}

for kernel in plain baseline avx2 avx512; do
	export MGC_SIMD=$kernel
	for song in blues rock; do
		if [ ! -f "$musicnn/$song-16k.wav" ]; then
			skip "$kernel: musicnn, $song" "no $musicnn"
		elif ! featurize "$T/none.mgc" >"$T/none.csv" 2>/dev/null; then
			skip "$kernel: musicnn, $song" 'not on this machine'
		elif [ $kernel = plain ]; then # slow: the first patch alone
			decode --rate 16000 --id $song --max-samples 48000 "$musicnn/$song-16k.wav" |
				featurize --set musicnn >"$T/musicnn.csv"
			rows "$golden/musicnn-patches.csv" "$song,0" >"$T/expected.csv"
			set -f
			ok "$kernel: musicnn, $song" csvcmp $near --worst "$T/musicnn.csv" "$T/expected.csv"
			set +f
		else
			decode --rate 16000 --id $song "$musicnn/$song-16k.wav" |
				featurize --set musicnn >"$T/musicnn.csv"
			rows "$golden/musicnn-songs.csv" $song >"$T/expected.csv"
			set -f
			ok "$kernel: musicnn, $song" csvcmp $near --worst "$T/musicnn.csv" "$T/expected.csv"
			set +f
		fi
	done
done
unset MGC_SIMD

# A second and a half: its frames are repeated to a patch. The golden logits, as tags.
if [ -f "$MGC_WEIGHTS" ] && perl -MJSON::PP -e 1 2>/dev/null; then
	perl -MJSON::PP -0777 -ne 'push @all, decode_json($_); END {
		my @tags = map { s/[ -]/_/gr } map { lc } @{decode_json($all[0]{tags})};
		my @p = map { sprintf "%.9g", 1 / (1 + exp(-$_)) } @{$all[1]{short}{logits}};
		print join(",", "track", map { "tag_$_" } @tags), "\n", join(",", "short", @p), "\n" }' \
		pipelines/weights/musicnn.json "$golden/musicnn-intermediate.json" >"$T/expected.csv"
	decode --rate 16000 --id short --max-samples 24000 "$musicnn/blues-16k.wav" |
		featurize --set musicnn >"$T/musicnn.csv"
	ok 'musicnn, a short segment' csvcmp --abs 3e-5 --rel 0 --worst "$T/musicnn.csv" "$T/expected.csv"
else
	skip 'musicnn, a short segment' "no $musicnn"
fi

# Through libsoxr, which is another resampler than that of the golden rows. The strongest tag stays
# the strongest; disco has two, 80s 0.429 and pop 0.404, which come as near as 0.001.
strongest() { # GOT EXPECTED: tracks whose strongest tag is 0.03 below the expected one
	awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) name[FILENAME, i] = $i; next }
	{
		best = 0
		for (i = 1; i <= NF; i++) if (name[FILENAME, i] ~ /^tag_/) {
			value[FILENAME, $1, name[FILENAME, i]] = $i
			if (!best || $i > $best) best = i
		}
		strongest[FILENAME, $1] = name[FILENAME, best]
		tracks[$1]
	}
	END {
		for (t in tracks) {
			got = strongest[ARGV[1], t]
			expected = strongest[ARGV[2], t]
			if (value[ARGV[2], t, got] < value[ARGV[2], t, expected] - 0.03)
				print t, got, expected
		}
	}' "$1" "$2"
}
if [ -f "$MGC_WEIGHTS" ] && [ -d "$songs" ]; then
	decode --rate 16000 "$songs"/*.flac | featurize --set musicnn -j 2 | short >"$T/soxr.csv"
	set -f
	ok 'musicnn, ten songs through libsoxr' csvcmp --rule pen_*=1,0 --rule tag_*=0.1,0 \
	    --ignore patches --worst "$T/soxr.csv" "$golden/musicnn-songs.csv"
	set +f
	is 'their strongest tags' "$(strongest "$T/soxr.csv" "$golden/musicnn-songs.csv")" ''
else
	skip 'musicnn, ten songs through libsoxr' "no $songs"
	skip 'their strongest tags' "no $songs"
fi

# --- audioset, from the audio that its golden rows were made of (tolerances: docs/audioset.md 4)
audioset=$shared/audioset
if [ -f "$audioset/mn04_as_mAP_432.pt" ]; then
	export MGC_WEIGHTS="$T/mn04_as.safetensors"
	pipelines/weights/slice audioset "$audioset/mn04_as_mAP_432.pt" "$MGC_WEIGHTS" "$T/licence"
fi
for kernel in plain baseline avx2 avx512; do
	export MGC_SIMD=$kernel
	if [ ! -f "$audioset/mn04_as_mAP_432.pt" ]; then
		skip "$kernel: audioset" "no $audioset"
	elif ! featurize "$T/none.mgc" >"$T/none.csv" 2>/dev/null; then
		skip "$kernel: audioset" 'not on this machine'
	else
		decode --rate 32000 "$audioset"/*-32k.wav | featurize --set audioset | short >"$T/audioset.csv"
		set -f
		ok "$kernel: audioset" csvcmp --abs 2e-4 --rel 0 --rule tag_*=3e-5,0 --worst \
		    "$T/audioset.csv" "$golden/audioset-pieces.csv"
		set +f
	fi
done
unset MGC_SIMD
if [ -f "$audioset/mn04_as_mAP_432.pt" ] && [ -d "$songs" ]; then
	decode --rate 32000 "$songs"/*.flac | featurize --set audioset -j 2 | short >"$T/soxr.csv"
	set -f
	ok 'audioset, ten songs through libsoxr' csvcmp --rule emb_*=1,0 --rule tag_*=0.1,0 --worst \
	    "$T/soxr.csv" "$golden/audioset-songs.csv"
	set +f
	is 'their strongest tags of audioset' "$(strongest "$T/soxr.csv" "$golden/audioset-songs.csv")" ''
	# pieces of ten seconds, cut by split or by featurize; the last one of 30 s is a sample short or not
	decode --rate 32000 --duration 20 "$songs/rock.flac" >"$T/20s"
	featurize --set audioset "$T/20s" | short >"$T/whole.csv"
	split --seconds 10 "$T/20s" | featurize --set audioset | awk -F, -v OFS=, '
		NR == 1 { print; next }
		{ for (i = 7; i <= NF; i++) sum[i] += $i }
		END { $1 = "rock"; $2 = $3 = 0; for (i = 7; i <= NF; i++) $i = sprintf("%.9g", sum[i] / 2); print }' >"$T/mean.csv"
	ok 'audioset, whole tracks are the mean of pieces' csvcmp --abs 1e-7 --rel 1e-7 \
		--ignore front_end "$T/whole.csv" "$T/mean.csv"
else
	for name in 'ten songs through libsoxr' 'their strongest tags' 'whole tracks'; do
		skip "audioset, $name" "no $audioset"
	done
fi
