#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "session/lb-session-history.h"
#include "session/lb-trash-days.h"
#include "ui/widgets/lb-deletion-toast.h"
#include "ui/widgets/lb-duration-words.h"

/* Deleting datasets and projects. On this computer they go at once and can be brought back; what is
 * at a service elsewhere has to be copied first, so that is asked. */

static void
start (LbWindow *self, GObject *item, gboolean keep)
{
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  g_autoptr (LbDeletion) deletion = NULL;

  if (LB_IS_DATASET (item) &&
      lb_session_find_dataset (self->session, lb_dataset_get_id (LB_DATASET (item))) == NULL)
    return;
  if (LB_IS_PROJECT (item) &&
      lb_session_find_project (self->session, lb_project_get_id (LB_PROJECT (item))) == NULL)
    return;

  name = lb_visible_text (LB_IS_PROJECT (item) ? lb_project_get_project_name (LB_PROJECT (item))
                                               : lb_dataset_get_name (LB_DATASET (item)));
  /* Translators: %s is the name of a dataset or project */
  words = g_strdup_printf (_ ("“%s” deleted"), name);
  deletion = LB_IS_PROJECT (item)
               ? lb_session_trash_project (self->session, LB_PROJECT (item), keep)
               : lb_session_trash_dataset (self->session, LB_DATASET (item), keep);
  lb_deletion_toast_show (GTK_WIDGET (self->views), deletion, words);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  GObject *item = g_object_get_data (G_OBJECT (dialog), "lb-item");

  if (!g_str_equal (response, "cancel"))
    start (self, item, g_str_equal (response, "keep"));
}

/* What a copy would be. */
typedef struct
{
  guint n_images;
  gint64 size_bytes; /* 0 when it is not known */
  gboolean unknown;  /* of some dataset the service has not said how many images it has */
} Copy;

static void
add_dataset (LbWindow *self, LbDataset *dataset, Copy *copy)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  const guint n_images = g_list_model_get_n_items (images);
  const int n_said = lb_dataset_get_images_count (dataset);

  copy->n_images += MAX (n_images, (guint) MAX (n_said, 0));
  copy->unknown = copy->unknown || (n_images == 0 && n_said < 0);
  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      copy->size_bytes += MAX (lb_image_get_size_bytes (image), 0);
    }
}

static Copy
measure (LbWindow *self, GObject *item)
{
  Copy copy = { 0 };
  g_autoptr (GListModel) datasets = NULL;

  if (LB_IS_DATASET (item))
    {
      add_dataset (self, LB_DATASET (item), &copy);
      return copy;
    }

  datasets = lb_session_get_project_datasets (self->session, LB_PROJECT (item));
  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);

      add_dataset (self, dataset, &copy);
    }

  return copy;
}

/* (transfer full) */
static char *
count_words (const Copy *copy)
{
  g_autofree char *size = copy->size_bytes > 0 ? g_format_size ((guint64) copy->size_bytes) : NULL;

  if (copy->unknown)
    return g_strdup (_ ("A copy of its images can go to the trash first."));
  if (size == NULL)
    return g_strdup_printf (ngettext ("A copy of its %'u image can go to the trash first.",
                                      "A copy of its %'u images can go to the trash first.",
                                      copy->n_images),
                            copy->n_images);

  /* Translators: %s is a size such as “12 MB” */
  return g_strdup_printf (ngettext ("A copy of its %'u image (%s) can go to the trash first.",
                                    "A copy of its %'u images (%s) can go to the trash first.",
                                    copy->n_images),
                          copy->n_images, size);
}

/* (transfer full): how long the copy stays. */
static char *
days_words (void)
{
  const int days = lb_trash_days_get ();

  /* Translators: the copy of what is deleted, in the trash */
  return g_strdup_printf (
    ngettext ("It stays there for %'d day.", "It stays there for %'d days.", (gulong) days), days);
}

/* (transfer full): count, size and time of a copy, as far as they are known. */
static char *
copy_words (LbWindow *self, const Copy *copy)
{
  g_autofree char *time =
    lb_duration_words (lb_session_estimate_s (self->session, copy->n_images + 1));
  g_autofree char *what = count_words (copy);
  g_autofree char *stay = days_words ();
  g_autofree char *when = NULL;

  if (copy->unknown)
    return g_strdup_printf ("%s %s", what, stay);

  /* Translators: %s is such as “about 3 minutes” */
  when = g_strdup_printf (_ ("Copying takes %s at this account’s pace."), time);

  return g_strdup_printf ("%s %s %s", what, stay, when);
}

static void
no_way_back_cb (AdwAlertDialog *dialog, const char *response, LbWindow *self)
{
  GObject *item = g_object_get_data (G_OBJECT (dialog), "lb-item");

  if (g_str_equal (response, "drop"))
    start (self, item, FALSE);
  else if (g_str_equal (response, "export") && self->page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.export", NULL);
}

/* The service would not take back what the trash has, so that nothing goes there. */
static void
ask_without_copy (LbWindow *self, GObject *item)
{
  g_autofree char *name =
    lb_visible_text (LB_IS_PROJECT (item) ? lb_project_get_project_name (LB_PROJECT (item))
                                          : lb_dataset_get_name (LB_DATASET (item)));
  g_autofree char *heading = g_strdup_printf (_ ("Delete “%s” for Good?"), name);
  AdwDialog *dialog = adw_alert_dialog_new (
    heading, LB_IS_PROJECT (item)
               ? _ ("One of its datasets has more images than the service takes one by one, so it "
                    "can’t be put back from the trash. Export it first to keep a copy.")
               : _ ("It has more images than the service takes one by one, so it can’t be put back "
                    "from the trash. Export it first to keep a copy."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "drop",
                                  _ ("_Delete"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  if (self->page != NULL && (GObject *) lb_dataset_page_get_dataset (self->page) == item)
    {
      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "export", _ ("_Export…"));
      adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "export");
    }
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "drop",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "lb-item", g_object_ref (item), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (no_way_back_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
ask_for_copy (LbWindow *self, GObject *item)
{
  const Copy copy = measure (self, item);
  g_autofree char *name =
    lb_visible_text (LB_IS_PROJECT (item) ? lb_project_get_project_name (LB_PROJECT (item))
                                          : lb_dataset_get_name (LB_DATASET (item)));
  g_autofree char *heading = g_strdup_printf (_ ("Delete “%s”?"), name);
  g_autofree char *body = copy_words (self, &copy);
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "drop",
                                  _ ("Delete _Now"), "keep", _ ("_Keep a Copy"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "drop",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "lb-item", g_object_ref (item), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Whether there is anything that a copy would be of, as far as it is known. */
static gboolean
is_filled (LbWindow *self, GObject *item)
{
  const Copy copy = measure (self, item);

  return copy.n_images > 0 || copy.unknown;
}

static void
ask (LbWindow *self, GObject *item)
{
  if (!is_filled (self, item))
    start (self, item, TRUE);
  else if (lb_session_can_restore (self->session, item))
    ask_for_copy (self, item);
  else
    ask_without_copy (self, item);
}

typedef struct
{
  GWeakRef window;
  GObject *item; /* (owned) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->window);
  g_clear_object (&question->item);
  g_free (question);
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  Question *question = data;
  g_autoptr (LbWindow) self = g_weak_ref_get (&question->window);

  if (self != NULL && !lb_window_is_covered (self))
    ask (self, question->item);

  return dex_future_new_true ();
}

/* What its images weigh is known once they are listed; without that it is asked all the same. */
static void
ask_once_known (LbWindow *self, GObject *item)
{
  Question *question = NULL;

  if (!LB_IS_DATASET (item))
    {
      ask (self, item);
      return;
    }

  question = g_new0 (Question, 1);
  g_weak_ref_init (&question->window, self);
  question->item = g_object_ref (item);
  dex_future_disown (dex_future_finally (lb_session_load_images (self->session, LB_DATASET (item)),
                                         loaded_cb, question, question_free));
}

static void
begin (LbWindow *self, GObject *item)
{
  if (lb_session_get_trash (self->session) == NULL)
    return;

  if (lb_session_is_hosted (self->session) && is_filled (self, item))
    ask_once_known (self, item);
  else
    start (self, item, TRUE);
}

static void
delete_dataset_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  GObject *chosen = lb_sidebar_get_chosen (self->sidebar);

  if (LB_IS_DATASET (chosen) && !lb_window_is_covered (self))
    begin (self, chosen);
}

static void
delete_project_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);
  LbProject *project = lb_session_find_project (self->session, g_variant_get_int64 (parameter));

  if (project != NULL)
    begin (self, G_OBJECT (project));
}

void
lb_window_install_deletion_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.delete-dataset", NULL, delete_dataset_cb);
  gtk_widget_class_install_action (widget_class, "win.delete-project", "x", delete_project_cb);
}
