/* SPDX-License-Identifier: MIT */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>

/*
 * Rights that a process gives up for good, before it reads bytes that nobody vouches for: what a
 * fault in a library could be made to do is then little. By a filter of seccomp on Linux,
 * whose rules are in sandbox.calls, by pledge on OpenBSD.
 */
enum sandbox_kind {
	/*
	 * What computes: reads and writes what is open, takes memory, sends and receives
	 * descriptors over a socket that is open. Starting a program or a process, a socket,
	 * opening a file to write, removing or renaming one, a signal to another process, looking
	 * into one, and making memory executable each end it by SIGSYS. No file is there to be
	 * opened for reading, and calls that are not known here fail. Where a sanitizer is built
	 * in, which does some of this itself, only programs, sockets and changes of files end it.
	 */
	SANDBOX_COMPUTE,
	/*
	 * What is another program, to be started after this: reads files and starts what it is made
	 * of, but network, writing, creating, renaming and removing of files, and looking into
	 * other processes all fail with EACCES. Not on OpenBSD.
	 */
	SANDBOX_READ,
};

/* Whether this build and this system have it, and no Valgrind stands in between. */
bool
sandbox_is_possible(void);

/*
 * Enters. Returns NULL, or what went wrong in a few words; nothing was then given up. To be called
 * only where sandbox_is_possible, and while there is one thread.
 */
const char *
sandbox_enter(enum sandbox_kind kind);

#endif
