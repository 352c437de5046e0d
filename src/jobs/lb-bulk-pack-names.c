#include "jobs/lb-bulk-pack-names.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "jobs/lb-bulk-texts.h"

struct _LbBulkPackNames
{
  GHashTable *keys; /* (owned): of the names so far */
  gboolean with_texts;
};

LbBulkPackNames *
lb_bulk_pack_names_new (gboolean with_texts)
{
  LbBulkPackNames *self = g_new0 (LbBulkPackNames, 1);

  self->with_texts = with_texts;
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
lb_bulk_pack_names_free (LbBulkPackNames *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

/* Whether the service takes it for a picture's name in a ZIP file. */
static gboolean
is_usable (const char *name)
{
  const LbZipKind kind = lb_zip_name_get_kind (name);

  return strchr (name, '/') == NULL &&
         lb_zip_name_check (name, strlen (name)) == LB_ZIP_REFUSAL_NONE &&
         (kind == LB_ZIP_KIND_IMAGE || kind == LB_ZIP_KIND_OTHER) && !lb_zip_name_is_archive (name);
}

static gboolean
take (LbBulkPackNames *self, const char *name)
{
  char *key = self->with_texts ? lb_bulk_text_stem (name) : lb_zip_name_to_key (name);

  return g_hash_table_add (self->keys, key);
}

char *
lb_bulk_pack_names_add (LbBulkPackNames *self, LbBulkEntry *entry)
{
  const char *original = lb_bulk_entry_get_original_name (entry);
  const char *wanted = original != NULL && is_usable (original) ? original : NULL;
  g_autofree char *name = g_strdup (wanted != NULL ? wanted : lb_bulk_entry_get_name (entry));

  for (guint n = 2; !take (self, name); n++)
    {
      g_free (name);
      if (wanted == NULL)
        wanted = lb_bulk_entry_get_name (entry);
      name = g_strdup_printf ("%u/%s", n, wanted);
    }

  return g_steal_pointer (&name);
}
