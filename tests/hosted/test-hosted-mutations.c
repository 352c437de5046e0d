#include <string.h>

#include "base/lb-error.h"
#include "hosted-fixture.h"

/* Recorded replies with something changed in them, at random but from a known seed: whatever comes,
 * the call ends, in an LB_ERROR if not well. LB_TEST_MUTATIONS says how many, LB_TEST_SEED where to
 * begin. */

#define N_MUTATIONS 2000
#define SEED 20261121
#define MAX_MESSAGE_CHARS 2200

static const char *const odd_values[] = {
  "null",
  "true",
  "false",
  "0",
  "-1",
  "1e999",
  "-0.0",
  "0.1",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775809",
  "184467440737095516160000",
  "\"\"",
  "\"34\"",
  "\" \"",
  "\"\\u0000\"",
  "\"\\ud800\"",
  "\"\\u202e\"",
  "\"%s%n%n\"",
  "\"2026-13-45T99:99:99\"",
  "\"-292277022399-01-01T00:00:00Z\"",
  "\"data:,x\"",
  "[]",
  "[[[[[[]]]]]]",
  "[null,null]",
  "{}",
  "{\"id\":34}",
  "{\"\":{\"\":{\"\":{}}}}",
  "NaN",
  "Infinity",
  "'x'",
  "/* x */ 1",
  "undefined",
  "\xff",
  "\xc0\x80",
  "\xed\xa0\x80",
};

static const char *const odd_pieces[] = { "\"",        "{",  "}", "[",  "]",    ",",
                                          ":",         "\\", "/", "\n", "\r\n", "\xef\xbb\xbf",
                                          "\"id\":1,", "0" };

static gsize
place (GRand *random, gsize length)
{
  return length == 0 ? 0 : (gsize) g_rand_int_range (random, 0, (gint32) length + 1);
}

/* Puts an odd value where one stands. */
static void
swap_value (GRand *random, GString *text)
{
  const char *from = strchr (text->str + place (random, text->len), ':');
  const char *value = odd_values[g_rand_int_range (random, 0, G_N_ELEMENTS (odd_values))];
  gsize at;

  if (from == NULL)
    return;

  at = (gsize) (from - text->str) + 1;
  g_string_erase (text, (gssize) at, (gssize) strcspn (text->str + at, ",}"));
  g_string_insert (text, (gssize) at, value);
}

static void
flip_byte (GRand *random, GString *text)
{
  if (text->len > 0)
    text->str[g_rand_int_range (random, 0, (gint32) text->len)] ^=
      (char) (1 << g_rand_int_range (random, 0, 8));
}

static void
cut_out (GRand *random, GString *text)
{
  gsize from = place (random, text->len);

  g_string_erase (text, (gssize) from, (gssize) place (random, MIN (text->len - from, 40)));
}

static void
copy_over (GRand *random, GString *text)
{
  gsize from = place (random, text->len);
  gsize length = place (random, MIN (text->len - from, 200));
  g_autofree char *piece = g_strndup (text->str + from, length);

  g_string_insert_len (text, (gssize) place (random, text->len), piece, (gssize) length);
}

static void
put_in (GRand *random, GString *text)
{
  g_string_insert (text, (gssize) place (random, text->len),
                   odd_pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (odd_pieces))]);
}

static void
nest (GRand *random, GString *text)
{
  gsize depth = place (random, 300);
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *shut = g_strnfill (depth, ']');

  g_string_prepend (text, open);
  g_string_append (text, shut);
}

static void
cut_short (GRand *random, GString *text)
{
  g_string_truncate (text, place (random, text->len));
}

typedef void (*Mutate) (GRand *random, GString *text);

static void
mutate (GRand *random, GString *text)
{
  static const Mutate ways[] = { swap_value, swap_value, swap_value, swap_value, flip_byte,
                                 cut_out,    copy_over,  put_in,     nest,       cut_short };
  int n = g_rand_int_range (random, 1, 5);

  for (int i = 0; i < n; i++)
    ways[g_rand_int_range (random, 0, G_N_ELEMENTS (ways))](random, text);
}

/* What reads is asked once more after a fault, and waits before; so it is not given one here. */
static guint
other_status (GRand *random, LbRoute route)
{
  static const guint statuses[] = { 200, 201, 202, 204, 206, 299, 302, 400, 401, 403, 404,
                                    409, 410, 412, 413, 415, 418, 422, 429, 460, 499 };
  static const guint faults[] = { 500, 501, 502, 503, 504, 506, 507, 599 };

  if (!g_str_equal (lb_route_method (route), "GET") && g_rand_boolean (random))
    return faults[g_rand_int_range (random, 0, G_N_ELEMENTS (faults))];

  return statuses[g_rand_int_range (random, 0, G_N_ELEMENTS (statuses))];
}

static void
assert_sound (const GError *error)
{
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (LB_ERROR));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (error->message, -1), <=, MAX_MESSAGE_CHARS);
  g_assert_null (strstr (error->message, HOSTED_TOKEN));
}

static guint64
number_from (const char *variable, guint64 otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* Returns whether there was such an operation. */
static gboolean
try_one (HostedFixture *self, GRand *random, HostedEra era, LbRoute route)
{
  guint status = 0;
  g_autofree char *reply = hosted_reply (era, route, &status);
  g_autoptr (GString) text = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  if (reply == NULL)
    return FALSE;

  text = g_string_new (*reply != '\0' ? reply : "{\"message\":\"Done\"}");
  mutate (random, text);
  if (g_rand_int_range (random, 0, 4) == 0)
    status = other_status (random, route);
  body = g_bytes_new (text->str, text->len);
  hosted_server_forget (self->server);
  hosted_server_say_bytes (self->server, NULL, NULL, status, body);
  error = hosted_outcome (hosted_call (self->client, route));
  if (error != NULL)
    assert_sound (error);

  return TRUE;
}

static void
test_mutations (HostedFixture *self, gconstpointer data)
{
  guint64 n_wanted = number_from ("LB_TEST_MUTATIONS", N_MUTATIONS);
  guint64 seed = number_from ("LB_TEST_SEED", SEED);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) seed);
  guint64 n_done = 0;

  for (guint64 i = 0; n_done < n_wanted; i++)
    {
      const int route = LB_ROUTE_NONE + 1 + (int) (i % (LB_N_ROUTES - 1));
      const HostedEra era = (HostedEra) ((i / (LB_N_ROUTES - 1)) % HOSTED_N_ERAS);

      if (try_one (self, random, era, route))
        n_done++;
    }

  /* And what is right is still right. */
  hosted_server_forget (self->server);
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      DexFuture *future = hosted_call (self->client, route);
      g_autoptr (GError) error = NULL;

      if (future != NULL)
        error = hosted_outcome (future);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add ("/hosted/R13-mutated-replies", HostedFixture, GUINT_TO_POINTER (HOSTED_MIXED),
              hosted_fixture_set_up, test_mutations, hosted_fixture_tear_down);
  return g_test_run ();
}
