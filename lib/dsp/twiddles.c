/* SPDX-License-Identifier: MIT */
#include "dsp/twiddles.h"

#include <math.h>
#include <stdlib.h>

#include "base/xmalloc.h"

#define PI 3.14159265358979323846

struct twiddles {
	size_t n;
	double quarter[]; /* cos(2 pi k / n), k = 0 .. n/4 */
};

struct twiddles *
twiddles_new(size_t n)
{
	struct twiddles *r = xmalloc(sizeof(*r) + (n / 4 + 1) * sizeof(r->quarter[0]));

	r->n = n;
	for (size_t k = 0; k < n / 4; k++)
		r->quarter[k] = cos(2 * PI * (double)k / (double)n);
	r->quarter[n / 4] = 0;
	return r;
}

void
twiddles_free(struct twiddles *r)
{
	free(r);
}

double
twiddles_cos(const struct twiddles *r, size_t k)
{
	k %= r->n;
	if (k > r->n / 2)
		k = r->n - k;
	return k <= r->n / 4 ? r->quarter[k] : -r->quarter[r->n / 2 - k];
}

float *
twiddles_put(const struct twiddles *r, size_t k, float *out)
{
	*out++ = (float)twiddles_cos(r, k);
	*out++ = (float)twiddles_cos(r, k + r->n / 4); /* cos(x + pi/2) = -sin x */
	return out;
}

float *
twiddles_of_fft(const struct twiddles *r, size_t m)
{
	float *table = xalignedarray(6 * m, sizeof(*table)), *out = table;

	for (size_t left = m; left >= 4; left /= 4) {
		for (size_t p = 0; p < left / 4; p++) {
			for (size_t power = 1; power <= 3; power++)
				out = twiddles_put(r, power * p * (r->n / left), out);
		}
	}
	return table;
}
