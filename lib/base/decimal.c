/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <math.h>
#include <stdint.h>

#define DIGITS_MAX 19 /* 10^19 is below 2^64 */

#ifdef __SIZEOF_INT128__
/*
 * w / 10^k, rounded once; w > 0, k <= DIGITS_MAX. Both are shifted until their first bits are set,
 * so the quotient has 63 or 64 bits, of which the last one is also set where a remainder is left:
 * far below the 53 bits of the result, that tells on which side of a tie it lies, and the
 * conversion rounds as it should (rounding to odd: Boldo, Melquiond 2008).
 */
static double
over_power_of_ten(uint64_t w, long k)
{
	static const uint64_t powers[DIGITS_MAX + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000,
	    10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
	    10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
	    100000000000000000, 1000000000000000000, 10000000000000000000u};
	int up = __builtin_clzll(w), up_by = __builtin_clzll(powers[k]);
	uint64_t by = powers[k] << up_by, quotient;
	__extension__ unsigned __int128 n = w << up;

	n <<= 63;
	quotient = (uint64_t)(n / by);
	quotient |= (uint64_t)n != quotient * by;
	return ldexp((double)quotient, up_by - up - 63);
}
#endif

/* adds digits to *w; *n_digits counts them from the first that is not 0 */
static const char *
read_digits(const char *s, uint64_t *w, long *n_digits)
{
	for (; *s >= '0' && *s <= '9'; s++) {
		*w = *w * 10 + (uint64_t)(*s - '0');
		*n_digits += *w > 0;
	}
	return s;
}

bool
decimal_parse(const char *s, double *out)
{
#ifdef __SIZEOF_INT128__
	bool negative = *s == '-';
	const char *begin = s += *s == '-' || *s == '+', *point;
	uint64_t w = 0, exponent = 0;
	long n_digits = 0, n_exponent = 0, places = 0;

	point = s = read_digits(s, &w, &n_digits);
	if (*s == '.') {
		s = read_digits(s + 1, &w, &n_digits);
		places = s - point - 1;
	}
	if (point - begin + places == 0 || n_digits > DIGITS_MAX)
		return false;
	if (*s == 'e' || *s == 'E') {
		bool minus = s[1] == '-';

		s = read_digits(s + 1 + (minus || s[1] == '+'), &exponent, &n_exponent);
		if (s[-1] < '0' || s[-1] > '9' || n_exponent > 4)
			return false;
		places += minus ? (long)exponent : -(long)exponent;
	}
	if (*s != '\0' || (w > 0 && (places < 0 || places > DIGITS_MAX)))
		return false;
	*out = w > 0 ? over_power_of_ten(w, places) : 0;
	*out = negative ? -*out : *out;
	return true;
#else
	(void)s;
	(void)out;
	return false;
#endif
}
