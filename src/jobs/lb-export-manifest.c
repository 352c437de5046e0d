#include "jobs/lb-export-manifest.h"

#include <string.h>

#include "base/lb-json.h"
#include "model/lb-prompt.h"

#define NAME_MAX_BYTES 255

struct _LbExportManifest
{
  char *version;        /* (owned) (nullable) */
  char *caption_prefix; /* (owned) (nullable) */
  char *visual_schema;  /* (owned) (nullable) */
  GHashTable *origins;  /* (owned): file to LbExportOrigin (owned) */
};

static void
origin_free (gpointer data)
{
  LbExportOrigin *origin = data;

  g_free (origin->name);
  g_free (origin);
}

/* (nullable) */
static const char *
member_string (const LbJsonNode *object, const char *key)
{
  const LbJsonNode *member = object != NULL ? lb_json_node_member (object, key) : NULL;

  return member != NULL && member->type == LB_JSON_STRING ? member->string : NULL;
}

/* A name is shown and sent: nothing that could not be typed. */
static gboolean
is_name (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > NAME_MAX_BYTES)
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

static void
add_image (LbExportManifest *self, const LbJsonNode *image, guint position)
{
  const char *file = NULL;
  const char *name = NULL;
  LbExportOrigin *origin = NULL;

  if (image->type != LB_JSON_OBJECT || !(file = member_string (image, "file")) ||
      !is_name (name = member_string (image, "name")) ||
      g_hash_table_contains (self->origins, file))
    return;

  origin = g_new0 (LbExportOrigin, 1);
  origin->name = g_strdup (name);
  origin->position = position;
  origin->automatic = g_strcmp0 (member_string (image, "caption_source"), "automatic") == 0;
  g_hash_table_insert (self->origins, g_strdup (file), origin);
}

LbExportManifest *
lb_export_manifest_new (GBytes *bytes)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (LbJsonDocument) document =
    size > 0 ? lb_json_document_new (text, (gssize) size, NULL) : NULL;
  const LbJsonNode *root = document != NULL ? lb_json_document_get_root (document) : NULL;
  const LbJsonNode *dataset = NULL;
  const LbJsonNode *images = NULL;
  LbExportManifest *self = NULL;

  if (root == NULL || root->type != LB_JSON_OBJECT ||
      lb_json_node_member (root, "lookbook_export") == NULL ||
      !(dataset = lb_json_node_member (root, "dataset")) || dataset->type != LB_JSON_OBJECT)
    return NULL;

  self = g_atomic_rc_box_new0 (LbExportManifest);
  self->version = g_strdup (member_string (dataset, "training_version"));
  self->caption_prefix = g_strdup (member_string (dataset, "caption_prefix"));
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, origin_free);
  images = lb_json_node_member (root, "images");
  if (images != NULL && images->type == LB_JSON_ARRAY)
    for (guint i = 0; i < lb_json_node_length (images); i++)
      add_image (self, lb_json_node_element (images, i), i);

  return self;
}

LbExportManifest *
lb_export_manifest_ref (LbExportManifest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
manifest_clear (gpointer data)
{
  LbExportManifest *self = data;

  g_free (self->version);
  g_free (self->caption_prefix);
  g_free (self->visual_schema);
  g_hash_table_unref (self->origins);
}

void
lb_export_manifest_unref (LbExportManifest *self)
{
  g_atomic_rc_box_release_full (self, manifest_clear);
}

void
lb_export_manifest_set_visual_schema (LbExportManifest *self, GBytes *schema)
{
  gsize size = 0;
  const char *data = schema != NULL ? g_bytes_get_data (schema, &size) : NULL;
  g_autofree char *text = NULL;
  g_autoptr (LbPrompt) object = NULL;

  g_clear_pointer (&self->visual_schema, g_free);
  if (size == 0 || !g_utf8_validate (data, (gssize) size, NULL))
    return;

  text = g_strndup (data, size);
  if ((object = lb_prompt_new (text, NULL)) != NULL)
    self->visual_schema = g_steal_pointer (&text);
}

const char *
lb_export_manifest_get_visual_schema (LbExportManifest *self)
{
  return self->visual_schema;
}

const char *
lb_export_manifest_get_caption_prefix (LbExportManifest *self)
{
  return self->caption_prefix;
}

gboolean
lb_export_manifest_is_fibo (LbExportManifest *self)
{
  return g_strcmp0 (self->version, "fibo") == 0;
}

const LbExportOrigin *
lb_export_manifest_find (LbExportManifest *self, const char *file)
{
  return g_hash_table_lookup (self->origins, file);
}
