#include "jobs/lb-sidecars.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "jobs/lb-caption-file.h"
#include "jobs/lb-caption-fit.h"

#define JSONL "metadata.jsonl"
#define CSV "metadata.csv"

/* What this program puts beside the pictures of an export; there, texts are as it has written them.
 */
static const char *const export_names[] = { LB_EXPORT_MANIFEST, LB_EXPORT_SCHEMA, "SHA256SUMS",
                                            NULL };

struct _LbSidecar
{
  char *path;       /* (owned) */
  char *name;       /* (owned): for display */
  GFile *file;      /* (owned) (nullable) for an entry of a table */
  GObject *keeper;  /* (owned) (nullable) */
  GBytes *bytes;    /* (owned) (nullable): of what is in an archive, in the place of a file */
  char *text;       /* (owned) (nullable): of an entry of a table */
  guint line;       /* of a table */
  guint n_pictures; /* that it was matched with */
  gboolean second;  /* some picture had another one that went before it */
  gboolean verbatim;
  gboolean beside; /* nobody has named it */
};

struct _LbSidecars
{
  GCancellable *cancel; /* (owned) */
  GPtrArray *sidecars;  /* (owned) (element-type LbSidecar): in the order of their finding */
  GPtrArray *tables;    /* (owned) (element-type LbSidecar): whole files, until they are read */
  GHashTable *exact;    /* (owned): path to its LbSidecar (unowned) */
  GHashTable *folded;   /* (owned): folded path to the first such LbSidecar (unowned) */
  GPtrArray *manifests; /* (owned) (element-type LbSidecar): until they are read */
  GHashTable *exports;  /* (owned): folders that this program has written, to LbExportManifest */
  GHashTable
    *records[2];        /* (owned): folded path to an LbSidecar (unowned), of each kind of table */
  GHashTable *loose[2]; /* (owned): folded last name to an LbSidecar (unowned) */
  GPtrArray *pictures;  /* (owned) (element-type utf8): paths */
  GHashTable *lasts;    /* (owned): folded last name of pictures to how many have it */
  GHashTable *matches;  /* (owned): path of a picture to its LbSidecar (unowned) */
  GPtrArray *notes;     /* (owned) (element-type LbSidecarNote) */
  gboolean prefers_json;
};

static const char *const prompt_endings[] = { ".json", ".txt", ".caption" };
static const char *const word_endings[] = { ".txt", ".caption", ".json" };

LbSidecarNote *
lb_sidecar_note_copy (const LbSidecarNote *self)
{
  LbSidecarNote *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  return copy;
}

void
lb_sidecar_note_free (LbSidecarNote *self)
{
  g_free (self->name);
  g_free (self);
}

static void
sidecar_clear (gpointer data)
{
  LbSidecar *self = data;

  g_free (self->path);
  g_free (self->name);
  g_free (self->text);
  g_clear_object (&self->file);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

LbSidecar *
lb_sidecar_ref (LbSidecar *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lb_sidecar_unref (LbSidecar *self)
{
  g_atomic_rc_box_release_full (self, sidecar_clear);
}

static const char *
last_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

/* (transfer full): with its slash; empty for the top. */
static char *
folder_of (const char *path)
{
  return g_strndup (path, (gsize) (last_name (path) - path));
}

static gboolean
ends_in (const char *name, const char *ending)
{
  gsize length = strlen (name);
  gsize n = strlen (ending);

  return length > n && g_ascii_strcasecmp (name + length - n, ending) == 0;
}

static LbSidecar *
sidecar_new (const char *path, GFile *file, GObject *keeper)
{
  LbSidecar *self = g_atomic_rc_box_new0 (LbSidecar);

  self->path = g_strdup (path);
  self->name = g_strdup (last_name (path));
  g_set_object (&self->file, file);
  g_set_object (&self->keeper, keeper);
  return self;
}

const char *
lb_sidecar_get_name (LbSidecar *self)
{
  return self->name;
}

guint
lb_sidecar_get_line (LbSidecar *self)
{
  return self->line;
}

const char *
lb_sidecar_get_path (LbSidecar *self)
{
  return self->path;
}

static LbSidecarFault
fault_of (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE))
    return LB_SIDECAR_TOO_LARGE;
  if (g_error_matches (error, LB_ERROR, LB_ERROR_UNSUPPORTED))
    return LB_SIDECAR_NOT_TEXT;
  if (g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
    return LB_SIDECAR_WRONG;

  return LB_SIDECAR_UNREADABLE;
}

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

/* (transfer full) (nullable) */
static GBytes *
load (LbSidecar *self, gsize max_bytes, GCancellable *cancel, GError **error)
{
  if (self->file != NULL)
    return lb_caption_file_load (self->file, max_bytes, cancel, error);
  if (g_bytes_get_size (self->bytes) <= max_bytes)
    return g_bytes_ref (self->bytes);

  g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE,
               "The file is larger than %" G_GSIZE_FORMAT " bytes", max_bytes);
  return NULL;
}

char *
lb_sidecar_read (LbSidecar *self, LbSidecarFault *fault, GCancellable *cancel)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  if (self->text != NULL)
    {
      text = g_strdup (self->text);
    }
  else if (!(bytes = load (self, LB_LIMIT_CAPTION_BYTES, cancel, &error)) ||
           !(text = lb_caption_file_decode (bytes, self->verbatim, &error)))
    {
      *fault = fault_of (error);
      return NULL;
    }
  else if (!self->verbatim && ends_in (self->name, ".json"))
    {
      char *inner = lb_caption_fit_unwrap (text);

      g_free (text);
      text = inner;
    }

  if (text == NULL)
    {
      *fault = LB_SIDECAR_WRONG;
      return NULL;
    }

  *fault = is_blank (text) ? LB_SIDECAR_BLANK : LB_SIDECAR_OK;
  return *fault == LB_SIDECAR_OK ? g_steal_pointer (&text) : NULL;
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

LbSidecars *
lb_sidecars_new (gboolean prefers_json, GCancellable *cancel)
{
  LbSidecars *self = g_new0 (LbSidecars, 1);

  self->prefers_json = prefers_json;
  g_set_object (&self->cancel, cancel);
  self->sidecars = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_unref);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_unref);
  self->pictures = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_note_free);
  self->exact = new_table ();
  self->folded = new_table ();
  self->manifests = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_sidecar_unref);
  self->exports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) lb_export_manifest_unref);
  self->lasts = new_table ();
  self->matches = new_table ();
  for (guint i = 0; i < G_N_ELEMENTS (self->records); i++)
    {
      self->records[i] = new_table ();
      self->loose[i] = new_table ();
    }

  return self;
}

void
lb_sidecars_free (LbSidecars *self)
{
  g_clear_object (&self->cancel);
  g_ptr_array_unref (self->sidecars);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->manifests);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->exact);
  g_hash_table_unref (self->folded);
  g_hash_table_unref (self->exports);
  g_hash_table_unref (self->lasts);
  g_hash_table_unref (self->matches);
  for (guint i = 0; i < G_N_ELEMENTS (self->records); i++)
    {
      g_hash_table_unref (self->records[i]);
      g_hash_table_unref (self->loose[i]);
    }
  g_free (self);
}

gboolean
lb_sidecars_is_table (const char *name)
{
  return g_ascii_strcasecmp (name, JSONL) == 0 || g_ascii_strcasecmp (name, CSV) == 0;
}

gboolean
lb_sidecars_takes (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (word_endings); i++)
    if (ends_in (name, word_endings[i]))
      return TRUE;

  return lb_sidecars_is_table (name);
}

/* @sidecar: (transfer full) */
static void
add_sidecar (LbSidecars *self, LbSidecar *sidecar)
{
  g_autofree char *key = NULL;

  if (g_str_equal (sidecar->name, LB_EXPORT_MANIFEST))
    {
      g_ptr_array_add (self->manifests, sidecar);
      return;
    }
  if (lb_sidecars_is_table (sidecar->name))
    {
      g_ptr_array_add (self->tables, sidecar);
      return;
    }

  g_ptr_array_add (self->sidecars, sidecar);
  g_hash_table_insert (self->exact, g_strdup (sidecar->path), sidecar);
  key = lb_zip_name_to_key (sidecar->path);
  if (!g_hash_table_contains (self->folded, key))
    g_hash_table_insert (self->folded, g_steal_pointer (&key), sidecar);
}

void
lb_sidecars_add (LbSidecars *self, const char *path, GFile *file, GObject *keeper)
{
  add_sidecar (self, sidecar_new (path, file, keeper));
}

void
lb_sidecars_add_beside (LbSidecars *self, const char *path, GFile *file)
{
  LbSidecar *sidecar = sidecar_new (path, file, NULL);

  sidecar->beside = TRUE;
  add_sidecar (self, sidecar);
}

void
lb_sidecars_add_bytes (LbSidecars *self, const char *path, GBytes *bytes)
{
  LbSidecar *sidecar = sidecar_new (path, NULL, NULL);

  sidecar->bytes = g_bytes_ref (bytes);
  add_sidecar (self, sidecar);
}

void
lb_sidecars_leave_out (LbSidecars *self, const char *path, LbSidecarFault fault)
{
  LbSidecarNote *added = g_new0 (LbSidecarNote, 1);

  added->name = g_strdup (last_name (path));
  added->fault = fault;
  g_ptr_array_add (self->notes, added);
}

void
lb_sidecars_add_picture (LbSidecars *self, const char *path)
{
  char *last = lb_zip_name_to_key (last_name (path));
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->lasts, last));

  g_ptr_array_add (self->pictures, g_strdup (path));
  g_hash_table_insert (self->lasts, last, GUINT_TO_POINTER (n + 1));
}

static void
note (LbSidecars *self, LbSidecar *sidecar, LbSidecarFault fault)
{
  LbSidecarNote *added = NULL;

  if (sidecar->beside)
    return;

  added = g_new0 (LbSidecarNote, 1);
  added->name = g_strdup (sidecar->name);
  added->line = sidecar->line;
  added->fault = fault;
  g_ptr_array_add (self->notes, added);
}

/* Where a name in a table leads to, from its folder on. What leads out of it, or is no name at all,
 * leads nowhere. */
static char *
resolve (const char *folder, const char *file_name)
{
  g_autofree char *slashed = g_strdelimit (g_strdup (file_name), "\\", '/');
  const char *from = g_str_has_prefix (slashed, "./") ? slashed + 2 : slashed;

  if (lb_zip_name_check (from, strlen (from)) != LB_ZIP_REFUSAL_NONE)
    return NULL;

  return g_strconcat (folder, from, NULL);
}

static void
add_record (LbSidecars *self, LbSidecar *table, LbCaptionRecord *record, guint kind)
{
  g_autofree char *folder = folder_of (table->path);
  g_autofree char *path = resolve (folder, record->file_name);
  LbSidecar *sidecar = sidecar_new (table->path, NULL, NULL);
  char *key = NULL;

  sidecar->text = g_strdup (record->text);
  sidecar->line = record->line;
  sidecar->beside = table->beside;
  g_ptr_array_add (self->sidecars, sidecar);
  if (path == NULL)
    return;

  key = lb_zip_name_to_key (path);
  if (g_hash_table_contains (self->records[kind], key))
    {
      sidecar->second = TRUE;
      g_free (key);
      return;
    }
  g_hash_table_insert (self->records[kind], key, sidecar);

  key = lb_zip_name_to_key (last_name (path));
  if (g_hash_table_contains (self->loose[kind], key))
    g_free (key);
  else
    g_hash_table_insert (self->loose[kind], key, sidecar);
}

static void
read_table (LbSidecars *self, LbSidecar *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbCaptionTable) read = NULL;
  g_autoptr (GBytes) bytes = load (table, LB_CAPTION_TABLE_BYTES, self->cancel, &error);
  const guint kind = ends_in (table->name, ".csv");

  if (bytes != NULL)
    read = kind == 1 ? lb_caption_table_new_from_csv (bytes, &error)
                     : lb_caption_table_new_from_jsonl (bytes, &error);
  if (read == NULL)
    {
      note (self, table, fault_of (error));
      return;
    }

  for (guint i = 0; i < read->records->len; i++)
    {
      LbCaptionRecord *record = read->records->pdata[i];

      if (record->text != NULL)
        add_record (self, table, record, kind);
    }
  for (guint i = 0; i < read->faults->len; i++)
    {
      const LbCaptionFault *fault = &g_array_index (read->faults, LbCaptionFault, i);

      table->line = fault->line;
      note (self, table, fault->too_large ? LB_SIDECAR_TOO_LARGE : LB_SIDECAR_WRONG);
    }
}

/* (nullable): the file at @path, in this spelling or another. */
static LbSidecar *
look_up (LbSidecars *self, const char *path)
{
  LbSidecar *found = g_hash_table_lookup (self->exact, path);
  g_autofree char *key = NULL;

  if (found != NULL)
    return found;

  key = lb_zip_name_to_key (path);
  return g_hash_table_lookup (self->folded, key);
}

/* Takes @found unless there is one already, which it comes second to then. */
static void
consider (LbSidecar **chosen, LbSidecar *found)
{
  if (found == NULL || found == *chosen)
    return;
  if (*chosen == NULL)
    *chosen = found;
  else
    found->second = TRUE;
}

static void
consider_endings (LbSidecars *self, LbSidecar **chosen, const char *stem)
{
  const char *const *endings = self->prefers_json ? prompt_endings : word_endings;

  for (guint i = 0; i < G_N_ELEMENTS (word_endings); i++)
    {
      g_autofree char *path = g_strconcat (stem, endings[i], NULL);

      consider (chosen, look_up (self, path));
    }
}

static void
consider_tables (LbSidecars *self, LbSidecar **chosen, const char *path)
{
  g_autofree char *key = lb_zip_name_to_key (path);
  g_autofree char *last = lb_zip_name_to_key (last_name (path));
  gboolean alone = GPOINTER_TO_UINT (g_hash_table_lookup (self->lasts, last)) == 1;

  for (guint i = 0; i < G_N_ELEMENTS (self->records); i++)
    {
      LbSidecar *found = g_hash_table_lookup (self->records[i], key);

      if (found == NULL && alone)
        found = g_hash_table_lookup (self->loose[i], last);
      consider (chosen, found);
    }
}

static void
match_picture (LbSidecars *self, const char *path)
{
  const char *dot = strrchr (last_name (path), '.');
  g_autofree char *stem =
    dot != NULL && dot != last_name (path) ? g_strndup (path, (gsize) (dot - path)) : NULL;
  LbSidecar *chosen = NULL;

  consider_endings (self, &chosen, path);
  if (stem != NULL)
    consider_endings (self, &chosen, stem);
  consider_tables (self, &chosen, path);

  if (chosen == NULL)
    return;
  chosen->n_pictures++;
  g_hash_table_insert (self->matches, g_strdup (path), chosen);
}

/* A file of that name that another program has written is a description like any other. */
static void
read_manifests (LbSidecars *self)
{
  for (guint i = 0; i < self->manifests->len; i++)
    {
      LbSidecar *sidecar = self->manifests->pdata[i];
      g_autoptr (GBytes) bytes = load (sidecar, LB_CAPTION_TABLE_BYTES, self->cancel, NULL);
      LbExportManifest *manifest = bytes != NULL ? lb_export_manifest_new (bytes) : NULL;

      if (manifest != NULL)
        g_hash_table_insert (self->exports, folder_of (sidecar->path), manifest);
    }
}

/* (nullable): of the folder that a file is in. */
static LbExportManifest *
find_export (LbSidecars *self, const char *path)
{
  g_autofree char *folder = folder_of (path);

  return g_hash_table_lookup (self->exports, folder);
}

/* (nullable): @path: of a picture, which may be in a folder below. @file: (out): from there on. */
static LbExportManifest *
find_export_above (LbSidecars *self, const char *path, const char **file)
{
  g_autofree char *folder = folder_of (path);
  gsize length = strlen (folder);

  for (guint n = 0; n < 2; n++)
    {
      LbExportManifest *found = g_hash_table_lookup (self->exports, folder);

      *file = path + length;
      if (found != NULL || length == 0)
        return found;
      folder[--length] = '\0';
      while (length > 0 && folder[length - 1] != '/')
        folder[--length] = '\0';
    }

  return NULL;
}

static void
take_schema (LbSidecars *self, LbSidecar *sidecar, LbExportManifest *manifest)
{
  g_autoptr (GBytes) bytes = load (sidecar, LB_LIMIT_CAPTION_BYTES, self->cancel, NULL);
  g_autofree char *key = lb_zip_name_to_key (sidecar->path);

  lb_export_manifest_set_visual_schema (manifest, bytes);
  g_hash_table_remove (self->exact, sidecar->path);
  g_hash_table_remove (self->folded, key);
  g_ptr_array_remove (self->sidecars, sidecar);
}

static void
mark_exports (LbSidecars *self)
{
  read_manifests (self);
  for (guint i = self->sidecars->len; i > 0; i--)
    {
      LbSidecar *sidecar = self->sidecars->pdata[i - 1];
      LbExportManifest *manifest = find_export (self, sidecar->path);

      if (manifest == NULL)
        continue;
      sidecar->verbatim = TRUE;
      if (g_str_equal (sidecar->name, LB_EXPORT_SCHEMA))
        take_schema (self, sidecar, manifest);
    }
}

void
lb_sidecars_match (LbSidecars *self)
{
  mark_exports (self);
  for (guint i = 0; i < self->tables->len; i++)
    read_table (self, self->tables->pdata[i]);
  for (guint i = 0; i < self->pictures->len; i++)
    match_picture (self, self->pictures->pdata[i]);

  for (guint i = 0; i < self->sidecars->len; i++)
    {
      LbSidecar *sidecar = self->sidecars->pdata[i];

      if (sidecar->n_pictures == 0)
        note (self, sidecar, sidecar->second ? LB_SIDECAR_SECOND : LB_SIDECAR_UNMATCHED);
    }
}

LbSidecar *
lb_sidecars_find (LbSidecars *self, const char *picture_path)
{
  return g_hash_table_lookup (self->matches, picture_path);
}

LbExportManifest *
lb_sidecars_get_manifest (LbSidecars *self)
{
  GHashTableIter iter;
  gpointer manifest = NULL;

  if (g_hash_table_size (self->exports) != 1)
    return NULL;

  g_hash_table_iter_init (&iter, self->exports);
  g_hash_table_iter_next (&iter, NULL, &manifest);
  return manifest;
}

const LbExportOrigin *
lb_sidecars_find_origin (LbSidecars *self, const char *picture_path)
{
  const char *file = NULL;
  LbExportManifest *manifest = find_export_above (self, picture_path, &file);

  return manifest != NULL ? lb_export_manifest_find (manifest, file) : NULL;
}

gboolean
lb_sidecars_is_of_export (LbSidecars *self, const char *path)
{
  return g_strv_contains (export_names, last_name (path)) && find_export (self, path) != NULL;
}

static gboolean
has_named_table (LbSidecars *self)
{
  for (guint i = 0; i < self->tables->len; i++)
    if (!((LbSidecar *) self->tables->pdata[i])->beside)
      return TRUE;

  return FALSE;
}

gboolean
lb_sidecars_is_used (LbSidecars *self)
{
  return g_hash_table_size (self->matches) > 0 || has_named_table (self) ||
         g_hash_table_size (self->exports) > 0;
}

GPtrArray *
lb_sidecars_get_notes (LbSidecars *self)
{
  return self->notes;
}
