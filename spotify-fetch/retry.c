/* SPDX-License-Identifier: MIT */
#include "retry.h"

#define BACK_OFF_S 0.5

double
retry_wait_s(int attempt, double after_s, double jitter)
{
	double back_off_s = BACK_OFF_S * (double)(1 << (attempt - 1)) * (1 - jitter / 2);

	return after_s > back_off_s ? after_s : back_off_s;
}
