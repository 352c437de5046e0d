#include "config.h"

#include "ui/refine/lb-refine-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "model/lb-prompt.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-list.h"
#include "ui/refine/lb-recent-instructions.h"
#include "ui/refine/lb-refine-examples.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-thumbnail.h"

/* Of what was asked for before. */
#define MAX_RECENT 4

struct _LbRefineDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  LbThumbnail *thumbnail;
  AdwEntryRow *entry;
  GtkWidget *ask_button;
  GtkStack *stack;
  AdwPreferencesGroup *examples_group;
  AdwPreferencesGroup *recent_group;
  GtkWidget *stop_button;
  GtkLabel *message_label;
  LbChangeList *list;
  GtkWidget *hint;
  GtkLabel *apply_label;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  LbImage *image;     /* (owned) */
  LbPrompt *before;   /* (owned) (nullable): what was asked about last */
  guint serial;       /* of the question whose answer counts */
  gboolean waiting;
};

G_DEFINE_FINAL_TYPE (LbRefineDialog, lb_refine_dialog, ADW_TYPE_DIALOG)

/* (transfer full) */
static char *
dup_instruction (LbRefineDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
show_apply (LbRefineDialog *self)
{
  const gboolean changes = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "changes");
  const guint n = changes ? lb_change_list_get_n_changes (self->list) : 0;
  const guint n_accepted = changes ? lb_change_list_get_n_accepted (self->list) : 0;
  g_autofree char *words = NULL;

  if (n == 0)
    words = g_strdup (_ ("Apply"));
  else if (n == n_accepted)
    words = g_strdup_printf (ngettext ("Apply %'u Change", "Apply %'u Changes", n), n);
  else
    /* Translators: how many changes are checked, and of how many */
    words = g_strdup_printf (ngettext ("Apply %'u of %'u Change", "Apply %'u of %'u Changes", n),
                             n_accepted, n);
  gtk_label_set_label (self->apply_label, words);
  gtk_widget_set_visible (self->hint, changes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "refine.apply", n_accepted > 0);
}

static void
show_page (LbRefineDialog *self, const char *name)
{
  g_autofree char *instruction = dup_instruction (self);

  self->waiting = g_str_equal (name, "waiting");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), FALSE);
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_sensitive (self->ask_button, !self->waiting && *instruction != '\0');
  gtk_button_set_label (GTK_BUTTON (self->ask_button),
                        self->before != NULL ? _ ("Ask Again") : _ ("Ask"));
  show_apply (self);
}

static void
show_message (LbRefineDialog *self, const char *words)
{
  show_page (self, "start");
  gtk_label_set_label (self->message_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), TRUE);
  adw_entry_row_grab_focus_without_selecting (self->entry);
}

/* Asking. */

typedef struct
{
  GWeakRef dialog;
  guint serial;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->dialog);
  g_free (question);
}

static void
show_answer (LbRefineDialog *self, const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) after = lb_prompt_new (answer, &error);
  g_autoptr (GListModel) changes = after != NULL ? lb_prompt_diff (self->before, after) : NULL;

  if (changes == NULL)
    {
      show_message (self, _ ("The answer can’t be read. Try another wording."));
      return;
    }
  if (g_list_model_get_n_items (changes) == 0)
    {
      show_message (self, _ ("Nothing to change. Try another wording."));
      return;
    }

  lb_change_list_set_changes (self->list, changes, self->before);
  show_page (self, "changes");
  lb_change_list_focus (self->list);
}

static DexFuture *
answered_cb (DexFuture *future, gpointer data)
{
  Question *question = data;
  g_autoptr (LbRefineDialog) self = g_weak_ref_get (&question->dialog);
  g_autoptr (GError) error = NULL;
  const GValue *answer = NULL;

  if (self == NULL || self->serial != question->serial)
    return dex_future_new_true ();

  answer = dex_future_get_value (future, &error);
  if (answer != NULL)
    {
      show_answer (self, g_value_get_string (answer));
    }
  else
    {
      g_autofree char *words = lb_error_words (error);

      show_message (self, words);
    }

  return dex_future_new_true ();
}

static void
ask_cb (LbRefineDialog *self)
{
  g_autofree char *instruction = dup_instruction (self);
  g_autofree char *text = lb_session_dup_caption_text (self->session, self->image);
  g_autoptr (LbPrompt) before = text != NULL ? lb_prompt_new (text, NULL) : NULL;
  g_autoptr (GPtrArray) pictures = g_ptr_array_new ();
  Question *question = NULL;

  if (*instruction == '\0' || self->waiting)
    return;
  if (before == NULL)
    {
      show_message (self, _ ("The caption is not valid JSON any more. Mend it first."));
      return;
    }

  lb_recent_instructions_add (instruction);
  g_set_object (&self->before, before);
  question = g_new0 (Question, 1);
  g_weak_ref_init (&question->dialog, self);
  question->serial = ++self->serial;
  g_ptr_array_add (pictures, self->image);
  show_page (self, "waiting");
  dex_future_disown (dex_future_finally (
    lb_session_refine (self->session, self->dataset, text, instruction, pictures), answered_cb,
    question, question_free));
}

static void
stop_cb (LbRefineDialog *self)
{
  self->serial++;
  show_page (self, "start");
  adw_entry_row_grab_focus_without_selecting (self->entry);
}

static void
entry_changed_cb (LbRefineDialog *self)
{
  g_autofree char *instruction = dup_instruction (self);

  gtk_widget_set_sensitive (self->ask_button, !self->waiting && *instruction != '\0');
}

/* The answer. */

static void
accepted_cb (LbRefineDialog *self)
{
  show_apply (self);
}

/* What is there now may not be what was asked about. */
static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbRefineDialog *self = LB_REFINE_DIALOG (widget);
  g_autofree char *text = lb_session_dup_caption_text (self->session, self->image);
  g_autoptr (LbPrompt) present = text != NULL ? lb_prompt_new (text, NULL) : NULL;
  g_autoptr (LbPrompt) refined = NULL;

  if (present != NULL)
    refined = lb_prompt_apply (present, lb_change_list_get_changes (self->list), NULL);
  if (refined == NULL)
    {
      show_message (self, _ ("The caption was changed meanwhile. Ask again."));
      return;
    }

  g_signal_emit_by_name (self, "refined", lb_prompt_get_text (refined));
  adw_dialog_close (ADW_DIALOG (self));
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

/* @instructions: (transfer full) */
static void
offer (LbRefineDialog *self, AdwPreferencesGroup *group, char **instructions, guint most)
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
    }
  gtk_widget_set_visible (GTK_WIDGET (group), n > 0);
}

static DexFuture *
captioner_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRefineDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const GValue *value = NULL;
  gboolean model = TRUE;

  if (self == NULL)
    return dex_future_new_true ();

  /* Elsewhere it is a model that reads the instruction. */
  value = dex_future_get_value (future, &error);
  if (value != NULL)
    model = lb_captioner_setting_is_vision (g_value_get_object (value));
  text = lb_session_dup_caption_text (self->session, self->image);
  if (text != NULL)
    offer (self, self->examples_group, lb_refine_examples (text, model), G_MAXUINT);

  return dex_future_new_true ();
}

static void
lb_refine_dialog_dispose (GObject *object)
{
  LbRefineDialog *self = LB_REFINE_DIALOG (object);

  self->serial++;
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REFINE_DIALOG);
  g_clear_object (&self->before);
  g_clear_object (&self->image);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_refine_dialog_parent_class)->dispose (object);
}

static void
lb_refine_dialog_class_init (LbRefineDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_refine_dialog_dispose;

  g_signal_new ("refined", LB_TYPE_REFINE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_THUMBNAIL);
  g_type_ensure (LB_TYPE_CHANGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/refine/lb-refine-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, ask_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, examples_group);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, recent_group);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, LbRefineDialog, apply_label);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_install_action (widget_class, "refine.apply", NULL, apply_cb);
}

static void
lb_refine_dialog_init (LbRefineDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->entry));
}

LbRefineDialog *
lb_refine_dialog_new (LbSession *session, LbDataset *dataset, LbImage *image)
{
  LbRefineDialog *self = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (image), NULL);

  self = g_object_new (LB_TYPE_REFINE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->image = g_object_ref (image);
  name = lb_visible_text (lb_image_shown_name (image));
  adw_window_title_set_subtitle (self->window_title, name);
  lb_thumbnail_set_image (self->thumbnail, session, image);
  gtk_widget_set_visible (GTK_WIDGET (self->examples_group), FALSE);
  offer (self, self->recent_group, lb_recent_instructions_list (), MAX_RECENT);
  dex_future_disown (dex_future_finally (lb_session_get_captioner (session), captioner_cb,
                                         lb_weak_new (self), lb_weak_free));
  show_page (self, "start");

  return self;
}

LbImage *
lb_refine_dialog_get_image (LbRefineDialog *self)
{
  g_return_val_if_fail (LB_IS_REFINE_DIALOG (self), NULL);

  return self->image;
}
