#pragma once

#include "jobs/lb-duplicate-scan.h"
#include "jobs/lb-duplicate-step.h"
#include "ui/duplicates/lb-duplicate-view.h"
#include "ui/duplicates/lb-duplicates-dialog.h"

G_BEGIN_DECLS

struct _LbDuplicatesDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *window_title;
  AdwBanner *banner;
  GtkWidget *tools;
  GtkDropDown *likeness;
  GtkLabel *likeness_label;
  GtkWidget *parted_button;
  GtkLabel *parted_label;
  GtkStack *stack;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  AdwStatusPage *empty_page;
  AdwStatusPage *failed_page;
  AdwNavigationSplitView *split;
  GtkListView *list;
  GtkScrolledWindow *view_scroll;
  LbDuplicateView *view;
  GtkWidget *step_box;
  GtkLabel *step_label;
  GtkProgressBar *step_bar;
  GtkWidget *actions;
  GtkWidget *close_button;
  GtkWidget *stop_button;
  GtkLabel *apply_label;
  GtkWidget *undo_hint;

  LbSession *session;            /* (owned) */
  LbDataset *dataset;            /* (owned) */
  LbDuplicateScan *scan;         /* (owned) */
  GListStore *groups;            /* (owned) (element-type LbDuplicateGroup) */
  GtkSingleSelection *selection; /* (owned): of the groups */
  LbDuplicateStep *step;         /* (owned) (nullable): while it runs */
  GWeakRef window_toasts;        /* AdwToastOverlay */
  guint n_kept;                  /* images of the groups that are included */
  guint n_deleted;               /* the same: those that go */
  guint run;                     /* which look was asked for last */
  gboolean scanning;
  gboolean look_due; /* once the step is over */
};

/* lb-duplicates-dialog.c */
/* Looks again, after the step where one runs; what is known is not looked at a second time. */
void lb_duplicates_dialog_look (LbDuplicatesDialog *self);
void lb_duplicates_dialog_update (LbDuplicatesDialog *self);
void lb_duplicates_dialog_remove (LbDuplicatesDialog *self, GPtrArray *groups);

/* lb-duplicates-dialog-apply.c: images go, and captions take what those had */
void lb_duplicates_dialog_install_apply_actions (GtkWidgetClass *widget_class);

G_END_DECLS
