#include "jobs/lb-copy-record.h"

G_DEFINE_BOXED_TYPE (LbCopyRecord, lb_copy_record, lb_copy_record_copy, lb_copy_record_free)

LbCopyItem *
lb_copy_item_new (void)
{
  return g_new0 (LbCopyItem, 1);
}

LbCopyItem *
lb_copy_item_copy (const LbCopyItem *self)
{
  LbCopyItem *copy = g_memdup2 (self, sizeof *self);

  copy->image_uuid = g_strdup (self->image_uuid);
  copy->upload_uuid = g_strdup (self->upload_uuid);
  copy->name = g_strdup (self->name);
  copy->caption = g_strdup (self->caption);
  copy->source = g_strdup (self->source);
  copy->base = g_strdup (self->base);
  copy->age = g_strdup (self->age);

  return copy;
}

void
lb_copy_item_free (LbCopyItem *self)
{
  g_clear_pointer (&self->image_uuid, g_free);
  g_clear_pointer (&self->upload_uuid, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->age, g_free);
  g_free (self);
}

LbCopyRecord *
lb_copy_record_new (void)
{
  LbCopyRecord *self = g_new0 (LbCopyRecord, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_copy_item_free);

  return self;
}

static gpointer
copy_item_cb (gconstpointer item, gpointer data)
{
  return lb_copy_item_copy (item);
}

LbCopyRecord *
lb_copy_record_copy (const LbCopyRecord *self)
{
  LbCopyRecord *copy = g_memdup2 (self, sizeof *self);

  copy->uuid = g_strdup (self->uuid);
  copy->source_account = g_strdup (self->source_account);
  copy->source_uuid = g_strdup (self->source_uuid);
  copy->name = g_strdup (self->name);
  copy->training_version = g_strdup (self->training_version);
  copy->visual_schema = g_strdup (self->visual_schema);
  copy->caption_prefix = g_strdup (self->caption_prefix);
  copy->project = g_strdup (self->project);
  copy->dataset_uuid = g_strdup (self->dataset_uuid);
  copy->ids_before = g_strdup (self->ids_before);
  copy->items = g_ptr_array_copy (self->items, copy_item_cb, NULL);
  g_ptr_array_set_free_func (copy->items, (GDestroyNotify) lb_copy_item_free);

  return copy;
}

void
lb_copy_record_free (LbCopyRecord *self)
{
  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->source_account, g_free);
  g_clear_pointer (&self->source_uuid, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->training_version, g_free);
  g_clear_pointer (&self->visual_schema, g_free);
  g_clear_pointer (&self->caption_prefix, g_free);
  g_clear_pointer (&self->project, g_free);
  g_clear_pointer (&self->dataset_uuid, g_free);
  g_clear_pointer (&self->ids_before, g_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

LbCopyItem *
lb_copy_record_find (const LbCopyRecord *self, const char *image_uuid)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      LbCopyItem *item = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (item->image_uuid, image_uuid) == 0)
        return item;
    }

  return NULL;
}

gboolean
lb_copy_item_is_open (const LbCopyItem *self)
{
  return self->state == LB_COPY_ITEM_SEND || self->state == LB_COPY_ITEM_CAPTION ||
         (self->state == LB_COPY_ITEM_QUEUED && self->image_id == 0);
}
