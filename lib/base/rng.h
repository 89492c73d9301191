/* SPDX-License-Identifier: MIT */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

/*
 * The one source of everything random: xoshiro256** (Blackman, Vigna 2018), seeded through
 * splitmix64. Same seed, same numbers, on every machine.
 */
struct rng {
	uint64_t s[4];
};

void
rng_seed(struct rng *r, uint64_t seed);

static inline uint64_t
rng_rotate(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

/* The next 64 random bits. In the header to be inlined: a training draws a hundred million. */
static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s;
	uint64_t result = rng_rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rng_rotate(s[3], 45);
	return result;
}

/* uniform in [0, 1), 53 bits */
double
rng_uniform(struct rng *r);

/* uniform in 0 .. n-1, without bias; n > 0 */
uint64_t
rng_below(struct rng *r, uint64_t n);

/* order[0..n-1] becomes a random permutation of 0 .. n-1 (Fisher, Yates) */
void
rng_permutation(struct rng *r, size_t n, size_t *order);

#endif
