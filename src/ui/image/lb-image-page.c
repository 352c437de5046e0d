#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-patient-spinner.h"
#include "ui/widgets/lb-toast.h"

#define KEEP_DELAY_MS 400

G_DEFINE_FINAL_TYPE (LbImagePage, lb_image_page, ADW_TYPE_NAVIGATION_PAGE)

LbImageErrand *
lb_image_errand_new (LbImagePage *self, const char *text)
{
  LbImageErrand *errand = g_new0 (LbImageErrand, 1);

  g_weak_ref_init (&errand->page, self);
  errand->session = g_object_ref (self->session);
  errand->image = g_object_ref (self->image);
  errand->text = g_strdup (text);
  return errand;
}

void
lb_image_errand_free (gpointer data)
{
  LbImageErrand *errand = data;

  g_weak_ref_clear (&errand->page);
  g_clear_object (&errand->session);
  g_clear_object (&errand->image);
  g_free (errand->text);
  g_free (errand);
}

void
lb_image_page_show_error (LbImagePage *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE))
    /* Translators: %d is the limit in kibibytes */
    words =
      g_strdup_printf (_ ("The caption is longer than %d KiB"), LB_LIMIT_CAPTION_BYTES / 1024);
  else
    words = lb_error_words (error);
  lb_toast_show (GTK_WIDGET (self), lb_toast_new (words));
}

guint
lb_image_page_find (LbImagePage *self, LbImage *image)
{
  guint position;

  return image != NULL && g_list_store_find (self->images, image, &position)
           ? position
           : GTK_INVALID_LIST_POSITION;
}

/* (transfer full): where the image at @position is, and how far the review has come. */
static char *
place_words (LbImagePage *self, guint position)
{
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));

  if (self->small || lb_dataset_get_completed (self->dataset))
    /* Translators: the place of an image among all: “3 of 36” */
    return g_strdup_printf (C_ ("image", "%'u of %'u"), position + 1, n_images);

  /* Translators: the place of an image among all, and how many of them are approved: “3 of 36 · 9
     reviewed” */
  return g_strdup_printf (C_ ("image", "%'u of %'u · %'u reviewed"), position + 1, n_images,
                          lb_image_tally_get_reviewed (self->tally));
}

void
lb_image_page_show_place (LbImagePage *self)
{
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  const guint position = lb_image_page_find (self, self->image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (self->image));
  g_autofree char *place = NULL;

  if (position != GTK_INVALID_LIST_POSITION)
    place = place_words (self, position);

  lb_film_strip_set_current (self->strip, position);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, place != NULL ? place : "");
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.previous",
                                 position != GTK_INVALID_LIST_POSITION && position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.next",
                                 position != GTK_INVALID_LIST_POSITION && position + 1 < n_images);
}

static void
show_alternative_text (LbImagePage *self)
{
  const char *line = lb_caption_line (self->dataset, self->image);

  lb_picture_view_set_alternative_text (self->picture,
                                        *line != '\0' ? line : lb_image_shown_name (self->image));
}

static void
show_words (LbImagePage *self)
{
  lb_image_page_show_source (self);
  lb_image_page_show_state (self);
  lb_image_page_show_actions (self);
  lb_image_page_show_field_actions (self);
  lb_image_page_show_menu_actions (self);
  lb_image_page_show_review (self);
  lb_image_page_show_prefix (self);
  lb_image_page_show_conflict (self);
}

void
lb_image_page_refresh_text (LbImagePage *self)
{
  g_autofree char *text = NULL;

  if (self->dirty)
    return;

  text = lb_session_dup_caption_text (self->session, self->image);
  lb_text_pane_update (self->editor, text);
}

static DexFuture *
kept_cb (DexFuture *future, gpointer data)
{
  LbImageErrand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  if (!dex_await (dex_ref (future), &error))
    lb_image_page_show_error (self, error);
  if (self->image == errand->image)
    show_words (self);
  return NULL;
}

void
lb_image_page_keep (LbImagePage *self, LbImage *image, const char *text)
{
  LbImageErrand *errand = lb_image_errand_new (self, NULL);

  g_set_object (&errand->image, image);
  dex_future_disown (dex_future_finally (lb_session_edit_caption (self->session, image, text),
                                         kept_cb, errand, lb_image_errand_free));
}

void
lb_image_page_drop_typed (LbImagePage *self)
{
  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->dirty = FALSE;
  lb_image_page_await_answer (self, NULL);
}

void
lb_image_page_keep_text (LbImagePage *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (!self->dirty)
    return;

  text = lb_text_pane_dup_text (self->editor);
  self->dirty = FALSE;
  lb_image_page_await_answer (self, text);
  lb_image_page_keep (self, self->image, text);
}

static gboolean
keep_due_cb (gpointer data)
{
  LbImagePage *self = data;

  self->keep_source = 0;
  lb_image_page_keep_text (self);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (LbImagePage *self)
{
  self->dirty = TRUE;
  /* Counted from the first key that is not kept yet, so that who types on and on loses no more. */
  if (self->keep_source == 0)
    self->keep_source = g_timeout_add (KEEP_DELAY_MS, keep_due_cb, self);
  show_words (self);
}

static void
issues_changed_cb (LbImagePage *self)
{
  if (self->image != NULL)
    show_words (self);
}

/* The service may have repaired what was sent, and a run may have written it anew. */
static void
caption_changed_cb (LbImagePage *self)
{
  lb_image_page_look_at_answer (self);
  if (lb_session_get_edit_state (self->session, self->image) == LB_EDIT_SAVED)
    lb_image_page_refresh_text (self);
  show_alternative_text (self);
  show_words (self);
}

static void
review_changed_cb (LbImagePage *self, LbImage *image)
{
  if (image == self->image)
    lb_image_page_show_review (self);
}

static void
edit_state_changed_cb (LbImagePage *self, LbImage *image)
{
  if (image == self->image)
    caption_changed_cb (self);
}

void
lb_image_page_show_image (LbImagePage *self, LbImage *image)
{
  g_autofree char *text = NULL;
  g_autofree char *field = NULL;

  if (self->image != NULL)
    {
      lb_image_page_keep_text (self);
      lb_image_page_end_typing (self);
      lb_image_page_await_answer (self, NULL);
      g_signal_handlers_disconnect_by_data (self->image, self);
    }

  g_set_object (&self->image, image);
  g_signal_connect_object (image, "notify::caption", G_CALLBACK (caption_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "notify::updated-at", G_CALLBACK (lb_image_page_show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "notify::caption-source", G_CALLBACK (lb_image_page_show_source),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "notify::image-name", G_CALLBACK (lb_image_page_show_place), self,
                           G_CONNECT_SWAPPED);
  text = lb_session_dup_caption_text (self->session, image);
  field = lb_text_pane_dup_field (self->editor);
  lb_text_pane_set_text (self->editor, text);
  lb_image_page_choose_view (self);
  /* Who writes in one field of one caption after the other stays in it. */
  if (field != NULL)
    lb_text_pane_show_field (self->editor, field);
  lb_image_page_show_place (self);
  lb_image_page_show_facts (self);
  show_alternative_text (self);
  show_words (self);
  lb_image_page_load_picture (self);
}

static void
step (LbImagePage *self, int by)
{
  const guint position = lb_image_page_find (self, self->image);
  g_autoptr (LbImage) image = NULL;

  if (position == GTK_INVALID_LIST_POSITION || (by < 0 && position == 0))
    return;

  if ((image = g_list_model_get_item (G_LIST_MODEL (self->images), position + (guint) by)) != NULL)
    lb_image_page_show_image (self, image);
}

static void
step_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (LB_IMAGE_PAGE (widget), g_str_equal (name, "image.next") ? 1 : -1);
}

static void
chosen_cb (LbImagePage *self, LbImage *image)
{
  if (image != self->image)
    lb_image_page_show_image (self, image);
}

/* The image after the one that is gone comes up, or the one before; without any the page goes. */
static void
leave_image (LbImagePage *self, guint position)
{
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->images));
  const gboolean was_deleted = lb_image_page_was_deleted (self, self->image);
  g_autoptr (LbImage) next = NULL;

  lb_image_page_keep_text (self);
  if (n_images == 0)
    {
      lb_image_page_show_place (self);
      gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
      return;
    }

  next = g_list_model_get_item (G_LIST_MODEL (self->images), MIN (position, n_images - 1));
  lb_image_page_show_image (self, next);
  /* Who has deleted it here has a toast already that says so. */
  if (!was_deleted)
    lb_toast_show (GTK_WIDGET (self), adw_toast_new (_ ("The image was deleted")));
}

/* (nullable): the one that came back last. */
static LbImage *
take_back_deleted (LbImagePage *self)
{
  GListModel *live = lb_session_get_images (self->session, self->dataset);
  const guint n_live = g_hash_table_size (self->deleted) > 0 ? g_list_model_get_n_items (live) : 0;
  LbImage *back = NULL;

  for (guint i = 0; i < n_live; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (live, i);
      guint place;

      if (!lb_image_page_was_deleted (self, image) ||
          lb_image_page_find (self, image) != GTK_INVALID_LIST_POSITION)
        continue;
      place = lb_image_page_take_deleted (self, image);
      g_list_store_insert (
        self->images, MIN (place, g_list_model_get_n_items (G_LIST_MODEL (self->images))), image);
      back = image; /* the list keeps it */
    }
  return back;
}

/* Filters and sorting don't matter any more; only what is deleted goes. */
static void
live_images_changed_cb (LbImagePage *self)
{
  LbImage *back = take_back_deleted (self);
  guint gone = GTK_INVALID_LIST_POSITION;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->images)); i-- > 0;)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->images), i);

      if (lb_session_find_image (self->session, lb_image_get_id (image)) == image)
        continue;
      g_list_store_remove (self->images, i);
      if (image == self->image)
        gone = i;
      else if (gone != GTK_INVALID_LIST_POSITION)
        gone--;
    }

  if (gone != GTK_INVALID_LIST_POSITION)
    leave_image (self, gone);
  else if (back != NULL)
    lb_image_page_show_image (self, back);
  else
    lb_image_page_show_place (self);
}

static void
lb_image_page_showing (AdwNavigationPage *page)
{
  LB_IMAGE_PAGE (page)->coming = TRUE;

  ADW_NAVIGATION_PAGE_CLASS (lb_image_page_parent_class)->showing (page);
}

static void
lb_image_page_shown (AdwNavigationPage *page)
{
  LbImagePage *self = LB_IMAGE_PAGE (page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  ADW_NAVIGATION_PAGE_CLASS (lb_image_page_parent_class)->shown (page);

  if (self->coming && !self->narrow && root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  self->coming = FALSE;
  self->shown = TRUE;
}

/* Who opens a page wants to write, though the strip comes first in the order. */
static gboolean
lb_image_page_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  if (self->coming && !self->narrow)
    {
      self->coming = FALSE;
      if (gtk_widget_grab_focus (GTK_WIDGET (self->editor)))
        return TRUE;
    }

  return GTK_WIDGET_CLASS (lb_image_page_parent_class)->focus (widget, direction);
}

static void
lb_image_page_hiding (AdwNavigationPage *page)
{
  lb_image_page_keep_text (LB_IMAGE_PAGE (page));
  lb_image_page_end_typing (LB_IMAGE_PAGE (page));

  ADW_NAVIGATION_PAGE_CLASS (lb_image_page_parent_class)->hiding (page);
}

static void
lb_image_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lb_image_page_parent_class)->root (widget);

  lb_image_page_follow_focus (LB_IMAGE_PAGE (widget));
}

static void
lb_image_page_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_root (widget), widget);
  lb_image_page_keep_text (LB_IMAGE_PAGE (widget));

  GTK_WIDGET_CLASS (lb_image_page_parent_class)->unroot (widget);
}

static void
lb_image_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lb_image_page_parent_class)->map (widget);

  lb_image_page_run_clock (LB_IMAGE_PAGE (widget), TRUE);
}

static void
lb_image_page_unmap (GtkWidget *widget)
{
  lb_image_page_run_clock (LB_IMAGE_PAGE (widget), FALSE);

  GTK_WIDGET_CLASS (lb_image_page_parent_class)->unmap (widget);
}

static void
lb_image_page_dispose (GObject *object)
{
  LbImagePage *self = LB_IMAGE_PAGE (object);

  g_clear_weak_pointer (&self->last_focus);
  g_clear_weak_pointer (&self->held_focus);
  g_clear_handle_id (&self->keep_source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_IMAGE_PAGE);
  g_clear_pointer (&self->deleted, g_hash_table_unref);
  g_clear_pointer (&self->sent_text, g_free);
  g_clear_object (&self->menu);
  g_clear_object (&self->all_menu);
  g_clear_object (&self->settings);
  if (self->tally != NULL)
    g_signal_handlers_disconnect_by_data (self->tally, self);
  g_clear_object (&self->tally);
  g_clear_object (&self->image);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_image_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, small_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, undo_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, redo_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, conflict_banner);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, toggles);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, narrow_toggles);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, layouts);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, paned);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, wide_side);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, picture_stack);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, picture);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, picture_error);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, wait_spinner);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, facts_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, strip);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, narrow_scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, text_edge);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, source_icon);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, source_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, review_tag);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, review_icon);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, review_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, state_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, editor);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, text_area);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, prefix_line);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, prefix_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, prefix_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, count_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, regenerate_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, refine_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, regenerate_stack);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, skip_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, approve_button);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, approve_label);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_FILM_STRIP);
  g_type_ensure (LB_TYPE_PATIENT_SPINNER);
  g_type_ensure (LB_TYPE_PICTURE_VIEW);
  g_type_ensure (LB_TYPE_TEXT_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/image/lb-image-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, issues_changed_cb);
  lb_image_page_bind_view (widget_class);
}

static void
lb_image_page_class_init (LbImagePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_image_page_dispose;
  widget_class->root = lb_image_page_root;
  widget_class->unroot = lb_image_page_unroot;
  widget_class->map = lb_image_page_map;
  widget_class->unmap = lb_image_page_unmap;
  widget_class->focus = lb_image_page_focus;
  ADW_NAVIGATION_PAGE_CLASS (klass)->showing = lb_image_page_showing;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = lb_image_page_shown;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hiding = lb_image_page_hiding;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "image.previous", NULL, step_action_cb);
  gtk_widget_class_install_action (widget_class, "image.next", NULL, step_action_cb);
  lb_image_page_install_actions (widget_class);
  lb_image_page_install_conflict_actions (widget_class);
  lb_image_page_install_field_actions (widget_class);
  lb_image_page_install_menu_actions (widget_class);
  lb_image_page_install_version_actions (widget_class);
  lb_image_page_install_picture_actions (widget_class);
  lb_image_page_install_prefix_actions (widget_class);
  lb_image_page_install_refine_actions (widget_class);
  lb_image_page_install_regenerate_actions (widget_class);
  lb_image_page_install_review_actions (widget_class);
  lb_image_page_install_view_actions (widget_class);
}

/* The key is the page's even when the action can't be done now: no line of the text is to move
 * because there is no previous image. */
static gboolean
shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer action)
{
  gtk_widget_activate_action (widget, action, NULL);
  return TRUE;
}

static void
add_shortcut (GtkEventController *controller, const char *keys, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys),
                      gtk_callback_action_new (shortcut_cb, (gpointer) action, NULL)));
}

static void
lb_image_page_init (LbImagePage *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_settings_new (LB_APP_ID);
  self->deleted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  lb_image_page_follow_view (self);

  /* Before the views of the text, which would move its lines, break them, or take back their own
   * changes only. */
  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  add_shortcut (shortcuts, "<Alt>Up", "image.previous");
  add_shortcut (shortcuts, "<Alt>Down", "image.next");
  add_shortcut (shortcuts, "<Control>Return|<Control>KP_Enter", "image.approve");
  add_shortcut (shortcuts, "<Control>r", "image.refine");
  add_shortcut (shortcuts, "<Control>e", "image.toggle-view");
  add_shortcut (shortcuts, "<Control>z", "image.undo");
  add_shortcut (shortcuts, "<Shift><Control>z|<Control>y", "image.redo");
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

static GListStore *
copy_list (GListModel *images, LbImage *current)
{
  GListStore *copy = g_list_store_new (LB_TYPE_IMAGE);
  const guint n_images = g_list_model_get_n_items (images);

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      g_list_store_append (copy, image);
    }
  if (!g_list_store_find (copy, current, NULL))
    g_list_store_append (copy, current);
  return copy;
}

LbImagePage *
lb_image_page_new (LbSession *session, LbDataset *dataset, GListModel *images, LbImage *current)
{
  LbImagePage *self;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);
  g_return_val_if_fail (LB_IS_IMAGE (current), NULL);

  self = g_object_new (LB_TYPE_IMAGE_PAGE, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = copy_list (images, current);
  self->tally = lb_image_tally_new (session, dataset, G_LIST_MODEL (self->images));
  g_signal_connect_swapped (self->tally, "changed", G_CALLBACK (lb_image_page_show_place), self);
  lb_film_strip_set_images (self->strip, session, G_LIST_MODEL (self->images));
  self->plain = !lb_rules_caption_is_prompt (dataset);
  if (self->plain)
    lb_text_pane_set_kind (self->editor, LB_TEXT_PLAIN);
  else
    {
      g_autoptr (LbUsedValues) values = lb_used_values_new (session, dataset);

      lb_text_pane_set_values (self->editor, values);
    }
  lb_image_page_follow_text (self);
  lb_image_page_follow_prefix (self);
  lb_image_page_follow_history (self);
  lb_image_page_follow_frozen (self);

  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (edit_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "review-changed", G_CALLBACK (review_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::online", G_CALLBACK (lb_image_page_show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify", G_CALLBACK (show_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lb_session_get_images (session, dataset), "items-changed",
                           G_CALLBACK (live_images_changed_cb), self, G_CONNECT_SWAPPED);
  lb_image_page_show_image (self, current);
  return self;
}

LbImage *
lb_image_page_get_image (LbImagePage *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_PAGE (self), NULL);

  return self->image;
}
