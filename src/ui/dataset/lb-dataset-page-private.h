#pragma once

#include "jobs/lb-caption-job.h"
#include "ui/dataset/lb-dataset-footer.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/dataset/lb-drop-overlay.h"
#include "ui/dataset/lb-filter-chips.h"
#include "ui/dataset/lb-image-tally.h"

G_BEGIN_DECLS

struct _LbDatasetPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  AdwBanner *banner;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkWidget *search_button;
  LbFilterChips *chips;
  GtkWidget *chips_row;
  GtkStack *stack;
  GtkGridView *grid;
  GtkWidget *selection_bar;
  GtkLabel *selection_label;
  GtkWidget *drop_area;
  LbDropOverlay *drop_overlay;
  LbDatasetFooter *footer;
  GtkWidget *add_row;
  GMenuModel *tile_menu_model;
  GtkPopover *tile_menu; /* (owned) */

  LbSession *session;           /* (owned) */
  LbDataset *dataset;           /* (owned) */
  LbProject *project;           /* (owned) (nullable) */
  GListModel *images;           /* (owned): all of them */
  LbImageTally *tally;          /* (owned) */
  GtkCustomFilter *filter;      /* (owned) */
  GtkCustomSorter *sorter;      /* (owned) */
  GtkMultiSelection *selection; /* (owned): what the grid shows */
  LbCaptionJob *caption_job;    /* (owned) (nullable) */
  char *search;                 /* (owned) (nullable): case-folded */
  char *sort;                   /* (owned): "date-added", "name", "caption" */
  gboolean loaded;
  gboolean wants_focus; /* once it has loaded */
  gboolean selecting;
};

/* (transfer full) (element-type LbImage) */
GPtrArray *lb_dataset_page_dup_selected (LbDatasetPage *self);
/* Where the page shows @image (nullable), or GTK_INVALID_LIST_POSITION. */
guint lb_dataset_page_find (LbDatasetPage *self, LbImage *image);
gboolean lb_dataset_page_is_draft (LbDatasetPage *self);
/* @toast: (transfer full) */
void lb_dataset_page_add_toast (LbDatasetPage *self, AdwToast *toast);
void lb_dataset_page_add_error (LbDatasetPage *self, const char *what, const GError *error);
void lb_dataset_page_update_actions (LbDatasetPage *self);

/* lb-dataset-page-actions.c */
void lb_dataset_page_install_actions (GtkWidgetClass *widget_class);
/* lb-dataset-page-menu.c: the menu of a tile, for the images selected */
void lb_dataset_page_install_menu_actions (GtkWidgetClass *widget_class);
/* @x, @y: in the coordinates of @tile, which shows the image at @position. */
void lb_dataset_page_show_menu (
  LbDatasetPage *self, guint position, GtkWidget *tile, double x, double y);
/* lb-dataset-page-captions.c */
void lb_dataset_page_install_caption_actions (GtkWidgetClass *widget_class);
/* Shows the run of the dataset from now on. Once. */
void lb_dataset_page_follow_captions (LbDatasetPage *self);
void lb_dataset_page_stop_captions (LbDatasetPage *self);
void lb_dataset_page_update_banner (LbDatasetPage *self);
/* lb-dataset-page-drop.c */
void lb_dataset_page_install_drop_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_accept_drops (LbDatasetPage *self);

G_END_DECLS
