#include "config.h"

#include "ui/history/lb-versions-dialog.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "model/lb-comparison.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-mix-check.h"
#include "ui/history/lb-history-words.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbVersionsDialog
{
  AdwDialog parent_instance;

  AdwNavigationView *navigation;
  AdwNavigationPage *preview;
  AdwToolbarView *preview_view;
  GtkWidget *toggles_box;
  AdwToggleGroup *toggles;
  LbChangeList *changes;
  GtkLabel *hint_label;
  GtkStack *stack;
  GtkListBox *list;
  GtkTextView *text;
  GtkWidget *restore_button;

  LbSession *session;              /* (owned) */
  LbDataset *dataset;              /* (owned) */
  LbImage *image;                  /* (owned) */
  const LbCaptionVersion *version; /* (nullable): the one that is read; its row owns it */
  LbComparison *comparison;        /* (owned) (nullable): from the present caption to that */
  LbMixCheck *check;               /* (owned): of what is accepted */
  gboolean wants_restore;          /* once that is known to be right */
};

G_DEFINE_FINAL_TYPE (LbVersionsDialog, lb_versions_dialog, ADW_TYPE_DIALOG)

static const LbCaptionVersion *
version_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "lb-version");
}

static gboolean
is_shown_now (LbVersionsDialog *self, const LbCaptionVersion *version)
{
  g_autofree char *text = lb_session_dup_caption_text (self->session, self->image);

  return g_strcmp0 (text, version->text) == 0;
}

/* (transfer full): @text, in which nothing hides. */
static char *
visible_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *shown = lb_visible_text (lines[i]);

      g_free (lines[i]);
      lines[i] = shown;
    }

  return g_strjoinv ("\n", lines);
}

static void
show_restore (LbVersionsDialog *self)
{
  gtk_widget_set_sensitive (
    self->restore_button,
    lb_change_list_get_n_accepted (self->changes) > 0 &&
      (lb_mix_check_get_pending (self->check) || lb_mix_check_get_issue (self->check) == NULL));
}

/* The button says how much comes back. */
static void
accepted_cb (LbVersionsDialog *self)
{
  g_autofree char *words = lb_change_list_dup_restore_words (self->changes);

  gtk_button_set_label (GTK_BUTTON (self->restore_button), words);
  self->wants_restore = FALSE;
  lb_mix_check_start (self->check, lb_comparison_get_prompt (self->comparison),
                      lb_comparison_get_changes (self->comparison), LB_PROMPT_CAPTION);
  show_restore (self);
}

/* What restoring would change of what is there now. */
static void
compare (LbVersionsDialog *self, const char *hint)
{
  g_autofree char *present = lb_session_dup_caption_text (self->session, self->image);

  g_clear_object (&self->comparison);
  self->comparison =
    lb_comparison_new (present, self->version->text, lb_rules_caption_is_prompt (self->dataset));
  lb_change_list_set_changes (self->changes, lb_comparison_get_changes (self->comparison),
                              lb_comparison_get_prompt (self->comparison));
  gtk_label_set_label (self->hint_label, hint);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, LbVersionsDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *moment = NULL;
  g_autofree char *shown = NULL;
  gboolean can_restore;

  self->version = version_of (row);
  can_restore = !lb_dataset_get_completed (self->dataset) && !is_shown_now (self, self->version);
  moment = lb_history_moment_words (self->version->made_at);
  shown = visible_lines (self->version->text);
  adw_navigation_page_set_title (self->preview, moment);
  gtk_text_buffer_set_text (buffer, shown, -1);
  gtk_text_view_set_monospace (self->text, lb_rules_caption_is_prompt (self->dataset));
  compare (self, _ ("Restoring is one step. Undo brings the present caption back."));
  gtk_widget_set_visible (self->toggles_box, can_restore);
  adw_toggle_group_set_active_name (self->toggles, can_restore ? "changes" : "text");
  adw_toolbar_view_set_reveal_bottom_bars (self->preview_view, can_restore);
  adw_navigation_view_push (self->navigation, self->preview);
}

/* Some of an earlier caption and some of what is there now is a person's. */
static void
restore (LbVersionsDialog *self)
{
  const gboolean whole =
    lb_change_list_get_n_accepted (self->changes) == lb_change_list_get_n_changes (self->changes);
  g_autofree char *present = lb_session_dup_caption_text (self->session, self->image);
  g_autofree char *text = NULL;

  if (!whole && g_strcmp0 (present, lb_comparison_get_before (self->comparison)) != 0)
    {
      compare (self, _ ("The caption was changed meanwhile. Look at the changes again."));
      return;
    }

  text = lb_comparison_dup_result (self->comparison);
  g_signal_emit_by_name (self, "chosen", text, whole ? self->version->source : "manual");
  adw_dialog_close (ADW_DIALOG (self));
}

static void
restore_cb (GtkButton *button, LbVersionsDialog *self)
{
  if (lb_mix_check_get_pending (self->check))
    self->wants_restore = TRUE;
  else
    restore (self);
}

static void
checked_cb (LbVersionsDialog *self)
{
  LbPromptIssue *issue = lb_mix_check_get_issue (self->check);
  const gboolean restores = self->wants_restore && issue == NULL;

  self->wants_restore = FALSE;
  lb_change_list_set_issue (self->changes, issue);
  show_restore (self);
  if (restores)
    restore (self);
}

/* (transfer full): the image as it was then, to be described like any. */
static LbImage *
image_of (const LbCaptionVersion *version)
{
  LbImage *image = lb_image_new (1);

  g_object_set (image, "caption", version->text, "caption-source", version->source, NULL);

  return image;
}

/* What the row says in words already. */
static GtkWidget *
new_icon (const char *name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", name, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

/* Takes @version. */
static GtkWidget *
make_row (LbVersionsDialog *self, LbCaptionVersion *version)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (LbImage) image = image_of (version);
  g_autofree char *moment = lb_history_moment_words (version->made_at);
  g_autofree char *subtitle = NULL;
  const char *icon = NULL;
  const char *source = lb_image_source_words (NULL, image, &icon);
  const char *line = lb_caption_line (self->dataset, image);

  subtitle = is_shown_now (self, version)
               /* Translators: a moment, and who wrote the caption: “Today, 09:12 · Automatic” */
               ? g_strdup_printf (_ ("%s · %s · shown now"), moment, source)
               /* Translators: a moment, and who wrote the caption: “Today, 09:12 · Automatic” */
               : g_strdup_printf (_ ("%s · %s"), moment, source);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 line != NULL && *line != '\0' ? line : _ ("No caption"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (icon != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), new_icon (icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_icon ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "lb-version", version,
                          (GDestroyNotify) lb_caption_version_free);

  return row;
}

typedef struct
{
  GWeakRef dialog;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_weak_ref_clear (&asking->dialog);
  g_free (asking);
}

static DexFuture *
listed_cb (DexFuture *future, gpointer data)
{
  Asking *asking = data;
  g_autoptr (LbVersionsDialog) self = g_weak_ref_get (&asking->dialog);
  g_autoptr (GPtrArray) versions = dex_await_boxed (dex_ref (future), NULL);

  if (self == NULL || versions == NULL)
    return dex_future_new_true ();

  for (guint i = 0; i < versions->len; i++)
    gtk_list_box_append (
      self->list, make_row (self, lb_caption_version_copy (g_ptr_array_index (versions, i))));
  if (versions->len > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");

  return dex_future_new_true ();
}

static void
lb_versions_dialog_dispose (GObject *object)
{
  LbVersionsDialog *self = LB_VERSIONS_DIALOG (object);

  self->version = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_VERSIONS_DIALOG);
  g_clear_object (&self->check);
  g_clear_object (&self->comparison);
  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->image);

  G_OBJECT_CLASS (lb_versions_dialog_parent_class)->dispose (object);
}

static void
lb_versions_dialog_class_init (LbVersionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_versions_dialog_dispose;

  g_signal_new ("chosen", LB_TYPE_VERSIONS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_type_ensure (LB_TYPE_CHANGE_LIST);
  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/history/lb-versions-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, preview_view);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, toggles_box);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, toggles);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, hint_label);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, text);
  gtk_widget_class_bind_template_child (widget_class, LbVersionsDialog, restore_button);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
}

static void
lb_versions_dialog_init (LbVersionsDialog *self)
{
  self->check = lb_mix_check_new ();
  g_signal_connect_object (self->check, "checked", G_CALLBACK (checked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbVersionsDialog *
lb_versions_dialog_new (LbSession *session, LbDataset *dataset, LbImage *image)
{
  LbVersionsDialog *self = g_object_new (LB_TYPE_VERSIONS_DIALOG, NULL);
  Asking *asking = g_new0 (Asking, 1);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->image = g_object_ref (image);
  g_weak_ref_init (&asking->dialog, self);
  dex_future_disown (
    dex_future_finally (lb_session_list_versions (session, image), listed_cb, asking, asking_free));

  return self;
}
