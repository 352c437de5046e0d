#include <string.h>

#include "base/lb-error.h"
#include "hosted-fixture.h"

/* What a service elsewhere says when it refuses, in every shape that is known of it. */

typedef struct
{
  const char *body;
  const char *words;
} Shape;

/* All with the reason phrase "Conflict". */
static const Shape shapes[] = {
  { "{\"message\":\"Not now\"}", "Not now" },
  { "{\"error\":\"Not now\"}", "Not now" },
  { "{\"error\":{\"code\":409,\"message\":\"Not now\",\"details\":\"Later\"},\"request_id\":\"a\"}",
    "Not now" },
  { "{\"error\":{\"details\":\"Later\"}}", "Later" },
  { "\"Not now\"", "Not now" },
  { "Not now", "Not now" },
  { "{\"message\":\"First\",\"error\":\"Second\"}", "First" },
  { "{\"message\":null,\"error\":\"Second\"}", "Second" },
  { "{\"message\":\"\",\"error\":{\"message\":\"Third\"}}", "Third" },
  { "{\"message\":{\"text\":1},\"error\":[1]}", "Conflict" },
  { "{\"detail\":\"In detail\"}", "In detail" },
  { "{\"detail\":[{\"loc\":[\"body\",\"name\"],\"msg\":\"field required\"}]}",
    "name: field required" },
  { "{\"detail\":[\"One\",\"Two\"]}", "One" },
  { "{\"detail\":[]}", "Conflict" },
  { "{\"detail\":[{}]}", "Conflict" },
  { "{\"detail\":[{\"loc\":[],\"msg\":\"Somewhere\"}]}", "Somewhere" },
  { "{\"detail\":[{\"loc\":[{}],\"msg\":\"Somewhere\"}]}", "Somewhere" },
  { "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>x</body></html>",
    "Bad gateway" },
  { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
    "</Error>",
    "Request has expired" },
  { "{\"message\":\"Not no", "Conflict" },
  { "{}", "Conflict" },
  { "[]", "Conflict" },
  { "null", "Conflict" },
  { "17", "Conflict" },
  { "true", "Conflict" },
  { "\"\"", "Conflict" },
  { "   ", "Conflict" },
  { "\xff\xfe\x01", NULL },
  { "", "Conflict" },
  { "{\"message\":\"Two\\nlines\\u0000 and \\ttabs\"}", NULL },
};

static void
test_shapes (HostedFixture *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;

      hosted_server_say_once (self->server, NULL, NULL, 409, NULL, shapes[i].body);
      error =
        hosted_refusal (hosted_call (self->client, LB_ROUTE_UPDATE_DATASET), LB_ERROR_CONFLICT);
      if (shapes[i].words != NULL && !g_str_equal (error->message, shapes[i].words))
        g_error ("%s was read as “%s”", shapes[i].body, error->message);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* R3: the body of a refusal for the plan's sake is a bare string. */
static void
test_bare_string (HostedFixture *self, gconstpointer data)
{
  hosted_server_say (self->server, NULL, NULL, 403, NULL, "\"Quota exceeded for this plan\"");
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      DexFuture *future = hosted_call (self->client, route);
      g_autoptr (GError) error = NULL;

      if (future == NULL)
        continue;
      error = hosted_refusal (future, LB_ERROR_FORBIDDEN);
      g_assert_cmpstr (error->message, ==, "Quota exceeded for this plan");
    }
}

/* A status of every operation: what the caller can do next is known from it, and said in words. */
static void
test_statuses (HostedFixture *self, gconstpointer data)
{
  static const struct
  {
    guint status;
    int code;
  } cases[] = {
    { 400, LB_ERROR_INVALID },       { 401, LB_ERROR_UNAUTHORIZED },
    { 403, LB_ERROR_FORBIDDEN },     { 404, LB_ERROR_NOT_FOUND },
    { 405, LB_ERROR_PROTOCOL },      { 409, LB_ERROR_CONFLICT },
    { 410, LB_ERROR_GONE },          { 412, LB_ERROR_TOO_SMALL },
    { 413, LB_ERROR_TOO_LARGE },     { 415, LB_ERROR_UNSUPPORTED },
    { 422, LB_ERROR_UNPROCESSABLE }, { 429, LB_ERROR_RATE_LIMITED },
    { 460, LB_ERROR_UNPROCESSABLE }, { 418, LB_ERROR_PROTOCOL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      hosted_server_forget (self->server);
      hosted_server_say (self->server, NULL, NULL, cases[i].status, NULL, "{\"message\":\"No\"}");
      for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
        {
          DexFuture *future = hosted_call (self->client, route);
          g_autoptr (GError) error = NULL;

          if (future == NULL)
            continue;
          error = hosted_refusal (future, cases[i].code);
          g_assert_cmpstr (error->message, ==, "No");
        }
    }
}

/* Of siblings of this service: what can't be fetched, and what is wrong with the request. */
static void
test_siblings (HostedFixture *self, gconstpointer data)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) unfetched = NULL;
  g_autoptr (GError) bug = NULL;

  hosted_server_say_once (self->server, NULL, NULL, 506, NULL, "{\"message\":\"Wrong\"}");
  wrong = hosted_refusal (hosted_call (self->client, LB_ROUTE_REFINE), LB_ERROR_INVALID);
  hosted_server_say_once (self->server, NULL, NULL, 460, NULL, "{\"message\":\"Not there\"}");
  unfetched =
    hosted_refusal (hosted_call (self->client, LB_ROUTE_UPLOAD_IMAGE), LB_ERROR_UNPROCESSABLE);
  hosted_server_say_once (self->server, NULL, NULL, 405, NULL, NULL);
  bug = hosted_refusal (hosted_call (self->client, LB_ROUTE_REGENERATE_ALL), LB_ERROR_PROTOCOL);
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 3);
}

static void
assert_limited (HostedFixture *self, const char *headers, gboolean told, guint seconds)
{
  g_autoptr (GError) error = NULL;
  guint said = 0;

  hosted_server_forget (self->server);
  hosted_server_say (self->server, NULL, NULL, 429, headers, "{\"message\":\"Slow down\"}");
  error = hosted_refusal (hosted_call (self->client, LB_ROUTE_UPLOAD_IMAGE), LB_ERROR_RATE_LIMITED);
  g_assert_cmpint (lb_error_get_retry_after (error, &said), ==, told);
  g_assert_cmpuint (said, ==, seconds);
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 1);
}

static void
test_rate_limit (HostedFixture *self, gconstpointer data)
{
  assert_limited (self, NULL, FALSE, 0);
  assert_limited (self, "Retry-After: 17", TRUE, 17);
  assert_limited (self, "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT", TRUE, 0);
  assert_limited (self, "Retry-After: Tue, 31 Dec 2999 23:59:59 GMT", TRUE, 600);
  assert_limited (self, "Retry-After: later", FALSE, 0);
}

/* A fault inside: what reads is asked once more, what changes is not. */
static void
test_fault (HostedFixture *self, gconstpointer data)
{
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      DexFuture *future = NULL;
      g_autoptr (GError) error = NULL;
      gboolean reads = route == LB_ROUTE_GET_DATASET;

      /* One that reads will do: each waits a while before it asks again. */
      if (route != LB_ROUTE_GET_DATASET && g_str_equal (lb_route_method (route), "GET"))
        continue;
      hosted_server_forget (self->server);
      hosted_server_say (self->server, NULL, NULL, 500, NULL, "Internal Server Error");
      if ((future = hosted_call (self->client, route)) == NULL)
        continue;
      error = hosted_refusal (future, LB_ERROR_SERVER);
      g_assert_cmpstr (error->message, ==, "Internal Server Error");
      g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, reads ? 2 : 1);
    }
}

/* C1: what does not know training versions is told the rest. */
static void
test_without_version (HostedFixture *self, gconstpointer data)
{
  static const int routes[] = { LB_ROUTE_CREATE_DATASET, LB_ROUTE_CREATE_PROJECT };
  static const char *const refusals[] = {
    "{\"message\":\"Unknown field training_version\"}",
    "{\"detail\":[{\"loc\":[\"body\",\"training_version\"],\"msg\":\"extra fields not "
    "permitted\"}]}",
    "{\"message\":\"Not permitted\",\"field\":\"training_version\"}"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (routes) * G_N_ELEMENTS (refusals); i++)
    {
      const int route = routes[i % G_N_ELEMENTS (routes)];
      g_autoptr (GError) error = NULL;

      hosted_server_forget (self->server);
      hosted_server_say_once (self->server, "POST", NULL, 400, NULL,
                              refusals[i / G_N_ELEMENTS (routes)]);
      error = hosted_outcome (hosted_call (self->client, route));
      g_assert_no_error (error);
      g_assert_cmpuint (hosted_server_count (self->server, "POST", NULL), ==, 2);
      g_assert_null (strstr (hosted_server_last_body (self->server, "POST", NULL), "version"));
    }
}

static void
test_version_is_sent (HostedFixture *self, gconstpointer data)
{
  g_autoptr (GError) accepted =
    hosted_outcome (hosted_call (self->client, LB_ROUTE_CREATE_DATASET));
  g_autoptr (GError) refused = NULL;

  g_assert_no_error (accepted);
  g_assert_nonnull (strstr (hosted_server_last_body (self->server, "POST", HOSTED_DATASETS_PATH),
                            "\"training_version\":\"fibo\""));

  /* Another fault of the request is no reason. */
  hosted_server_say (self->server, NULL, NULL, 400, NULL, "{\"message\":\"Unknown project\"}");
  refused = hosted_refusal (hosted_call (self->client, LB_ROUTE_CREATE_DATASET), LB_ERROR_INVALID);
  g_assert_cmpuint (hosted_server_count (self->server, "POST", NULL), ==, 2);
}

/* C6 */
static void
test_other_path (HostedFixture *self, gconstpointer data)
{
  g_autoptr (GError) found = NULL;
  g_autoptr (GError) nowhere = NULL;

  hosted_server_say (self->server, NULL, "/v1/datasets/34/download", 404, NULL,
                     "{\"message\":\"Nothing stored yet\"}");
  found = hosted_outcome (hosted_call (self->client, LB_ROUTE_DOWNLOAD));
  g_assert_no_error (found);
  g_assert_cmpuint (
    hosted_server_count (self->server, "GET", "/v1/tailored-gen/datasets/34/download"), ==, 1);

  hosted_server_say (self->server, NULL, "/v1/tailored-gen/datasets/34/download", 404, NULL,
                     "{\"message\":\"No such path\"}");
  nowhere = hosted_refusal (hosted_call (self->client, LB_ROUTE_DOWNLOAD), LB_ERROR_NOT_FOUND);
  g_assert_cmpstr (nowhere->message, ==, "Nothing stored yet");
  g_assert_cmpuint (hosted_server_count (self->server, "GET", NULL), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func)                                                                            \
  g_test_add (name, HostedFixture, GUINT_TO_POINTER (HOSTED_MIXED), hosted_fixture_set_up, func,   \
              hosted_fixture_tear_down)
  ADD ("/hosted/R5-error-shapes", test_shapes);
  ADD ("/hosted/R3-R5-bare-string", test_bare_string);
  ADD ("/hosted/R6-rate-limit", test_rate_limit);
  ADD ("/hosted/R7-fault", test_fault);
  ADD ("/hosted/R8-statuses", test_statuses);
  ADD ("/hosted/R8-siblings", test_siblings);
  ADD ("/hosted/C1-without-version", test_without_version);
  ADD ("/hosted/C1-version-is-sent", test_version_is_sent);
  ADD ("/hosted/C6-other-path", test_other_path);
#undef ADD
  return g_test_run ();
}
