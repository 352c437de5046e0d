#pragma once

#include <adwaita.h>

#include "jobs/lb-import-settings.h"

G_BEGIN_DECLS

/* What sheets say of descriptions that were found with pictures, and of what an export of ours has
 * for the dataset itself. */

/* @row: shown when there are some. @note: what becomes of them. */
void lb_caption_rows_show_found (AdwSwitchRow *row, guint n_captions, const char *note);
/* @row: shown when there are some. @stray: (element-type LbSidecarNote), which may grow;
 * what is broken comes first. */
void lb_caption_rows_show_stray (AdwExpanderRow *row, GPtrArray *stray);
/* @row: shown when there is something to take; on at first where nothing of a person's is replaced.
 * @manifest: (nullable). */
void
lb_caption_rows_show_settings (AdwSwitchRow *row, LbExportManifest *manifest, LbDataset *dataset);
/* Whether what @row offers is wanted. */
gboolean lb_caption_rows_takes (AdwSwitchRow *row);

G_END_DECLS
