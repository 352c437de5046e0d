#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/schema/lb-caption-runs.h"

/* The page keeps a reference to what runs for its dataset, whoever has started it. */
static void
runs_changed_cb (LbDatasetPage *self, LbDataset *dataset)
{
  if (dataset != self->dataset)
    return;

  g_set_object (&self->caption_job,
                lb_dataset_jobs_find (lb_caption_runs_get (self->session), dataset));
  lb_dataset_page_update_banner (self);
  lb_dataset_page_update_actions (self);
}

void
lb_dataset_page_follow_captions (LbDatasetPage *self)
{
  g_signal_connect_object (lb_caption_runs_get (self->session), "changed",
                           G_CALLBACK (runs_changed_cb), self, G_CONNECT_SWAPPED);
  runs_changed_cb (self, self->dataset);
}

/* Takes @job. */
static void
run (LbDatasetPage *self, LbCaptionJob *job)
{
  if (lb_caption_job_get_n_total (job) == 0)
    lb_dataset_page_add_toast (self, adw_toast_new (_ ("Hand-written captions are kept")));
  else
    lb_caption_runs_start (self->session, self->dataset, job);
  g_object_unref (job);
}

/* What somebody is asked before captions are written again. */
typedef struct
{
  GListModel *images;     /* (owned) */
  GtkCheckButton *manual; /* (unowned) (nullable): in the dialog */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->images);
  g_free (question);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, Question *question)
{
  LbDatasetPage *self = g_object_get_data (G_OBJECT (dialog), "lb-page");
  const gboolean with_manual =
    question->manual != NULL && gtk_check_button_get_active (question->manual);

  if (g_str_equal (response, "regenerate"))
    run (self, with_manual ? lb_caption_job_new_with_manual (self->session, question->images)
                           : lb_caption_job_new (self->session, question->images));
}

static guint
count_manual (LbDatasetPage *self, GPtrArray *images)
{
  guint n = 0;

  for (guint i = 0; i < images->len; i++)
    if (lb_session_is_manual (self->session, g_ptr_array_index (images, i)))
      n++;

  return n;
}

static void
allow_cb (AdwAlertDialog *dialog, GtkCheckButton *check)
{
  adw_alert_dialog_set_response_enabled (dialog, "regenerate", gtk_check_button_get_active (check));
}

/* (nullable): the box that asks whether hand-written captions go as well. */
static GtkWidget *
make_check (AdwAlertDialog *dialog, guint n_manual, guint n_all)
{
  GtkWidget *check;
  GtkWidget *label;
  g_autofree char *words = NULL;

  if (n_manual == 0)
    return NULL;

  words = g_strdup_printf (ngettext ("Also replace %'u hand-written caption",
                                     "Also replace %'u hand-written captions", n_manual),
                           n_manual);
  label = gtk_label_new (words);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  check = gtk_check_button_new ();
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  adw_alert_dialog_set_extra_child (dialog, check);

  /* Without them there is nothing to do. */
  if (n_manual == n_all)
    {
      adw_alert_dialog_set_response_enabled (dialog, "regenerate", FALSE);
      g_signal_connect_swapped (check, "toggled", G_CALLBACK (allow_cb), dialog);
    }
  return check;
}

static void
ask_regenerate (LbDatasetPage *self, GPtrArray *chosen)
{
  GListStore *images = g_list_store_new (LB_TYPE_IMAGE);
  const guint n_manual = count_manual (self, chosen);
  Question *question = g_new0 (Question, 1);
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Regenerate %'u Caption?", "Regenerate %'u Captions?", chosen->len), chosen->len);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
    heading, n_manual > 0 ? _ ("What is written now is replaced. Hand-written captions are kept.")
                          : _ ("What is written now is replaced.")));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "regenerate", _ ("_Regenerate"),
                                  NULL);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_default_response (dialog, "regenerate");
  adw_alert_dialog_set_response_appearance (dialog, "regenerate", ADW_RESPONSE_SUGGESTED);

  g_list_store_splice (images, 0, 0, chosen->pdata, chosen->len);
  question->images = G_LIST_MODEL (images);
  question->manual = (GtkCheckButton *) make_check (dialog, n_manual, chosen->len);
  g_object_set_data_full (G_OBJECT (dialog), "lb-page", g_object_ref (self), g_object_unref);
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
regenerate_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) chosen = lb_dataset_page_dup_selected (self);

  ask_regenerate (self, chosen);
}

static void
regenerate_all_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n = g_list_model_get_n_items (self->images);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (self->images, i));
  if (n > 0)
    ask_regenerate (self, all);
}

static void
caption_missing_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);
  guint n = g_list_model_get_n_items (self->images);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lb_image_is_shown (self->session, self->dataset, image, LB_SHOW_MISSING))
        g_list_store_append (images, image);
    }
  run (self, lb_caption_job_new (self->session, G_LIST_MODEL (images)));
}

void
lb_dataset_page_stop_captions (LbDatasetPage *self)
{
  lb_dataset_jobs_stop (lb_caption_runs_get (self->session), self->dataset);
}

void
lb_dataset_page_install_caption_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.regenerate", NULL, regenerate_cb);
  gtk_widget_class_install_action (widget_class, "dataset.regenerate-all", NULL, regenerate_all_cb);
  gtk_widget_class_install_action (widget_class, "dataset.caption-missing", NULL,
                                   caption_missing_cb);
}
