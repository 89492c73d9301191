/* SPDX-License-Identifier: MIT */
#include "retry.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"

#define BACK_OFF_S 0.5
#define DAY_S 86400

/* days from 1970-01-01; month 1..12 */
static int64_t
days_of(int64_t year, int month, int day)
{
	static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	int64_t y = month > 2 ? year : year - 1; /* of the last February */

	return (year - 1970) * 365 + y / 4 - y / 100 + y / 400 -
	       (1969 / 4 - 1969 / 100 + 1969 / 400) + before[month - 1] + day - 1;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", the only form that may be sent, as Unix time; -1: is none */
static int64_t
parse_date(const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int day, year, hour, minute, second, end = 0;
	char month[4];
	const char *m;

	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &day, month, &year,
		&hour, &minute, &second, &end) != 6 ||
	    end == 0)
		return -1;
	m = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (m == NULL || (m - months) % 3 != 0 || day < 1 || day > 31 || year < 1970 || hour < 0 ||
	    hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return -1;
	return days_of(year, (int)(m - months) / 3 + 1, day) * DAY_S + hour * 3600 + minute * 60 +
	       second;
}

double
retry_after_s(const char *header, int64_t now)
{
	double s;
	int64_t date;

	if (*header == '\0')
		return -1;
	if (strspn(header, "0123456789.") == strlen(header))
		return num_parse_double(header, 0, 1e12, &s) == NULL ? s : -1;
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
