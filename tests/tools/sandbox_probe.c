/* SPDX-License-Identifier: MIT */
/*
 * sandbox_probe KIND WHAT [PATH]: gives up rights, of KIND compute or read, or none, and then does
 * one thing that it may or may not do. Prints what came of it: "done", or the error. `possible` and
 * `whole` in the place of KIND tell by the status whether rights can be given up here, and whether
 * no sanitizer keeps some of them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __linux__
#include <sys/ptrace.h>
#include <sys/syscall.h>
#endif
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/sandbox.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif

static int
compute(const char *path)
{
	struct timespec t = {0, 1};
	char *p = malloc((size_t)1 << 24);

	(void)path;
	if (p == NULL)
		return -1;
	memset(p, 1, (size_t)1 << 24);
	free(p);
	return nanosleep(&t, NULL);
}

static int
execute(const char *path)
{
	return execl("/bin/sh", "sh", "-c", "echo executed", (char *)NULL) + (path == NULL);
}

static int
start_process(const char *path)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(path == NULL);
	return pid < 0 ? -1 : (int)waitpid(pid, NULL, 0) < 0;
}

static int
connect_out(const char *path)
{
	return socket(AF_INET, SOCK_STREAM, 0) + (path == NULL);
}

static int
read_file(const char *path)
{
	return open(path, O_RDONLY);
}

static int
write_file(const char *path)
{
	return open(path, O_WRONLY);
}

static int
create_file(const char *path)
{
	return open(path, O_RDONLY | O_CREAT, 0600);
}

static int
remove_file(const char *path)
{
	return unlink(path);
}

static int
rename_file(const char *path)
{
	return rename(path, "renamed");
}

static int
change_mode(const char *path)
{
	return chmod(path, 0777);
}

static int
signal_parent(const char *path)
{
	return kill(getppid(), SIGWINCH) + (path == NULL);
}

static int
make_code(const char *path)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
		MAP_FAILED
	    ? -1
	    : path == NULL;
}

static int
look_into(const char *path)
{
#ifdef __linux__
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 ? -1 : path == NULL;
#else
	return path == NULL;
#endif
}

static int
make_ring(const char *path)
{
#ifdef SYS_io_uring_setup
	return syscall(SYS_io_uring_setup, 1, NULL) < 0 ? -1 : path == NULL;
#else
	return path == NULL;
#endif
}

static int
call_unknown(const char *path)
{
	return syscall(100000) < 0 ? -1 : path == NULL;
}

static const struct {
	const char *name;
	int (*act)(const char *path);
} acts[] = {{"compute", compute}, {"exec", execute}, {"fork", start_process},
    {"socket", connect_out}, {"read", read_file}, {"write", write_file}, {"create", create_file},
    {"remove", remove_file}, {"rename", rename_file}, {"chmod", change_mode},
    {"signal", signal_parent}, {"code", make_code}, {"ptrace", look_into}, {"uring", make_ring},
    {"unknown", call_unknown}, {"abort", NULL}};

static bool
is_whole(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return false;
#else
	return !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) &&
	    !__has_feature(memory_sanitizer);
#endif
}

int
main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "", *what = argc > 2 ? argv[2] : "", *why = NULL;

	if (strcmp(kind, "possible") == 0)
		return !sandbox_is_possible();
	if (strcmp(kind, "whole") == 0)
		return !is_whole();
	if (strcmp(kind, "none") != 0)
		why = sandbox_enter(strcmp(kind, "compute") == 0 ? SANDBOX_COMPUTE : SANDBOX_READ);
	if (why != NULL) {
		printf("cannot enter: %s\n", why);
		return 1;
	}
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (strcmp(acts[i].name, what) != 0)
			continue;
		if (acts[i].act == NULL)
			abort();
		puts(acts[i].act(argc > 3 ? argv[3] : "") < 0 ? strerror(errno) : "done");
		/* without what a sanitizer does at an end, which is to look into this process */
		_exit(fflush(stdout) != 0);
	}
	fprintf(stderr, "sandbox_probe: what is '%s'?\n", what);
	return 2;
}
