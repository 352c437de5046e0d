#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "session/lb-caption-meaning.h"
#include "session/lb-session-history.h"
#include "ui/widgets/lb-error-words.h"

/* Approving goes image by image; the page may be gone before it is over, so the toast goes to the
 * window's overlay. */
typedef struct
{
  gatomicrefcount count;
  GWeakRef toasts;     /* AdwToastOverlay */
  LbSession *session;  /* (owned) */
  LbDataset *dataset;  /* (owned) */
  GPtrArray *images;   /* (owned) */
  GPtrArray *captions; /* (owned) (nullable): of each of @images what alone may be approved */
  GPtrArray *changed;  /* (owned) (element-type LbImage): of @images */
  GPtrArray *former;   /* (owned) (element-type utf8): the caption of each of @changed */
  gint64 step_id;      /* of the history, 0 before it is over */
  guint n_missing;
  guint n_writing;
  guint n_invalid;
  guint n_changed;   /* elsewhere too */
  gboolean approved; /* what the images are to be */
} Review;

static Review *
review_new (AdwToastOverlay *toasts,
            LbSession *session,
            LbDataset *dataset,
            GPtrArray *images,
            GPtrArray *captions,
            gboolean approved)
{
  Review *review = g_new0 (Review, 1);

  g_atomic_ref_count_init (&review->count);
  g_weak_ref_init (&review->toasts, toasts);
  review->session = g_object_ref (session);
  review->dataset = g_object_ref (dataset);
  review->images = g_ptr_array_ref (images);
  review->captions = captions != NULL ? g_ptr_array_ref (captions) : NULL;
  review->changed = g_ptr_array_new_with_free_func (g_object_unref);
  review->former = g_ptr_array_new_with_free_func (g_free);
  review->approved = approved;

  return review;
}

static void
review_unref (gpointer data)
{
  Review *review = data;

  if (!g_atomic_ref_count_dec (&review->count))
    return;

  g_weak_ref_clear (&review->toasts);
  g_object_unref (review->session);
  g_object_unref (review->dataset);
  g_ptr_array_unref (review->images);
  g_clear_pointer (&review->captions, g_ptr_array_unref);
  g_ptr_array_unref (review->changed);
  g_ptr_array_unref (review->former);
  g_free (review);
}

static void
review_closure_free (gpointer data, GClosure *closure)
{
  review_unref (data);
}

static void start (Review *review);

/* All of it is one step of the history; where others came after it, what can be taken back is a
 * step of its own. An approval comes back for the words that had it, and for no others written
 * since. */
static void
undo_clicked_cb (AdwToast *toast, Review *review)
{
  g_autoptr (AdwToastOverlay) toasts = g_weak_ref_get (&review->toasts);
  LbHistory *history = lb_session_get_history (review->session);
  LbHistoryStep *step = history != NULL ? lb_history_get_undo_step (history) : NULL;

  if (toasts != NULL && step != NULL && lb_history_step_get_id (step) == review->step_id &&
      gtk_widget_activate_action (GTK_WIDGET (toasts), "win.undo", NULL))
    return; /* the window says what is undone, and offers to redo it */

  start (review_new (toasts, review->session, review->dataset, review->changed,
                     review->approved ? NULL : review->former, !review->approved));
}

/* @format: for that number. */
static void
add_part (GStrvBuilder *parts, guint n, const char *format)
{
  if (n > 0)
    g_strv_builder_take (parts, g_strdup_printf (format, n));
}

/* (transfer full): what came of it. */
static char *
words_of (Review *review)
{
  const guint n = review->changed->len;
  const guint n_missing = review->n_missing;
  const guint n_writing = review->n_writing;
  const guint n_invalid = review->n_invalid;
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (review->approved)
    add_part (parts, n, ngettext ("%'u caption approved", "%'u captions approved", n));
  else
    add_part (parts, n, ngettext ("%'u approval taken back", "%'u approvals taken back", n));
  /* Translators: of these three: so many images that could not be approved */
  add_part (parts, n_missing, ngettext ("%'u has no caption", "%'u have no caption", n_missing));
  add_part (parts, n_writing,
            ngettext ("%'u is being written", "%'u are being written", n_writing));
  add_part (parts, n_invalid, ngettext ("%'u is invalid", "%'u are invalid", n_invalid));
  add_part (
    parts, review->n_changed,
    ngettext ("%'u was changed elsewhere", "%'u were changed elsewhere", review->n_changed));

  list = g_strv_builder_end (parts);
  return g_strjoinv (C_ ("separator", " · "), list);
}

static void
show_end (Review *review, const GError *error)
{
  g_autoptr (AdwToastOverlay) toasts = g_weak_ref_get (&review->toasts);
  g_autofree char *words = words_of (review);
  AdwToast *toast;

  if (toasts == NULL)
    return;

  if (*words != '\0')
    {
      toast = adw_toast_new (words);
      if (review->changed->len > 0)
        {
          adw_toast_set_button_label (toast, _ ("_Undo"));
          g_atomic_ref_count_inc (&review->count);
          g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), review,
                                 review_closure_free, 0);
        }
      adw_toast_overlay_add_toast (toasts, toast);
    }
  if (error != NULL)
    adw_toast_overlay_add_toast (
      toasts, lb_error_toast_new (review->approved ? _ ("Not every caption was approved")
                                                   : _ ("Not every approval was taken back"),
                                  error));
}

/* Whether there is anything to approve; counts why not. */
static gboolean
may_approve (Review *review, LbImage *image)
{
  switch (lb_image_state (review->session, review->dataset, image))
    {
    case LB_IMAGE_TO_REVIEW:
    case LB_IMAGE_STALE:     return TRUE;
    case LB_IMAGE_MISSING:   review->n_missing++; return FALSE;
    case LB_IMAGE_WRITING:   review->n_writing++; return FALSE;
    case LB_IMAGE_INVALID:   review->n_invalid++; return FALSE;
    case LB_IMAGE_CONFLICT:  review->n_changed++; return FALSE;
    case LB_IMAGE_APPROVED:
    case LB_IMAGE_READY:
    default:                 return FALSE;
    }
}

/* Whether it is to be done to the image at @i at all. */
static gboolean
is_meant (Review *review, guint i, const char *caption)
{
  LbImage *image = g_ptr_array_index (review->images, i);

  if (!review->approved)
    return lb_session_is_approved (review->session, image);
  if (review->captions != NULL &&
      (caption == NULL ||
       !lb_caption_means_same (caption, g_ptr_array_index (review->captions, i))))
    return FALSE;

  return may_approve (review, image);
}

/* (transfer full) */
static DexFuture *
set_in_group (Review *review, LbHistory *history, gint64 group, LbImage *image)
{
  DexFuture *kept = NULL;

  if (history == NULL)
    return lb_session_set_approved (review->session, image, review->approved);

  lb_history_enter (history, group);
  kept = lb_session_set_approved (review->session, image, review->approved);
  lb_history_leave (history);

  return kept;
}

static void
end_group (Review *review, LbHistory *history, gint64 group)
{
  LbHistoryStep *step = history != NULL ? lb_history_end (history, group) : NULL;

  if (step != NULL)
    review->step_id = lb_history_step_get_id (step);
}

static DexFuture *
review_fiber (gpointer data)
{
  Review *review = data;
  LbHistory *present = lb_session_get_history (review->session);
  g_autoptr (LbHistory) history = present != NULL ? g_object_ref (present) : NULL;
  const LbHistoryKind kind = review->approved ? LB_HISTORY_APPROVE : LB_HISTORY_UNAPPROVE;
  const gint64 group = history != NULL ? lb_history_begin (history, kind) : 0;
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < review->images->len; i++)
    {
      LbImage *image = g_ptr_array_index (review->images, i);
      g_autofree char *caption = lb_session_dup_caption_text (review->session, image);
      g_autoptr (GError) error = NULL;

      if (!is_meant (review, i, caption))
        continue;

      if (dex_await (set_in_group (review, history, group, image), &error))
        {
          g_ptr_array_add (review->changed, g_object_ref (image));
          g_ptr_array_add (review->former, g_steal_pointer (&caption));
        }
      else if (g_error_matches (error, LB_ERROR, LB_ERROR_INVALID))
        review->n_invalid++;
      else if (first_error == NULL)
        first_error = g_steal_pointer (&error);
    }

  end_group (review, history, group);
  show_end (review, first_error);
  return dex_future_new_true ();
}

/* Takes @review. */
static void
start (Review *review)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, review_fiber, review, review_unref));
}

static void
set_approved (LbDatasetPage *self, gboolean approved)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autoptr (GPtrArray) images = lb_dataset_page_dup_selected (self);

  start (
    review_new (ADW_TOAST_OVERLAY (toasts), self->session, self->dataset, images, NULL, approved));
}

static void
approve_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  set_approved (LB_DATASET_PAGE (widget), TRUE);
}

static void
unapprove_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  set_approved (LB_DATASET_PAGE (widget), FALSE);
}

void
lb_dataset_page_update_review_actions (LbDatasetPage *self)
{
  const gboolean draft = lb_dataset_page_is_draft (self);
  g_autoptr (GPtrArray) images = lb_dataset_page_dup_selected (self);
  guint n_approved = 0;

  for (guint i = 0; i < images->len; i++)
    if (lb_session_is_approved (self->session, g_ptr_array_index (images, i)))
      n_approved++;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.approve",
                                 draft && n_approved < images->len);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.unapprove", draft && n_approved > 0);
}

void
lb_dataset_page_install_review_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.approve", NULL, approve_cb);
  gtk_widget_class_install_action (widget_class, "dataset.unapprove", NULL, unapprove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK,
                                       "dataset.approve", NULL);
  /* The last one is what menus show. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dataset.approve", NULL);
}
