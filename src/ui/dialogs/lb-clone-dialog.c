#include "config.h"

#include "ui/dialogs/lb-clone-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "model/lb-entered-name.h"
#include "ui/dialogs/lb-name-note.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-name-words.h"
#include "ui/widgets/lb-width-bin.h"

/* What is done sooner needs no spinner. */
#define PATIENCE_MS 600

struct _LbCloneDialog
{
  AdwDialog parent_instance;

  GtkButton *cancel_button;
  GtkWidget *clone_button;
  GtkLabel *problem;
  GtkWidget *form;
  GtkEditable *name_row;
  GtkEditable *description_row;
  GtkLabel *name_note;
  GtkStack *foot;
  GtkLabel *explanation;
  GtkLabel *busy_words;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned): to be cloned */
  guint wait_id;      /* until the spinner comes */
};

G_DEFINE_FINAL_TYPE (LbCloneDialog, lb_clone_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CLONED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static void
show_problem (LbCloneDialog *self, const char *words)
{
  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL);
}

static void
changed_cb (LbCloneDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);

  show_problem (self, lb_name_words (name));
  lb_name_note_of_dataset (
    self->name_note, self->name_row, self->session,
    lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset)), NULL);
  gtk_widget_set_sensitive (self->clone_button,
                            lb_entered_name_judge (name) == LB_ENTERED_NAME_GOOD);
}

static void
say_that_it_takes_time (gpointer data)
{
  LbCloneDialog *self = data;
  const int n = lb_dataset_get_images_count (self->dataset);
  g_autofree char *words = NULL;

  self->wait_id = 0;
  if (n > 0)
    words = g_strdup_printf (ngettext ("Copying %'d image…", "Copying %'d images…", n), n);
  gtk_label_set_label (self->busy_words, words != NULL ? words : _ ("Copying…"));
  gtk_stack_set_visible_child_name (self->foot, "busy");
}

/* The work goes on when the dialog is closed: nothing can take it back. */
static void
set_busy (LbCloneDialog *self, gboolean busy)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  if (busy)
    self->wait_id = g_timeout_add_once (PATIENCE_MS, say_that_it_takes_time, self);
  else
    gtk_stack_set_visible_child_name (self->foot, "explanation");

  /* An entry that goes insensitive under the focus never hears that it has lost it. */
  if (busy)
    {
      lb_first_focus_end (ADW_DIALOG (self));
      gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
    }
  gtk_button_set_label (self->cancel_button, busy ? _ ("_Close") : _ ("_Cancel"));
  gtk_widget_set_sensitive (self->clone_button, !busy);
  gtk_widget_set_sensitive (self->form, !busy);
}

static DexFuture *
cloned_cb (DexFuture *future, gpointer data)
{
  LbCloneDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) clone = dex_await_object (dex_ref (future), &error);
  g_autofree char *words = NULL;

  if (clone != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_CLONED], 0, clone);
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  words = lb_error_words (error);
  set_busy (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  show_problem (self, words);

  return dex_future_new_true ();
}

static void
clone_clicked_cb (GtkButton *button, LbCloneDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *description = dup_text (self->description_row);

  show_problem (self, NULL);
  set_busy (self, TRUE);
  dex_future_disown (
    dex_future_finally (lb_session_clone_dataset (self->session, self->dataset, name, description),
                        cloned_cb, g_object_ref (self), g_object_unref));
}

static void
lb_clone_dialog_dispose (GObject *object)
{
  LbCloneDialog *self = LB_CLONE_DIALOG (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CLONE_DIALOG);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_clone_dialog_parent_class)->dispose (object);
}

static void
lb_clone_dialog_class_init (LbCloneDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_clone_dialog_dispose;

  signals[SIGNAL_CLONED] = g_signal_new ("cloned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_DATASET);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dialogs/lb-clone-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, clone_button);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, foot);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, LbCloneDialog, busy_words);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clone_clicked_cb);
}

static void
lb_clone_dialog_init (LbCloneDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
}

static const char *
explanation_words (LbDataset *dataset)
{
  if (lb_dataset_is_advanced (dataset))
    /* A clone that is not empty takes no bulk upload (R40). */
    return _ ("The clone has all images and captions and can be edited. More images can’t be "
              "added to it.");

  return lb_dataset_is_fibo (dataset)
           ? _ ("The clone has all images, captions and the visual schema, and can be changed.")
           : _ ("The clone has all images, captions and the prefix, and can be changed.");
}

/* (transfer full): one that no other dataset of the project has. */
static char *
dup_free_name (LbSession *session, LbDataset *dataset)
{
  const char *source = lb_dataset_get_name (dataset);
  LbProject *project = lb_session_find_project (session, lb_dataset_get_project_id (dataset));
  /* Translators: the name of a clone; %s is that of the dataset that it is one of */
  g_autofree char *first = g_strdup_printf (_ ("Copy of %s"), source != NULL ? source : "");
  char *name = g_strdup (first);

  for (guint n = 2;
       project != NULL && lb_session_find_dataset_like (session, project, NULL, name) != NULL; n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", first, n);
    }

  return name;
}

LbCloneDialog *
lb_clone_dialog_new (LbSession *session, LbDataset *dataset)
{
  LbCloneDialog *self;
  const char *description;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self = g_object_new (LB_TYPE_CLONE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  description = lb_dataset_get_description (dataset);
  name = dup_free_name (session, dataset);
  gtk_editable_set_text (self->name_row, name);
  gtk_editable_set_text (self->description_row, description != NULL ? description : "");
  gtk_label_set_label (self->explanation, explanation_words (dataset));

  return self;
}
