/* SPDX-License-Identifier: MIT */
/*
 * A library to be preloaded: libsndfile as it would be if a file had taken it over. Where it is to
 * open one, it does what TAKEN_OVER says, then what a library does that cannot open a file.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

void *
sf_open_virtual(void *io, int mode, void *info, void *user);

void *
sf_open_virtual(void *io, int mode, void *info, void *user)
{
	const char *what = getenv("TAKEN_OVER");
	const char *path = getenv("TAKEN_OVER_PATH");

	(void)io, (void)mode, (void)info, (void)user;
	if (strcmp(what, "exec") == 0)
		execl("/bin/sh", "sh", "-c", "echo taken over >\"$TAKEN_OVER_PATH\"", (char *)NULL);
	else if (strcmp(what, "write") == 0)
		open(path, O_WRONLY | O_CREAT, 0600);
	else if (strcmp(what, "socket") == 0)
		socket(AF_INET, SOCK_STREAM, 0);
	else if (strcmp(what, "remove") == 0)
		unlink(path);
	else if (strcmp(what, "ptrace") == 0)
		ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
	else if (strcmp(what, "read") == 0 && open(path, O_RDONLY) >= 0)
		_exit(99);
	return NULL;
}
