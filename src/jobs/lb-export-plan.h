#pragma once

#include "jobs/lb-export-format.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbExportItem:
 *
 * One picture of an export, as it was when the export began.
 */
typedef struct
{
  LbImage *image;     /* (owned) */
  char *path;         /* (owned): in the export */
  char *text;         /* (owned) (nullable): its description */
  gboolean automatic; /* it is known that no person wrote that */
} LbExportItem;

/**
 * LbExportText:
 *
 * One file of an export.
 */
typedef struct
{
  char *path;    /* (owned) */
  GBytes *bytes; /* (owned) */
} LbExportText;

/* (transfer full) (element-type LbExportText): empty. */
GPtrArray *lb_export_texts_new (void);
/* @path, @bytes: (transfer full) */
void lb_export_texts_take (GPtrArray *texts, char *path, GBytes *bytes);

/**
 * LbExportPlan:
 *
 * What an export consists of: which picture goes where, and the texts around them. Names are those
 * that a person knows, made so that every system takes them and none is there twice. The
 * descriptions are those the window shows, except for a draft that is not valid, which has the last
 * valid one in its place.
 */
typedef struct _LbExportPlan LbExportPlan;

/* @images: (element-type LbImage). */
LbExportPlan *lb_export_plan_new (LbSession *session,
                                  LbDataset *dataset,
                                  GListModel *images,
                                  LbExportFormat format);
void lb_export_plan_free (LbExportPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbExportPlan, lb_export_plan_free)

GPtrArray *lb_export_plan_get_items (LbExportPlan *self); /* (element-type LbExportItem) */
/* Gives the items their paths, one after the other in their order. @picture: says of what format it
 * is, which a service elsewhere does not. */
void lb_export_plan_place (LbExportPlan *self, LbExportItem *item, GBytes *picture);
/* @item is not in it after all; before lb_export_plan_list_texts(). */
void lb_export_plan_leave_out (LbExportPlan *self, LbExportItem *item);
/* What it takes on disk, as far as the service has said; bytes. */
guint64 lb_export_plan_get_bytes (LbExportPlan *self);
/* How many drafts are not in it. */
guint lb_export_plan_get_n_drafts (LbExportPlan *self);
/* How many items have no description. */
guint lb_export_plan_get_n_missing (LbExportPlan *self);
/* How many would not be in one that is made now. @images: (element-type LbImage). */
guint lb_export_plan_count_drafts (LbSession *session, LbDataset *dataset, GListModel *images);
/* (transfer full) (nullable): the path of the file beside the picture, for the formats with one. */
char *lb_export_plan_dup_text_path (LbExportPlan *self, LbExportItem *item);
/* (transfer full) (element-type LbExportText): the files that come after the pictures, all of which
 * have their places. */
GPtrArray *lb_export_plan_list_texts (LbExportPlan *self);

G_END_DECLS
