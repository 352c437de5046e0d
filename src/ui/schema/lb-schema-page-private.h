#pragma once

#include <libdex.h>

#include "ui/prompt/lb-text-pane.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/schema/lb-schema-page.h"
#include "ui/schema/lb-schema-pictures.h"
#include "ui/schema/lb-survey-column.h"

G_BEGIN_DECLS

struct _LbSchemaPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *back_button;
  GtkWidget *generate_again_button;
  GtkWidget *generate_button;
  GtkWidget *refine_button;
  GtkWidget *menu_button;
  AdwToggleGroup *view_toggles;
  AdwToggleGroup *view_row; /* the same, where the header has no room */
  GtkLabel *reason_label;
  GtkScrolledWindow *scrolled;
  LbSchemaPictures *pictures;
  GtkStack *stack;
  GtkRevealer *busy_revealer;
  GtkWidget *cancel_button;
  LbTextPane *editor;
  LbSurveyColumn *survey;
  GtkStack *footer_stack;
  GtkWidget *buttons;
  GtkLabel *hint_label;
  GtkLabel *run_label;
  GtkProgressBar *run_progress;

  GSettings *settings;    /* (owned) */
  LbSession *session;     /* (owned) */
  LbDataset *dataset;     /* (owned) */
  GListModel *images;     /* (owned) */
  LbDatasetJobs *runs;    /* (owned) */
  AdwDialog *asking;      /* (weak) (nullable): whether to discard */
  DexCancellable *cancel; /* (owned) (nullable): of what is being generated */
  gulong close_handler;   /* of the window while the page is in it */
  guint patience_id;      /* until it is said that generating takes time */
  gboolean showing;       /* the toggles follow */
  gboolean seen;          /* it was shown before */
  gboolean discarding;    /* the answer, until the question is gone */
  gboolean busy;          /* generating or applying */
  gboolean waiting;       /* generating for so long that it is said */
  gboolean changed;       /* the text is not the dataset's schema */
};

void lb_schema_page_show_state (LbSchemaPage *self);
/* Whether the text shown is one that was not applied; it is kept while the session lives. */
void lb_schema_page_set_changed (LbSchemaPage *self, gboolean changed);
/* What the dataset has now, as far as nothing was written here. */
void lb_schema_page_show_stored (LbSchemaPage *self);

/* lb-schema-page-work.c: what takes time */
void lb_schema_page_install_work (GtkWidgetClass *widget_class);

/* lb-schema-page-view.c: as a form or as text, and what can be done with either */
void lb_schema_page_install_view (GtkWidgetClass *widget_class);
void lb_schema_page_bind_view (GtkWidgetClass *widget_class);
void lb_schema_page_follow_view (LbSchemaPage *self);
void lb_schema_page_show_view (LbSchemaPage *self);

/* lb-schema-page-refine.c: the text changed by an instruction */
void lb_schema_page_install_refine (GtkWidgetClass *widget_class);
void lb_schema_page_show_refine (LbSchemaPage *self);

/* lb-schema-page-words.c */
/* (transfer full): what applying means, or why it can't be done. */
char *lb_schema_page_hint_words (LbSchemaPage *self);
/* (transfer full) (nullable): why there can be no schema out of the pictures chosen. */
char *lb_schema_page_reason_words (LbSchemaPage *self);

/* lb-schema-page-leaving.c: nothing that was written goes without being asked for */
void lb_schema_page_install_leaving (GtkWidgetClass *widget_class);
/* The window that the page is in asks before it closes; from root to unroot. */
void lb_schema_page_guard_window (LbSchemaPage *self);
void lb_schema_page_unguard_window (LbSchemaPage *self);

G_END_DECLS
