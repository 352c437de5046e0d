#include <string.h>

#include "contract/lb-api-error.h"

typedef struct
{
  guint status;
  const char *body;
  LbError code;
  const char *text;
} Case;

static const Case cases[] = {
  { 400, "{\"message\":\"name is required\"}", LB_ERROR_INVALID, "name is required" },
  { 400, "{\"error\":\"no caption\"}", LB_ERROR_INVALID, "no caption" },
  { 409, "{\"message\":\"first\",\"error\":\"second\"}", LB_ERROR_CONFLICT, "first" },
  { 422, "{\"error\":{\"code\":12,\"message\":\"refused\"}}", LB_ERROR_UNPROCESSABLE, "refused" },
  { 422, "{\"message\":null,\"error\":{\"details\":\"why\"}}", LB_ERROR_UNPROCESSABLE, "why" },
  { 403, "\"Quota exceeded\"", LB_ERROR_FORBIDDEN, "Quota exceeded" },
  { 500, "worker died\r\n", LB_ERROR_SERVER, "worker died" },
  { 502, "<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>",
    LB_ERROR_SERVER, "502 Bad Gateway" },
  { 503, "<!DOCTYPE html><body><H1 class=a>Sorry</H1></body>", LB_ERROR_SERVER, "Sorry" },
  { 503, "<x>", LB_ERROR_SERVER, "Reason" },
  { 404, "", LB_ERROR_NOT_FOUND, "Reason" },
  { 404, "{}", LB_ERROR_NOT_FOUND, "Reason" },
  { 404, "[]", LB_ERROR_NOT_FOUND, "Reason" },
  { 404, "null", LB_ERROR_NOT_FOUND, "Reason" },
  { 404, "17", LB_ERROR_NOT_FOUND, "Reason" },
  { 400, "{\"message\":\"cut", LB_ERROR_INVALID, "Reason" },
  { 400, "{\"message\":7,\"error\":[]}", LB_ERROR_INVALID, "Reason" },
  { 418, "teapot", LB_ERROR_PROTOCOL, "teapot" },
};

static void
test_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = lb_api_error_read (cases[i].status, "Reason", cases[i].body,
                                                    strlen (cases[i].body), NULL, NULL, NULL);

      g_assert_error (error, LB_ERROR, (int) cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].text);
    }
}

static void
test_odd_bytes (void)
{
  static const char binary[] = "\xff\xfe\0\x01zz";
  g_autofree char *huge = g_strnfill (200000, 'a');
  g_autofree char *json = g_strconcat ("\"", huge, "\"", NULL);
  g_autoptr (GError) nul = lb_api_error_read (500, NULL, binary, sizeof binary, NULL, NULL, NULL);
  g_autoptr (GError) none = lb_api_error_read (500, NULL, NULL, 0, NULL, NULL, NULL);
  g_autoptr (GError) bad = lb_api_error_read (500, NULL, "caf\xe9", 4, NULL, NULL, NULL);
  g_autoptr (GError) plain = lb_api_error_read (500, NULL, huge, 200000, NULL, NULL, NULL);
  g_autoptr (GError) text = lb_api_error_read (500, NULL, json, strlen (json), NULL, NULL, NULL);

  g_assert_cmpstr (nul->message, ==, "The service answered with status 500");
  g_assert_cmpstr (none->message, ==, "The service answered with status 500");
  g_assert_true (g_utf8_validate (bad->message, -1, NULL));
  g_assert_true (g_str_has_prefix (bad->message, "caf"));
  g_assert_cmpuint (strlen (plain->message), ==, 300);
  g_assert_cmpuint (strlen (text->message), ==, 2000);
}

static void
test_codes (void)
{
  static const guint stable[] = { 400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429, 500, 507 };

  for (gsize i = 0; i < G_N_ELEMENTS (stable); i++)
    g_assert_cmpuint (lb_api_error_status (lb_api_error_code (stable[i])), ==, stable[i]);

  g_assert_cmpint (lb_api_error_code (460), ==, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpint (lb_api_error_code (506), ==, LB_ERROR_INVALID);
  g_assert_cmpint (lb_api_error_code (405), ==, LB_ERROR_PROTOCOL);
  g_assert_cmpint (lb_api_error_code (302), ==, LB_ERROR_PROTOCOL);
  g_assert_cmpint (lb_api_error_code (599), ==, LB_ERROR_SERVER);
  g_assert_cmpuint (lb_api_error_status (LB_ERROR_STORAGE), ==, 500);
  g_assert_cmpuint (lb_api_error_status (LB_ERROR_TIMED_OUT), ==, 500);
  g_assert_cmpuint (lb_api_error_status (LB_ERROR_DAMAGED), ==, 415);
}

static void
test_own_body (void)
{
  g_autofree char *body = lb_api_error_write ("Too “small”", "too_small", "R47", "file");
  g_autofree char *code = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *field = NULL;
  g_autoptr (GError) error =
    lb_api_error_read (412, "x", body, strlen (body), &code, &rule, &field);

  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_SMALL);
  g_assert_cmpstr (error->message, ==, "Too “small”");
  g_assert_cmpstr (code, ==, "too_small");
  g_assert_cmpstr (rule, ==, "R47");
  g_assert_cmpstr (field, ==, "file");
  g_assert_nonnull (strstr (body, "\"error\":\"Too “small”\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/api-error/shapes", test_shapes);
  g_test_add_func ("/contract/api-error/odd-bytes", test_odd_bytes);
  g_test_add_func ("/contract/api-error/codes", test_codes);
  g_test_add_func ("/contract/api-error/own-body", test_own_body);
  return g_test_run ();
}
