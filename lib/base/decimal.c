/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <stdint.h>
#include <string.h>

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 uint128;

#define DIGITS_MAX 19 /* 10^19 is below 2^64 */

/* 10^k is 5^k * 2^k, and powers of two are mere exponents: a word is enough for k <= 27 */
#define FIVES_MAX 27
static const uint64_t fives[FIVES_MAX + 1] = {1, 5, 25, 125, 625, 3125, 15625, 78125, 390625,
    1953125, 9765625, 48828125, 244140625, 1220703125, 6103515625, 30517578125, 152587890625,
    762939453125, 3814697265625, 19073486328125, 95367431640625, 476837158203125, 2384185791015625,
    11920928955078125, 59604644775390625, 298023223876953125, 1490116119384765625,
    7450580596923828125};

/* 2^e of a normal number */
static double
power_of_two(int e)
{
	uint64_t bits = (uint64_t)(e + 1023) << 52;
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/*
 * w / 10^k, rounded once; w > 0, k <= FIVES_MAX. w and 5^k are shifted until their first bits are
 * set, so the quotient has 62 or 63 bits, of which the last one is also set where a remainder is
 * left: far below the 53 bits of the result, that tells on which side of a tie it lies, and the
 * conversion rounds as it should (rounding to odd: Boldo, Melquiond 2008).
 */
static double
over_power_of_ten(uint64_t w, int k)
{
	int up = __builtin_clzll(w), up_by = __builtin_clzll(fives[k]);
	uint64_t by = fives[k] << up_by, quotient;
	uint128 n = (uint128)(w << up) << 62;

	/* two numbers that doubles hold: one division rounds once (Clinger 1990) */
	if (w >> 53 == 0 && fives[k] >> 53 == 0)
		return (double)(int64_t)w / (double)(int64_t)fives[k] * power_of_two(-k);
	quotient = (uint64_t)(n / by);
	quotient |= (uint64_t)n != quotient * by;
	return (double)(int64_t)quotient * power_of_two(up_by - up - 62 - k);
}

/* adds digits to *w; *n_digits counts them from the first that is not 0 */
static const char *
read_digits(const char *s, uint64_t *w, long *n_digits)
{
	const char *begin;
	uint64_t sum = *w;

	while (sum == 0 && *s == '0')
		s++;
	for (begin = s; *s >= '0' && *s <= '9'; s++)
		sum = sum * 10 + (uint64_t)(*s - '0');
	*n_digits += s - begin;
	*w = sum;
	return s;
}

bool
decimal_parse(const char *s, double *out)
{
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
	if (*s != '\0' || (w > 0 && (places < 0 || places > FIVES_MAX)))
		return false;
	*out = w > 0 ? over_power_of_ten(w, (int)places) : 0;
	*out = negative ? -*out : *out;
	return true;
}

#define POWER_MAX 32 /* 2^53 * 5^32 is below 2^128 */

/*
 * m * 2^e * 10^k to the nearest whole number, halves to even, as printf rounds. Nothing is lost:
 * m * 5^k is a whole number below 2^128, and a half less the least, or a half where the result
 * would be odd, is added to it before its last bits go. 0 < m < 2^53, 0 <= k <= POWER_MAX, and the
 * result must be at least 1 and below 2^63.
 */
static uint64_t
times_power_of_ten(uint64_t m, int e, int k)
{
	int right = -(e + k);
	uint128 n = (uint128)m * fives[k < FIVES_MAX ? k : FIVES_MAX];

	if (k > FIVES_MAX)
		n *= fives[k - FIVES_MAX];
	if (right <= 0)
		return (uint64_t)n << -right;
	n += ((uint128)1 << (right - 1)) - 1 + (n >> right & 1);
	return (uint64_t)(n >> right);
}

static void
put_pair(uint32_t number, char *out)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930"
				    "31323334353637383940414243444546474849505152535455565758596061"
				    "62636465666768697071727374757677787980818283848586878889909192"
				    "93949596979899";

	memcpy(out, &pairs[2 * number], 2);
}

/* n digits, eight at once, whose divisions do not wait for each other */
static void
put_digits(uint64_t number, int n, char *out)
{
	for (; n >= 8; n -= 8) {
		uint32_t eight = (uint32_t)(number % 100000000), high = eight / 10000;
		uint32_t low = eight % 10000;

		number /= 100000000;
		put_pair(high / 100, out + n - 8);
		put_pair(high % 100, out + n - 6);
		put_pair(low / 100, out + n - 4);
		put_pair(low % 100, out + n - 2);
	}
	for (; n > 0; number /= 10)
		out[--n] = (char)('0' + number % 10);
}

/* n digits with a point after the first n_whole, at least -3, but for zeros after the point */
static char *
put_fixed(uint64_t number, int n, int n_whole, char *out)
{
	char *end;

	if (n_whole <= 0) {
		memcpy(out, "0.000", 5);
		out += 1 - n_whole;
	}
	put_digits(number, n, out + 1);
	if (n_whole > 0) {
		for (int i = 0; i < n_whole; i++)
			out[i] = out[i + 1];
		out[n_whole] = '.';
	}
	for (end = out + 1 + n; end[-1] == '0'; end--)
		;
	return end[-1] == '.' ? end - 1 : end;
}

/* the form that %g chooses */
static char *
put_number(uint64_t number, int n, int exponent, char *out)
{
	if (exponent >= -4 && exponent < n)
		return put_fixed(number, n, exponent + 1, out);
	out = put_fixed(number, n, 1, out);
	*out++ = 'e';
	*out++ = exponent < 0 ? '-' : '+';
	put_digits((uint64_t)(exponent < 0 ? -exponent : exponent), 2, out);
	return out + 2;
}

/*
 * floor(log10(x)), where it matters, or one less; `high` are the bits of the exponent and the first
 * 12 of the mantissa. With log2(1 + f) taken as f, which is less by up to .09, they are a logarithm
 * themselves: 2^12 log2(x), to which 1023 is added.
 */
static int
exponent_of_ten(int64_t high)
{
	const int64_t one = (int64_t)1 << 32, least = 308; /* 10^-308 is a normal number */

	/* log10(2) / 2^12 is 315652.8 / 2^32 */
	return (int)(((high - 1023 * 4096) * 315653 + least * one) / one - least);
}

size_t
decimal_print(double x, int n_digits, char *out)
{
	uint64_t bits, m, number = 0;
	int biased, exponent; /* of ten: of the first digit */
	char *at = out;

	memcpy(&bits, &x, sizeof(bits));
	biased = (int)(bits >> 52 & 2047);
	m = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
	exponent = exponent_of_ten((int64_t)(bits >> 40 & 0x7fffff));
	for (; bits << 1 > 0; exponent++) {
		int k = n_digits - 1 - exponent;

		if (k < 0 || k > POWER_MAX)
			return 0;
		number = times_power_of_ten(m, biased - 1075, k);
		if (number < fives[n_digits] << n_digits)
			break;
	}
	if (bits >> 63)
		*at++ = '-';
	if (number == 0)
		*at++ = '0';
	else
		at = put_number(number, n_digits, exponent, at);
	*at = '\0';
	return (size_t)(at - out);
}

#else

/* the C library does */
bool
decimal_parse(const char *s, double *out)
{
	(void)s;
	(void)out;
	return false;
}

size_t
decimal_print(double x, int n_digits, char *out)
{
	(void)x;
	(void)n_digits;
	(void)out;
	return 0;
}
#endif
