#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/complete/lb-readiness-row.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbCompleteDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkWidget *complete_button;
  LbThumbnail *cover;
  GtkLabel *name_label;
  GtkLabel *steps_label;
  LbReadinessRow *captions_row;
  LbReadinessRow *invalid_row;
  LbReadinessRow *count_row;
  LbReadinessRow *schema_row;
  LbReadinessRow *run_row;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GListModel *images; /* (owned) */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LbCompleteDialog, lb_complete_dialog, ADW_TYPE_DIALOG)

enum
{
  SHOW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Counts what the rules ask for. An unsent draft counts as invalid: completing would freeze the
 * caption without it. @first: (out) (nullable): name of the first invalid one. */
static void
take_readiness (LbCompleteDialog *self, LbReadiness *readiness, char **first)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  int n_missing = 0;
  int n_invalid = 0;

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lb_session_get_edit_state (self->session, image) != LB_EDIT_SAVED ||
          (lb_image_get_caption (image) != NULL && !lb_image_get_caption_valid (image)))
        {
          if (n_invalid++ == 0)
            *first = g_strdup (lb_image_get_image_name (image));
        }
      else if (lb_image_get_caption (image) == NULL)
        n_missing++;
    }

  lb_rules_readiness (self->dataset, (int) n_images, n_missing, n_invalid, readiness);
}

static void
show_captions (LbCompleteDialog *self, const LbReadiness *readiness, const char *first)
{
  const guint n_missing = (guint) readiness->captions_missing;
  const guint n_invalid = (guint) readiness->captions_invalid;
  g_autofree char *missing = NULL;
  g_autofree char *invalid = NULL;

  if (n_missing > 0)
    missing = g_strdup_printf (
      ngettext ("%u image has no caption", "%u images have no caption", n_missing), n_missing);
  lb_readiness_row_set_state (self->captions_row, n_missing == 0,
                              n_missing > 0 ? missing : _ ("Every image has a caption"),
                              n_missing > 0 ? _ ("Write one or regenerate the missing ones") : NULL,
                              n_missing > 0 ? _ ("Show") : NULL, "missing");

  if (n_invalid > 0)
    invalid = g_strdup_printf (ngettext ("%u caption is invalid or not sent",
                                         "%u captions are invalid or not sent", n_invalid),
                               n_invalid);
  lb_readiness_row_set_state (self->invalid_row, n_invalid == 0,
                              n_invalid > 0 ? invalid : _ ("Every caption is valid and saved"),
                              n_invalid > 0 ? first : NULL, n_invalid > 0 ? _ ("Fix") : NULL,
                              "invalid");
}

static void
show_set (LbCompleteDialog *self, const LbReadiness *readiness)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  const gboolean enough = readiness->images_missing == 0;
  const gboolean schema = !readiness->schema_missing;
  const guint n_needed =
    lb_dataset_is_fibo (self->dataset) ? LB_LIMIT_COMPLETE_FIBO : LB_LIMIT_COMPLETE_LEGACY;
  g_autofree char *needed =
    g_strdup_printf (ngettext ("At least %u image", "At least %u images", n_needed), n_needed);
  g_autofree char *count = g_strdup_printf (ngettext ("%u image", "%u images", n_images), n_images);

  lb_readiness_row_set_state (self->count_row, enough, needed, count, enough ? NULL : _ ("Add"),
                              "add");
  lb_readiness_row_set_state (self->schema_row, schema, _ ("Visual schema"),
                              schema ? _ ("Applied to this dataset")
                                     : _ ("Says once what all pictures share"),
                              schema ? NULL : _ ("Make"), "schema");
  lb_readiness_row_set_state (
    self->run_row, !readiness->run_going, _ ("Nothing under way"),
    readiness->run_going ? _ ("Captions are being written") : _ ("No caption run"), NULL, NULL);
}

static void
refresh (LbCompleteDialog *self)
{
  LbReadiness readiness = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *steps = NULL;
  guint n_left;
  gboolean ready;

  take_readiness (self, &readiness, &first);
  n_left = (readiness.captions_missing > 0) + (readiness.captions_invalid > 0) +
           (readiness.images_missing > 0) + readiness.schema_missing + readiness.run_going;
  ready = n_left == 0 && lb_readiness_is_ready (&readiness);

  show_captions (self, &readiness, first);
  show_set (self, &readiness);
  steps = g_strdup_printf (ngettext ("%u step left before it can be completed",
                                     "%u steps left before it can be completed", n_left),
                           n_left);
  gtk_label_set_label (self->steps_label, ready ? _ ("Ready to be completed") : steps);
  gtk_widget_set_sensitive (self->complete_button, ready && !self->busy);
  if (ready)
    gtk_widget_add_css_class (self->complete_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->complete_button, "suggested-action");
}

static void
row_activated_cb (LbCompleteDialog *self, LbReadinessRow *row)
{
  g_autofree char *place = g_strdup (lb_readiness_row_get_place (row));

  if (place == NULL)
    return;

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SHOW], 0, place);
}

static void
cancel_clicked_cb (LbCompleteDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static DexFuture *
completed_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCompleteDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  self->busy = FALSE;
  if (dex_await (dex_ref (future), &error))
    adw_dialog_close (ADW_DIALOG (self));
  else
    {
      g_autofree char *words = lb_error_words (error);
      AdwToast *toast = adw_toast_new (words);

      adw_toast_set_use_markup (toast, FALSE);
      adw_toast_overlay_add_toast (self->toast_overlay, toast);
      refresh (self);
    }
  return NULL;
}

static void
complete_clicked_cb (LbCompleteDialog *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  self->busy = TRUE;
  refresh (self);
  dex_future_disown (dex_future_finally (lb_session_complete_dataset (self->session, self->dataset),
                                         completed_cb, weak, weak_free));
}

static void
lb_complete_dialog_dispose (GObject *object)
{
  LbCompleteDialog *self = LB_COMPLETE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_COMPLETE_DIALOG);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_complete_dialog_parent_class)->dispose (object);
}

static void
lb_complete_dialog_class_init (LbCompleteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_complete_dialog_dispose;

  signals[SHOW] = g_signal_new ("show-place", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_READINESS_ROW);
  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/complete/lb-complete-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, complete_button);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, cover);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, steps_label);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, captions_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, invalid_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, count_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, schema_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, run_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_clicked_cb);
}

static void
lb_complete_dialog_init (LbCompleteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbCompleteDialog *
lb_complete_dialog_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbCompleteDialog *self;
  g_autoptr (LbImage) first = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_COMPLETE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  gtk_label_set_label (self->name_label, lb_dataset_get_name (dataset));
  if ((first = g_list_model_get_item (images, 0)) != NULL)
    lb_thumbnail_set_image (self->cover, session, first);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->cover), FALSE);

  g_signal_connect_object (dataset, "notify", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}
