#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

gboolean
lb_image_page_is_invalid (LbImagePage *self)
{
  const char *caption = lb_image_get_caption (self->image);

  if (self->dirty || caption == NULL || *caption == '\0' ||
      lb_session_get_edit_state (self->session, self->image) != LB_EDIT_SAVED)
    return FALSE;

  return self->plain ? !lb_rules_caption_is_right (self->dataset, caption)
                     : !lb_image_get_caption_valid (self->image);
}

gboolean
lb_image_page_is_gone (LbImagePage *self)
{
  g_autoptr (GError) error = lb_session_dup_edit_error (self->session, self->image);

  return g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND);
}

/* (transfer full) (nullable): what is in the way of an approval. */
static char *
why_no_approval (LbImagePage *self)
{
  const guint n_issues = lb_text_pane_get_n_issues (self->editor);
  g_autoptr (GError) error = NULL;

  if (lb_dataset_get_completed (self->dataset))
    return g_strdup (_ ("Complete: can’t be changed"));
  if (lb_session_is_regenerating (self->session, self->image))
    return g_strdup (_ ("The caption is being written"));
  if (lb_image_page_is_gone (self))
    return g_strdup (_ ("This image was deleted elsewhere"));
  if (lb_text_pane_is_blank (self->editor))
    return g_strdup (_ ("There is no caption to approve"));
  if (n_issues > 0)
    return g_strdup_printf (
      ngettext ("Solve the problem first", "Solve the %'u problems first", n_issues), n_issues);
  if (self->dirty)
    return NULL;

  error = lb_session_dup_edit_error (self->session, self->image);
  switch (lb_session_get_edit_state (self->session, self->image))
    {
    case LB_EDIT_REFUSED: return g_strdup (_ ("The service did not accept this caption"));
    case LB_EDIT_UNKEPT:  return g_strdup (_ ("The caption can’t be saved"));
    case LB_EDIT_DRAFT:
      if (g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE))
        return g_strdup (_ ("The caption is too long"));
      return NULL;
    case LB_EDIT_SAVED:
    case LB_EDIT_PENDING:
    case LB_EDIT_SENDING:
    default:              return NULL;
    }
}

static gboolean
is_approved (LbImagePage *self, LbImage *image)
{
  /* Words that the session does not know yet are nobody's. */
  if (image == self->image && self->dirty)
    return FALSE;
  /* Whether what was right is right under another schema is to be seen. */
  if (lb_image_is_stale (self->session, self->dataset, image))
    return FALSE;

  return lb_session_is_approved (self->session, image);
}

/* (transfer full) (nullable): the next one that nobody has approved, after the one shown and then
 * from the start. */
static LbImage *
find_to_review (LbImagePage *self)
{
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  const guint position = lb_image_page_find (self, self->image);

  for (guint i = 1; position != GTK_INVALID_LIST_POSITION && i < n_images; i++)
    {
      g_autoptr (LbImage) image =
        g_list_model_get_item (G_LIST_MODEL (self->images), (position + i) % n_images);

      if (!is_approved (self, image))
        return g_steal_pointer (&image);
    }
  return NULL;
}

static void
go_on (LbImagePage *self, gboolean was_approved)
{
  g_autoptr (LbImage) next = find_to_review (self);
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  const guint position = lb_image_page_find (self, self->image);

  if (next == NULL)
    {
      if (!was_approved || position + 1 >= n_images)
        lb_toast_show (GTK_WIDGET (self), adw_toast_new (_ ("All images are reviewed")));
      next = g_list_model_get_item (G_LIST_MODEL (self->images), position + 1);
    }
  if (next != NULL)
    lb_image_page_show_image (self, next);
}

static DexFuture *
approved_cb (DexFuture *future, gpointer data)
{
  LbImageErrand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  self->approving = FALSE;
  if (!dex_await (dex_ref (future), &error))
    lb_toast_show (GTK_WIDGET (self), lb_error_toast_new (_ ("Not approved"), error));
  else if (self->image == errand->image)
    go_on (self, FALSE);
  lb_image_page_show_review (self);
  return NULL;
}

static void
approve_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  lb_image_page_keep_text (self);
  if (is_approved (self, self->image))
    {
      go_on (self, TRUE);
      return;
    }

  self->approving = TRUE;
  lb_image_page_show_review (self);
  dex_future_disown (dex_future_finally (lb_session_set_approved (self->session, self->image, TRUE),
                                         approved_cb, lb_image_errand_new (self, NULL),
                                         lb_image_errand_free));
}

static DexFuture *
taken_back_cb (DexFuture *future, gpointer data)
{
  LbImageErrand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self != NULL && !dex_await (dex_ref (future), &error))
    lb_image_page_show_error (self, error);
  return NULL;
}

static void
take_back_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  dex_future_disown (
    dex_future_finally (lb_session_set_approved (self->session, self->image, FALSE), taken_back_cb,
                        lb_image_errand_new (self, NULL), lb_image_errand_free));
}

/* As the tile says it; what was typed this moment counts. */
static LbImageState
tag_state (LbImagePage *self, gboolean approved)
{
  if (approved)
    return LB_IMAGE_APPROVED;
  if (lb_session_get_edit_state (self->session, self->image) == LB_EDIT_CONFLICT)
    return LB_IMAGE_CONFLICT;
  if (lb_text_pane_get_n_issues (self->editor) > 0)
    return LB_IMAGE_INVALID;
  if (self->dirty)
    return LB_IMAGE_TO_REVIEW;

  return lb_image_state (self->session, self->dataset, self->image);
}

static void
show_tag (LbImagePage *self, gboolean approved)
{
  const LbImageState state = tag_state (self, approved);
  /* No words at all are a mistake once they are kept as a caption. */
  const gboolean any = approved || !lb_text_pane_is_blank (self->editor) ||
                       state == LB_IMAGE_CONFLICT || (self->plain && state == LB_IMAGE_INVALID);

  gtk_widget_set_visible (self->review_tag,
                          any && state != LB_IMAGE_WRITING && !lb_image_page_is_gone (self));
  gtk_image_set_from_icon_name (self->review_icon, lb_image_state_icon (state, NULL));
  gtk_label_set_label (self->review_label, lb_image_state_words (state));
  gtk_widget_remove_css_class (self->review_tag, "approved");
  gtk_widget_remove_css_class (self->review_tag, "invalid");
  gtk_widget_remove_css_class (self->review_tag, "conflict");
  if (state == LB_IMAGE_APPROVED || state == LB_IMAGE_INVALID)
    gtk_widget_add_css_class (self->review_tag, approved ? "approved" : "invalid");
  else if (state == LB_IMAGE_CONFLICT)
    gtk_widget_add_css_class (self->review_tag, "conflict");
}

void
lb_image_page_show_review (LbImagePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean approved = is_approved (self, self->image);
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  g_autofree char *why = approved ? NULL : why_no_approval (self);

  show_tag (self, approved);
  gtk_label_set_label (self->approve_label, approved ? _ ("Next") : _ ("Approve and Next"));
  gtk_widget_set_tooltip_text (self->approve_button, why != NULL ? why : _ ("Ctrl+Enter"));
  gtk_widget_action_set_enabled (widget, "image.approve", draft && !self->approving && why == NULL);
  gtk_widget_action_set_enabled (widget, "image.take-back", draft && approved);
  gtk_widget_set_visible (self->approve_button, draft);
  gtk_widget_set_visible (self->regenerate_button, draft);
  gtk_widget_set_visible (self->skip_button, draft && !approved && !self->narrow);
  adw_toolbar_view_set_reveal_bottom_bars (self->wide_side, draft);
}

void
lb_image_page_install_review_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.approve", NULL, approve_action_cb);
  gtk_widget_class_install_action (widget_class, "image.take-back", NULL, take_back_action_cb);
}
