#include "base/lb-error.h"
#include "hosted-store-session.h"
#include "session/lb-session-history.h"

#include <stdlib.h>
#include <string.h>

/* Many steps are taken back and done again, each way over a restart, with a service that gives what
 * was deleted and is sent again another id. Equal is what a person would call so: pictures,
 * captions, names, who wrote them and what was approved. */

#define N_IMAGES 6

typedef struct
{
  HostedSession base;
  HostedStore *store;
} Fixture;

static LbHistory *
history (Fixture *self)
{
  return lb_session_get_history (self->base.session);
}

static GListModel *
images (Fixture *self)
{
  return lb_session_get_images (self->base.session, self->base.dataset);
}

static gboolean
none_waits (gpointer data)
{
  return lb_session_get_n_waiting (data) == 0;
}

static void
wait_sent (Fixture *self)
{
  hosted_wait_until (none_waits, self->base.session, "all changes to be sent");
}

static void
load (Fixture *self)
{
  hosted_take_true (lb_session_refresh (self->base.session));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = hosted_store_session_set_up (&self->base, 0);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *words = g_strdup_printf ("Picture number %u", i);
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      g_autoptr (GBytes) bytes = g_bytes_new (words, strlen (words) + 1);
      g_autoptr (LbImage) image = hosted_take_object (lb_session_upload_image (
        self->base.session, self->base.dataset, bytes, name, FALSE, FALSE, NULL, NULL, NULL));

      g_assert_nonnull (image);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_store_session_tear_down (&self->base, self->store);
}

static void
restart (Fixture *self)
{
  wait_sent (self);
  hosted_session_reopen (&self->base);
  load (self);
}

/* (transfer full): all of it as text, an image a line by its UUID. */
static char *
look (Fixture *self)
{
  LbSession *session = self->base.session;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (images (self)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images (self), i);
      g_autofree char *caption = lb_session_dup_caption_text (session, image);
      g_autoptr (GBytes) bytes = hosted_take_boxed (lb_session_fetch_picture (session, image));
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

      g_ptr_array_add (
        lines, g_strdup_printf ("%s: %s, “%s” (%s), %s, %s", lb_session_get_uuid (session, image),
                                lb_image_get_shown_name (image), caption,
                                lb_session_get_caption_source (session, image),
                                lb_session_is_approved (session, image) ? "approved" : "new", sum));
    }
  g_ptr_array_sort_values (lines, (GCompareFunc) strcmp);
  g_ptr_array_add (lines, g_strdup_printf ("%s, %s", lb_dataset_get_name (self->base.dataset),
                                           lb_dataset_get_caption_prefix (self->base.dataset)));
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
assert_equal (Fixture *self, const char *wanted)
{
  g_autofree char *now = look (self);

  g_assert_cmpstr (now, ==, wanted);
}

static void
delete_one (Fixture *self, LbImage *image)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbDeletion) deletion = NULL;

  g_ptr_array_add (some, g_object_ref (image));
  deletion = lb_session_delete_images (self->base.session, some);
  hosted_take_true (lb_deletion_commit (deletion));
}

/* Of all that there are, one step. */
static void
approve_all (Fixture *self, gboolean approved)
{
  const gint64 group =
    lb_history_begin (history (self), approved ? LB_HISTORY_APPROVE : LB_HISTORY_UNAPPROVE);

  for (guint i = 0; i < g_list_model_get_n_items (images (self)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images (self), i);
      DexFuture *done = NULL;

      lb_history_enter (history (self), group);
      done = lb_session_set_approved (self->base.session, image, approved);
      lb_history_leave (history (self));
      hosted_take_true (done);
    }
  g_assert_nonnull (lb_history_end (history (self), group));
}

static void
make_step (Fixture *self, guint i)
{
  LbSession *session = self->base.session;
  g_autoptr (LbImage) image =
    g_list_model_get_item (images (self), i % g_list_model_get_n_items (images (self)));
  g_autofree char *words = g_strdup_printf ("Words %u", i);

  lb_history_close_edit (history (self));
  switch (i % 20)
    {
    case 4: approve_all (self, TRUE); break;
    case 8: approve_all (self, FALSE); break;
    case 11:
      /* Not the last one. */
      if (g_list_model_get_n_items (images (self)) > 2)
        delete_one (self, image);
      else
        hosted_take_true (lb_session_edit_caption (session, image, words));
      break;
    case 14:
      g_object_unref (
        hosted_take_object (lb_session_rename_dataset (session, self->base.dataset, words)));
      break;
    case 17:
      g_object_unref (
        hosted_take_object (lb_session_set_caption_prefix (session, self->base.dataset, words)));
      break;
    default: hosted_take_true (lb_session_edit_caption (session, image, words)); break;
    }
}

static void
go (Fixture *self, guint n, gboolean back)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbHistoryStep) step = hosted_take_object (
        back ? lb_session_undo (self->base.session) : lb_session_redo (self->base.session));

      g_assert_cmpint (lb_history_step_get_state (step), ==,
                       back ? LB_HISTORY_UNDONE : LB_HISTORY_DONE);
    }
}

static void
assert_new_ids (Fixture *self)
{
  guint n_new = 0;

  for (guint i = 0; i < g_list_model_get_n_items (images (self)); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images (self), i);

      n_new += lb_image_get_id (image) >= HOSTED_FIRST + N_IMAGES;
    }
  g_assert_cmpuint (n_new, >, 0);
}

/* Test data: how many steps. */
static void
test_many (Fixture *self, gconstpointer data)
{
  const guint n = GPOINTER_TO_UINT (data);
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  restart (self);
  start = look (self);
  for (guint i = 0; i < n; i++)
    make_step (self, i);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history (self))), ==, n);
  end = look (self);
  g_assert_cmpstr (end, !=, start);
  restart (self);
  assert_equal (self, end);

  go (self, n, TRUE);
  g_assert_false (lb_history_get_can_undo (history (self)));
  assert_equal (self, start);
  restart (self);
  assert_equal (self, start);
  assert_new_ids (self);

  go (self, n, FALSE);
  g_assert_false (lb_history_get_can_redo (history (self)));
  assert_equal (self, end);
  restart (self);
  assert_equal (self, end);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add ("/hosted/undo/some", Fixture, GUINT_TO_POINTER (40), set_up, test_many, tear_down);
  g_test_add ("/hosted/undo/many", Fixture, GUINT_TO_POINTER (200), set_up, test_many, tear_down);
  return g_test_run ();
}
