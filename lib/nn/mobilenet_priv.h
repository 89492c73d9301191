/* SPDX-License-Identifier: MIT */
#ifndef NN_MOBILENET_PRIV_H
#define NN_MOBILENET_PRIV_H

#include "nn/mobilenet.h"

#include <stdbool.h>

#include "base/arena.h"

/* The layers of a network, which mobilenet_read.c makes and mobilenet.c computes. */
#define MOBILENET_STEM_SIZE 3
#define MOBILENET_BLOCKS 15

struct mobilenet_plan {
	size_t size, stride; /* of the depthwise convolution */
	bool squeeze;
	enum conv_act act;
};

/* weights[n_out][n_in] and a bias, where the tensors are */
struct mobilenet_dense {
	size_t n_in, n_out;
	const float *weights, *bias;
};

/* weights packed for conv_kernel.dense, or [tap][channel] for conv_kernel.depthwise, and a bias */
struct mobilenet_conv {
	size_t n_taps, n_out;
	float *weights, *bias;
};

struct mobilenet_block {
	const struct mobilenet_plan *plan;
	struct mobilenet_conv expand; /* weights NULL: none */
	struct conv_map map;
	struct mobilenet_conv deep;
	struct mobilenet_dense squeeze, excite;
	struct mobilenet_conv project;
	size_t rows, columns; /* of what comes out */
	size_t band;          /* so many of these rows are computed at once */
	bool add;
};

struct mobilenet {
	struct arena *arena; /* of the convolutions */
	struct mobilenet_conv stem;
	struct mobilenet_block blocks[MOBILENET_BLOCKS];
	struct mobilenet_conv last;
	struct mobilenet_dense hidden, out;

	/* the largest of what a block works on, floats */
	size_t maps_max, expanded_max, deep_max, channels_max, project_max;
};

#endif
