#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <glib/gstdio.h>

#include "ctl-run.h"
#include "drop-folder.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"
#include "vision-fake.h"

#define KEY "sk-canary-on-the-line"

/* The real program, the real service, and a model for it to ask. */
typedef struct
{
  ServiceFixture service;
  VisionFake *fake;
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  self->fake = vision_fake_new ();
  self->folder = drop_folder_new ();
  drop_folder_add_png (self->folder, "a.png", 1200, 900, 0xff0000ff);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  drop_folder_free (self->folder);
  vision_fake_free (self->fake);
  service_fixture_tear_down (&self->service);
}

#define CAPTIONER(self, output, complaint, ...)                                                    \
  RUN ((self)->folder, output, complaint, "captioner", "--data", (self)->service.data_dir,         \
       __VA_ARGS__)

static void
test_choose (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *planned = NULL;
  g_autofree char *json = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *said = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *back = NULL;

  g_assert_cmpint (CAPTIONER (self, &before, NULL, "show"), ==, 0);
  g_assert_cmpstr (before, ==, "The built-in captioner writes the descriptions; nothing is sent\n");
  g_assert_cmpint (CAPTIONER (self, &chosen, NULL, "set", "--address",
                              vision_fake_get_address (self->fake), "--model", "m", "--concurrency",
                              "2", "--no-key"),
                   ==, 0);
  g_assert_nonnull (strstr (chosen, "Model: m\n"));
  g_assert_nonnull (strstr (chosen, "Pictures at a time: 2\n"));
  g_assert_nonnull (strstr (chosen, "Key: none\nState: not tried yet: "));
  g_assert_null (strstr (chosen, "unencrypted"));

  g_assert_cmpint (CAPTIONER (self, &said, NULL, "test", "a.png"), ==, 0);
  g_assert_nonnull (strstr (said, "\"short_description\": \"A lighthouse on a rock.\""));
  g_assert_cmpint (RUN (self->folder, &shown, NULL, "captioner", "--data", self->service.data_dir),
                   ==, 0);
  g_assert_nonnull (strstr (shown, "State: ready\nAsked for: json_schema\n"));

  g_assert_cmpint (CAPTIONER (self, &planned, NULL, "built-in", "--dry-run"), ==, 0);
  g_assert_cmpstr (planned, ==, "The built-in captioner would write the descriptions\n");
  g_assert_cmpint (CAPTIONER (self, &json, NULL, "show", "--json"), ==, 0);
  g_assert_nonnull (strstr (json, "\"kind\" : \"vision\""));
  g_assert_nonnull (strstr (json, "\"has_key\" : false"));
  g_assert_cmpint (CAPTIONER (self, &back, NULL, "built-in"), ==, 0);
  g_assert_cmpstr (back, ==, before);
}

/* The key comes from a file, is used, and is not said again. */
static void
test_key (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "key", NULL);
  g_autofree char *refused = NULL;
  g_autofree char *output = NULL;
  g_autofree char *authorization = NULL;

  g_assert_true (g_file_set_contents (path, "  " KEY "\n", -1, NULL));
  vision_fake_set_key (self->fake, KEY);
  g_assert_cmpint (CAPTIONER (self, NULL, NULL, "set", "--address",
                              vision_fake_get_address (self->fake), "--model", "m"),
                   ==, 0);
  g_assert_cmpint (CAPTIONER (self, NULL, &refused, "test", "a.png"), ==, 4);
  g_assert_nonnull (strstr (refused, "Incorrect API key provided"));

  g_assert_cmpint (CAPTIONER (self, &output, NULL, "set", "--key-file", "key"), ==, 0);
  g_assert_nonnull (strstr (output, "Key: kept in memory until the service ends\n"));
  g_assert_null (strstr (output, KEY));
  g_assert_cmpint (CAPTIONER (self, NULL, NULL, "test", "a.png"), ==, 0);
  authorization = vision_fake_dup_authorization (self->fake);
  g_assert_cmpstr (authorization, ==, "Bearer " KEY);
}

static void
assert_refused (Fixture *self, int status, const char *words, const char *const *arguments)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_ptr_array_add (all, "captioner");
  g_ptr_array_add (all, "--data");
  g_ptr_array_add (all, self->service.data_dir);
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) arguments[i]);
  g_ptr_array_add (all, NULL);
  g_assert_cmpint (ctl_run (self->folder, (const char *const *) all->pdata, &output, &complaint),
                   ==, status);
  g_assert_cmpstr (output, ==, "");
  if (strstr (complaint, words) == NULL)
    g_error ("“%s” is not in: %s", words, complaint);
}

#define REFUSED(self, status, words, ...)                                                          \
  assert_refused (self, status, words, (const char *const[]) { __VA_ARGS__, NULL })

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autofree char *empty = g_build_filename (self->folder, "empty", NULL);

  g_assert_true (g_file_set_contents (empty, "\n", -1, NULL));
  REFUSED (self, 1, "“paint” is neither", "paint");
  REFUSED (self, 1, "Say what to set", "set");
  REFUSED (self, 1, "Name one picture", "test");
  REFUSED (self, 1, "belong to “set”", "show", "--model", "m");
  REFUSED (self, 1, "“x” is too much", "built-in", "x");
  REFUSED (self, 1, "either a key or none", "set", "--no-key", "--key-file", "empty");
  REFUSED (self, 2, "There is no key in it", "set", "--key-file", "empty");
  REFUSED (self, 2, "“gone” can’t be read", "set", "--key-file", "gone");
  REFUSED (self, 2, "“address” is the http", "set", "--address", "ftp://h", "--model", "m");
  REFUSED (self, 2, "“model” is the name", "set", "--address", "http://localhost:1");
  REFUSED (self, 2, "from 1 to 8", "set", "--concurrency", "9");
  REFUSED (self, 2, "“gone” can’t be read", "test", "gone");
  REFUSED (self, 2, "empty: Not a supported format", "test", "empty");
}

#define CTL(self, complaint, command, ...)                                                         \
  RUN ((self)->folder, NULL, complaint, command, "--data", (self)->service.data_dir, __VA_ARGS__)

/* A model that is not there is no refusal, and what can't be written says why. */
static void
test_unreachable (Fixture *self, gconstpointer data)
{
  g_autofree char *chosen = NULL;
  g_autofree char *regenerated = NULL;
  g_autofree char *refined = NULL;
  g_autofree char *shown = NULL;

  drop_folder_add_png (self->folder, "b.png", 1200, 901, 0xff0000ff);
  g_assert_cmpint (CTL (self, NULL, "create", "Boats", "--project", "Harbour", "--medium",
                        "photography", "--kind", "other"),
                   ==, 0);
  g_assert_cmpint (CTL (self, NULL, "add", "Boats", "a.png", "b.png"), ==, 0);
  drop_folder_add_bytes (self->folder, "schema", "{\"artistic_style\": \"realistic\"}", -1);
  g_assert_cmpint (CTL (self, NULL, "schema", "Boats", "--set=schema"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, "regenerate", "Boats"), ==, 0);
  g_assert_cmpint (
    CAPTIONER (self, &chosen, NULL, "set", "--address", "http://127.0.0.1:1", "--model", "m"), ==,
    0);
  g_assert_nonnull (strstr (chosen, "State: not tried yet"));

  g_assert_cmpint (CTL (self, &regenerated, "regenerate", "Boats", "a.png", "b.png"), ==, 4);
  g_assert_nonnull (strstr (regenerated, "2 captions could not be written"));
  g_assert_nonnull (strstr (regenerated, "The captioner can"));
  g_assert_cmpint (CTL (self, &refined, "refine", "Boats", "a.png", "--instruction", "It is dusk"),
                   ==, 4);
  g_assert_nonnull (strstr (refined, "stays as it is: "));
  g_assert_cmpint (CAPTIONER (self, &shown, NULL, "show"), ==, 0);
  g_assert_nonnull (strstr (shown, "State: the server or the model can’t be reached\n"));
}

/* What a model says steers no terminal. */
static void
test_odd_words (Fixture *self, gconstpointer data)
{
  g_autofree char *said = NULL;

  vision_fake_say (self->fake, "A \xc2\x9b[31m lighthouse");
  g_assert_cmpint (CAPTIONER (self, NULL, NULL, "set", "--address",
                              vision_fake_get_address (self->fake), "--model", "m"),
                   ==, 0);
  g_assert_cmpint (CAPTIONER (self, &said, NULL, "test", "a.png"), ==, 0);
  g_assert_null (strstr (said, "\xc2\x9b"));
  g_assert_nonnull (strstr (said, "lighthouse"));
}

/* Runs the program on a terminal of its own and waits until it asks. @master, @slave: (out). */
static pid_t
start_asking (Fixture *self, int *master, int *slave)
{
  const char *const arguments[] = { g_getenv ("LOOKBOOKCTL"),
                                    "captioner",
                                    "--data",
                                    self->service.data_dir,
                                    "set",
                                    "--key-file",
                                    "-",
                                    NULL };
  g_autoptr (GString) said = g_string_new (NULL);
  pid_t child;
  char byte;

  g_assert_cmpint (openpty (master, slave, NULL, NULL, NULL), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (*master);
      if (login_tty (*slave) == 0)
        execv (arguments[0], (char *const *) arguments);
      _exit (127);
    }

  while (strstr (said->str, "Key: ") == NULL)
    {
      g_assert_cmpint (read (*master, &byte, 1), ==, 1);
      g_string_append_c (said, byte);
    }

  return child;
}

static gboolean
shows_what_is_typed (int terminal)
{
  struct termios now;

  g_assert_cmpint (tcgetattr (terminal, &now), ==, 0);

  return (now.c_lflag & ECHO) != 0;
}

/* Whoever gives up at the question gets the terminal back as it was. */
static void
test_terminal (Fixture *self, gconstpointer data)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      int master;
      int slave;
      int status;
      pid_t child = start_asking (self, &master, &slave);

      g_assert_false (shows_what_is_typed (slave));
      if (numbers[i] == SIGINT)
        g_assert_cmpint (write (master, "\x03", 1), ==, 1);
      else
        g_assert_cmpint (kill (child, numbers[i]), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, numbers[i]);
      g_assert_true (shows_what_is_typed (slave));
      close (master);
      close (slave);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/lookbookctl/captioner/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("choose", test_choose);
  ADD ("key", test_key);
  ADD ("refusals", test_refusals);
  ADD ("terminal", test_terminal);
  ADD ("odd-words", test_odd_words);
  ADD ("unreachable", test_unreachable);

  return g_test_run ();
}
