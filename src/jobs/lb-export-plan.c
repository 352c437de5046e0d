#include "jobs/lb-export-plan.h"

#include <string.h>

#include "archive/lb-download-names.h"
#include "base/lb-json.h"
#include "contract/lb-rules.h"
#include "jobs/lb-csv.h"
#include "jobs/lb-export-manifest.h"
#include "model/lb-image-name.h"

/* Around each file, and for the texts. */
#define OVERHEAD_BYTES 4096

struct _LbExportPlan
{
  LbDataset *dataset;  /* (owned) */
  char *visual_schema; /* (owned) (nullable) */
  GPtrArray *items;    /* (owned) (element-type LbExportItem) */
  guint64 n_bytes;
  guint n_drafts;
  LbExportFormat format;
  LbDownloadNames *names; /* (owned) */
};

static void
item_free (gpointer data)
{
  LbExportItem *item = data;

  g_object_unref (item->image);
  g_free (item->path);
  g_free (item->text);
  g_free (item);
}

static void
text_free (gpointer data)
{
  LbExportText *text = data;

  g_free (text->path);
  g_bytes_unref (text->bytes);
  g_free (text);
}

GPtrArray *
lb_export_texts_new (void)
{
  return g_ptr_array_new_with_free_func (text_free);
}

void
lb_export_texts_take (GPtrArray *texts, char *path, GBytes *bytes)
{
  LbExportText *text = g_new0 (LbExportText, 1);

  text->path = path;
  text->bytes = bytes;
  g_ptr_array_add (texts, text);
}

/* (transfer full) (nullable). @is_draft: (out): the window shows another one. */
static char *
dup_description (LbSession *session, LbDataset *dataset, LbImage *image, gboolean *is_draft)
{
  g_autofree char *shown = lb_session_dup_caption_text (session, image);
  const char *stored = lb_image_get_caption (image);

  *is_draft = g_strcmp0 (shown, stored) != 0 && !lb_rules_caption_is_right (dataset, shown);

  return *is_draft ? g_strdup (stored) : g_steal_pointer (&shown);
}

static const char *
format_of (GBytes *picture)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (picture, &size);

  if (size >= 4 && memcmp (data, "\x89PNG", 4) == 0)
    return "png";
  if (size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "webp";

  return "jpeg";
}

static LbExportItem *
new_item (LbExportPlan *self, LbSession *session, LbImage *image)
{
  LbExportItem *item = g_new0 (LbExportItem, 1);
  gboolean is_draft = FALSE;

  item->image = g_object_ref (image);
  item->text = dup_description (session, self->dataset, image, &is_draft);
  item->automatic = g_strcmp0 (is_draft ? lb_image_get_caption_source (image)
                                        : lb_session_get_caption_source (session, image),
                               "automatic") == 0;
  self->n_drafts += is_draft;
  self->n_bytes += (guint64) MAX (0, lb_image_get_size_bytes (image)) +
                   (item->text != NULL ? strlen (item->text) : 0) + OVERHEAD_BYTES;

  return item;
}

LbExportPlan *
lb_export_plan_new (LbSession *session,
                    LbDataset *dataset,
                    GListModel *images,
                    LbExportFormat format)
{
  LbExportPlan *self = g_new0 (LbExportPlan, 1);

  self->names = lb_download_names_new ();
  self->dataset = g_object_ref (dataset);
  self->visual_schema = g_strdup (lb_dataset_get_visual_schema (dataset));
  self->format = format;
  self->items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      g_ptr_array_add (self->items, new_item (self, session, image));
    }

  return self;
}

void
lb_export_plan_free (LbExportPlan *self)
{
  g_object_unref (self->dataset);
  g_free (self->visual_schema);
  lb_download_names_free (self->names);
  g_ptr_array_unref (self->items);
  g_free (self);
}

GPtrArray *
lb_export_plan_get_items (LbExportPlan *self)
{
  return self->items;
}

void
lb_export_plan_place (LbExportPlan *self, LbExportItem *item, GBytes *picture)
{
  g_autofree char *known = lb_image_name_unmark (lb_image_get_image_name (item->image));
  g_autofree char *name =
    lb_download_names_add (self->names, known != NULL ? known : "", format_of (picture));

  g_free (item->path);
  item->path = self->format == LB_EXPORT_IMAGEFOLDER ? g_strconcat ("train/", name, NULL)
                                                     : g_steal_pointer (&name);
}

void
lb_export_plan_leave_out (LbExportPlan *self, LbExportItem *item)
{
  g_ptr_array_remove (self->items, item);
}

guint64
lb_export_plan_get_bytes (LbExportPlan *self)
{
  return self->n_bytes;
}

guint
lb_export_plan_get_n_drafts (LbExportPlan *self)
{
  return self->n_drafts;
}

guint
lb_export_plan_get_n_missing (LbExportPlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const LbExportItem *item = g_ptr_array_index (self->items, i);

      n += item->text == NULL || *item->text == '\0';
    }

  return n;
}

guint
lb_export_plan_count_drafts (LbSession *session, LbDataset *dataset, GListModel *images)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      gboolean is_draft = FALSE;
      g_autofree char *text = dup_description (session, dataset, image, &is_draft);

      n += is_draft;
    }

  return n;
}

char *
lb_export_plan_dup_text_path (LbExportPlan *self, LbExportItem *item)
{
  const char *dot = strrchr (item->path, '.');
  g_autofree char *stem = g_strndup (item->path, (gsize) (dot - item->path));

  if (item->text == NULL || self->format == LB_EXPORT_IMAGEFOLDER || self->format == LB_EXPORT_FIBO)
    return NULL;

  return g_strconcat (stem, self->format == LB_EXPORT_TXT ? ".txt" : ".caption", NULL);
}

static const char *
last_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

/* A line for every picture, as ImageFolder wants it. */
static GString *
write_jsonl (LbExportPlan *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      LbExportItem *item = self->items->pdata[i];

      g_string_append (out, "{\"file_name\": ");
      lb_json_append_string (out, last_name (item->path));
      g_string_append (out, ", \"text\": ");
      if (item->text != NULL)
        lb_json_append_string (out, item->text);
      else
        g_string_append (out, "null");
      g_string_append (out, "}\n");
    }

  return out;
}

/* FIBO's trainer reads every description as JSON, so pictures without one have no record. */
static GString *
write_csv (LbExportPlan *self)
{
  GString *out = g_string_new ("file_name,caption\r\n");

  for (guint i = 0; i < self->items->len; i++)
    {
      LbExportItem *item = self->items->pdata[i];

      if (item->text == NULL)
        continue;
      lb_csv_append_field (out, item->path);
      g_string_append_c (out, ',');
      lb_csv_append_field (out, item->text);
      g_string_append (out, "\r\n");
    }

  return out;
}

static void
append_member (GString *out, const char *key, const char *text)
{
  g_string_append_printf (out, "    \"%s\": ", key);
  if (text != NULL)
    lb_json_append_string (out, text);
  else
    g_string_append (out, "null");
}

/* What the dataset was; its presence says that this program has written the folder. */
static GString *
write_manifest (LbExportPlan *self)
{
  GString *out = g_string_new ("{\n  \"lookbook_export\": 1,\n  \"format\": ");

  lb_json_append_string (out, lb_export_format_to_string (self->format));
  g_string_append (out, ",\n  \"dataset\": {\n");
  append_member (out, "name", lb_dataset_get_name (self->dataset));
  g_string_append (out, ",\n");
  append_member (out, "training_version", lb_dataset_get_training_version (self->dataset));
  g_string_append (out, ",\n");
  append_member (out, "upload_type", lb_dataset_get_upload_type (self->dataset));
  g_string_append (out, ",\n");
  append_member (out, "status", lb_dataset_get_status (self->dataset));
  g_string_append (out, ",\n");
  append_member (out, "caption_prefix", lb_dataset_get_caption_prefix (self->dataset));
  g_string_append (out, "\n  },\n  \"images\": [");

  for (guint i = 0; i < self->items->len; i++)
    {
      LbExportItem *item = self->items->pdata[i];
      g_autofree char *name = lb_image_name_unmark (lb_image_get_image_name (item->image));

      g_string_append (out, i > 0 ? ",\n    {\"file\": " : "\n    {\"file\": ");
      lb_json_append_string (out, item->path);
      g_string_append (out, ", \"name\": ");
      lb_json_append_string (out, name != NULL ? name : last_name (item->path));
      if (item->text != NULL)
        g_string_append_printf (out, ", \"caption_source\": \"%s\"",
                                item->automatic ? "automatic" : "manual");
      g_string_append (out, "}");
    }
  g_string_append (out, "\n  ]\n}\n");

  return out;
}

/* @content: (transfer full) */
static void
take_text (GPtrArray *texts, const char *path, GString *content)
{
  lb_export_texts_take (texts, g_strdup (path), g_string_free_to_bytes (content));
}

GPtrArray *
lb_export_plan_list_texts (LbExportPlan *self)
{
  GPtrArray *texts = lb_export_texts_new ();

  if (self->format == LB_EXPORT_IMAGEFOLDER)
    take_text (texts, "train/metadata.jsonl", write_jsonl (self));
  else if (self->format == LB_EXPORT_FIBO)
    take_text (texts, "metadata.csv", write_csv (self));
  take_text (texts, LB_EXPORT_MANIFEST, write_manifest (self));
  if (self->visual_schema != NULL)
    take_text (texts, LB_EXPORT_SCHEMA, g_string_new (self->visual_schema));

  return texts;
}
