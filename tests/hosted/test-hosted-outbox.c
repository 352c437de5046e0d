#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "contract/lb-api-error.h"
#include "hosted-store-session.h"
#include "quick-clock.h"
#include "session/lb-change-verdict.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"
#include "session/lb-trash-private.h"

#include <string.h>

typedef struct
{
  HostedSession base;
  HostedStore *store;
  guint n_refused; /* captions, and other changes */
  int refused_kind;
  int refused_code;
} Fixture;

/* Test data: GUINT_TO_POINTER of how many images there are. */
static void
set_up (Fixture *self, gconstpointer n_images)
{
  self->store = hosted_store_session_set_up (&self->base, GPOINTER_TO_UINT (n_images));
}

static void
tear_down (Fixture *self, gconstpointer n_images)
{
  hosted_store_session_tear_down (&self->base, self->store);
}

static LbImage *
image_of (Fixture *self, guint n)
{
  LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST + n);

  g_assert_nonnull (image);
  return image;
}

static void
caption_refused_cb (LbSession *session, LbImage *image, const char *message, Fixture *self)
{
  self->n_refused++;
}

static void
change_refused_cb (
  LbSession *session, GObject *object, int kind, const GError *error, Fixture *self)
{
  self->n_refused++;
  self->refused_kind = kind;
  self->refused_code = error->code;
}

static void
listen (Fixture *self)
{
  g_signal_connect (self->base.session, "caption-refused", G_CALLBACK (caption_refused_cb), self);
  g_signal_connect (self->base.session, "change-refused", G_CALLBACK (change_refused_cb), self);
}

/* Opens the account; @online: whether the service is there. */
static void
open_again (Fixture *self, gboolean online)
{
  hosted_session_close (&self->base);
  hosted_session_make (&self->base);
  listen (self);
  if (online)
    hosted_take_true (lb_session_open (self->base.session));
  else
    g_error_free (hosted_refusal (lb_session_open (self->base.session), LB_ERROR_OFFLINE));
  g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, HOSTED_DATASET));
  g_assert_nonnull (self->base.dataset);
}

static void
load_offline (Fixture *self)
{
  g_error_free (hosted_refusal (lb_session_load_images (self->base.session, self->base.dataset),
                                LB_ERROR_OFFLINE));
}

static gboolean
all_sent_cb (gpointer data)
{
  return lb_session_get_n_waiting (((Fixture *) data)->base.session) == 0;
}

static void
edit (Fixture *self, guint n, const char *text)
{
  hosted_take_true (lb_session_edit_caption (self->base.session, image_of (self, n), text));
}

static void
assert_text (Fixture *self, guint n, const char *text)
{
  g_autofree char *shown = lb_session_dup_caption_text (self->base.session, image_of (self, n));

  g_assert_cmpstr (shown, ==, text);
}

/* Two texts an image, of which the second counts; the program ends now and then. */
#define MANY 200
#define LIVES 4

typedef struct
{
  Fixture *fixture;
  guint n;
} Progress;

static gboolean
far_enough_cb (gpointer data)
{
  Progress *progress = data;

  return hosted_store_get_changes (progress->fixture->store)->len >= progress->n;
}

static void
test_many (Fixture *self, gconstpointer data)
{
  GPtrArray *changes = hosted_store_get_changes (self->store);
  guint last = 0;

  hosted_server_leave (self->base.server);
  for (guint i = 0; i < MANY; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *text = g_strdup_printf ("Text %u of %u", j, i);

        edit (self, i, text);
      }
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, MANY);
  hosted_session_close (&self->base);
  hosted_server_return (self->base.server);
  for (guint life = 1; life <= LIVES; life++)
    {
      Progress progress = { self, MANY * life / (LIVES + 1) };

      hosted_session_make (&self->base);
      listen (self);
      lb_session_set_plan (self->base.session, 10);
      quick_clock_give (self->base.session->client);
      hosted_take_true (lb_session_open (self->base.session));
      hosted_wait_until (far_enough_cb, &progress, "some of the texts");
      if (life < LIVES)
        hosted_session_close (&self->base);
    }
  hosted_wait_until (all_sent_cb, self, "all texts");

  /* What was under way when a life ended may have arrived. */
  g_assert_cmpuint (changes->len, >=, MANY);
  g_assert_cmpuint (changes->len, <, MANY + LIVES);
  for (guint i = 0; i < changes->len; i++)
    {
      const char *change = g_ptr_array_index (changes, i);
      const guint id = (guint) g_ascii_strtoull (change + strlen ("PUT "), NULL, 10);

      g_assert_cmpuint (id, >=, last);
      last = id;
    }
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("Text 1 of %u", i);

      g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, text);
    }
  g_assert_cmpuint (hosted_store_get_n_lists (self->store), <=, 1 + LIVES);
  g_assert_cmpuint (self->n_refused, ==, 0);
}

static gboolean
held_cb (gpointer data)
{
  LbWaiting waiting;

  lb_session_get_waiting (((Fixture *) data)->base.session, &waiting);
  return waiting.hold_s > 0;
}

static void
test_held (Fixture *self, gconstpointer data)
{
  LbWaiting waiting;

  listen (self);
  hosted_server_say_once (self->base.server, "PUT", NULL, 429, "Retry-After: 2", "{}");
  for (guint i = 0; i < 5; i++)
    edit (self, i, "Held");
  hosted_wait_until (held_cb, self, "a hold");
  hosted_settle ();
  lb_session_get_waiting (self->base.session, &waiting);
  g_assert_cmpuint (waiting.hold_s, <=, 2);
  g_assert_cmpuint (waiting.n_changes[LB_CHANGE_CAPTION], ==, 5);
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image_of (self, 0)), ==,
                   LB_EDIT_PENDING);

  /* A new edit is no reason to ask sooner. */
  edit (self, 0, "Held again");
  hosted_settle ();
  g_assert_cmpuint (hosted_server_count (self->base.server, "PUT", NULL), ==, 1);

  hosted_wait_until (all_sent_cb, self, "the end of the hold");
  g_assert_cmpuint (hosted_server_count (self->base.server, "PUT", NULL), ==, 6);
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Held again");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 4), ==, "Held");
  g_assert_cmpuint (self->n_refused, ==, 0);
}

static gboolean
signed_out_cb (gpointer data)
{
  return lb_session_get_needs_sign_in (((Fixture *) data)->base.session);
}

static void
test_signed_out (Fixture *self, gconstpointer data)
{
  listen (self);
  hosted_store_refuse (self->store, 401);
  for (guint i = 0; i < 20; i++)
    edit (self, i, "Unsigned");
  hosted_wait_until (signed_out_cb, self, "a token that is not known");
  hosted_settle ();
  g_assert_cmpuint (hosted_store_get_changes (self->store)->len, ==, 1);
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 20);
  g_assert_cmpuint (self->n_refused, ==, 0);

  hosted_store_refuse (self->store, 0);
  lb_session_set_token (self->base.session, "another");
  g_assert_false (lb_session_get_needs_sign_in (self->base.session));
  hosted_wait_until (all_sent_cb, self, "all texts");
  for (guint i = 0; i < 20; i++)
    g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, "Unsigned");
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = g_strdup (lb_session_get_uuid (self->base.session, image_of (self, 1)));
  g_autoptr (LbDataset) renamed = NULL;

  hosted_server_leave (self->base.server);
  open_again (self, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->base.session)), ==, 1);
  load_offline (self);
  g_assert_cmpuint (
    g_list_model_get_n_items (lb_session_get_images (self->base.session, self->base.dataset)), ==,
    3);
  g_assert_cmpstr (lb_image_get_caption (image_of (self, 1)), ==, "Caption 2");
  g_assert_true (lb_session_find_image_by_uuid (self->base.session, uuid) == image_of (self, 1));
  edit (self, 1, "Written on a train");
  renamed = hosted_take_object (
    lb_session_rename_dataset (self->base.session, self->base.dataset, "Trains"));
  g_assert_true (renamed == self->base.dataset);
  g_assert_cmpstr (lb_dataset_get_name (renamed), ==, "Trains");

  /* Over a restart that has no service either. */
  open_again (self, FALSE);
  load_offline (self);
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Trains");
  assert_text (self, 1, "Written on a train");
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 2);
  g_error_free (
    hosted_refusal (lb_session_clone_dataset (self->base.session, self->base.dataset, NULL, NULL),
                    LB_ERROR_OFFLINE));
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 2);

  hosted_server_return (self->base.server);
  hosted_take_true (lb_session_open (self->base.session));
  hosted_wait_until (all_sent_cb, self, "both changes");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 1), ==, "Written on a train");
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Trains");
  g_assert_cmpuint (hosted_store_get_changes (self->store)->len, ==, 2);
  g_assert_cmpstr (lb_session_get_uuid (self->base.session, image_of (self, 1)), ==, uuid);
}

static gboolean
settled_cb (gpointer data)
{
  LbWaiting waiting;

  lb_session_get_waiting (((Fixture *) data)->base.session, &waiting);
  return waiting.n_changes[LB_CHANGE_CAPTION] == 0;
}

#define EDITED 10

static void
test_conflict (Fixture *self, gconstpointer data)
{
  LbSession *session = NULL;
  g_autofree char *base = NULL;
  g_autofree char *theirs = NULL;
  LbWaiting waiting;

  hosted_server_leave (self->base.server);
  for (guint i = 0; i < EDITED; i++)
    edit (self, i, "Mine");
  open_again (self, FALSE);
  hosted_store_set (self->store, HOSTED_FIRST, "Theirs");
  hosted_store_set (self->store, HOSTED_FIRST + 1, "Theirs too");
  hosted_store_set (self->store, HOSTED_FIRST + 2, " Caption 3 "); /* another spelling */
  hosted_store_set (self->store, HOSTED_FIRST + 3, "Mine");        /* it had arrived */
  hosted_server_return (self->base.server);
  hosted_take_true (lb_session_open (self->base.session));
  hosted_wait_until (settled_cb, self, "what can be sent");

  /* Looked at once, and nothing of theirs is overwritten. */
  g_assert_cmpuint (hosted_store_get_n_lists (self->store), <=, 2);
  g_assert_cmpuint (hosted_store_get_changes (self->store)->len, ==, EDITED - 3);
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Theirs");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 2), ==, "Mine");
  session = self->base.session;
  lb_session_get_waiting (session, &waiting);
  g_assert_cmpuint (waiting.n_conflicts, ==, 2);

  open_again (self, TRUE);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  session = self->base.session;
  g_assert_cmpint (lb_session_get_edit_state (session, image_of (self, 0)), ==, LB_EDIT_CONFLICT);
  g_assert_true (lb_session_dup_conflict (session, image_of (self, 0), &base, &theirs));
  g_assert_cmpstr (base, ==, "Caption 1");
  g_assert_cmpstr (theirs, ==, "Theirs");
  assert_text (self, 0, "Mine");
  g_assert_false (lb_session_dup_conflict (session, image_of (self, 4), NULL, NULL));

  /* One that is edited on does not go out by that. */
  edit (self, 0, "Mine, better");
  hosted_settle ();
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Theirs");

  hosted_take_true (lb_session_resolve_conflict (session, image_of (self, 0), TRUE));
  hosted_take_true (lb_session_resolve_conflict (session, image_of (self, 1), FALSE));
  hosted_wait_until (all_sent_cb, self, "what was decided");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Mine, better");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 1), ==, "Theirs too");
  assert_text (self, 1, "Theirs too");
  lb_session_get_waiting (session, &waiting);
  g_assert_cmpuint (waiting.n_conflicts, ==, 0);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) renamed = NULL;

  /* While somebody waits for it, it is an answer. */
  listen (self);
  hosted_store_refuse (self->store, 409);
  g_error_free (
    hosted_refusal (lb_session_rename_dataset (self->base.session, self->base.dataset, "Docks"),
                    LB_ERROR_CONFLICT));
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Piers");
  g_assert_cmpuint (self->n_refused, ==, 0);
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 0);

  /* Later it is news. */
  hosted_store_refuse (self->store, 400);
  hosted_server_leave (self->base.server);
  renamed = hosted_take_object (
    lb_session_rename_dataset (self->base.session, self->base.dataset, "Docks"));
  g_assert_cmpstr (lb_dataset_get_name (renamed), ==, "Docks");
  hosted_server_return (self->base.server);
  g_clear_object (&renamed);
  open_again (self, TRUE);
  hosted_wait_until (all_sent_cb, self, "a refusal");
  g_assert_cmpstr (lb_dataset_get_name (self->base.dataset), ==, "Piers");
  g_assert_cmpuint (self->n_refused, ==, 1);
  g_assert_cmpint (self->refused_kind, ==, LB_CHANGE_DATASET_NAME);
  g_assert_cmpint (self->refused_code, ==, LB_ERROR_INVALID);
}

/* Without a copy in the trash, so that nothing has to be fetched before. */
static void
delete_one (Fixture *self, guint i)
{
  LbTrash *trash = lb_session_get_trash (self->base.session);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbDeletion) deletion = NULL;

  g_ptr_array_add (images, g_object_ref (image_of (self, i)));
  deletion = lb_trash_take (trash, images, FALSE, 0);
  hosted_take_true (lb_deletion_commit (deletion));
}

static void
deletion_refused_cb (LbTrash *trash, LbTrashItem *item, const GError *error, Fixture *self)
{
  self->n_refused++;
  self->refused_code = error->code;
}

static void
test_deletion (Fixture *self, gconstpointer data)
{
  g_autofree char *uuid = g_strdup (lb_session_get_uuid (self->base.session, image_of (self, 0)));

  hosted_server_leave (self->base.server);
  delete_one (self, 0);
  g_assert_null (lb_session_find_image_by_uuid (self->base.session, uuid));
  open_again (self, FALSE);
  load_offline (self);
  g_assert_null (lb_session_find_image_by_uuid (self->base.session, uuid));

  /* One that is refused is there again. */
  g_signal_connect (lb_session_get_trash (self->base.session), "refused",
                    G_CALLBACK (deletion_refused_cb), self);
  delete_one (self, 1);
  g_assert_null (lb_session_find_image (self->base.session, HOSTED_FIRST + 1));
  hosted_server_say_once (self->base.server, "DELETE", HOSTED_IMAGES_PATH "/1002", 409, NULL,
                          "{\"message\":\"No\"}");
  hosted_server_return (self->base.server);
  hosted_take_true (lb_session_open (self->base.session));
  hosted_wait_until (all_sent_cb, self, "both deletions");
  g_assert_null (hosted_store_get (self->store, HOSTED_FIRST));
  g_assert_nonnull (hosted_store_get (self->store, HOSTED_FIRST + 1));
  g_assert_cmpuint (self->n_refused, ==, 1);
  g_assert_cmpint (self->refused_code, ==, LB_ERROR_CONFLICT);
  g_assert_nonnull (lb_session_find_image (self->base.session, HOSTED_FIRST + 1));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  g_assert_null (lb_session_find_image (self->base.session, HOSTED_FIRST));
}

static void
test_source (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;

  g_assert_false (lb_session_is_manual (session, image_of (self, 0)));
  edit (self, 0, "By hand");
  hosted_wait_until (all_sent_cb, self, "the text");
  g_assert_true (lb_session_is_manual (session, image_of (self, 0)));

  hosted_take_true (
    lb_session_edit_caption_from (session, image_of (self, 0), "Caption 1", "automatic"));
  hosted_wait_until (all_sent_cb, self, "the old caption");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Caption 1");
  g_assert_cmpstr (lb_image_get_caption_source (image_of (self, 0)), ==, "manual");
  g_assert_false (lb_session_is_manual (session, image_of (self, 0)));

  open_again (self, TRUE);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  g_assert_cmpstr (lb_session_get_caption_source (self->base.session, image_of (self, 0)), ==,
                   "automatic");
  edit (self, 0, "By hand again");
  g_assert_true (lb_session_is_manual (self->base.session, image_of (self, 0)));
  hosted_wait_until (all_sent_cb, self, "the text");
}

/* Another id takes the edit and the UUID along. */
static void
test_rebind (Fixture *self, gconstpointer data)
{
  LbSession *session = self->base.session;
  g_autofree char *uuid = g_strdup (lb_session_get_uuid (session, image_of (self, 0)));
  g_autofree char *other = g_strdup (lb_session_get_uuid (session, image_of (self, 1)));

  hosted_server_leave (self->base.server);
  edit (self, 0, "Moved");
  lb_session_drop_image (session, HOSTED_FIRST);
  hosted_take_true (lb_session_rebind (session, uuid, HOSTED_FIRST + 1));
  g_assert_true (lb_session_find_image_by_uuid (session, uuid) == image_of (self, 1));
  g_assert_null (lb_session_find_image_by_uuid (session, other));
  assert_text (self, 1, "Moved");
  open_again (self, FALSE);
  load_offline (self);
  g_assert_true (lb_session_find_image_by_uuid (self->base.session, uuid) == image_of (self, 1));
  assert_text (self, 1, "Moved");

  /* It is found by itself. */
  hosted_server_return (self->base.server);
  hosted_wait_until (all_sent_cb, self, "the text");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 1), ==, "Moved");
}

/* Small pictures are there without a service, also of an older state. */
static void
test_thumbnails (Fixture *self, gconstpointer data)
{
  g_autofree char *picture =
    g_strdup_printf ("%s/thumb", hosted_server_get_origin (self->base.server));
  g_autoptr (GBytes) wanted = g_bytes_new_static ("thumbnail", 9);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) again = NULL;

  hosted_server_say_bytes (self->base.server, "GET", "/thumb", 200, wanted);
  g_object_set (image_of (self, 0), "thumbnail-url", picture, NULL);
  bytes = hosted_take_boxed (lb_session_fetch_thumbnail (self->base.session, image_of (self, 0)));
  g_assert_true (g_bytes_equal (bytes, wanted));

  hosted_server_leave (self->base.server);
  open_again (self, FALSE);
  load_offline (self);
  again = hosted_take_boxed (lb_session_fetch_thumbnail (self->base.session, image_of (self, 0)));
  g_assert_true (g_bytes_equal (again, wanted));
  g_clear_pointer (&again, g_bytes_unref);
  g_object_set (image_of (self, 0), "updated-at", (gint64) 7, NULL);
  again = hosted_take_boxed (lb_session_fetch_thumbnail (self->base.session, image_of (self, 0)));
  g_assert_true (g_bytes_equal (again, wanted));
  g_error_free (hosted_refusal (lb_session_fetch_thumbnail (self->base.session, image_of (self, 1)),
                                LB_ERROR_OFFLINE));
  hosted_server_return (self->base.server);
}

#define HUGE_SET 5000

static void
test_huge (Fixture *self, gconstpointer data)
{
  gint64 begun_us = 0;
  gint64 longest_us = 0;
  gint64 last_us = 0;
  DexFuture *loading = NULL;

  hosted_server_leave (self->base.server);
  begun_us = g_get_monotonic_time ();
  open_again (self, FALSE);
  g_test_message ("closed and opened in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - begun_us) / 1000);
  begun_us = last_us = g_get_monotonic_time ();
  loading = lb_session_load_images (self->base.session, self->base.dataset);
  while (g_list_model_get_n_items (lb_session_get_images (self->base.session, self->base.dataset)) <
         HUGE_SET)
    {
      g_main_context_iteration (NULL, TRUE);
      longest_us = MAX (longest_us, g_get_monotonic_time () - last_us);
      last_us = g_get_monotonic_time ();
    }
  g_test_message ("%d images in %" G_GINT64_FORMAT " ms, %" G_GINT64_FORMAT " ms at most in one go",
                  HUGE_SET, (g_get_monotonic_time () - begun_us) / 1000, longest_us / 1000);
  g_error_free (hosted_refusal (loading, LB_ERROR_OFFLINE));
  hosted_server_return (self->base.server);
}

/* Every status. */
static void
test_verdicts (void)
{
  static const struct
  {
    guint status;
    LbChangeVerdict verdict;
  } table[] = {
    { 200, LB_VERDICT_SETTLE }, { 400, LB_VERDICT_REFUSE }, { 401, LB_VERDICT_PAUSE },
    { 403, LB_VERDICT_REFUSE }, { 404, LB_VERDICT_REFUSE }, { 405, LB_VERDICT_REFUSE },
    { 408, LB_VERDICT_RETRY },  { 409, LB_VERDICT_REFUSE }, { 410, LB_VERDICT_REFUSE },
    { 412, LB_VERDICT_REFUSE }, { 413, LB_VERDICT_REFUSE }, { 415, LB_VERDICT_REFUSE },
    { 422, LB_VERDICT_REFUSE }, { 429, LB_VERDICT_WAIT },   { 460, LB_VERDICT_REFUSE },
    { 500, LB_VERDICT_RETRY },  { 502, LB_VERDICT_RETRY },  { 503, LB_VERDICT_RETRY },
    { 504, LB_VERDICT_RETRY },  { 506, LB_VERDICT_REFUSE }, { 507, LB_VERDICT_RETRY },
  };
  g_autoptr (GError) offline = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, "No");
  g_autoptr (GError) stopped = g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "No");
  g_autoptr (GError) disk = g_error_new_literal (LB_ERROR, LB_ERROR_NO_SPACE, "No");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      if (table[i].status != 200)
        error = g_error_new_literal (LB_ERROR, lb_api_error_code (table[i].status), "No");
      g_assert_cmpint (lb_change_verdict (error), ==, table[i].verdict);
    }
  g_assert_cmpint (lb_change_verdict (offline), ==, LB_VERDICT_WAIT);
  g_assert_cmpint (lb_change_verdict (stopped), ==, LB_VERDICT_STOP);
  g_assert_cmpint (lb_change_verdict (disk), ==, LB_VERDICT_RETRY);
  g_assert_cmpint (lb_change_verdict (foreign), ==, LB_VERDICT_RETRY);
}

/* Looked for more and more seldom, but soon while something waits for it. */
static void
test_reach (void)
{
  static const int idle_ms[] = { 2000, 4000, 8000, 16000, 30000, 30000 };
  static const int awaited_ms[] = { 2000, 4000, 5000, 5000, 5000, 5000 };

  for (guint i = 0; i < G_N_ELEMENTS (idle_ms); i++)
    {
      g_assert_cmpint (lb_session_reach_wait_ms (i, FALSE), ==, idle_ms[i]);
      g_assert_cmpint (lb_session_reach_wait_ms (i, TRUE), ==, awaited_ms[i]);
    }
  g_assert_cmpint (lb_session_reach_wait_ms (G_MAXUINT, FALSE), ==, 30000);
}

static gboolean
is_online (LbSession *session)
{
  gboolean online = FALSE;

  g_object_get (session, "online", &online, NULL);
  return online;
}

static gboolean
stays_online (const char *base_url)
{
  g_autofree char *state = g_dir_make_tmp ("lb-network-XXXXXX", NULL);
  g_autoptr (LbSession) session = lb_session_new_hosted (base_url, "token", state);
  gboolean stays = FALSE;

  lb_session_note (session, NULL); /* it has answered */
  g_assert_true (is_online (session));
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", FALSE);
  stays = is_online (session);
  lb_session_close (session);
  g_assert_cmpint (g_rmdir (state), ==, 0);

  return stays;
}

/* Without a network a service elsewhere is away at once, before anything that is asked has failed;
 * one on this computer needs none. */
static void
test_network (void)
{
  g_assert_false (stays_online ("https://example.org"));
  g_assert_true (stays_online ("http://127.0.0.1:9"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, n, test) g_test_add (name, Fixture, GUINT_TO_POINTER (n), set_up, test, tear_down)

  g_test_add_func ("/hosted/outbox/verdicts", test_verdicts);
  g_test_add_func ("/hosted/outbox/reach", test_reach);
  g_test_add_func ("/hosted/outbox/network", test_network);
  ADD ("/hosted/outbox/many", MANY, test_many);
  ADD ("/hosted/outbox/held", 5, test_held);
  ADD ("/hosted/outbox/signed-out", 20, test_signed_out);
  ADD ("/hosted/outbox/offline", 3, test_offline);
  ADD ("/hosted/outbox/conflict", EDITED, test_conflict);
  ADD ("/hosted/outbox/refused", 1, test_refused);
  ADD ("/hosted/outbox/deletion", 3, test_deletion);
  ADD ("/hosted/outbox/source", 1, test_source);
  ADD ("/hosted/outbox/rebind", 2, test_rebind);
  ADD ("/hosted/outbox/thumbnails", 2, test_thumbnails);
  ADD ("/hosted/outbox/huge", HUGE_SET, test_huge);

  return g_test_run ();
}
