# SPDX-License-Identifier: MIT
# Audio files made by hand, for tests that source it behind lib.sh.
mkmpeg=tests/tools/mkmpeg

# be BYTES NUMBER: big endian, as printf has it; le: little endian
be() {
	awk -v n="$1" -v x="$2" 'BEGIN { for (; n > 0; n--) { s = sprintf("\\%03o", x % 256) s; x = int(x / 256) }; printf "%s", s }'
}

le() {
	awk -v n="$1" -v x="$2" 'BEGIN { for (; n > 0; n--) { printf "\\%03o", x % 256; x = int(x / 256) } }'
}

# wav FORMAT(1 pcm, 3 float) CHANNELS RATE BITS DATA_LEN: a header
wav_header() {
	printf 'RIFF'
	printf "$(le 4 $((36 + $5)))"
	printf 'WAVEfmt '
	printf "$(le 4 16)$(le 2 "$1")$(le 2 "$2")$(le 4 "$3")$(le 4 $(($3 * $2 * $4 / 8)))$(le 2 $(($2 * $4 / 8)))$(le 2 "$4")"
	printf 'data'
	printf "$(le 4 "$5")"
}

# riff_chunk NAME LEN
riff_chunk() {
	printf '%s' "$1"
	printf "$(le 4 "$2")"
}

# aiff_header CHANNELS RATE BITS FRAMES DATA_LEN
aiff_header() {
	printf 'FORM'
	printf "$(be 4 $((46 + $5)))"
	printf 'AIFFCOMM\000\000\000\022'
	printf "$(be 2 "$1")$(be 4 "$4")$(be 2 "$3")"
	perl -e 'my ($x, $e) = ($ARGV[0], 0); $e++ while $x >= 2 ** ($e + 1);
		print pack("nN2", 16383 + $e, int($x * 2 ** (31 - $e)), 0)' "$2"
	printf 'SSND'
	printf "$(be 4 $((8 + $5)))\\000\\000\\000\\000\\000\\000\\000\\000"
}

# id3_tag LEN: an ID3v2 tag of that many bytes in all
id3_tag() {
	perl -e 'my $n = $ARGV[0] - 10; print "ID3\4\0\0", pack("C4", map { $n >> $_ & 127 } 21, 14, 7, 0), "\0" x $n' "$1"
}

zeros() {
	head -c "$1" /dev/zero
}

# is_sum FILE GAIN FILE...: the samples of the first file are the sum of the others' by their gains
is_sum() {
	perl -e 'sub samples { local $/; open my $f, "<:raw", $_[0] or die; unpack "f<*", <$f> }
		my @got = samples(shift);
		my (@sum, $worst);
		while (@ARGV) { my $gain = shift; my $i = 0; $sum[$i++] += $gain * $_ for samples(shift) }
		for (0 .. $#got) { my $off = abs $got[$_] - $sum[$_]; $worst = $off if $off > ($worst // 0) }
		die scalar @got, " samples, not ", scalar @sum, ", off by up to $worst\n"
			if @got != @sum || @got < 5000 || $worst > 1e-5' "$@"
}

# all_but N FILE: without its last N bytes
all_but() {
	head -c "$(($(wc -c <"$2") - $1))" "$2"
}
