/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_PRIV_H
#define MODEL_MODEL_PRIV_H

#include <stddef.h>

/*
 * What the writer and the reader of model files share.
 */
#define MODEL_FORMAT "mgc-model"
#define MODEL_VERSION "1"         /* one network, plain scaling, no temperature */
#define MODEL_VERSION_MEMBERS "2" /* more than that, but no spread of the temperature */
#define MODEL_VERSION_SPREAD "3"  /* all of this */

/* tensors of what typical songs are like: all are there, or none */
#define MODEL_TYPICAL_MEANS "typical.means"
#define MODEL_TYPICAL_WITHIN "typical.within"
#define MODEL_TYPICAL_OVERALL "typical.overall"
#define MODEL_TYPICAL_DISTANCES "typical.distances"

/* "" for the only member, "members.3." else: what the names of its tensors begin with */
void
model_member_prefix(size_t n_members, size_t i, char *prefix, size_t prefix_len);

#endif
