/* SPDX-License-Identifier: MIT */
#include "dsp/median.h"

static void
swap(float *a, float *b)
{
	float t = *a;

	*a = *b;
	*b = t;
}

/* puts the k-th smallest at x[k], none larger before and none smaller behind it (Hoare 1961) */
static void
put_in_place(float *x, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;

	while (low < high) {
		float pivot = x[low + (high - low) / 2];
		size_t i = low, j = high;

		for (;;) {
			while (x[i] < pivot)
				i++;
			while (x[j] > pivot)
				j--;
			if (i >= j)
				break;
			swap(&x[i++], &x[j--]);
		}
		/* x[low..i-1] <= pivot <= x[j+1..high] */
		if (k <= j && j < high)
			high = j;
		else if (k >= i && i > low)
			low = i;
		else
			return;
	}
}

float
median(float *x, size_t n)
{
	size_t middle = n / 2;
	float below;

	put_in_place(x, n, middle);
	if (n % 2 == 1)
		return x[middle];
	below = x[0];
	for (size_t i = 1; i < middle; i++)
		below = x[i] > below ? x[i] : below;
	return (below + x[middle]) / 2;
}
