#!/bin/sh
# SPDX-License-Identifier: MIT
# What can be told from the sources alone.
. tests/lib.sh
ok 'includes point down' sh tests/lint/layers.sh
ok 'all headers compile as one' sh tests/lint/headers.sh

# a source that cites a section of a paper names one that is there
for cited in $(grep -rhoE 'docs/[a-z]+\.md [0-9]+' ./*/ --include='*.[cht]' --include='*.sh' | tr ' ' ':' | sort -u); do
	ok "$cited is there" grep -q "^## ${cited#*:}\." "${cited%:*}"
done
for page in $(grep -rhoE 'docs/[A-Za-z]+\.md' ./*/ README.md --include='*.[cht]' --include='*.sh' --include='*.md' | sort -u); do
	ok "$page is there" test -s "$page"
done

# the lint itself: each of these must be seen
mkdir -p "$T/lib/dsp" "$T/lib/io" "$T/lib/stats" "$T/split" "$T/scale"
touch "$T/lib/io/csv.h" "$T/lib/stats/x.h" "$T/split/own.h"
seen() { # NAME FILE LINE
	mkdir -p "$T/${2%/*}"
	printf '%s\n' "$3" >"$T/$2"
	if (cd "$T" && sh "$OLDPWD/tests/lint/layers.sh" >"$T/said"); then
		ok "$1 is seen" false
	else
		ok "$1 is seen" grep -q "^$2" "$T/said"
	fi
	rm "$T/$2"
}
(cd "$T" && sh "$OLDPWD/tests/lint/layers.sh" >"$T/said" 2>&1) || { cat "$T/said"; }
seen 'an include to the side' lib/dsp/a.c '#include "stats/x.h"'
seen 'an include upwards' lib/io/a.c '#include "cli/cli.h"'
seen 'an include of another program' scale/a.c '#include "split/own.h"'
seen 'an include by ../' scale/a.c '#include "../split/own.h"'
seen 'a third-party header' split/a.c '#include <sndfile.h>'
seen 'an own header that comes late' split/own.c '#include <stdio.h>'
seen 'printing in a pure folder' lib/dsp/a.c '	printf("x");'
seen 'exit in a reader' lib/io/a.c '	exit(1);'
seen 'die outside of main' scale/a.c '		die("no");'
seen 'atoi' split/a.c '	n = atoi(s);'

clashes() { # NAME HEADER
	mkdir -p "$T/two/lib/io" "$T/two/plot"
	printf '#ifndef IO_A_H\n#define IO_A_H\nstruct a { int x; };\n#endif\n' >"$T/two/lib/io/a.h"
	printf "$2" >"$T/two/plot/b.h"
	if (cd "$T/two" && sh "$OLDPWD/tests/lint/headers.sh" >"$T/said"); then
		ok "$1 is seen" false
	else
		ok "$1 is seen" test -s "$T/said"
	fi
}
clashes 'a name of two things' '#ifndef PLOT_B_H\n#define PLOT_B_H\nstruct a { long y; };\n#endif\n'
clashes 'a guard of two headers' '#ifndef IO_A_H\n#define IO_A_H\nstruct b { long y; };\n#endif\n'
mkdir -p "$T/two/scale"
printf '#ifndef SCALE_C_H\n#define SCALE_C_H\nstruct d;\n#endif\n' >"$T/two/scale/c.h"
clashes 'a struct of two programs, one of them unseen' '#ifndef PLOT_B_H\n#define PLOT_B_H\nstruct d { long y; };\n#endif\n'
rm "$T/two/scale/c.h"
clashes 'a type that nobody declares' '#ifndef PLOT_B_H\n#define PLOT_B_H\nvoid b(FILE *f);\n#endif\n'

# the layout, where this version of clang-format is there: others differ in trifles
case $(clang-format --version 2>/dev/null) in
*' 14.'*)
	for source in $(find lib [a-z]*/ -name '*.[ch]' ! -path './build*' ! -path 'build*' | sort -u); do
		clang-format --dry-run -Werror "$source" 2>/dev/null || echo "$source"
	done >"$T/unformatted"
	is 'the layout is that of make format' "$(cat "$T/unformatted")" ''
	;;
*) skip 'the layout' 'no clang-format 14 here' ;;
esac
is 'no line is longer than 100 columns' "$(find lib [a-z]*/ -name '*.[ch]' ! -path 'build*' -exec expand -t8 {} + | awk 'length($0) > 100')" ''
done_testing
