#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"
#include "ui/fields/lb-freeze.h"
#include "ui/prompt/lb-prompt-editor.h"
#include "ui/widgets/lb-button-name.h"
#include "ui/widgets/lb-toast.h"
#include "ui/widgets/lb-width-bin.h"

G_DEFINE_FINAL_TYPE (LbSchemaPage, lb_schema_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  SIGNAL_SHOW_VALUE,
  SIGNAL_SHOW_MATRIX,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was written and not applied stays with the dataset as long as the session lives. */
static const char draft_key[] = "lb-schema-draft";

static void
show_run (LbSchemaPage *self)
{
  LbCaptionJob *job = lb_dataset_jobs_find (self->runs, self->dataset);
  g_autofree char *words = NULL;
  guint n_total, n_done;

  if (job == NULL)
    return;

  n_total = lb_caption_job_get_n_total (job);
  n_done = lb_caption_job_get_n_done (job) + lb_caption_job_get_n_failed (job);
  /* Translators: how many captions are written already, of how many */
  words = g_strdup_printf (_ ("Writing captions: %'u of %'u"), n_done, n_total);
  gtk_label_set_label (self->run_label, words);
  gtk_progress_bar_set_fraction (self->run_progress,
                                 n_total > 0 ? (double) n_done / (double) n_total : 1.0);
}

static void
show_actions (LbSchemaPage *self, gboolean running)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self->pictures);
  const guint n_issues = lb_text_pane_get_n_issues (self->editor);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "schema.generate",
                                 draft && !self->busy && !running &&
                                   n_chosen >= LB_LIMIT_SCHEMA_IMAGES_MIN &&
                                   n_chosen <= LB_LIMIT_SCHEMA_IMAGES_MAX);
  gtk_widget_action_set_enabled (widget, "schema.cancel", self->cancel != NULL);
  gtk_widget_action_set_enabled (widget, "schema.apply",
                                 draft && !self->busy && self->changed && n_issues == 0 &&
                                   !lb_text_pane_is_blank (self->editor));
  gtk_widget_action_set_enabled (widget, "schema.discard", !self->busy && self->changed);
}

void
lb_schema_page_show_state (LbSchemaPage *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const gboolean running = lb_dataset_jobs_find (self->runs, self->dataset) != NULL;
  const gboolean text = self->changed || lb_dataset_get_visual_schema (self->dataset) != NULL;
  g_autofree char *hint = lb_schema_page_hint_words (self);
  g_autofree char *reason = lb_schema_page_reason_words (self);

  show_actions (self, running);
  lb_text_pane_set_editable (self->editor, draft && !self->busy);
  gtk_widget_set_visible (self->generate_again_button, text && draft);
  gtk_widget_set_visible (self->menu_button, text);
  gtk_widget_set_visible (self->refine_button, text && draft);
  lb_schema_page_show_view (self);
  gtk_widget_set_visible (GTK_WIDGET (self->pictures), draft);
  gtk_widget_set_visible (self->buttons, draft);
  gtk_widget_set_visible (GTK_WIDGET (self->footer_stack), text || running);
  gtk_stack_set_visible_child_name (self->footer_stack, running ? "run" : "apply");
  gtk_revealer_set_reveal_child (self->busy_revealer, self->waiting && text);
  gtk_stack_set_visible_child_name (self->stack, text ? "text" : self->waiting ? "busy" : "empty");
  gtk_label_set_label (self->hint_label, hint);
  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), reason != NULL);
  show_run (self);
}

void
lb_schema_page_set_changed (LbSchemaPage *self, gboolean changed)
{
  self->changed = changed;
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !changed);
  gtk_widget_set_visible (self->back_button, changed);
  g_object_set_data_full (G_OBJECT (self->dataset), draft_key,
                          changed ? lb_text_pane_dup_text (self->editor) : NULL, g_free);
  lb_schema_page_show_state (self);
}

void
lb_schema_page_show_stored (LbSchemaPage *self)
{
  if (!self->changed)
    lb_text_pane_update (self->editor, lb_dataset_get_visual_schema (self->dataset));
  lb_schema_page_show_state (self);
}

static void
show_first (LbSchemaPage *self)
{
  const char *draft = g_object_get_data (G_OBJECT (self->dataset), draft_key);

  lb_text_pane_set_text (self->editor,
                         draft != NULL ? draft : lb_dataset_get_visual_schema (self->dataset));
  lb_schema_page_set_changed (self, draft != NULL);
}

static void
edited_cb (LbSchemaPage *self)
{
  const char *stored = lb_dataset_get_visual_schema (self->dataset);
  g_autofree char *text = lb_text_pane_dup_text (self->editor);

  lb_schema_page_set_changed (self, g_strcmp0 (text, stored) != 0);
}

static void
issues_changed_cb (LbSchemaPage *self)
{
  if (self->dataset != NULL)
    lb_schema_page_show_state (self);
}

static void
show_value_cb (LbSchemaPage *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_VALUE], 0, text);
}

static void
show_matrix_cb (LbSchemaPage *self, const char *path)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_MATRIX], 0, path);
}

static void
show_title (LbSchemaPage *self)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (self->dataset));

  adw_window_title_set_subtitle (self->window_title, name != NULL ? name : "");
}

static void
run_changed_cb (LbSchemaPage *self, LbDataset *dataset)
{
  if (dataset == self->dataset)
    lb_schema_page_show_state (self);
}

/* The pictures come first in reading order, and the first thing there would take one away. */
static void
focus_first (LbSchemaPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "text") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  else if (!gtk_widget_grab_focus (self->generate_button))
    gtk_widget_child_focus (GTK_WIDGET (self->pictures), GTK_DIR_TAB_BACKWARD);
}

static void
lb_schema_page_shown (AdwNavigationPage *page)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (page);

  ADW_NAVIGATION_PAGE_CLASS (lb_schema_page_parent_class)->shown (page);

  /* Only once the way there is over does the toolkit leave the focus alone. */
  if (!self->seen)
    {
      focus_first (self);
      /* What has the focus may be long; the page begins with its pictures all the same. */
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }
  self->seen = TRUE;
}

static void
lb_schema_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lb_schema_page_parent_class)->root (widget);

  lb_schema_page_guard_window (LB_SCHEMA_PAGE (widget));
}

static void
lb_schema_page_unroot (GtkWidget *widget)
{
  lb_schema_page_unguard_window (LB_SCHEMA_PAGE (widget));

  GTK_WIDGET_CLASS (lb_schema_page_parent_class)->unroot (widget);
}

static void
lb_schema_page_dispose (GObject *object)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (object);

  g_clear_handle_id (&self->patience_id, g_source_remove);
  dex_clear (&self->cancel);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SCHEMA_PAGE);
  g_clear_object (&self->runs);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lb_schema_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_TEXT_PANE);
  g_type_ensure (LB_TYPE_SCHEMA_PICTURES);
  g_type_ensure (LB_TYPE_SURVEY_COLUMN);
  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-schema-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, generate_again_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, generate_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, refine_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, view_toggles);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, pictures);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, busy_revealer);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, view_row);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, editor);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, survey);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, footer_stack);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, run_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, run_progress);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, issues_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_value_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_matrix_cb);
  lb_schema_page_bind_view (widget_class);
}

static void
lb_schema_page_class_init (LbSchemaPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_schema_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = lb_schema_page_shown;
  widget_class->root = lb_schema_page_root;
  widget_class->unroot = lb_schema_page_unroot;

  signals[SIGNAL_SHOW_VALUE] =
    g_signal_new ("show-value", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SHOW_MATRIX] =
    g_signal_new ("show-matrix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  bind_template (widget_class);
  lb_schema_page_install_view (widget_class);
  lb_schema_page_install_work (widget_class);
  lb_schema_page_install_refine (widget_class);
  lb_schema_page_install_leaving (widget_class);
}

static void
lb_schema_page_init (LbSchemaPage *self)
{
  GtkWidget *text;

  gtk_widget_init_template (GTK_WIDGET (self));
  lb_button_name_keep (
    ADW_BUTTON_CONTENT (gtk_button_get_child (GTK_BUTTON (self->generate_again_button))));
  lb_text_pane_set_kind (self->editor, LB_TEXT_SCHEMA);
  text = gtk_widget_get_ancestor (GTK_WIDGET (lb_text_pane_get_view (self->editor)),
                                  LB_TYPE_PROMPT_EDITOR);
  gtk_widget_add_css_class (text, "card");
  gtk_widget_set_overflow (text, GTK_OVERFLOW_HIDDEN);
  self->settings = g_settings_new (LB_APP_ID);
  lb_schema_page_follow_view (self);
}

LbSchemaPage *
lb_schema_page_new (LbSession *session,
                    LbDataset *dataset,
                    GListModel *images,
                    GListModel *selection)
{
  LbSchemaPage *self;
  g_autoptr (LbUsedValues) values = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_SCHEMA_PAGE, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  self->runs = g_object_ref (lb_caption_runs_get (session));
  values = lb_used_values_new (session, dataset);
  lb_text_pane_set_values (self->editor, values);
  show_title (self);
  lb_schema_pictures_set_images (self->pictures, session, dataset, images, selection);
  lb_survey_column_set_images (self->survey, session, images);
  g_signal_connect_object (self->pictures, "notify::n-chosen",
                           G_CALLBACK (lb_schema_page_show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::visual-schema",
                           G_CALLBACK (lb_schema_page_show_stored), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::name", G_CALLBACK (show_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (lb_schema_page_show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (lb_schema_page_show_state),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "review-changed", G_CALLBACK (lb_schema_page_show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::completed", G_CALLBACK (lb_schema_page_show_state),
                           self, G_CONNECT_SWAPPED);
  lb_freeze_follow (GTK_WIDGET (self), session);
  g_signal_connect_object (self->runs, "changed", G_CALLBACK (run_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_first (self);
  return self;
}

LbDataset *
lb_schema_page_get_dataset (LbSchemaPage *self)
{
  g_return_val_if_fail (LB_IS_SCHEMA_PAGE (self), NULL);

  return self->dataset;
}

gboolean
lb_schema_page_has_draft (LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_DATASET (dataset), FALSE);

  return g_object_get_data (G_OBJECT (dataset), draft_key) != NULL;
}

const char *
lb_schema_page_get_text (LbDataset *dataset)
{
  const char *draft = NULL;

  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  draft = g_object_get_data (G_OBJECT (dataset), draft_key);
  return draft != NULL ? draft : lb_dataset_get_visual_schema (dataset);
}

void
lb_schema_page_keep_draft (LbDataset *dataset, const char *text)
{
  g_return_if_fail (LB_IS_DATASET (dataset));
  g_return_if_fail (text != NULL);

  g_object_set_data_full (G_OBJECT (dataset), draft_key, g_strdup (text), g_free);
}
