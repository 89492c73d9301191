/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "base/sandbox.h"

#include <stddef.h>

#if defined(__linux__) && defined(__has_include)
#if __has_include(<linux/seccomp.h>)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#endif
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif
#ifndef RUNNING_ON_VALGRIND
#define RUNNING_ON_VALGRIND 0
#endif

/* the machine as the kernel calls it; another one's calls have other numbers */
#if !defined(SECCOMP_RET_KILL_PROCESS)
#define MACHINE 0
#elif defined(__x86_64__) && !defined(__ILP32__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define MACHINE AUDIT_ARCH_I386
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__ARM_EABI__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_ARM
#elif defined(__s390x__)
#define MACHINE AUDIT_ARCH_S390X
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_PPC64LE
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#else
#define MACHINE 0
#endif

#if MACHINE != 0

#include <errno.h>
#include <fcntl.h>
#include <linux/net.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif

#define ANY 0xffffffff
#define NO_ARGUMENT (-1)
#define X32 0x40000000 /* calls of x86-64's other family, which have this bit */

/* kinds of calls, and what is done with them, as sandbox.calls has it */
enum when { always, compute, read_files };
enum {
	allow = SECCOMP_RET_ALLOW,
	absent = SECCOMP_RET_ERRNO | ENOENT,
	unknown = SECCOMP_RET_ERRNO | ENOSYS,
	deny = SECCOMP_RET_ERRNO | EACCES,
};
#define kill_process SECCOMP_RET_KILL_PROCESS

struct rule {
	enum when when;
	uint32_t action;
	int call;
	int argument;
	uint32_t mask, value;
};

#define RULES_MAX 256
#define STEPS_MAX (6 * RULES_MAX + 8)

struct program {
	struct sock_filter steps[STEPS_MAX];
	unsigned short n;
};

static void
put(struct program *p, unsigned code, uint32_t k, unsigned if_true, unsigned if_false)
{
	p->steps[p->n++] = (struct sock_filter){
	    (unsigned short)code, (unsigned char)if_true, (unsigned char)if_false, k};
}

static void
put_load(struct program *p, size_t offset)
{
	put(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* the 32 low bits of an argument, which hold all that is asked about */
static size_t
argument_at(int argument)
{
	size_t at = offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t);

	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? at + sizeof(uint32_t) : at;
}

/* the call's number is loaded before and after */
static void
put_rule(struct program *p, const struct rule *r)
{
	put(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)r->call, 0, r->argument < 0 ? 1 : 5);
	if (r->argument >= 0) {
		put_load(p, argument_at(r->argument));
		put(p, BPF_ALU | BPF_AND | BPF_K, r->mask, 0, 0);
		put(p, BPF_JMP | BPF_JEQ | BPF_K, r->value, 0, 1);
	}
	put(p, BPF_RET | BPF_K, r->action, 0, 0);
	if (r->argument >= 0)
		put_load(p, offsetof(struct seccomp_data, nr));
}

static void
put_head(struct program *p)
{
	put_load(p, offsetof(struct seccomp_data, arch));
	put(p, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
	put(p, BPF_RET | BPF_K, kill_process, 0, 0);
	put_load(p, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	put(p, BPF_JMP | BPF_JEQ | BPF_K, UINT32_MAX, 2, 0); /* a call that a tracer cancelled */
	put(p, BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1);
	put(p, BPF_RET | BPF_K, kill_process, 0, 0);
#endif
}

static bool
is_for(const struct rule *r, enum sandbox_kind kind)
{
	if (kind == SANDBOX_READ)
		return r->when == read_files;
	return r->when == always || (r->when == compute && !IS_SANITIZED);
}

static void
make_program(struct program *p, enum sandbox_kind kind)
{
	const struct rule rules[] = {
#include "base/sandbox_calls.h"
	};
	bool denies = kind == SANDBOX_COMPUTE && !IS_SANITIZED;

	_Static_assert(sizeof(rules) / sizeof(rules[0]) <= RULES_MAX, "room for each rule");
	p->n = 0;
	put_head(p);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (is_for(&rules[i], kind))
			put_rule(p, &rules[i]);
	}
	put(p, BPF_RET | BPF_K, denies ? unknown : allow, 0, 0);
}

bool
sandbox_is_possible(void)
{
	/* of Valgrind itself it would take what it needs; the same system call fails under qemu */
	return !RUNNING_ON_VALGRIND && prctl(PR_GET_SECCOMP) >= 0;
}

const char *
sandbox_enter(enum sandbox_kind kind)
{
	struct program p;
	struct sock_fprog loaded = {.filter = p.steps};

	make_program(&p, kind);
	loaded.len = p.n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &loaded) != 0)
		return strerror(errno);
	return NULL;
}

#elif defined(__OpenBSD__)

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool
sandbox_is_possible(void)
{
	return true;
}

const char *
sandbox_enter(enum sandbox_kind kind)
{
	if (kind == SANDBOX_COMPUTE && pledge("stdio sendfd recvfd", NULL) != 0)
		return strerror(errno);
	return NULL;
}

#else

bool
sandbox_is_possible(void)
{
	return false;
}

const char *
sandbox_enter(enum sandbox_kind kind)
{
	(void)kind;
	return "not here";
}

#endif
