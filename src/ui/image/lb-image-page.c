#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "ui/image/lb-image-page.h"
#include "ui/prompt/lb-prompt-editor.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-picture-loader.h"

#define KEEP_DELAY_MS 400
#define PICTURE_MAX_SIDE 2048

struct _LbImagePage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  AdwToastOverlay *toast_overlay;
  GtkStack *picture_stack;
  GtkPicture *picture;
  GtkLabel *picture_error;
  GtkLabel *facts_label;
  GtkImage *source_icon;
  GtkLabel *source_label;
  GtkLabel *state_label;
  GtkStack *regenerate_stack;
  LbPromptEditor *editor;

  LbSession *session;
  LbDataset *dataset;
  GListModel *images; /* (owned) */
  LbImage *image;     /* (owned) the one shown */
  guint keep_source;  /* time-out until the typed text is kept */
  gboolean dirty;     /* typed and not yet kept */
  gboolean regenerating;
};

G_DEFINE_FINAL_TYPE (LbImagePage, lb_image_page, ADW_TYPE_NAVIGATION_PAGE)

/* What an answer needs to find its way back: the page, and the image that was asked about. */
typedef struct
{
  GWeakRef page;
  LbImage *image;
  char *text; /* (nullable): the caption before */
} Errand;

static Errand *
errand_new (LbImagePage *self, const char *text)
{
  Errand *errand = g_new0 (Errand, 1);

  g_weak_ref_init (&errand->page, self);
  errand->image = g_object_ref (self->image);
  errand->text = g_strdup (text);
  return errand;
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_weak_ref_clear (&errand->page);
  g_clear_object (&errand->image);
  g_free (errand->text);
  g_free (errand);
}

static void
show_toast (LbImagePage *self, const char *words)
{
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
show_state (LbImagePage *self)
{
  const guint n_issues = lb_prompt_editor_get_n_issues (self->editor);
  const LbEditState state = lb_session_get_edit_state (self->session, self->image);
  g_autofree char *problems = NULL;
  const char *words = "";
  gboolean bad = FALSE;

  if (lb_dataset_get_completed (self->dataset))
    words = _ ("Complete: can’t be changed");
  else if (self->dirty || state == LB_EDIT_SENDING)
    words = _ ("Saving…");
  else if (state == LB_EDIT_PENDING)
    words = _ ("Waiting to send, kept here");
  else if (state == LB_EDIT_REFUSED)
    words = _ ("Not accepted by the service, kept here");
  else if (state == LB_EDIT_DRAFT)
    words = _ ("Kept here, not sent");
  else if (lb_image_get_caption (self->image) != NULL)
    words = _ ("Saved");

  bad = state == LB_EDIT_REFUSED || (n_issues > 0 && state == LB_EDIT_DRAFT);
  if (n_issues > 0 && state == LB_EDIT_DRAFT && !self->dirty)
    {
      /* Translators: the caption can't be sent because of %u mistakes in it */
      problems = g_strdup_printf (
        ngettext ("Kept here, not sent: %u problem", "Kept here, not sent: %u problems", n_issues),
        n_issues);
      words = problems;
    }

  gtk_label_set_label (self->state_label, words);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_label), "error");
}

static void
show_source (LbImagePage *self)
{
  const char *source = lb_image_get_caption_source (self->image);
  const LbEditState state = lb_session_get_edit_state (self->session, self->image);
  const char *icon = "content-loading-symbolic";
  const char *words = _ ("No caption");

  if (state != LB_EDIT_SAVED || g_strcmp0 (source, "manual") == 0)
    {
      icon = "document-edit-symbolic";
      words = _ ("Hand-written");
    }
  else if (g_strcmp0 (source, "automatic") == 0)
    {
      icon = "system-run-symbolic";
      words = _ ("Automatic");
    }
  else if (lb_image_get_caption (self->image) != NULL)
    {
      icon = "dialog-information-symbolic";
      words = _ ("Unknown source");
    }

  gtk_image_set_from_icon_name (self->source_icon, icon);
  gtk_label_set_label (self->source_label, words);
}

static guint
find_position (LbImagePage *self)
{
  const guint n_images = g_list_model_get_n_items (self->images);

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (image == self->image)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
show_place (LbImagePage *self)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  const guint position = find_position (self);
  g_autofree char *place = NULL;

  if (position != GTK_INVALID_LIST_POSITION)
    /* Translators: the place of an image among all: “3 of 36” */
    place = g_strdup_printf (_ ("%u of %u"), position + 1, n_images);

  adw_window_title_set_title (self->window_title, lb_image_get_image_name (self->image));
  adw_window_title_set_subtitle (self->window_title, place != NULL ? place : "");
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), lb_image_get_image_name (self->image));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.previous",
                                 position != GTK_INVALID_LIST_POSITION && position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.next",
                                 position != GTK_INVALID_LIST_POSITION && position + 1 < n_images);
}

static void
show_facts (LbImagePage *self)
{
  g_autoptr (GDateTime) added =
    g_date_time_new_from_unix_local (lb_image_get_created_at (self->image) / G_USEC_PER_SEC);
  /* Translators: a date such as “12 March 2026”; see g_date_time_format() */
  g_autofree char *date = g_date_time_format (added, _ ("%-d %B %Y"));
  g_autofree char *size = g_format_size (lb_image_get_size_bytes (self->image));
  g_autofree char *format =
    g_ascii_strup (lb_image_get_format (self->image) ? lb_image_get_format (self->image) : "", -1);
  g_autofree char *facts = NULL;

  if (lb_image_get_width (self->image) > 0)
    /* Translators: width, height, format, file size, date */
    facts = g_strdup_printf (_ ("%d × %d · %s · %s · added %s"), lb_image_get_width (self->image),
                             lb_image_get_height (self->image), format, size, date);
  else
    facts = g_strdup_printf (_ ("Added %s"), date);

  gtk_label_set_label (self->facts_label, facts);
}

static void
show_actions (LbImagePage *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const gboolean edited =
    self->dirty || lb_session_get_edit_state (self->session, self->image) != LB_EDIT_SAVED;

  lb_prompt_editor_set_editable (self->editor, draft && !self->regenerating);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.regenerate",
                                 draft && !self->regenerating &&
                                   lb_dataset_get_visual_schema (self->dataset) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "image.discard", draft && edited);
  gtk_stack_set_visible_child_name (self->regenerate_stack,
                                    self->regenerating ? "spinner" : "label");
}

static void
show_text (LbImagePage *self)
{
  g_autofree char *text = lb_session_dup_caption_text (self->session, self->image);

  lb_prompt_editor_set_text (self->editor, text);
}

static DexFuture *
picture_loaded_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = dex_await_object (dex_ref (future), &error);

  if (self == NULL || self->image != errand->image)
    return NULL;

  if (texture != NULL)
    {
      gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
      gtk_stack_set_visible_child_name (self->picture_stack, "picture");
    }
  else
    {
      g_autofree char *words = lb_error_words (error);

      gtk_label_set_label (self->picture_error, words);
      gtk_stack_set_visible_child_name (self->picture_stack, "error");
    }
  return NULL;
}

static void
load_picture (LbImagePage *self)
{
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_picture_set_alternative_text (self->picture, lb_image_get_summary (self->image));
  dex_future_disown (dex_future_finally (
    lb_picture_loader_load_picture (self->session, self->image, PICTURE_MAX_SIDE),
    picture_loaded_cb, errand_new (self, NULL), errand_free));
}

static DexFuture *
kept_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  if (!dex_await (dex_ref (future), &error))
    {
      g_autofree char *words = lb_error_words (error);

      show_toast (self, words);
    }
  if (self->image == errand->image)
    {
      show_state (self);
      show_source (self);
      show_actions (self);
    }
  return NULL;
}

/* Hands the typed text over to be kept on disk and sent. */
static void
keep_text (LbImagePage *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (!self->dirty)
    return;

  self->dirty = FALSE;
  text = lb_prompt_editor_dup_text (self->editor);
  dex_future_disown (dex_future_finally (lb_session_edit_caption (self->session, self->image, text),
                                         kept_cb, errand_new (self, NULL), errand_free));
}

static gboolean
keep_due_cb (gpointer data)
{
  LbImagePage *self = data;

  self->keep_source = 0;
  keep_text (self);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (LbImagePage *self)
{
  self->dirty = TRUE;
  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->keep_source = g_timeout_add (KEEP_DELAY_MS, keep_due_cb, self);
  show_state (self);
  show_actions (self);
}

static void
issues_changed_cb (LbImagePage *self)
{
  if (self->image != NULL)
    show_state (self);
}

static void
caption_changed_cb (LbImagePage *self)
{
  if (!self->dirty && lb_session_get_edit_state (self->session, self->image) == LB_EDIT_SAVED)
    {
      g_autofree char *shown = lb_prompt_editor_dup_text (self->editor);

      /* The same text again would throw the cursor and the undo history away. */
      if (g_strcmp0 (shown, lb_image_get_caption (self->image)) != 0)
        show_text (self);
    }
  show_source (self);
  show_state (self);
}

static void
edit_state_changed_cb (LbImagePage *self, LbImage *image)
{
  if (image != self->image)
    return;

  show_source (self);
  show_state (self);
  show_actions (self);
}

static void
set_image (LbImagePage *self, LbImage *image)
{
  if (self->image != NULL)
    {
      keep_text (self);
      g_signal_handlers_disconnect_by_data (self->image, self);
    }

  g_set_object (&self->image, image);
  g_signal_connect_object (image, "notify::caption", G_CALLBACK (caption_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "notify::caption-source", G_CALLBACK (show_source), self,
                           G_CONNECT_SWAPPED);
  show_text (self);
  show_place (self);
  show_facts (self);
  show_source (self);
  show_state (self);
  show_actions (self);
  load_picture (self);
}

static void
step (LbImagePage *self, int by)
{
  const guint position = find_position (self);
  g_autoptr (LbImage) image = NULL;

  if (position == GTK_INVALID_LIST_POSITION || (by < 0 && position == 0))
    return;

  if ((image = g_list_model_get_item (self->images, position + by)) != NULL)
    set_image (self, image);
}

static void
step_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (LB_IMAGE_PAGE (widget), g_str_equal (name, "image.next") ? 1 : -1);
}

static void
next_issue_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_prompt_editor_show_next_issue (LB_IMAGE_PAGE (widget)->editor);
}

static void
restore_clicked_cb (AdwToast *toast, Errand *errand)
{
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);

  if (self == NULL)
    return;

  dex_future_disown (
    dex_future_finally (lb_session_edit_caption (self->session, errand->image, errand->text),
                        kept_cb, errand_new (self, NULL), errand_free));
  if (self->image == errand->image)
    lb_prompt_editor_set_text (self->editor, errand->text);
}

static void
errand_free_closure (gpointer data, GClosure *closure)
{
  errand_free (data);
}

static void
offer_restore (LbImagePage *self, const char *words, const char *text)
{
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (restore_clicked_cb),
                         errand_new (self, text), errand_free_closure, 0);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static DexFuture *
regenerated_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  self->regenerating = FALSE;
  if (!dex_await (dex_ref (future), &error))
    {
      g_autofree char *words = lb_error_words (error);

      show_toast (self, words);
    }
  else if (self->image == errand->image)
    {
      show_text (self);
      if (errand->text != NULL)
        offer_restore (self, _ ("Caption regenerated"), errand->text);
    }
  show_source (self);
  show_state (self);
  show_actions (self);
  return NULL;
}

typedef struct
{
  LbSession *session;
  LbImage *image;
} Regenerate;

static void
regenerate_free (gpointer data)
{
  Regenerate *regenerate = data;

  g_clear_object (&regenerate->session);
  g_clear_object (&regenerate->image);
  g_free (regenerate);
}

static DexFuture *
regenerate_fiber (gpointer data)
{
  Regenerate *state = data;
  g_autoptr (GError) error = NULL;

  /* The draft goes only once the new caption is there: a refusal must lose nothing. */
  if (!dex_await (lb_session_regenerate_caption (state->session, state->image), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_session_discard_draft (state->session, state->image);
}

static void
regenerate_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  Regenerate *state = g_new0 (Regenerate, 1);
  g_autofree char *before = NULL;

  keep_text (self);
  before = lb_session_dup_caption_text (self->session, self->image);
  self->regenerating = TRUE;
  show_actions (self);

  state->session = g_object_ref (self->session);
  state->image = g_object_ref (self->image);
  dex_future_disown (
    dex_future_finally (dex_scheduler_spawn (NULL, 0, regenerate_fiber, state, regenerate_free),
                        regenerated_cb, errand_new (self, before), errand_free));
}

static DexFuture *
discarded_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  if (!dex_await (dex_ref (future), &error))
    {
      g_autofree char *words = lb_error_words (error);

      show_toast (self, words);
    }
  else
    offer_restore (self, _ ("Edits discarded"), errand->text);

  if (self->image == errand->image)
    {
      show_text (self);
      show_state (self);
      show_source (self);
      show_actions (self);
    }
  return NULL;
}

static void
discard_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  g_autofree char *typed = lb_prompt_editor_dup_text (self->editor);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->dirty = FALSE;
  dex_future_disown (dex_future_finally (lb_session_discard_draft (self->session, self->image),
                                         discarded_cb, errand_new (self, typed), errand_free));
}

static void
lb_image_page_hiding (AdwNavigationPage *page)
{
  keep_text (LB_IMAGE_PAGE (page));

  ADW_NAVIGATION_PAGE_CLASS (lb_image_page_parent_class)->hiding (page);
}

static void
lb_image_page_unroot (GtkWidget *widget)
{
  keep_text (LB_IMAGE_PAGE (widget));

  GTK_WIDGET_CLASS (lb_image_page_parent_class)->unroot (widget);
}

static void
lb_image_page_dispose (GObject *object)
{
  LbImagePage *self = LB_IMAGE_PAGE (object);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_IMAGE_PAGE);
  g_clear_object (&self->image);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_image_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_PROMPT_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/image/lb-image-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, picture_stack);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, picture);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, picture_error);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, facts_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, source_icon);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, source_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, state_label);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, regenerate_stack);
  gtk_widget_class_bind_template_child (widget_class, LbImagePage, editor);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, issues_changed_cb);
}

static void
lb_image_page_class_init (LbImagePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_image_page_dispose;
  widget_class->unroot = lb_image_page_unroot;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hiding = lb_image_page_hiding;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "image.previous", NULL, step_action_cb);
  gtk_widget_class_install_action (widget_class, "image.next", NULL, step_action_cb);
  gtk_widget_class_install_action (widget_class, "image.next-issue", NULL, next_issue_action_cb);
  gtk_widget_class_install_action (widget_class, "image.regenerate", NULL, regenerate_action_cb);
  gtk_widget_class_install_action (widget_class, "image.discard", NULL, discard_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "image.next-issue", NULL);
}

static void
add_shortcut (GtkEventController *controller, guint key, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_ALT_MASK), gtk_named_action_new (action)));
}

static void
lb_image_page_init (LbImagePage *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  /* Before the source view, which would move lines of the text. */
  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  add_shortcut (shortcuts, GDK_KEY_Up, "image.previous");
  add_shortcut (shortcuts, GDK_KEY_Down, "image.next");
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
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
  self->images = g_object_ref (images);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (edit_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify::completed", G_CALLBACK (show_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (show_place), self,
                           G_CONNECT_SWAPPED);
  set_image (self, current);
  return self;
}

LbImage *
lb_image_page_get_image (LbImagePage *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_PAGE (self), NULL);

  return self->image;
}
