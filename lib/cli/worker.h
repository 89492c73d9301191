/* SPDX-License-Identifier: MIT */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include <stdbool.h>

/*
 * A program that reads hostile bytes does so in a process of its own, the worker, which first gives
 * up all rights but to compute (base/sandbox.h). The process that started it keeps them: it opened
 * what is read and written, puts a file in place when the worker has ended well, and does for it
 * meanwhile what it asks for, over a socket.
 */
struct worker {
	/*
	 * The work, in the worker; ask: its end of the socket, -1: there is none, and all is done
	 * in one process. Returns the exit status; what it wrote must be flushed by then.
	 */
	int (*work)(int ask, void *user);
	/* Meanwhile, until the worker closes the other end of the socket. */
	void (*serve)(int answer, void *user);
	void *user;
};

/*
 * Runs it, sandboxed where that is wanted and possible. Returns its exit status. A worker that is
 * ended by a signal ends this process by the same one.
 */
int
worker_run(const struct worker *w, bool sandboxed);

#endif
