#include "config.h"

#include "ui/dataset/lb-regenerate-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "jobs/lb-field-job.h"
#include "jobs/lb-shared-fields.h"
#include "session/lb-session-frozen.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/fields/lb-freeze.h"
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
  AdwActionRow *all_row;
  GtkCheckButton *stale_check;
  GtkCheckButton *missing_check;
  GtkCheckButton *all_check;
  GtkLabel *stale_count;
  GtkLabel *missing_count;
  GtkLabel *all_count;
  GtkCheckButton *manual_check;
  GtkLabel *manual_label;
  GtkCheckButton *freeze_check;
  GtkLabel *freeze_label;
  GtkWidget *differ_list;
  AdwPreferencesRow *differ_row;
  GtkLabel *time_label;

  LbSession *session;     /* (owned) */
  LbDataset *dataset;     /* (owned) */
  GListModel *images;     /* (owned) */
  GWeakRef from;          /* what it is over */
  LbFieldJob *job;        /* (owned): what is other than it is frozen */
  LbFrozenFields *shared; /* (owned) (nullable): what all captions share, and is not frozen */
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

static void
show_kept (LbRegenerateDialog *self, guint n_kept)
{
  g_autofree char *words =
    n_kept > 0 ? g_strdup_printf (
                   ngettext ("All images but %'u, whose hand-written caption is kept",
                             "All images but %'u, whose hand-written captions are kept", n_kept),
                   n_kept)
               : g_strdup (_ ("Every image of the dataset"));

  adw_action_row_set_subtitle (self->all_row, words);
}

/* Hand-written ones count where they are to be replaced too. */
static void
show_counts (LbRegenerateDialog *self)
{
  GtkWidget *const rows[] = { self->stale_row, self->missing_row, GTK_WIDGET (self->all_row) };
  GtkLabel *const labels[] = { self->stale_count, self->missing_count, self->all_count };
  const gboolean with_manual = gtk_check_button_get_active (self->manual_check);

  for (Scope scope = 0; scope < N_SCOPES; scope++)
    {
      const guint n = self->n_others[scope] + (with_manual ? self->n_manual[scope] : 0);
      g_autofree char *words = g_strdup_printf ("%'u", n);

      gtk_label_set_label (labels[scope], words);
      gtk_widget_set_sensitive (rows[scope], self->n_others[scope] + self->n_manual[scope] > 0);
    }
  show_kept (self, with_manual ? 0 : self->n_manual[SCOPE_ALL]);
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

/* Frozen fields. */

/* What all captions share would vary again where it is not frozen. */
static void
show_shared (LbRegenerateDialog *self)
{
  const guint n = lb_frozen_fields_get_n (self->shared);
  g_autofree char *words =
    g_strdup_printf (ngettext ("Freeze %'u field that all captions share",
                               "Freeze %'u fields that all captions share", n),
                     n);

  gtk_label_set_label (self->freeze_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->freeze_check), n > 0);
}

/* Takes @shared. */
static void
take_shared (LbRegenerateDialog *self, LbFrozenFields *shared)
{
  LbFrozenFields *present = lb_session_get_frozen (self->session, self->dataset);
  g_auto (GStrv) paths = lb_frozen_fields_dup_paths (shared);

  self->shared = shared;
  for (guint i = 0; paths[i] != NULL && present != NULL; i++)
    {
      g_autoptr (LbFrozenFields) before = self->shared;
      g_autofree char *frozen = lb_frozen_fields_find (present, paths[i]);

      self->shared =
        frozen != NULL ? lb_frozen_fields_without (before, paths[i]) : g_object_ref (before);
    }
  show_shared (self);
}

static DexFuture *
share_fiber (gpointer data)
{
  return dex_future_new_take_object (lb_shared_fields_find (data));
}

static DexFuture *
shared_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRegenerateDialog) self = g_weak_ref_get (data);
  LbFrozenFields *shared = dex_await_object (dex_ref (future), NULL);

  if (self != NULL && self->session != NULL && shared != NULL)
    take_shared (self, shared);
  else
    g_clear_object (&shared);
  return dex_future_new_true ();
}

static DexFuture *
differ_looked_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRegenerateDialog) self = g_weak_ref_get (data);
  const guint n = self != NULL && self->job != NULL ? lb_field_job_count_accepted (self->job) : 0;
  g_autofree char *words =
    g_strdup_printf (ngettext ("Apply frozen fields to the %'u caption that differs",
                               "Apply frozen fields to the %'u captions that differ", n),
                     n);

  if (n == 0)
    return dex_future_new_true ();

  adw_preferences_row_set_title (self->differ_row, words);
  gtk_widget_set_visible (self->differ_list, TRUE);
  return dex_future_new_true ();
}

/* Over the page that this is over. */
static void
differ_cb (LbRegenerateDialog *self)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (&self->from);
  g_autoptr (LbSession) session = g_object_ref (self->session);
  g_autoptr (LbDataset) dataset = g_object_ref (self->dataset);

  adw_dialog_close (ADW_DIALOG (self));
  if (from != NULL)
    lb_freeze_show_others (from, session, dataset);
}

static void
look_at_frozen (LbRegenerateDialog *self)
{
  LbFrozenFields *frozen = lb_session_get_frozen (self->session, self->dataset);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GStrvBuilder) captions = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (self->images); i++)
    {
      LbImage *image = g_list_model_get_item (self->images, i);
      char *text = lb_session_dup_caption_text (self->session, image);

      g_ptr_array_add (images, image);
      if (text != NULL && *text != '\0')
        g_strv_builder_take (captions, text);
      else
        g_free (text);
    }
  dex_future_disown (dex_future_finally (
    lb_threads_run (share_fiber, g_strv_builder_end (captions), (GDestroyNotify) g_strfreev),
    shared_cb, lb_weak_new (self), lb_weak_free));
  if (frozen == NULL)
    return;

  self->job = lb_field_job_new (self->session, self->dataset, images);
  dex_future_disown (dex_future_finally (lb_field_job_look_frozen (self->job, frozen),
                                         differ_looked_cb, lb_weak_new (self), lb_weak_free));
}

static void
freeze_shared (LbRegenerateDialog *self)
{
  LbFrozenFields *present = lb_session_get_frozen (self->session, self->dataset);
  g_autoptr (LbFrozenFields) all = NULL;

  if (self->shared == NULL || !gtk_check_button_get_active (self->freeze_check))
    return;

  all = present != NULL ? lb_frozen_fields_with_all (present, self->shared)
                        : g_object_ref (self->shared);
  dex_future_disown (lb_session_set_frozen (self->session, self->dataset, all));
}

static void
response_cb (LbRegenerateDialog *self, const char *response)
{
  const Scope scope = get_scope (self);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (LbCaptionJob) job = NULL;

  if (!g_str_equal (response, "regenerate"))
    return;

  freeze_shared (self);
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

  g_clear_object (&self->shared);
  g_clear_object (&self->job);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_regenerate_dialog_parent_class)->dispose (object);
}

static void
lb_regenerate_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&LB_REGENERATE_DIALOG (object)->from);

  G_OBJECT_CLASS (lb_regenerate_dialog_parent_class)->finalize (object);
}

static void
lb_regenerate_dialog_class_init (LbRegenerateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_regenerate_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_regenerate_dialog_finalize;

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
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, freeze_check);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, freeze_label);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, differ_list);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, differ_row);
  gtk_widget_class_bind_template_child (widget_class, LbRegenerateDialog, time_label);
  gtk_widget_class_bind_template_callback (widget_class, differ_cb);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
lb_regenerate_dialog_init (LbRegenerateDialog *self)
{
  g_weak_ref_init (&self->from, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
lb_regenerate_dialog_new (
  GtkWidget *from, LbSession *session, LbDataset *dataset, GListModel *images, LbImageShow show)
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
  g_weak_ref_set (&self->from, from);
  count (self);
  show_counts (self);
  check = show == LB_SHOW_STALE     ? self->stale_check
          : show == LB_SHOW_MISSING ? self->missing_check
                                    : self->all_check;
  if (!gtk_widget_is_sensitive (GTK_WIDGET (check)))
    check = self->all_check;
  gtk_check_button_set_active (check, TRUE);
  update (self);
  if (lb_dataset_is_fibo (dataset))
    look_at_frozen (self);

  return ADW_DIALOG (self);
}
