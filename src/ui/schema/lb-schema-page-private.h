#pragma once

#include "ui/prompt/lb-text-pane.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/schema/lb-schema-page.h"
#include "ui/schema/lb-schema-pictures.h"

G_BEGIN_DECLS

struct _LbSchemaPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *back_button;
  GtkWidget *generate_again_button;
  GtkWidget *generate_button;
  LbSchemaPictures *pictures;
  GtkStack *stack;
  LbTextPane *editor;
  GtkStack *footer_stack;
  GtkLabel *hint_label;
  GtkLabel *run_label;
  GtkProgressBar *run_progress;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  GListModel *images;   /* (owned) */
  LbCaptionRuns *runs;  /* (owned) */
  AdwDialog *asking;    /* (weak) (nullable): whether to discard */
  gulong close_handler; /* of the window while the page is in it */
  gboolean seen;        /* it was shown before */
  gboolean discarding;  /* the answer, until the question is gone */
  gboolean busy;        /* generating or applying */
  gboolean changed;     /* the text is not the dataset's schema */
};

void lb_schema_page_show_state (LbSchemaPage *self);
/* Whether the text shown is one that was not applied; it is kept while the session lives. */
void lb_schema_page_set_changed (LbSchemaPage *self, gboolean changed);

/* lb-schema-page-leaving.c: nothing that was written goes without being asked for */
void lb_schema_page_install_leaving (GtkWidgetClass *widget_class);
/* The window that the page is in asks before it closes; from root to unroot. */
void lb_schema_page_guard_window (LbSchemaPage *self);
void lb_schema_page_unguard_window (LbSchemaPage *self);

G_END_DECLS
