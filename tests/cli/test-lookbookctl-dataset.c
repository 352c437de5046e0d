#include <json-glib/json-glib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "ctl-fixture.h"
#include "drop-folder.h"
#include "session/lb-session-history.h"

/* The real program and the real service: what is done with a dataset as a whole. */
typedef CtlFixture Fixture;

static JsonObject *
parse (const char *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (output, &error);

  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

/* (transfer none): what the service has by now; the only one. */
static LbDataset *
find_only (Fixture *self, guint n_datasets)
{
  GListModel *datasets = lb_session_get_datasets (self->session);
  g_autoptr (LbDataset) dataset = NULL;

  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, n_datasets);
  dataset = g_list_model_get_item (datasets, 0);

  return dataset;
}

static void
make_boats (Fixture *self, const char *model)
{
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=other", model),
                   ==, 0);
}

static void
add_pictures (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("in/%s-%u.png", i < 3 ? "beach" : "pier", i);

      drop_folder_add_png (self->folder, name, 1024 + (int) i, 1024, 0x203040ff + i * 0x20000000);
    }
  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", "in"), ==, 0);
}

static void
test_create (Fixture *self, gconstpointer data)
{
  g_autofree char *plan = NULL;
  g_autofree char *json = NULL;
  g_autofree char *projects = NULL;
  g_autofree char *alike = NULL;
  g_autofree char *listed = NULL;
  g_autoptr (JsonObject) object = NULL;

  g_assert_cmpint (CTL (self, &plan, NULL, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=other", "--dry-run"),
                   ==, 0);
  g_assert_cmpstr (plan, ==,
                   "A project “Harbour” would be made\nA dataset “Boats” would be made in "
                   "“Harbour”\n");
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 0);

  g_assert_cmpint (CTL (self, &json, NULL, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=other", "--advanced", "--json"),
                   ==, 0);
  object = parse (json);
  g_assert_cmpstr (json_object_get_string_member (object, "project"), ==, "Harbour");
  g_assert_cmpstr (json_object_get_string_member (object, "upload_type"), ==, "advanced");
  g_assert_true (lb_dataset_is_advanced (find_only (self, 1)));
  g_assert_cmpint (CTL (self, NULL, &alike, "create", "Boats", "--project= Harbour",
                        "--medium=photography", "--kind=other"),
                   ==, 2);
  g_assert_nonnull (strstr (alike, "There is a project “Harbour”, whose name looks the same"));
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Gulls"), ==, 0);

  g_assert_cmpint (CTL (self, &projects, NULL, "datasets", "--projects"), ==, 0);
  g_assert_nonnull (strstr (projects, "  Harbour  2 datasets\n"));
  g_assert_cmpint (CTL (self, &listed, NULL, "datasets", "--names"), ==, 0);
  g_assert_nonnull (strstr (listed, "Harbour/Boats\n"));
  g_assert_nonnull (strstr (listed, "Harbour/Gulls\n"));
}

/* What the service would say is said before it is asked. */
static void
test_create_refusals (Fixture *self, gconstpointer data)
{
  g_autofree char *none = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *family = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *medium = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpint (CTL (self, NULL, &none, "create", "Boats", "--project=Harbour"), ==, 2);
  g_assert_nonnull (strstr (none, "There is no project “Harbour”"));
  g_assert_cmpint (CTL (self, NULL, &rule, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=icons"),
                   ==, 1);
  g_assert_nonnull (strstr (rule, "--kind=icons needs --medium=illustration"));
  g_assert_cmpint (CTL (self, NULL, &subject, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=defined_character"),
                   ==, 1);
  g_assert_nonnull (strstr (subject, "There is no project “Harbour”; to make it, give also:"));
  g_assert_nonnull (strstr (subject, "  --subject=NAME\n"));
  g_assert_nonnull (strstr (subject, "  --description=TEXT\n"));
  g_assert_null (strstr (subject, "  --medium"));
  g_assert_cmpint (CTL (self, NULL, &medium, "create", "Boats", "--project=Harbour", "--medium=oil",
                        "--kind=other"),
                   ==, 1);
  g_assert_nonnull (
    strstr (medium, "There is no “--medium=oil”; there are photography, illustration"));
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats", "--model=9.9"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats", "Gulls"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats"), ==, 2);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 0);

  make_boats (self, "--model=fibo");
  g_assert_cmpint (CTL (self, NULL, &family, "create", "Gulls", "--model=max"), ==, 2);
  g_assert_nonnull (strstr (family, "--model=max does not fit the project “Harbour”"));
  find_only (self, 1);

  /* What is said of a project that is there may be said again, as long as it is so. */
  g_assert_cmpint (CTL (self, NULL, &other, "create", "Gulls", "--project=Harbour",
                        "--medium=illustration", "--kind=other"),
                   ==, 2);
  g_assert_nonnull (strstr (other, "with --medium=photography and not --medium=illustration"));
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Gulls", "--project=Harbour",
                        "--medium=photography", "--kind=other"),
                   ==, 0);
}

/* All that is missing is said in one go, and the line that is shown for an example works. */
static void
test_create_lacks (Fixture *self, gconstpointer data)
{
  static const char lead[] = "For example: lookbookctl create ";
  g_autofree char *all = NULL;
  g_autofree char *both = NULL;
  g_autofree char *choices = NULL;
  g_auto (GStrv) line = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *example = NULL;

  g_assert_cmpint (CTL (self, NULL, &all, "create", "Two boats", "--advanced"), ==, 2);
  g_assert_nonnull (strstr (all, "There is no project yet; to make one, give also:\n"));
  g_assert_nonnull (strstr (all, "  --project=PROJECT\n"));
  g_assert_nonnull (strstr (all, "photography or illustration\n"));
  g_assert_nonnull (strstr (all, "stylized_scene, multi_object_set"));
  g_assert_null (strstr (all, "  --subject"));

  g_assert_cmpint (CTL (self, NULL, &both, "create", "Boats", "--project=Harbour",
                        "--kind=object_variants", "--medium=photography"),
                   ==, 1);
  g_assert_nonnull (strstr (both, "  --description=TEXT\n"));
  g_assert_nonnull (strstr (both, "  --medium=illustration\n"));
  g_assert_nonnull (strstr (both, "create Boats --project=Harbour --medium=illustration "
                                  "--kind=object_variants --description='a grey cat' --data="));

  g_assert_cmpint (CTL (self, NULL, &choices, "create", "Boats", "--medium=oil", "--kind=foo"), ==,
                   1);
  g_assert_nonnull (strstr (choices, "There is no “--medium=oil”"));
  g_assert_nonnull (strstr (choices, "There is no “--kind=foo”"));

  example = strstr (all, lead);
  g_assert_nonnull (example);
  g_assert_true (g_shell_parse_argv (example + strlen (lead), NULL, &line, NULL));
  g_strv_builder_add (builder, "create");
  g_strv_builder_addv (builder, (const char **) line);
  g_strfreev (line);
  line = g_strv_builder_end (builder);
  g_assert_cmpint (ctl_run (self->folder, (const char *const *) line, NULL, NULL), ==, 0);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpstr (lb_dataset_get_name (find_only (self, 1)), ==, "Two boats");
  g_assert_true (lb_dataset_is_advanced (find_only (self, 1)));
}

static void
test_show (Fixture *self, gconstpointer data)
{
  g_autofree char *empty = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) object = NULL;
  JsonObject *readiness = NULL;

  make_boats (self, "--model=fibo");
  g_assert_cmpint (CTL (self, &empty, NULL, "show", "Boats"), ==, 0);
  g_assert_nonnull (strstr (empty, "5 more images are needed"));
  add_pictures (self, 5);
  g_assert_cmpint (CTL (self, &json, NULL, "show", "Harbour/Boats", "--json"), ==, 0);
  object = parse (json);
  readiness = json_object_get_object_member (object, "readiness");
  g_assert_cmpint (json_object_get_int_member (object, "images"), ==, 5);
  g_assert_cmpint (
    json_object_get_int_member (json_object_get_object_member (object, "states"), "missing"), ==,
    5);
  g_assert_false (json_object_get_boolean_member (readiness, "ready"));
  g_assert_true (json_object_get_boolean_member (readiness, "schema_missing"));
  g_assert_cmpint (json_object_get_int_member (readiness, "captions_missing"), ==, 5);
  g_assert_cmpint (CTL (self, NULL, NULL, "show", "Whales"), ==, 2);
  g_assert_cmpint (RUN (self->folder, NULL, NULL, "show"), ==, 1);
}

static void
test_complete (Fixture *self, gconstpointer data)
{
  g_autofree char *needs = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *frozen = NULL;
  g_autofree char *again = NULL;

  make_boats (self, "--model=max");
  g_assert_cmpint (CTL (self, NULL, &needs, "complete", "Boats", "--yes"), ==, 2);
  g_assert_nonnull (strstr (needs, "1 more image is needed"));
  add_pictures (self, 1);
  g_assert_cmpint (CTL (self, NULL, &asked, "complete", "Boats"), ==, 1);
  g_assert_nonnull (strstr (asked, "--yes"));
  g_assert_cmpint (CTL (self, NULL, NULL, "complete", "Boats", "--dry-run"), ==, 0);
  g_assert_false (lb_dataset_get_completed (find_only (self, 1)));

  g_assert_cmpint (CTL (self, NULL, NULL, "complete", "Boats", "--yes"), ==, 0);
  g_assert_true (lb_dataset_get_completed (find_only (self, 1)));
  g_assert_cmpint (CTL (self, NULL, &again, "complete", "Boats", "--yes"), ==, 0);
  g_assert_nonnull (strstr (again, "complete already"));
  g_assert_cmpint (CTL (self, NULL, &frozen, "delete", "Boats", "beach-0.png"), ==, 2);
  g_assert_nonnull (strstr (frozen, "“Boats” is complete and can’t be changed"));
}

static void
test_clone (Fixture *self, gconstpointer data)
{
  g_autofree char *plan = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) object = NULL;
  LbDataset *clone = NULL;

  make_boats (self, "--model=max");
  add_pictures (self, 2);
  g_assert_cmpint (CTL (self, &plan, NULL, "clone", "Boats", "--dry-run"), ==, 0);
  g_assert_cmpstr (plan, ==, "A draft “Copy of Boats” with 2 images would be made\n");
  find_only (self, 1);

  g_assert_cmpint (CTL (self, &json, NULL, "clone", "Boats", "--name=Ships", "--json"), ==, 0);
  object = parse (json);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "Ships");
  find_only (self, 2);
  clone = lb_session_find_dataset (self->session, json_object_get_int_member (object, "id"));
  g_assert_cmpint (lb_dataset_get_images_count (clone), ==, 2);
  g_assert_cmpint (CTL (self, NULL, NULL, "clone", "Whales"), ==, 2);
}

/* The trash of the account that the program works in. */
static guint
count_trash (Fixture *self)
{
  g_autofree char *state_dir = g_build_filename (self->service.data_dir, "command-line", NULL);
  g_autoptr (LbSession) session = lb_session_new_local (self->service.data_dir, state_dir);
  guint n = 0;

  g_assert_true (wait_true (lb_session_open (session)));
  n = g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_trash (session)));
  g_assert_cmpuint (lb_trash_get_n_waiting (lb_session_get_trash (session)), ==, 0);
  lb_session_close (session);

  return n;
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autofree char *plan = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) object = NULL;

  make_boats (self, "--model=max");
  add_pictures (self, 5);
  g_assert_cmpint (CTL (self, &plan, NULL, "delete", "Boats", "beach-*", "--dry-run"), ==, 0);
  g_assert_nonnull (strstr (plan, "“beach-2.png” would be deleted\n"));
  g_assert_null (strstr (plan, "pier"));
  g_assert_cmpint (CTL (self, NULL, &unknown, "delete", "Boats", "pier-3.png", "whale*"), ==, 2);
  g_assert_nonnull (strstr (unknown, "There is no image “whale*”"));
  g_assert_cmpint (lb_dataset_get_images_count (find_only (self, 1)), ==, 5);

  g_assert_cmpint (CTL (self, &output, NULL, "delete", "Boats", "beach-*"), ==, 0);
  g_assert_cmpstr (output, ==, "3 images were put into the trash\n");
  g_assert_cmpint (lb_dataset_get_images_count (find_only (self, 1)), ==, 2);
  g_assert_cmpuint (count_trash (self), ==, 3);

  g_assert_cmpint (CTL (self, &json, NULL, "delete", "Boats", "--json"), ==, 0);
  object = parse (json);
  g_assert_true (json_object_get_boolean_member (object, "dataset"));
  g_assert_true (json_object_get_boolean_member (object, "in_trash"));
  g_assert_cmpint (json_object_get_int_member (object, "waiting"), ==, 0);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
  g_assert_cmpuint (count_trash (self), ==, 4);
}

/* (transfer full): where the service had the only picture, which is gone now. */
static char *
take_blob (Fixture *self)
{
  LbDataset *boats = find_only (self, 1);
  g_autoptr (LbImage) image = NULL;
  g_autofree char *outer = NULL;
  const char *sha256 = NULL;
  char *blob = NULL;

  g_assert_true (wait_true (lb_session_load_images (self->session, boats)));
  image = g_list_model_get_item (lb_session_get_images (self->session, boats), 0);
  sha256 = lb_image_get_stored_sha256 (image);
  outer = g_strndup (sha256, 2);
  blob = g_build_filename (self->service.data_dir, "blobs", outer, sha256, NULL);
  g_assert_cmpint (g_unlink (blob), ==, 0);

  return blob;
}

/* The file of a picture is gone at the service: its dataset is deleted without, which is told, and
 * nothing behind it is held up; the trash is empty when it says so. */
static void
test_delete_lost (Fixture *self, gconstpointer data)
{
  g_autofree char *blob = NULL;
  g_autofree char *told = NULL;
  g_autofree char *silent = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *emptied = NULL;
  g_autofree char *nothing = NULL;

  make_boats (self, "--model=max");
  add_pictures (self, 1);
  blob = take_blob (self);
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Gulls", "--project=Harbour"), ==, 0);

  g_assert_cmpint (CTL (self, NULL, &told, "delete", "Boats"), ==, 0);
  g_assert_nonnull (strstr (told, "The file of “beach-0.png” is gone"));
  g_assert_cmpint (CTL (self, NULL, &silent, "delete", "Gulls"), ==, 0);
  g_assert_cmpstr (silent, ==, "");
  g_assert_cmpint (CTL (self, &listed, NULL, "trash", "list"), ==, 0);
  g_assert_nonnull (strstr (listed, "1 picture is missing"));
  g_assert_cmpint (CTL (self, &emptied, NULL, "trash", "empty", "-y"), ==, 0);
  g_assert_cmpstr (emptied, ==, "2 things were deleted for good\n");
  g_assert_cmpint (CTL (self, &nothing, NULL, "trash", "list"), ==, 0);
  g_assert_cmpstr (nothing, ==, "");
}

/* What waits when the trash is emptied is gone when that is said to be so. */
static void
test_empty_waiting (Fixture *self, gconstpointer data)
{
  g_autofree char *blob = NULL;
  g_autofree char *told = NULL;
  g_autofree char *emptied = NULL;
  g_autofree char *nothing = NULL;

  make_boats (self, "--model=max");
  add_pictures (self, 1);
  blob = take_blob (self);
  g_assert_cmpint (g_mkdir (blob, 0700), ==, 0);

  g_assert_cmpint (CTL (self, NULL, &told, "delete", "Boats"), !=, 0);
  g_assert_nonnull (strstr (told, "“Boats” is not deleted yet: "));
  g_assert_cmpint (CTL (self, &emptied, NULL, "trash", "empty", "-y"), ==, 0);
  g_assert_cmpstr (emptied, ==, "1 thing was deleted for good\n");
  g_assert_cmpint (CTL (self, &nothing, NULL, "trash", "list"), ==, 0);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
}

static void
test_bulk (Fixture *self, gconstpointer data)
{
  g_autofree char *plan = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;
  g_autofree char *basic = NULL;
  g_autofree char *no_address = NULL;
  g_autofree char *cut = NULL;
  g_autoptr (JsonObject) object = NULL;

  make_boats (self, "--advanced");
  drop_folder_add_png (self->folder, "in/a.png", 1024, 1024, 0x203040ff);
  drop_folder_add_png (self->folder, "in/b.png", 1024, 1200, 0x803040ff);
  drop_folder_add_png (self->folder, "in/c.png", 600, 700, 0x803040ff);
  g_assert_cmpint (CTL (self, &plan, NULL, "bulk", "Boats", "in", "--dry-run"), ==, 3);
  g_assert_cmpstr (plan, ==, "2 pictures would be imported into “Boats”\n");
  g_assert_cmpint (lb_dataset_get_images_count (find_only (self, 1)), ==, 0);

  g_assert_cmpint (CTL (self, &json, NULL, "bulk", "Boats", "in", "--json"), ==, 3);
  object = parse (json);
  g_assert_cmpint (json_object_get_int_member (object, "images"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (object, "left_out"), ==, 1);
  g_assert_cmpint (lb_dataset_get_images_count (find_only (self, 1)), ==, 2);
  g_assert_cmpint (CTL (self, NULL, &again, "bulk", "Boats", "in"), ==, 2);
  g_assert_nonnull (strstr (again, "one import only"));

  g_assert_cmpint (CTL (self, NULL, NULL, "create", "More", "--advanced"), ==, 0);
  drop_folder_add_bytes (self->folder, "cut.zip", "PK\3\4 and no more", -1);
  g_assert_cmpint (CTL (self, NULL, &cut, "bulk", "More", "cut.zip"), ==, 2);
  g_assert_nonnull (strstr (cut, "“cut.zip” can’t be read: "));
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Gulls"), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &basic, "bulk", "Gulls", "in"), ==, 2);
  g_assert_nonnull (strstr (basic, "basic dataset"));
  g_assert_cmpint (CTL (self, NULL, NULL, "bulk", "Boats"), ==, 1);
  g_assert_cmpint (RUN_FED (self->folder, "nowhere\n", -1, NULL, &no_address, "bulk", "--data",
                            self->service.data_dir, "Boats", "in", "--address-file=-"),
                   ==, 2);
  g_assert_nonnull (strstr (no_address, "no address on the web"));
}

/* A second service of the same folder is refused; it ends as any command does. */
static void
test_serve (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = NULL;
  g_autofree char *port = NULL;

  make_boats (self, "--model=max");
  g_assert_cmpint (
    RUN (self->folder, &nowhere, NULL, "serve", "--json", "--data", self->service.data_dir), ==, 2);
  g_assert_cmpstr (nowhere, ==, "");
  g_assert_cmpint (RUN (self->folder, NULL, &port, "serve", "--port=1x"), ==, 1);
  g_assert_cmpstr (port, ==,
                   "lookbookctl: There is no port “1x”; it is a number from 0 to 65535\n");
  g_assert_cmpint (RUN (self->folder, NULL, NULL, "serve", "now"), ==, 1);
}

/* Where it listens is said once it does. */
static void
test_serve_json (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "other", NULL);
  g_autofree char *path = g_build_filename (self->folder, "s.sock", NULL);
  const char *const arguments[] = { "serve", "--json", "--data", folder, "--socket", path, NULL };
  g_autoptr (GSubprocess) process = ctl_start (self->folder, arguments);
  g_autoptr (GDataInputStream) output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonObject) said = NULL;

  while (!g_str_has_suffix (text->str, "}"))
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

      g_assert_nonnull (line);
      g_string_append (text, line);
    }
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  said = parse (text->str);
  g_assert_cmpstr (json_object_get_string_member (said, "data"), ==, folder);
  g_assert_cmpstr (json_object_get_string_member (said, "socket"), ==, path);
  g_assert_true (json_object_get_null_member (said, "port"));
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* (transfer full): where the service puts the picture @name, as long as that is a folder. */
static char *
find_place (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *sha256 = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  sha256[2] = '\0';

  return g_build_filename (self->service.data_dir, "blobs", sha256, NULL);
}

/* Runs until the first of its pictures is in. */
static void
wait_for_first (Fixture *self, LbDataset *dataset)
{
  const gint64 start_us = g_get_monotonic_time ();

  while (TRUE)
    {
      DexFuture *look = lb_session_find_bulk_upload (self->session, dataset);
      g_autoptr (DexFuture) next = dex_timeout_new_msec (20);
      g_autoptr (LbBulkUpload) upload = NULL;

      while (dex_future_is_pending (look) || dex_future_is_pending (next))
        g_main_context_iteration (NULL, TRUE);
      upload = dex_await_object (look, NULL); /* none yet, it may be */
      if (upload != NULL && lb_bulk_upload_get_done (upload) > 0)
        return;
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, 60 * G_USEC_PER_SEC);
    }
}

/* Who started it is gone; what is done with the dataset meanwhile is told of it, and it can be
 * followed. */
static void
test_bulk_under_way (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *place = NULL;
  g_autofree char *needs = NULL;
  g_autofree char *partly = NULL;
  g_autofree char *planned = NULL;
  g_autofree char *followed = NULL;
  g_autofree char *told = NULL;

  make_boats (self, "--advanced");
  drop_folder_add_png (self->folder, "in/a.png", 1024, 1024, 0x203040ff);
  drop_folder_add_png (self->folder, "in/b.png", 1024, 1200, 0x803040ff);
  place = find_place (self, "in/b.png");
  g_assert_true (g_file_set_contents (place, "in the way", -1, NULL));
  process =
    ctl_start (self->folder, (const char *const[]) { "bulk", "--data", self->service.data_dir,
                                                     "Boats", "in", "--no-captions", NULL });
  wait_for_first (self, find_only (self, 1));
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));

  g_assert_cmpint (CTL (self, NULL, &needs, "complete", "Boats", "--dry-run"), ==, 2);
  g_assert_nonnull (strstr (needs, "Images are being imported"));
  g_assert_cmpint (
    CTL (self, NULL, &partly, "export", "Boats", "out", "--filter", "source_width>=1024"), ==, 3);
  g_assert_nonnull (strstr (partly, "Images are still being imported"));
  g_assert_cmpint (CTL (self, NULL, &planned, "bulk", "Boats", "in", "--dry-run"), ==, 2);
  g_assert_nonnull (strstr (planned, "Images are being imported into “Boats” already"));

  g_assert_cmpint (g_unlink (place), ==, 0);
  g_assert_cmpint (CTL (self, &followed, &told, "add", "Boats", "in"), ==, 0);
  g_assert_cmpstr (followed, ==, "2 pictures imported into “Boats”\n");
  g_assert_nonnull (strstr (told, "no other file is read"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/dataset/" name, Fixture, NULL, ctl_fixture_set_up, function,           \
              ctl_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("create", test_create);
  ADD ("create-refusals", test_create_refusals);
  ADD ("create-lacks", test_create_lacks);
  ADD ("show", test_show);
  ADD ("complete", test_complete);
  ADD ("clone", test_clone);
  ADD ("delete", test_delete);
  ADD ("delete-lost", test_delete_lost);
  ADD ("empty-waiting", test_empty_waiting);
  ADD ("bulk", test_bulk);
  ADD ("bulk-under-way", test_bulk_under_way);
  ADD ("serve-json", test_serve_json);
  ADD ("serve", test_serve);

  return g_test_run ();
}
