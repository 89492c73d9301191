/* SPDX-License-Identifier: MIT */
#include "workers.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/xmalloc.h"

#define SLOTS_A_THREAD 2

/* one segment on its way */
struct slot {
	float *samples;
	size_t n, cap;
	void *tag;
	double *row;
	bool done;
};

/*
 * A ring of slots, numbered on and on: the caller fills `filling`, threads take from `taken` on up
 * to it, rows go out from `oldest` on.
 */
struct workers {
	const struct feature_set *set;
	const struct kernel *kernel;
	workers_sink *sink;
	void *user;

	void *extractor; /* of the caller's thread */
	double *row;
	bool direct; /* the open segment goes straight into it */

	size_t n_threads, n_slots;
	pthread_t *threads;
	struct slot *slots;
	size_t oldest, taken, filling;
	bool stopping;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
};

static struct slot *
slot_at(struct workers *w, size_t number)
{
	return &w->slots[number % w->n_slots];
}

static void *
run(void *arg)
{
	struct workers *w = arg;
	void *extractor = w->set->extractor_new(w->kernel);

	pthread_mutex_lock(&w->lock);
	for (;;) {
		struct slot *s;

		while (w->taken == w->filling && !w->stopping)
			pthread_cond_wait(&w->work, &w->lock);
		if (w->taken == w->filling)
			break;
		s = slot_at(w, w->taken++);
		pthread_mutex_unlock(&w->lock);
		w->set->push(extractor, s->samples, s->n);
		w->set->finish(extractor, s->row);
		pthread_mutex_lock(&w->lock);
		s->done = true;
		pthread_cond_signal(&w->finished);
	}
	pthread_mutex_unlock(&w->lock);
	w->set->extractor_free(extractor);
	return NULL;
}

static void
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
	for (size_t i = 0; i < w->n_threads; i++) {
		if (pthread_create(&w->threads[i], NULL, run, w) != 0)
			die("cannot start %zu threads", w->n_threads);
	}
}

struct workers *
workers_new(const struct feature_set *set, const struct kernel *kernel, size_t n_threads,
    workers_sink *sink, void *user)
{
	struct workers *w = xcalloc(1, sizeof(*w));

	w->set = set;
	w->kernel = kernel;
	w->sink = sink;
	w->user = user;
	w->n_threads = n_threads;
	w->direct = n_threads == 1;
	w->row = xcalloc(set->n_columns, sizeof(*w->row));
	if (n_threads > 1)
		start_threads(w);
	return w;
}

static void
stop_threads(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->work);
	pthread_mutex_unlock(&w->lock);
	for (size_t i = 0; i < w->n_threads; i++)
		pthread_join(w->threads[i], NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->finished);
	for (size_t i = 0; i < w->n_slots; i++) {
		free(w->slots[i].samples);
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

/* waits for the oldest row and gives it out */
static void
give_oldest(struct workers *w)
{
	struct slot *s = slot_at(w, w->oldest);

	pthread_mutex_lock(&w->lock);
	while (!s->done)
		pthread_cond_wait(&w->finished, &w->lock);
	pthread_mutex_unlock(&w->lock);
	w->sink(w->user, s->tag, s->row);
	s->done = false;
	s->n = 0;
	w->oldest++;
}

void
workers_drain(struct workers *w)
{
	while (w->oldest < w->filling)
		give_oldest(w);
}

static void
push_direct(struct workers *w, const float *samples, size_t n)
{
	if (w->extractor == NULL)
		w->extractor = w->set->extractor_new(w->kernel);
	w->set->push(w->extractor, samples, n);
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
	if (s->n + n > WORKERS_SAMPLES_MAX) {
		workers_drain(w);
		push_direct(w, s->samples, s->n);
		push_direct(w, samples, n);
		s->n = 0;
		w->direct = true;
		return;
	}
	xgrow(&s->samples, &s->cap, s->n + n, sizeof(*s->samples));
	memcpy(&s->samples[s->n], samples, n * sizeof(*samples));
	s->n += n;
}

void
workers_finish(struct workers *w, void *tag)
{
	if (w->direct) {
		w->set->finish(w->extractor, w->row);
		w->sink(w->user, tag, w->row);
		w->direct = w->n_threads == 1;
		return;
	}
	slot_at(w, w->filling)->tag = tag;
	pthread_mutex_lock(&w->lock);
	w->filling++;
	pthread_cond_signal(&w->work);
	pthread_mutex_unlock(&w->lock);
	/* the next slot must be free to be filled */
	if (w->filling - w->oldest == w->n_slots)
		give_oldest(w);
}

void
workers_reset(struct workers *w)
{
	if (w->extractor != NULL)
		w->set->reset(w->extractor);
	if (w->n_threads > 1)
		slot_at(w, w->filling)->n = 0;
	w->direct = w->n_threads == 1;
}
