#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-weak.h"
#include "contract/lb-limits.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

G_DEFINE_FINAL_TYPE (LbSchemaPage, lb_schema_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  SIGNAL_SHOW_VALUE,
  N_SIGNALS
};

static guint signals[N_SIGNALS] G_GNUC_UNUSED;

/* What was written and not applied stays with the dataset as long as the session lives. */
static const char draft_key[] = "lb-schema-draft";

static void
show_error (LbSchemaPage *self, const GError *error)
{
  g_autofree char *words = lb_error_words (error);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_use_markup (toast, FALSE);
  lb_toast_show (GTK_WIDGET (self), toast);
}

/* How many captions a run after applying would write again, and how many are hand-written. */
static void
count_captions (LbSchemaPage *self, guint *n_automatic, guint *n_manual)
{
  const guint n_images = g_list_model_get_n_items (self->images);

  *n_automatic = *n_manual = 0;
  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lb_session_is_manual (self->session, image))
        (*n_manual)++;
      else
        (*n_automatic)++;
    }
}

static void
show_hint (LbSchemaPage *self)
{
  guint n_automatic, n_manual;
  g_autofree char *automatic = NULL;
  g_autofree char *manual = NULL;
  g_autofree char *hint = NULL;

  if (lb_dataset_get_completed (self->dataset))
    {
      gtk_label_set_label (self->hint_label, _ ("Complete datasets can’t be changed."));
      return;
    }

  count_captions (self, &n_automatic, &n_manual);
  automatic = g_strdup_printf (
    ngettext ("Applying changes no caption by itself. %'u can be written afterwards.",
              "Applying changes no caption by itself. %'u can be written afterwards.", n_automatic),
    n_automatic);
  manual = g_strdup_printf (
    ngettext ("%'u hand-written one is kept.", "%'u hand-written ones are kept.", n_manual),
    n_manual);
  /* Translators: two sentences after each other */
  hint = n_manual > 0 ? g_strdup_printf (C_ ("sentences", "%s %s"), automatic, manual)
                      : g_strdup (automatic);
  gtk_label_set_label (self->hint_label, hint);
}

static void
show_run (LbSchemaPage *self)
{
  LbCaptionJob *job = lb_caption_runs_find (self->runs, self->dataset);
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

void
lb_schema_page_show_state (LbSchemaPage *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const gboolean running = lb_caption_runs_find (self->runs, self->dataset) != NULL;
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self->pictures);
  const gboolean text = self->changed || lb_dataset_get_visual_schema (self->dataset) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "schema.generate",
                                 draft && !self->busy && !running &&
                                   n_chosen >= LB_LIMIT_SCHEMA_IMAGES_MIN &&
                                   n_chosen <= LB_LIMIT_SCHEMA_IMAGES_MAX);
  gtk_widget_action_set_enabled (widget, "schema.apply",
                                 draft && !self->busy && self->changed &&
                                   !lb_text_pane_is_blank (self->editor) &&
                                   lb_text_pane_get_n_issues (self->editor) == 0);
  gtk_widget_action_set_enabled (widget, "schema.discard", !self->busy && self->changed);
  lb_text_pane_set_editable (self->editor, draft && !self->busy);
  gtk_widget_set_visible (self->generate_again_button, text && draft);
  gtk_widget_set_visible (GTK_WIDGET (self->pictures), draft);
  gtk_widget_set_visible (GTK_WIDGET (self->footer_stack), text || running);
  gtk_stack_set_visible_child_name (self->footer_stack, running ? "run" : "apply");
  if (!self->busy)
    gtk_stack_set_visible_child_name (self->stack, text ? "text" : "empty");
  show_hint (self);
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

static void
stored_changed_cb (LbSchemaPage *self)
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
run_changed_cb (LbSchemaPage *self, LbDataset *dataset)
{
  if (dataset == self->dataset)
    lb_schema_page_show_state (self);
}

static DexFuture *
generated_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSchemaPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *schema = NULL;

  if (self == NULL)
    return NULL;

  self->busy = FALSE;
  if (!(schema = dex_await_string (dex_ref (future), &error)))
    {
      show_error (self, error);
      lb_schema_page_show_state (self);
      return NULL;
    }

  /* What a person wrote before is one undo away. */
  if (lb_text_pane_is_blank (self->editor))
    lb_text_pane_set_text (self->editor, schema);
  else
    lb_text_pane_replace (self->editor, schema);
  lb_schema_page_set_changed (
    self, g_strcmp0 (schema, lb_dataset_get_visual_schema (self->dataset)) != 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  return NULL;
}

static void
generate_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autoptr (GPtrArray) chosen = lb_schema_pictures_dup_chosen (self->pictures);

  self->busy = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "busy");
  lb_schema_page_show_state (self);
  dex_future_disown (dex_future_finally (lb_session_generate_schema (self->session, chosen),
                                         generated_cb, lb_weak_new (self), lb_weak_free));
}

static void
offer_answered_cb (AdwAlertDialog *dialog, const char *response, LbSchemaPage *self)
{
  if (g_str_equal (response, "regenerate"))
    lb_caption_runs_start (self->runs, self->dataset,
                           g_object_get_data (G_OBJECT (dialog), "lb-job"));
}

/* R36: a new schema leaves old captions as they are, so the next step is offered at once. */
static void
offer_captions (LbSchemaPage *self)
{
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  const guint n_total = lb_caption_job_get_n_total (job);
  g_autofree char *button = NULL;
  AdwDialog *dialog;

  if (n_total == 0 || lb_caption_runs_find (self->runs, self->dataset) != NULL)
    return;

  dialog = adw_alert_dialog_new (
    _ ("Write Captions Now?"),
    _ ("Automatic and missing captions are written under this schema, one by one. Hand-written "
       "ones are never touched."));
  button =
    g_strdup_printf (ngettext ("Write %'u _Caption", "Write %'u _Captions", n_total), n_total);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "later", _ ("_Not Now"), "regenerate",
                                  button, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "regenerate",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "regenerate");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "later");
  g_object_set_data_full (G_OBJECT (dialog), "lb-job", g_steal_pointer (&job), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (offer_answered_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
applied_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSchemaPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  self->busy = FALSE;
  if (!dex_await (dex_ref (future), &error))
    {
      show_error (self, error);
      lb_schema_page_show_state (self);
      return NULL;
    }

  lb_schema_page_set_changed (self, FALSE);
  stored_changed_cb (self);
  lb_toast_show (GTK_WIDGET (self), adw_toast_new (_ ("Schema applied")));
  offer_captions (self);
  return NULL;
}

static void
apply_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autofree char *schema = lb_text_pane_dup_text (self->editor);

  self->busy = TRUE;
  lb_schema_page_show_state (self);
  dex_future_disown (
    dex_future_finally (lb_session_set_visual_schema (self->session, self->dataset, schema),
                        applied_cb, lb_weak_new (self), lb_weak_free));
}

static void
stop_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);

  lb_caption_runs_stop (self->runs, self->dataset);
}

/* The pictures come first in reading order, and the first thing there would take one away. */
static void
focus_first (LbSchemaPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "text") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  else
    gtk_widget_grab_focus (self->generate_button);
}

static void
lb_schema_page_shown (AdwNavigationPage *page)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (page);

  ADW_NAVIGATION_PAGE_CLASS (lb_schema_page_parent_class)->shown (page);

  /* Only once the way there is over does the toolkit leave the focus alone. */
  if (!self->seen)
    focus_first (self);
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

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SCHEMA_PAGE);
  g_clear_object (&self->runs);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_schema_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_TEXT_PANE);
  g_type_ensure (LB_TYPE_SCHEMA_PICTURES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-schema-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, generate_again_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, generate_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, pictures);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, editor);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, footer_stack);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, run_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, run_progress);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, issues_changed_cb);
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

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "schema.generate", NULL, generate_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.apply", NULL, apply_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.stop", NULL, stop_action_cb);
  lb_schema_page_install_leaving (widget_class);
}

static void
lb_schema_page_init (LbSchemaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_text_pane_set_kind (self->editor, LB_TEXT_SCHEMA);
}

LbSchemaPage *
lb_schema_page_new (LbSession *session,
                    LbDataset *dataset,
                    GListModel *images,
                    GListModel *selection)
{
  LbSchemaPage *self;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_SCHEMA_PAGE, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  self->runs = g_object_ref (lb_caption_runs_get (session));
  adw_window_title_set_subtitle (self->window_title, lb_dataset_get_name (dataset));
  lb_schema_pictures_set_images (self->pictures, session, images, selection);
  g_signal_connect_object (self->pictures, "notify::n-chosen",
                           G_CALLBACK (lb_schema_page_show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::visual-schema", G_CALLBACK (stored_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::completed", G_CALLBACK (lb_schema_page_show_state),
                           self, G_CONNECT_SWAPPED);
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
