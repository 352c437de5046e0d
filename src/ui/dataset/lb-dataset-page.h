#pragma once

#include <adwaita.h>

#include "session/lb-history.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbDatasetPage:
 *
 * One dataset: chips, grid, footer. Properties to be kept: view, sort (strings), descending
 * (boolean), columns (strv: of the list, in any order). Signals, each asking the window for
 * something: open-image (GListModel images, LbImage), open-schema (GListModel images, GListModel
 * selection), open-coverage (GListModel images), complete (GListModel images), add-files
 * (GListModel of GFile), add-picture (GBytes, char *name), open-dataset (LbDataset), toast
 * (AdwToast).
 */
#define LB_TYPE_DATASET_PAGE (lb_dataset_page_get_type ())
G_DECLARE_FINAL_TYPE (LbDatasetPage, lb_dataset_page, LB, DATASET_PAGE, AdwNavigationPage)

LbDatasetPage *lb_dataset_page_new (LbSession *session, LbDataset *dataset);
LbDataset *lb_dataset_page_get_dataset (LbDatasetPage *self);
/* (transfer full) (element-type LbImage) */
GPtrArray *lb_dataset_page_dup_selected (LbDatasetPage *self);
/* Shows what needs work: "missing", "invalid", "to-review"; "add" opens the file dialog. */
void lb_dataset_page_show (LbDatasetPage *self, const char *word);
/* Scrolls to @image (nullable) and gives it the focus; nothing changes when the filter hides it,
 * and a selection of several stays. */
void lb_dataset_page_reveal (LbDatasetPage *self, LbImage *image);

/* Shows the images whose caption or name has @text in it, as the user would search for it. */
void lb_dataset_page_search (LbDatasetPage *self, const char *text);
/* Shows the images that @query finds, and the query. */
void lb_dataset_page_filter (LbDatasetPage *self, const char *query);

/* Shows the matrix at the column of the field @path, as #LbCellRecord has it. */
void lb_dataset_page_show_column (LbDatasetPage *self, const char *path);

/* Puts the focus on what a person would do next, now or once the images are there. */
void lb_dataset_page_take_focus (LbDatasetPage *self);

/* The dataset is complete and nothing waits for a review any more: all the images are shown, and
 * the focus is among them. */
void lb_dataset_page_show_completed (LbDatasetPage *self);

/* The accounts are known by now, and what is copied into them. */
void lb_dataset_page_follow_copy (LbDatasetPage *self);

/* What the undo button does, @history: (nullable). */
void lb_dataset_page_show_undo (LbDatasetPage *self, LbHistory *history);

G_END_DECLS
