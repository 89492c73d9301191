/* SPDX-License-Identifier: MIT */
#include "dsp/fft.h"

#include <stdlib.h>
#include <string.h>

#include <kiss_fftr.h>

#include "base/xmalloc.h"

struct fft {
	size_t n;
	size_t n_bins;
	kiss_fftr_cfg
	    cfg; /* made when first asked for, as are the bins: the fast kernels need none */
	kiss_fft_cpx *bins;
};

struct fft *
fft_new(size_t n)
{
	struct fft *f = xcalloc(1, sizeof(*f));

	f->n = n;
	f->n_bins = n / 2 + 1;
	return f;
}

void
fft_free(struct fft *f)
{
	if (f == NULL)
		return;
	free(f->cfg);
	free(f->bins);
	free(f);
}

void
fft_real(struct fft *f, const float *x, float *spectrum)
{
	if (f->cfg == NULL) {
		size_t size = 0;

		kiss_fftr_alloc((int)f->n, 0, NULL, &size); /* says how much it needs */
		f->cfg = kiss_fftr_alloc((int)f->n, 0, xmalloc(size), &size);
		f->bins = xcalloc(f->n_bins, sizeof(*f->bins));
	}
	kiss_fftr(f->cfg, x, f->bins);
	for (size_t k = 0; k < f->n_bins; k++) {
		spectrum[2 * k] = f->bins[k].r;
		spectrum[2 * k + 1] = f->bins[k].i;
	}
}
