/* SPDX-License-Identifier: MIT */
#include "model/front_end_json.h"

#include <stdbool.h>
#include <string.h>

struct json *
front_end_to_json(const struct front_end *f)
{
	struct json *v = json_new_object();

	json_set(v, "set", json_new_string(f->set));
	json_set(v, "rate", json_new_number((double)f->rate));
	if (f->skip > 0)
		json_set(v, "skip", json_new_number((double)f->skip));
	if (f->excerpt > 0)
		json_set(v, "excerpt", json_new_number((double)f->excerpt));
	json_set(v, "max_samples", json_new_number((double)f->max_samples));
	json_set(v, "window", json_new_number(f->cut.window));
	json_set(v, "overlap", json_new_number(f->cut.overlap));
	json_set(v, "seconds", json_new_number(f->cut.seconds));
	json_set(v, "hop", json_new_number(f->cut.hop));
	if (f->live.seconds > 0) {
		json_set(v, "live_seconds", json_new_number(f->live.seconds));
		json_set(v, "live_hop", json_new_number(f->live.hop));
	}
	return v;
}

/* a number that may be missing and is 0 then */
static bool
optional(const struct json *v, const char *name, double *out)
{
	*out = 0;
	return json_get(v, name) == NULL || json_number(json_get(v, name), out);
}

const char *
front_end_from_json(const struct json *v, struct front_end *f)
{
	const char *set = json_string(json_get(v, "set"));
	uint64_t rate, skip = 0, excerpt = 0, max_samples;

	memset(f, 0, sizeof(*f));
	if (set == NULL || *set == '\0' || strlen(set) >= sizeof(f->set))
		return "its front end names no feature set";
	strcpy(f->set, set);
	if (!json_uint(json_get(v, "rate"), &rate) || rate > FRONT_END_RATE_MAX ||
	    (json_get(v, "skip") != NULL && !json_uint(json_get(v, "skip"), &skip)) ||
	    (json_get(v, "excerpt") != NULL && !json_uint(json_get(v, "excerpt"), &excerpt)) ||
	    !json_uint(json_get(v, "max_samples"), &max_samples) ||
	    !json_number(json_get(v, "window"), &f->cut.window) ||
	    !json_number(json_get(v, "overlap"), &f->cut.overlap) ||
	    !json_number(json_get(v, "seconds"), &f->cut.seconds) ||
	    !json_number(json_get(v, "hop"), &f->cut.hop) ||
	    !optional(v, "live_seconds", &f->live.seconds) ||
	    !optional(v, "live_hop", &f->live.hop))
		return "its front end has a number out of range";
	f->rate = (long)rate;
	f->skip = (int64_t)skip;
	f->excerpt = (int64_t)excerpt;
	f->max_samples = (int64_t)max_samples;
	if (f->cut.seconds > 0 && f->cut.hop == 0)
		f->cut.hop = f->cut.seconds;
	return front_end_valid(f)
	    ? NULL
	    : "its front end has a number, or the name of its feature set, out "
	      "of range";
}
