#include "config.h"

#include "ui/fields/lb-field-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "jobs/lb-field-job.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-change-words.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-toast.h"

/* After the last key. */
#define LOOK_DELAY_MS 150
/* Of captions that are left out; more are told by their number. */
#define N_LEFT_OUT_ROWS 50

struct _LbFieldDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *box;
  GtkLabel *scope_label;
  GtkWidget *words_group;
  AdwComboRow *edit_row;
  GtkEditable *find_row;
  GtkEditable *text_row;
  GtkLabel *message_label;
  LbChangeList *list;
  GtkWidget *left_out_group;
  AdwExpanderRow *left_out_row;
  GtkWidget *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkWidget *cancel_button;
  GtkWidget *stop_button;
  GtkLabel *apply_label;

  LbSession *session;     /* (owned) */
  LbFieldJob *job;        /* (owned) */
  char *path;             /* (owned) (nullable) */
  char *value;            /* (owned) (nullable): JSON text that all get */
  LbFrozenFields *frozen; /* (owned) (nullable): that all are brought to */
  GPtrArray *left_out;    /* (owned): the rows of those, (unowned) */
  GWeakRef toasts;        /* AdwToastOverlay */
  guint look_source;
  gboolean looking;
  gboolean applying;
  gboolean stopped;
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
  const guint n = self->job != NULL ? lb_field_job_count_accepted (self->job) : 0;
  g_autofree char *words =
    n > 0 ? g_strdup_printf (ngettext ("Change %'u Caption", "Change %'u Captions", n), n)
          : g_strdup (_ ("Change Captions"));

  gtk_label_set_label (self->apply_label, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.apply",
                                 n > 0 && !self->looking && !self->applying &&
                                   self->look_source == 0);
}

/* What is left out. */

/* (transfer full) */
static char *
reason_words (LbCaptionItem *item)
{
  switch (lb_caption_item_get_state (item))
    {
    case LB_CAPTION_ITEM_UNREADABLE:
      return g_strdup (_ ("The caption is missing, or can’t be read."));
    case LB_CAPTION_ITEM_FAILED:
      return g_error_matches (lb_caption_item_get_error (item), LB_ERROR, LB_ERROR_INVALID)
               ? g_strdup (_ ("The caption would not be valid."))
               : lb_error_words (lb_caption_item_get_error (item));
    case LB_CAPTION_ITEM_OUTDATED:
    case LB_CAPTION_ITEM_WAITING:
    case LB_CAPTION_ITEM_ASKING:
    case LB_CAPTION_ITEM_ANSWERED:
    case LB_CAPTION_ITEM_UNCHANGED:
    case LB_CAPTION_ITEM_APPLIED:
    default:
      return g_strdup (
        _ ("The caption is missing, or has changed meanwhile, or can’t be changed now."));
    }
}

static void
add_left_out (LbFieldDialog *self, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_expander_row_add_row (self->left_out_row, row);
  g_ptr_array_add (self->left_out, row);
}

static void
drop_left_out (LbFieldDialog *self)
{
  for (guint i = 0; i < self->left_out->len; i++)
    adw_expander_row_remove (self->left_out_row, g_ptr_array_index (self->left_out, i));
  g_ptr_array_set_size (self->left_out, 0);
}

/* Once somebody wants to see them. */
static void
show_left_out (LbFieldDialog *self)
{
  GListModel *items = self->job != NULL ? lb_field_job_get_items (self->job) : NULL;
  guint n = 0;

  if (items == NULL || self->left_out->len > 0 ||
      !adw_expander_row_get_expanded (self->left_out_row))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);
      g_autofree char *name = NULL;
      g_autofree char *reason = NULL;

      if (!lb_caption_item_has_failed (item) || n++ >= N_LEFT_OUT_ROWS)
        continue;
      name = lb_visible_text (lb_image_shown_name (lb_caption_item_get_image (item)));
      reason = reason_words (item);
      add_left_out (self, name, reason);
    }
  if (n > N_LEFT_OUT_ROWS)
    {
      const guint n_more = n - N_LEFT_OUT_ROWS;
      g_autofree char *words =
        g_strdup_printf (ngettext ("%'u more caption", "%'u more captions", n_more), n_more);

      add_left_out (self, words, NULL);
    }
}

static void
show_failures (LbFieldDialog *self)
{
  const guint n = lb_field_job_count_failed (self->job);
  g_autofree char *title =
    g_strdup_printf (ngettext ("%'u caption is left out", "%'u captions are left out", n), n);

  drop_left_out (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->left_out_row), title);
  gtk_widget_set_visible (self->left_out_group, n > 0);
  show_left_out (self);
}

/* (transfer full): of which image it is, and of which field where there are several. */
static char *
dup_title (LbFieldDialog *self, guint position)
{
  LbCaptionItem *item = lb_field_job_get_item (self->job, position);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (lb_caption_item_get_image (item)));
  g_autoptr (LbPromptChange) change = NULL;
  g_autofree char *field = NULL;

  if (self->frozen == NULL || lb_frozen_fields_get_n (self->frozen) == 1)
    return g_steal_pointer (&name);

  change = g_list_model_get_item (lb_field_job_get_changes (self->job), position);
  field = lb_change_title (change, NULL);
  /* Translators: the name of an image, and of a field of its caption */
  return g_strdup_printf (_ ("%s · %s"), name, field);
}

static void
show_changes (LbFieldDialog *self)
{
  GListModel *changes = lb_field_job_get_changes (self->job);
  const guint n = g_list_model_get_n_items (changes);
  const gboolean nothing = n == 0 && !self->looking && lb_field_job_count_failed (self->job) == 0;

  lb_change_list_set_changes (self->list, changes, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = dup_title (self, i);

      lb_change_list_set_title (self->list, i, title);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_label_set_label (self->message_label, nothing ? _ ("There is nothing to change.") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), nothing);
  show_failures (self);
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

/* (transfer full) */
static DexFuture *
begin_look (LbFieldDialog *self)
{
  const char *text = self->value != NULL ? self->value : gtk_editable_get_text (self->text_row);
  DexFuture *looked = self->frozen != NULL
                        ? lb_field_job_look_frozen (self->job, self->frozen)
                        : lb_field_job_look (self->job, get_edit (self), self->path,
                                             gtk_editable_get_text (self->find_row), text);

  self->looking = TRUE;
  show_apply (self);
  return looked;
}

static void
look (LbFieldDialog *self)
{
  dex_future_disown (
    dex_future_finally (begin_look (self), looked_cb, lb_weak_new (self), lb_weak_free));
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

/* Applying. */

static void
show_progress (LbFieldDialog *self)
{
  LbCaptionStep *step = lb_field_job_get_step (self->job);
  const guint n_total = lb_caption_step_get_n_total (step);
  const guint n_done = lb_caption_step_get_n_done (step);
  g_autofree char *words =
    self->stopped
      ? g_strdup (_ ("Stopping…"))
      /* Translators: the first number is how many are done, the second how many there are */
      : g_strdup_printf (
          ngettext ("%'u of %'u caption changed", "%'u of %'u captions changed", n_total), n_done,
          n_total);

  gtk_label_set_label (self->progress_label, words);
  gtk_progress_bar_set_fraction (self->progress_bar,
                                 n_total > 0 ? (double) n_done / (double) n_total : 0);
}

static void
set_applying (LbFieldDialog *self, gboolean applying)
{
  self->applying = applying;
  self->stopped = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), !applying);
  gtk_widget_set_sensitive (self->box, !applying);
  gtk_widget_set_visible (self->progress_box, applying);
  gtk_widget_set_visible (self->cancel_button, !applying);
  gtk_widget_set_visible (self->stop_button, applying);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.stop", applying);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.retry", !applying);
  show_apply (self);
}

static void
stop (LbFieldDialog *self)
{
  if (!self->applying)
    return;

  self->stopped = TRUE;
  lb_caption_step_cancel (lb_field_job_get_step (self->job));
  show_progress (self);
}

static void
stop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  stop (LB_FIELD_DIALOG (widget));
}

/* (transfer full): what was changed before it was stopped is one step too. */
static char *
dup_outcome (LbFieldDialog *self, guint n)
{
  const guint n_total = lb_caption_step_get_n_total (lb_field_job_get_step (self->job));

  if (self->stopped && n < n_total)
    return g_strdup_printf (ngettext ("Stopped: %'u of %'u caption changed",
                                      "Stopped: %'u of %'u captions changed", n_total),
                            n, n_total);

  return g_strdup_printf (ngettext ("%'u caption changed", "%'u captions changed", n), n);
}

static void
tell_and_close (LbFieldDialog *self, guint n)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (&self->toasts);
  g_autofree char *words = dup_outcome (self, n);

  if (from != NULL && n > 0)
    lb_refine_toast_show_words (from, self->session, words);
  else if (from != NULL)
    lb_toast_show (from, lb_toast_new (words));
  set_applying (self, FALSE);
  adw_dialog_close (ADW_DIALOG (self));
}

/* Some are left: why, and what can be done about it. */
static void
show_rest (LbFieldDialog *self, guint n)
{
  g_autofree char *words = dup_outcome (self, n);

  set_applying (self, FALSE);
  gtk_label_set_label (self->message_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  adw_expander_row_set_expanded (self->left_out_row, TRUE);
  show_failures (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->left_out_row));
}

/* Those that the disk would not take: they are changed, and not kept. */
static guint
count_refused (LbFieldDialog *self)
{
  GListModel *items = lb_field_job_get_items (self->job);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      n += lb_caption_item_get_state (item) == LB_CAPTION_ITEM_FAILED &&
           lb_caption_item_get_changes (item) != NULL;
    }
  return n;
}

static DexFuture *
applied_cb (DexFuture *future, gpointer data)
{
  LbFieldDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  guint n = value != NULL ? g_value_get_uint (value) : 0;

  if (self->job == NULL)
    return dex_future_new_true ();

  n -= MIN (n, count_refused (self));
  if (self->stopped || n == lb_caption_step_get_n_total (lb_field_job_get_step (self->job)))
    tell_and_close (self, n);
  else
    show_rest (self, n);
  return dex_future_new_true ();
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbFieldDialog *self = LB_FIELD_DIALOG (widget);
  DexFuture *applied = lb_field_job_apply (self->job);

  set_applying (self, TRUE);
  show_progress (self);
  gtk_widget_grab_focus (self->stop_button);
  dex_future_disown (dex_future_finally (applied, applied_cb, g_object_ref (self), g_object_unref));
}

static void
retry_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  look (LB_FIELD_DIALOG (widget));
}

static void
lb_field_dialog_dispose (GObject *object)
{
  LbFieldDialog *self = LB_FIELD_DIALOG (object);

  g_clear_handle_id (&self->look_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_FIELD_DIALOG);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_object (&self->frozen);
  g_clear_pointer (&self->path, g_free);
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
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, box);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, scope_label);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, left_out_group);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, left_out_row);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, progress_box);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbFieldDialog, stop_button);
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
  gtk_widget_class_bind_template_callback (widget_class, show_left_out);
  gtk_widget_class_bind_template_callback (widget_class, stop);
  gtk_widget_class_install_action (widget_class, "field.apply", NULL, apply_cb);
  gtk_widget_class_install_action (widget_class, "field.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "field.retry", NULL, retry_cb);
}

static void
lb_field_dialog_init (LbFieldDialog *self)
{
  self->left_out = g_ptr_array_new ();
  g_weak_ref_init (&self->toasts, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* (transfer full): which field it is, or how many. */
static char *
dup_field_words (LbFieldDialog *self)
{
  g_autoptr (LbPromptChange) change = NULL;
  g_auto (GStrv) paths = NULL;
  guint n = 1;

  if (self->frozen != NULL)
    {
      paths = lb_frozen_fields_dup_paths (self->frozen);
      n = g_strv_length (paths);
    }
  if (n != 1)
    return g_strdup_printf (ngettext ("%'u frozen field", "%'u frozen fields", n), n);

  change = lb_prompt_change_new (paths != NULL ? paths[0] : self->path, NULL, "\"\"");
  return lb_change_title (change, NULL);
}

static void
show_titles (LbFieldDialog *self)
{
  g_autofree char *field = dup_field_words (self);
  const char *title = self->frozen != NULL  ? _ ("Apply Frozen Fields")
                      : self->value != NULL ? _ ("Copy to Other Images")
                                            : _ ("Append or Replace");

  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, field);
}

/* (transfer full) */
static char *
dup_scope_words (const LbFieldScope *scope)
{
  const guint n = scope->images->len;

  switch (scope->extent)
    {
    case LB_FIELD_SELECTED:
      return g_strdup_printf (ngettext ("In %'u selected image", "In %'u selected images", n), n);
    case LB_FIELD_SHOWN:
      return g_strdup_printf (ngettext ("In %'u shown image", "In %'u shown images", n), n);
    case LB_FIELD_ALL:
    default:
      return g_strdup_printf (
        ngettext ("In the only image of the dataset", "In all %'u images of the dataset", n), n);
    }
}

static void
show_scope (LbFieldDialog *self, const LbFieldScope *scope)
{
  g_autofree char *words = dup_scope_words (scope);

  gtk_label_set_label (self->scope_label, words);
}

static void
prepare (LbFieldDialog *self, GtkWidget *from, const LbFieldScope *scope)
{
  const gboolean asks = self->value == NULL && self->frozen == NULL;

  g_weak_ref_set (&self->toasts, gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY));
  self->session = g_object_ref (scope->session);
  self->job = lb_field_job_new (scope->session, scope->dataset, scope->images);
  g_signal_connect_object (lb_field_job_get_step (self->job), "notify::n-done",
                           G_CALLBACK (show_progress), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->words_group, asks);
  lb_first_focus_set (ADW_DIALOG (self),
                      GTK_WIDGET (asks ? (gpointer) self->text_row : self->list));
  show_titles (self);
  show_scope (self, scope);
  show_rows (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.stop", FALSE);
}

void
lb_field_dialog_present (GtkWidget *from,
                         const LbFieldScope *scope,
                         const char *path,
                         const char *value)
{
  LbFieldDialog *self = NULL;

  g_return_if_fail (scope != NULL);
  g_return_if_fail (path != NULL);

  self = g_object_new (LB_TYPE_FIELD_DIALOG, NULL);
  self->path = g_strdup (path);
  self->value = g_strdup (value);
  prepare (self, from, scope);
  look (self);
  show_changes (self);
  adw_dialog_present (ADW_DIALOG (self), from);
}

/* Frozen fields are looked at before anything is shown. */

typedef struct
{
  LbFieldDialog *dialog; /* (owned) */
  GWeakRef from;
} Showing;

static void
showing_free (gpointer data)
{
  Showing *showing = data;

  g_object_unref (showing->dialog);
  g_weak_ref_clear (&showing->from);
  g_free (showing);
}

/* What is missing or busy is no reason to ask; what a value does not fit is. */
static gboolean
differs (LbFieldDialog *self)
{
  GListModel *items = lb_field_job_get_items (self->job);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      if (lb_caption_item_get_state (item) == LB_CAPTION_ITEM_FAILED)
        return TRUE;
    }

  return g_list_model_get_n_items (lb_field_job_get_changes (self->job)) > 0;
}

static void
tell_same (LbFieldDialog *self, GtkWidget *from)
{
  lb_toast_show (from, lb_toast_new (lb_field_job_count_failed (self->job) == 0
                                       ? _ ("All captions have the frozen values")
                                       : _ ("All captions that can be changed have the frozen "
                                            "values")));
}

static DexFuture *
first_looked_cb (DexFuture *future, gpointer data)
{
  Showing *showing = data;
  LbFieldDialog *self = showing->dialog;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&showing->from);

  self->looking = FALSE;
  if (from == NULL || gtk_widget_get_root (from) == NULL)
    return dex_future_new_true ();

  if (differs (self))
    {
      show_changes (self);
      adw_dialog_present (ADW_DIALOG (self), from);
    }
  else
    tell_same (self, from);
  return dex_future_new_true ();
}

void
lb_field_dialog_present_frozen (GtkWidget *from, const LbFieldScope *scope, LbFrozenFields *fields)
{
  LbFieldDialog *self = NULL;
  Showing *showing = NULL;

  g_return_if_fail (scope != NULL);
  g_return_if_fail (LB_IS_FROZEN_FIELDS (fields));

  self = g_object_new (LB_TYPE_FIELD_DIALOG, NULL);
  self->frozen = g_object_ref (fields);
  prepare (self, from, scope);

  showing = g_new0 (Showing, 1);
  showing->dialog = g_object_ref_sink (self);
  g_weak_ref_init (&showing->from, from);
  dex_future_disown (
    dex_future_finally (begin_look (self), first_looked_cb, showing, showing_free));
}
