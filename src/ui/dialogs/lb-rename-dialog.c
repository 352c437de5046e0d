#include "config.h"

#include "ui/dialogs/lb-rename-dialog.h"

#include "base/lb-weak.h"
#include "model/lb-entered-name.h"
#include "ui/dialogs/lb-name-note.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-name-words.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbRenameDialog
{
  AdwDialog parent_instance;

  GtkEditable *name_row;
  GtkLabel *name_note;
  GtkWidget *rename_button;
  GtkLabel *problem;

  LbSession *session; /* (owned) */
  GObject *item;      /* (owned): LbDataset or LbProject */
};

G_DEFINE_FINAL_TYPE (LbRenameDialog, lb_rename_dialog, ADW_TYPE_DIALOG)

static char *
dup_name (LbRenameDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));
}

/* @words: (nullable): nothing is wrong. */
static void
show_problem (LbRenameDialog *self, const char *words)
{
  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL);
}

static void
show_note (LbRenameDialog *self)
{
  LbDataset *dataset = NULL;

  if (LB_IS_PROJECT (self->item))
    {
      lb_name_note_of_project (self->name_note, self->name_row, self->session,
                               LB_PROJECT (self->item));
      return;
    }

  dataset = LB_DATASET (self->item);
  lb_name_note_of_dataset (
    self->name_note, self->name_row, self->session,
    lb_session_find_project (self->session, lb_dataset_get_project_id (dataset)), dataset);
}

static void
name_changed_cb (GtkEditable *row, LbRenameDialog *self)
{
  g_autofree char *name = dup_name (self);

  show_problem (self, lb_name_words (name));
  show_note (self);
  gtk_widget_set_sensitive (self->rename_button,
                            lb_entered_name_judge (name) == LB_ENTERED_NAME_GOOD);
}

static DexFuture *
renamed_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRenameDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_await (dex_ref (future), &error))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  words = lb_error_words (error);
  show_problem (self, words);
  gtk_widget_set_sensitive (self->rename_button, TRUE);

  return dex_future_new_true ();
}

static void
rename_clicked_cb (GtkButton *button, LbRenameDialog *self)
{
  g_autofree char *name = dup_name (self);
  DexFuture *work;

  gtk_widget_set_sensitive (self->rename_button, FALSE);
  work = LB_IS_PROJECT (self->item)
           ? lb_session_rename_project (self->session, LB_PROJECT (self->item), name)
           : lb_session_rename_dataset (self->session, LB_DATASET (self->item), name);
  dex_future_disown (dex_future_finally (work, renamed_cb, lb_weak_new (self), lb_weak_free));
}

static void
lb_rename_dialog_dispose (GObject *object)
{
  LbRenameDialog *self = LB_RENAME_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_RENAME_DIALOG);
  g_clear_object (&self->item);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_rename_dialog_parent_class)->dispose (object);
}

static void
lb_rename_dialog_class_init (LbRenameDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_rename_dialog_dispose;

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dialogs/lb-rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRenameDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LbRenameDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, LbRenameDialog, rename_button);
  gtk_widget_class_bind_template_child (widget_class, LbRenameDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_clicked_cb);
}

static void
lb_rename_dialog_init (LbRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
}

LbRenameDialog *
lb_rename_dialog_new (LbSession *session, GObject *item)
{
  LbRenameDialog *self = g_object_new (LB_TYPE_RENAME_DIALOG, NULL);
  const char *name = LB_IS_PROJECT (item) ? lb_project_get_project_name (LB_PROJECT (item))
                                          : lb_dataset_get_name (LB_DATASET (item));

  self->session = g_object_ref (session);
  self->item = g_object_ref (item);
  gtk_editable_set_text (self->name_row, name != NULL ? name : "");

  return self;
}
