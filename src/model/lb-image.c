#include "model/lb-image.h"

#include <string.h>

#include "base/lb-visible-text.h"
#include "model/lb-image-name.h"
#include "model/lb-prompt.h"

struct _LbImage
{
  LbRecord parent_instance;

  gint64 id; /* set at construction only; 0 until the service gives one */
  gint64 dataset_id;
  char *caption;           /* (owned) (nullable) */
  char *caption_source;    /* (owned) (nullable) */
  char *upload_source_url; /* (owned) (nullable) */
  char *image_name;        /* (owned) (nullable) */
  char *image_url;         /* (owned) (nullable) */
  char *thumbnail_url;     /* (owned) (nullable) */
  char *format;            /* (owned) (nullable) */
  char *source_sha256;     /* (owned) (nullable) */
  char *stored_sha256;     /* (owned) (nullable) */
  int width;
  int height;
  int source_width;
  int source_height;
  gint64 size_bytes;
  gint64 created_at;
  gint64 updated_at;

  char *draft;            /* (owned) (nullable) */
  char *shown_name;       /* (owned) (nullable) until asked for */
  char *summary;          /* (owned) (nullable) until asked for */
  gboolean caption_valid; /* known when the summary is */
};

G_DEFINE_FINAL_TYPE (LbImage, lb_image, LB_TYPE_RECORD)

static const LbField fields[] = {
  { "id", LB_FIELD_ID, G_STRUCT_OFFSET (LbImage, id), FALSE, 0 },
  { "dataset-id", LB_FIELD_INT64, G_STRUCT_OFFSET (LbImage, dataset_id), TRUE, 0 },
  { "caption", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, caption), FALSE, 0 },
  { "caption-source", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, caption_source), FALSE, 0 },
  { "upload-source-url", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, upload_source_url), TRUE, 0 },
  { "image-name", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, image_name), TRUE, 0 },
  { "image-url", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, image_url), TRUE, 0 },
  { "thumbnail-url", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, thumbnail_url), TRUE, 0 },
  { "format", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, format), TRUE, 0 },
  { "source-sha256", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, source_sha256), TRUE, 0 },
  { "stored-sha256", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbImage, stored_sha256), TRUE, 0 },
  { "width", LB_FIELD_INT, G_STRUCT_OFFSET (LbImage, width), TRUE, 0 },
  { "height", LB_FIELD_INT, G_STRUCT_OFFSET (LbImage, height), TRUE, 0 },
  { "source-width", LB_FIELD_INT, G_STRUCT_OFFSET (LbImage, source_width), TRUE, 0 },
  { "source-height", LB_FIELD_INT, G_STRUCT_OFFSET (LbImage, source_height), TRUE, 0 },
  { "size-bytes", LB_FIELD_INT64, G_STRUCT_OFFSET (LbImage, size_bytes), TRUE, 0 },
  { "created-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbImage, created_at), TRUE, 0 },
  { "updated-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbImage, updated_at), TRUE, 0 },
};

typedef enum
{
  PROP_TEXT = G_N_ELEMENTS (fields) + 1,
  PROP_SUMMARY,
  PROP_CAPTION_VALID
} LbImageProperty;

static void
text_changed (LbImage *self)
{
  g_clear_pointer (&self->summary, g_free);
  g_object_notify (G_OBJECT (self), "text");
  g_object_notify (G_OBJECT (self), "summary");
  g_object_notify (G_OBJECT (self), "caption-valid");
}

static void
lb_image_changed (LbRecord *record, const char *name)
{
  if (strcmp (name, "image-name") == 0)
    g_clear_pointer (&LB_IMAGE (record)->shown_name, g_free);
  if (strcmp (name, "caption") == 0 && LB_IMAGE (record)->draft == NULL)
    text_changed (LB_IMAGE (record));
}

/* Any text as one line without blanks at its ends. */
static char *
to_one_line (const char *text)
{
  g_autofree char *copy = g_utf8_make_valid (text, -1);
  g_auto (GStrv) words = g_strsplit_set (copy, " \t\r\n", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (line->len > 0)
        g_string_append_c (line, ' ');
      g_string_append (line, words[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&line));
}

/* Whether it is meant as a structured prompt: of one that is broken there is nothing to be read
 * out. */
static gboolean
is_json (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return *text == '{' || *text == '[';
}

/* Parses the text the first time that a tile asks, and remembers what came out. */
static void
look_into_text (LbImage *self)
{
  const char *text = lb_image_get_text (self);
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *line = NULL;

  if (self->summary != NULL)
    return;

  if (text != NULL)
    prompt = lb_prompt_new (text, NULL);

  self->caption_valid = prompt != NULL && lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION);
  if (prompt != NULL)
    line = lb_prompt_summarise (prompt);
  else
    line = to_one_line (text != NULL && !is_json (text) ? text : "");
  self->summary = lb_visible_text (line);
}

static void
lb_image_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbImage *self = LB_IMAGE (object);

  switch (prop_id)
    {
    case PROP_TEXT:          g_value_set_string (value, lb_image_get_text (self)); break;
    case PROP_SUMMARY:       g_value_set_string (value, lb_image_get_summary (self)); break;
    case PROP_CAPTION_VALID: g_value_set_boolean (value, lb_image_get_caption_valid (self)); break;
    default:                 G_OBJECT_CLASS (lb_image_parent_class)->get_property (object, prop_id, value, pspec);
    }
}

static void
lb_image_finalize (GObject *object)
{
  g_clear_pointer (&LB_IMAGE (object)->draft, g_free);
  g_clear_pointer (&LB_IMAGE (object)->shown_name, g_free);
  g_clear_pointer (&LB_IMAGE (object)->summary, g_free);

  G_OBJECT_CLASS (lb_image_parent_class)->finalize (object);
}

static void
lb_image_class_init (LbImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  LbRecordClass *record_class = LB_RECORD_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_image_get_property;
  object_class->finalize = lb_image_finalize;
  record_class->changed = lb_image_changed;

  lb_record_class_install_fields (record_class, fields, G_N_ELEMENTS (fields));
  g_object_class_install_property (object_class, PROP_TEXT,
                                   g_param_spec_string ("text", NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, PROP_SUMMARY,
                                   g_param_spec_string ("summary", NULL, NULL, "", flags));
  g_object_class_install_property (
    object_class, PROP_CAPTION_VALID,
    g_param_spec_boolean ("caption-valid", NULL, NULL, FALSE, flags));
}

static void
lb_image_init (LbImage *self)
{
}

LbImage *
lb_image_new (gint64 id)
{
  return g_object_new (LB_TYPE_IMAGE, "id", id, NULL);
}

LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, gint64, id, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, gint64, dataset_id, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, caption, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, caption_source, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, upload_source_url, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, image_name, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, image_url, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, thumbnail_url, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, format, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, source_sha256, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, const char *, stored_sha256, NULL)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, int, width, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, int, height, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, int, source_width, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, int, source_height, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, gint64, size_bytes, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, gint64, created_at, 0)
LB_DEFINE_FIELD_GETTER (LbImage, lb_image, IMAGE, gint64, updated_at, 0)

const char *
lb_image_get_text (LbImage *self)
{
  g_return_val_if_fail (LB_IS_IMAGE (self), NULL);

  return self->draft != NULL ? self->draft : self->caption;
}

void
lb_image_set_draft (LbImage *self, const char *draft)
{
  g_return_if_fail (LB_IS_IMAGE (self));

  if (g_set_str (&self->draft, draft))
    text_changed (self);
}

const char *
lb_image_get_summary (LbImage *self)
{
  g_return_val_if_fail (LB_IS_IMAGE (self), NULL);

  look_into_text (self);
  return self->summary;
}

gboolean
lb_image_get_caption_valid (LbImage *self)
{
  g_return_val_if_fail (LB_IS_IMAGE (self), FALSE);

  look_into_text (self);
  return self->caption_valid;
}

void
lb_image_update_from (LbImage *self, LbImage *other)
{
  g_return_if_fail (LB_IS_IMAGE (self));
  g_return_if_fail (LB_IS_IMAGE (other));

  lb_record_update_from (LB_RECORD (self), LB_RECORD (other));
}

const char *
lb_image_get_shown_name (LbImage *self)
{
  g_return_val_if_fail (LB_IS_IMAGE (self), NULL);

  if (self->shown_name == NULL)
    self->shown_name = lb_image_name_unmark (self->image_name);

  return self->shown_name;
}
