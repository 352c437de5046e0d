#include "jobs/lb-upload-record.h"

G_DEFINE_BOXED_TYPE (LbUploadRecord, lb_upload_record, lb_upload_record_copy, lb_upload_record_free)

LbUploadRecord *
lb_upload_record_new (void)
{
  LbUploadRecord *self = g_new0 (LbUploadRecord, 1);

  self->probe = (LbProbeResult) { .orientation = 1, .frames = 1 };

  return self;
}

LbUploadRecord *
lb_upload_record_copy (const LbUploadRecord *self)
{
  LbUploadRecord *copy = g_memdup2 (self, sizeof *self);

  copy->uuid = g_strdup (self->uuid);
  copy->dataset_uuid = g_strdup (self->dataset_uuid);
  copy->name = g_strdup (self->name);
  copy->image_name = g_strdup (self->image_name);
  copy->checked_sha256 = g_strdup (self->checked_sha256);
  copy->staged_sha256 = g_strdup (self->staged_sha256);
  copy->origin = g_strdup (self->origin);
  copy->caption = g_strdup (self->caption);
  copy->caption_source = g_strdup (self->caption_source);
  copy->ids_before = g_strdup (self->ids_before);
  copy->error = self->error != NULL ? g_error_copy (self->error) : NULL;

  return copy;
}

void
lb_upload_record_free (LbUploadRecord *self)
{
  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->dataset_uuid, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->image_name, g_free);
  g_clear_pointer (&self->checked_sha256, g_free);
  g_clear_pointer (&self->staged_sha256, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->caption_source, g_free);
  g_clear_pointer (&self->ids_before, g_free);
  g_clear_error (&self->error);
  g_free (self);
}
