#include "base/lb-error.h"
#include "hosted-store-session.h"
#include "session/lb-session-history.h"
#include "session/lb-outbox-private.h"
#include "session/lb-session-private.h"
#include "session/lb-trash-private.h"

#include <signal.h>

/* What comes out of the trash of an account is not there twice, whatever becomes of an answer or of
 * the program, which is this test as a child; and what went into it is what the service had last.
 */

#define LATE_MS 500
#define SENT HOSTED_FIRST
#define NEW_DATASET                                                                                \
  "{\"id\":35,\"project_id\":12,\"name\":\"Piers\",\"training_version\":\"max\","                  \
  "\"caption_prefix\":\"\",\"status\":\"draft\",\"upload_type\":\"basic\",\"images_count\":0}"

typedef struct
{
  HostedSession base;
  HostedStore *store;
} Fixture;

static char *program;

static void
die_cb (void)
{
  raise (SIGKILL);
}

/* The child: ORIGIN STATE-DIR. Restores what is in the trash, and dies when an answer says that it
 * is there again. */
G_NORETURN static void
restore_and_die (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_hosted (argv[0], HOSTED_TOKEN, argv[1]);
  g_autoptr (LbTrashItem) item = NULL;
  LbDataset *dataset = NULL;

  hosted_take_true (lb_session_open (session));
  dataset = lb_session_find_dataset (session, HOSTED_DATASET);
  if (dataset != NULL)
    {
      hosted_take_true (lb_session_load_images (session, dataset));
      g_signal_connect (lb_session_get_images (session, dataset), "items-changed",
                        G_CALLBACK (die_cb), NULL);
    }
  g_signal_connect (lb_session_get_datasets (session), "items-changed", G_CALLBACK (die_cb), NULL);
  item = g_list_model_get_item (G_LIST_MODEL (lb_session_get_trash (session)), 0);
  dex_future_disown (lb_trash_restore (lb_session_get_trash (session), item));
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
hurry (Fixture *self)
{
  self->base.session->outbox->late_ms = LATE_MS;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = hosted_store_session_set_up (&self->base, 0);
  hurry (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_store_session_tear_down (&self->base, self->store);
}

static LbTrash *
trash (Fixture *self)
{
  return lb_session_get_trash (self->base.session);
}

static LbTrashItem *
first_item (Fixture *self)
{
  return g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
}

static gboolean
none_left_cb (gpointer data)
{
  return lb_trash_get_n_waiting (trash (data)) == 0;
}

static void
commit (Fixture *self, LbDeletion *deletion)
{
  hosted_take_true (lb_deletion_commit (deletion));
  hosted_wait_until (none_left_cb, self, "the end of a deletion");
  g_object_unref (deletion);
}

/* An image that the service has, with a caption of its own. */
static void
send_image (Fixture *self)
{
  g_autoptr (GBytes) picture = g_bytes_new_static ("A picture", 10);
  g_autoptr (LbImage) image = hosted_take_object (lb_session_upload_image (
    self->base.session, self->base.dataset, picture, "a.png", FALSE, FALSE, NULL, NULL, NULL));

  g_assert_cmpint (lb_image_get_id (image), ==, SENT);
}

static LbDeletion *
delete_image (Fixture *self)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();

  g_ptr_array_add (doomed, lb_session_find_image (self->base.session, SENT));

  return lb_session_delete_images (self->base.session, doomed);
}

static void
open_again (Fixture *self)
{
  hosted_session_make (&self->base);
  hosted_take_true (lb_session_open (self->base.session));
  g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, HOSTED_DATASET));
  hurry (self);
}

static void
ended_cb (GObject *child, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (child), result, NULL));
  *(gboolean *) data = TRUE;
}

static gboolean
is_true_cb (gpointer data)
{
  return *(gboolean *) data;
}

static void
let_child_die (Fixture *self)
{
  g_autofree char *state = g_build_filename (self->base.root, "state", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--restore",
                      hosted_server_get_origin (self->base.server), state, NULL);
  gboolean ended = FALSE;

  g_assert_no_error (error);
  g_subprocess_wait_async (child, NULL, ended_cb, &ended);
  hosted_wait_until (is_true_cb, &ended, "the end of the program");
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

static guint
count_posts (Fixture *self, const char *path)
{
  return hosted_server_count (self->base.server, "POST", path);
}

/* A dataset that was made is found after a kill, and not made again. */
static void
test_dataset_killed (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = g_strdup (lb_session_get_uuid (self->base.session, self->base.dataset));
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (LbDataset) back = NULL;

  hosted_server_say (self->base.server, "DELETE", HOSTED_DATASET_PATH, 204, NULL, NULL);
  commit (self, lb_session_trash_dataset (self->base.session, self->base.dataset, TRUE));
  hosted_store_delete (self->store, 0);
  hosted_session_close (&self->base);

  hosted_server_say (self->base.server, "POST", HOSTED_DATASETS_PATH, 201, NULL, NEW_DATASET);
  let_child_die (self);
  g_assert_cmpuint (count_posts (self, HOSTED_DATASETS_PATH), ==, 1);

  hosted_server_say (self->base.server, "GET", HOSTED_DATASETS_PATH, 200, NULL,
                     "[" NEW_DATASET "]");
  open_again (self);
  item = first_item (self);
  back = hosted_take_object (lb_trash_restore (trash (self), item));
  g_assert_cmpuint (count_posts (self, HOSTED_DATASETS_PATH), ==, 1);
  g_assert_cmpint (lb_dataset_get_id (back), ==, 35);
  g_assert_true (lb_session_find_dataset_by_uuid (self->base.session, uuid) == back);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (trash (self))), ==, 0);
}

static void
assert_once (Fixture *self, LbImage *back, const char *uuid, const char *caption)
{
  GListModel *images = lb_session_get_images (self->base.session, self->base.dataset);
  g_autofree char *shown = lb_session_dup_caption_text (self->base.session, back);

  g_assert_cmpuint (count_posts (self, HOSTED_IMAGES_PATH), ==, 2);
  g_assert_cmpint (lb_image_get_id (back), ==, SENT + 1);
  g_assert_true (lb_session_find_image_by_uuid (self->base.session, uuid) == back);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 1);
  g_assert_cmpstr (shown, ==, caption);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (trash (self))), ==, 0);
}

/* So is an image, also where the service gives it another name. Test data: whether it does. */
static void
test_image_killed (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (LbImage) back = NULL;

  if (data != NULL)
    hosted_store_rename (self->store);
  send_image (self);
  uuid = g_strdup (
    lb_session_get_uuid (self->base.session, lb_session_find_image (self->base.session, SENT)));
  commit (self, delete_image (self));
  hosted_session_close (&self->base);
  let_child_die (self);
  g_assert_cmpuint (count_posts (self, HOSTED_IMAGES_PATH), ==, 2);

  open_again (self);
  item = first_item (self);
  back = hosted_take_object (lb_trash_restore (trash (self), item));
  assert_once (self, back, uuid, "Caption 1");
}

/* The same when only the answer is lost, and nobody can look at first. */
static void
test_image_lost (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (LbImage) back = NULL;

  hosted_store_rename (self->store);
  send_image (self);
  uuid = g_strdup (
    lb_session_get_uuid (self->base.session, lb_session_find_image (self->base.session, SENT)));
  commit (self, delete_image (self));
  hosted_store_lose_upload (self->store);
  item = first_item (self);
  back = hosted_take_object (lb_trash_restore (trash (self), item));
  assert_once (self, back, uuid, "Caption 1");
}

/* Another picture that has come meanwhile is not taken for the one that is sent again. */
static void
test_image_of_others (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) other = g_bytes_new_static ("Another one", 12);
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (LbImage) back = NULL;
  g_autoptr (GBytes) bytes = NULL;

  hosted_store_rename (self->store);
  send_image (self);
  commit (self, delete_image (self));
  item = first_item (self);
  hosted_server_say_once (self->base.server, "POST", HOSTED_IMAGES_PATH, 504, NULL, "{}");
  g_error_free (hosted_refusal (lb_trash_restore (trash (self), item), LB_ERROR_SERVER));
  g_object_unref (hosted_take_object (lb_session_upload_image (
    self->base.session, self->base.dataset, other, "b.png", FALSE, FALSE, NULL, NULL, NULL)));

  back = hosted_take_object (lb_trash_restore (trash (self), item));
  g_assert_cmpint (lb_image_get_id (back), ==, SENT + 2);
  bytes = hosted_take_boxed (lb_session_fetch_picture (self->base.session, back));
  g_assert_cmpstr (g_bytes_get_data (bytes, NULL), ==, "A picture");
}

/* What somebody has written elsewhere before it is deleted is what comes back. */
static void
test_changed_elsewhere (Fixture *self, gconstpointer data)
{
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (LbImage) back = NULL;
  g_autofree char *shown = NULL;

  send_image (self);
  hosted_store_set (self->store, SENT, "Theirs");
  commit (self, delete_image (self));
  item = first_item (self);
  back = hosted_take_object (lb_trash_restore (trash (self), item));
  shown = lb_session_dup_caption_text (self->base.session, back);
  g_assert_cmpstr (shown, ==, "Theirs");
}

static gboolean
picture_fetched_cb (gpointer data)
{
  return hosted_server_count (((Fixture *) data)->base.server, "GET", "/pictures/1001") > 0;
}

/* The same of a dataset, whose pictures may take long to copy. */
static void
test_dataset_changed_elsewhere (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  send_image (self);
  hosted_session_reopen (&self->base); /* and the picture is not in memory */
  hosted_server_say (self->base.server, "DELETE", HOSTED_DATASET_PATH, 204, NULL, NULL);
  deletion = lb_session_trash_dataset (self->base.session, self->base.dataset, TRUE);
  hosted_take_true (lb_deletion_commit (deletion));
  hosted_wait_until (picture_fetched_cb, self, "a picture to be copied");
  hosted_store_set (self->store, SENT, "Theirs");
  hosted_wait_until (none_left_cb, self, "the end of a deletion");

  item = first_item (self);
  rows = hosted_take_boxed (lb_trash_run (trash (self), lb_trash_rows_list_owned,
                                          lb_trash_row_copy (lb_trash_item_get_row (item))));
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((LbTrashRow *) rows->pdata[0])->caption, ==, "Theirs");
}

#define ADD(name, data, test)                                                                      \
  g_test_add ("/hosted/trash/" name, Fixture, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--restore"))
    {
      dex_init ();
      restore_and_die (argv + 2);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  program = argv[0];
  ADD ("dataset-killed", NULL, test_dataset_killed);
  ADD ("image-killed", NULL, test_image_killed);
  ADD ("image-killed-renamed", GINT_TO_POINTER (TRUE), test_image_killed);
  ADD ("image-lost-renamed", NULL, test_image_lost);
  ADD ("image-of-others", NULL, test_image_of_others);
  ADD ("changed-elsewhere", NULL, test_changed_elsewhere);
  ADD ("dataset-changed-elsewhere", NULL, test_dataset_changed_elsewhere);

  return g_test_run ();
}
