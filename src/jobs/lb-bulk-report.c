#include "jobs/lb-bulk-report.h"

#include <string.h>

#include "contract/lb-limits.h"
#include "contract/lb-rules.h"

#define ENTRY_BYTES 256 /* of the headers and the directory, at least, without the name */

struct _LbBulkReport
{
  GObject parent_instance;

  GListStore *entries;        /* (owned) (element-type LbBulkEntry) */
  GFile *zip;                 /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  GPtrArray *stray;           /* (owned) (element-type LbSidecarNote) */
  LbExportManifest *manifest; /* (owned) (nullable) */
  LbZipRefusal refusal;
  LbRulesMode mode;
  guint counts[LB_BULK_N_VERDICTS];
  guint n_ready;
  guint n_captions; /* of what is ready */
  guint n_apart;    /* of these, what the service does not find by itself */
  guint n_tables;
  guint n_cropped;       /* of what is there */
  guint n_cropped_ready; /* of what is ready */
  guint64 zip_bytes;
  guint64 ready_bytes; /* in a ZIP file of what is ready */
  gboolean takes_texts;
  gboolean leaves_captions;
  gboolean automatic_captioning;
  gboolean only_ready;
  gboolean packs; /* what is there twice was left out when they were judged */
};

G_DEFINE_FINAL_TYPE (LbBulkReport, lb_bulk_report, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_bulk_report_finalize (GObject *object)
{
  LbBulkReport *self = LB_BULK_REPORT (object);

  g_clear_object (&self->entries);
  g_clear_object (&self->zip);
  g_clear_error (&self->error);
  g_clear_pointer (&self->stray, g_ptr_array_unref);
  g_clear_pointer (&self->manifest, lb_export_manifest_unref);

  G_OBJECT_CLASS (lb_bulk_report_parent_class)->finalize (object);
}

static void
lb_bulk_report_class_init (LbBulkReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_report_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_bulk_report_init (LbBulkReport *self)
{
  self->entries = g_list_store_new (LB_TYPE_BULK_ENTRY);
  self->stray = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_note_free);
  self->automatic_captioning = TRUE;
}

LbBulkReport *
lb_bulk_report_new (gboolean takes_texts)
{
  LbBulkReport *self = g_object_new (LB_TYPE_BULK_REPORT, NULL);

  self->takes_texts = takes_texts;
  return self;
}

GListModel *
lb_bulk_report_get_entries (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), NULL);
  return G_LIST_MODEL (self->entries);
}

guint
lb_bulk_report_count (LbBulkReport *self, LbBulkVerdict verdict)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), 0);
  g_return_val_if_fail (verdict < LB_BULK_N_VERDICTS, 0);
  return self->counts[verdict];
}

guint
lb_bulk_report_get_n_ready (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), 0);
  return self->n_ready;
}

guint
lb_bulk_report_get_n_refused (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->entries)) -
         lb_bulk_report_get_n_ready (self);
}

gboolean
lb_bulk_report_get_takes_texts (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), FALSE);
  return self->takes_texts;
}

gboolean
lb_bulk_report_get_automatic_captioning (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), TRUE);
  return self->automatic_captioning;
}

/* R81: whether the ZIP file has texts that the service is to take. */
static gboolean
uses_texts (LbBulkReport *self)
{
  return self->takes_texts && !self->automatic_captioning;
}

static gboolean
is_cropped (LbBulkEntry *entry)
{
  return lb_crop_is_set (lb_bulk_entry_get_crop (entry));
}

static void
judge (LbBulkReport *self, LbBulkEntry *entry)
{
  const char *caption = NULL;

  lb_bulk_entry_judge (entry, self->mode, uses_texts (self), self->packs);
  self->counts[lb_bulk_entry_get_verdict (entry)]++;
  if (!lb_bulk_entry_is_ready (entry))
    return;

  self->n_ready++;
  self->n_cropped_ready += is_cropped (entry);
  self->ready_bytes += (guint64) lb_bulk_entry_get_probe (entry)->size_bytes + ENTRY_BYTES;
  if ((caption = lb_bulk_entry_get_caption (entry)) == NULL)
    return;

  self->n_captions++;
  self->n_apart += !lb_bulk_entry_is_caption_beside (entry);
  if (uses_texts (self))
    self->ready_bytes += strlen (caption) + ENTRY_BYTES;
}

static void
judge_again (LbBulkReport *self, gboolean packs)
{
  GListModel *entries = G_LIST_MODEL (self->entries);

  self->packs = packs;
  self->n_cropped_ready = 0;
  self->n_ready = 0;
  self->n_captions = 0;
  self->n_apart = 0;
  self->ready_bytes = 0;
  memset (self->counts, 0, sizeof self->counts);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      judge (self, entry);
    }
}

static void
judge_all (LbBulkReport *self)
{
  /* What is ready says whether it has to be packed, and of what is packed what is there twice is
   * not ready. */
  judge_again (self, self->only_ready || self->zip == NULL);
  if (!self->packs && lb_bulk_report_must_pack (self))
    judge_again (self, TRUE);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
lb_bulk_report_get_n_captions (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), 0);
  return self->n_captions;
}

GPtrArray *
lb_bulk_report_get_stray_captions (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), NULL);
  return self->stray;
}

gboolean
lb_bulk_report_get_takes_captions (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), FALSE);
  return !self->leaves_captions;
}

void
lb_bulk_report_set_takes_captions (LbBulkReport *self, gboolean takes_captions)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  if (self->leaves_captions != !!takes_captions)
    return;

  self->leaves_captions = !takes_captions;
  judge_all (self);
}

gboolean
lb_bulk_report_brings_captions (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), FALSE);
  return !self->leaves_captions || uses_texts (self);
}

LbExportManifest *
lb_bulk_report_get_manifest (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), NULL);
  return self->manifest;
}

gboolean
lb_bulk_report_carries_texts (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), FALSE);
  return uses_texts (self);
}

void
lb_bulk_report_set_sidecars (LbBulkReport *self,
                             GPtrArray *notes,
                             LbExportManifest *manifest,
                             guint n_tables)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  g_ptr_array_unref (self->stray);
  self->stray = notes;
  g_clear_pointer (&self->manifest, lb_export_manifest_unref);
  self->manifest = manifest != NULL ? lb_export_manifest_ref (manifest) : NULL;
  self->n_tables = n_tables;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
lb_bulk_report_set_automatic_captioning (LbBulkReport *self, gboolean automatic)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  if (self->automatic_captioning == !!automatic)
    return;

  self->automatic_captioning = !!automatic;
  judge_all (self);
}

void
lb_bulk_report_set_only_ready (LbBulkReport *self, gboolean only_ready)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  if (self->only_ready == !!only_ready)
    return;

  self->only_ready = !!only_ready;
  judge_all (self);
}

void
lb_bulk_report_set_rules_mode (LbBulkReport *self, LbRulesMode mode)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  self->mode = mode;
  judge_all (self);
}

void
lb_bulk_report_crop (LbBulkReport *self, LbBulkEntry *const *entries, const LbCrop *crops, guint n)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  for (guint i = 0; i < n; i++)
    {
      self->n_cropped -= is_cropped (entries[i]);
      lb_bulk_entry_set_crop (entries[i], &crops[i]);
      self->n_cropped += is_cropped (entries[i]);
    }
  judge_all (self);
}

guint
lb_bulk_report_get_n_cropped (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), 0);
  return self->n_cropped;
}

GFile *
lb_bulk_report_get_zip (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), NULL);
  return self->zip;
}

/* R77: of more images than these, those beyond are left out by the service, ready or not; the ones
 * that are not ready must not take the place of others. */
gboolean
lb_bulk_report_must_pack (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), FALSE);
  return self->zip == NULL || self->n_cropped_ready > 0 ||
         (uses_texts (self) && self->n_apart > 0) ||
         !lb_rules_check_zip (self->zip_bytes,
                              g_list_model_get_n_items (G_LIST_MODEL (self->entries)), NULL);
}

gboolean
lb_bulk_report_should_pack (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), FALSE);
  return self->n_tables > 0;
}

guint64
lb_bulk_report_get_n_bytes (LbBulkReport *self, gboolean packed)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), 0);
  return packed || self->zip == NULL ? self->ready_bytes : self->zip_bytes;
}

LbBulkObstacle
lb_bulk_report_get_obstacle (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), LB_BULK_NO_IMAGES);

  if (self->refusal != LB_ZIP_REFUSAL_NONE)
    return LB_BULK_ZIP_REFUSED;
  if (self->error != NULL)
    return LB_BULK_CANT_OPEN;
  if (lb_bulk_report_get_n_ready (self) == 0)
    return LB_BULK_NO_IMAGES;
  if (lb_bulk_report_get_n_ready (self) > LB_LIMIT_ADVANCED_IMAGES)
    return LB_BULK_TOO_MANY;
  if (lb_bulk_report_get_n_bytes (self, lb_bulk_report_must_pack (self)) > LB_LIMIT_ZIP_BYTES)
    return LB_BULK_TOO_BIG;

  return LB_BULK_CAN_GO;
}

LbZipRefusal
lb_bulk_report_get_refusal (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), LB_ZIP_REFUSAL_NONE);
  return self->refusal;
}

const GError *
lb_bulk_report_get_error (LbBulkReport *self)
{
  g_return_val_if_fail (LB_IS_BULK_REPORT (self), NULL);
  return self->error;
}

void
lb_bulk_report_set_zip (LbBulkReport *self, GFile *zip, guint64 size_bytes)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  g_set_object (&self->zip, zip);
  self->zip_bytes = size_bytes;
}

void
lb_bulk_report_add (LbBulkReport *self, GPtrArray *entries)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  if (entries->len == 0)
    return;

  for (guint i = 0; i < entries->len; i++)
    judge (self, entries->pdata[i]);
  g_list_store_splice (self->entries, g_list_model_get_n_items (G_LIST_MODEL (self->entries)), 0,
                       entries->pdata, entries->len);
  /* There may be so many now that the file can't go as it is. */
  if (self->packs != (self->only_ready || lb_bulk_report_must_pack (self)))
    judge_all (self);
  else
    g_signal_emit (self, signals[CHANGED], 0);
}

void
lb_bulk_report_refuse (LbBulkReport *self, LbZipRefusal refusal, const GError *error)
{
  g_return_if_fail (LB_IS_BULK_REPORT (self));

  self->refusal = refusal;
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  g_signal_emit (self, signals[CHANGED], 0);
}
