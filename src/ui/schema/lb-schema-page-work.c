#include "config.h"

#include "ui/schema/lb-schema-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-shield.h"
#include "base/lb-weak.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

#define PATIENCE_MS 1000 /* until it is said that it takes time */

static void
show_error (LbSchemaPage *self, const GError *error)
{
  g_autofree char *words = lb_error_words (error);

  lb_toast_show (GTK_WIDGET (self), lb_toast_new (words));
}

/* What ends was asked for by the user, who knows. */
static gboolean
was_cancelled (LbSchemaPage *self)
{
  return self->cancel != NULL && !dex_future_is_pending (DEX_FUTURE (self->cancel));
}

static void
stop_waiting (LbSchemaPage *self)
{
  self->busy = FALSE;
  self->waiting = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  dex_clear (&self->cancel);
}

static void
show_generated (LbSchemaPage *self, const char *schema)
{
  /* What a person wrote before is one undo away. */
  if (lb_text_pane_is_blank (self->editor))
    lb_text_pane_set_text (self->editor, schema);
  else
    lb_text_pane_replace (self->editor, schema);
  lb_schema_page_set_changed (
    self, g_strcmp0 (schema, lb_dataset_get_visual_schema (self->dataset)) != 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static DexFuture *
generated_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSchemaPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *schema = NULL;
  gboolean cancelled;

  if (self == NULL)
    return NULL;

  schema = dex_await_string (dex_ref (future), &error);
  cancelled = was_cancelled (self);
  stop_waiting (self);
  if (schema != NULL && !cancelled)
    {
      show_generated (self, schema);
      return NULL;
    }

  lb_schema_page_show_state (self);
  if (!cancelled)
    show_error (self, error);
  else if (!lb_text_pane_is_blank (self->editor))
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  else
    gtk_widget_grab_focus (self->generate_button);
  return NULL;
}

/* The button that was pressed can't keep the focus while it is insensitive. */
static void
patience_cb (gpointer data)
{
  LbSchemaPage *self = data;

  self->patience_id = 0;
  self->waiting = TRUE;
  lb_schema_page_show_state (self);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "busy") == 0)
    gtk_widget_grab_focus (self->cancel_button);
}

static void
generate_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autoptr (GPtrArray) chosen = lb_schema_pictures_dup_chosen (self->pictures);

  lb_schema_pictures_stop_choosing (self->pictures);
  self->busy = TRUE;
  self->cancel = dex_cancellable_new ();
  self->patience_id = g_timeout_add_once (PATIENCE_MS, patience_cb, self);
  lb_schema_page_show_state (self);
  dex_future_disown (dex_future_finally (
    dex_future_first (lb_shield (lb_session_generate_schema (self->session, chosen)),
                      dex_ref (DEX_FUTURE (self->cancel)), NULL),
    generated_cb, lb_weak_new (self), lb_weak_free));
}

/* Nothing is stored before it is applied, so what the service goes on doing is just not shown. */
static void
cancel_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dex_cancellable_cancel (LB_SCHEMA_PAGE (widget)->cancel);
}

static void
offer_answered_cb (AdwAlertDialog *dialog, const char *response, LbSchemaPage *self)
{
  if (g_str_equal (response, "regenerate"))
    lb_caption_runs_start (self->session, self->dataset,
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

  if (n_total == 0 || lb_dataset_jobs_find (self->runs, self->dataset) != NULL)
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
  lb_schema_page_show_stored (self);
  lb_toast_show (GTK_WIDGET (self), adw_toast_new (_ ("Schema applied")));
  offer_captions (self);
  return NULL;
}

static void
apply_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbSchemaPage *self = LB_SCHEMA_PAGE (widget);
  g_autofree char *schema = lb_text_pane_dup_text (self->editor);

  /* The button is about to be insensitive, and the window would take the focus to its start. */
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
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

  lb_dataset_jobs_stop (self->runs, self->dataset);
}

void
lb_schema_page_install_work (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "schema.generate", NULL, generate_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.cancel", NULL, cancel_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.apply", NULL, apply_action_cb);
  gtk_widget_class_install_action (widget_class, "schema.stop", NULL, stop_action_cb);
}
