/* SPDX-License-Identifier: MIT */
#include "base/version.h"

const char mgc_version[] = MGC_VERSION;
