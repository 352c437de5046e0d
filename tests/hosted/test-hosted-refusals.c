#include "base/lb-error.h"
#include "hosted-store-session.h"
#include "session/lb-refusal.h"
#include "session/lb-session-history.h"

/* What the service would not take when nobody waited for it any more is kept with its words, and so
 * are captions of images that somebody else has deleted. */

typedef struct
{
  HostedSession base;
  HostedStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = hosted_store_session_set_up (&self->base, 3);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_store_session_tear_down (&self->base, self->store);
}

/* The next start. */
static void
open_again (Fixture *self)
{
  hosted_session_close (&self->base);
  hosted_session_make (&self->base);
  hosted_take_true (lb_session_open (self->base.session));
  g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, HOSTED_DATASET));
}

static LbImage *
image_of (Fixture *self, guint n)
{
  return lb_session_find_image (self->base.session, HOSTED_FIRST + n);
}

static void
edit (Fixture *self, guint n, const char *text)
{
  hosted_take_true (lb_session_edit_caption (self->base.session, image_of (self, n), text));
}

static void
rename_to (Fixture *self, const char *name)
{
  g_autoptr (LbDataset) renamed =
    hosted_take_object (lb_session_rename_dataset (self->base.session, self->base.dataset, name));

  g_assert_true (renamed == self->base.dataset);
}

static guint
count_refusals (LbSession *session)
{
  g_autoptr (GPtrArray) refusals = lb_session_list_refusals (session);
  LbWaiting waiting;

  lb_session_get_waiting (session, &waiting);
  g_assert_cmpuint (waiting.n_refusals, ==, refusals->len);

  return refusals->len;
}

static gboolean
none_waits (gpointer data)
{
  return lb_session_get_n_waiting (((Fixture *) data)->base.session) == 0;
}

/* (transfer full): the only one. */
static GPtrArray *
take_refusal (Fixture *self)
{
  GPtrArray *refusals = lb_session_list_refusals (self->base.session);

  g_assert_cmpuint (refusals->len, ==, 1);

  return refusals;
}

static void
assert_refusal (Fixture *self, LbChangeKind kind, const char *text, int code)
{
  g_autoptr (GPtrArray) refusals = take_refusal (self);
  const LbRefusal *refusal = g_ptr_array_index (refusals, 0);

  g_assert_cmpint (refusal->kind, ==, kind);
  g_assert_cmpstr (refusal->text, ==, text);
  g_assert_error (refusal->error, LB_ERROR, code);
}

/* A new name is made while the service is away, which will not have it. */
static void
make_refused_name (Fixture *self)
{
  hosted_server_leave (self->base.server);
  rename_to (self, "Docks");
  hosted_store_refuse (self->store, 400);
  hosted_server_return (self->base.server);
  open_again (self);
  hosted_wait_until (none_waits, self, "the refusal");
}

static void
told_cb (LbSession *session, GParamSpec *pspec, guint *n)
{
  LbWaiting waiting;

  lb_session_get_waiting (session, &waiting);
  *n = waiting.n_refusals;
}

static gboolean
is_told (gpointer data)
{
  return *(guint *) data == 1;
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  guint n_told = 0;

  make_refused_name (self);
  g_signal_connect (self->base.session, "notify::n-waiting", G_CALLBACK (told_cb), &n_told);
  hosted_wait_until (is_told, &n_told, "word of it");
  assert_refusal (self, LB_CHANGE_DATASET_NAME, "Docks", LB_ERROR_INVALID);
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Piers");

  /* It is there at the next start, and nothing is sent by itself. */
  hosted_store_refuse (self->store, 0);
  open_again (self);
  hosted_settle ();
  assert_refusal (self, LB_CHANGE_DATASET_NAME, "Docks", LB_ERROR_INVALID);
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Piers");
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Piers");
}

static DexFuture *
retry (Fixture *self, const char *text)
{
  g_autoptr (GPtrArray) refusals = take_refusal (self);

  return lb_session_retry_refusal (self->base.session, g_ptr_array_index (refusals, 0), text);
}

static void
test_retried (Fixture *self, gconstpointer data)
{
  make_refused_name (self);

  /* Refused once more, the newest words are kept. */
  hosted_store_refuse (self->store, 409);
  g_error_free (hosted_refusal (retry (self, "Quays"), LB_ERROR_CONFLICT));
  assert_refusal (self, LB_CHANGE_DATASET_NAME, "Quays", LB_ERROR_CONFLICT);
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Piers");

  hosted_store_refuse (self->store, 0);
  hosted_take_true (retry (self, "Quays"));
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Quays");
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Quays");
  open_again (self);
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
}

/* Another name that is given in the usual way takes its place. */
static void
test_replaced (Fixture *self, gconstpointer data)
{
  make_refused_name (self);
  hosted_store_refuse (self->store, 0);
  hosted_store_set_name (self->store, "Somebody’s");
  hosted_take_true (lb_session_refresh (self->base.session));
  rename_to (self, "Harbours");
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Harbours");
}

static void
test_discarded (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) refusals = NULL;

  make_refused_name (self);
  refusals = take_refusal (self);
  hosted_take_true (
    lb_session_discard_refusal (self->base.session, g_ptr_array_index (refusals, 0)));
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
  open_again (self);
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Piers");
}

/* Who waits for the answer has the words. */
static void
test_answered (Fixture *self, gconstpointer data)
{
  hosted_store_refuse (self->store, 400);
  g_error_free (hosted_refusal (
    lb_session_set_caption_prefix (self->base.session, self->base.dataset, "A pier, "),
    LB_ERROR_INVALID));
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);

  hosted_server_leave (self->base.server);
  g_object_unref (hosted_take_object (
    lb_session_set_caption_prefix (self->base.session, self->base.dataset, "A pier, ")));
  hosted_server_return (self->base.server);
  hosted_wait_until (none_waits, self, "the refusal");
  assert_refusal (self, LB_CHANGE_PREFIX, "A pier, ", LB_ERROR_INVALID);
}

static gboolean
are_named (gpointer data)
{
  g_autoptr (GPtrArray) refusals = lb_session_list_refusals (((Fixture *) data)->base.session);

  for (guint i = 0; i < refusals->len; i++)
    if (((LbRefusal *) g_ptr_array_index (refusals, i))->name == NULL)
      return FALSE;

  return TRUE;
}

/* One is edited while the service is away, the other is in conflict; then both are deleted. */
static void
test_image_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) refusals = NULL;
  const LbRefusal *refusal = NULL;
  LbWaiting waiting;

  hosted_server_leave (self->base.server);
  edit (self, 0, "Written on a train");
  edit (self, 1, "Mine");
  hosted_store_set (self->store, HOSTED_FIRST + 1, "Theirs");
  hosted_store_delete (self->store, HOSTED_FIRST);
  hosted_server_return (self->base.server);
  open_again (self);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  hosted_wait_until (none_waits, self, "an answer");
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image_of (self, 1)), ==,
                   LB_EDIT_CONFLICT);
  g_assert_cmpuint (count_refusals (self->base.session), ==, 1);
  hosted_store_delete (self->store, HOSTED_FIRST + 1);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));

  hosted_wait_until (are_named, self, "their names on the disk");
  for (guint life = 0; life < 2; life++)
    {
      g_autoptr (GPtrArray) both = lb_session_list_refusals (self->base.session);
      gboolean seen[2] = { FALSE, FALSE };

      g_assert_cmpuint (both->len, ==, 2);
      for (guint i = 0; i < both->len; i++)
        {
          refusal = g_ptr_array_index (both, i);
          seen[refusal->id - HOSTED_FIRST] = TRUE;
          g_assert_cmpint (refusal->kind, ==, LB_CHANGE_CAPTION);
          g_assert_cmpstr (refusal->text, ==,
                           refusal->id == HOSTED_FIRST ? "Written on a train" : "Mine");
          g_assert_cmpstr (refusal->name, ==, "a.png");
          g_assert_cmpstr (refusal->place, ==, "Piers");
          g_assert_true (refusal->gone);
        }
      g_assert_true (seen[0] && seen[1]);
      lb_session_get_waiting (self->base.session, &waiting);
      g_assert_cmpuint (waiting.n_refused, ==, 0);
      g_assert_cmpuint (waiting.n_conflicts, ==, 0);
      open_again (self);
    }
  g_assert_cmpuint (hosted_store_get_changes (self->store)->len, ==, 0);

  refusals = lb_session_list_refusals (self->base.session);
  refusal = g_ptr_array_index (refusals, 0);
  g_error_free (hosted_refusal (lb_session_retry_refusal (self->base.session, refusal, "Mine"),
                                LB_ERROR_NOT_FOUND));
  hosted_take_true (lb_session_discard_refusal (self->base.session, refusal));
  g_assert_cmpuint (count_refusals (self->base.session), ==, 1);
  open_again (self);
  g_assert_cmpuint (count_refusals (self->base.session), ==, 1);
}

static gboolean
has_one (gpointer data)
{
  return count_refusals (((Fixture *) data)->base.session) == 1;
}

/* It is told by the sending alone: nobody has opened its dataset since the start. */
static void
test_unseen (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) refusals = NULL;
  const LbRefusal *refusal = NULL;

  hosted_server_leave (self->base.server);
  edit (self, 0, "Written on a train");
  hosted_store_delete (self->store, HOSTED_FIRST);
  hosted_server_return (self->base.server);
  open_again (self);
  hosted_wait_until (has_one, self, "the refusal");
  hosted_wait_until (are_named, self, "its name");
  refusals = take_refusal (self);
  refusal = g_ptr_array_index (refusals, 0);
  g_assert_cmpstr (refusal->name, ==, "a.png");
  g_assert_cmpstr (refusal->place, ==, "Piers");
}

/* With all that was written of it. */
static void
test_dataset_gone (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) refusals = NULL;

  hosted_server_leave (self->base.server);
  rename_to (self, "Docks");
  edit (self, 0, "Written on a train");
  hosted_store_delete (self->store, 0);
  hosted_server_return (self->base.server);
  open_again (self);
  g_assert_null (self->base.dataset);
  hosted_wait_until (none_waits, self, "an answer");
  refusals = lb_session_list_refusals (self->base.session);
  g_assert_cmpuint (refusals->len, ==, 2);
  for (guint i = 0; i < refusals->len; i++)
    {
      const LbRefusal *refusal = g_ptr_array_index (refusals, i);
      const gboolean caption = refusal->kind == LB_CHANGE_CAPTION;

      g_assert_true (refusal->gone);
      g_assert_null (refusal->place);
      g_assert_cmpstr (refusal->text, ==, caption ? "Written on a train" : "Docks");
      hosted_take_true (lb_session_discard_refusal (self->base.session, refusal));
    }
  open_again (self);
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
}

static gboolean
is_deleted (gpointer data)
{
  return hosted_store_get (((Fixture *) data)->store, HOSTED_FIRST) == NULL;
}

static gboolean
is_in_trash (gpointer data)
{
  LbTrash *trash = lb_session_get_trash (((Fixture *) data)->base.session);

  return g_list_model_get_n_items (G_LIST_MODEL (trash)) == 1;
}

/* Whoever deletes it here has given up the words, or has them in the trash. */
static void
test_deleted_here (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;

  hosted_server_leave (self->base.server);
  edit (self, 0, "Mine");
  g_ptr_array_add (images, g_object_ref (image_of (self, 0)));
  deletion = lb_session_delete_images (session, images);
  hosted_server_return (self->base.server);
  dex_future_disown (lb_deletion_commit (deletion));
  hosted_wait_until (is_in_trash, self, "the image in the trash");
  item = g_list_model_get_item (G_LIST_MODEL (lb_session_get_trash (session)), 0);
  hosted_take_true (lb_trash_delete (lb_session_get_trash (session), item));
  hosted_wait_until (is_deleted, self, "the deletion");
  hosted_wait_until (none_waits, self, "the end of it");
  g_assert_cmpuint (count_refusals (session), ==, 0);
  open_again (self);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  g_assert_cmpuint (count_refusals (self->base.session), ==, 0);
}

/* Yours is shown, and goes on to be, until it is decided. */
static void
test_shown (Fixture *self, gconstpointer data)
{
  LbImage *image = NULL;

  g_assert_cmpstr (lb_image_get_text (image_of (self, 0)), ==, "Caption 1");
  hosted_server_leave (self->base.server);
  edit (self, 0, "Mine");
  g_assert_cmpstr (lb_image_get_text (image_of (self, 0)), ==, "Mine");
  edit (self, 0, "Mine, better");
  g_assert_cmpstr (lb_image_get_text (image_of (self, 0)), ==, "Mine, better");
  hosted_store_set (self->store, HOSTED_FIRST, "Theirs");
  hosted_server_return (self->base.server);
  open_again (self);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  hosted_wait_until (none_waits, self, "a conflict");
  image = image_of (self, 0);
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image), ==, LB_EDIT_CONFLICT);
  g_assert_cmpstr (lb_image_get_caption (image), ==, "Theirs");
  g_assert_cmpstr (lb_image_get_text (image), ==, "Mine, better");
  g_assert_cmpstr (lb_image_get_summary (image), ==, "Mine, better");

  hosted_take_true (lb_session_resolve_conflict (self->base.session, image, FALSE));
  g_assert_cmpstr (lb_image_get_text (image), ==, "Theirs");
  g_assert_cmpstr (lb_image_get_summary (image), ==, "Theirs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, test)                                                                            \
  g_test_add ("/hosted/refusals/" name, Fixture, NULL, set_up, test, tear_down)

  ADD ("kept", test_kept);
  ADD ("retried", test_retried);
  ADD ("replaced", test_replaced);
  ADD ("discarded", test_discarded);
  ADD ("answered", test_answered);
  ADD ("image-gone", test_image_gone);
  ADD ("unseen", test_unseen);
  ADD ("dataset-gone", test_dataset_gone);
  ADD ("deleted-here", test_deleted_here);
  ADD ("shown", test_shown);

  return g_test_run ();
}
