#pragma once

#include <adwaita.h>

#include "jobs/lb-image-finder.h"

G_BEGIN_DECLS

/* Words that are found and replaced in the captions of a dataset. What would change is shown while
 * somebody types, and each of it can be left out; the rest is one step of the history, which may be
 * stopped, and of which a toast tells over the window that the dialog is presented in. */
#define LB_TYPE_REPLACE_DIALOG (lb_replace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbReplaceDialog, lb_replace_dialog, LB, REPLACE_DIALOG, AdwDialog)

/**
 * LbReplaceScope:
 * @session: a session
 * @dataset: a draft
 * @finder: of its images
 * @all: (element-type LbImage): all images of @dataset
 * @shown: (nullable) (element-type LbImage): those that a filter shows; NULL without one
 * @selected: (nullable) (element-type LbImage): those that are selected; NULL for none
 * @path: (nullable): the field that is chosen at first; NULL for all
 *
 * Whose captions they may be.
 */
typedef struct
{
  LbSession *session;
  LbDataset *dataset;
  LbImageFinder *finder;
  GPtrArray *all;
  GPtrArray *shown;
  GPtrArray *selected;
  const char *path;
} LbReplaceScope;

/* @from: a widget of the window. */
void lb_replace_dialog_present (GtkWidget *from, const LbReplaceScope *scope);

G_END_DECLS
