#include <json-glib/json-glib.h>
#include <string.h>

#include "ctl-fixture.h"
#include "drop-folder.h"

/* The real program and the real service, with three images in "Boats", captioned in plain words. */
typedef CtlFixture Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  ctl_fixture_set_up (self, NULL);
  ctl_fixture_make_plain (self);
  drop_folder_add_png (self->folder, "in/1.png", 1024, 1024, 0xff0000ff);
  drop_folder_add_png (self->folder, "in/2.png", 2048, 1024, 0xff0000ff);
  drop_folder_add_png (self->folder, "in/3.png", 1024, 2048, 0xff0000ff);
  drop_folder_add_bytes (self->folder, "in/1.txt", "A red boat by a boat.\n", -1);
  drop_folder_add_bytes (self->folder, "in/2.txt", "A blue Boat.\n", -1);
  drop_folder_add_bytes (self->folder, "in/3.txt", "boat\n", -1);
  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
}

static void
assert_found (Fixture *self, const char *filter, guint n)
{
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;

  CTL (self, &output, NULL, "list", "Boats", "--filter", filter);
  lines = g_strsplit (output, "\n", -1);
  /* The last one ends in a new line as well. */
  g_assert_cmpuint (g_strv_length (lines), ==, n > 0 ? n + 1 : 0);
}

static void
test_text (Fixture *self, gconstpointer data)
{
  g_autofree char *preview = NULL;
  g_autofree char *output = NULL;
  g_autofree char *nothing = NULL;

  g_assert_cmpint (CTL (self, &preview, NULL, "replace", "Boats", "--find", "boat", "--replace",
                        "ship", "--match-case", "--filter", "red", "--dry-run"),
                   ==, 0);
  g_assert_cmpstr (preview, ==,
                   "1.png  \n- A red boat by a boat.\n+ A red ship by a ship.\n1 caption would "
                   "change\n");
  assert_found (self, "ship", 0);

  g_assert_cmpint (
    CTL (self, &output, NULL, "replace", "Boats", "--find", "boat", "--replace", "ship"), ==, 0);
  g_assert_nonnull (strstr (output, "+ A blue ship.\n"));
  g_assert_nonnull (strstr (output, "\n3 captions changed\n"));
  assert_found (self, "ship", 3);
  assert_found (self, "boat", 0);

  g_assert_cmpint (
    CTL (self, &nothing, NULL, "replace", "Boats", "--find", "whale", "--replace", ""), ==, 2);
  g_assert_cmpstr (nothing, ==, "0 captions changed\n");
}

/* What has to stay says why. */
static void
test_json (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonArray *matches = NULL;

  g_assert_cmpint (CTL (self, &output, NULL, "replace", "Boats", "--find", "(a \\w+ )?boat",
                        "--replace", "\\1", "--regex", "--whole-words", "--json"),
                   ==, 3);
  root = json_from_string (output, NULL);
  object = json_node_get_object (root);
  matches = json_object_get_array_member (object, "matches");
  g_assert_cmpint (json_object_get_int_member (object, "places"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (object, "changed"), ==, 2);
  g_assert_cmpuint (json_array_get_length (matches), ==, 3);
  object = json_array_get_object_element (matches, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "after"), ==, "A red  by a .");
  g_assert_true (json_object_get_null_member (object, "refusal"));
  object = json_array_get_object_element (matches, 2);
  g_assert_cmpstr (json_object_get_string_member (object, "refusal"), ==, "empty");
  assert_found (self, "boat", 1);

  g_assert_cmpint (
    CTL (self, NULL, &complaint, "replace", "Boats", "--find", "boat", "--replace", " "), ==, 2);
  g_assert_cmpstr (complaint, ==,
                   "lookbookctl: “3.png”, caption is not replaced: the field can’t be empty\n");
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autofree char *bracket = NULL;
  g_autofree char *group = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *field = NULL;

  g_assert_cmpint (
    CTL (self, NULL, &bracket, "replace", "Boats", "--regex", "--find", "boa[", "--replace", "x"),
    ==, 1);
  g_assert_cmpstr (bracket, ==,
                   "lookbookctl: --find is wrong at character 4: this bracket is not closed\n");
  g_assert_cmpint (
    CTL (self, NULL, &group, "replace", "Boats", "--regex", "--find", "boat", "--replace", "a\\1"),
    ==, 1);
  g_assert_cmpstr (group, ==,
                   "lookbookctl: --replace is wrong at character 2: there is no such group\n");
  g_assert_cmpint (CTL (self, NULL, &missing, "replace", "Boats", "--find", "x"), ==, 1);
  g_assert_nonnull (strstr (missing, "--replace"));
  g_assert_cmpint (CTL (self, NULL, NULL, "replace", "Whales", "--find", "x", "--replace", "y"), ==,
                   2);
  g_assert_cmpint (CTL (self, NULL, &field, "replace", "Boats", "--find", "boat", "--replace", "x",
                        "--path", "nofield"),
                   ==, 1);
  g_assert_cmpstr (field, ==, "lookbookctl: --path is wrong: there is no field “nofield”\n");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/replace/" name, Fixture, NULL, set_up, function, ctl_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("text", test_text);
  ADD ("json", test_json);
  ADD ("refusals", test_refusals);

  return g_test_run ();
}
