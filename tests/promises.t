#!/bin/sh
# SPDX-License-Identifier: MIT
# The table of promises in docs/SECURITY.md, and the folder for OSS-Fuzz: what they name is there.
. tests/lib.sh
ok 'each promise has its tests and a number' tests/promises --check
mkdir -p "$T/docs"
sed 's/`sandbox.t`/`sandpit.t`/' docs/SECURITY.md >"$T/docs/SECURITY.md"
ln -s "$PWD/tests" "$T/tests"
ln -s "$PWD/.ci" "$T/.ci"
refuse() {
	(cd "$T" && ! tests/promises --check)
}
ok 'a test that is not there is noticed' refuse
sed 's/| [0-9]* tests |$/| |/' docs/SECURITY.md >"$T/docs/SECURITY.md"
ok 'and a number that is not there' refuse

# --- OSS-Fuzz
folder=tests/fuzz/oss-fuzz
for target in tests/fuzz/*.c; do
	name=${target##*/}
	[ "$name" != driver.c ] || continue
	ok "$name has seeds" test -n "$(find "tests/fuzz/corpus/${name%.c}" -type f)"
done
# a line of a dictionary is name="bytes", in which a quote and a backslash are escaped
for dictionary in "$folder"/*.dict; do
	is "${dictionary##*/}: lines as libFuzzer reads them" \
		"$(grep -vE '^#|^[a-z0-9_]+="([^"\\]|\\\\|\\"|\\x[0-9a-f]{2})+"$' "$dictionary")" ''
	ok "${dictionary##*/} is used" grep -q "echo $(basename "$dictionary" .dict) *;;" "$folder/build.sh"
done
ok 'build.sh is a script' bash -n "$folder/build.sh"
ok 'try is a script' bash -n "$folder/try"
packages=$(sed -n 's/#.*//; s/\\$//; s/^RUN apt-get.*recommends//; s/^	//p' $folder/Dockerfile | tr ' ' '\n' | grep -- -dev)
for package in $(awk -F '  +' '$2 == "lib" { print $4 }' packaging/dependencies); do
	ok "Dockerfile: $package" sh -c 'echo "$1" | grep -qx "$2"' - "$packages" "$package"
done

# --- what a parser of YAML says
if python3 -c 'import yaml' 2>/dev/null; then
	for file in "$folder/project.yaml" .github/workflows/*.yml; do
		ok "$file is YAML" python3 -c 'import sys, yaml; assert isinstance(yaml.safe_load(open(sys.argv[1])), dict)' "$file"
	done
else
	skip 'YAML' 'no parser of it here'
fi
done_testing
