#pragma once

#include <gio/gio.h>

#include "jobs/lb-sidecars.h"

G_BEGIN_DECLS

/**
 * LbFoundFile:
 * @file: the file
 * @name: for display
 * @key: sorts by name the way people count: 2 before 10
 * @error: (owned) (nullable): why it, or the folder it is, can't be looked into
 * @path: (owned): where it is, valid UTF-8; within a ZIP file, that and the way there
 * @sidecar: (owned) (nullable): the description that belongs to it
 * @keeper: (owned) (nullable): keeps @file, a copy, as long as it is there itself
 * @position: which picture of an export of ours it is, from 1; 0: of none
 * @automatic: whether no person wrote its description, as that export says
 * @beside: whether nobody has named it: it may describe a picture that was named alone
 */
typedef struct
{
  GFile *file;
  char *name;
  char *key;
  GError *error;
  char *path;
  LbSidecar *sidecar;
  GObject *keeper;
  guint position;
  gboolean automatic;
  gboolean beside;
} LbFoundFile;

/* @name: as it is, UTF-8 or not; @path, @error: (nullable): the file's own; none. */
LbFoundFile *
lb_found_file_new (GFile *file, const char *name, const char *path, const GError *error);
void lb_found_file_free (LbFoundFile *self);
/* Those of an export first, in its order; then by name, and by place for the same names. */
void lb_found_files_sort (GPtrArray *found);

/* Finds every file in @roots, files and folders, in natural order of names. Blocks: for a worker
 * thread. Of what is in a folder, hidden files are left out; what is neither file nor folder is
 * found with its error, and not opened, and so is a link to a folder unless it is one of @roots.
 * Each folder is read once. What may describe a file of @roots is found beside it. @clipped: (out):
 * there were more than @max files, without those. Returns (transfer full) (element-type
 * LbFoundFile). */
GPtrArray *lb_file_walk (GPtrArray *roots, guint max, gboolean *clipped, GCancellable *cancel);

G_END_DECLS
