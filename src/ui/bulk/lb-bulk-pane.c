#include "config.h"

#include "ui/bulk/lb-bulk-pane.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "contract/lb-limits.h"
#include "jobs/lb-bulk-packed.h"
#include "ui/bulk/lb-bulk-again.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/widgets/lb-error-words.h"

struct _LbBulkPane
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkWidget *zip_button;
  AdwStatusPage *progress_page;
  GtkProgressBar *progress;
  GtkLabel *count;
  GtkWidget *stop_button;
  AdwStatusPage *over_page;
  GtkWidget *again_button;
  GtkWidget *details_button;

  LbSession *session;   /* (owned) (nullable) until set */
  LbDataset *dataset;   /* (owned) (nullable) until set */
  LbBulkUpload *upload; /* (owned) (nullable): followed */
  char *empty_words;    /* (owned) */
  guint total;          /* of the entries of an import that was begun before; 0: not known */
  int announced;        /* quarters of the import that were told */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LbBulkPane, lb_bulk_pane, ADW_TYPE_BIN)

typedef enum
{
  PROP_EMPTY_WORDS = 1
} LbBulkPaneProperty;

static GParamSpec *props[PROP_EMPTY_WORDS + 1];

enum
{
  CHANGED,
  OPEN_DATASET,
  TOAST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_bulk_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbBulkPaneProperty) prop_id)
    {
    case PROP_EMPTY_WORDS: g_value_set_string (value, LB_BULK_PANE (object)->empty_words); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static LbBulkJob *
get_job (LbBulkPane *self)
{
  return lb_bulk_runs_find (lb_bulk_runs_get (self->session), self->dataset);
}

/* At 25 % steps. */
static void
announce (LbBulkPane *self, int percent, const char *words)
{
  const int quarter = percent / 25;

  if (quarter <= self->announced)
    return;

  self->announced = quarter;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static char *
import_words (int processed, guint total)
{
  if (processed <= 0)
    return g_strdup (_ ("The ZIP file is being read"));
  if (total > 0)
    /* Translators: how many entries of a ZIP file were dealt with, of how many */
    return g_strdup_printf (ngettext ("%'d of %'u", "%'d of %'u", total),
                            MIN (processed, (int) total), total);

  /* Translators: how many entries of a ZIP file were dealt with, of an unknown number */
  return g_strdup_printf (_ ("%'d so far"), processed);
}

static void
show_import (LbBulkPane *self, LbBulkJob *job)
{
  const int percent = lb_bulk_upload_get_progress_percentage (self->upload);
  const int processed = lb_bulk_upload_get_total_processed (self->upload);
  const guint total = job != NULL ? lb_bulk_job_get_n_entries (job) : self->total;
  g_autofree char *words = import_words (processed, total);

  adw_status_page_set_title (self->progress_page, _ ("Importing Images"));
  adw_status_page_set_description (self->progress_page,
                                   _ ("This goes on when Lookbook is closed."));
  gtk_progress_bar_set_fraction (self->progress, CLAMP (percent, 0, 100) / 100.0);
  gtk_label_set_label (self->count, words);
  gtk_widget_set_visible (self->stop_button, FALSE);
  announce (self, percent, words);
}

static void
show_job (LbBulkPane *self, LbBulkJob *job)
{
  const LbBulkStep step = lb_bulk_job_get_step (job);
  const double fraction = lb_bulk_job_get_fraction (job);
  g_autofree char *words = g_strdup_printf (_ ("%d %%"), (int) (fraction * 100));
  const gboolean moving = step == LB_BULK_STEP_PACKING || step == LB_BULK_STEP_SENDING;

  if (step == LB_BULK_STEP_PACKING)
    adw_status_page_set_title (self->progress_page, _ ("Making the ZIP File"));
  else if (step == LB_BULK_STEP_SENDING)
    adw_status_page_set_title (self->progress_page, _ ("Sending the ZIP File"));
  else
    adw_status_page_set_title (self->progress_page, _ ("Importing Images"));
  adw_status_page_set_description (self->progress_page,
                                   moving ? _ ("The import begins once this is done.") : NULL);
  gtk_progress_bar_set_fraction (self->progress, fraction);
  gtk_label_set_label (self->count, moving ? words : _ ("The service is being asked"));
  gtk_widget_set_visible (self->stop_button, moving);
}

/* (transfer full): the words of the service end without a full stop. */
static char *
join_sentences (const char *first, const char *second)
{
  return g_str_has_suffix (first, ".") ? g_strdup_printf ("%s\n%s", first, second)
                                       : g_strdup_printf ("%s.\n%s", first, second);
}

static void
show_over (LbBulkPane *self)
{
  const gboolean failed = g_strcmp0 (lb_bulk_upload_get_status (self->upload), "failed") == 0;
  g_autofree char *why = failed ? lb_bulk_failure_words (self->upload) : NULL;
  const char *rest =
    _ ("The one try of this dataset is used. A new dataset with the same settings has another.");
  g_autofree char *words =
    why != NULL && *why != '\0' ? join_sentences (why, rest) : g_strdup (rest);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_status_page_set_icon_name (self->over_page,
                                 failed ? "dialog-error-symbolic" : "image-missing-symbolic");
  if (failed)
    adw_status_page_set_title (self->over_page, _ ("The Import Failed"));
  else if (lb_bulk_upload_get_done (self->upload) > 0)
    adw_status_page_set_title (self->over_page, _ ("All Images Were Deleted"));
  else
    adw_status_page_set_title (self->over_page, _ ("No Image Was Imported"));
  adw_status_page_set_description (self->over_page, escaped);
  gtk_widget_set_visible (self->details_button,
                          lb_bulk_upload_get_failures (self->upload)->len > (failed ? 1u : 0u));
}

static gboolean
holds_focus (LbBulkPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
show_page (LbBulkPane *self, const char *name)
{
  const gboolean focused = holds_focus (self);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;

  gtk_stack_set_visible_child_name (self->stack, name);
  if (focused)
    lb_bulk_pane_take_focus (self);
}

static void
update (LbBulkPane *self)
{
  LbBulkJob *job = get_job (self);
  const gboolean going = self->upload != NULL && !lb_bulk_upload_get_ended (self->upload);
  const gboolean busy = going || (job != NULL && self->upload == NULL);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bulk.stop", job != NULL && !going);
  if (going)
    show_import (self, job);
  else if (busy)
    show_job (self, job);
  else if (self->upload != NULL)
    show_over (self);

  show_page (self, busy ? "progress" : self->upload != NULL ? "over" : "empty");
  self->busy = busy;
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
total_found_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbBulkPane) self = g_weak_ref_get (data);
  const guint total = dex_await_uint (dex_ref (future), NULL);

  if (self != NULL && total > 0)
    {
      self->total = total;
      update (self);
    }
  return dex_future_new_true ();
}

/* An import that was begun before the window was: how many there are was kept. */
static void
find_total (LbBulkPane *self)
{
  g_autoptr (GFile) packed = lb_bulk_packed_get_file (self->session, self->dataset);

  dex_future_disown (dex_future_finally (lb_bulk_packed_find_total (packed), total_found_cb,
                                         lb_weak_new (self), lb_weak_free));
}

static void
follow_upload (LbBulkPane *self)
{
  LbBulkUpload *upload = lb_session_get_bulk_upload (self->session, self->dataset);

  if (upload == self->upload)
    return;

  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  g_set_object (&self->upload, upload);
  self->announced = 0;
  if (upload == NULL)
    return;

  g_signal_connect_object (upload, "notify", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  if (!lb_bulk_upload_get_ended (upload) && get_job (self) == NULL)
    find_total (self);
}

static void
runs_changed_cb (LbBulkPane *self, LbDataset *dataset)
{
  if (dataset != self->dataset)
    return;

  follow_upload (self);
  update (self);
}

static void
stop_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbBulkPane *self = LB_BULK_PANE (widget);

  lb_bulk_runs_stop (lb_bulk_runs_get (self->session), self->dataset);
}

static DexFuture *
made_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbBulkPane) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) dataset = dex_await_object (dex_ref (future), &error);

  if (self == NULL)
    return dex_future_new_true ();

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bulk.again", TRUE);
  if (dataset != NULL)
    {
      g_signal_emit (self, signals[OPEN_DATASET], 0, dataset);
    }
  else
    {
      g_autoptr (AdwToast) toast =
        g_object_ref_sink (lb_error_toast_new (_ ("No dataset was made"), error));

      g_signal_emit (self, signals[TOAST], 0, toast);
    }
  return dex_future_new_true ();
}

static void
again_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbBulkPane *self = LB_BULK_PANE (widget);

  gtk_widget_action_set_enabled (widget, "bulk.again", FALSE);
  dex_future_disown (dex_future_finally (lb_bulk_again (self->session, self->dataset), made_cb,
                                         lb_weak_new (self), lb_weak_free));
}

static void
lb_bulk_pane_dispose (GObject *object)
{
  LbBulkPane *self = LB_BULK_PANE (object);

  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_BULK_PANE);
  g_clear_object (&self->upload);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_pointer (&self->empty_words, g_free);

  G_OBJECT_CLASS (lb_bulk_pane_parent_class)->dispose (object);
}

static void
lb_bulk_pane_class_init (LbBulkPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = lb_bulk_pane_get_property;
  object_class->dispose = lb_bulk_pane_dispose;

  props[PROP_EMPTY_WORDS] = g_param_spec_string ("empty-words", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN_DATASET] = g_signal_new ("open-dataset", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, ADW_TYPE_TOAST);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/bulk/lb-bulk-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, stack);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, zip_button);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, progress_page);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, progress);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, count);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, over_page);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, again_button);
  gtk_widget_class_bind_template_child (widget_class, LbBulkPane, details_button);
  gtk_widget_class_install_action (widget_class, "bulk.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "bulk.again", NULL, again_cb);
}

static void
lb_bulk_pane_init (LbBulkPane *self)
{
  self->empty_words =
    g_strdup_printf (_ ("Drop a ZIP file, a folder or pictures anywhere here.\nUp to %'d images go "
                        "in at once, and there is one try only."),
                     LB_LIMIT_ADVANCED_IMAGES);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_bulk_pane_set_dataset (LbBulkPane *self, LbSession *session, LbDataset *dataset)
{
  g_return_if_fail (LB_IS_BULK_PANE (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  g_signal_connect_object (lb_bulk_runs_get (session), "changed", G_CALLBACK (runs_changed_cb),
                           self, G_CONNECT_SWAPPED);
  runs_changed_cb (self, dataset);
}

gboolean
lb_bulk_pane_is_busy (LbBulkPane *self)
{
  g_return_val_if_fail (LB_IS_BULK_PANE (self), FALSE);
  return self->busy;
}

gboolean
lb_bulk_pane_can_import (LbBulkPane *self)
{
  g_return_val_if_fail (LB_IS_BULK_PANE (self), FALSE);
  return self->session != NULL && self->upload == NULL && !self->busy;
}

gboolean
lb_bulk_pane_take_focus (LbBulkPane *self)
{
  g_return_val_if_fail (LB_IS_BULK_PANE (self), FALSE);
  return gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}
