/* SPDX-License-Identifier: MIT */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

/* What this is the build of: "0.3.0", between releases "0.3.0-12-g1a2b3c4" or "0.4.0-dev". The
 * Makefile asks git or, where there is none, NEWS. */
extern const char mgc_version[];

#endif
