#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

/* One thing at a time, the most urgent first: what keeps the service away, what goes on now, then
 * what is to be done, then what is good to know. What does not go on by itself can be dismissed,
 * and the next shows. */

/* (transfer full) (nullable) */
static char *
captions_words (LbDatasetPage *self, LbPageBanner *banner)
{
  guint total, done;

  if (self->caption_job == NULL)
    return lb_dataset_get_captioning (self->dataset)
             ? g_strdup (_ ("The captions are being written…"))
             : NULL;

  total = lb_caption_job_get_n_total (self->caption_job);
  done =
    lb_caption_job_get_n_done (self->caption_job) + lb_caption_job_get_n_failed (self->caption_job);
  banner->label = _ ("_Stop");
  banner->action = "dataset.stop-captions";
  /* Translators: which caption is being written, of how many */
  return g_strdup_printf (_ ("Writing caption %'u of %'u…"), MIN (done + 1, total), total);
}

static char *
download_words (LbDatasetPage *self, LbPageBanner *banner)
{
  banner->label = _ ("_Stop");
  banner->action = "dataset.stop-download";
  return lb_dataset_page_download_words (self);
}

static char *
token_words (LbDatasetPage *self, LbPageBanner *banner)
{
  banner->label = _ ("Sign _In…");
  banner->action = "win.sign-in";
  switch (lb_session_get_token_state (self->session))
    {
    case LB_TOKEN_REJECTED: return g_strdup (_ ("The token was rejected"));
    case LB_TOKEN_MISSING:  return g_strdup (_ ("Not signed in: changes are kept here"));
    case LB_TOKEN_WITHHELD: return g_strdup (_ ("The keyring does not give the token"));
    case LB_TOKEN_FINE:
    default:                return NULL;
    }
}

static char *
export_words (LbDatasetPage *self, LbPageBanner *banner)
{
  banner->label = _ ("_Stop");
  banner->action = "dataset.stop-export";
  return lb_dataset_page_export_words (self);
}

static gboolean
is_dismissed (LbDatasetPage *self, const LbPageBanner *banner, const char *words)
{
  return banner->seen_key != NULL &&
         g_strcmp0 (g_object_get_data (banner->about, banner->seen_key), words) == 0;
}

/* (transfer full) (nullable): what the banner says; @banner: (out): what goes with it. */
static char *
find_words (LbDatasetPage *self, LbPageBanner *banner)
{
  char *(*const kinds[]) (LbDatasetPage *, LbPageBanner *) = {
    token_words,
    lb_dataset_page_room_words,
    lb_dataset_page_offline_words,
    lb_dataset_page_held_words,
    captions_words,
    download_words,
    export_words,
    lb_dataset_page_copy_words,
    lb_dataset_page_paced_words,
    lb_dataset_page_conflict_words,
    lb_dataset_page_unsent_words,
    lb_dataset_page_stuck_words,
    lb_dataset_page_waiting_words,
    lb_dataset_page_stale_words,
    lb_dataset_page_left_out_words,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *words = NULL;

      *banner = (LbPageBanner) { NULL };
      words = kinds[i](self, banner);
      if (words != NULL && !is_dismissed (self, banner, words))
        return g_steal_pointer (&words);
    }

  *banner = (LbPageBanner) { NULL };
  return NULL;
}

static void
set_dismissable (LbDatasetPage *self, gboolean dismissable)
{
  gtk_widget_set_visible (self->dismiss_button, dismissable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.dismiss-banner", dismissable);
  if (dismissable)
    gtk_widget_add_css_class (GTK_WIDGET (self->banner), "dismissable");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->banner), "dismissable");
}

void
lb_dataset_page_update_banner (LbDatasetPage *self)
{
  g_autofree char *words = find_words (self, &self->told);

  self->banner_action = self->told.action;
  if (words != NULL)
    {
      adw_banner_set_title (self->banner, words);
      adw_banner_set_button_label (self->banner, self->told.label);
    }
  adw_banner_set_revealed (self->banner, words != NULL);
  set_dismissable (self, self->told.seen_key != NULL);
}

/* Until it would say something else. */
void
lb_dataset_page_dismiss_banner (LbDatasetPage *self)
{
  if (self->told.seen_key == NULL)
    return;

  g_object_set_data_full (self->told.about, self->told.seen_key,
                          g_strdup (adw_banner_get_title (self->banner)), g_free);
  lb_dataset_page_update_banner (self);
}

static void
dismiss_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  lb_dataset_page_dismiss_banner (self);
  /* The button may go with what it has dismissed. */
  if (!gtk_widget_get_visible (self->dismiss_button))
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
stop_captions_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  lb_dataset_page_stop_captions (LB_DATASET_PAGE (widget));
}

static void
stop_download_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  lb_dataset_page_stop_download (LB_DATASET_PAGE (widget));
}

void
lb_dataset_page_install_banner_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.dismiss-banner", NULL, dismiss_cb);
  gtk_widget_class_install_action (widget_class, "dataset.stop-captions", NULL, stop_captions_cb);
  gtk_widget_class_install_action (widget_class, "dataset.stop-download", NULL, stop_download_cb);
}
