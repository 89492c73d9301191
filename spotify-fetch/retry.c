/* SPDX-License-Identifier: MIT */
#include "retry.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"

#define BACK_OFF_S 0.5
#define DAY_S 86400
#define AFTER_MAX_S 1e9 /* nobody waits for that: no need to tell more apart */

/* days from 1970-01-01; month 1..12 */
static int64_t
days_of(int64_t year, int month, int day)
{
	static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	int64_t y = month > 2 ? year : year - 1; /* of the last February */

	return (year - 1970) * 365 + y / 4 - y / 100 + y / 400 -
	       (1969 / 4 - 1969 / 100 + 1969 / 400) + before[month - 1] + day - 1;
}

struct date {
	int year, day, hour, minute, second;
	char month[4];
};

/* Whether text has one of the three forms of RFC 9110 5.6.7, the numbers unchecked. */
static bool
scan_date(const char *text, struct date *d)
{
	int n = 0;

	memset(d, 0, sizeof(*d));
	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &d->day, d->month,
		&d->year, &d->hour, &d->minute, &d->second, &n) == 6 &&
	    n > 0)
		return true;
	if (sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", d->month, &d->day,
		&d->hour, &d->minute, &d->second, &d->year, &n) == 6 &&
	    n > 0)
		return true;
	if (sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n", &d->day, d->month,
		&d->year, &d->hour, &d->minute, &d->second, &n) != 6 ||
	    n == 0)
		return false;
	d->year += d->year < 70 ? 2000 : 1900;
	return true;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", or an older form, as Unix time; -1: is none */
static int64_t
parse_date(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct date d;
	const char *m;

	if (!scan_date(text, &d))
		return -1;
	m = strlen(d.month) == 3 ? strstr(months, d.month) : NULL;
	if (m == NULL || (m - months) % 3 != 0 || d.day < 1 || d.day > 31 || d.year < 1970 ||
	    d.hour < 0 || d.hour > 23 || d.minute < 0 || d.minute > 59 || d.second < 0 ||
	    d.second > 60)
		return -1;
	return days_of(d.year, (int)(m - months) / 3 + 1, d.day) * DAY_S + d.hour * 3600 +
	       d.minute * 60 + d.second;
}

double
retry_after_s(const char *header, int64_t now)
{
	double s;
	int64_t date;

	if (*header == '\0')
		return -1;
	if (strspn(header, "0123456789.") == strlen(header))
		return num_parse_double(header, 0, 1e300, &s) == NULL ? fmin(s, AFTER_MAX_S) : -1;
	date = parse_date(header);
	if (date < 0)
		return -1;
	return date > now ? (double)(date - now) : 0;
}

double
retry_wait_s(int attempt, double after_s, double jitter)
{
	double back_off_s = BACK_OFF_S * (double)(1 << (attempt - 1)) * (1 - jitter / 2);

	return after_s > back_off_s ? after_s : back_off_s;
}
