#include "config.h"

#include "ui/refine/lb-refine-dialog-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/refine/lb-recent-instructions.h"
#include "ui/refine/lb-refine-examples.h"
#include "ui/widgets/lb-first-focus.h"

/* Of what was asked for before. */
#define MAX_RECENT 4

/* What the words are about. */
typedef struct
{
  GPtrArray *images; /* (owned) (nullable) (element-type LbImage): NULL for the schema */
  char *schema;      /* (owned) (nullable) */
} Scope;

static void
scope_free (gpointer data)
{
  Scope *scope = data;

  g_clear_pointer (&scope->images, g_ptr_array_unref);
  g_clear_pointer (&scope->schema, g_free);
  g_free (scope);
}

G_DEFINE_FINAL_TYPE (LbRefineDialog, lb_refine_dialog, ADW_TYPE_DIALOG)

/* (transfer full) */
static char *
dup_instruction (LbRefineDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

/* (transfer none) */
static Scope *
get_scope (LbRefineDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->scope_row);

  return g_ptr_array_index (self->scopes, MIN (selected, self->scopes->len - 1));
}

gboolean
lb_refine_dialog_is_many (LbRefineDialog *self)
{
  return g_list_model_get_n_items (lb_refine_job_get_items (self->job)) > 1;
}

LbCaptionItem *
lb_refine_dialog_get_item (LbRefineDialog *self)
{
  g_autoptr (LbCaptionItem) item =
    g_list_model_get_item (lb_refine_job_get_items (self->job), self->position);

  return item; /* the job keeps it */
}

/* (transfer full) */
static char *
dup_apply_words (LbRefineDialog *self)
{
  guint n_captions = 0;

  if (lb_refine_dialog_is_many (self))
    {
      lb_refine_dialog_count_accepted (self, &n_captions);
      if (n_captions > 0)
        return g_strdup_printf (
          ngettext ("Apply to %'u Caption", "Apply to %'u Captions", n_captions), n_captions);
    }

  return lb_caption_item_get_state (lb_refine_dialog_get_item (self)) == LB_CAPTION_ITEM_ANSWERED
           ? lb_change_list_dup_apply_words (self->list)
           : g_strdup (_ ("Apply"));
}

void
lb_refine_dialog_show_actions (LbRefineDialog *self)
{
  const gboolean running = lb_refine_job_get_running (self->job);
  const gboolean busy = running || self->applying;
  const gboolean changes = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "changes");
  const guint n_items = g_list_model_get_n_items (lb_refine_job_get_items (self->job));
  const guint n_accepted = self->asked ? lb_refine_dialog_count_accepted (self, NULL) : 0;
  g_autofree char *instruction = dup_instruction (self);
  g_autofree char *words = dup_apply_words (self);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_label_set_label (self->apply_label, words);
  gtk_widget_set_visible (self->hint, changes);
  gtk_widget_action_set_enabled (widget, "refine.apply",
                                 n_accepted > 0 && !self->applying &&
                                   !(changes && lb_mix_check_get_issue (self->check) != NULL) &&
                                   !(running && lb_refine_dialog_is_many (self)));
  gtk_widget_action_set_enabled (widget, "refine.previous", self->asked && self->position > 0);
  gtk_widget_action_set_enabled (widget, "refine.next",
                                 self->asked && self->position + 1 < n_items);
  gtk_widget_set_sensitive (self->ask_button, !busy && *instruction != '\0');
  gtk_widget_set_sensitive (GTK_WIDGET (self->scope_row), !busy);
  gtk_widget_set_sensitive (self->retry_button, !self->applying);
  gtk_widget_set_sensitive (self->alike_button, !self->applying);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !self->applying);
  gtk_button_set_label (GTK_BUTTON (self->ask_button), self->asked ? _ ("Ask Again") : _ ("Ask"));
}

/* Asking. */

/* Many take a while: somebody may have gone elsewhere. */
static void
notify_asked (LbRefineDialog *self)
{
  const guint n = lb_refine_job_count (self->job, LB_CAPTION_ITEM_ANSWERED);
  g_autofree char *words = g_strdup_printf (
    ngettext ("%'u caption is ready to be reviewed", "%'u captions are ready to be reviewed", n),
    n);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.notify", "(sssx)", "refinement",
                              _ ("Refinement Ended"), words, lb_dataset_get_id (self->dataset));
}

/* Each item says what has become of it. */
static DexFuture *
asked_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRefineDialog) self = g_weak_ref_get (data);

  if (self != NULL && self->asked && self->dataset != NULL && lb_refine_dialog_is_many (self))
    notify_asked (self);

  return dex_future_new_true ();
}

static void
ask_cb (LbRefineDialog *self)
{
  g_autofree char *instruction = dup_instruction (self);

  if (*instruction == '\0' || lb_refine_job_get_running (self->job) || self->applying)
    return;

  lb_recent_instructions_add (instruction);
  self->asked = TRUE;
  self->position = 0;
  dex_future_disown (dex_future_finally (lb_refine_job_ask (self->job, instruction), asked_cb,
                                         lb_weak_new (self), lb_weak_free));
  lb_refine_dialog_show_item (self);
}

static void
retry_cb (LbRefineDialog *self)
{
  if (lb_refine_job_get_running (self->job) || self->applying)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self->entry)); /* the button goes */
  dex_future_disown (dex_future_finally (lb_refine_job_retry (self->job), asked_cb,
                                         lb_weak_new (self), lb_weak_free));
}

static void
stop_cb (LbRefineDialog *self)
{
  lb_refine_job_cancel (self->job);
  if (lb_refine_dialog_count_accepted (self, NULL) == 0)
    {
      self->asked = FALSE;
      lb_refine_dialog_show_item (self);
    }
  adw_entry_row_grab_focus_without_selecting (self->entry);
}

static void
entry_changed_cb (LbRefineDialog *self)
{
  if (self->job != NULL)
    lb_refine_dialog_show_actions (self);
}

/* What can be asked for. */

static void
offer_cb (LbRefineDialog *self, AdwActionRow *row)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry),
                         adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* @instructions: (transfer full); @rows: (nullable): to note what was added */
static void
offer (LbRefineDialog *self,
       AdwPreferencesGroup *group,
       char **instructions,
       guint most,
       GPtrArray *rows)
{
  g_auto (GStrv) owned = instructions;
  guint n = 0;

  for (; owned[n] != NULL && n < most; n++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), owned[n]);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (offer_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (group, row);
      if (rows != NULL)
        g_ptr_array_add (rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (group), n > 0);
}

/* Of the first text there is. */
static void
offer_examples (LbRefineDialog *self)
{
  Scope *scope = get_scope (self);
  g_autofree char *text = g_strdup (scope->schema);

  for (guint i = 0; i < self->examples->len; i++)
    adw_preferences_group_remove (self->examples_group, g_ptr_array_index (self->examples, i));
  g_ptr_array_set_size (self->examples, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->examples_group), FALSE);

  for (guint i = 0; text == NULL && i < scope->images->len; i++)
    text = lb_session_dup_caption_text (self->session, g_ptr_array_index (scope->images, i));
  if (text != NULL && self->known)
    offer (self, self->examples_group, lb_refine_examples (text, self->model), G_MAXUINT,
           self->examples);
}

static DexFuture *
captioner_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRefineDialog) self = g_weak_ref_get (data);
  const GValue *value = NULL;

  if (self == NULL || self->job == NULL)
    return dex_future_new_true ();

  /* Elsewhere it is a model that reads the instruction. */
  value = dex_future_get_value (future, NULL);
  self->model = value == NULL || lb_captioner_setting_is_vision (g_value_get_object (value));
  self->known = TRUE;
  offer_examples (self);

  return dex_future_new_true ();
}

/* The scope. */

static void
drop_job (LbRefineDialog *self)
{
  GListModel *items = NULL;

  if (self->job == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->job, self);
  items = lb_refine_job_get_items (self->job);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      g_signal_handlers_disconnect_by_data (item, self);
    }
  lb_refine_job_cancel (self->job);
  g_clear_object (&self->toggled);
  g_clear_object (&self->job);
}

static void
item_changed_cb (LbRefineDialog *self, GParamSpec *pspec, LbCaptionItem *item)
{
  lb_refine_dialog_follow_item (self, item);
}

/* What the dialog is called, for the scope that is chosen. */
static void
show_titles (LbRefineDialog *self)
{
  Scope *scope = get_scope (self);
  const guint n = scope->images != NULL ? scope->images->len : 0;
  LbImage *image = n > 0 ? g_ptr_array_index (scope->images, 0) : NULL;
  const char *title = n > 1    ? _ ("Refine Captions")
                      : n == 1 ? _ ("Refine Caption")
                               : _ ("Refine Schema");
  g_autofree char *name = NULL;

  if (n > 1)
    name = g_strdup_printf (ngettext ("%'u image", "%'u images", n), n);
  else
    name = lb_visible_text (image != NULL ? lb_image_shown_name (image)
                                          : lb_dataset_get_name (self->dataset));
  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, name != NULL ? name : "");
  gtk_label_set_label (self->undo_label,
                       n > 1 ? _ ("Applying is one step. Undo brings all old captions back.")
                       : n == 1
                         ? _ ("Applying is one step. Undo brings the old caption back.")
                         : _ ("Undo brings the old text back. The dataset keeps its schema until "
                              "you apply the new one."));
}

static void
make_job (LbRefineDialog *self)
{
  Scope *scope = get_scope (self);
  GListModel *items = NULL;

  drop_job (self);
  self->job = scope->images != NULL
                ? lb_refine_job_new (self->session, self->dataset, scope->images)
                : lb_refine_job_new_for_schema (self->session, self->dataset, scope->schema);
  items = lb_refine_job_get_items (self->job);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      g_signal_connect_object (item, "notify::state", G_CALLBACK (item_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (self->job, "notify::running",
                           G_CALLBACK (lb_refine_dialog_show_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::n-asked",
                           G_CALLBACK (lb_refine_dialog_show_progress), self, G_CONNECT_SWAPPED);
  self->asked = FALSE;
  self->position = 0;
  show_titles (self);
  offer_examples (self);
  lb_refine_dialog_show_item (self);
}

static void
scope_cb (LbRefineDialog *self)
{
  if (self->job != NULL)
    make_job (self);
}

/* Takes @scope. */
static void
add_scope (LbRefineDialog *self, Scope *scope, const char *title)
{
  g_ptr_array_add (self->scopes, scope);
  gtk_string_list_append (self->titles, title);
  gtk_widget_set_visible (GTK_WIDGET (self->scope_row), self->scopes->len > 1);
  if (self->job == NULL)
    make_job (self);
}

static void
lb_refine_dialog_closed (AdwDialog *dialog)
{
  LbRefineDialog *self = LB_REFINE_DIALOG (dialog);

  if (self->job != NULL)
    lb_refine_job_cancel (self->job);
}

static void
lb_refine_dialog_dispose (GObject *object)
{
  LbRefineDialog *self = LB_REFINE_DIALOG (object);

  drop_job (self);
  g_clear_object (&self->check);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REFINE_DIALOG);
  g_clear_object (&self->toggled);
  g_clear_pointer (&self->examples, g_ptr_array_unref);
  g_clear_pointer (&self->scopes, g_ptr_array_unref);
  g_clear_object (&self->titles);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_refine_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/refine/lb-refine-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, head);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, ask_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, progress_box);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, progress_row);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, queue_box);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, next_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, position_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, retry_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, retry_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, examples_group);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, recent_group);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, note_icon);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, left_out_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, alike_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, alike_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, undo_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, apply_label);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, scope_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
}

static void
lb_refine_dialog_class_init (LbRefineDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_refine_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_refine_dialog_closed;

  g_signal_new ("applied", LB_TYPE_REFINE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT);
  g_signal_new ("schema-refined", LB_TYPE_REFINE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_THUMBNAIL);
  g_type_ensure (LB_TYPE_CHANGE_LIST);
  bind_template (widget_class);
  lb_refine_dialog_install_review (widget_class);
}

static void
lb_refine_dialog_init (LbRefineDialog *self)
{
  self->scopes = g_ptr_array_new_with_free_func (scope_free);
  self->examples = g_ptr_array_new ();
  self->titles = gtk_string_list_new (NULL);
  self->check = lb_mix_check_new ();
  g_signal_connect_object (self->check, "checked", G_CALLBACK (lb_refine_dialog_show_issue), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->entry));
  adw_combo_row_set_model (self->scope_row, G_LIST_MODEL (self->titles));
}

LbRefineDialog *
lb_refine_dialog_new (LbSession *session, LbDataset *dataset)
{
  LbRefineDialog *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self = g_object_new (LB_TYPE_REFINE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  offer (self, self->recent_group, lb_recent_instructions_list (), MAX_RECENT, NULL);
  dex_future_disown (dex_future_finally (lb_session_get_captioner (session), captioner_cb,
                                         lb_weak_new (self), lb_weak_free));

  return self;
}

void
lb_refine_dialog_add_captions (LbRefineDialog *self, GPtrArray *images)
{
  Scope *scope = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (LB_IS_REFINE_DIALOG (self));
  g_return_if_fail (images != NULL && images->len > 0);

  scope = g_new0 (Scope, 1);
  scope->images = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < images->len; i++)
    g_ptr_array_add (scope->images, g_object_ref (g_ptr_array_index (images, i)));
  title =
    images->len == 1
      ? g_strdup (_ ("This caption"))
      : g_strdup_printf (ngettext ("%'u selected caption", "%'u selected captions", images->len),
                         images->len);
  add_scope (self, scope, title);
}

void
lb_refine_dialog_add_schema (LbRefineDialog *self, const char *schema)
{
  Scope *scope = NULL;

  g_return_if_fail (LB_IS_REFINE_DIALOG (self));
  g_return_if_fail (schema != NULL);

  scope = g_new0 (Scope, 1);
  scope->schema = g_strdup (schema);
  add_scope (self, scope, _ ("The visual schema"));
}
