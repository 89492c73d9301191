/* SPDX-License-Identifier: MIT */
#include "model/front_end.h"

#include <string.h>

#include "base/xmalloc.h"

#define RATE_MAX 768000
#define SECONDS_MAX 3600
#define LIVE_SECONDS 10.0 /* for a model that does not say */

struct front_end
front_end_default(void)
{
	return (struct front_end){.set = "seed", .rate = 22050};
}

struct json *
front_end_to_json(const struct front_end *f)
{
	struct json *v = json_new_object();

	json_set(v, "set", json_new_string(f->set));
	json_set(v, "rate", json_new_number((double)f->rate));
	json_set(v, "max_samples", json_new_number((double)f->max_samples));
	json_set(v, "window", json_new_number(f->window));
	json_set(v, "overlap", json_new_number(f->overlap));
	json_set(v, "seconds", json_new_number(f->seconds));
	json_set(v, "hop", json_new_number(f->hop));
	if (f->live_seconds > 0) {
		json_set(v, "live_seconds", json_new_number(f->live_seconds));
		json_set(v, "live_hop", json_new_number(f->live_hop));
	}
	return v;
}

static int
in_range(const struct json *v, const char *name, double max, double *out)
{
	return json_number(json_get(v, name), out) && *out >= 0 && *out <= max;
}

const char *
front_end_from_json(const struct json *v, struct front_end *f)
{
	const char *set = json_string(json_get(v, "set"));
	double rate;
	uint64_t max_samples;

	memset(f, 0, sizeof(*f));
	if (set == NULL || *set == '\0' || strlen(set) >= sizeof(f->set) ||
	    strspn(set, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(set))
		return "its front end names no feature set";
	strcpy(f->set, set);
	if (!in_range(v, "rate", RATE_MAX, &rate) || rate < 1 ||
	    !json_uint(json_get(v, "max_samples"), &max_samples) ||
	    !in_range(v, "window", 1, &f->window) || !in_range(v, "overlap", 0.999, &f->overlap) ||
	    !in_range(v, "seconds", SECONDS_MAX, &f->seconds) ||
	    !in_range(v, "hop", SECONDS_MAX, &f->hop))
		return "its front end has a number out of range";
	if (json_get(v, "live_seconds") != NULL &&
	    (!in_range(v, "live_seconds", SECONDS_MAX, &f->live_seconds) ||
	    !in_range(v, "live_hop", SECONDS_MAX, &f->live_hop)))
		return "its front end has a number out of range";
	f->rate = (long)rate;
	f->max_samples = (int64_t)max_samples;
	return NULL;
}

static char *
by_time(double seconds, double hop)
{
	return xasprintf("--seconds %.17g --hop %.17g", seconds, hop > 0 ? hop : seconds);
}

char *
front_end_options(const struct front_end *f, const char *program)
{
	if (strcmp(program, "decode") == 0) {
		if (f->max_samples > 0)
			return xasprintf("--rate %ld --max-samples %lld", f->rate,
			    (long long)f->max_samples);
		return xasprintf("--rate %ld", f->rate);
	}
	if (strcmp(program, "split") == 0) {
		if (f->seconds > 0)
			return by_time(f->seconds, f->hop);
		if (f->window > 0)
			return xasprintf("--window %.17g --overlap %.17g", f->window, f->overlap);
		return xstrdup("--window 1 --overlap 0");
	}
	if (strcmp(program, "live") == 0) {
		if (f->live_seconds > 0)
			return by_time(f->live_seconds, f->live_hop);
		return f->seconds > 0 ? by_time(f->seconds, f->hop)
		    : by_time(LIVE_SECONDS, LIVE_SECONDS / 2);
	}
	if (strcmp(program, "featurize") == 0)
		return xasprintf("--set %s", f->set);
	return NULL;
}
