#include "config.h"

#include "ui/fields/lb-field-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "jobs/lb-field-job.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-words.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/widgets/lb-first-focus.h"

/* After the last key. */
#define LOOK_DELAY_MS 150

struct _LbFieldDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *words_group;
  AdwComboRow *edit_row;
  GtkEditable *find_row;
  GtkEditable *text_row;
  GtkLabel *message_label;
  LbChangeList *list;
  GtkLabel *apply_label;

  LbSession *session; /* (owned) */
  LbFieldJob *job;    /* (owned) */
  char *value;        /* (owned) (nullable): JSON text that all get */
  GWeakRef toasts;    /* AdwToastOverlay */
  guint look_source;
  gboolean looking;
};

G_DEFINE_FINAL_TYPE (LbFieldDialog, lb_field_dialog, ADW_TYPE_DIALOG)

static LbFieldEdit
get_edit (LbFieldDialog *self)
{
  if (self->value != NULL)
    return LB_FIELD_COPY;

  return adw_combo_row_get_selected (self->edit_row) == 0 ? LB_FIELD_APPEND : LB_FIELD_REPLACE;
}

static void
show_apply (LbFieldDialog *self)
{
  const guint n = lb_change_list_get_n_accepted (self->list);
  g_autofree char *words =
    n > 0 ? g_strdup_printf (ngettext ("Change %'u Caption", "Change %'u Captions", n), n)
          : g_strdup (_ ("Change Captions"));

  gtk_label_set_label (self->apply_label, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.apply",
                                 n > 0 && !self->looking && self->look_source == 0);
}

/* (transfer full) */
static char *
dup_message (LbFieldDialog *self, guint n_changes)
{
  const guint n_left_out = lb_field_job_get_n_left_out (self->job);

  if (n_left_out > 0)
    return g_strdup_printf (
      ngettext ("%'u caption is left out: it would not be valid, or can’t be changed now.",
                "%'u captions are left out: they would not be valid, or can’t be changed now.",
                n_left_out),
      n_left_out);

  return g_strdup (n_changes == 0 ? _ ("There is nothing to change.") : "");
}

static void
show_changes (LbFieldDialog *self)
{
  GListModel *changes = lb_field_job_get_changes (self->job);
  const guint n = g_list_model_get_n_items (changes);
  g_autofree char *message = dup_message (self, n);

  lb_change_list_set_changes (self->list, changes, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name =
        lb_visible_text (lb_image_shown_name (lb_field_job_get_image (self->job, i)));

      lb_change_list_set_title (self->list, i, name);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_label_set_label (self->message_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), *message != '\0');
  show_apply (self);
}

static DexFuture *
looked_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbFieldDialog) self = g_weak_ref_get (data);

  /* Otherwise another look followed. */
  if (self != NULL && dex_future_is_resolved (future))
    {
      self->looking = FALSE;
      show_changes (self);
    }
  return dex_future_new_true ();
}

static void
look (LbFieldDialog *self)
{
  const char *text = self->value != NULL ? self->value : gtk_editable_get_text (self->text_row);

  self->looking = TRUE;
  dex_future_disown (dex_future_finally (
    lb_field_job_look (self->job, get_edit (self), gtk_editable_get_text (self->find_row), text),
    looked_cb, lb_weak_new (self), lb_weak_free));
}

static gboolean
look_due_cb (gpointer data)
{
  LbFieldDialog *self = data;

  self->look_source = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
words_cb (LbFieldDialog *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  self->look_source = g_timeout_add (LOOK_DELAY_MS, look_due_cb, self);
  show_apply (self);
}

static void
show_rows (LbFieldDialog *self)
{
  const gboolean replaces = get_edit (self) == LB_FIELD_REPLACE;

  gtk_widget_set_visible (GTK_WIDGET (self->find_row), replaces);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->text_row),
                                 replaces ? _ ("Replace with") : _ ("Text to append"));
}

static void
edit_cb (LbFieldDialog *self)
{
  if (self->job == NULL)
    return;

  show_rows (self);
  words_cb (self);
}

typedef struct
{
  GWeakRef from;
  LbSession *session; /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_weak_ref_clear (&errand->from);
  g_object_unref (errand->session);
  g_free (errand);
}

static DexFuture *
applied_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&errand->from);
  const GValue *value = dex_future_get_value (future, NULL);
  const guint n = value != NULL ? g_value_get_uint (value) : 0;
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u caption changed", "%'u captions changed", n), n);

  if (from != NULL)
    lb_refine_toast_show_words (from, errand->session, words);
  return dex_future_new_true ();
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbFieldDialog *self = LB_FIELD_DIALOG (widget);
  Errand *errand = g_new0 (Errand, 1);
  g_autoptr (GtkWidget) toasts = g_weak_ref_get (&self->toasts);

  gtk_widget_action_set_enabled (widget, "field.apply", FALSE);
  g_weak_ref_init (&errand->from, toasts);
  errand->session = g_object_ref (self->session);
  dex_future_disown (
    dex_future_finally (lb_field_job_apply (self->job), applied_cb, errand, errand_free));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
lb_field_dialog_dispose (GObject *object)
{
  LbFieldDialog *self = LB_FIELD_DIALOG (object);

  g_clear_handle_id (&self->look_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_FIELD_DIALOG);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_pointer (&self->value, g_free);

  G_OBJECT_CLASS (lb_field_dialog_parent_class)->dispose (object);
}

static void
lb_field_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&LB_FIELD_DIALOG (object)->toasts);

  G_OBJECT_CLASS (lb_field_dialog_parent_class)->finalize (object);
}

static void
lb_field_dialog_class_init (LbFieldDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_field_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_field_dialog_finalize;

  g_type_ensure (LB_TYPE_CHANGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/fields/lb-field-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, words_group);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, edit_row);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, find_row);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, text_row);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, apply_label);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_apply);
  gtk_widget_class_install_action (widget_class, "field.apply", NULL, apply_cb);
}

static void
lb_field_dialog_init (LbFieldDialog *self)
{
  g_weak_ref_init (&self->toasts, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_titles (LbFieldDialog *self, const char *path)
{
  g_autoptr (LbPromptChange) change = lb_prompt_change_new (path, NULL, "\"\"");
  g_autofree char *field = lb_change_title (change, NULL);
  const char *title = self->value != NULL ? _ ("Copy to Other Images") : _ ("Append or Replace");

  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, field);
}

void
lb_field_dialog_present (GtkWidget *from,
                         LbSession *session,
                         LbDataset *dataset,
                         GPtrArray *images,
                         const char *path,
                         const char *value)
{
  LbFieldDialog *self = NULL;

  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_DATASET (dataset));
  g_return_if_fail (path != NULL);

  self = g_object_new (LB_TYPE_FIELD_DIALOG, NULL);
  g_weak_ref_set (&self->toasts, gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY));
  self->session = g_object_ref (session);
  self->job = lb_field_job_new (session, dataset, images, path);
  self->value = g_strdup (value);
  gtk_widget_set_visible (self->words_group, value == NULL);
  lb_first_focus_set (ADW_DIALOG (self),
                      GTK_WIDGET (value == NULL ? (gpointer) self->text_row : self->list));
  show_titles (self, path);
  show_rows (self);
  look (self);
  show_changes (self);
  adw_dialog_present (ADW_DIALOG (self), from);
}
