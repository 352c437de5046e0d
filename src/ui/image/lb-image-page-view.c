#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/prompt/lb-view-toggles.h"

#define CAPTION_VIEW "caption-view"
/* Of the form, in a window that has room for more than that. */
#define FORM_WIDTH 564
#define PICTURE_WIDTH_MIN 360
#define TURN_FRAMES 4
#define CURSOR_ROOM 24
#define STILL_FRAMES 12

/* Where text begins: a line below the tags, or a card of its own. */
static void
show_edges (LbImagePage *self, gboolean form)
{
  const gboolean card = self->narrow && !form;

  gtk_widget_set_visible (self->text_edge, !form);
  gtk_widget_set_overflow (self->text_area, card ? GTK_OVERFLOW_HIDDEN : GTK_OVERFLOW_VISIBLE);
  if (card)
    gtk_widget_add_css_class (self->text_area, "card");
  else
    gtk_widget_remove_css_class (self->text_area, "card");
}

void
lb_image_page_show_view (LbImagePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const gboolean has_form = lb_text_pane_get_has_form (self->editor);
  const char *view = lb_text_pane_get_view_name (self->editor);
  LbHistory *history = self->session != NULL ? lb_session_get_history (self->session) : NULL;
  gboolean can_undo, can_redo;

  g_object_get (self->editor, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  if (history != NULL)
    {
      can_undo = can_undo || lb_history_get_can_undo (history);
      can_redo = can_redo || lb_history_get_can_redo (history);
    }
  gtk_widget_action_set_enabled (widget, "image.undo", can_undo);
  gtk_widget_action_set_enabled (widget, "image.redo", can_redo);
  gtk_widget_action_set_enabled (widget, "image.toggle-view",
                                 !self->plain && (has_form || g_strcmp0 (view, "form") == 0));

  self->showing = TRUE;
  lb_view_toggles_show (self->toggles, self->editor);
  lb_view_toggles_show (self->narrow_toggles, self->editor);
  self->showing = FALSE;
  show_edges (self, g_strcmp0 (view, "form") == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->toggles), !self->plain && !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_toggles), !self->plain);
}

void
lb_image_page_choose_view (LbImagePage *self)
{
  g_autofree char *view = g_settings_get_string (self->settings, CAPTION_VIEW);

  if (!self->plain)
    lb_text_pane_set_view_name (self->editor, view);
  lb_image_page_show_view (self);
}

static void
choose (LbImagePage *self, const char *view)
{
  g_settings_set_string (self->settings, CAPTION_VIEW, view);
  lb_image_page_choose_view (self);
}

static void
view_chosen_cb (LbImagePage *self, GParamSpec *pspec, AdwToggleGroup *toggles)
{
  const char *view = adw_toggle_group_get_active_name (toggles);

  if (!self->showing && view != NULL)
    choose (self, view);
}

static void
toggle_view_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  choose (self,
          g_strcmp0 (lb_text_pane_get_view_name (self->editor), "form") == 0 ? "json" : "form");
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
undo_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);
  const gboolean undoes = g_str_equal (name, "image.undo");
  gboolean can_here;

  g_object_get (self->editor, undoes ? "can-undo" : "can-redo", &can_here, NULL);
  if (!can_here)
    gtk_widget_activate_action (widget, undoes ? "win.undo" : "win.redo", NULL);
  else if (undoes)
    lb_text_pane_undo (self->editor);
  else
    lb_text_pane_redo (self->editor);
}

/* What was undone is no change of the editor: it begins anew with it. */
static void
restored_cb (LbImagePage *self, LbImage *image)
{
  g_autofree char *text = NULL;

  if (image != self->image)
    return;

  lb_image_page_drop_typed (self);
  text = lb_session_dup_caption_text (self->session, image);
  lb_text_pane_set_text (self->editor, text);
  lb_image_page_show_view (self);
}

void
lb_image_page_end_typing (LbImagePage *self)
{
  LbHistory *history = lb_session_get_history (self->session);

  if (history != NULL)
    lb_history_close_edit (history);
}

void
lb_image_page_follow_history (LbImagePage *self)
{
  LbHistory *history = lb_session_get_history (self->session);

  if (history == NULL)
    return;

  g_signal_connect_object (history, "notify", G_CALLBACK (lb_image_page_show_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (history, "restored", G_CALLBACK (restored_cb), self, G_CONNECT_SWAPPED);
}

void
lb_image_page_install_view_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.toggle-view", NULL, toggle_view_action_cb);
  gtk_widget_class_install_action (widget_class, "image.undo", NULL, undo_action_cb);
  gtk_widget_class_install_action (widget_class, "image.redo", NULL, undo_action_cb);
}

/* The form keeps its width, the first one or what the user gave it, and the picture has all the
 * rest. */
static void
room_changed_cb (LbImagePage *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self->paned));

  if (width <= 0 || width == self->paned_width)
    return;

  self->paned_width = width;
  self->divider = MAX (width - self->form_width, PICTURE_WIDTH_MIN);
  gtk_paned_set_position (self->paned, self->divider);
}

static void
divider_moved_cb (LbImagePage *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self->paned));
  const int position = gtk_paned_get_position (self->paned);

  /* Otherwise it is the window that moves it. */
  if (width > 0 && width == self->paned_width && position != self->divider)
    self->form_width = width - position;
}

static void
grab_focus (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (widget));
  else
    gtk_widget_grab_focus (widget);
}

/* The toolkit takes the focus away before it says that the width is another one. */
static void
focus_changed_cb (LbImagePage *self, GParamSpec *pspec, GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus == NULL)
    return;

  g_set_weak_pointer (&self->last_focus,
                      gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ? focus : NULL);
}

void
lb_image_page_follow_focus (LbImagePage *self)
{
  g_signal_connect_object (gtk_widget_get_root (GTK_WIDGET (self)), "notify::focus-widget",
                           G_CALLBACK (focus_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
hold_focus (LbImagePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->held_focus != NULL && root != NULL && gtk_widget_get_root (self->held_focus) == root &&
      gtk_root_get_focus (root) != self->held_focus)
    grab_focus (self->held_focus);
}

/* The page scrolls, not the text in it: it follows the cursor. Returns whether it had to. */
static gboolean
follow_cursor (LbImagePage *self)
{
  GtkTextView *view = lb_text_pane_get_view (self->editor);
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->narrow_scrolled);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->narrow_scrolled);
  const double before = gtk_adjustment_get_value (adjustment);
  GdkRectangle cursor;
  graphene_point_t top;
  int x, y;

  if (!self->narrow || !gtk_widget_get_mapped (GTK_WIDGET (view)) ||
      !gtk_widget_is_focus (GTK_WIDGET (view)))
    return FALSE;

  gtk_text_view_get_cursor_locations (view, NULL, &cursor, NULL);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, cursor.x, cursor.y, &x, &y);
  if (gtk_widget_compute_point (GTK_WIDGET (view), gtk_widget_get_first_child (viewport),
                                &GRAPHENE_POINT_INIT ((float) x, (float) y), &top))
    gtk_adjustment_clamp_page (adjustment, top.y - CURSOR_ROOM,
                               top.y + cursor.height + CURSOR_ROOM);

  return gtk_adjustment_get_value (adjustment) != before;
}

static gboolean
follow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  self->n_still = follow_cursor (self) ? 0 : self->n_still + 1;
  if (self->n_still < STILL_FRAMES)
    return G_SOURCE_CONTINUE;

  self->follow_tick = 0;
  return G_SOURCE_REMOVE;
}

/* For some frames: a long text gets its height little by little. */
static void
cursor_moved_cb (LbImagePage *self)
{
  self->n_still = 0;
  if (self->narrow && self->follow_tick == 0)
    self->follow_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), follow_cb, NULL, NULL);
}

void
lb_image_page_follow_text (LbImagePage *self)
{
  g_signal_connect_object (gtk_text_view_get_buffer (lb_text_pane_get_view (self->editor)),
                           "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self,
                           G_CONNECT_SWAPPED);
}

/* What was given away when the widgets moved comes back only after the window was laid out. */
static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LbImagePage *self = LB_IMAGE_PAGE (widget);

  hold_focus (self);
  if (++self->n_frames < TURN_FRAMES)
    return G_SOURCE_CONTINUE;

  g_clear_weak_pointer (&self->held_focus);
  cursor_moved_cb (self);
  return G_SOURCE_REMOVE;
}

/* The widgets move to other places; who types goes on typing. */
static void
set_narrow (LbImagePage *self, gboolean narrow)
{
  g_autoptr (GtkWidget) held = self->last_focus != NULL ? g_object_ref (self->last_focus) : NULL;

  self->narrow = narrow;
  gtk_menu_button_set_menu_model (self->menu_button, narrow ? self->all_menu : self->menu);
  lb_text_pane_set_scrolls (self->editor, !narrow);
  adw_multi_layout_view_set_layout_name (self->layouts, narrow ? "narrow" : "wide");
  if (self->image != NULL)
    {
      lb_image_page_show_view (self);
      lb_image_page_show_review (self);
    }
  /* On a phone the keyboard would cover the picture of a page that has only come. */
  g_set_weak_pointer (&self->held_focus, narrow && !self->shown ? self->approve_button : held);
  hold_focus (self);
  self->n_frames = 0;
  if (held != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
}

static void
breakpoint_cb (LbImagePage *self, GParamSpec *pspec, AdwBreakpointBin *bin)
{
  AdwBreakpoint *breakpoint = adw_breakpoint_bin_get_current_breakpoint (bin);
  const gboolean small = breakpoint != NULL && breakpoint == self->small_breakpoint;

  if (self->narrow != (breakpoint != NULL))
    set_narrow (self, breakpoint != NULL);
  if (self->small == small)
    return;

  self->small = small;
  if (self->image == NULL)
    return;

  lb_image_page_show_place (self);
  lb_image_page_show_state (self);
}

void
lb_image_page_bind_view (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, view_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, room_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, divider_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_cb);
}

/* What has no button of its own in a narrow window comes first in the menu there. */
static GMenuModel *
new_all_menu (GMenuModel *menu)
{
  GMenu *all = g_menu_new ();
  g_autoptr (GMenu) history = g_menu_new ();

  g_menu_append (history, _ ("_Undo"), "image.undo");
  g_menu_append (history, _ ("_Redo"), "image.redo");
  g_menu_append_section (all, NULL, G_MENU_MODEL (history));
  g_menu_append_section (all, NULL, menu);
  return G_MENU_MODEL (all);
}

static void
view_changed_cb (LbImagePage *self)
{
  if (self->image != NULL)
    lb_image_page_show_view (self);
}

void
lb_image_page_follow_view (LbImagePage *self)
{
  static const char *const signals[] = { "notify::view-name", "notify::has-form",
                                         "notify::can-undo", "notify::can-redo" };

  self->form_width = FORM_WIDTH;
  self->menu = g_object_ref (gtk_menu_button_get_menu_model (self->menu_button));
  self->all_menu = new_all_menu (self->menu);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->editor, signals[i], G_CALLBACK (view_changed_cb), self,
                             G_CONNECT_SWAPPED);
}
