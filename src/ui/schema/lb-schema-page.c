#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "contract/lb-limits.h"
#include "jobs/lb-caption-job.h"
#include "ui/prompt/lb-prompt-editor.h"
#include "ui/schema/lb-schema-page.h"
#include "ui/schema/lb-schema-pictures.h"
#include "ui/widgets/lb-error-words.h"

struct _LbSchemaPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  AdwToastOverlay *toast_overlay;
  GtkWidget *generate_again_button;
  LbSchemaPictures *pictures;
  GtkStack *stack;
  LbPromptEditor *editor;
  GtkStack *footer_stack;
  GtkLabel *hint_label;
  GtkLabel *run_label;
  GtkProgressBar *run_progress;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GListModel *images; /* (owned) */
  LbCaptionJob *job;  /* (owned) (nullable) the run that follows applying */
  gboolean busy;      /* generating or applying */
  gboolean changed;   /* the text is not the dataset's schema */
};

G_DEFINE_FINAL_TYPE (LbSchemaPage, lb_schema_page, ADW_TYPE_NAVIGATION_PAGE)

static void
show_error (LbSchemaPage *self, const GError *error)
{
  g_autofree char *words = lb_error_words (error);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
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

      if (g_strcmp0 (lb_image_get_caption_source (image), "manual") == 0 ||
          lb_session_get_edit_state (self->session, image) != LB_EDIT_SAVED)
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
    ngettext ("Applying changes no caption by itself. %u can be written again afterwards.",
              "Applying changes no caption by itself. %u can be written again afterwards.",
              n_automatic),
    n_automatic);
  manual = g_strdup_printf (
    ngettext ("%u hand-written one is kept.", "%u hand-written ones are kept.", n_manual),
    n_manual);
  hint = n_manual > 0 ? g_strconcat (automatic, " ", manual, NULL) : g_strdup (automatic);
  gtk_label_set_label (self->hint_label, hint);
}

static gboolean
has_text (LbSchemaPage *self)
{
  g_autofree char *text = lb_prompt_editor_dup_text (self->editor);

  return text[strspn (text, " \t\r\n")] != '\0';
}

static void
show_state (LbSchemaPage *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self->pictures);
  const gboolean text = self->changed || lb_dataset_get_visual_schema (self->dataset) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "schema.generate",
                                 draft && !self->busy && self->job == NULL &&
                                   n_chosen >= LB_LIMIT_SCHEMA_IMAGES_MIN &&
                                   n_chosen <= LB_LIMIT_SCHEMA_IMAGES_MAX);
  gtk_widget_action_set_enabled (widget, "schema.apply",
                                 draft && !self->busy && self->changed && has_text (self) &&
                                   lb_prompt_editor_get_n_issues (self->editor) == 0);
  gtk_widget_action_set_enabled (widget, "schema.discard", !self->busy && self->changed);
  lb_prompt_editor_set_editable (self->editor, draft && !self->busy);
  gtk_widget_set_visible (self->generate_again_button, text && draft);
  gtk_widget_set_visible (GTK_WIDGET (self->pictures), draft);
  gtk_widget_set_visible (GTK_WIDGET (self->footer_stack), text || self->job != NULL);
  gtk_stack_set_visible_child_name (self->footer_stack, self->job != NULL ? "run" : "apply");
  if (!self->busy)
    gtk_stack_set_visible_child_name (self->stack, text ? "text" : "empty");
  show_hint (self);
}

static void
show_stored (LbSchemaPage *self)
{
  if (self->changed)
    return;

  lb_prompt_editor_set_text (self->editor, lb_dataset_get_visual_schema (self->dataset));
  show_state (self);
}

static void
edited_cb (LbSchemaPage *self)
{
  self->changed = TRUE;
  show_state (self);
}

static void
issues_changed_cb (LbSchemaPage *self)
{
  if (self->dataset != NULL)
    show_state (self);
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);
  return weak;
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
  if ((schema = dex_await_string (dex_ref (future), &error)) != NULL)
    {
      lb_prompt_editor_set_text (self->editor, schema);
      self->changed = TRUE;
    }
  else
    show_error (self, error);
  show_state (self);
  return NULL;
}

static void
generate_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autoptr (GPtrArray) chosen = lb_schema_pictures_dup_chosen (self->pictures);

  self->busy = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "busy");
  show_state (self);
  dex_future_disown (dex_future_finally (lb_session_generate_schema (self->session, chosen),
                                         generated_cb, weak_new (self), weak_free));
}

static void
show_run (LbSchemaPage *self)
{
  const guint n_total = lb_caption_job_get_n_total (self->job);
  const guint n_done = lb_caption_job_get_n_done (self->job);
  /* Translators: how many captions are written already, of how many */
  g_autofree char *words = g_strdup_printf (_ ("Writing captions: %u of %u"), n_done, n_total);

  gtk_label_set_label (self->run_label, words);
  gtk_progress_bar_set_fraction (self->run_progress,
                                 n_total > 0 ? (double) n_done / (double) n_total : 1.0);
}

static DexFuture *
run_ended_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSchemaPage) self = g_weak_ref_get (data);
  guint n_done, n_failed;
  g_autofree char *words = NULL;
  AdwToast *toast;

  if (self == NULL || self->job == NULL)
    return NULL;

  n_done = lb_caption_job_get_n_done (self->job);
  n_failed = lb_caption_job_get_n_failed (self->job);
  if (n_failed > 0)
    words =
      g_strdup_printf (ngettext ("%u caption could not be written again and was kept",
                                 "%u captions could not be written again and were kept", n_failed),
                       n_failed);
  else
    words =
      g_strdup_printf (ngettext ("%u caption written", "%u captions written", n_done), n_done);
  toast = adw_toast_new (words);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);

  g_clear_object (&self->job);
  show_state (self);
  return NULL;
}

static void
offer_answered_cb (AdwAlertDialog *dialog, const char *response, LbSchemaPage *self)
{
  if (!g_str_equal (response, "regenerate"))
    {
      g_clear_object (&self->job);
      return;
    }

  g_signal_connect_object (self->job, "notify", G_CALLBACK (show_run), self, G_CONNECT_SWAPPED);
  show_run (self);
  show_state (self);
  dex_future_disown (
    dex_future_finally (lb_caption_job_run (self->job), run_ended_cb, weak_new (self), weak_free));
}

/* R36: a new schema leaves old captions as they are, so the next step is offered at once. */
static void
offer_captions (LbSchemaPage *self)
{
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, self->images);
  const guint n_total = lb_caption_job_get_n_total (job);
  g_autofree char *button = NULL;
  AdwDialog *dialog;

  if (n_total == 0)
    return;

  g_set_object (&self->job, job);
  dialog = adw_alert_dialog_new (
    _ ("Write Captions Under This Schema?"),
    _ ("Automatic and missing captions are written again, one by one. Hand-written ones are "
       "never touched."));
  button = g_strdup_printf (ngettext ("Write %u _Caption", "Write %u _Captions", n_total), n_total);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "later", _ ("_Not Now"), "regenerate",
                                  button, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "regenerate",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "regenerate");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "later");
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
  if (dex_await (dex_ref (future), &error))
    {
      self->changed = FALSE;
      adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (_ ("Schema applied")));
      show_state (self);
      offer_captions (self);
    }
  else
    {
      show_error (self, error);
      show_state (self);
    }
  return NULL;
}

static void
apply_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autofree char *schema = lb_prompt_editor_dup_text (self->editor);

  self->busy = TRUE;
  show_state (self);
  dex_future_disown (
    dex_future_finally (lb_session_set_visual_schema (self->session, self->dataset, schema),
                        applied_cb, weak_new (self), weak_free));
}

static void
discard_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);

  self->changed = FALSE;
  show_stored (self);
}

static void
stop_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);

  if (self->job != NULL)
    lb_caption_job_cancel (self->job);
}

static void
lb_schema_page_dispose (GObject *object)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SCHEMA_PAGE);
  g_clear_object (&self->job);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_schema_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_PROMPT_EDITOR);
  g_type_ensure (LB_TYPE_SCHEMA_PICTURES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-schema-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPage, generate_again_button);
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

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "schema.generate", NULL, generate_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.apply", NULL, apply_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.discard", NULL, discard_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.stop", NULL, stop_action_cb);
}

static void
lb_schema_page_init (LbSchemaPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_prompt_editor_set_kind (self->editor, LB_PROMPT_SCHEMA);
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
  adw_window_title_set_subtitle (self->window_title, lb_dataset_get_name (dataset));
  lb_schema_pictures_set_images (self->pictures, session, images, selection);
  g_signal_connect_object (self->pictures, "notify::n-chosen", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::visual-schema", G_CALLBACK (show_stored), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::completed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  show_stored (self);
  return self;
}
