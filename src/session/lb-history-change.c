#include "session/lb-history-private.h"

LbHistoryChange *
lb_history_change_new (LbHistoryThing thing,
                       const char *uuid,
                       const char *dataset_uuid,
                       LbHistoryField field)
{
  LbHistoryChange *self = g_new0 (LbHistoryChange, 1);

  self->thing = thing;
  self->uuid = g_strdup (uuid);
  self->dataset_uuid = g_strdup (dataset_uuid);
  self->field = field;

  return self;
}

void
lb_history_change_set_before (LbHistoryChange *self, const char *text, const char *source)
{
  g_set_str (&self->before, text);
  g_set_str (&self->source_before, source);
}

void
lb_history_change_set_after (LbHistoryChange *self, const char *text, const char *source)
{
  g_set_str (&self->after, text);
  g_set_str (&self->source_after, source);
}

LbHistoryChange *
lb_history_change_copy (const LbHistoryChange *self)
{
  LbHistoryChange *copy =
    lb_history_change_new (self->thing, self->uuid, self->dataset_uuid, self->field);

  lb_history_change_set_before (copy, self->before, self->source_before);
  lb_history_change_set_after (copy, self->after, self->source_after);

  return copy;
}

void
lb_history_change_free (LbHistoryChange *self)
{
  if (self == NULL)
    return;

  g_free (self->uuid);
  g_free (self->dataset_uuid);
  g_free (self->before);
  g_free (self->after);
  g_free (self->source_before);
  g_free (self->source_after);
  g_free (self);
}

LbCaptionVersion *
lb_caption_version_copy (const LbCaptionVersion *self)
{
  LbCaptionVersion *copy = g_new0 (LbCaptionVersion, 1);

  copy->text = g_strdup (self->text);
  copy->source = g_strdup (self->source);
  copy->made_at = self->made_at;

  return copy;
}

void
lb_caption_version_free (LbCaptionVersion *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->source);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (LbCaptionVersion,
                     lb_caption_version,
                     lb_caption_version_copy,
                     lb_caption_version_free)
