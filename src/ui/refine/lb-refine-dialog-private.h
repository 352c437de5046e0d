#pragma once

#include "jobs/lb-refine-job.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-mix-check.h"
#include "ui/refine/lb-refine-dialog.h"
#include "ui/widgets/lb-thumbnail.h"

G_BEGIN_DECLS

struct _LbRefineDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkBox *head;
  LbThumbnail *thumbnail;
  AdwEntryRow *entry;
  GtkWidget *ask_button;
  AdwComboRow *scope_row;
  GtkWidget *progress_box;
  AdwPreferencesRow *progress_row;
  GtkProgressBar *progress_bar;
  GtkWidget *stop_button;
  GtkWidget *queue_box;
  GtkWidget *next_button;
  GtkLabel *position_label;
  GtkLabel *name_label;
  GtkWidget *retry_button;
  GtkLabel *retry_label;
  GtkStack *stack;
  AdwPreferencesGroup *examples_group;
  AdwPreferencesGroup *recent_group;
  GtkLabel *message_label;
  GtkImage *note_icon;
  GtkLabel *note_label;
  LbChangeList *list;
  GtkLabel *left_out_label;
  GtkWidget *alike_button;
  GtkLabel *alike_label;
  GtkLabel *undo_label;
  GtkWidget *hint;
  GtkLabel *apply_label;

  LbSession *session;      /* (owned) */
  LbDataset *dataset;      /* (owned) */
  GPtrArray *scopes;       /* (owned): what the words may be about */
  GtkStringList *titles;   /* (owned): of the scopes */
  LbRefineJob *job;        /* (owned): about the scope that is chosen */
  gboolean applying;       /* its changes are being written */
  GPtrArray *examples;     /* (owned): the rows of examples */
  LbMixCheck *check;       /* (owned): of the item shown */
  LbPromptChange *toggled; /* (owned) (nullable): of what is shown, the last taken or left */
  guint position;          /* of the item shown */
  gboolean asked;          /* an instruction was given; else the items say nothing */
  gboolean model;          /* one reads the instruction */
  gboolean known;          /* that is known */
};

gboolean lb_refine_dialog_is_many (LbRefineDialog *self);
/* (transfer none) */
LbCaptionItem *lb_refine_dialog_get_item (LbRefineDialog *self);
/* The buttons, by what there is to be done. */
void lb_refine_dialog_show_actions (LbRefineDialog *self);

/* lb-refine-dialog-review.c: what was answered */
void lb_refine_dialog_install_review (GtkWidgetClass *widget_class);
/* The job has begun, gone on or ended. */
void lb_refine_dialog_show_progress (LbRefineDialog *self);
/* The item at the position, whatever has become of it. */
void lb_refine_dialog_show_item (LbRefineDialog *self);
/* An item has changed. */
void lb_refine_dialog_follow_item (LbRefineDialog *self, LbCaptionItem *item);
/* Whether what is accepted of the item shown is right together. */
void lb_refine_dialog_start_check (LbRefineDialog *self);
/* That is known. */
void lb_refine_dialog_show_issue (LbRefineDialog *self);
/* How many captions would be written, and in all how many changes. */
guint lb_refine_dialog_count_accepted (LbRefineDialog *self, guint *n_captions);

G_END_DECLS
