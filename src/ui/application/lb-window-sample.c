#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"

/* Beside what is shown already; what is done sooner needs no word. */
#define PATIENCE_MS 400

static void
say_that_it_takes_time (gpointer data)
{
  LbWindow *self = data;

  self->sample_wait_id = 0;
  self->sample_toast = g_object_ref_sink (adw_toast_new (_ ("Making the sample set…")));
  adw_toast_set_timeout (self->sample_toast, 0);
  adw_toast_set_button_label (self->sample_toast, _ ("_Cancel"));
  adw_toast_set_action_name (self->sample_toast, "win.stop-sample");
  lb_window_add_toast (self, g_object_ref (self->sample_toast));
}

/* On the first page its button says so, at once: nothing else there would answer the press. */
static void
show_work (LbWindow *self)
{
  if (g_str_equal (gtk_stack_get_visible_child_name (self->root), "welcome"))
    lb_welcome_page_set_making_sample (self->welcome_page, TRUE);
  else
    self->sample_wait_id = g_timeout_add_once (PATIENCE_MS, say_that_it_takes_time, self);
}

static void
leave (LbWindow *self)
{
  g_clear_handle_id (&self->sample_wait_id, g_source_remove);
  if (self->sample_toast != NULL)
    adw_toast_dismiss (self->sample_toast);
  g_clear_object (&self->sample_toast);
  g_clear_object (&self->sample);
}

void
lb_window_stop_sample (LbWindow *self)
{
  if (self->sample != NULL)
    lb_sample_job_cancel (self->sample);
  leave (self);
}

static const char *
failure_words (LbSampleStep step)
{
  switch (step)
    {
    case LB_SAMPLE_READING:  return _ ("The sample set can’t be read");
    case LB_SAMPLE_PICTURES: return _ ("Not all pictures of the sample set were added");
    case LB_SAMPLE_CAPTIONS: return _ ("Not all captions of the sample set were saved");
    case LB_SAMPLE_SCHEMA:   return _ ("The schema of the sample set was not saved");
    case LB_SAMPLE_LOOKING:
    case LB_SAMPLE_CREATING:
    case LB_SAMPLE_DONE:
    default:                 return _ ("The sample set was not made");
    }
}

/* Nobody is torn away from what they have opened meanwhile. */
static void
show_sample (LbWindow *self, LbDataset *dataset)
{
  AdwToast *toast = NULL;

  if (!lb_window_is_covered (self))
    {
      lb_window_go_to_dataset (self, dataset);
      return;
    }

  toast = adw_toast_new (_ ("The sample set is ready"));
  adw_toast_set_button_label (toast, _ ("_Open"));
  adw_toast_set_action_name (toast, "win.open-sample");
  lb_window_add_toast (self, toast);
}

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  LbSampleStep step = LB_SAMPLE_DONE;

  if (self == NULL || self->sample == NULL)
    return dex_future_new_true ();

  step = lb_sample_job_get_step (self->sample);
  dataset = dex_await_object (dex_ref (future), &error);
  leave (self);
  lb_window_update_actions (self);
  lb_welcome_page_set_making_sample (self->welcome_page, FALSE);
  if (dataset != NULL)
    show_sample (self, dataset);
  else if (!g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    lb_window_add_error (self, failure_words (step), error);

  return dex_future_new_true ();
}

static void
open_sample_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (self->sample != NULL)
    return;

  self->sample = lb_sample_job_new (self->session, NULL);
  lb_window_update_actions (self);
  gtk_widget_action_set_enabled (widget, "win.stop-sample", TRUE);
  show_work (self);
  dex_future_disown (dex_future_finally (lb_sample_job_run (self->sample), ended_cb,
                                         lb_weak_new (self), lb_weak_free));
}

static void
stop_sample_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (self->sample != NULL)
    lb_sample_job_cancel (self->sample);
  gtk_widget_action_set_enabled (widget, "win.stop-sample", FALSE);
}

void
lb_window_install_sample_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open-sample", NULL, open_sample_cb);
  gtk_widget_class_install_action (widget_class, "win.stop-sample", NULL, stop_sample_cb);
}
