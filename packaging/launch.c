/* SPDX-License-Identifier: MIT */
/*
 * What stands in the relocatable archive for each program: it starts the one of its name in
 * lib/mgc/bin, with the loader and the libraries beside that, wherever the whole was unpacked.
 * For a program's loader is a path from the root, and where libraries are can be told to the
 * loader alone. Linked statically, needs no /proc: the kernel tells the path it was started by.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static int
fail(const char *what)
{
	fprintf(stderr, "mgc: %s: %s\n", what, strerror(errno));
	return 127;
}

/* a/b/c in memory of its own, which nobody frees */
static char *
join(const char *a, const char *b, const char *c)
{
	size_t size = strlen(a) + strlen(b) + strlen(c) + 3;
	char *path = malloc(size);

	if (path == NULL)
		exit(fail(c));
	snprintf(path, size, "%s/%s/%s", a, b, c);
	return path;
}

int
main(int argc, char **argv)
{
	const char *path = (const char *)getauxval(AT_EXECFN);
	char *self = path != NULL ? realpath(path, NULL) : NULL, *name, *loader;
	char **args = calloc((size_t)argc + 6, sizeof(*args));

	if (self == NULL || args == NULL)
		return fail(path != NULL ? path : "mgc");
	name = strrchr(self, '/') + 1;
	name[-1] = '\0';
	/* up from libexec/mgc or libexec/mgc/helpers */
	for (;;) {
		char *slash = strrchr(self, '/');

		loader = join(self, "lib/mgc", "loader");
		if (access(loader, X_OK) == 0)
			break;
		if (slash == NULL)
			return fail("lib/mgc/loader");
		*slash = '\0';
	}
	args[0] = loader;
	args[1] = (char[]){"--argv0"};
	args[2] = argv[0];
	args[3] = (char[]){"--library-path"};
	args[4] = join(self, "lib", "mgc");
	args[5] = join(self, "lib/mgc/bin", name);
	if (argc > 1)
		memcpy(args + 6, argv + 1, (size_t)(argc - 1) * sizeof(*args));
	execv(loader, args);
	return fail(loader);
}
