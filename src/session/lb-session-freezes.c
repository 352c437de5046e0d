#include "session/lb-session-frozen.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"
#include "session/lb-session-record.h"

LbFrozenFields *
lb_session_get_frozen (LbSession *self, LbDataset *dataset)
{
  const char *uuid = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  uuid = self->freezes != NULL ? lb_session_get_uuid (self, dataset) : NULL;

  return uuid != NULL ? lb_freezes_get (self->freezes, uuid) : NULL;
}

DexFuture *
lb_session_set_frozen (LbSession *self, LbDataset *dataset, LbFrozenFields *fields)
{
  const char *uuid = NULL;
  gint64 step_id = 0;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  uuid = self->freezes != NULL ? lb_session_get_uuid (self, dataset) : NULL;
  if (uuid == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The session is not open");

  step_id = lb_session_record_frozen (self, dataset,
                                      fields != NULL ? lb_frozen_fields_get_text (fields) : "");

  return lb_session_recorded (self, step_id, lb_freezes_set (self->freezes, uuid, fields));
}

DexFuture *
lb_session_copy_frozen (LbSession *self, LbDataset *dataset, LbDataset *copy)
{
  LbFrozenFields *fields = lb_session_get_frozen (self, dataset);
  const char *uuid = lb_session_get_uuid (self, copy);

  return fields != NULL && uuid != NULL ? lb_freezes_set (self->freezes, uuid, fields)
                                        : dex_future_new_true ();
}

DexFuture *
lb_session_drop_frozen (LbSession *self, const char *dataset_uuid)
{
  return self->freezes != NULL && lb_freezes_get (self->freezes, dataset_uuid) != NULL
           ? lb_freezes_set (self->freezes, dataset_uuid, NULL)
           : dex_future_new_true ();
}

/* Putting values in, on a thread. */

typedef struct
{
  LbFrozenFields *fields; /* (owned) */
  char *text;             /* (owned) */
} Putting;

static void
putting_free (gpointer data)
{
  Putting *putting = data;

  g_object_unref (putting->fields);
  g_free (putting->text);
  g_free (putting);
}

/* The text, and the paths of what it has not got. */
static DexFuture *
put_fiber (gpointer data)
{
  Putting *putting = data;
  g_autoptr (LbPrompt) caption = lb_prompt_new (putting->text, NULL);
  g_autoptr (LbPrompt) put = NULL;
  g_autoptr (GStrvBuilder) made = g_strv_builder_new ();

  if (caption == NULL)
    g_strv_builder_add (made, putting->text);
  else
    {
      g_autoptr (GStrvBuilder) left_out = g_strv_builder_new ();
      g_auto (GStrv) paths = NULL;

      put = lb_frozen_fields_put (putting->fields, caption, left_out);
      paths = g_strv_builder_end (left_out);
      g_strv_builder_add (made, lb_prompt_get_text (put));
      g_strv_builder_addv (made, (const char **) paths);
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (made));
}

/* (transfer full) (nullable): as the fiber. */
static GStrv
make_text (LbFrozenFields *fields, const char *text)
{
  Putting *putting = g_new0 (Putting, 1);

  putting->fields = g_object_ref (fields);
  putting->text = g_strdup (text);

  return dex_await_boxed (lb_threads_run (put_fiber, putting, putting_free), NULL);
}

/* Whoever is asked for a caption makes its step when it has come; one that comes by itself may be a
 * step already. */
static void
amend_step (LbSession *self, LbImage *image, const char *text, const char *made)
{
  const char *uuid = lb_session_get_uuid (self, image);
  LbHistoryChange *change = NULL;

  if (uuid == NULL || lb_session_is_regenerating (self, image))
    return;

  change = lb_history_change_new (LB_HISTORY_IMAGE, uuid, NULL, LB_HISTORY_CAPTION);
  lb_history_change_set_before (change, text, NULL);
  lb_history_change_set_after (change, made, NULL);
  dex_future_disown (lb_history_amend (self->history, change));
}

char *
lb_session_put_frozen (LbSession *self, LbImage *image, const char *text)
{
  LbDataset *dataset = lb_session_find_dataset (self, lb_image_get_dataset_id (image));
  LbFrozenFields *fields = dataset != NULL ? lb_session_get_frozen (self, dataset) : NULL;
  g_autofree char *source = NULL;
  g_autofree char *present = NULL;
  g_auto (GStrv) made = NULL;
  DexFuture *kept = NULL;

  if (fields == NULL || text == NULL || !lb_dataset_is_fibo (dataset) ||
      lb_dataset_get_completed (dataset) || !(made = make_text (fields, text)))
    return NULL;

  /* Whoever has written something meanwhile has seen the caption. */
  present = lb_session_dup_caption_text (self, image);
  if (self->history == NULL || g_strcmp0 (present, text) != 0 ||
      lb_session_find_image (self, lb_image_get_id (image)) != image)
    return NULL;
  if (made[1] != NULL)
    lb_session_emit_frozen_left_out (self, image, (const char *const *) made + 1);
  if (g_str_equal (made[0], text))
    return NULL;

  source = g_strdup (lb_session_get_caption_source (self, image));
  lb_history_enter (self->history, LB_HISTORY_UNRECORDED);
  kept = lb_session_edit_caption_from (self, image, made[0], source);
  lb_history_leave (self->history);
  amend_step (self, image, text, made[0]);
  g_signal_emit_by_name (self->history, "restored", image);
  /* What the disk does not take is in memory, and the image says so. */
  dex_await (kept, NULL);

  return g_strdup (made[0]);
}
