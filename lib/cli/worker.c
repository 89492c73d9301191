/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "cli/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"
#include "base/sandbox.h"
#include "io/output.h"

/* in the worker */
static _Noreturn void
be_worker(const struct worker *w, int ask, pid_t parent)
{
	const char *why;

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	if (getppid() != parent) /* it has gone already */
		_exit(EXIT_FAILED);
	why = sandbox_enter(SANDBOX_COMPUTE);
	if (why != NULL)
		die("cannot give up rights: %s (--no-sandbox does without)", why);
	exit(w->work(ask, w->user));
}

/* the exit status of a process that has been ended by nothing but itself */
static int
wait_for(pid_t pid)
{
	int status, sig;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			die("cannot wait for what was started:");
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	sig = WTERMSIG(status);
	if (sig == SIGSYS)
		warn("ended: its input made it do what it may not, or this system's libraries do "
		     "(--no-sandbox lets them)");
	output_abandon();
	signal(sig, SIG_DFL);
	raise(sig);
	return EXIT_FAILED;
}

int
worker_run(const struct worker *w, bool sandboxed)
{
	pid_t parent = getpid(), pid;
	int ends[2];

	if (!sandboxed || !sandbox_is_possible())
		return w->work(-1, w->user);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		die("cannot start a process:");
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	pid = fork();
	if (pid < 0)
		die("cannot start a process:");
	close(ends[pid != 0]);
	if (pid == 0)
		be_worker(w, ends[1], parent);
	w->serve(ends[0], w->user);
	close(ends[0]);
	return wait_for(pid);
}
