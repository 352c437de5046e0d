#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbFoundFile:
 * @file: the file
 * @name: for display
 * @key: sorts by name the way people count: 2 before 10
 * @error: (owned) (nullable): why it, or the folder it is, can't be looked into
 */
typedef struct
{
  GFile *file;
  char *name;
  char *key;
  GError *error;
} LbFoundFile;

/* Finds every file in @roots, files and folders, in natural order of names. Blocks: for a worker
 * thread. Of what is in a folder, hidden files and what is neither file nor folder are left out;
 * each folder is read once, however many links lead to it. @clipped: (out): there were more than
 * @max files. Returns (transfer full) (element-type LbFoundFile). */
GPtrArray *lb_file_walk (GPtrArray *roots, guint max, gboolean *clipped, GCancellable *cancel);

G_END_DECLS
