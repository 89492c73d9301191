/* SPDX-License-Identifier: MIT */
#include "workers.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmalloc.h"

#define SLOTS_A_THREAD 2
#define ROOM ((size_t)16 * 1024) /* samples that are read at a time: they stay in a cache */

/* what a slot holds */
enum kind {
	SEGMENT, /* a whole one, as samples */
	PATCH,   /* of one */
	MEAN,    /* the end of one: its row is the mean of the patches before */
	NOTHING, /* the end of one that was dropped */
};

/* one piece of work on its way */
struct slot {
	enum kind kind;
	float *data;
	size_t n, cap;
	void *tag;
	double *row;
	bool done;
};

/*
 * A ring of slots, numbered on and on: the caller fills `filling`, threads take from `taken` on up
 * to it, rows go out from `oldest` on; all up to `ended` belong to segments that have ended. Slots
 * keep their memory. The caller is one of the threads: when no slot is free to be filled it
 * computes as they do.
 */
struct workers {
	const struct feature_set *set;
	const struct kernel *kernel;
	const void *weights;
	workers_sink *sink;
	void *user;

	void *extractor; /* of the caller's thread */
	double *row;     /* or the sum of the patches so far */
	size_t n_patches;
	bool direct;  /* the open segment goes straight into the extractor */
	bool patches; /* which hands them to the threads */

	size_t n_threads, n_slots; /* the caller's among them */
	pthread_t *threads;
	size_t n_started;
	struct slot *slots;
	size_t oldest, taken, filling, ended;
	bool stopping;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
};

static struct slot *
slot_at(struct workers *w, size_t number)
{
	return &w->slots[number % w->n_slots];
}

static void
compute(const struct feature_set *set, void *extractor, struct slot *s)
{
	if (s->kind == SEGMENT) {
		set->push(extractor, s->data, s->n);
		set->finish(extractor, s->row);
	} else if (s->kind == PATCH) {
		set->patches->compute(extractor, s->data, s->row);
	}
}

/* computes a slot, of which there is one to be taken; holds the lock but for that */
static void
take_work(struct workers *w, void *extractor)
{
	struct slot *s = slot_at(w, w->taken++);

	pthread_mutex_unlock(&w->lock);
	compute(w->set, extractor, s);
	pthread_mutex_lock(&w->lock);
	s->done = true;
}

static void *
run(void *arg)
{
	struct workers *w = arg;
	void *extractor = w->set->extractor_new(w->kernel, w->weights);

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->taken == w->filling && !w->stopping)
			pthread_cond_wait(&w->work, &w->lock);
		if (w->taken == w->filling)
			break;
		take_work(w, extractor);
		pthread_cond_signal(&w->finished);
	}
	pthread_mutex_unlock(&w->lock);
	w->set->extractor_free(extractor);
	return NULL;
}

/* returns whether all have started; w->n_started have */
static bool
start_threads(struct workers *w)
{
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->work, NULL);
	pthread_cond_init(&w->finished, NULL);
	w->n_slots = w->n_threads * SLOTS_A_THREAD;
	w->slots = xcalloc(w->n_slots, sizeof(*w->slots));
	for (size_t i = 0; i < w->n_slots; i++)
		w->slots[i].row = xcalloc(w->set->n_columns, sizeof(double));
	w->threads = xcalloc(w->n_threads, sizeof(*w->threads));
	while (w->n_started < w->n_threads - 1 &&
	    pthread_create(&w->threads[w->n_started], NULL, run, w) == 0)
		w->n_started++;
	return w->n_started == w->n_threads - 1;
}

static void
stop_threads(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->work);
	pthread_mutex_unlock(&w->lock);
	for (size_t i = 0; i < w->n_started; i++)
		pthread_join(w->threads[i], NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->finished);
	for (size_t i = 0; i < w->n_slots; i++) {
		free(w->slots[i].data);
		free(w->slots[i].row);
	}
	free(w->slots);
	free(w->threads);
}

void
workers_free(struct workers *w)
{
	if (w == NULL)
		return;
	if (w->n_threads > 1)
		stop_threads(w);
	if (w->extractor != NULL)
		w->set->extractor_free(w->extractor);
	free(w->row);
	free(w);
}

static void
forget_patches(struct workers *w)
{
	memset(w->row, 0, w->set->n_columns * sizeof(*w->row));
	w->n_patches = 0;
}

/* what has been computed, in order */
static void
take_result(struct workers *w, const struct slot *s)
{
	switch (s->kind) {
	case SEGMENT:
		w->sink(w->user, s->tag, s->row);
		break;
	case PATCH:
		for (size_t i = 0; i < w->set->n_columns; i++)
			w->row[i] += s->row[i];
		w->n_patches++;
		break;
	case MEAN:
		for (size_t i = 0; i < w->set->n_columns; i++)
			w->row[i] /= (double)w->n_patches;
		w->sink(w->user, s->tag, w->row);
		forget_patches(w);
		break;
	case NOTHING:
		forget_patches(w);
		break;
	}
}

static void *
own_extractor(struct workers *w)
{
	if (w->extractor == NULL)
		w->extractor = w->set->extractor_new(w->kernel, w->weights);
	return w->extractor;
}

/* helps or waits until the oldest result is there and takes it */
static void
take_oldest(struct workers *w)
{
	struct slot *s = slot_at(w, w->oldest);
	void *extractor = own_extractor(w);

	pthread_mutex_lock(&w->lock);
	while (!s->done) {
		if (w->taken < w->filling)
			take_work(w, extractor);
		else
			pthread_cond_wait(&w->finished, &w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	take_result(w, s);
	s->done = false;
	s->n = 0;
	w->oldest++;
}

void
workers_drain(struct workers *w)
{
	while (w->oldest < w->ended)
		take_oldest(w);
}

/* whether the oldest result is there or can be had without waiting for another thread */
static bool
oldest_at_hand(struct workers *w)
{
	bool at_hand;

	pthread_mutex_lock(&w->lock);
	at_hand = slot_at(w, w->oldest)->done || w->taken == w->oldest;
	pthread_mutex_unlock(&w->lock);
	return at_hand;
}

bool
workers_advance(struct workers *w)
{
	while (w->oldest < w->ended && oldest_at_hand(w))
		take_oldest(w);
	return w->oldest < w->ended;
}

/* where the next n go in the slot that is being filled */
static float *
slot_room(struct workers *w, size_t n)
{
	struct slot *s = slot_at(w, w->filling);

	if (s->data == NULL) {
		s->cap = w->patches ? w->set->patches->len : WORKERS_SAMPLES_MAX;
		s->data = xlargearray(s->cap, sizeof(*s->data));
	}
	return s->cap - s->n >= n ? &s->data[s->n] : NULL;
}

/* adds to it; `data` may be there already */
static void
fill(struct workers *w, const float *data, size_t n)
{
	float *room = slot_room(w, n);

	if (room != data)
		memcpy(room, data, n * sizeof(*data));
	slot_at(w, w->filling)->n += n;
}

/* leaves it to the threads */
static void
submit(struct workers *w, enum kind kind, void *tag)
{
	struct slot *s = slot_at(w, w->filling);

	s->kind = kind;
	s->tag = tag;
	pthread_mutex_lock(&w->lock);
	w->filling++;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	if (kind != PATCH)
		w->ended = w->filling;
	/* the next slot must be free to be filled */
	if (w->filling - w->oldest == w->n_slots)
		take_oldest(w);
}

static void
submit_patch(void *user, const float *patch)
{
	struct workers *w = user;

	fill(w, patch, w->set->patches->len);
	submit(w, PATCH, NULL);
}

struct workers *
workers_new(const struct feature_set *set, const struct kernel *kernel, const void *weights,
    size_t n_threads, workers_sink *sink, void *user)
{
	struct workers *w = xcalloc(1, sizeof(*w));

	w->set = set;
	w->kernel = kernel;
	w->weights = weights;
	w->sink = sink;
	w->user = user;
	w->n_threads = n_threads;
	w->patches = n_threads > 1 && set->patches != NULL;
	w->direct = n_threads == 1 || w->patches;
	w->row = xcalloc(set->n_columns, sizeof(*w->row));
	if (n_threads > 1 && !start_threads(w)) {
		workers_free(w);
		return NULL;
	}
	if (w->patches) {
		w->extractor = set->extractor_new(kernel, weights);
		set->patches->divert(w->extractor, submit_patch, w);
	}
	return w;
}

static void
push_direct(struct workers *w, const float *samples, size_t n)
{
	w->set->push(own_extractor(w), samples, n);
}

float *
workers_room(struct workers *w, size_t *n)
{
	*n = ROOM;
	return w->direct ? NULL : slot_room(w, ROOM);
}

void
workers_push(struct workers *w, const float *samples, size_t n)
{
	struct slot *s;

	if (w->direct) {
		push_direct(w, samples, n);
		return;
	}
	s = slot_at(w, w->filling);
	if (s->n + n <= WORKERS_SAMPLES_MAX) {
		fill(w, samples, n);
		return;
	}
	workers_drain(w);
	push_direct(w, s->data, s->n);
	push_direct(w, samples, n);
	s->n = 0;
	w->direct = true;
}

void
workers_finish(struct workers *w, void *tag)
{
	if (!w->direct) {
		submit(w, SEGMENT, tag);
		return;
	}
	w->set->finish(w->extractor, w->row);
	if (w->patches) {
		submit(w, MEAN, tag);
		return;
	}
	w->sink(w->user, tag, w->row);
	w->direct = w->n_threads == 1;
}

void
workers_reset(struct workers *w)
{
	if (w->extractor != NULL)
		w->set->reset(w->extractor);
	if (w->n_threads > 1)
		slot_at(w, w->filling)->n = 0;
	if (w->ended < w->filling)
		submit(w, NOTHING, NULL);
	w->direct = w->n_threads == 1 || w->patches;
}
