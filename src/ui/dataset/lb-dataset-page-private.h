#pragma once

#include "jobs/lb-caption-job.h"
#include "ui/bulk/lb-bulk-pane.h"
#include "ui/dataset/lb-dataset-footer.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/dataset/lb-drop-overlay.h"
#include "ui/dataset/lb-filter-chips.h"
#include "ui/dataset/lb-image-list.h"
#include "ui/dataset/lb-image-tally.h"
#include "ui/dataset/lb-selection-bar.h"
#include "ui/matrix/lb-matrix.h"
#include "ui/search/lb-query-bar.h"

G_BEGIN_DECLS

/* What goes with the words of a banner. */
typedef struct
{
  const char *label;    /* (nullable): of its button; translated */
  const char *action;   /* (nullable): of its button; static */
  GObject *about;       /* (unowned) (nullable): keeps that it was dismissed */
  const char *seen_key; /* (nullable): under which; without it, the banner stays; static */
} LbPageBanner;

struct _LbDatasetPage
{
  AdwNavigationPage parent_instance;

  AdwBreakpointBin *bin;
  AdwBreakpoint *short_breakpoint;
  AdwBreakpoint *narrow_breakpoint;
  AdwBreakpoint *tiny_breakpoint;
  AdwBreakpoint *low_breakpoint;
  AdwBreakpoint *tiny_low_breakpoint;
  AdwWindowTitle *window_title;
  GtkWidget *add_button;
  GtkWidget *undo_button;
  AdwBanner *banner;
  GtkWidget *dismiss_button;
  GtkSearchBar *search_bar;
  LbQueryBar *query_bar;
  GtkEditable *search_entry; /* (unowned) in that */
  GtkWidget *search_button;
  LbFilterChips *chips;
  GtkWidget *chips_row;
  GtkLabel *shown_count;
  GtkWidget *sort_button;
  GtkWidget *columns_button;
  GtkStack *stack;
  LbBulkPane *bulk_pane;
  GtkWidget *grid_area;
  GtkGridView *grid;
  LbImageList *list;
  LbMatrix *matrix;
  LbMatrixTools *matrix_tools;
  LbMatrixFooter *matrix_footer;
  GtkWidget *view_toggles;
  LbSelectionBar *selection_bar; /* over the images */
  LbSelectionBar *selection_row; /* in the place of the footer */
  GtkWidget *drop_area;
  LbDropOverlay *drop_overlay;
  LbDatasetFooter *footer;
  GtkWidget *add_slot;
  GtkOrientable *add_row;
  AdwButtonContent *add_content;
  GtkWidget *view_row;
  GMenuModel *tile_menu_model;
  GMenu *delete_section;
  GtkPopover *tile_menu; /* (owned) */

  LbSession *session;           /* (owned) */
  LbDataset *dataset;           /* (owned) */
  LbProject *project;           /* (owned) (nullable) */
  GListModel *images;           /* (owned): all of them */
  LbImageTally *tally;          /* (owned) */
  LbImageFinder *finder;        /* (owned): what the search finds */
  GtkCustomFilter *filter;      /* (owned) */
  GtkCustomSorter *sorter;      /* (owned) */
  GtkMultiSelection *selection; /* (owned): what all views show */
  LbCaptionJob *caption_job;    /* (owned) (nullable) */
  char *sort;                   /* (owned): "date-added" or as in lb-image-order.h */
  char *view;                   /* (owned): "grid", "list", "matrix" */
  char *typed;                  /* (owned) (nullable): ahead, case-folded */
  GdkDrop *drop;                /* (owned) (nullable): over the page */
  LbImage *focused_image;       /* (owned) (nullable): had the focus last */
  const char *banner_action;    /* (nullable): of its button; static */
  LbPageBanner told;            /* what goes with the words of the banner */
  GHashTable *unkept;           /* (owned) (element-type LbImage): the disk has no room for them */
  LbImage *origin_image;        /* (owned) (nullable): asked where it came from */
  guint typed_id;               /* until what is typed is over */
  guint said_id;                /* until it is said how many are shown */
  guint look_id;                /* while something waits to be sent */
  gboolean descending;
  gboolean has_origin; /* of the one image that is selected */
  gboolean narrow;
  gboolean tiny; /* narrow, and its text is large */
  gboolean low;  /* narrow, and not high */
  gboolean loaded;
  gboolean wants_focus; /* once it has loaded */
  gboolean selecting;
};

/* Where the page shows @image (nullable), or GTK_INVALID_LIST_POSITION. */
guint lb_dataset_page_find (LbDatasetPage *self, LbImage *image);
/* (transfer none) (nullable): the image that has the focus. */
LbImage *lb_dataset_page_get_focused (LbDatasetPage *self);
gboolean lb_dataset_page_is_draft (LbDatasetPage *self);
/* @toast: (transfer full) */
void lb_dataset_page_add_toast (LbDatasetPage *self, AdwToast *toast);
void lb_dataset_page_add_error (LbDatasetPage *self, const char *what, const GError *error);
/* Of a long list the first images are there before the others: what is meant for all waits. */
gboolean lb_dataset_page_has_all (LbDatasetPage *self);
void lb_dataset_page_update_actions (LbDatasetPage *self);

/* lb-dataset-page-content.c: the images, that there are none, or that they are on their way */
void lb_dataset_page_install_content_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_update_title (LbDatasetPage *self);
void lb_dataset_page_update_stack (LbDatasetPage *self);

/* lb-dataset-page-shown.c: which of the images are shown, and in what order */
void lb_dataset_page_bind_shown_callbacks (GtkWidgetClass *widget_class);
void lb_dataset_page_make_models (LbDatasetPage *self);
/* How many there are is written, and said once it is so for a moment. */
void lb_dataset_page_update_count (LbDatasetPage *self);
void lb_dataset_page_set_sort (LbDatasetPage *self, const char *sort, gboolean descending);
/* lb-dataset-page-tiles.c: the tiles of the grid */
void lb_dataset_page_bind_tile_callbacks (GtkWidgetClass *widget_class);

/* lb-dataset-page-layout.c: what goes where in the room there is */
void lb_dataset_page_update_layout (LbDatasetPage *self);
/* The bar of the selection has come or gone. */
void lb_dataset_page_lift_toasts (LbDatasetPage *self);

/* lb-dataset-page-view.c: the grid, the list and the matrix, over the same selection */
void lb_dataset_page_make_views (LbDatasetPage *self);
/* Any other word than "list" and "matrix" is the grid. */
void lb_dataset_page_set_view (LbDatasetPage *self, const char *view);
/* The page of the stack that shows the images. */
const char *lb_dataset_page_images_name (LbDatasetPage *self);
gboolean lb_dataset_page_shows_images (LbDatasetPage *self);
void lb_dataset_page_focus_images (LbDatasetPage *self);
void lb_dataset_page_follow_focus (LbDatasetPage *self);
/* To the image that had it last; else to the first that is selected, or shown. */
void lb_dataset_page_return_focus (LbDatasetPage *self);
void lb_dataset_page_scroll_to (LbDatasetPage *self, guint position, GtkListScrollFlags flags);
/* Leaves room for the bar of the selection. */
void lb_dataset_page_set_with_bar (LbDatasetPage *self, gboolean with_bar);

/* lb-dataset-page-actions.c */
void lb_dataset_page_install_actions (GtkWidgetClass *widget_class);
/* lb-dataset-page-menu.c: the menu of a tile, for the images selected */
void lb_dataset_page_install_menu_actions (GtkWidgetClass *widget_class);
/* @x, @y: in the coordinates of @tile, which shows the image at @position. */
void lb_dataset_page_show_menu (
  LbDatasetPage *self, guint position, GtkWidget *tile, double x, double y);
/* lb-dataset-page-review.c */
void lb_dataset_page_install_review_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_update_review_actions (LbDatasetPage *self);
/* lb-dataset-page-keys.c: the names of images are typed to go there */
void lb_dataset_page_follow_keys (LbDatasetPage *self);
/* The selection is another one. */
void lb_dataset_page_update_menu_actions (LbDatasetPage *self);
/* lb-dataset-page-captions.c */
void lb_dataset_page_install_caption_actions (GtkWidgetClass *widget_class);
/* Shows the run of the dataset from now on. Once. */
void lb_dataset_page_follow_captions (LbDatasetPage *self);
void lb_dataset_page_stop_captions (LbDatasetPage *self);
void lb_dataset_page_update_banner (LbDatasetPage *self);
/* Without effect while the banner tells of something that goes on. */
void lb_dataset_page_dismiss_banner (LbDatasetPage *self);
void lb_dataset_page_install_banner_actions (GtkWidgetClass *widget_class);
/* lb-dataset-page-unsent.c: what is kept here, and captions that were changed elsewhere too */
void lb_dataset_page_install_unsent_actions (GtkWidgetClass *widget_class);
/* Once. */
void lb_dataset_page_follow_unsent (LbDatasetPage *self);
/* The service has not given the images. */
void lb_dataset_page_show_unread (LbDatasetPage *self, const GError *error);
/* (transfer full) (nullable): each is for the banner; @banner: (out): what goes with it. */
char *lb_dataset_page_offline_words (LbDatasetPage *self, LbPageBanner *banner);
char *lb_dataset_page_held_words (LbDatasetPage *self, LbPageBanner *banner);
char *lb_dataset_page_paced_words (LbDatasetPage *self, LbPageBanner *banner);
char *lb_dataset_page_unsent_words (LbDatasetPage *self, LbPageBanner *banner);
char *lb_dataset_page_stuck_words (LbDatasetPage *self, LbPageBanner *banner);
/* lb-dataset-page-conflicts.c: what was changed elsewhere too */
void lb_dataset_page_install_conflict_actions (GtkWidgetClass *widget_class);
char *lb_dataset_page_conflict_words (LbDatasetPage *self, LbPageBanner *banner);
/* lb-dataset-page-room.c: a disk that is full */
void lb_dataset_page_install_room_actions (GtkWidgetClass *widget_class);
/* Once, before the banner is first updated. */
void lb_dataset_page_follow_room (LbDatasetPage *self);
char *lb_dataset_page_room_words (LbDatasetPage *self, LbPageBanner *banner);
/* lb-dataset-page-download.c */
void lb_dataset_page_install_download_actions (GtkWidgetClass *widget_class);
/* Shows the download of the dataset from now on. Once. */
void lb_dataset_page_follow_download (LbDatasetPage *self);
void lb_dataset_page_update_download (LbDatasetPage *self);
void lb_dataset_page_stop_download (LbDatasetPage *self);
/* (transfer full) (nullable): how far it is, for the banner. */
char *lb_dataset_page_download_words (LbDatasetPage *self);
/* Takes no notice when one is under way. */
void lb_dataset_page_download_to (LbDatasetPage *self, GFile *file);
/* lb-dataset-page-export.c: the same for exports */
void lb_dataset_page_install_export_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_follow_export (LbDatasetPage *self);
void lb_dataset_page_update_export (LbDatasetPage *self);
char *lb_dataset_page_export_words (LbDatasetPage *self);
/* lb-dataset-page-print.c: the images on paper */
void lb_dataset_page_install_print_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_update_print (LbDatasetPage *self);
/* lb-dataset-page-copy.c */
void lb_dataset_page_install_copy_actions (GtkWidgetClass *widget_class);
char *lb_dataset_page_copy_words (LbDatasetPage *self, LbPageBanner *banner);
/* lb-dataset-page-stale.c: captions that were made under an older schema */
void lb_dataset_page_install_stale_actions (GtkWidgetClass *widget_class);
char *lb_dataset_page_stale_words (LbDatasetPage *self, LbPageBanner *banner);
/* lb-dataset-page-coverage.c */
void lb_dataset_page_install_coverage_actions (GtkWidgetClass *widget_class);
/* lb-dataset-page-refine.c: captions changed by an instruction */
void lb_dataset_page_install_refine_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_update_refine_action (LbDatasetPage *self);
/* lb-dataset-page-replace.c: words found and replaced in captions */
void lb_dataset_page_install_replace_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_update_replace (LbDatasetPage *self);
/* lb-dataset-page-duplicates.c */
void lb_dataset_page_install_duplicates_actions (GtkWidgetClass *widget_class);
/* lb-dataset-page-prefix.c */
void lb_dataset_page_install_prefix_actions (GtkWidgetClass *widget_class);
/* lb-dataset-page-bulk.c: datasets whose images come out of one ZIP file */
void lb_dataset_page_install_bulk_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_follow_bulk (LbDatasetPage *self);
/* Whether the import, or how to begin it, is shown in place of the images. */
gboolean lb_dataset_page_shows_bulk (LbDatasetPage *self);
/* Whether images may be added now, in whatever way this dataset takes them. */
gboolean lb_dataset_page_can_add (LbDatasetPage *self);
/* Why a picture can't be added to a dataset that takes a ZIP file. */
const char *lb_dataset_page_refusal_words (LbDatasetPage *self);
/* (transfer full) (nullable): what the banner says of what was left out, and of what is still to be
 * done. @banner: (out): what goes with it. */
char *lb_dataset_page_left_out_words (LbDatasetPage *self, LbPageBanner *banner);
char *lb_dataset_page_waiting_words (LbDatasetPage *self, LbPageBanner *banner);
/* lb-dataset-page-drop.c */
void lb_dataset_page_install_drop_actions (GtkWidgetClass *widget_class);
void lb_dataset_page_accept_drops (LbDatasetPage *self);

G_END_DECLS
