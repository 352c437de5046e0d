#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

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

  g_assert_cmpint (ctl_run (folder, arguments, &output, &complaint), ==, 1);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (complaint, words));
}

static void
test_usage (void)
{
  g_autofree char *long_name = g_strnfill (1025, 'a');
  char *folder = drop_folder_new ();
  g_autofree char *help = NULL;
  g_autofree char *version = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *quiet = NULL;

  g_assert_cmpint (RUN (folder, &help, NULL, "--help"), ==, 0);
  g_assert_nonnull (strstr (help, "check FILE-OR-FOLDER…"));
  g_assert_nonnull (strstr (help, "Exit status:"));
  g_assert_nonnull (strstr (help, "\n  130  Stopped by Ctrl+C"));
  g_assert_cmpint (RUN (folder, &version, NULL, "--version"), ==, 0);
  g_assert_true (g_str_has_prefix (version, "lookbookctl "));

  assert_help (folder, "check", "--no-enlarge");
  assert_help (folder, "add", "--data=DIR");
  assert_help (folder, "captioner", "--key-file=FILE");
  assert_help (folder, "serve", "--port=N");

  g_assert_cmpint (RUN (folder, &quiet, &complaint, "paint"), ==, 1);
  g_assert_cmpstr (quiet, ==, "");
  g_assert_cmpstr (complaint, ==, "lookbookctl: There is no command “paint”; --help lists them\n");
  assert_wrong_usage (folder, "check", NULL, NULL, "Name at least one file");
  assert_wrong_usage (folder, "check", "--paint", "x", "--paint");
  assert_wrong_usage (folder, "add", "1", NULL, "Name a dataset");
  assert_wrong_usage (folder, "check", "", NULL, "The name of a file is empty");
  assert_wrong_usage (folder, "add", "1", "", "The name of a file is empty");
  assert_wrong_usage (folder, "serve", "x", NULL, "“x”");
  assert_wrong_usage (folder, "replace", NULL, NULL,
                      "Name a dataset\nlookbookctl: Say what to find with --find");
  assert_wrong_usage (folder, "refine", NULL, NULL,
                      "Name a dataset\nlookbookctl: Say with --instruction what is to be changed\n"
                      "lookbookctl: Name an image or a filter");
  assert_wrong_usage (folder, "create", long_name, NULL, "a name has 1024 bytes at most");
  assert_wrong_usage (folder, "serve", "--data", "gone/new", "There is no folder “gone”");
  assert_wrong_usage (folder, "serve", "--data", "gone/new/", "There is no folder “gone”");
  assert_wrong_usage (folder, "serve", "--data", "/dev/null", "“/dev/null” is not a folder");
  assert_wrong_usage (folder, "serve", "--data", "", "--data names no folder");

  drop_folder_free (folder);
}

/* It is read to its end, so it has to have one. */
static void
test_token_file (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *long_token = g_strnfill (4097, ' ');

  long_token[0] = 'x';
  drop_folder_add_bytes (folder, "long", long_token, -1);
  drop_folder_add_bytes (folder, "blank", " \n", -1);
  assert_wrong_usage (folder, "serve", "--port=0", "--token-file=long", "larger than 4096 bytes");
  assert_wrong_usage (folder, "serve", "--port=0", "--token-file=/dev/zero",
                      "larger than 4096 bytes");
  assert_wrong_usage (folder, "serve", "--port=0", "--token-file=blank", "A port needs a token");
  assert_wrong_usage (folder, "serve", "--port=0", "--token-file=gone", "gone");
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
  g_assert_nonnull (strstr (good, "good/a.png  1024 × 1024  PNG  "));
  g_assert_nonnull (strstr (good, "  Ready\n\nThe file can be added\n"));

  g_assert_cmpint (RUN (folder, &mixed, NULL, "check", "mixed"), ==, 3);
  g_assert_true (g_str_has_prefix (mixed, "mixed/b 2.png   300 × 400  PNG  "));
  g_assert_nonnull (
    strstr (mixed, "  Will be enlarged, 300 → 1024\nmixed/b 10.png  200 × 180  PNG"));
  g_assert_nonnull (strstr (mixed, "  Too small, 200 × 180\n\n1 of 2 files can be added\n"
                                   "       1  Will be enlarged\n       1  Too small\n"));

  g_assert_cmpint (RUN (folder, &strict, NULL, "check", "--no-enlarge", "mixed"), ==, 2);
  g_assert_nonnull (strstr (strict, "0 of 2 files can be added"));
  drop_folder_free (folder);
}

/* Looking at pictures is asked for: it takes longer than reading what they are. */
static void
test_near (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *plain = NULL;
  g_autofree char *near = NULL;
  g_autofree char *json = NULL;
  JsonArray *array = NULL;

  drop_folder_add_png (folder, "a.png", 1024, 1024, RED);
  drop_folder_add_png (folder, "b.png", 1100, 1100, RED);
  drop_folder_add_png (folder, "c.png", 1024, 1024, 0x203040);

  g_assert_cmpint (RUN (folder, &plain, NULL, "check", "."), ==, 0);
  g_assert_null (strstr (plain, "Nearly the same"));
  g_assert_cmpint (RUN (folder, &near, NULL, "check", "--near-duplicates", "."), ==, 0);
  g_assert_nonnull (strstr (near, "Nearly the same: a.png, b.png\n"));
  g_assert_cmpint (RUN (folder, &json, NULL, "check", "--near-duplicates", "--json", "."), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  array = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (array, i), "near_group"), ==, 1);
  g_assert_false (json_object_has_member (json_array_get_object_element (array, 2), "near_group"));
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
                   3);
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
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *option = NULL;

  drop_folder_add_png (folder, "a\x1b[2J\n.png", 300, 400, RED);
  drop_folder_add_png (folder, "b\u202egnp.png", 300, 401, RED);
  drop_folder_add_png (folder,
                       "c\xc2\x9b"
                       "2J.png",
                       300, 402, RED);
  g_assert_cmpint (RUN (folder, &output, NULL, "check", "."), ==, 0);
  g_assert_null (strchr (output, '\x1b'));
  g_assert_null (strstr (output, "\xc2\x9b"));
  g_assert_null (strstr (output, "\u202e"));
  g_assert_true (g_str_has_prefix (output, "a␛[2J␊.png  "));
  g_assert_nonnull (strstr (output, "\nb\xef\xbf\xbdgnp.png   "));
  g_assert_nonnull (strstr (output, "\nc\xef\xbf\xbd"
                                    "2J.png    "));

  /* A script reads them as they are, and a terminal that shows the script's input is safe. */
  g_assert_cmpint (RUN (folder, &json, NULL, "check", "--json", "."), ==, 0);
  g_assert_null (strstr (json, "\xc2\x9b"));
  g_assert_null (strstr (json, "\u202e"));
  g_assert_nonnull (strstr (json, "\"b\\u202egnp.png\""));
  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  g_assert_cmpstr (
    json_object_get_string_member (
      json_array_get_object_element (json_node_get_array (json_parser_get_root (parser)), 2),
      "name"),
    ==,
    "c\xc2\x9b"
    "2J.png");

  g_assert_cmpint (RUN (folder, NULL, &complaint, "a\x1b[2J\u202e"), ==, 1);
  g_assert_nonnull (strstr (complaint, "“a␛[2J\xef\xbf\xbd”"));
  g_assert_cmpint (RUN (folder, NULL, &option, "check", "--a\x1b[2J"), ==, 1);
  g_assert_null (strchr (option, '\x1b'));
  drop_folder_free (folder);
}

/* Files of one name in several folders can be told apart, by paths that can be typed again. */
static void
test_paths (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *named = NULL;
  g_autofree char *here = NULL;
  g_autofree char *full = NULL;
  g_autofree char *full_path = g_build_filename (folder, "a", NULL);
  g_autofree char *expected = g_strdup_printf ("%s/b/1.png  ", full_path);

  drop_folder_add_png (folder, "a/1.png", 300, 400, RED);
  drop_folder_add_png (folder, "a/b/1.png", 300, 401, RED);
  drop_folder_add_png (folder, "c/1.png", 300, 402, RED);
  g_assert_cmpint (RUN (folder, &named, NULL, "check", "./a/", "c/1.png"), ==, 0);
  g_assert_true (g_str_has_prefix (named, "./a/1.png    300 × 400"));
  g_assert_nonnull (strstr (named, "\n./a/b/1.png  300 × 401"));
  g_assert_nonnull (strstr (named, "\nc/1.png      300 × 402"));
  g_assert_cmpint (RUN (folder, &here, NULL, "check", "."), ==, 0);
  g_assert_true (g_str_has_prefix (here, "a/1.png    300 × 400"));
  g_assert_cmpint (RUN (folder, &full, NULL, "check", full_path), ==, 0);
  g_assert_nonnull (strstr (full, expected));
  drop_folder_free (folder);
}

/* The words of the window. */
static void
test_words (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *output = NULL;
  g_autofree char *only = NULL;

  drop_folder_add_bytes (folder, "a.gif", "GIF89a\x10\0\x10\0\0\0\0;", 14);
  drop_folder_add_bytes (folder, "b.jpg", "", 0);
  drop_folder_add_bytes (folder, "c.png", "hello", -1);
  drop_folder_add_png (folder, "d.png", 300, 402, RED);
  drop_folder_add_png (folder, "e/d.png", 300, 402, RED);
  drop_folder_add_png (folder, "e/f.png", 300, 402, RED);
  drop_folder_add_link (folder, "lost", "nowhere");
  g_assert_cmpint (RUN (folder, &output, NULL, "check", ".", "lost"), ==, 3);
  g_assert_nonnull (strstr (output, "  Not a supported format (GIF)\n"));
  g_assert_nonnull (strstr (output, "\nb.jpg "));
  g_assert_nonnull (strstr (output, "0 bytes  Not a picture\n"));
  g_assert_nonnull (strstr (output, "5 bytes  Not a picture\n"));
  g_assert_nonnull (strstr (output, "  There already\n"));
  g_assert_nonnull (strstr (output, "  Duplicate of d.png\n"));
  g_assert_nonnull (strstr (output, "  A link that leads nowhere\n"));
  g_assert_nonnull (strstr (output, "\n1 of 7 files can be added\n"));
  g_assert_cmpint (RUN (folder, &only, NULL, "check", "c.png"), ==, 2);
  g_assert_nonnull (strstr (only, "\nThe file can’t be added\n"));
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
  g_assert_nonnull (strstr (one, "\nThe file can be added\n"));
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
  g_autofree char *none = NULL;
  g_autofree char *text = NULL;

  drop_folder_add_png (folder, "写真.png", 300, 400, RED);
  drop_folder_add_bytes (folder, "nothing/.hidden", "", 0);
  g_setenv ("LC_ALL", "C", TRUE);
  g_assert_cmpint (RUN (folder, &output, &complaint, "check", "--json", ".", "gone"), ==, 3);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_assert_nonnull (strstr (output, "\"写真.png\""));
  g_assert_nonnull (strstr (output, "\"error\" : \"file_missing\""));
  g_assert_null (strstr (complaint, "lookbookctl"));

  g_assert_cmpint (RUN (folder, &empty, NULL, "check", "--json", "nothing"), ==, 2);
  g_assert_cmpstr (empty, ==, "[]\n");
  g_assert_cmpint (RUN (folder, &none, NULL, "check", "nothing"), ==, 2);
  g_assert_cmpstr (none, ==, "No files found\n");
  /* The kernel's log is a regular file that waits for news without end. */
  g_assert_cmpint (RUN (folder, &text, NULL, "check", "gone", "nothing", "/dev/null", "/proc/kmsg"),
                   ==, 2);
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
  g_autofree char *where = NULL;

  g_setenv ("LOOKBOOK_SERVICE", "/nowhere/lookbook-service", TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_assert_cmpint (RUN (folder, NULL, &complaint, "serve"), ==, 4);
  g_assert_nonnull (strstr (complaint, "/nowhere/lookbook-service"));
  g_assert_cmpint (RUN (folder, &where, NULL, "serve", "--json", "--socket", "s.sock"), ==, 4);
  g_assert_cmpstr (where, ==, "");
  g_clear_pointer (&complaint, g_free);
  g_assert_cmpint (RUN (folder, NULL, &complaint, "add", "--data", "d", "1", "x.png"), ==, 4);
  /* A sanitizer may have said a line of its own before. */
  g_assert_nonnull (strstr (complaint, "lookbookctl: The service can’t be reached: "));

  if (before != NULL)
    g_setenv ("LOOKBOOK_SERVICE", before, TRUE);
  drop_folder_free (folder);
}

static void
assert_refused (const char *folder, const char *data, int exit, const char *words)
{
  g_autofree char *path = g_build_filename (folder, data, NULL);
  g_autofree char *complaint = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *left = NULL;

  g_assert_cmpint (RUN (folder, NULL, &complaint, "datasets", "--data", data), ==, exit);
  g_assert_nonnull (strstr (complaint, words));
  dir = g_dir_open (path, 0, NULL);
  left = g_dir_read_name (dir);
  g_assert_nonnull (left);
  g_assert_null (g_dir_read_name (dir)); /* nothing was made */
}

/* In a folder that is refused there is nothing but what was there. */
static void
test_refused_folder (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *pipe = g_build_filename (folder, "pipe", "service.sqlite", NULL);
  g_autofree char *taken = g_build_filename (folder, "taken", "lock", NULL);
  g_autofd int lock = -1;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  drop_folder_add_bytes (folder, "diary/service.sqlite", "My diary.", -1);
  drop_folder_add_bytes (folder, "odd/lock/note.txt", "A folder.", -1);
  drop_folder_add_bytes (folder, "pipe/service.sqlite", "", 0);
  drop_folder_add_bytes (folder, "taken/lock", "", 0);
  g_assert_cmpint (g_unlink (pipe), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  lock = open (taken, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (lock, LOCK_EX | LOCK_NB), ==, 0);

  assert_refused (folder, "diary", 1, "“diary/service.sqlite” is no database");
  assert_refused (folder, "pipe", 1, "“pipe/service.sqlite” is no database");
  assert_refused (folder, "odd", 4, "odd/lock");
  assert_refused (folder, "taken", 4, "another lookbook-service has the folder");
  drop_folder_free (folder);
}

/* What can't be written was not said, and a script must not take it for all there is. */
static void
test_unwritable (void)
{
  const char *const arguments[] = { g_getenv ("LOOKBOOKCTL"), "--help", NULL };
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;

  g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaint, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 3);
  g_assert_nonnull (strstr (complaint, "lookbookctl: The output can’t be written\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/usage", test_usage);
  g_test_add_func ("/ctl/unwritable", test_unwritable);
  g_test_add_func ("/ctl/token-file", test_token_file);
  g_test_add_func ("/ctl/check", test_check);
  g_test_add_func ("/ctl/near", test_near);
  g_test_add_func ("/ctl/json", test_json);
  g_test_add_func ("/ctl/odd-names", test_odd_names);
  g_test_add_func ("/ctl/paths", test_paths);
  g_test_add_func ("/ctl/words", test_words);
  g_test_add_func ("/ctl/dashes", test_dashes);
  g_test_add_func ("/ctl/scripts", test_scripts);
  g_test_add_func ("/ctl/refused-folder", test_refused_folder);
  g_test_add_func ("/ctl/unreachable", test_unreachable);
  return g_test_run ();
}
