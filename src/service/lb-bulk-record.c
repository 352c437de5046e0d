#include "service/lb-fault.h"
#include "service/lb-store-bulk.h"

G_DEFINE_BOXED_TYPE (LbBulkJob, lb_bulk_job, lb_bulk_job_copy, lb_bulk_job_free)
G_DEFINE_BOXED_TYPE (LbBulkOutcome, lb_bulk_outcome, lb_bulk_outcome_copy, lb_bulk_outcome_free)

LbBulkJob *
lb_bulk_job_copy (const LbBulkJob *self)
{
  LbBulkJob *copy = g_memdup2 (self, sizeof *self);

  copy->zip_url = g_strdup (self->zip_url);
  copy->mark = g_strdup (self->mark);

  return copy;
}

void
lb_bulk_job_free (LbBulkJob *self)
{
  if (self == NULL)
    return;

  g_free (self->zip_url);
  g_free (self->mark);
  g_free (self);
}

LbBulkOutcome *
lb_bulk_outcome_new (guint entry, const char *filename)
{
  LbBulkOutcome *self = g_new0 (LbBulkOutcome, 1);

  self->entry = entry;
  self->filename = g_strdup (filename);

  return self;
}

LbBulkOutcome *
lb_bulk_outcome_copy (const LbBulkOutcome *self)
{
  LbBulkOutcome *copy = g_memdup2 (self, sizeof *self);

  copy->filename = g_strdup (self->filename);
  copy->picture = self->picture != NULL ? lb_picture_copy (self->picture) : NULL;
  copy->caption = g_strdup (self->caption);
  copy->error_message = g_strdup (self->error_message);

  return copy;
}

void
lb_bulk_outcome_free (LbBulkOutcome *self)
{
  if (self == NULL)
    return;

  g_free (self->filename);
  g_clear_pointer (&self->picture, lb_picture_free);
  g_free (self->caption);
  g_free (self->error_message);
  g_free (self);
}

void
lb_bulk_outcome_fail (LbBulkOutcome *self, const GError *error)
{
  guint status;

  g_clear_pointer (&self->picture, lb_picture_free);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->error_message, g_free);
  self->error_message = lb_fault_tell (error, &status);
  self->error_code = (int) status;
}
