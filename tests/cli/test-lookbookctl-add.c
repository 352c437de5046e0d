#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

#include "ctl-run.h"
#include "drop-folder.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

#define RED 0xff0000ff

/* The real program and the real service, with "Boats" in two projects and "Gulls" in one. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
  LbDataset *gulls;
  char *folder;
} Fixture;

static LbDataset *
create (Fixture *self, LbProject *project, const char *name)
{
  return wait_object (lb_session_create_dataset (self->session, project, name, NULL, NULL));
}

static LbProject *
create_project (Fixture *self, const char *name)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);

  g_object_set (wanted, "project-name", name, "ip-medium", "photography", "ip-type", "other", NULL);
  return wait_object (lb_session_create_project (self->session, wanted));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) harbour = NULL;
  g_autoptr (LbProject) zoo = NULL;
  g_autoptr (LbDataset) first = NULL;
  g_autoptr (LbDataset) second = NULL;

  service_fixture_set_up (&self->service);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  harbour = create_project (self, "Harbour");
  zoo = create_project (self, "Zoo");
  first = create (self, harbour, "Boats");
  second = create (self, zoo, "Boats");
  self->gulls = create (self, zoo, "Gulls");
  self->folder = drop_folder_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->gulls);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  drop_folder_free (self->folder);
  service_fixture_tear_down (&self->service);
}

#define ADD(self, output, complaint, ...)                                                          \
  RUN ((self)->folder, output, complaint, "add", "--data", (self)->service.data_dir, __VA_ARGS__)

static guint
count_images (Fixture *self, LbDataset *dataset)
{
  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));
  return g_list_model_get_n_items (lb_session_get_images (self->session, dataset));
}

static void
test_by_name (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *again = NULL;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (self->gulls));

  drop_folder_add_png (self->folder, "a/1.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "a/2.png", 1024, 1025, RED);
  g_assert_cmpint (ADD (self, &output, NULL, "Gulls", "a/1.png"), ==, 0);
  g_assert_nonnull (strstr (output, "  Added\n\nThe file was added to “Gulls”\n"));
  g_assert_cmpint (ADD (self, NULL, NULL, "Zoo/Gulls", "a/2.png"), ==, 0);
  g_assert_cmpint (ADD (self, &again, NULL, id, "a"), ==, 0);
  g_assert_nonnull (strstr (again, "  There already\n"));
  g_assert_nonnull (strstr (again, "0 of 2 files added to “Gulls”, 2 there already\n"));
  g_assert_cmpuint (count_images (self, self->gulls), ==, 2);
}

/* The description beside a picture that is named alone comes along. */
static void
test_beside (Fixture *self, gconstpointer data)
{
  g_autofree char *listed = NULL;

  drop_folder_add_png (self->folder, "a/1.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "a/2.png", 1024, 1025, RED);
  drop_folder_add_bytes (self->folder, "a/1.txt", "A gull on a post.", -1);
  drop_folder_add_bytes (self->folder, "a/2.txt", "A gull in the air.", -1);
  g_assert_cmpint (RUN (self->folder, NULL, NULL, "create", "--data", self->service.data_dir,
                        "Plain", "--project=Words", "--medium=photography", "--kind=other",
                        "--model=max"),
                   ==, 0);
  g_assert_cmpint (ADD (self, NULL, NULL, "Plain", "a/1.png"), ==, 0);
  g_assert_cmpint (ADD (self, NULL, NULL, "Plain", "a/2.png", "--no-captions"), ==, 0);
  g_assert_cmpint (
    RUN (self->folder, &listed, NULL, "list", "--data", self->service.data_dir, "Plain", "--json"),
    ==, 0);
  g_assert_nonnull (strstr (listed, "A gull on a post."));
  g_assert_null (strstr (listed, "A gull in the air."));
}

/* What is there already is no failure; what can't be added is one beside it. */
static void
test_again (Fixture *self, gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *some = NULL;
  g_autofree char *small = NULL;
  g_autofree char *twins = NULL;

  drop_folder_add_png (self->folder, "a/1.png", 1024, 1024, RED);
  g_assert_cmpint (ADD (self, NULL, NULL, "Gulls", "a"), ==, 0);
  g_assert_cmpint (ADD (self, &one, NULL, "Gulls", "a"), ==, 0);
  g_assert_nonnull (strstr (one, "The file is in “Gulls” already\n"));
  drop_folder_add_png (self->folder, "a/2.png", 1024, 1025, RED);
  g_assert_cmpint (ADD (self, &some, NULL, "Gulls", "a"), ==, 0);
  g_assert_nonnull (strstr (some, "1 of 2 files added to “Gulls”, 1 there already\n"));
  drop_folder_add_png (self->folder, "a/3.png", 100, 100, RED);
  g_assert_cmpint (ADD (self, &small, NULL, "Gulls", "a"), ==, 3);
  g_assert_nonnull (strstr (small, "0 of 3 files added to “Gulls”, 2 there already\n"));
  g_assert_cmpuint (count_images (self, self->gulls), ==, 2);

  drop_folder_add_png (self->folder, "b/1.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "b/4.png", 1024, 1026, RED);
  drop_folder_add_png (self->folder, "b/5.png", 1024, 1026, RED);
  g_assert_cmpint (ADD (self, &twins, NULL, "Gulls", "b"), ==, 0);
  g_assert_nonnull (strstr (twins, "1 of 3 files added to “Gulls”, 1 there already\n"
                                   "1 file is the same as another one\n"));
}

/* A record of what is not sent that can't be read is kept, and that is said, once. */
static void
test_damaged_record (Fixture *self, gconstpointer data)
{
  g_autofree char *path =
    g_build_filename (self->service.data_dir, "command-line", "account.db", NULL);
  g_autofree char *complaint = NULL;
  g_autofree char *after = NULL;

  drop_folder_add_png (self->folder, "1.png", 1024, 1024, RED);
  g_assert_cmpint (ADD (self, NULL, NULL, "Gulls", "1.png"), ==, 0);
  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));
  g_assert_cmpint (ADD (self, NULL, &complaint, "Gulls", "1.png"), ==, 0);
  g_assert_nonnull (strstr (complaint, "damaged and is kept as “"));
  g_assert_nonnull (strstr (complaint, "account.db"));
  g_assert_cmpint (ADD (self, NULL, &after, "Gulls", "1.png"), ==, 0);
  g_assert_cmpstr (after, ==, "");
}

/* No collection is begun among somebody's files, and the folder that all of Lookbook's is in stands
 * for the data folder in it. */
static void
test_data_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *foreign = g_build_filename (self->folder, "pics", NULL);
  g_autofree char *above = g_build_filename (self->folder, "all", NULL);
  g_autofree char *lock = g_build_filename (above, "lock", NULL);
  g_autofree char *complaint = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GDir) dir = NULL;

  drop_folder_add_png (self->folder, "pics/1.png", 1024, 1024, RED);
  g_assert_cmpint (RUN (self->folder, NULL, &complaint, "datasets", "--data", "pics"), ==, 1);
  g_assert_nonnull (strstr (complaint, "“pics” holds other things and no data of Lookbook"));
  dir = g_dir_open (foreign, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "1.png");
  g_assert_null (g_dir_read_name (dir));

  drop_folder_add_png (self->folder, "all/accounts/1.png", 300, 300, RED);
  drop_folder_add_link (self->folder, "all/service", self->service.data_dir);
  g_assert_cmpint (RUN (self->folder, &output, NULL, "datasets", "--data", "all"), ==, 0);
  g_assert_nonnull (strstr (output, "Gulls"));
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
}

static void
test_unclear_name (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *number = NULL;

  drop_folder_add_png (self->folder, "1.png", 1024, 1024, RED);
  g_assert_cmpint (ADD (self, &output, &complaint, "Boats", "1.png"), ==, 2);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (complaint, "2 datasets are called “Boats”; give the number of one\n"));
  g_assert_nonnull (strstr (complaint, "  Harbour/Boats\n"));
  g_assert_nonnull (strstr (complaint, "  Zoo/Boats\n"));
  g_assert_null (strstr (complaint, "Gulls"));

  g_assert_cmpint (ADD (self, NULL, &unknown, "Goats", "1.png"), ==, 2);
  g_assert_nonnull (strstr (unknown, "There is no dataset “Goats”. There are:\n"));
  g_assert_nonnull (strstr (unknown, "  Zoo/Gulls\n"));
  g_assert_cmpint (ADD (self, NULL, &number, "99", "1.png"), ==, 2);
  g_assert_nonnull (strstr (number, "“99”"));
}

/* Names from the service and of files steer no terminal, and what is sent is UTF-8. */
static void
test_odd_names (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) odd = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autofree char *output = NULL;
  g_autofree char *unknown = NULL;
  g_autofree char *id = NULL;

  odd =
    create (self, lb_session_find_project (self->session, lb_dataset_get_project_id (self->gulls)),
            "a\x1b[2J\u202eb");
  id = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (odd));
  drop_folder_add_png (self->folder, "caf\xe9.png", 1024, 1024, RED);
  g_assert_cmpint (ADD (self, &output, NULL, id, "caf\xe9.png"), ==, 0);
  g_assert_true (g_utf8_validate (output, -1, NULL));
  g_assert_nonnull (strstr (output, "The file was added to “a␛[2J\xef\xbf\xbd"
                                    "b”\n"));
  g_assert_cmpuint (count_images (self, odd), ==, 1);
  image = g_list_model_get_item (lb_session_get_images (self->session, odd), 0);
  g_assert_cmpstr (lb_image_get_shown_name (image), ==, "caf\xef\xbf\xbd.png");

  g_assert_cmpint (ADD (self, NULL, &unknown, "Goats\x1b[2J", "x"), ==, 2);
  g_assert_null (strchr (unknown, '\x1b'));
  g_assert_null (strstr (unknown, "\u202e"));
  g_assert_nonnull (strstr (unknown, "  Zoo/a␛[2J\xef\xbf\xbd"
                                     "b\n"));
}

/* Not a new and empty collection where a letter is wrong. */
static void
test_wrong_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  g_assert_cmpint (
    RUN (self->folder, NULL, &complaint, "add", "--data", "/nonexistent/x", "1", "y"), ==, 1);
  g_assert_nonnull (strstr (complaint, "There is no folder “/nonexistent”"));
}

static void
test_complete (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autoptr (LbDataset) with_schema = NULL;
  g_autoptr (LbDataset) complete = NULL;

  with_schema = wait_object (lb_session_set_visual_schema (self->session, self->gulls, schema));
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("a/%d.png", i);

      drop_folder_add_png (self->folder, name, 1024, 1024 + i, RED);
    }
  g_assert_cmpint (ADD (self, NULL, NULL, "Gulls", "a"), ==, 0);
  complete = wait_object (lb_session_complete_dataset (self->session, self->gulls));
  g_assert_cmpint (ADD (self, NULL, &complaint, "Gulls", "a"), ==, 2);
  g_assert_nonnull (strstr (complaint, "“Gulls” is complete"));
}

static void
test_empty_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;

  drop_folder_add_bytes (self->folder, "nothing/.hidden", "", 0);
  g_assert_cmpint (ADD (self, &output, NULL, "Gulls", "nothing"), ==, 2);
  g_assert_cmpstr (output, ==, "No files found\n");
  g_assert_cmpint (ADD (self, &json, NULL, "--json", "Gulls", "nothing"), ==, 2);
  g_assert_cmpstr (json, ==, "[]\n");
}

/* A shape that there is not; and one that the picture is cut to, with what was left told. */
static void
test_crop (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;
  g_autofree char *json = NULL;

  drop_folder_add_png (self->folder, "wide/1.png", 2000, 1280, RED);
  g_assert_cmpint (ADD (self, NULL, &complaint, "--crop-to=5:7", "Gulls", "wide"), ==, 1);
  g_assert_nonnull (strstr (complaint, "“5:7” is no shape"));
  g_assert_cmpint (
    ADD (self, &json, NULL, "--json", "--trim-margins", "--crop-to=4:5", "Gulls", "wide"), ==, 0);
  g_assert_nonnull (strstr (json, "\"aspect_bucket\" : \"4:5\""));
  g_assert_nonnull (strstr (json, "\"width\" : 1024"));
  g_assert_cmpuint (count_images (self, self->gulls), ==, 1);
}

/* What takes all of its pictures at once takes them whole: nothing is sent instead. */
static void
test_crop_advanced (Fixture *self, gconstpointer data)
{
  static const char *const crops[] = { "--trim-margins", "--crop-to=1:1" };
  g_autoptr (LbProject) pier = create_project (self, "Pier");
  g_autoptr (LbDataset) many =
    wait_object (lb_session_create_dataset (self->session, pier, "Many", "max", "advanced"));

  drop_folder_add_png (self->folder, "wide/1.png", 2000, 1280, RED);
  drop_folder_add_bytes (self->folder, "wide/1.txt", "A gull.", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (crops); i++)
    {
      g_autofree char *complaint = NULL;

      g_assert_cmpint (ADD (self, NULL, &complaint, crops[i], "Many", "wide"), ==, 2);
      g_assert_nonnull (strstr (complaint, "“Many” is an advanced dataset"));
      g_assert_cmpuint (count_images (self, many), ==, 0);
    }
  g_assert_cmpint (ADD (self, NULL, NULL, "Many", "wide"), ==, 0);
  g_assert_cmpuint (count_images (self, many), ==, 1);
}

static gboolean
has_arrived (gpointer data)
{
  return count_images (data, ((Fixture *) data)->gulls) > 0;
}

/* Ctrl+C: what is on its way comes to its end, the rest is not begun, and both are told. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  const char *arguments[] = { "add",  "--data", self->service.data_dir, "--json", "Gulls",
                              "many", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *files;
  guint n_added = 0;

  for (int i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("many/%d.png", i);

      drop_folder_add_png (self->folder, name, 1024, 1024 + i, RED);
    }
  process = ctl_start (self->folder, arguments);
  wait_until (has_arrived, self, "the first picture");
  g_subprocess_send_signal (process, SIGINT);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &output, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 130);

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (output, NULL),
                                             (gssize) g_bytes_get_size (output), NULL));
  files = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (files), ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      const char *state =
        json_object_get_string_member (json_array_get_object_element (files, i), "state");

      n_added += g_str_equal (state, "added");
      g_assert_true (g_str_equal (state, "added") || g_str_equal (state, "cancelled"));
    }
  g_assert_cmpuint (n_added, ==, count_images (self, self->gulls));
  g_assert_cmpuint (n_added, >, 0);
}

/* Killed once some are there: the same command again brings the rest, and none twice. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  const char *arguments[] = { "add", "--data", self->service.data_dir, "Gulls", "many", NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *third = NULL;
  GListModel *images = NULL;

  for (int i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("many/%02d.png", i);

      drop_folder_add_png (self->folder, name, 1024, 1024 + i, RED);
    }
  process = ctl_start (self->folder, arguments);
  wait_until (has_arrived, self, "the first picture");
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (process));

  RUN (self->folder, &output, &complaint, "add", "--data", self->service.data_dir, "Gulls", "many");
  g_assert_nonnull (strstr (complaint, "of an earlier run"));
  g_assert_nonnull (strstr (output, "  Added\n"));
  g_assert_cmpuint (count_images (self, self->gulls), ==, 50);
  images = lb_session_get_images (self->session, self->gulls);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      g_assert_true (g_hash_table_add (seen, g_strdup (lb_image_get_source_sha256 (image))));
    }

  g_assert_cmpint (
    RUN (self->folder, NULL, &third, "add", "--data", self->service.data_dir, "Gulls", "many"), ==,
    0);
  g_assert_null (strstr (third, "earlier"));
  g_assert_cmpuint (count_images (self, self->gulls), ==, 50);
}

/* Two at once: the second waits for the first, and what the first has added is there already. */
static void
test_two (Fixture *self, gconstpointer data)
{
  const char *arguments[] = { "add", "--data", self->service.data_dir, "Gulls", "many", NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *complaint = NULL;

  for (int i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("many/%02d.png", i);

      drop_folder_add_png (self->folder, name, 1024, 1024 + i, RED);
    }
  process = ctl_start (self->folder, arguments);
  wait_until (has_arrived, self, "the first picture");
  g_assert_cmpint (
    RUN (self->folder, NULL, &complaint, "add", "--data", self->service.data_dir, "Gulls", "many"),
    ==, 0);
  g_assert_nonnull (strstr (complaint, "another lookbookctl"));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_cmpuint (count_images (self, self->gulls), ==, 12);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
#define TEST(name, test) g_test_add ("/ctl-add/" name, Fixture, NULL, set_up, test, tear_down)
  TEST ("by-name", test_by_name);
  TEST ("beside", test_beside);
  TEST ("again", test_again);
  TEST ("damaged-record", test_damaged_record);
  TEST ("data-folder", test_data_folder);
  TEST ("unclear-name", test_unclear_name);
  TEST ("odd-names", test_odd_names);
  TEST ("wrong-folder", test_wrong_folder);
  TEST ("complete", test_complete);
  TEST ("empty-folder", test_empty_folder);
  TEST ("crop", test_crop);
  TEST ("crop-advanced", test_crop_advanced);
  TEST ("stop", test_stop);
  TEST ("killed", test_killed);
  TEST ("two", test_two);
#undef TEST
  return g_test_run ();
}
