#include "base/lb-error.h"
#include "hosted-store-session.h"
#include "session/lb-outbox-private.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

#include <string.h>

/* Changes of which no answer came, and those that were made here and elsewhere at once. */

/* So long a lost change may still arrive, where none does. */
#define LATE_MS 2000
/* And where one does: until the test says that it is over. */
#define OPEN_END_MS (60 * 60 * 1000)
#define FIRST_PATH "/v1/tailored-gen/datasets/34/images/" G_STRINGIFY (HOSTED_FIRST)

typedef struct
{
  HostedSession base;
  HostedStore *store;
} Fixture;

static void
hurry (Fixture *self)
{
  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_EDITS; kind++)
    self->base.session->changes[kind]->late_ms = LATE_MS;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = hosted_store_session_set_up (&self->base, 3);
  hurry (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_store_session_tear_down (&self->base, self->store);
}

static void
open_again (Fixture *self, gboolean online)
{
  hosted_session_close (&self->base);
  hosted_session_make (&self->base);
  if (online)
    hosted_take_true (lb_session_open (self->base.session));
  else
    g_error_free (hosted_refusal (lb_session_open (self->base.session), LB_ERROR_OFFLINE));
  g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, HOSTED_DATASET));
  g_assert_nonnull (self->base.dataset);
  hurry (self);
}

static LbImage *
first (Fixture *self)
{
  return lb_session_find_image (self->base.session, HOSTED_FIRST);
}

static void
edit (Fixture *self, const char *text)
{
  hosted_take_true (lb_session_edit_caption (self->base.session, first (self), text));
}

static gboolean
all_sent_cb (gpointer data)
{
  return lb_session_get_n_waiting (((Fixture *) data)->base.session) == 0;
}

static guint
count_puts (Fixture *self)
{
  return hosted_server_count (self->base.server, "PUT", NULL);
}

typedef struct
{
  Fixture *fixture;
  guint n;
} Puts;

static gboolean
put_cb (gpointer data)
{
  Puts *puts = data;

  return count_puts (puts->fixture) >= puts->n;
}

static void
wait_puts (Fixture *self, guint n)
{
  Puts puts = { self, n };

  hosted_wait_until (put_cb, &puts, "a change on its way");
}

/* Sends a change and loses its answer. */
typedef void (*Change) (Fixture *self, const char *text);
typedef const char *(*Stored) (Fixture *self);

static void
change_name (Fixture *self, const char *text)
{
  dex_future_disown (lb_session_rename_dataset (self->base.session, self->base.dataset, text));
}

static void
change_prefix (Fixture *self, const char *text)
{
  dex_future_disown (lb_session_set_caption_prefix (self->base.session, self->base.dataset, text));
}

static const char *
stored_caption (Fixture *self)
{
  return hosted_store_get (self->store, HOSTED_FIRST);
}

static const char *
stored_name (Fixture *self)
{
  return hosted_store_get_name (self->store);
}

static const char *
stored_prefix (Fixture *self)
{
  return hosted_store_get_prefix (self->store);
}

static const struct
{
  const char *name;
  Change change;
  Stored stored;
  LbChangeKind kind;
} ways[] = {
  { "caption", edit, stored_caption, LB_CHANGE_CAPTION },
  { "name", change_name, stored_name, LB_CHANGE_DATASET_NAME },
  { "prefix", change_prefix, stored_prefix, LB_CHANGE_PREFIX },
};

/* Looked at before it is sent again: what has arrived is sent once. */
static void
test_lost (Fixture *self, gconstpointer data)
{
  const guint way = GPOINTER_TO_UINT (data);

  hosted_store_lose (self->store, HOSTED_LOST_AFTER);
  ways[way].change (self, "One");
  wait_puts (self, 1);
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpuint (count_puts (self), ==, 1);
  g_assert_cmpstr (ways[way].stored (self), ==, "One");

  hosted_store_lose (self->store, HOSTED_LOST_BEFORE);
  ways[way].change (self, "Two");
  wait_puts (self, 2);
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpuint (count_puts (self), ==, 3);
  g_assert_cmpstr (ways[way].stored (self), ==, "Two");
}

/* And over an end of the program, with a newer text. */
static void
test_lost_and_left (Fixture *self, gconstpointer data)
{
  const guint way = GPOINTER_TO_UINT (data);

  hosted_store_lose (self->store, HOSTED_LOST_AFTER);
  ways[way].change (self, "One");
  wait_puts (self, 1);
  ways[way].change (self, "Two");
  hosted_settle ();
  open_again (self, TRUE);
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpstr (ways[way].stored (self), ==, "Two");
}

static gboolean
looked_cb (gpointer data)
{
  return hosted_server_count (((Fixture *) data)->base.server, "GET", FIRST_PATH) > 0;
}

/* It has arrived, which a look is about to tell while something newer is typed: that is made over
 * it, and nobody else has changed anything. */
static void
test_typed_during_look (Fixture *self, gconstpointer data)
{
  hosted_store_lose (self->store, HOSTED_LOST_AFTER);
  edit (self, "One");
  hosted_wait_until (looked_cb, self, "a look");
  edit (self, "Two");
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, first (self)), ==, LB_EDIT_SAVED);
  g_assert_cmpstr (stored_caption (self), ==, "Two");
}

static void
forget_looks (Fixture *self)
{
  g_hash_table_remove_all (self->base.session->looks);
  g_hash_table_remove_all (self->base.session->seen);
}

/* An answer that makes no sense says nothing about the change: it was made, and what is written
 * next is made over it. */
static void
test_garbled (Fixture *self, gconstpointer data)
{
  const guint way = GPOINTER_TO_UINT (data);
  const LbChangeKind kind = ways[way].kind;
  LbWaiting waiting;
  guint n = 0;

  hosted_store_lose (self->store, HOSTED_LOST_GARBLED);
  ways[way].change (self, "One");
  wait_puts (self, 1);
  g_assert_cmpstr (ways[way].stored (self), ==, "One");
  hosted_wait_until (all_sent_cb, self, "a refusal");

  open_again (self, TRUE);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  forget_looks (self);
  n = count_puts (self);
  ways[way].change (self, "Two");
  wait_puts (self, n + 1);
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  lb_session_get_waiting (self->base.session, &waiting);
  g_assert_cmpuint (waiting.n_conflicts + waiting.n_change_conflicts, ==, 0);
  g_assert_cmpuint (lb_outbox_count (self->base.session->changes[kind], LB_EDIT_REFUSED), ==, 0);
  g_assert_cmpstr (ways[way].stored (self), ==, "Two");
}

static gboolean
answered_cb (gpointer data)
{
  return lb_outbox_count (data, LB_EDIT_SENDING) == 0;
}

/* Nothing comes late any more. */
static void
end_lateness (LbOutbox *outbox)
{
  outbox->late_ms = 0;
  lb_outbox_wake (outbox);
}

/* An older text that arrives after a newer one does not stay. */
static void
test_late (Fixture *self, gconstpointer data)
{
  const guint way = GPOINTER_TO_UINT (data);
  LbOutbox *outbox = self->base.session->changes[ways[way].kind];

  outbox->late_ms = OPEN_END_MS;
  hosted_store_lose (self->store, HOSTED_LOST_LATE);
  ways[way].change (self, "One");
  wait_puts (self, 1);
  ways[way].change (self, "Two");
  wait_puts (self, 2);
  g_assert_cmpstr (ways[way].stored (self), ==, "Two");
  g_assert_true (hosted_store_arrive (self->store));
  g_assert_cmpstr (ways[way].stored (self), ==, "One");
  hosted_wait_until (answered_cb, outbox, "an answer to the newer one");
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), >, 0);
  end_lateness (outbox);
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpstr (ways[way].stored (self), ==, "Two");
}

/* What is taken back does not stay at the service, whenever its text has arrived there. Test data:
 * GUINT_TO_POINTER of the loss. */
static void
test_taken_back (Fixture *self, gconstpointer data)
{
  const HostedLoss loss = GPOINTER_TO_UINT (data);
  LbOutbox *outbox = self->base.session->outbox;
  g_autofree char *shown = NULL;

  outbox->late_ms = OPEN_END_MS;
  hosted_store_lose (self->store, loss);
  edit (self, "One");
  wait_puts (self, 1);
  edit (self, "Two");
  hosted_take_true (lb_session_discard_draft (self->base.session, first (self)));
  hosted_store_arrive (self->store);
  /* A look that is under way may be from before. */
  hosted_wait_until (answered_cb, outbox, "an answer to a look");
  end_lateness (outbox);
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpstr (stored_caption (self), ==, "Caption 1");
  shown = lb_session_dup_caption_text (self->base.session, first (self));
  g_assert_cmpstr (shown, ==, "Caption 1");

  /* Over a restart that has no service to ask. */
  outbox->late_ms = OPEN_END_MS;
  hosted_store_lose (self->store, loss);
  edit (self, "Three");
  hosted_settle ();
  edit (self, "Four");
  hosted_take_true (lb_session_discard_draft (self->base.session, first (self)));
  hosted_server_leave (self->base.server);
  open_again (self, FALSE);
  hosted_store_arrive (self->store);
  hosted_server_return (self->base.server);
  hosted_take_true (lb_session_open (self->base.session));
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpstr (stored_caption (self), ==, "Caption 1");
}

static gboolean
is_draft_cb (gpointer data)
{
  Fixture *self = data;

  return lb_session_get_edit_state (self->base.session, first (self)) == LB_EDIT_DRAFT;
}

/* Where there was nothing before and no way back to that, the next text is made over the one that
 * was taken back. */
static void
test_stranded (Fixture *self, gconstpointer data)
{
  hosted_store_set (self->store, HOSTED_FIRST, "");
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  hosted_store_lose (self->store, HOSTED_LOST_AFTER);
  edit (self, "One");
  wait_puts (self, 1);
  hosted_take_true (lb_session_discard_draft (self->base.session, first (self)));
  hosted_wait_until (is_draft_cb, self, "an empty draft");
  forget_looks (self);
  edit (self, "Two");
  hosted_wait_until (all_sent_cb, self, "the end of the doubt");
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, first (self)), ==, LB_EDIT_SAVED);
  g_assert_cmpstr (stored_caption (self), ==, "Two");
}

static gboolean
is_over_cb (gpointer data)
{
  Fixture *self = data;

  return lb_outbox_find_edit (self->base.session->outbox, HOSTED_FIRST) == NULL;
}

static gboolean
busy_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Before an edit is off the disk the caption is there as it was sent: a program that ends in
 * between shows it, and what is typed next is made over it. Nothing runs here when the program is
 * idle, for it never is. */
static void
test_seen_first (Fixture *self, gconstpointer data)
{
  const guint busy_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE - 1, busy_cb, NULL, NULL);
  g_autoptr (GPtrArray) images = NULL;
  const char *caption = NULL;

  edit (self, "One");
  hosted_wait_until (is_over_cb, self, "the end of the edit");
  images =
    hosted_take_boxed (lb_mirror_read_images (self->base.session->mirror, HOSTED_DATASET, -1));
  g_source_remove (busy_id);
  for (guint i = 0; i < images->len; i++)
    if (lb_image_get_id (images->pdata[i]) == HOSTED_FIRST)
      caption = lb_image_get_caption (images->pdata[i]);
  g_assert_cmpstr (caption, ==, "One");
}

static void
change_elsewhere (Fixture *self, LbChangeKind kind, const char *text)
{
  if (kind == LB_CHANGE_DATASET_NAME)
    hosted_store_set_name (self->store, text);
  else
    hosted_store_set_prefix (self->store, text);
}

static gboolean
in_conflict_cb (gpointer data)
{
  LbWaiting waiting;

  lb_session_get_waiting (((Fixture *) data)->base.session, &waiting);
  return waiting.n_change_conflicts > 0;
}

static void
assert_conflict (Fixture *self, LbChangeKind kind, const char *base_wanted)
{
  LbSession *session = self->base.session;
  g_autofree char *base = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  g_assert_cmpint (lb_session_find_change_conflict (session, self->base.dataset), ==, kind);
  g_assert_true (
    lb_session_dup_change_conflict (session, kind, self->base.dataset, &base, &mine, &theirs));
  g_assert_cmpstr (base, ==, base_wanted);
  g_assert_cmpstr (mine, ==, "Mine");
  g_assert_cmpstr (theirs, ==, "Theirs");
}

/* A name or prefix that was changed elsewhere meanwhile waits for a decision, over a restart. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  const guint way = GPOINTER_TO_UINT (data);
  const LbChangeKind kind = ways[way].kind;
  g_autofree char *base = g_strdup (ways[way].stored (self));
  LbSession *session = NULL;

  for (guint mine = 0; mine < 2; mine++)
    {
      hosted_server_leave (self->base.server);
      ways[way].change (self, "Mine");
      hosted_settle ();
      open_again (self, FALSE);
      change_elsewhere (self, kind, "Theirs");
      hosted_server_return (self->base.server);
      hosted_take_true (lb_session_open (self->base.session));
      hosted_wait_until (in_conflict_cb, self, "the conflict");
      g_assert_cmpstr (ways[way].stored (self), ==, "Theirs");
      assert_conflict (self, kind, base);

      open_again (self, TRUE);
      assert_conflict (self, kind, base);
      session = self->base.session;
      g_assert_cmpuint (lb_session_get_n_waiting (session), ==, 0);
      hosted_take_true (
        lb_session_resolve_change_conflict (session, kind, self->base.dataset, mine > 0));
      hosted_wait_until (all_sent_cb, self, "what was decided");
      g_assert_cmpint (lb_session_find_change_conflict (session, self->base.dataset), ==,
                       LB_CHANGE_N_KINDS);
      g_assert_cmpstr (ways[way].stored (self), ==, mine > 0 ? "Mine" : "Theirs");
      change_elsewhere (self, kind, base);
      hosted_take_true (lb_session_refresh (session));
    }
}

/* What the session knew was old when the edit was made, which goes out at once. */
static void
test_old_knowledge (Fixture *self, gconstpointer data)
{
  g_autofree char *theirs = NULL;

  forget_looks (self);
  hosted_store_set (self->store, HOSTED_FIRST, "Theirs");
  edit (self, "Mine");
  hosted_wait_until (all_sent_cb, self, "a look");
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, first (self)), ==,
                   LB_EDIT_CONFLICT);
  g_assert_true (lb_session_dup_conflict (self->base.session, first (self), NULL, &theirs));
  g_assert_cmpstr (theirs, ==, "Theirs");
  g_assert_cmpuint (count_puts (self), ==, 0);
}

/* Deleted elsewhere: the words are kept, and not sent again and again. */
static void
test_gone (Fixture *self, gconstpointer data)
{
  const guint status = GPOINTER_TO_UINT (data);
  g_autoptr (LbImage) image = g_object_ref (first (self));
  LbWaiting waiting;

  hosted_store_refuse (self->store, status);
  edit (self, "Words for nobody");
  hosted_wait_until (all_sent_cb, self, "a refusal");
  g_assert_cmpuint (count_puts (self), ==, 1);
  open_again (self, TRUE);
  hosted_settle ();
  g_assert_cmpuint (count_puts (self), ==, 1);
  lb_session_get_waiting (self->base.session, &waiting);
  g_assert_cmpuint (waiting.n_refusals, ==, 1);
  g_assert_cmpstr (lb_outbox_get_text (self->base.session->outbox, HOSTED_FIRST), ==,
                   "Words for nobody");
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image), ==, LB_EDIT_REFUSED);
}

/* A caption is written anew, and no answer says so: what it was before can be had back. */
static void
test_regenerated (Fixture *self, gconstpointer data)
{
  g_autofree char *before = g_strdup (lb_image_get_caption (first (self)));
  g_autoptr (GPtrArray) versions = NULL;

  hosted_store_refuse (self->store, 504);
  g_error_free (hosted_refusal (lb_session_regenerate_caption (self->base.session, first (self)),
                                LB_ERROR_SERVER));
  g_assert_cmpuint (count_puts (self), ==, 1);
  hosted_store_refuse (self->store, 0);
  hosted_store_set (self->store, HOSTED_FIRST, "Written anew");
  open_again (self, TRUE);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  g_assert_cmpstr (lb_image_get_caption (first (self)), ==, "Written anew");

  versions = hosted_take_boxed (lb_session_list_versions (self->base.session, first (self)));
  g_assert_cmpuint (versions->len, ==, 1);
  g_assert_cmpstr (((LbCaptionVersion *) versions->pdata[0])->text, ==, before);
}

static LbHistory *
history (Fixture *self)
{
  return lb_session_get_history (self->base.session);
}

static void
assert_step (Fixture *self, LbHistoryKind kind, guint n_steps)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history (self))), ==, n_steps);
  g_assert_cmpint (lb_history_step_get_kind (lb_history_get_undo_step (history (self))), ==, kind);
}

static void
undo_regeneration (Fixture *self)
{
  g_assert_cmpstr (lb_image_get_caption (first (self)), ==, "Written anew");
  assert_step (self, LB_HISTORY_REGENERATE, 2);
  g_assert_false (lb_session_is_approved (self->base.session, first (self)));

  g_object_unref (hosted_take_object (lb_session_undo (self->base.session)));
  hosted_wait_until (all_sent_cb, self, "the caption from before");
  g_assert_cmpstr (stored_caption (self), ==, "Caption 1");
  g_assert_true (lb_session_is_approved (self->base.session, first (self)));
}

/* It is a step of the history like any other: a look finds it. */
static void
test_regenerated_seen (Fixture *self, gconstpointer data)
{
  hosted_take_true (lb_session_set_approved (self->base.session, first (self), TRUE));
  hosted_store_lose (self->store, HOSTED_LOST_AFTER);
  g_object_unref (
    hosted_take_object (lb_session_regenerate_caption (self->base.session, first (self))));
  g_assert_cmpuint (count_puts (self), ==, 1);
  undo_regeneration (self);
}

/* And where it comes later, it is one when it is seen. Test data: whether the program ends in
 * between. */
static void
test_regenerated_late (Fixture *self, gconstpointer data)
{
  hosted_take_true (lb_session_set_approved (self->base.session, first (self), TRUE));
  hosted_store_lose (self->store, HOSTED_LOST_LATE);
  g_error_free (hosted_refusal (lb_session_regenerate_caption (self->base.session, first (self)),
                                LB_ERROR_SERVER));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  assert_step (self, LB_HISTORY_APPROVE, 1);
  if (data != NULL)
    hosted_session_close (&self->base);
  g_assert_true (hosted_store_arrive (self->store));
  if (data != NULL)
    open_again (self, TRUE);
  for (guint i = 0; i < 2; i++)
    hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  undo_regeneration (self);
}

/* What never came is none, and neither is what a person writes then. */
static void
test_regenerated_never (Fixture *self, gconstpointer data)
{
  hosted_store_lose (self->store, HOSTED_LOST_BEFORE);
  g_error_free (hosted_refusal (lb_session_regenerate_caption (self->base.session, first (self)),
                                LB_ERROR_SERVER));
  edit (self, "Mine");
  hosted_wait_until (all_sent_cb, self, "a text");
  open_again (self, TRUE);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  g_assert_cmpstr (lb_image_get_caption (first (self)), ==, "Mine");
  assert_step (self, LB_HISTORY_EDIT, 1);
}

static gboolean
deletion_fails_cb (gpointer data)
{
  LbTrash *trash = lb_session_get_trash (((Fixture *) data)->base.session);
  int code = -1;

  g_object_get (trash, "waiting-error", &code, NULL);

  return code == LB_ERROR_SERVER;
}

#define SENT (HOSTED_FIRST + 3)

static gboolean
seen_cb (gpointer data)
{
  return hosted_server_count (((Fixture *) data)->base.server, "GET",
                              "/v1/tailored-gen/datasets/34/images/1004") > 0;
}

/* A deletion had no answer and is taken back: it comes all the same, a while later. */
static void
test_deleted_late (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  g_autoptr (GBytes) picture = g_bytes_new_static ("A picture", 10);
  g_autoptr (GPtrArray) doomed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbImage) image = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (DexFuture) undone = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *shown = NULL;
  LbImage *back = NULL;

  image = hosted_take_object (lb_session_upload_image (session, self->base.dataset, picture,
                                                       "a.png", FALSE, FALSE, NULL, NULL, NULL));
  g_assert_cmpint (lb_image_get_id (image), ==, SENT);
  uuid = g_strdup (lb_session_get_uuid (session, image));
  caption = lb_session_dup_caption_text (session, image);
  hosted_store_refuse (self->store, 504);
  g_ptr_array_add (doomed, g_object_ref (image));
  deletion = lb_session_delete_images (session, doomed);
  hosted_take_true (lb_deletion_commit (deletion));
  hosted_wait_until (deletion_fails_cb, self, "a deletion without an answer");
  hosted_store_refuse (self->store, 0);

  undone = lb_session_undo (session);
  hosted_wait_until (seen_cb, self, "a look at what was to be deleted");
  hosted_store_delete (self->store, SENT);
  g_object_unref (hosted_take_object (g_steal_pointer (&undone)));
  back = lb_session_find_image_by_uuid (session, uuid);
  g_assert_nonnull (back);
  g_assert_cmpint (lb_image_get_id (back), !=, SENT);
  g_assert_nonnull (hosted_store_get (self->store, lb_image_get_id (back)));
  shown = lb_session_dup_caption_text (session, back);
  g_assert_cmpstr (shown, ==, caption);
}

static gboolean
none_left_cb (gpointer data)
{
  return lb_trash_get_n_waiting (lb_session_get_trash (((Fixture *) data)->base.session)) == 0;
}

/* A dataset comes out of the trash, and no answer says that it was made: it is not made twice. */
static void
test_made_again (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  const char *path = "/v1/tailored-gen/datasets";
  g_autofree char *uuid = g_strdup (lb_session_get_uuid (session, self->base.dataset));
  g_autofree char *list = g_strdup_printf (
    "[{\"id\":35,\"project_id\":12,\"name\":\"%s\",\"training_version\":\"max\","
    "\"caption_prefix\":\"%s\",\"status\":\"draft\",\"upload_type\":\"basic\","
    "\"images_count\":0}]",
    lb_dataset_get_name (self->base.dataset), lb_dataset_get_caption_prefix (self->base.dataset));
  g_autoptr (LbDeletion) deletion = NULL;

  for (guint i = 0; i < 3; i++)
    hosted_store_delete (self->store, HOSTED_FIRST + i);
  hosted_server_say (self->base.server, "DELETE", "/v1/tailored-gen/datasets/34", 204, NULL, NULL);
  deletion = lb_session_trash_dataset (session, self->base.dataset, TRUE);
  hosted_take_true (lb_deletion_commit (deletion));
  hosted_wait_until (none_left_cb, self, "a dataset to be deleted");

  hosted_server_say_once (self->base.server, "GET", path, 200, NULL, "[]");
  hosted_server_say (self->base.server, "POST", path, 504, NULL, "{}");
  hosted_server_say (self->base.server, "GET", path, 200, NULL, list);
  g_object_unref (hosted_take_object (lb_session_undo (session)));
  g_assert_cmpuint (hosted_server_count (self->base.server, "POST", path), ==, 1);
  g_assert_true (lb_session_find_dataset_by_uuid (session, uuid) ==
                 lb_session_find_dataset (session, 35));
  g_assert_nonnull (lb_session_find_dataset (session, 35));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, n, test) g_test_add (path, Fixture, GUINT_TO_POINTER (n), set_up, test, tear_down)

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *lost = g_strdup_printf ("/hosted/doubt/lost/%s", ways[i].name);
      g_autofree char *left = g_strdup_printf ("/hosted/doubt/lost-and-left/%s", ways[i].name);
      g_autofree char *late = g_strdup_printf ("/hosted/doubt/late/%s", ways[i].name);
      g_autofree char *garbled = g_strdup_printf ("/hosted/doubt/garbled/%s", ways[i].name);
      g_autofree char *conflict = g_strdup_printf ("/hosted/doubt/conflict/%s", ways[i].name);

      ADD (lost, i, test_lost);
      ADD (left, i, test_lost_and_left);
      ADD (late, i, test_late);
      ADD (garbled, i, test_garbled);
      if (ways[i].kind != LB_CHANGE_CAPTION)
        ADD (conflict, i, test_conflict);
    }
  ADD ("/hosted/doubt/typed-during-look", 0, test_typed_during_look);
  ADD ("/hosted/doubt/taken-back/after", HOSTED_LOST_AFTER, test_taken_back);
  ADD ("/hosted/doubt/taken-back/before", HOSTED_LOST_BEFORE, test_taken_back);
  ADD ("/hosted/doubt/taken-back/late", HOSTED_LOST_LATE, test_taken_back);
  ADD ("/hosted/doubt/stranded", 0, test_stranded);
  ADD ("/hosted/doubt/seen-first", 0, test_seen_first);
  ADD ("/hosted/doubt/old-knowledge", 0, test_old_knowledge);
  ADD ("/hosted/doubt/regenerated", 0, test_regenerated);
  ADD ("/hosted/doubt/regenerated-seen", 0, test_regenerated_seen);
  ADD ("/hosted/doubt/regenerated-late", FALSE, test_regenerated_late);
  ADD ("/hosted/doubt/regenerated-late-and-left", TRUE, test_regenerated_late);
  ADD ("/hosted/doubt/regenerated-never", 0, test_regenerated_never);
  ADD ("/hosted/doubt/deleted-late", 0, test_deleted_late);
  ADD ("/hosted/doubt/made-again", 0, test_made_again);
  ADD ("/hosted/doubt/gone/404", 404, test_gone);
  ADD ("/hosted/doubt/gone/410", 410, test_gone);

  return g_test_run ();
}
