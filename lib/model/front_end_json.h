/* SPDX-License-Identifier: MIT */
#ifndef MODEL_FRONT_END_JSON_H
#define MODEL_FRONT_END_JSON_H

#include "features/front_end.h"
#include "io/json.h"

/*
 * A known front end as an object, and back: returns a reason, or NULL and *f. Every number is
 * checked.
 */
struct json *
front_end_to_json(const struct front_end *f);

const char *
front_end_from_json(const struct json *v, struct front_end *f);

#endif
