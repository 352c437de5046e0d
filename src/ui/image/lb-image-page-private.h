#pragma once

#include "ui/dataset/lb-image-tally.h"
#include "ui/image/lb-film-strip.h"
#include "ui/image/lb-image-page.h"
#include "ui/image/lb-picture-view.h"
#include "ui/prompt/lb-text-pane.h"

G_BEGIN_DECLS

struct _LbImagePage
{
  AdwNavigationPage parent_instance;

  AdwBreakpoint *small_breakpoint;
  AdwWindowTitle *window_title;
  GtkWidget *toolbar;
  AdwBanner *conflict_banner;
  GtkMenuButton *menu_button;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  AdwToggleGroup *toggles;
  AdwToggleGroup *narrow_toggles;
  AdwMultiLayoutView *layouts;
  GtkPaned *paned;
  AdwToolbarView *wide_side;
  GtkScrolledWindow *narrow_scrolled;
  GtkStack *picture_stack;
  LbPictureView *picture;
  GtkLabel *picture_error;
  GtkWidget *wait_spinner; /* visible while a picture is on its way */
  GtkLabel *facts_label;
  LbFilmStrip *strip;
  GtkWidget *text_edge;
  GtkImage *source_icon;
  GtkLabel *source_label;
  GtkWidget *review_tag;
  GtkImage *review_icon;
  GtkLabel *review_label;
  GtkLabel *state_label;
  GtkWidget *text_area; /* around the editor */
  GtkWidget *prefix_line;
  GtkLabel *prefix_label;
  GtkWidget *prefix_button;
  LbTextPane *editor;
  GtkLabel *count_label;
  GtkWidget *refine_button;
  GtkWidget *regenerate_button;
  GtkStack *regenerate_stack;
  GtkWidget *skip_button;
  GtkWidget *approve_button;
  GtkLabel *approve_label;

  LbSession *session;    /* (owned) */
  LbDataset *dataset;    /* (owned) */
  GListStore *images;    /* (owned): the order as it was when the page came up */
  LbImage *image;        /* (owned) the one shown */
  LbImageTally *tally;   /* (owned): of @images */
  GSettings *settings;   /* (owned) */
  GMenuModel *menu;      /* (owned): beside the undo buttons */
  GMenuModel *all_menu;  /* (owned): where there is no room for them */
  GHashTable *deleted;   /* (owned): ids of what was deleted from here, to their places */
  GtkWidget *last_focus; /* (weak) (nullable): in the page */
  GtkWidget *held_focus; /* (weak) (nullable): while the page turns */
  guint follow_tick;     /* until the cursor is in view */
  guint n_still;         /* frames for which it has been */
  guint n_frames;        /* drawn since it turned */
  int paned_width;       /* that the divider is placed for */
  int divider;           /* where the page has put it */
  int form_width;
  char *sent_text;      /* (owned) (nullable): handed over, until the service has it */
  guint keep_source;    /* time-out until the typed text is kept */
  guint clock_source;   /* time-out until “2 minutes ago” is another time */
  guint picture_serial; /* the request whose picture counts */
  gboolean plain;       /* the captions are words, not prompts */
  gboolean narrow;
  gboolean small;     /* narrow, with little room for words */
  gboolean shown;     /* the page is no longer on its way in */
  gboolean showing;   /* toggles are moved by the page, not by the user */
  gboolean approving; /* an approval is on its way to the disk */
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
  guint serial;
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
void lb_image_page_show_image (LbImagePage *self, LbImage *image);
/* Which image it is, and where it is among all. */
void lb_image_page_show_place (LbImagePage *self);
void lb_image_page_show_error (LbImagePage *self, const GError *error);
guint lb_image_page_find (LbImagePage *self, LbImage *image);

/* lb-image-page-actions.c */
void lb_image_page_install_actions (GtkWidgetClass *widget_class);
void lb_image_page_show_actions (LbImagePage *self);
/* Says @words, with a button that makes @text the caption of @image again. */
void lb_image_page_offer_restore (LbImagePage *self,
                                  LbImage *image,
                                  const char *text,
                                  const char *words);

/* lb-image-page-conflict.c: a caption that was changed elsewhere too */
void lb_image_page_install_conflict_actions (GtkWidgetClass *widget_class);
void lb_image_page_show_conflict (LbImagePage *self);

/* lb-image-page-fields.c: one field, in the captions of many */
void lb_image_page_install_field_actions (GtkWidgetClass *widget_class);
/* What is frozen is shown, now and from now on. Once. */
void lb_image_page_follow_frozen (LbImagePage *self);
void lb_image_page_show_field_actions (LbImagePage *self);

/* lb-image-page-menu.c */
void lb_image_page_install_menu_actions (GtkWidgetClass *widget_class);
void lb_image_page_show_menu_actions (LbImagePage *self);
gboolean lb_image_page_was_deleted (LbImagePage *self, LbImage *image);
/* Where an image goes that was deleted from the page and is there again, taken from the record. */
guint lb_image_page_take_deleted (LbImagePage *self, LbImage *image);

/* lb-image-page-picture.c */
void lb_image_page_install_picture_actions (GtkWidgetClass *widget_class);
void lb_image_page_load_picture (LbImagePage *self);
void lb_image_page_show_facts (LbImagePage *self);

/* lb-image-page-prefix.c: what stands around the plain words of a legacy dataset */
void lb_image_page_install_prefix_actions (GtkWidgetClass *widget_class);
/* Once it is known what kind of text there is. */
void lb_image_page_follow_prefix (LbImagePage *self);
void lb_image_page_show_prefix (LbImagePage *self);

/* lb-image-page-refine.c: an instruction that changes the caption */
void lb_image_page_install_refine_actions (GtkWidgetClass *widget_class);
/* (transfer full) (element-type LbImage): what was selected where the page was opened from, as far
 * as it is there still. */
GPtrArray *lb_image_page_dup_chosen (LbImagePage *self);
void lb_image_page_show_refine (LbImagePage *self);

/* lb-image-page-regenerate.c: a caption that is written anew */
void lb_image_page_install_regenerate_actions (GtkWidgetClass *widget_class);

/* lb-image-page-repair.c: what the service has repaired on saving */
/* @text is on its way as the caption of the image shown; @text: (nullable): nothing is. */
void lb_image_page_await_answer (LbImagePage *self, const char *text);
/* Says so if the service has it and has stored something else. */
void lb_image_page_look_at_answer (LbImagePage *self);

/* lb-image-page-review.c */
void lb_image_page_install_review_actions (GtkWidgetClass *widget_class);
void lb_image_page_show_review (LbImagePage *self);
/* Whether the caption that the service has is none that it would take. */
gboolean lb_image_page_is_invalid (LbImagePage *self);
/* Whether the service has said that the image is not there any more. */
gboolean lb_image_page_is_gone (LbImagePage *self);

/* lb-image-page-state.c */
void lb_image_page_show_state (LbImagePage *self);
void lb_image_page_show_source (LbImagePage *self);
void lb_image_page_run_clock (LbImagePage *self, gboolean run);

/* lb-image-page-versions.c: the captions that the image had */
void lb_image_page_install_version_actions (GtkWidgetClass *widget_class);

/* lb-image-page-view.c: form or text, undo, and the two layouts */
void lb_image_page_bind_view (GtkWidgetClass *widget_class);
void lb_image_page_install_view_actions (GtkWidgetClass *widget_class);
void lb_image_page_follow_view (LbImagePage *self);
/* Once it is known what kind of text there is. */
void lb_image_page_follow_text (LbImagePage *self);
void lb_image_page_follow_focus (LbImagePage *self);
/* The way of showing that the user has chosen, if the text can be shown so. */
void lb_image_page_choose_view (LbImagePage *self);
/* Undo goes on with the steps of the account where that of the editor ends. Once. */
void lb_image_page_follow_history (LbImagePage *self);
/* What is typed after it is another step. */
void lb_image_page_end_typing (LbImagePage *self);
/* What can be undone, and which ways of showing there are. */
void lb_image_page_show_view (LbImagePage *self);

/* lb-image-page-words.c */
/* (transfer full): whether the text shown is saved, and if not, why; @bad: it is for want of
 * something that the user has to do; @more: (nullable): what else there is to say of that. */
char *lb_image_page_state_words (LbImagePage *self, gboolean *bad, char **more);
char *lb_image_page_facts (LbImage *image); /* (transfer full) */

G_END_DECLS
