#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "ctl-run.h"
#include "drop-folder.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

#define RED 0xff0000ff
#define N_KILLS 40

static guint n_kills = N_KILLS;

/* The real program and the real service, with "Boats" for plain words and "Gulls" for prompts. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
  LbDataset *boats;
  LbDataset *gulls;
  char *folder;
} Fixture;

static LbDataset *
create (Fixture *self, const char *name, const char *version)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  g_object_set (wanted, "project-name", name, "ip-medium", "photography", "ip-type", "other", NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  return wait_object (lb_session_create_dataset (self->session, project, name, version, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->boats = create (self, "Boats", "max");
  self->gulls = create (self, "Gulls", "fibo");
  self->folder = drop_folder_new ();

  drop_folder_add_png (self->folder, "in/1.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "in/2.png", 1024, 1025, RED);
  drop_folder_add_bytes (self->folder, "in/1.txt", "A boat.\n", -1);
  drop_folder_add_bytes (self->folder, "in/metadata.csv",
                         "file_name,caption\n2.png,\"A \"\"gull\"\".\"\n3.png,Nobody.\n", -1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->boats);
  g_clear_object (&self->gulls);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  drop_folder_free (self->folder);
  service_fixture_tear_down (&self->service);
}

#define CTL(self, output, complaint, command, ...)                                                 \
  RUN ((self)->folder, output, complaint, command, "--data", (self)->service.data_dir, __VA_ARGS__)

static void
assert_captions (Fixture *self, LbDataset *dataset, const char *first, const char *second)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  const char *const expected[] = { first, second };

  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      g_assert_cmpstr (lb_image_get_caption (image), ==, expected[i]);
    }
}

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (CTL (self, &output, &complaint, "import", "Boats", "in"), ==, 0);
  g_assert_nonnull (strstr (output, "2 of 2 files added to “Boats”"));
  g_assert_nonnull (
    strstr (complaint, "“metadata.csv”, line 3, is left out: no picture has its name\n"));
  assert_captions (self, self->boats, "A boat.", "A \"gull\".");
}

/* Words that make no whole prompt are kept as a draft, and said to be one: all of them in one line,
 * but each of those that are meant as a prompt and are none. */
static void
test_not_valid (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *first = NULL;

  g_assert_cmpint (
    CTL (self, &output, &complaint, "import", "--json", "Gulls", "in/1.png", "in/1.txt"), ==, 3);
  g_assert_cmpstr (complaint, ==,
                   "lookbookctl: 1 caption was kept as a draft: other fields are still missing\n");
  root = json_from_string (output, NULL);
  first = json_array_get_object_element (json_node_get_array (root), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "caption_state"), ==, "draft");

  drop_folder_add_png (self->folder, "night/3.png", 1024, 1026, RED);
  drop_folder_add_bytes (self->folder, "night/3.json", "{\"short_description\": ", -1);
  g_assert_cmpint (CTL (self, NULL, &wrong, "import", "Gulls", "night"), ==, 3);
  g_assert_nonnull (
    strstr (wrong, "The description in “night/3.json” is not with “night/3.png”: it is no valid "
                   "structured prompt, and is kept as a draft\n"));
}

/* The caption of a picture that is not added is not dropped without a word. */
static void
test_duplicate (Fixture *self, gconstpointer data)
{
  g_autofree char *checked = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *again = NULL;

  drop_folder_add_png (self->folder, "twins/1.png", 1024, 1026, RED);
  drop_folder_add_png (self->folder, "twins/2.png", 1024, 1026, RED);
  drop_folder_add_bytes (self->folder, "twins/2.txt", "A second boat.\n", -1);
  g_assert_cmpint (RUN (self->folder, NULL, &checked, "check", "twins"), ==, 3);
  g_assert_cmpstr (checked, ==,
                   "lookbookctl: “twins/2.txt” is left out: its picture is the same as “1.png”\n");
  g_assert_cmpint (CTL (self, NULL, &complaint, "add", "Boats", "twins"), ==, 0);
  g_assert_cmpstr (complaint, ==, checked);

  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", "in"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &again, "add", "Boats", "in"), ==, 0);
  g_assert_nonnull (strstr (again, "2 captions are left out: their pictures are there already\n"));
}

static void
test_left_out (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  g_assert_cmpint (CTL (self, NULL, &complaint, "add", "--no-captions", "Gulls", "in"), ==, 0);
  g_assert_cmpstr (complaint, ==, "");
  assert_captions (self, self->gulls, NULL, NULL);
}

static void
test_export (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *path = g_build_filename (self->folder, "out", "metadata.csv", NULL);
  g_autofree char *zip = g_build_filename (self->folder, "out.zip", NULL);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_cmpint (CTL (self, &output, NULL, "export", "Boats", "out", "--format=fibo", "--json"),
                   ==, 0);
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_cmpstr (csv, ==, "file_name,caption\r\n1.png,A boat.\r\n2.png,\"A \"\"gull\"\".\"\r\n");

  root = json_from_string (output, NULL);
  object = json_node_get_object (root);
  g_assert_cmpint (json_object_get_int_member (object, "images"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (object, "format"), ==, "fibo");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (object, "path"), "/out"));

  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out.zip"), ==, 0);
  g_assert_true (g_file_test (zip, G_FILE_TEST_IS_REGULAR));
}

/* (transfer full): where the service keeps the picture of that name. */
static char *
find_blob (Fixture *self, const char *name)
{
  GListModel *images = lb_session_get_images (self->session, self->boats);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const char *sha256 = lb_image_get_stored_sha256 (image);
      g_autofree char *outer = g_strndup (sha256, 2);

      if (g_str_equal (lb_image_get_shown_name (image), name))
        return g_build_filename (self->service.data_dir, "blobs", outer, sha256, NULL);
    }
  g_assert_not_reached ();
}

static void
change_blob (Fixture *self, const char *name, gboolean flip)
{
  g_autofree char *blob = find_blob (self, name);
  g_autofree char *content = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (blob, &content, &size, NULL));
  content[size - 1] ^= 1;
  g_assert_true (g_file_set_contents (blob, content, (gssize) (flip ? size : size / 2), NULL));
}

static void
assert_partly (Fixture *self)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *metadata = NULL;
  g_autofree char *path = g_build_filename (self->folder, "out", "train", "metadata.jsonl", NULL);
  g_autofree char *good = g_build_filename (self->folder, "out", "train", "4.png", NULL);
  g_autofree char *bad = g_build_filename (self->folder, "out", "train", "1.png", NULL);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *missing = NULL;

  g_assert_cmpint (CTL (self, &output, &complaint, "export", "Boats", "out", "--json"), ==, 3);
  g_assert_nonnull (
    strstr (complaint, "3 pictures are missing or damaged, and are not in the export:\n"));
  g_assert_nonnull (strstr (complaint, "  1.png: Damaged\n"));
  g_assert_nonnull (strstr (complaint, "  2.png: Damaged\n"));
  g_assert_nonnull (strstr (complaint, "  3.png: The picture's file is gone"));
  root = json_from_string (output, NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "images"), ==, 1);
  missing = json_object_get_array_member (json_node_get_object (root), "not_exported");
  g_assert_cmpuint (json_array_get_length (missing), ==, 3);
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (missing, 0), "error"), ==,
    "damaged");

  g_assert_true (g_file_test (good, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (bad, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &metadata, NULL, NULL));
  g_assert_nonnull (strstr (metadata, "4.png"));
  g_assert_null (strstr (metadata, "1.png"));
}

/* What stands in the place of a picture's file is named. */
static void
test_blocked (Fixture *self, gconstpointer data)
{
  g_autofree char *blob = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->boats)));
  blob = find_blob (self, "1.png");
  g_assert_cmpint (g_unlink (blob), ==, 0);
  g_assert_cmpint (g_mkdir (blob, 0700), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &complaint, "export", "Boats", "out"), ==, 3);
  g_assert_nonnull (strstr (complaint, "  1.png: "));
  g_assert_nonnull (strstr (complaint, blob));
  g_assert_nonnull (strstr (complaint, "is blocked"));
}

/* Pictures whose files were changed, cut or taken away at the service are all named, the rest is
 * exported, and the same pictures again mend them. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *gone = NULL;
  g_autofree char *complaint = NULL;

  drop_folder_add_png (self->folder, "in/3.png", 1024, 1026, RED);
  drop_folder_add_png (self->folder, "in/4.png", 1024, 1027, RED);
  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->boats)));
  change_blob (self, "1.png", TRUE);
  change_blob (self, "2.png", FALSE);
  gone = find_blob (self, "3.png");
  g_assert_cmpint (g_unlink (gone), ==, 0);
  assert_partly (self);

  CTL (self, NULL, NULL, "add", "--no-captions", "Gulls", "in");
  g_assert_cmpint (CTL (self, NULL, &complaint, "export", "Boats", "out"), ==, 0);
  g_assert_null (strstr (complaint, "damaged"));
}

/* The round trip of who corrects captions in an export: pictures that the service has enlarged or
 * made opaque are not new, and each line says what has become of which caption. */
static void
test_own_export (Fixture *self, gconstpointer data)
{
  g_autofree char *same = NULL;
  g_autofree char *quiet = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *why = NULL;
  g_autofree char *json = NULL;
  g_autofree char *planned = NULL;
  g_autofree char *brought = NULL;

  drop_folder_add_png (self->folder, "small/1.png", 300, 400, RED);
  drop_folder_add_png (self->folder, "small/2.png", 1024, 1024, 0xff000080);
  drop_folder_add_bytes (self->folder, "small/1.txt", "A small boat.\n", -1);
  drop_folder_add_bytes (self->folder, "small/2.txt", "A boat of glass.\n", -1);
  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "small"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out", "-f", "txt"), ==, 0);

  g_assert_cmpint (CTL (self, &same, &quiet, "import", "Boats", "out"), ==, 0);
  g_assert_nonnull (strstr (same, "0 of 2 files added to “Boats”, 2 there already\n"
                                  "2 captions are the same already\n"));
  g_assert_cmpstr (quiet, ==, "");
  assert_captions (self, self->boats, "A small boat.", "A boat of glass.");

  drop_folder_add_bytes (self->folder, "out/1.txt", "A red boat.", -1);
  g_assert_cmpint (CTL (self, &kept, &why, "import", "Boats", "out"), ==, 3);
  g_assert_cmpstr (why, ==,
                   "lookbookctl: 1 caption stays, since a person has written it; --overwrite "
                   "replaces it\n");
  g_assert_nonnull (strstr (kept, "\n1 caption is the same already\n"));
  g_assert_cmpint (CTL (self, &json, NULL, "import", "Boats", "out", "--json"), ==, 3);
  g_assert_nonnull (strstr (json, "\"caption_state\" : \"left_out\""));
  g_assert_nonnull (strstr (json, "\"caption_state\" : \"unchanged\""));

  g_assert_cmpint (CTL (self, &planned, NULL, "import", "Boats", "out", "--overwrite", "--dry-run"),
                   ==, 0);
  g_assert_nonnull (strstr (planned, "1 image that is there would get its caption\n"));
  assert_captions (self, self->boats, "A small boat.", "A boat of glass.");
  g_assert_cmpint (CTL (self, &brought, NULL, "import", "Boats", "out", "--overwrite"), ==, 0);
  g_assert_nonnull (strstr (brought, "1 image that was there got its caption\n"
                                     "1 caption is the same already\n"));
  assert_captions (self, self->boats, "A red boat.", "A boat of glass.");
}

static void
test_filter (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *path = g_build_filename (self->folder, "out", "metadata.csv", NULL);
  g_autofree char *other = g_build_filename (self->folder, "out", "1.png", NULL);

  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_cmpint (
    CTL (self, NULL, NULL, "export", "Boats", "out", "--format=fibo", "--filter", "gull"), ==, 0);
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_cmpstr (csv, ==, "file_name,caption\r\n2.png,\"A \"\"gull\"\".\"\r\n");
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));

  g_assert_cmpint (CTL (self, NULL, &nothing, "export", "Boats", "none", "--filter", "whale"), ==,
                   2);
  g_assert_nonnull (strstr (nothing, "The filter finds no image"));
  g_assert_cmpint (CTL (self, NULL, &complaint, "export", "Boats", "none", "--filter", "(gull"), ==,
                   1);
  g_assert_nonnull (strstr (complaint, "The filter is wrong at character"));
}

/* An advanced dataset takes all at once, with the schema and the captions of an export, and its own
 * export is the same again. */
static void
test_advanced (Fixture *self, gconstpointer data)
{
  static const char prefix[] = "A photo of";
  const gint64 project = lb_dataset_get_project_id (self->boats);
  g_autoptr (LbDataset) many = wait_object (lb_session_create_dataset (
    self->session, lb_session_find_project (self->session, project), "Many", "max", "advanced"));
  g_autofree char *output = NULL;
  g_autofree char *again = NULL;
  g_autofree char *first = g_build_filename (self->folder, "out", "SHA256SUMS", NULL);
  g_autofree char *second = g_build_filename (self->folder, "again", "SHA256SUMS", NULL);
  g_autofree char *sums = NULL;
  g_autofree char *more = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_object_unref (wait_object (lb_session_set_caption_prefix (self->session, self->boats, prefix)));
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out", "-f", "txt"), ==, 0);
  g_assert_cmpint (CTL (self, &output, NULL, "import", "Many", "out"), ==, 0);
  g_assert_nonnull (strstr (output, "2 pictures imported into “Many”"));
  assert_captions (self, many, "A boat.", "A \"gull\".");
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpstr (lb_dataset_get_caption_prefix (many), ==, prefix);

  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Many", "again", "-f", "txt"), ==, 0);
  g_assert_true (g_file_get_contents (first, &sums, NULL, NULL));
  g_assert_true (g_file_get_contents (second, &more, NULL, NULL));
  *strstr (sums, "lookbook.json") = '\0'; /* which has the name of the dataset */
  *strstr (more, "lookbook.json") = '\0';
  sums[strlen (sums) - 66] = '\0';
  more[strlen (more) - 66] = '\0';
  g_assert_cmpstr (sums, ==, more);

  g_assert_cmpint (CTL (self, NULL, &again, "import", "Many", "out"), ==, 2);
  g_assert_nonnull (strstr (again, "takes one import only, and has had it"));
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *out = g_build_filename (self->folder, "out", NULL);
  g_autofree char *none = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *format = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out", "--dry-run"), ==, 2);
  g_assert_cmpint (CTL (self, NULL, &none, "export", "Boats", "out"), ==, 2);
  g_assert_nonnull (strstr (none, "The dataset has no pictures\n"));
  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "in", "--dry-run"), ==, 2);
  g_assert_cmpint (CTL (self, &plan, NULL, "export", "Boats", "out", "--dry-run"), ==, 0);
  g_assert_nonnull (strstr (plan, " would be exported to “"));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  g_assert_cmpint (CTL (self, NULL, &taken, "export", "Boats", "in"), ==, 2);
  g_assert_nonnull (strstr (taken, "exists, and is not an earlier export\n"));
  g_assert_cmpint (CTL (self, NULL, &format, "export", "Boats", "out", "-f", "xml"), ==, 1);
  g_assert_nonnull (strstr (format, "There is no format “xml”"));
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Goats", "out"), ==, 2);
}

static void
assert_refused (Fixture *self, const char *target, const char *option, const char *words)
{
  g_autofree char *complaint = NULL;

  g_assert_cmpint (CTL (self, NULL, &complaint, "export", "Boats", target, option), ==, 2);
  g_assert_nonnull (strstr (complaint, words));
}

/* Here nobody is asked whether a file may be replaced, so only an earlier export is. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autofree char *out = g_build_filename (self->folder, "out", NULL);
  g_autofree char *thesis = g_build_filename (self->folder, "thesis.odt", NULL);
  g_autofree char *mine = g_build_filename (self->folder, "mine.zip", NULL);
  g_autofree char *notes = g_build_filename (out, "notes.txt", NULL);
  g_autofree char *kept = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_true (g_file_set_contents (thesis, "ten years", -1, NULL));
  g_assert_true (g_file_set_contents (mine, "no ZIP file at all", -1, NULL));
  assert_refused (self, "thesis.odt", "--zip", "exists, and is not an earlier export\n");
  assert_refused (self, "mine.zip", "--format=txt", "exists, and is not an earlier export\n");
  assert_refused (self, "https://example.org/a.zip", "--zip", "is not on this computer\n");
  g_assert_true (g_file_get_contents (thesis, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "ten years");

  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "a.ZIP"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "a.ZIP"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out"), ==, 0);
  g_assert_true (g_file_set_contents (notes, "mine", -1, NULL));
  assert_refused (self, "out", "--format=txt",
                  "but “notes.txt” in it was added or changed since\n");
  g_assert_true (g_file_test (notes, G_FILE_TEST_IS_REGULAR));
}

static void
assert_whole_zip (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "out.zip", NULL);
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "unzip", "-tqq", path, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
assert_whole (Fixture *self)
{
  g_autofree char *out = g_build_filename (self->folder, "out", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_set_cwd (launcher, out);
  process = g_subprocess_launcher_spawn (launcher, NULL, "sha256sum", "--strict", "--quiet", "-c",
                                         "SHA256SUMS", NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* (transfer full): "in out", and nothing hidden beside. */
static char *
list_folder (Fixture *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **) names->pdata);
}

/* Whenever it is killed, what is there is an old export or a new one, and the next export leaves
 * nothing of the dead ones. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  static const char *const formats[] = { "--format=fibo", "--format=txt" };
  static const char *const targets[] = { "out", "out.zip" };
  g_autofree char *names = NULL;
  gint64 whole_us = 0;

  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out"), ==, 0);
  whole_us = -g_get_monotonic_time ();
  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out.zip"), ==, 0);
  whole_us += g_get_monotonic_time ();

  /* Later each time, up to after the end. */
  for (guint i = 0; i < n_kills; i++)
    {
      const char *const arguments[] = {
        "export",       "--data", self->service.data_dir, formats[i / 2 % 2], "Boats",
        targets[i % 2], NULL
      };
      g_autoptr (GSubprocess) process = ctl_start (self->folder, arguments);

      g_usleep ((gulong) (i * whole_us * 5 / 4 / n_kills));
      g_subprocess_force_exit (process);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      assert_whole (self);
      assert_whole_zip (self);
    }

  g_assert_cmpint (CTL (self, NULL, NULL, "export", "Boats", "out"), ==, 0);
  assert_whole (self);
  names = list_folder (self);
  g_assert_cmpstr (names, ==, "in out out.zip");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  if (argc > 1)
    n_kills = (guint) MAX (1, atoi (argv[1]));

  add ("/lookbookctl/export/import", test_import);
  add ("/lookbookctl/export/not-valid", test_not_valid);
  add ("/lookbookctl/export/duplicate", test_duplicate);
  add ("/lookbookctl/export/left-out", test_left_out);
  add ("/lookbookctl/export/export", test_export);
  add ("/lookbookctl/export/damaged", test_damaged);
  add ("/lookbookctl/export/blocked", test_blocked);
  add ("/lookbookctl/export/own-export", test_own_export);
  add ("/lookbookctl/export/filter", test_filter);
  add ("/lookbookctl/export/advanced", test_advanced);
  add ("/lookbookctl/export/refused", test_refused);
  add ("/lookbookctl/export/kept", test_kept);
  add ("/lookbookctl/export/killed", test_killed);

  return g_test_run ();
}
