#include "jobs/lb-bulk-twins.h"

#include "base/lb-sha256.h"
#include "contract/lb-limits.h"

struct _LbBulkTwins
{
  LbBulkTwinsLoad load;
  gpointer data;
  GHashTable *sizes; /* (owned): gint64 to Size */
};

/* Those of one size. */
typedef struct
{
  LbBulkEntry *first;  /* (owned) */
  GHashTable *digests; /* (owned) (nullable) until there is a second one: SHA-256 to LbBulkEntry */
} Size;

static void
size_free (gpointer data)
{
  Size *size = data;

  g_object_unref (size->first);
  g_clear_pointer (&size->digests, g_hash_table_unref);
  g_free (size);
}

LbBulkTwins *
lb_bulk_twins_new (LbBulkTwinsLoad load, gpointer data)
{
  LbBulkTwins *self = g_new0 (LbBulkTwins, 1);

  self->load = load;
  self->data = data;
  self->sizes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, size_free);
  return self;
}

void
lb_bulk_twins_free (LbBulkTwins *self)
{
  g_hash_table_unref (self->sizes);
  g_free (self);
}

static gboolean
is_picture (LbBulkEntry *entry)
{
  const LbProbeResult *probe = lb_bulk_entry_get_probe (entry);

  return lb_format_word (probe->format) != NULL && !probe->truncated && probe->size_bytes > 0 &&
         probe->size_bytes <= LB_LIMIT_FILE_BYTES;
}

/* Returns the one that had these bytes before, or NULL. (transfer none) */
static LbBulkEntry *
note (LbBulkTwins *self, Size *size, LbBulkEntry *entry, GBytes *bytes)
{
  g_autoptr (GBytes) own = bytes != NULL ? g_bytes_ref (bytes) : self->load (entry, self->data);
  g_autofree char *digest = NULL;
  LbBulkEntry *twin;

  if (own == NULL)
    return NULL;

  digest = lb_sha256_of_bytes (own);
  if ((twin = g_hash_table_lookup (size->digests, digest)) == NULL)
    g_hash_table_insert (size->digests, g_steal_pointer (&digest), g_object_ref (entry));
  return twin;
}

void
lb_bulk_twins_add (LbBulkTwins *self, LbBulkEntry *entry, GBytes *bytes)
{
  const gint64 size_bytes = lb_bulk_entry_get_probe (entry)->size_bytes;
  Size *size;

  if (!is_picture (entry))
    return;

  if (!(size = g_hash_table_lookup (self->sizes, &size_bytes)))
    {
      size = g_new0 (Size, 1);
      size->first = g_object_ref (entry);
      g_hash_table_insert (self->sizes, g_memdup2 (&size_bytes, sizeof size_bytes), size);
      return;
    }

  if (size->digests == NULL)
    {
      size->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      note (self, size, size->first, NULL);
    }
  lb_bulk_entry_set_twin (entry, note (self, size, entry, bytes));
}
