#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LB_EXPORT_MANIFEST "lookbook.json"
#define LB_EXPORT_SCHEMA "visual-schema.json"

/**
 * LbExportManifest:
 *
 * What stands beside the pictures of an export of ours: what the dataset was, and how its pictures
 * were called. It may have been changed by anybody since.
 */
typedef struct _LbExportManifest LbExportManifest;

/* (transfer full) (nullable): NULL for what is no manifest of ours. */
LbExportManifest *lb_export_manifest_new (GBytes *bytes);
LbExportManifest *lb_export_manifest_ref (LbExportManifest *self);
void lb_export_manifest_unref (LbExportManifest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbExportManifest, lb_export_manifest_unref)

/* What the file beside it holds. @schema: (nullable): what is no JSON object counts as none. */
void lb_export_manifest_set_visual_schema (LbExportManifest *self, GBytes *schema);

const char *lb_export_manifest_get_visual_schema (LbExportManifest *self);  /* (nullable) */
const char *lb_export_manifest_get_caption_prefix (LbExportManifest *self); /* (nullable) */
/* Whether its descriptions are structured prompts. */
gboolean lb_export_manifest_is_fibo (LbExportManifest *self);

/**
 * LbExportOrigin:
 * @name: what the picture was called, free text
 * @position: which picture of the dataset it was, from 0
 * @automatic: whether no person wrote its description
 */
typedef struct
{
  char *name;
  guint position;
  gboolean automatic;
} LbExportOrigin;

/* (transfer none) (nullable). @file: from the manifest's folder on */
const LbExportOrigin *lb_export_manifest_find (LbExportManifest *self, const char *file);

G_END_DECLS
