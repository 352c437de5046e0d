#include "jobs/lb-file-walk.h"

#include "jobs/lb-file-error.h"
#include "jobs/lb-sidecar-names.h"

#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_TYPE                                                                   \
  "," G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME                    \
  "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," G_FILE_ATTRIBUTE_STANDARD_IS_BACKUP                  \
  "," G_FILE_ATTRIBUTE_STANDARD_IS_SYMLINK "," G_FILE_ATTRIBUTE_ID_FILE

typedef struct
{
  GPtrArray *roots;    /* (unowned) (element-type GFile) */
  GPtrArray *found;    /* (owned) (element-type LbFoundFile) */
  GQueue folders;      /* (element-type GFile) still to be read */
  GHashTable *visited; /* (owned) ids of folders, and files as GFile */
  GHashTable *files;   /* (owned) (element-type GFile) */
  GHashTable
    *singles; /* (owned) GFile, a folder -> LbSidecarNames of files that were named alone */
  GCancellable *cancel;
  guint max;
  gboolean clipped;
} Walk;

void
lb_found_file_free (LbFoundFile *self)
{
  g_object_unref (self->file);
  g_free (self->name);
  g_free (self->key);
  g_free (self->path);
  g_clear_error (&self->error);
  g_clear_pointer (&self->sidecar, lb_sidecar_unref);
  g_clear_object (&self->keeper);
  g_free (self);
}

LbFoundFile *
lb_found_file_new (GFile *file, const char *name, const char *path, const GError *error)
{
  LbFoundFile *self = g_new0 (LbFoundFile, 1);
  g_autofree char *own = path == NULL ? g_file_get_path (file) : NULL;
  g_autofree char *uri = path == NULL && own == NULL ? g_file_get_uri (file) : NULL;

  self->file = g_object_ref (file);
  self->name = g_utf8_make_valid (name, -1);
  self->key = g_utf8_collate_key_for_filename (self->name, -1);
  self->path = g_utf8_make_valid (path != NULL ? path : own != NULL ? own : uri, -1);
  self->error = error != NULL ? lb_file_error_new (error) : NULL;
  return self;
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const LbFoundFile *left = *(LbFoundFile *const *) a;
  const LbFoundFile *right = *(LbFoundFile *const *) b;
  int order = 0;

  /* 0, of no export, comes after all the others. */
  if (left->position != right->position)
    return left->position - 1 < right->position - 1 ? -1 : 1;

  order = g_strcmp0 (left->key, right->key);
  return order != 0 ? order : g_strcmp0 (left->path, right->path);
}

void
lb_found_files_sort (GPtrArray *found)
{
  g_ptr_array_sort (found, compare_found);
}

static void
add_file (Walk *walk, GFile *file, const char *name, const GError *error)
{
  if (walk->found->len >= walk->max)
    {
      walk->clipped = TRUE;
      return;
    }
  if (!g_hash_table_add (walk->files, g_object_ref (file)))
    return;

  g_ptr_array_add (walk->found, lb_found_file_new (file, name, NULL, error));
}

/* (transfer full): the name to show and to send. For a name that is no UTF-8, GLib's own name for
 * display ends in a remark. */
static char *
name_of (GFileInfo *info)
{
  const char *name = g_file_info_get_name (info);

  return name != NULL && !g_utf8_validate (name, -1, NULL)
           ? g_utf8_make_valid (name, -1)
           : g_strdup (g_file_info_get_display_name (info));
}

static void
add_unreadable (Walk *walk, GFile *file, const GError *error)
{
  g_autofree char *name = g_file_get_basename (file);

  add_file (walk, file, name != NULL ? name : "?", error);
}

/* Queues a folder unless it was met before, by another way or by a link to one above. */
static void
add_folder (Walk *walk, GFile *folder, GFileInfo *info)
{
  const char *id = g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_ID_FILE);
  g_autofree char *key = id != NULL ? g_strdup (id) : g_file_get_uri (folder);

  if (g_hash_table_add (walk->visited, g_steal_pointer (&key)))
    g_queue_push_tail (&walk->folders, g_object_ref (folder));
}

/* A link whose end can't be found is told by its own type. */
static void
refuse_kind (GFileInfo *info, GError **error)
{
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_SYMBOLIC_LINK)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS, "A link to nowhere");
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "Neither file nor folder");
}

/* What is neither file nor folder is never opened: a pipe would have us wait for a writer. */
static void
add_any (Walk *walk, GFile *file, GFileInfo *info)
{
  GFileType type = g_file_info_get_file_type (info);
  g_autofree char *name = name_of (info);
  g_autoptr (GError) error = NULL;

  if (type == G_FILE_TYPE_DIRECTORY)
    {
      add_folder (walk, file, info);
      return;
    }

  if (type != G_FILE_TYPE_REGULAR)
    refuse_kind (info, &error);
  add_file (walk, file, name, error);
}

/* A link in a folder could lead to all that is on the computer; whoever wants what is there names
 * the link itself. */
static gboolean
leads_to_folder (GFileInfo *info)
{
  return g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY &&
         g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_STANDARD_IS_SYMLINK);
}

static void
add_within (Walk *walk, GFile *file, GFileInfo *info)
{
  g_autoptr (GError) error = NULL;

  if (!leads_to_folder (info))
    {
      add_any (walk, file, info);
      return;
    }
  if (g_ptr_array_find_with_equal_func (walk->roots, file, (GEqualFunc) g_file_equal, NULL))
    return;

  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_WOULD_RECURSE, "A link to a folder");
  add_unreadable (walk, file, error);
}

static void
read_folder (Walk *walk, GFile *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) entries = NULL;

  if (!(entries = g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NONE,
                                             walk->cancel, &error)))
    {
      add_unreadable (walk, folder, error);
      return;
    }

  while (!walk->clipped)
    {
      GFileInfo *info = NULL;
      GFile *file = NULL;

      if (!g_file_enumerator_iterate (entries, &info, &file, walk->cancel, &error) || info == NULL)
        break;
      if (!g_file_info_get_is_hidden (info) && !g_file_info_get_is_backup (info))
        add_within (walk, file, info);
    }

  /* What was found before stays; the row says that it is not all. */
  if (error != NULL && !g_cancellable_is_cancelled (walk->cancel))
    add_unreadable (walk, folder, error);
}

static void
note_single (Walk *walk, GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  LbSidecarNames *names = NULL;

  if (folder == NULL || name == NULL)
    return;

  names = g_hash_table_lookup (walk->singles, folder);
  if (names == NULL)
    {
      names = lb_sidecar_names_new ();
      g_hash_table_insert (walk->singles, g_object_ref (folder), names);
    }
  lb_sidecar_names_add (names, name);
}

static void
add_root (Walk *walk, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, walk->cancel, &error);

  if (info == NULL)
    {
      add_unreadable (walk, file, error);
      return;
    }
  add_any (walk, file, info);
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    note_single (walk, file);
}

static void
add_from_beside (Walk *walk, GFile *folder, LbSidecarNames *names)
{
  const char *path = g_file_peek_path (folder);
  g_autoptr (GDir) dir = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) file = NULL;
      LbFoundFile *found = NULL;

      if (!lb_sidecar_names_has (names, name))
        continue;
      file = g_file_get_child (folder, name);
      if (g_hash_table_contains (walk->files, file) ||
          !g_file_test (g_file_peek_path (file), G_FILE_TEST_IS_REGULAR))
        continue;
      found = lb_found_file_new (file, name, NULL, NULL);
      found->beside = TRUE;
      g_ptr_array_add (walk->found, found);
    }
}

/* A folder that was gone through has nothing left to be found. */
static void
add_all_from_beside (Walk *walk)
{
  GHashTableIter iter;
  gpointer folder = NULL;
  gpointer names = NULL;

  g_hash_table_iter_init (&iter, walk->singles);
  while (g_hash_table_iter_next (&iter, &folder, &names) &&
         !g_cancellable_is_cancelled (walk->cancel))
    add_from_beside (walk, folder, names);
}

GPtrArray *
lb_file_walk (GPtrArray *roots, guint max, gboolean *clipped, GCancellable *cancel)
{
  Walk walk = { .roots = roots, .folders = G_QUEUE_INIT, .cancel = cancel, .max = max };
  GFile *folder = NULL;

  walk.found = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_found_file_free);
  walk.visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  walk.files = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref, NULL);

  walk.singles = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, g_object_unref,
                                        (GDestroyNotify) lb_sidecar_names_free);

  for (guint i = 0; i < roots->len; i++)
    add_root (&walk, g_ptr_array_index (roots, i));

  while ((folder = g_queue_pop_head (&walk.folders)) != NULL)
    {
      if (!walk.clipped && !g_cancellable_is_cancelled (cancel))
        read_folder (&walk, folder);
      g_object_unref (folder);
    }

  add_all_from_beside (&walk);
  g_hash_table_unref (walk.singles);
  g_hash_table_unref (walk.visited);
  g_hash_table_unref (walk.files);
  lb_found_files_sort (walk.found);
  *clipped = walk.clipped;
  return walk.found;
}
