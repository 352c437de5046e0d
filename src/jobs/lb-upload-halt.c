#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-stage.h"

/* Why the queue rests by itself. */

#define SPACE_SECONDS 2

static gboolean
look_for_room_cb (gpointer data)
{
  LbUploadQueue *self = data;

  /* Had it less, it would stop at the next copy. */
  if (!lb_lease_is_held (self->lease) ||
      !lb_upload_stage_has_room (self->folder, lb_upload_queue_get_needed_bytes (self) -
                                                 lb_upload_stage_get_reserve (self->folder)))
    return G_SOURCE_CONTINUE;

  self->space_id = 0;
  lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
  return G_SOURCE_REMOVE;
}

void
lb_upload_queue_set_halt (LbUploadQueue *self, LbUploadHalt halt, const GError *error)
{
  if (self->closed)
    return;

  g_clear_error (&self->halt_error);
  self->halt_error = error != NULL ? g_error_copy (error) : NULL;
  if (halt == LB_UPLOAD_HALT_SPACE && self->space_id == 0)
    self->space_id = g_timeout_add_seconds (SPACE_SECONDS, look_for_room_cb, self);
  if (halt != LB_UPLOAD_HALT_SPACE)
    {
      g_clear_handle_id (&self->space_id, g_source_remove);
      self->stage_full = FALSE;
    }
  if (halt != LB_UPLOAD_HALT_OFFLINE)
    self->n_probes = 0;
  else if (self->halt != halt)
    self->probe_us = lb_upload_queue_now_us (self) + G_USEC_PER_SEC;
  if (self->halt != halt)
    {
      if (self->halt == LB_UPLOAD_HALT_OFFLINE || halt == LB_UPLOAD_HALT_OFFLINE)
        lb_session_note_queue (self->session, halt == LB_UPLOAD_HALT_OFFLINE);
      self->halt = halt;
      lb_upload_queue_tell (self, "halt");
    }
  lb_upload_queue_advance (self);
}

/* Nothing more of what was ours is written, not even when the queue is ours again by then; what is
 * on its way ends as it likes. */
static void
lose (LbUploadQueue *self, const GError *error)
{
  for (guint i = 0; i < self->uploads->len; i++)
    ((LbUpload *) g_ptr_array_index (self->uploads, i))->lost = TRUE;
  lb_lease_drop (self->lease);
  lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_ELSEWHERE, error);
}

void
lb_upload_queue_take_disk_error (LbUploadQueue *self, const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    lose (self, error);
  else
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error);
}
