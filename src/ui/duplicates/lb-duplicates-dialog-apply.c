#include "config.h"

#include "ui/duplicates/lb-duplicates-dialog-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "ui/widgets/lb-deletion-toast.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* What is applied. */
typedef struct
{
  LbDuplicatesDialog *dialog; /* (owned) */
  GPtrArray *groups;          /* (owned) (element-type LbDuplicateGroup) */
} Applying;

static Applying *
applying_new (LbDuplicatesDialog *dialog, GPtrArray *groups)
{
  Applying *applying = g_new0 (Applying, 1);

  applying->dialog = g_object_ref (dialog);
  applying->groups = g_ptr_array_ref (groups);

  return applying;
}

static void
applying_free (gpointer data)
{
  Applying *applying = data;

  g_object_unref (applying->dialog);
  g_ptr_array_unref (applying->groups);
  g_free (applying);
}

static void
show_step (LbDuplicatesDialog *self)
{
  const guint n_total = lb_duplicate_step_get_n_total (self->step);
  const guint n_done = lb_duplicate_step_get_n_done (self->step);
  g_autofree char *words = g_strdup_printf (
    /* Translators: the first number is how many are done, the second how many there are */
    ngettext ("%'u of %'u group", "%'u of %'u groups", n_total), n_done, n_total);

  gtk_label_set_label (self->step_label, words);
  gtk_progress_bar_set_fraction (self->step_bar,
                                 n_total > 0 ? (double) n_done / (double) n_total : 0);
}

/* (transfer full) */
static char *
outcome_words (LbDuplicateStep *step)
{
  const guint n = lb_duplicate_step_get_n_deleted (step);
  const guint n_left = lb_duplicate_step_get_n_left (step) +
                       (lb_duplicate_step_get_n_total (step) - lb_duplicate_step_get_n_done (step));
  g_autofree char *deleted =
    g_strdup_printf (ngettext ("%'u image deleted", "%'u images deleted", n), n);
  g_autofree char *left = NULL;

  if (n_left == 0)
    return g_steal_pointer (&deleted);

  left = g_strdup_printf (
    ngettext ("%'u group left as it is", "%'u groups left as they are", n_left), n_left);

  return g_strdup_printf ("%s · %s", deleted, left);
}

static void
undone_cb (LbDeletion *deletion, GParamSpec *pspec, LbDuplicatesDialog *self)
{
  if (lb_deletion_get_state (deletion) == LB_DELETION_UNDONE && self->scan != NULL &&
      gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    lb_duplicates_dialog_look (self);
}

/* When nothing is left to be done here the window has the word. */
static void
tell (LbDuplicatesDialog *self, LbDuplicateStep *step, LbDeletion *deletion)
{
  const gboolean done = g_list_model_get_n_items (G_LIST_MODEL (self->groups)) == 0;
  g_autoptr (GtkWidget) window_toasts = g_weak_ref_get (&self->window_toasts);
  g_autofree char *words = outcome_words (step);

  if (done && window_toasts != NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      lb_deletion_toast_show (window_toasts, deletion, words);
      return;
    }

  g_signal_connect_object (deletion, "notify::state", G_CALLBACK (undone_cb), self, 0);
  lb_deletion_toast_show (GTK_WIDGET (self->stack), deletion, words);
}

/* Those that were left may have changed: they are looked at anew. */
static DexFuture *
applied_cb (DexFuture *future, gpointer data)
{
  Applying *applying = data;
  LbDuplicatesDialog *self = applying->dialog;
  g_autoptr (LbDuplicateStep) step = g_steal_pointer (&self->step);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->scan == NULL || step == NULL)
    return dex_future_new_true ();

  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (value == NULL)
    {
      lb_toast_show (GTK_WIDGET (self->stack), lb_error_toast_new (_ ("Not deleted"), error));
      lb_duplicates_dialog_look (self);
      return dex_future_new_true ();
    }

  lb_duplicates_dialog_remove (self, applying->groups);
  tell (self, step, g_value_get_object (value));
  if (lb_duplicate_step_get_n_left (step) > 0 ||
      lb_duplicate_step_get_n_done (step) < lb_duplicate_step_get_n_total (step) || self->look_due)
    lb_duplicates_dialog_look (self);

  return dex_future_new_true ();
}

static void
start (LbDuplicatesDialog *self, GPtrArray *groups)
{
  if (self->step != NULL || self->scanning)
    return;

  self->step = lb_duplicate_step_new (self->session, self->dataset);
  g_signal_connect_object (self->step, "notify::n-done", G_CALLBACK (show_step), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  dex_future_disown (dex_future_finally (lb_duplicate_step_run (self->step, groups), applied_cb,
                                         applying_new (self, groups), applying_free));
  if (self->step == NULL)
    return;
  show_step (self);
  lb_duplicates_dialog_update (self);
  gtk_widget_grab_focus (self->stop_button);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, Applying *applying)
{
  if (g_str_equal (response, "delete"))
    start (applying->dialog, applying->groups);
}

static void
applying_closure_free (gpointer data, GClosure *closure)
{
  applying_free (data);
}

/* R42: there is no way back into such a dataset. */
static void
ask (LbDuplicatesDialog *self, GPtrArray *groups, guint n)
{
  g_autofree char *heading =
    g_strdup_printf (ngettext ("Delete %'u Image for Good?", "Delete %'u Images for Good?", n), n);
  AdwDialog *dialog = adw_alert_dialog_new (
    heading, _ ("The service takes images of this dataset only all at once, so what is deleted "
                "can’t be put back from the trash."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                  _ ("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), applying_new (self, groups),
                         applying_closure_free, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
apply (LbDuplicatesDialog *self, GPtrArray *groups)
{
  guint n = 0;

  if (groups->len == 0)
    return;

  for (guint i = 0; i < groups->len; i++)
    n += lb_duplicate_group_get_n (g_ptr_array_index (groups, i)) - 1;
  if (lb_session_can_restore (self->session,
                              lb_duplicate_group_get (g_ptr_array_index (groups, 0), 0)->image))
    start (self, groups);
  else
    ask (self, groups, n);
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbDuplicatesDialog *self = LB_DUPLICATES_DIALOG (widget);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (LbDuplicateGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      if (lb_duplicate_group_get_included (group))
        g_ptr_array_add (groups, g_steal_pointer (&group));
    }
  apply (self, groups);
}

static void
apply_one_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbDuplicatesDialog *self = LB_DUPLICATES_DIALOG (widget);
  LbDuplicateGroup *group = lb_duplicate_view_get_group (self->view);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  if (group != NULL)
    g_ptr_array_add (groups, g_object_ref (group));
  apply (self, groups);
}

static void
stop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbDuplicatesDialog *self = LB_DUPLICATES_DIALOG (widget);

  if (self->step != NULL)
    lb_duplicate_step_cancel (self->step);
}

/* What is not alike after all. */

typedef struct
{
  GWeakRef dialog;
  LbDuplicateScan *scan; /* (owned) */
  gint64 set;
} Parting;

static Parting *
parting_new (LbDuplicatesDialog *dialog, gint64 set)
{
  Parting *parting = g_new0 (Parting, 1);

  g_weak_ref_init (&parting->dialog, dialog);
  parting->scan = g_object_ref (dialog->scan);
  parting->set = set;

  return parting;
}

static void
parting_free (gpointer data)
{
  Parting *parting = data;

  g_weak_ref_clear (&parting->dialog);
  g_object_unref (parting->scan);
  g_free (parting);
}

static void
parting_closure_free (gpointer data, GClosure *closure)
{
  parting_free (data);
}

static DexFuture *
joined_cb (DexFuture *future, gpointer data)
{
  Parting *parting = data;
  g_autoptr (LbDuplicatesDialog) self = g_weak_ref_get (&parting->dialog);
  g_autoptr (GError) error = NULL;

  if (self == NULL || self->scan == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) == NULL)
    lb_toast_show (GTK_WIDGET (self->stack), lb_error_toast_new (_ ("Not changed"), error));
  lb_duplicates_dialog_look (self);

  return dex_future_new_true ();
}

/* @set: 0 for all. */
static void
join (LbDuplicatesDialog *self, gint64 set)
{
  dex_future_disown (dex_future_finally (lb_duplicate_scan_join (self->scan, set), joined_cb,
                                         parting_new (self, set), parting_free));
}

static void
undo_parting_cb (AdwToast *toast, Parting *parting)
{
  g_autoptr (LbDuplicatesDialog) self = g_weak_ref_get (&parting->dialog);

  if (self != NULL && self->scan != NULL)
    join (self, parting->set);
}

static DexFuture *
parted_cb (DexFuture *future, gpointer data)
{
  Parting *parting = data;
  g_autoptr (LbDuplicatesDialog) self = g_weak_ref_get (&parting->dialog);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  AdwToast *toast = NULL;

  if (self == NULL || self->scan == NULL)
    return dex_future_new_true ();

  if (value != NULL)
    {
      toast = lb_toast_new (_ ("Not shown as duplicates any more"));
      adw_toast_set_button_label (toast, _ ("_Undo"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_parting_cb),
                             parting_new (self, g_value_get_int64 (value)), parting_closure_free,
                             0);
    }
  else
    toast = lb_error_toast_new (_ ("Not changed"), error);
  lb_toast_show (GTK_WIDGET (self->stack), toast);
  lb_duplicates_dialog_look (self);

  return dex_future_new_true ();
}

static void
part_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbDuplicatesDialog *self = LB_DUPLICATES_DIALOG (widget);
  LbDuplicateGroup *group = lb_duplicate_view_get_group (self->view);
  g_autoptr (GPtrArray) groups = NULL;

  if (group == NULL || self->step != NULL)
    return;

  groups = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (groups, g_object_ref (group));
  dex_future_disown (dex_future_finally (lb_duplicate_scan_part (self->scan, group), parted_cb,
                                         parting_new (self, 0), parting_free));
  lb_duplicates_dialog_remove (self, groups);
}

static void
join_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  join (LB_DUPLICATES_DIALOG (widget), 0);
}

void
lb_duplicates_dialog_install_apply_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "duplicates.apply", NULL, apply_cb);
  gtk_widget_class_install_action (widget_class, "duplicates.apply-one", NULL, apply_one_cb);
  gtk_widget_class_install_action (widget_class, "duplicates.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "duplicates.part", NULL, part_cb);
  gtk_widget_class_install_action (widget_class, "duplicates.join-all", NULL, join_all_cb);
}
