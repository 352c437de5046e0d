#include <json-glib/json-glib.h>
#include <string.h>

#include "ctl-run.h"
#include "drop-folder.h"
#include "jobs/lb-upload-queue.h"
#include "session/lb-session-history.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

#define RED 0xff0000ff

/* The real program and the account of a window: a session and a queue in this process, which send
 * and show while the program runs. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
  LbUploadQueue *queue; /* (nullable) */
  LbDataset *gulls;
  char *folder;
} Fixture;

static void
open_window (Fixture *self)
{
  g_autofree char *state =
    g_build_filename (self->service.root, "lookbook", "accounts", "local", NULL);

  self->session = lb_session_new_local (self->service.data_dir, state);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->queue = lb_upload_queue_new (self->session);
  g_assert_true (wait_true (lb_upload_queue_open (self->queue)));
  g_assert_cmpint (lb_upload_queue_get_halt (self->queue), ==, LB_UPLOAD_HALT_NONE);
  if (g_list_model_get_n_items (lb_session_get_datasets (self->session)) > 0)
    {
      self->gulls = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
      g_assert_true (wait_true (lb_session_load_images (self->session, self->gulls)));
    }
}

static void
close_window (Fixture *self)
{
  if (self->session == NULL)
    return;

  lb_upload_queue_close (self->queue);
  lb_session_close (self->session);
  g_clear_object (&self->gulls);
  g_clear_object (&self->queue);
  g_clear_object (&self->session);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  service_fixture_set_up (&self->service);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  g_setenv ("LOOKBOOK_DATA", self->service.data_dir, TRUE);
  open_window (self);
  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  self->gulls =
    wait_object (lb_session_create_dataset (self->session, project, "Gulls", "fibo", NULL));
  self->folder = drop_folder_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_window (self);
  drop_folder_free (self->folder);
  service_fixture_tear_down (&self->service);
}

typedef struct
{
  char *output;
  char *complaint;
  gboolean ended;
} Said;

static void
said_clear (Said *self)
{
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->complaint, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

static void
ended_cb (GObject *process, GAsyncResult *result, gpointer data)
{
  Said *said = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (process), result, &said->output,
                                        &said->complaint, &error);
  g_assert_no_error (error);
  ctl_drop_sanitizer_line (said->complaint);
  said->ended = TRUE;
}

/* While the window goes on. Returns what it ended with. */
static int
ctl (Fixture *self, Said *said, const char *const *arguments)
{
  g_autoptr (GSubprocess) process = ctl_start (self->folder, arguments);

  said_clear (said);
  said->ended = FALSE;
  g_subprocess_communicate_utf8_async (process, NULL, NULL, ended_cb, said);
  while (!said->ended)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s%s", said->output, said->complaint);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

#define CTL(self, said, ...) ctl (self, said, (const char *const[]) { __VA_ARGS__, NULL })

static LbImage *
nth (Fixture *self, guint i)
{
  g_autoptr (LbImage) image =
    g_list_model_get_item (lb_session_get_images (self->session, self->gulls), i);

  g_assert_nonnull (image);
  return image; /* the session keeps it */
}

static void
assert_draft (Fixture *self, guint i, const char *words)
{
  g_autofree char *text = lb_session_dup_caption_text (self->session, nth (self, i));

  g_assert_cmpint (lb_session_get_edit_state (self->session, nth (self, i)), ==, LB_EDIT_DRAFT);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, words));
}

static void
add_files (Fixture *self)
{
  drop_folder_add_png (self->folder, "in/1.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "in/2.png", 1024, 1025, RED);
  drop_folder_add_bytes (self->folder, "in/1.txt", "A gull on a post.\n", -1);
  drop_folder_add_bytes (self->folder, "in/2.txt", "A gull at sea.\n", -1);
}

/* What the command line has begun is there when the window is opened, and nothing is anywhere else.
 */
static void
test_closed (Fixture *self, gconstpointer data)
{
  g_auto (Said) said = { 0 };
  g_autofree char *elsewhere = g_build_filename (self->service.data_dir, "command-line", NULL);

  add_files (self);
  close_window (self);
  g_assert_cmpint (CTL (self, &said, "add", "Gulls", "in"), ==, 3);
  g_assert_nonnull (strstr (said.complaint, "2 captions were kept as drafts"));
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  open_window (self);
  assert_draft (self, 0, "A gull on a post.");
  assert_draft (self, 1, "A gull at sea.");
}

static gboolean
has_drafts (gpointer data)
{
  Fixture *self = data;

  g_assert_true (wait_true (lb_session_load_images (self->session, self->gulls)));

  return g_list_model_get_n_items (lb_session_get_images (self->session, self->gulls)) == 3 &&
         lb_session_get_edit_state (self->session, nth (self, 0)) == LB_EDIT_DRAFT &&
         lb_session_get_edit_state (self->session, nth (self, 1)) == LB_EDIT_DRAFT;
}

/* Beside an open window, which holds its own queue and sends what is valid: nobody waits for
 * anybody, the window shows the drafts, and both call the pictures the same. */
static void
test_open (Fixture *self, gconstpointer data)
{
  g_auto (Said) said = { 0 };
  g_autofree char *prompt = make_prompt ("A gull over the pier");
  g_autofree char *caption = NULL;
  g_autofree char *uuid = NULL;

  add_files (self);
  drop_folder_add_png (self->folder, "in/3.png", 1024, 1026, RED);
  drop_folder_add_bytes (self->folder, "in/3.json", prompt, -1);
  g_assert_cmpint (CTL (self, &said, "add", "Gulls", "in"), ==, 3);
  g_assert_cmpstr (said.complaint, ==,
                   "lookbookctl: 2 captions were kept as drafts: other fields are still missing\n");
  g_assert_nonnull (strstr (said.output, "3 of 3 files added to “Gulls”"));
  wait_until (has_drafts, self, "the drafts in the window");
  assert_draft (self, 0, "A gull on a post.");
  caption = lb_session_dup_caption_text (self->session, nth (self, 2));
  g_assert_cmpint (lb_session_get_edit_state (self->session, nth (self, 2)), ==, LB_EDIT_SAVED);
  g_assert_nonnull (strstr (caption, "A gull over the pier"));

  uuid = g_strdup (lb_session_get_uuid (self->session, nth (self, 0)));
  close_window (self);
  open_window (self);
  g_assert_cmpstr (lb_session_get_uuid (self->session, nth (self, 0)), ==, uuid);
  assert_draft (self, 1, "A gull at sea.");
}

static void
assert_exported (Fixture *self)
{
  g_auto (Said) said = { 0 };
  g_autoptr (JsonNode) root = NULL;

  g_assert_cmpint (CTL (self, &said, "export", "Gulls", "out", "--json"), ==, 3);
  g_assert_cmpstr (said.complaint, ==,
                   "lookbookctl: 2 pictures have no caption\n"
                   "lookbookctl: 1 draft that is not valid is left out\n");
  root = json_from_string (said.output, NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "drafts_left_out"), ==,
                   1);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "images"), ==, 2);
}

/* What was typed in the window counts for the command line, while that is open and afterwards, and
 * what is added does not take its place. */
static void
test_typed (Fixture *self, gconstpointer data)
{
  g_auto (Said) said = { 0 };

  drop_folder_add_png (self->folder, "1.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "2.png", 1024, 1025, RED);
  g_assert_cmpint (CTL (self, &said, "add", "Gulls", "1.png"), ==, 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->gulls)));
  g_assert_true (wait_true (
    lb_session_edit_caption (self->session, nth (self, 0), "{\"short_description\": \"Typed\"}")));
  g_assert_cmpint (CTL (self, &said, "add", "Gulls", "2.png"), ==, 0);
  assert_exported (self);
  close_window (self);
  assert_exported (self);
  open_window (self);
  assert_draft (self, 0, "Typed");
}

static gboolean
has_step (gpointer data)
{
  Fixture *self = data;

  return lb_history_get_undo_step (lb_session_get_history (self->session)) != NULL;
}

static void
set_schema (Fixture *self, const char *conditions)
{
  g_auto (Said) said = { 0 };
  g_autofree char *schema = g_strdup_printf ("{\"lighting\":{\"conditions\":\"%s\"}}", conditions);

  drop_folder_add_bytes (self->folder, "schema.json", schema, -1);
  g_assert_cmpint (CTL (self, &said, "schema", "Gulls", "--set", "schema.json"), ==, 0);
}

/* Takes back what the command line has done, and looks at the service. */
static void
assert_undone (Fixture *self, const char *conditions)
{
  g_autoptr (LbHistoryStep) step = NULL;
  g_autofree char *schema = g_strdup_printf ("{\"lighting\":{\"conditions\":\"%s\"}}", conditions);

  wait_until (has_step, self, "the step of the other program");
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_autoptr (DexFuture) U = lb_session_undo (self->session);
  while (dex_future_is_pending (U))
    g_main_context_iteration (NULL, TRUE);
  GError *E = NULL;
  dex_future_get_value (U, &E);
  if (E)
    g_error ("%s [%s]", E->message, lb_dataset_get_visual_schema (self->gulls));
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->gulls), ==, schema);
}

/* What was done in the command line is a step of the window, open or not. That a dataset has a
 * schema at all can't be taken back. */
static void
test_undo (Fixture *self, gconstpointer data)
{
  set_schema (self, "fog");
  set_schema (self, "rain");
  assert_undone (self, "fog");

  close_window (self);
  set_schema (self, "snow");
  open_window (self);
  assert_undone (self, "fog");
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
#define TEST(name, test) g_test_add ("/ctl-window/" name, Fixture, NULL, set_up, test, tear_down)
  TEST ("closed", test_closed);
  TEST ("open", test_open);
  TEST ("typed", test_typed);
  TEST ("undo", test_undo);
#undef TEST
  return g_test_run ();
}
