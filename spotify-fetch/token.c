/* SPDX-License-Identifier: MIT */
#include "token.h"

#include <string.h>
#include <strings.h>

#include "io/json.h"

bool
token_is_valid(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= TOKEN_MAX &&
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=") ==
	    len;
}

bool
token_parse(const char *text, size_t len, struct token *token)
{
	struct json *v = json_parse(text, len);
	const char *access = json_string(json_get(v, "access_token"));
	const char *type = json_string(json_get(v, "token_type"));
	bool ok = access != NULL && token_is_valid(access) && type != NULL &&
	    strcasecmp(type, "bearer") == 0;

	if (ok) {
		strcpy(token->text, access);
		if (!json_number(json_get(v, "expires_in"), &token->expires_in_s) ||
		    token->expires_in_s < 0)
			token->expires_in_s = 0;
	}
	json_free(v);
	return ok;
}
