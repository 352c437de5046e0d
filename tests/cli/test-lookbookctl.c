#include <json-glib/json-glib.h>
#include <string.h>

#include "ctl-run.h"
#include "drop-folder.h"

#define RED 0xff0000ff

static void
assert_help (const char *folder, const char *command, const char *option)
{
  g_autofree char *help = NULL;

  g_assert_cmpint (RUN (folder, &help, NULL, command, "--help"), ==, 0);
  g_assert_nonnull (strstr (help, option));
}

static void
assert_wrong_usage (
  const char *folder, const char *command, const char *first, const char *second, const char *words)
{
  const char *arguments[] = { command, first, second, NULL };
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (ctl_run (folder, arguments, &output, &complaint), ==, 2);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (complaint, words));
}

static void
test_usage (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *help = NULL;
  g_autofree char *version = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *quiet = NULL;

  g_assert_cmpint (RUN (folder, &help, NULL, "--help"), ==, 0);
  g_assert_nonnull (strstr (help, "check FILE…"));
  g_assert_nonnull (strstr (help, "Exit status:"));
  g_assert_nonnull (strstr (help, "\n  130  Stopped by Ctrl+C"));
  g_assert_cmpint (RUN (folder, &version, NULL, "--version"), ==, 0);
  g_assert_true (g_str_has_prefix (version, "lookbookctl "));

  assert_help (folder, "check", "--no-enlarge");
  assert_help (folder, "add", "--data=DIR");
  assert_help (folder, "serve", "--port=N");

  g_assert_cmpint (RUN (folder, &quiet, &complaint, "paint"), ==, 2);
  g_assert_cmpstr (quiet, ==, "");
  g_assert_cmpstr (complaint, ==, "lookbookctl: There is no command “paint”; --help lists them\n");
  assert_wrong_usage (folder, "check", NULL, NULL, "Name at least one file");
  assert_wrong_usage (folder, "check", "--paint", "x", "--paint");
  assert_wrong_usage (folder, "add", "1", NULL, "Name a dataset");
  assert_wrong_usage (folder, "check", "", NULL, "The name of a file is empty");
  assert_wrong_usage (folder, "add", "1", "", "The name of a file is empty");
  assert_wrong_usage (folder, "serve", "x", NULL, "“x”");
  drop_folder_free (folder);
}

static void
test_check (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *good = NULL;
  g_autofree char *mixed = NULL;
  g_autofree char *strict = NULL;

  drop_folder_add_png (folder, "good/a.png", 1024, 1024, RED);
  drop_folder_add_png (folder, "mixed/b 2.png", 300, 400, RED);
  drop_folder_add_png (folder, "mixed/b 10.png", 200, 180, RED);

  g_assert_cmpint (RUN (folder, &good, NULL, "check", "good"), ==, 0);
  g_assert_nonnull (strstr (good, "a.png  1024 × 1024  PNG  "));
  g_assert_nonnull (strstr (good, "  Ready\n\n1 of 1 file can be added\n"));

  g_assert_cmpint (RUN (folder, &mixed, NULL, "check", "mixed"), ==, 1);
  g_assert_true (g_str_has_prefix (mixed, "b 2.png   300 × 400  PNG  "));
  g_assert_nonnull (strstr (mixed, "  Will be enlarged, 300 → 1024\nb 10.png  200 × 180  PNG"));
  g_assert_nonnull (strstr (mixed, "  Too small\n\n1 of 2 files can be added\n"));

  g_assert_cmpint (RUN (folder, &strict, NULL, "check", "--no-enlarge", "mixed"), ==, 1);
  g_assert_nonnull (strstr (strict, "0 of 2 files can be added"));
  drop_folder_free (folder);
}

static void
test_json (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *output = NULL;
  JsonArray *array = NULL;
  JsonObject *first = NULL;

  drop_folder_add_png (folder, "a.png", 300, 400, RED);
  drop_folder_add_bytes (folder, "b\n.txt", "hello", -1);
  g_assert_cmpint (RUN (folder, &output, NULL, "check", "--json", "a.png", "b\n.txt", "gone"), ==,
                   1);
  g_assert_true (json_parser_load_from_data (parser, output, -1, NULL));
  array = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (array), ==, 3);

  first = json_array_get_object_element (array, 0);
  g_assert_cmpstr (json_object_get_string_member (first, "name"), ==, "a.png");
  g_assert_cmpstr (json_object_get_string_member (first, "verdict"), ==, "enlarge");
  g_assert_cmpint (json_object_get_int_member (first, "height"), ==, 400);
  g_assert_cmpuint (strlen (json_object_get_string_member (first, "sha256")), ==, 64);
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (array, 1), "verdict"), ==,
    "unsupported");
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (array, 2), "verdict"), ==,
    "unreadable");
  drop_folder_free (folder);
}

/* A file's name must not be able to steer the terminal. */
static void
test_odd_names (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *output = NULL;

  drop_folder_add_png (folder, "a\x1b[2J\n.png", 300, 400, RED);
  drop_folder_add_png (folder, "b\u202egnp.png", 300, 401, RED);
  drop_folder_add_png (folder,
                       "c\xc2\x9b"
                       "2J.png",
                       300, 402, RED);
  g_assert_cmpint (RUN (folder, &output, NULL, "check", "."), ==, 0);
  g_assert_null (strchr (output, '\x1b'));
  g_assert_true (g_str_has_prefix (output, "a?[2J?.png  "));
  g_assert_nonnull (strstr (output, "\nb?gnp.png  "));
  g_assert_nonnull (strstr (output, "\nc?2J.png   "));
  drop_folder_free (folder);
}

static void
test_dashes (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  drop_folder_add_png (folder, "-a.png", 300, 400, RED);
  drop_folder_add_png (folder, "--", 300, 401, RED);
  g_assert_cmpint (RUN (folder, &one, NULL, "check", "--", "-a.png"), ==, 0);
  g_assert_nonnull (strstr (one, "\n1 of 1 file can be added\n"));
  g_assert_cmpint (RUN (folder, &two, NULL, "check", "--", "--", "-a.png"), ==, 0);
  g_assert_nonnull (strstr (two, "\n2 of 2 files can be added\n"));
  drop_folder_free (folder);
}

/* A script reads the same in every locale, and a code for each kind of trouble. */
static void
test_scripts (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *text = NULL;

  drop_folder_add_png (folder, "写真.png", 300, 400, RED);
  drop_folder_add_bytes (folder, "nothing/.hidden", "", 0);
  g_setenv ("LC_ALL", "C", TRUE);
  g_assert_cmpint (RUN (folder, &output, &complaint, "check", "--json", ".", "gone"), ==, 1);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_assert_nonnull (strstr (output, "\"写真.png\""));
  g_assert_nonnull (strstr (output, "\"error\" : \"file_missing\""));
  g_assert_null (strstr (complaint, "lookbookctl"));

  g_assert_cmpint (RUN (folder, &empty, NULL, "check", "--json", "nothing"), ==, 0);
  g_assert_cmpstr (empty, ==, "[]\n");
  g_assert_cmpint (RUN (folder, &text, NULL, "check", "gone", "nothing", "/dev/null"), ==, 1);
  g_assert_nonnull (strstr (text, "Neither file nor folder"));
  g_assert_nonnull (strstr (text, "There is no such file"));
  g_assert_null (strstr (text, folder)); /* not GLib's sentence with the whole path */
  drop_folder_free (folder);
}

static void
test_unreachable (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *before = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *complaint = NULL;

  g_setenv ("LOOKBOOK_SERVICE", "/nowhere/lookbook-service", TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_assert_cmpint (RUN (folder, NULL, &complaint, "serve"), ==, 3);
  g_assert_nonnull (strstr (complaint, "/nowhere/lookbook-service"));
  g_clear_pointer (&complaint, g_free);
  g_assert_cmpint (RUN (folder, NULL, &complaint, "add", "--data", "d", "1", "x.png"), ==, 3);
  /* A sanitizer may have said a line of its own before. */
  g_assert_nonnull (strstr (complaint, "lookbookctl: The service can’t be reached: "));

  if (before != NULL)
    g_setenv ("LOOKBOOK_SERVICE", before, TRUE);
  drop_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/usage", test_usage);
  g_test_add_func ("/ctl/check", test_check);
  g_test_add_func ("/ctl/json", test_json);
  g_test_add_func ("/ctl/odd-names", test_odd_names);
  g_test_add_func ("/ctl/dashes", test_dashes);
  g_test_add_func ("/ctl/scripts", test_scripts);
  g_test_add_func ("/ctl/unreachable", test_unreachable);
  return g_test_run ();
}
