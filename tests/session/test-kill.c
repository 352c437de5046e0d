#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "test-session-fixture.h"

/* A program that dies of kill -9 while somebody types. It is this test again, as a child, and says
 * on its output what was typed and what it was told is kept. */

#define KEY_MS 25
#define MAX_LOSS_US G_USEC_PER_SEC
/* What the numbered words stand for in the prompt that the child is given. */
#define WORDS "Text without a number."
#define WORDS_FORMAT "Text %u."
#define N_KEYS_MAX 60
#define N_DEATHS 12
#define N_DEATHS_WITH_SERVICE 4

/* The child. */

static void
say (const char *what, guint number)
{
  g_autofree char *line =
    g_strdup_printf ("%s %u %" G_GINT64_FORMAT "\n", what, number, g_get_monotonic_time ());
  gsize length = strlen (line);

  if (write (STDOUT_FILENO, line, length) != (gssize) length)
    _exit (1);
}

static DexFuture *
kept_cb (DexFuture *future, gpointer data)
{
  say ("kept", GPOINTER_TO_UINT (data));
  return NULL;
}

typedef struct
{
  LbSession *session;
  LbImage *image;
  const char *prompt;
  guint number;
} Typist;

/* Every other text is not valid yet, as it is between two keys. */
static char *
make_text (const char *prompt, guint number)
{
  g_autofree char *words = g_strdup_printf (WORDS_FORMAT, number);
  g_autoptr (GString) text = g_string_new (prompt);

  if (number % 2 != 0)
    return g_strdup_printf ("{\"short_description\": \"%s", words);

  g_assert_cmpuint (g_string_replace (text, WORDS, words, 0), ==, 1);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
type_cb (gpointer data)
{
  Typist *typist = data;
  g_autofree char *text = make_text (typist->prompt, typist->number);

  say ("typed", typist->number);
  dex_future_disown (
    dex_future_then (lb_session_edit_caption (typist->session, typist->image, text), kept_cb,
                     GUINT_TO_POINTER (typist->number), NULL));
  typist->number++;

  return G_SOURCE_CONTINUE;
}

/* DATA-DIR STATE-DIR DATASET IMAGE PROMPT FIRST: types until it is killed. */
G_NORETURN static void
type (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_local (argv[0], argv[1]);
  gint64 dataset_id = g_ascii_strtoll (argv[2], NULL, 10);
  gint64 image_id = g_ascii_strtoll (argv[3], NULL, 10);
  Typist typist = { session, NULL, argv[4], (guint) g_ascii_strtoull (argv[5], NULL, 10) };
  DexFuture *opened = lb_session_open (session);

  /* Without a service the drafts are there all the same. */
  while (dex_future_is_pending (opened))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (opened);
  if (lb_session_find_dataset (session, dataset_id) != NULL)
    {
      g_assert_true (wait_true (
        lb_session_load_images (session, lb_session_find_dataset (session, dataset_id))));
      typist.image = lb_session_find_image (session, image_id);
    }
  else
    {
      typist.image = g_object_new (LB_TYPE_IMAGE, "id", image_id, "dataset-id", dataset_id, NULL);
    }

  g_timeout_add (KEY_MS, type_cb, &typist);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* The test. */

typedef struct
{
  guint first;        /* number of the first text */
  guint typed;        /* number of the newest text */
  guint kept;         /* number of the newest one that is known to be kept */
  guint must_be_kept; /* number of the newest one that was typed early enough */
} Death;

static void
take_line (Death *death, const char *line, GArray *typed_us)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint number = 0;
  gint64 when_us = 0;

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  number = (guint) g_ascii_strtoull (words[1], NULL, 10);
  when_us = g_ascii_strtoll (words[2], NULL, 10);
  if (g_str_equal (words[0], "kept"))
    death->kept = MAX (death->kept, number);
  else
    {
      g_assert_cmpuint (number, ==, death->first + typed_us->len);
      death->typed = number;
      g_array_append_val (typed_us, when_us);
    }
}

/* Starts a typist, reads so many lines of what it says, waits a little more and kills it. @found:
 * the number of the text that is there before */
static Death
let_die (ServiceFixture *service, gint64 dataset_id, gint64 image_id, guint first, guint found)
{
  g_autofree char *dataset = g_strdup_printf ("%" G_GINT64_FORMAT, dataset_id);
  g_autofree char *image = g_strdup_printf ("%" G_GINT64_FORMAT, image_id);
  g_autofree char *prompt = make_prompt (WORDS);
  g_autofree char *start = g_strdup_printf ("%u", first);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--type",
                      service->data_dir, service->state_dir, dataset, image, prompt, start, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GArray) typed_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  Death death = { first, first - 1, found, found };
  guint n_keys = (guint) g_test_rand_int_range (1, N_KEYS_MAX);
  gboolean killed = FALSE;
  gint64 killed_us = 0;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (line == NULL)
        break;
      take_line (&death, line, typed_us);
      if (!killed && typed_us->len >= n_keys)
        {
          /* Anywhere between two keys, half of them in the middle of keeping the last one. */
          g_usleep ((gulong) g_test_rand_int_range (0, g_test_rand_bit () ? 2000 : KEY_MS * 1000));
          killed_us = g_get_monotonic_time ();
          g_subprocess_send_signal (child, SIGKILL);
          killed = TRUE;
        }
    }
  g_assert_true (killed);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);

  for (guint i = 0; i < typed_us->len; i++)
    if (g_array_index (typed_us, gint64, i) < killed_us - MAX_LOSS_US)
      death.must_be_kept = first + i;

  return death;
}

static guint
read_number (const char *text)
{
  const char *found = text != NULL ? strstr (text, "\"Text ") : NULL;

  g_assert_nonnull (found);
  return (guint) g_ascii_strtoull (found + strlen ("\"Text "), NULL, 10);
}

/* Returns the number that was found. */
static guint
check (const Death *death, const char *text)
{
  guint number = read_number (text);

  g_test_message ("typed %u to %u, told that %u is kept, found %u", death->first, death->typed,
                  death->kept, number);
  g_assert_cmpuint (number, >=, death->kept);
  g_assert_cmpuint (number, >=, death->must_be_kept);
  g_assert_cmpuint (number, <=, death->typed);

  return number;
}

/* Nobody answers, so all that is typed has to be on disk. */
static void
test_without_service (void)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  ServiceFixture service = { 0 };
  guint n_kept = 0;
  guint found = 0;
  guint next = 1;

  service_fixture_set_up (&service);
  g_setenv ("LOOKBOOK_SERVICE", "/nonexistent/service", TRUE);
  for (guint i = 0; i < N_DEATHS; i++)
    {
      Death death = let_die (&service, 3, 7, next, found);
      g_autoptr (LbSession) session = lb_session_new_local (service.data_dir, service.state_dir);
      g_autoptr (LbImage) image = lb_image_new (7);
      g_autofree char *text = NULL;

      g_free (wait_error (lb_session_open (session), LB_ERROR_OFFLINE));
      text = lb_session_dup_caption_text (session, image);
      if (text != NULL || death.kept >= 1)
        found = check (&death, text);
      lb_session_close (session);
      n_kept += death.kept >= death.first;
      next = death.typed + 1;
    }
  /* Or else nothing was put to the test. */
  g_assert_cmpuint (n_kept, >=, N_DEATHS / 2);
  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  service_fixture_tear_down (&service);
}

static gboolean
is_quiet (gpointer data)
{
  SessionFixture *self = data;
  LbEditState state = lb_session_get_edit_state (self->session, self->image);

  return state == LB_EDIT_SAVED || state == LB_EDIT_DRAFT;
}

/* Texts are on their way all the time: each is on disk or at the service. */
static void
test_with_service (SessionFixture *self, gconstpointer data)
{
  gint64 dataset_id = lb_dataset_get_id (self->dataset);
  gint64 image_id = lb_image_get_id (self->image);
  guint found = 0;
  guint next = 1;

  for (guint i = 0; i < N_DEATHS_WITH_SERVICE; i++)
    {
      g_autofree char *text = NULL;
      Death death = { 0 };

      lb_session_close (self->session);
      death = let_die (&self->service, dataset_id, image_id, next, found);
      session_fixture_reopen (self);
      text = lb_session_dup_caption_text (self->session, self->image);
      if (text != NULL || death.kept >= 1)
        found = check (&death, text);
      next = death.typed + 1;
    }
  wait_until (is_quiet, self, "the end of sending");
}

int
main (int argc, char **argv)
{
  if (argc == 8 && g_str_equal (argv[1], "--type"))
    {
      dex_init ();
      type (argv + 2);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/session/kill/without-service", test_without_service);
  g_test_add ("/session/kill/with-service", SessionFixture, NULL, session_fixture_set_up,
              test_with_service, session_fixture_tear_down);

  return g_test_run ();
}
