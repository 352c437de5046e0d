#include "jobs/lb-upload-private.h"

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "jobs/lb-upload-end.h"
#include "jobs/lb-upload-stage.h"

G_DEFINE_FINAL_TYPE (LbUpload, lb_upload, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_FRACTION,
  PROP_ERROR_MESSAGE,
  PROP_POSITION,
  PROP_IMAGE,
  PROP_CAN_SEND_FIRST,
  PROP_CROPPED
} LbUploadProperty;

static GParamSpec *props[PROP_CROPPED + 1];

static void
lb_upload_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbUpload *self = LB_UPLOAD (object);
  const GError *error = self->record->error;

  switch ((LbUploadProperty) prop_id)
    {
    case PROP_STATE:          g_value_set_int (value, self->state); break;
    case PROP_CAN_SEND_FIRST: g_value_set_boolean (value, lb_upload_can_send_first (self)); break;
    case PROP_FRACTION:       g_value_set_double (value, self->fraction); break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, error != NULL ? lb_rules_error_text (error) : NULL);
      break;
    case PROP_POSITION: g_value_set_uint (value, self->position); break;
    case PROP_IMAGE:    g_value_set_object (value, self->image); break;
    case PROP_CROPPED:  g_value_set_boolean (value, lb_crop_is_set (&self->record->crop)); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_upload_finalize (GObject *object)
{
  LbUpload *self = LB_UPLOAD (object);

  g_clear_pointer (&self->record, lb_upload_record_free);
  g_clear_object (&self->staged);
  g_clear_object (&self->origin);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->candidate);
  g_clear_object (&self->image);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_upload_parent_class)->finalize (object);
}

static void
lb_upload_class_init (LbUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_upload_get_property;
  object_class->finalize = lb_upload_finalize;

  props[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, LB_UPLOAD_CANCELLED, LB_UPLOAD_QUEUED, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IMAGE] = g_param_spec_object ("image", NULL, NULL, LB_TYPE_IMAGE, flags);
  props[PROP_CAN_SEND_FIRST] = g_param_spec_boolean ("can-send-first", NULL, NULL, FALSE, flags);
  props[PROP_CROPPED] = g_param_spec_boolean ("cropped", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_upload_init (LbUpload *self)
{
  self->fraction = -1;
}

LbUpload *
lb_upload_new (LbUploadRecord *record, const char *folder)
{
  LbUpload *self = g_object_new (LB_TYPE_UPLOAD, NULL);
  g_autofree char *path = lb_upload_stage_path (folder, record->uuid);

  self->record = record;
  self->state = record->state;
  self->staged = g_file_new_for_path (path);
  if (record->origin != NULL && (record->flags & LB_UPLOAD_FLAG_ADDRESS) == 0)
    self->origin = g_file_new_for_uri (record->origin);

  return self;
}

gboolean
lb_upload_state_is_over (LbUploadState state)
{
  return state == LB_UPLOAD_DONE || state == LB_UPLOAD_FAILED || state == LB_UPLOAD_CANCELLED;
}

static LbCandidateState
candidate_state (LbUploadState state)
{
  switch (state)
    {
    case LB_UPLOAD_SENDING:    return LB_CANDIDATE_SENDING;
    case LB_UPLOAD_CHECKING:
    case LB_UPLOAD_CAPTIONING: return LB_CANDIDATE_CAPTIONING;
    case LB_UPLOAD_DONE:       return LB_CANDIDATE_DONE;
    case LB_UPLOAD_FAILED:     return LB_CANDIDATE_FAILED;
    case LB_UPLOAD_CANCELLED:  return LB_CANDIDATE_CANCELLED;
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:
    default:                   return LB_CANDIDATE_WAITING;
    }
}

void
lb_upload_set_progress (LbUpload *self, LbUploadState state, double fraction, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;
  gboolean said = error != NULL || self->record->error != NULL;
  gboolean could_send_first = lb_upload_can_send_first (self);

  g_clear_error (&self->record->error);
  self->record->error = copy;
  g_object_freeze_notify (G_OBJECT (self));
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  if (could_send_first != lb_upload_can_send_first (self))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SEND_FIRST]);
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  if (said)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_MESSAGE]);
  if (self->candidate != NULL)
    lb_candidate_set_progress (self->candidate, candidate_state (state), fraction,
                               state == LB_UPLOAD_FAILED ? copy : NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lb_upload_set_position (LbUpload *self, guint position)
{
  if (self->position == position)
    return;

  self->position = position;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION]);
}

void
lb_upload_set_is_first (LbUpload *self, gboolean is_first)
{
  gboolean could_send_first = lb_upload_can_send_first (self);

  self->is_first = is_first;
  if (could_send_first != lb_upload_can_send_first (self))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SEND_FIRST]);
}

gboolean
lb_upload_waits (LbUpload *self)
{
  return !self->sending && (self->state == LB_UPLOAD_QUEUED || self->state == LB_UPLOAD_WAITING);
}

gboolean
lb_upload_is_fetched (LbUpload *self)
{
  return (self->record->flags & LB_UPLOAD_FLAG_ADDRESS) != 0;
}

void
lb_upload_set_image (LbUpload *self, LbImage *image)
{
  if (!g_set_object (&self->image, image))
    return;

  if (self->candidate != NULL)
    lb_candidate_set_image (self->candidate, image);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IMAGE]);
}

const char *
lb_upload_get_uuid (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->record->uuid;
}

const char *
lb_upload_get_name (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->record->name;
}

gint64
lb_upload_get_dataset_id (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), 0);
  return self->record->dataset_id;
}

const LbProbeResult *
lb_upload_get_probe (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return &self->record->probe;
}

LbProbeResult
lb_upload_get_sent_probe (LbUpload *self)
{
  LbProbeResult probe = { 0 };

  g_return_val_if_fail (LB_IS_UPLOAD (self), probe);

  probe = self->record->probe;
  lb_crop_apply_to_probe (&self->record->crop, &probe);
  return probe;
}

const LbCrop *
lb_upload_get_crop (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return &self->record->crop;
}

void
lb_upload_set_crop (LbUpload *self, const LbCrop *crop)
{
  self->record->crop = *crop;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CROPPED]);
}

gboolean
lb_upload_can_crop (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), FALSE);

  /* What was sent once may come with what was kept of it then. */
  return self->state == LB_UPLOAD_WAITING && lb_upload_waits (self) && !self->active &&
         !self->in_doubt && self->origin != NULL && self->record->attempts == 0 &&
         (self->record->flags & LB_UPLOAD_FLAG_AGAIN) == 0;
}

GFile *
lb_upload_get_origin (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->origin;
}

const char *
lb_upload_get_sha256 (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->record->checked_sha256;
}

gboolean
lb_upload_may_be_enlarged (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), FALSE);
  return (self->record->flags & LB_UPLOAD_FLAG_INCREASE) != 0;
}

gboolean
lb_upload_is_enlarged (LbUpload *self)
{
  const LbProbeResult probe = lb_upload_get_sent_probe (self);
  int shorter = MIN (probe.width, probe.height);

  return shorter > 0 && shorter < LB_LIMIT_SIDE_TARGET && lb_upload_may_be_enlarged (self);
}

GFile *
lb_upload_get_file (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);

  if (self->record->staged_sha256 != NULL && self->state != LB_UPLOAD_DONE &&
      self->state != LB_UPLOAD_CANCELLED)
    return self->staged;

  return self->origin;
}

GBytes *
lb_upload_get_bytes (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->bytes;
}

char *
lb_upload_dup_path (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);

  if (self->candidate != NULL)
    return g_strdup (lb_candidate_get_path (self->candidate));

  return self->origin != NULL ? g_file_get_path (self->origin) : NULL;
}

const char *
lb_upload_get_address (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return lb_upload_is_fetched (self) ? self->record->origin : NULL;
}

gboolean
lb_upload_can_send_first (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), FALSE);
  return lb_upload_waits (self) && !self->is_first;
}

LbUploadState
lb_upload_get_state (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), LB_UPLOAD_QUEUED);
  return self->state;
}

gboolean
lb_upload_is_coming (LbUpload *self)
{
  return !lb_upload_state_is_over (lb_upload_get_state (self));
}

double
lb_upload_get_fraction (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), -1);
  return self->fraction;
}

const GError *
lb_upload_get_error (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->record->error;
}

LbUploadRemedy
lb_upload_get_remedy (LbUpload *self)
{
  const GError *error = lb_upload_get_error (self);

  if (error == NULL)
    return LB_UPLOAD_REMEDY_RETRY;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    return LB_UPLOAD_REMEDY_CONFIRM;
  if (error->domain == G_IO_ERROR)
    return LB_UPLOAD_REMEDY_RETRY;

  return lb_upload_end_judge (error) == LB_UPLOAD_END_REFUSED ? LB_UPLOAD_REMEDY_NONE
                                                              : LB_UPLOAD_REMEDY_RETRY;
}

LbImage *
lb_upload_get_image (LbUpload *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD (self), NULL);
  return self->image;
}
