#pragma once

#include "ui/image/lb-film-strip.h"
#include "ui/image/lb-image-page.h"
#include "ui/image/lb-picture-view.h"
#include "ui/prompt/lb-text-pane.h"

G_BEGIN_DECLS

struct _LbImagePage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkStack *picture_stack;
  LbPictureView *picture;
  GtkLabel *picture_error;
  GtkLabel *facts_label;
  LbFilmStrip *strip;
  GtkImage *source_icon;
  GtkLabel *source_label;
  GtkLabel *state_label;
  GtkWidget *regenerate_button;
  GtkStack *regenerate_stack;
  LbTextPane *editor;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GListStore *images; /* (owned): the order as it was when the page came up */
  LbImage *image;     /* (owned) the one shown */
  guint keep_source;  /* time-out until the typed text is kept */
  guint wait_source;  /* time-out until a spinner stands in for the picture */
  gboolean coming;    /* the page is on its way in: the text gets the keyboard focus */
  gboolean dirty;     /* typed and not yet handed over to be kept */
};

/* What an answer needs to find its way back: the page, and the image that was asked about. */
typedef struct
{
  GWeakRef page;
  LbSession *session; /* (owned) */
  LbImage *image;     /* (owned) */
  char *text;         /* (owned) (nullable): the caption before */
} LbImageErrand;

LbImageErrand *lb_image_errand_new (LbImagePage *self, const char *text);
void lb_image_errand_free (gpointer errand);

/* Hands the typed text over to be kept on disk and sent. */
void lb_image_page_keep_text (LbImagePage *self);
/* Keeps @text as the caption of @image, whichever is shown; failures are said. */
void lb_image_page_keep (LbImagePage *self, LbImage *image, const char *text);
/* What was typed and not handed over yet is given up. */
void lb_image_page_drop_typed (LbImagePage *self);
/* Shows the text that the session has, if it is another one; the cursor keeps its place. */
void lb_image_page_refresh_text (LbImagePage *self);
void lb_image_page_show_actions (LbImagePage *self);
void lb_image_page_show_error (LbImagePage *self, const GError *error);

/* lb-image-page-actions.c */
void lb_image_page_install_actions (GtkWidgetClass *widget_class);

/* lb-image-page-words.c */
/* (transfer full): whether the text shown is saved, and if not, why; @bad: it is for want of
 * something that the user has to do. */
char *lb_image_page_state_words (LbImagePage *self, gboolean *bad);
char *lb_image_page_facts (LbImage *image); /* (transfer full) */

G_END_DECLS
