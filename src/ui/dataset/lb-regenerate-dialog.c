#include "config.h"

#include "ui/dataset/lb-regenerate-dialog.h"

#include <glib/gi18n.h>

#include "ui/accounts/lb-plan-words.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/widgets/lb-duration-words.h"

typedef enum
{
  SCOPE_STALE,
  SCOPE_MISSING,
  SCOPE_ALL,
  N_SCOPES
} Scope;

struct _LbRegenerateDialog
{
  AdwAlertDialog parent_instance;

  GtkWidget *stale_row;
  GtkWidget *missing_row;
  GtkWidget *all_row;
  GtkCheckButton *stale_check;
  GtkCheckButton *missing_check;
  GtkCheckButton *all_check;
  GtkLabel *stale_count;
  GtkLabel *missing_count;
  GtkLabel *all_count;
  GtkCheckButton *manual_check;
  GtkLabel *manual_label;
  GtkLabel *time_label;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GListModel *images; /* (owned) */
  guint n_manual[N_SCOPES];
  guint n_others[N_SCOPES];
};

G_DEFINE_FINAL_TYPE (LbRegenerateDialog, lb_regenerate_dialog, ADW_TYPE_ALERT_DIALOG)

static gboolean
is_in_scope (LbRegenerateDialog *self, LbImage *image, Scope scope)
{
  switch (scope)
    {
    case SCOPE_STALE:
      return lb_image_is_stale (self->session, self->dataset, image) ||
             (lb_session_is_manual (self->session, image) &&
              lb_session_is_outdated (self->session, image));
    case SCOPE_MISSING:
      return lb_image_is_shown (self->session, self->dataset, image, LB_SHOW_MISSING);
    case SCOPE_ALL:
    case N_SCOPES:
    default:        return TRUE;
    }
}

static void
count (LbRegenerateDialog *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);
      const gboolean manual = lb_session_is_manual (self->session, image);

      for (Scope scope = 0; scope < N_SCOPES; scope++)
        if (is_in_scope (self, image, scope))
          (manual ? self->n_manual : self->n_others)[scope]++;
    }
}

static Scope
get_scope (LbRegenerateDialog *self)
{
  if (gtk_check_button_get_active (self->stale_check))
    return SCOPE_STALE;

  return gtk_check_button_get_active (self->missing_check) ? SCOPE_MISSING : SCOPE_ALL;
}

/* (transfer full): how long it takes; "" where nobody sets the pace. */
static char *
time_words (LbRegenerateDialog *self, guint n)
{
  LbAccountEntry *account = lb_session_get_account (self->session);
  const guint plan = account != NULL && lb_session_is_hosted (self->session)
                       ? lb_account_entry_get_plan (account)
                       : 0;
  g_autofree char *time = NULL;
  g_autofree char *pace = NULL;

  if (plan == 0 || n == 0)
    return g_strdup ("");

  time = lb_duration_words (lb_session_estimate_s (self->session, n));
  pace = lb_plan_words (plan);
  /* Translators: as in “Takes about 3 minutes at 10 requests a minute.” */
  return g_strdup_printf (_ ("Takes %s at %s."), time, pace);
}

/* Hand-written ones count where they are to be replaced too. */
static void
show_counts (LbRegenerateDialog *self)
{
  GtkWidget *const rows[] = { self->stale_row, self->missing_row, self->all_row };
  GtkLabel *const labels[] = { self->stale_count, self->missing_count, self->all_count };
  const gboolean with_manual = gtk_check_button_get_active (self->manual_check);

  for (Scope scope = 0; scope < N_SCOPES; scope++)
    {
      const guint n = self->n_others[scope] + (with_manual ? self->n_manual[scope] : 0);
      g_autofree char *words = g_strdup_printf ("%'u", n);

      gtk_label_set_label (labels[scope], words);
      gtk_widget_set_sensitive (rows[scope], self->n_others[scope] + self->n_manual[scope] > 0);
    }
}

static void
update (LbRegenerateDialog *self)
{
  const Scope scope = get_scope (self);
  const guint n_manual = self->n_manual[scope];
  const gboolean with_manual = n_manual > 0 && gtk_check_button_get_active (self->manual_check);
  const guint n = self->n_others[scope] + (with_manual ? n_manual : 0);
  g_autofree char *manual = NULL;
  g_autofree char *time = NULL;

  if (self->images == NULL)
    return;

  show_counts (self);
  manual = g_strdup_printf (ngettext ("Also replace %'u hand-written caption",
                                      "Also replace %'u hand-written captions", n_manual),
                            n_manual);
  time = time_words (self, n);
  gtk_label_set_label (self->manual_label, manual);
  gtk_widget_set_visible (GTK_WIDGET (self->manual_check), n_manual > 0);
  gtk_label_set_label (self->time_label, time);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), *time != '\0');
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "regenerate", n > 0);
}

static void
response_cb (LbRegenerateDialog *self, const char *response)
{
  const Scope scope = get_scope (self);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (LbCaptionJob) job = NULL;

  if (!g_str_equal (response, "regenerate"))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (self->images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (is_in_scope (self, image, scope))
        g_list_store_append (images, image);
    }
  job = gtk_check_button_get_active (self->manual_check)
          ? lb_caption_job_new_with_manual (self->session, G_LIST_MODEL (images))
          : lb_caption_job_new (self->session, G_LIST_MODEL (images));
  lb_caption_runs_start (self->session, self->dataset, job);
}

static void
lb_regenerate_dialog_dispose (GObject *object)
{
  LbRegenerateDialog *self = LB_REGENERATE_DIALOG (object);

  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_regenerate_dialog_parent_class)->dispose (object);
}

static void
lb_regenerate_dialog_class_init (LbRegenerateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_regenerate_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-regenerate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, stale_row);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, missing_row);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, all_row);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, stale_check);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, missing_check);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, all_check);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, stale_count);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, missing_count);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, all_count);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, manual_check);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, manual_label);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, time_label);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
lb_regenerate_dialog_init (LbRegenerateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
lb_regenerate_dialog_new (LbSession *session,
                          LbDataset *dataset,
                          GListModel *images,
                          LbImageShow show)
{
  LbRegenerateDialog *self;
  GtkCheckButton *check;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_REGENERATE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  count (self);
  show_counts (self);
  check = show == LB_SHOW_STALE     ? self->stale_check
          : show == LB_SHOW_MISSING ? self->missing_check
                                    : self->all_check;
  if (!gtk_widget_is_sensitive (GTK_WIDGET (check)))
    check = self->all_check;
  gtk_check_button_set_active (check, TRUE);
  update (self);

  return ADW_DIALOG (self);
}
