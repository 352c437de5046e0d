#include "config.h"

#include "ui/bulk/lb-bulk-crops.h"

struct _LbBulkCrops
{
  GObject parent_instance;

  LbBulkReport *report;     /* (owned) */
  LbBulkPictures *pictures; /* (owned) */
};

static void crop_source_init (LbCropSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbBulkCrops,
                               lb_bulk_crops,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CROP_SOURCE, crop_source_init))

static void
lb_bulk_crops_finalize (GObject *object)
{
  LbBulkCrops *self = LB_BULK_CROPS (object);

  g_clear_object (&self->report);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (lb_bulk_crops_parent_class)->finalize (object);
}

static void
lb_bulk_crops_class_init (LbBulkCropsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_crops_finalize;
}

static void
lb_bulk_crops_init (LbBulkCrops *self)
{
}

static GPtrArray *
list_uncropped (LbCropSource *source)
{
  GListModel *entries = lb_bulk_report_get_entries (LB_BULK_CROPS (source)->report);
  GPtrArray *uncropped = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      if (lb_bulk_entry_is_ready (entry) && lb_bulk_entry_can_be_cropped (entry) &&
          !lb_crop_is_set (lb_bulk_entry_get_crop (entry)))
        g_ptr_array_add (uncropped, g_steal_pointer (&entry));
    }

  return uncropped;
}

static const char *
get_name (LbCropSource *source, gpointer entry)
{
  return lb_bulk_entry_get_name (entry);
}

static LbCropRoom
get_room (LbCropSource *source, gpointer entry)
{
  return lb_bulk_entry_get_crop_room (entry);
}

static GFile *
get_file (LbCropSource *source, gpointer entry)
{
  return lb_bulk_entry_get_file (entry);
}

static DexFuture *
read_bytes (LbCropSource *source, gpointer entry)
{
  return lb_bulk_pictures_read (LB_BULK_CROPS (source)->pictures, entry);
}

static void
crop (LbCropSource *source, const GPtrArray *entries, const LbCrop *crops)
{
  lb_bulk_report_crop (LB_BULK_CROPS (source)->report, (LbBulkEntry *const *) entries->pdata, crops,
                       entries->len);
}

static void
crop_source_init (LbCropSourceInterface *iface)
{
  iface->list_uncropped = list_uncropped;
  iface->get_name = get_name;
  iface->get_room = get_room;
  iface->get_file = get_file;
  iface->read = read_bytes;
  iface->crop = crop;
}

LbBulkCrops *
lb_bulk_crops_new (LbBulkReport *report, LbBulkPictures *pictures)
{
  LbBulkCrops *self = g_object_new (LB_TYPE_BULK_CROPS, NULL);

  self->report = g_object_ref (report);
  self->pictures = g_object_ref (pictures);

  return self;
}
