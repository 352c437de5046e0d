#include <json-glib/json-glib.h>
#include <string.h>

#include "ctl-run.h"
#include "drop-folder.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

/* The real program and the real service: what can be taken back, and how things are called. */
typedef struct
{
  ServiceFixture service;
  char *folder;
} Fixture;

#define CTL(self, output, complaint, command, ...)                                                 \
  RUN ((self)->folder, output, complaint, command, "--data", (self)->service.data_dir, __VA_ARGS__)

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  self->folder = drop_folder_new ();
  drop_folder_add_png (self->folder, "in/beach.png", 1024, 1024, 0xff0000ff);
  drop_folder_add_png (self->folder, "in/pier.png", 1100, 1024, 0x00ff00ff);
  drop_folder_add_bytes (self->folder, "in/beach.txt", "A red boat.\n", -1);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=other", "--model=max"),
                   ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", "in"), ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  drop_folder_free (self->folder);
  service_fixture_tear_down (&self->service);
}

static JsonNode *
parse (const char *output)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (output, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_caption (Fixture *self, const char *expected)
{
  g_autofree char *caption = NULL;

  g_assert_cmpint (CTL (self, &caption, NULL, "caption", "Boats", "beach.png"), ==, 0);
  g_assert_cmpstr (caption, ==, expected);
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  g_autofree char *nothing = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *done = NULL;
  g_autofree char *after = NULL;
  g_autofree char *end = NULL;
  g_autoptr (JsonNode) steps = NULL;
  JsonObject *step = NULL;

  /* A caption that came with its picture is no step. */
  g_assert_cmpint (CTL (self, NULL, &nothing, "undo", "--dry-run"), ==, 2);
  g_assert_nonnull (strstr (nothing, "There is nothing to undo"));

  g_assert_cmpint (CTL (self, NULL, NULL, "replace", "Boats", "--find=red", "--replace=blue"), ==,
                   0);
  assert_caption (self, "A blue boat.\n");
  g_assert_cmpint (CTL (self, &plan, NULL, "undo", "--dry-run"), ==, 0);
  g_assert_cmpstr (plan, ==, "Would be undone: Replace in the caption of “beach.png”\n");
  assert_caption (self, "A blue boat.\n");

  g_assert_cmpint (CTL (self, &listed, NULL, "undo", "--list", "--json"), ==, 0);
  steps = parse (listed);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (steps)), ==, 1);
  step = json_array_get_object_element (json_node_get_array (steps), 0);
  g_assert_cmpstr (json_object_get_string_member (step, "kind"), ==, "replace");
  g_assert_cmpstr (json_object_get_string_member (step, "state"), ==, "done");

  g_assert_cmpint (CTL (self, &done, NULL, "undo", "--json"), ==, 0);
  g_assert_nonnull (strstr (done, "\"undone\" : true"));
  assert_caption (self, "A red boat.\n");
  g_assert_cmpint (CTL (self, &after, NULL, "undo", "--list"), ==, 0);
  g_assert_nonnull (strstr (after, "Replace in the caption of “beach.png”  (undone)\n"));
  g_assert_cmpint (CTL (self, NULL, &end, "undo", "--json"), ==, 2);
}

/* One that is not the last, by its number; and what was changed since stays. */
static void
test_step (Fixture *self, gconstpointer data)
{
  g_autofree char *listed = NULL;
  g_autofree char *id = NULL;
  g_autofree char *since = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *many = NULL;
  g_autoptr (JsonNode) steps = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Boats", "Ships"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "delete", "Ships", "pier.png"), ==, 0);
  g_assert_cmpint (CTL (self, &listed, NULL, "undo", "--list", "--json"), ==, 0);
  steps = parse (listed);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (steps)), ==, 2);
  id = g_strdup (json_object_get_string_member (
    json_array_get_object_element (json_node_get_array (steps), 1), "step"));
  g_assert_cmpint (CTL (self, NULL, NULL, "undo", id), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "show", "Harbour/Boats"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &unknown, "undo", id), ==, 2);
  g_assert_nonnull (strstr (unknown, "There is no step"));
  g_assert_cmpint (CTL (self, NULL, &many, "undo", "1", "2"), ==, 1);
  g_assert_nonnull (strstr (many, "“2” is too much"));

  g_assert_cmpint (CTL (self, NULL, NULL, "undo", "--json"), ==, 0);
  g_assert_cmpint (CTL (self, &since, NULL, "list", "Boats"), ==, 0);
  g_assert_nonnull (strstr (since, "pier.png"));
}

static void
test_trash (Fixture *self, gconstpointer data)
{
  g_autofree char *nothing = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *json = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *restored = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *emptied = NULL;
  g_autoptr (JsonNode) items = NULL;
  JsonObject *item = NULL;

  g_assert_cmpint (RUN (self->folder, &nothing, NULL, "trash", "--data", self->service.data_dir),
                   ==, 0);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpint (CTL (self, NULL, NULL, "delete", "Boats", "beach.png"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "delete", "Boats", "pier.png"), ==, 0);
  g_assert_cmpint (CTL (self, &listed, NULL, "trash", "list"), ==, 0);
  g_assert_nonnull (strstr (listed, "Boats/pier.png  30 days left\n"));
  g_assert_cmpint (CTL (self, &json, NULL, "trash", "--json"), ==, 0);
  items = parse (json);
  item = json_array_get_object_element (json_node_get_array (items), 1);
  g_assert_cmpstr (json_object_get_string_member (item, "name"), ==, "beach.png");
  g_assert_cmpint (json_object_get_int_member (item, "days_left"), ==, 30);

  g_assert_cmpint (CTL (self, &plan, NULL, "trash", "restore", "*.png", "--dry-run"), ==, 0);
  g_assert_nonnull (strstr (plan, "“pier.png” would be put back\n"));
  g_assert_cmpint (CTL (self, NULL, &unknown, "trash", "restore", "whale.png"), ==, 2);
  g_assert_nonnull (strstr (unknown, "There is no “whale.png” in the trash"));
  g_assert_cmpint (CTL (self, &restored, NULL, "trash", "restore", "beach.png"), ==, 0);
  g_assert_cmpstr (restored, ==, "“beach.png” was put back\n");
  assert_caption (self, "A red boat.\n");

  g_assert_cmpint (CTL (self, NULL, &asked, "trash", "empty"), ==, 1);
  g_assert_nonnull (strstr (asked, "--yes"));
  g_assert_cmpint (CTL (self, &emptied, NULL, "trash", "empty", "--yes"), ==, 0);
  g_assert_cmpstr (emptied, ==, "1 thing was deleted for good\n");
  g_assert_cmpint (CTL (self, NULL, NULL, "trash", "restore", "pier.png"), ==, 2);
  g_assert_cmpint (CTL (self, NULL, NULL, "trash", "restore"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "trash", "lost"), ==, 1);
}

static void
test_trashed_dataset (Fixture *self, gconstpointer data)
{
  g_autofree char *listed = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "delete", "Boats", "--yes"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "show", "Boats"), ==, 2);
  g_assert_cmpint (CTL (self, &listed, NULL, "trash", "list"), ==, 0);
  g_assert_nonnull (strstr (listed, "Harbour/Boats  2 images  30 days left\n"));
  g_assert_cmpint (CTL (self, NULL, NULL, "trash", "restore", "Boats"), ==, 0);
  assert_caption (self, "A red boat.\n");
}

static void
test_rename (Fixture *self, gconstpointer data)
{
  g_autofree char *plan = NULL;
  g_autofree char *json = NULL;
  g_autofree char *there = NULL;
  g_autofree char *alike = NULL;
  g_autofree char *near = NULL;
  g_autofree char *project = NULL;
  g_autofree char *twin = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpint (CTL (self, &plan, NULL, "rename", "Boats", "Ships", "--dry-run"), ==, 0);
  g_assert_cmpstr (plan, ==, "“Boats” would be called “Ships”\n");
  g_assert_cmpint (CTL (self, &json, NULL, "rename", "Boats", "Ships", "--json"), ==, 0);
  g_assert_nonnull (strstr (json, "\"before\" : \"Boats\""));
  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Ships", "Ships"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &there, "rename", "Boats", "Ships"), ==, 2);
  g_assert_nonnull (strstr (there, "There is a dataset “Ships” in “Harbour” already"));
  g_assert_cmpint (CTL (self, NULL, &alike, "rename", "Boats", "Ships\u200b "), ==, 2);
  g_assert_nonnull (strstr (alike, "There is a dataset “Ships” in “Harbour”, whose name looks"));

  /* What can be told apart is told, and may be used. */
  g_assert_cmpint (CTL (self, NULL, &near, "rename", "Boats", "ship\u0455"), ==, 0);
  g_assert_cmpstr (
    near, ==, "lookbookctl: The dataset “Ships” in “Harbour” has a name that looks the same\n");
  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "ship\u0455", "Boats"), ==, 0);

  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Boats", "Boats "), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Boats ", "Boats"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Boats", "Ships", "--same-name"), ==, 0);

  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "--project", "Harbour", "Port"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &project, "create", "Boats", "--project=port",
                        "--medium=photography", "--kind=other"),
                   ==, 0);
  g_assert_cmpstr (project, ==, "lookbookctl: The project “Port” has a name that looks the same\n");
  g_assert_cmpint (CTL (self, NULL, &twin, "rename", "--project", "port", "Port", "--dry-run"), ==,
                   0);
  g_assert_cmpstr (twin, ==, "lookbookctl: Another project is called “Port” too\n");
  g_assert_cmpint (CTL (self, NULL, &none, "rename", "--project", "Harbour", "Port"), ==, 2);
  g_assert_nonnull (strstr (none, "There is no project “Harbour”"));
  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Ships"), ==, 1);
}

/* What nobody could read or type again is no name. */
static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "", "  ", "a\nb", "a\tb", "a\u202egpj", "\xff" };
  g_autofree char *twice = NULL;
  g_autofree char *copied = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *words = NULL;
      g_autofree char *option = g_strconcat ("--name=", names[i], NULL);

      g_assert_cmpint (CTL (self, NULL, &words, "create", names[i]), ==, 1);
      g_assert_nonnull (strstr (words, "name"));
      g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Boats", names[i]), ==, 1);
      g_assert_cmpint (CTL (self, NULL, NULL, "clone", "Boats", option), ==, 1);
    }

  g_assert_cmpint (CTL (self, NULL, &twice, "create", "Boats"), ==, 2);
  g_assert_nonnull (strstr (twice, "--same-name"));
  g_assert_cmpint (CTL (self, NULL, NULL, "clone", "Boats", "--json"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &copied, "clone", "Boats"), ==, 2);
  g_assert_nonnull (strstr (copied, "“Copy of Boats” in “Harbour” already"));
}

/* A number is one, and may be a name: it is never guessed which is meant. */
static void
test_numbers (Fixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;
  g_autofree char *number = NULL;
  g_autofree char *by_id = NULL;
  g_autofree char *both = NULL;
  g_autofree char *by_place = NULL;
  g_autofree char *by_name = NULL;
  g_autofree char *called = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (JsonNode) boats = NULL;

  g_assert_cmpint (CTL (self, &json, NULL, "show", "Boats", "--json"), ==, 0);
  boats = parse (json);
  number = g_strdup_printf ("%" G_GINT64_FORMAT,
                            json_object_get_int_member (json_node_get_object (boats), "id"));
  by_id = g_strconcat ("id:", number, NULL);
  by_place = g_strconcat ("Harbour/", number, NULL);
  by_name = g_strconcat ("name:", number, NULL);
  g_assert_cmpint (CTL (self, NULL, NULL, "show", number), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", number), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &both, "show", number), ==, 2);
  g_assert_nonnull (strstr (both, "is the number of one dataset and the name of another"));
  g_assert_cmpint (CTL (self, &shown, NULL, "show", by_id), ==, 0);
  g_assert_nonnull (strstr (shown, "Harbour/Boats"));
  g_assert_cmpint (CTL (self, NULL, NULL, "show", by_place), ==, 0);
  g_assert_cmpint (CTL (self, &called, NULL, "show", by_name), ==, 0);
  g_assert_nonnull (strstr (called, by_place));
}

/* (transfer full): what @wanted finds, and "" for none. */
static char *
find_name (Fixture *self, const char *wanted)
{
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) dataset = NULL;

  if (CTL (self, &json, NULL, "show", wanted, "--json") != 0)
    return g_strdup ("");

  dataset = parse (json);
  return g_strdup (json_object_get_string_member (json_node_get_object (dataset), "name"));
}

/* What a number or a name is said with may be how a name begins. */
static void
test_prefixed_names (Fixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) boats = NULL;
  g_autofree char *by_id = NULL;
  g_autofree char *by_name = NULL;
  g_autofree char *numbered = NULL;
  g_autofree char *called = NULL;
  g_autofree char *prefixed = NULL;
  g_autofree char *both = NULL;

  g_assert_cmpint (CTL (self, &json, NULL, "show", "name:Boats", "--json"), ==, 0);
  boats = parse (json);
  by_id = g_strdup_printf ("id:%" G_GINT64_FORMAT,
                           json_object_get_int_member (json_node_get_object (boats), "id"));
  by_name = g_strconcat ("name:", by_id, NULL);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", by_id), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "name:Boats"), ==, 0);

  numbered = find_name (self, by_id);
  g_assert_cmpstr (numbered, ==, "Boats");
  called = find_name (self, by_name);
  g_assert_cmpstr (called, ==, by_id);
  prefixed = find_name (self, "name:name:Boats");
  g_assert_cmpstr (prefixed, ==, "name:Boats");
  g_assert_cmpint (CTL (self, NULL, &both, "show", "name:Boats"), ==, 2);
  g_assert_nonnull (strstr (both, "2 datasets are called “name:Boats”"));
}

static void
test_numbered_images (Fixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;
  g_autofree char *number = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *both = NULL;
  g_autofree char *by_id = NULL;
  g_autofree char *by_name = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (JsonNode) images = NULL;

  g_assert_cmpint (CTL (self, &json, NULL, "list", "Boats", "--json"), ==, 0);
  images = parse (json);
  number = g_strdup_printf (
    "%" G_GINT64_FORMAT, json_object_get_int_member (
                           json_array_get_object_element (json_node_get_array (images), 0), "id"));
  /* A picture of that name: it need not end in what its format is called. */
  file = g_strdup_printf ("new/%s", number);
  drop_folder_add_png (self->folder, file, 1024, 1200, 0x0000ffff);
  path = g_strdup (file);
  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", path), ==, 0);

  g_assert_cmpint (CTL (self, NULL, &both, "delete", "Boats", number), ==, 2);
  g_assert_nonnull (strstr (both, "is the number of one and the name of another"));
  by_id = g_strconcat ("id:", number, NULL);
  by_name = g_strconcat ("name:", number, NULL);
  g_assert_cmpint (CTL (self, &caption, NULL, "caption", "Boats", by_id), ==, 0);
  g_assert_cmpstr (caption, ==, "A red boat.\n");
  g_assert_cmpint (CTL (self, &plan, NULL, "delete", "Boats", by_name, "--dry-run"), ==, 0);
  expected = g_strdup_printf ("“%s” would be deleted\n", number);
  g_assert_cmpstr (plan, ==, expected);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/undo/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("edit", test_edit);
  ADD ("step", test_step);
  ADD ("trash", test_trash);
  ADD ("trashed-dataset", test_trashed_dataset);
  ADD ("rename", test_rename);
  ADD ("names", test_names);
  ADD ("numbers", test_numbers);
  ADD ("prefixed-names", test_prefixed_names);
  ADD ("numbered-images", test_numbered_images);

  return g_test_run ();
}
