#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

#include "ctl-fixture.h"
#include "drop-folder.h"

/* The real program and the real service, with two images in "Boats": one has words. */
typedef CtlFixture Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  ctl_fixture_set_up (self, NULL);
  ctl_fixture_make_plain (self);
  drop_folder_add_png (self->folder, "in/1.png", 1024, 1024, 0xff0000ff);
  drop_folder_add_png (self->folder, "in/2.png", 2048, 1024, 0xff0000ff);
  drop_folder_add_bytes (self->folder, "in/1.txt", "A red boat.\n", -1);
  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
}

static void
test_all (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (CTL (self, &output, NULL, "list", "Boats"), ==, 0);
  lines = g_strsplit (output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_nonnull (strstr (lines[0], "1.png  1024 × 1024  ready,to-review,manual"));
  g_assert_nonnull (strstr (lines[1], "2.png  2048 × 1024  "));
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  g_autofree char *nothing = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *first = NULL;

  g_assert_cmpint (
    CTL (self, &output, NULL, "list", "Boats", "--filter", "aspect=2 OR caption:whale"), ==, 0);
  g_assert_nonnull (strstr (output, "2.png"));
  g_assert_null (strstr (output, "1.png"));

  g_assert_cmpint (
    CTL (self, &json, NULL, "list", "Boats", "--json", "--filter", "\"red boat\" source:manual"),
    ==, 0);
  root = json_from_string (json, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 1);
  first = json_array_get_object_element (json_node_get_array (root), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "name"), ==, "1.png");
  g_assert_cmpstr (json_object_get_string_member (first, "caption"), ==, "A red boat.");
  g_assert_cmpstr (json_object_get_string_member (first, "source"), ==, "manual");
  g_assert_cmpint (json_object_get_int_member (first, "source_width"), ==, 1024);

  g_assert_cmpint (CTL (self, &nothing, NULL, "list", "Boats", "--filter", "whale"), ==, 0);
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *states = NULL;
  g_autofree char *size = NULL;
  g_autofree char *ratio = NULL;
  g_autofree char *unknown = NULL;

  g_assert_cmpint (CTL (self, NULL, &complaint, "list", "Boats", "--filter", "boat (red"), ==, 1);
  g_assert_cmpstr (complaint, ==,
                   "lookbookctl: The filter is wrong at character 6: this parenthesis is not "
                   "closed\n  boat (red\n       ^\n");
  g_assert_cmpint (CTL (self, NULL, &states, "list", "Boats", "--filter", "state:new"), ==, 1);
  g_assert_nonnull (strstr (states, "at character 7: there are approved, ready, to-review"));
  g_assert_cmpint (CTL (self, NULL, &size, "list", "Boats", "--filter", "bytes>big"), ==, 1);
  g_assert_nonnull (strstr (size, "it is not a size such as “2MB”"));
  g_assert_cmpint (CTL (self, NULL, &ratio, "list", "Boats", "--filter", "aspect>big"), ==, 1);
  g_assert_nonnull (strstr (ratio, "it is not a ratio such as “16:9” or “1.5”"));

  g_assert_cmpint (CTL (self, NULL, &unknown, "find", "Boats", "boat foo:bar"), ==, 1);
  g_assert_cmpstr (unknown, ==,
                   "lookbookctl: The filter is wrong at character 6: there is no such field; words "
                   "with such a sign stand in quotes\n  boat foo:bar\n       ^\n");
  g_assert_cmpint (CTL (self, NULL, NULL, "find", "Boats", "lighting.direction:*"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "list", "Whales"), ==, 2);
  g_assert_cmpint (RUN (self->folder, NULL, NULL, "list"), ==, 1);
}

/* Of an earlier model captions are plain words behind one prefix, and there is no schema. */
static void
test_plain (Fixture *self, gconstpointer data)
{
  g_autofree char *caption = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *no_schema = NULL;
  g_autofree char *no_refining = NULL;

#define FED(text, complaint, ...)                                                                  \
  RUN_FED (self->folder, text, -1, NULL, complaint, "caption", "--data", self->service.data_dir,   \
           "Boats", "2.png", "--set=-", __VA_ARGS__)
  g_assert_cmpint (FED ("A white ship.\n", NULL, "--json"), ==, 0);
  g_assert_cmpint (FED (" \n", NULL, "--json"), ==, 2);
#undef FED
  g_assert_cmpint (CTL (self, &caption, NULL, "caption", "Boats", "2.png"), ==, 0);
  g_assert_cmpstr (caption, ==, "A white ship.\n");

  g_assert_cmpint (CTL (self, NULL, NULL, "schema", "Boats", "--prefix=A sketch,"), ==, 0);
  g_assert_cmpint (CTL (self, &prefix, NULL, "schema", "Boats"), ==, 0);
  g_assert_cmpstr (prefix, ==, "A sketch,\n");
  g_assert_cmpint (CTL (self, NULL, &no_schema, "schema", "Boats", "--generate"), ==, 2);
  g_assert_nonnull (strstr (no_schema, "plain words"));
  g_assert_cmpint (
    CTL (self, NULL, &no_refining, "refine", "Boats", "2.png", "--instruction=warmer"), ==, 2);
  g_assert_cmpstr (no_refining, !=, "");
}

/* A reader that has seen enough, such as “head”, is no fault, and nobody is told of it. */
static void
test_reader_gone (Fixture *self, gconstpointer data)
{
  const char *const arguments[] = { g_getenv ("LOOKBOOKCTL"), "list",  "--data",
                                    self->service.data_dir,   "Boats", NULL };
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, O_CLOEXEC, NULL));
  g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
  g_assert_true (g_close (ends[0], NULL));
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error));
  g_assert_no_error (error);
  ctl_drop_sanitizer_line (complaint);
  g_assert_cmpstr (complaint, ==, "");
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGPIPE);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/list/" name, Fixture, NULL, set_up, function, ctl_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("all", test_all);
  ADD ("filter", test_filter);
  ADD ("refusals", test_refusals);
  ADD ("plain", test_plain);
  ADD ("reader-gone", test_reader_gone);

  return g_test_run ();
}
