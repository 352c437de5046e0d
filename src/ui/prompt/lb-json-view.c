#include "config.h"

#include "ui/prompt/lb-json-view.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-fold-gutter.h"
#include "ui/prompt/lb-line-gutter.h"

/* Of what stands for what is folded. */
#define GAP 8
#define PADDING 6
#define TINT_ALPHA 0.12f

struct _LbJsonView
{
  GtkSourceView parent_instance;

  LbTextFolds *folds; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbJsonView, lb_json_view, GTK_SOURCE_TYPE_VIEW)

/* (transfer full): "3 objects" */
static char *
count_words (const LbPromptBlock *block)
{
  switch (block->items)
    {
    case LB_PROMPT_ITEMS_FIELDS:
      return g_strdup_printf (ngettext ("%'u field", "%'u fields", block->n_items), block->n_items);
    case LB_PROMPT_ITEMS_OBJECTS:
      return g_strdup_printf (ngettext ("%'u object", "%'u objects", block->n_items),
                              block->n_items);
    case LB_PROMPT_ITEMS_VALUES:
    default:
      return g_strdup_printf (ngettext ("%'u value", "%'u values", block->n_items), block->n_items);
    }
}

/* Where the mark of @block may stand, and whether it goes to the left: from the end of its line,
 * which is at the left where words go from right to left, to where the view ends. */
static gboolean
find_room (LbJsonView *self, const LbPromptBlock *block, GdkRectangle *room)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkRectangle first, last;
  GtkTextIter iter;

  gtk_text_view_get_visible_rect (view, room);
  gtk_text_buffer_get_iter_at_line (gtk_text_view_get_buffer (view), &iter,
                                    (int) block->first_line);
  if (!gtk_text_iter_ends_line (&iter))
    gtk_text_iter_forward_to_line_end (&iter);
  gtk_text_iter_backward_char (&iter);
  gtk_text_view_get_iter_location (view, &iter, &last);
  gtk_text_view_backward_display_line_start (view, &iter);
  gtk_text_view_get_iter_location (view, &iter, &first);

  room->y = last.y;
  room->height = last.height;
  if (first.x > last.x)
    {
      room->width = MIN (last.x, last.x + last.width) - room->x;
      return TRUE;
    }
  room->width -= MAX (last.x, last.x + last.width) - room->x;
  room->x = MAX (last.x, last.x + last.width);
  return FALSE;
}

/* (transfer full): what stands for what @block hides, behind its bracket; @area: (out): where, in
 * coordinates of the text. It says no more than there is room for. */
static PangoLayout *
lay_out_mark (LbJsonView *self, const LbPromptBlock *block, GdkRectangle *area)
{
  g_autofree char *words = count_words (block);
  /* Translators: what stands in the text for a part of it that is folded: “… 3 objects” */
  g_autofree char *mark = g_strdup_printf (_ ("… %s"), words);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), mark);
  GdkRectangle room;
  const gboolean leftwards = find_room (self, block, &room);

  pango_layout_get_pixel_size (layout, &area->width, &area->height);
  if (area->width + 2 * (PADDING + GAP) > room.width)
    {
      pango_layout_set_text (layout, "…", -1);
      pango_layout_get_pixel_size (layout, &area->width, &area->height);
    }
  area->width += 2 * PADDING;
  area->x = leftwards ? MAX (room.x + room.width - GAP - area->width, room.x)
                      : MIN (room.x + GAP, room.x + room.width - area->width);
  area->y = room.y + (room.height - area->height) / 2;
  return layout;
}

static void
draw_mark (LbJsonView *self, GtkSnapshot *snapshot, const LbPromptBlock *block)
{
  GdkRectangle area;
  g_autoptr (PangoLayout) layout = lay_out_mark (self, block, &area);
  GskRoundedRect outline;
  GdkRGBA color;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) area.x, (float) area.y));
  gsk_rounded_rect_init_from_rect (
    &outline, &GRAPHENE_RECT_INIT (0, 0, (float) area.width, (float) area.height),
    (float) area.height / 3);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (
    snapshot, &(GdkRGBA) { color.red, color.green, color.blue, color.alpha * TINT_ALPHA },
    &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (PADDING, 0));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_marks (LbJsonView *self, GtkSnapshot *snapshot)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkRectangle seen;
  GtkTextIter iter;
  int y, height;

  gtk_text_view_get_visible_rect (view, &seen);
  gtk_text_view_get_line_at_y (view, &iter, seen.y, NULL);
  do
    {
      const guint line = (guint) gtk_text_iter_get_line (&iter);

      gtk_text_view_get_line_yrange (view, &iter, &y, &height);
      if (lb_text_folds_is_folded (self->folds, line) &&
          !lb_text_folds_is_hidden (self->folds, line))
        draw_mark (self, snapshot, lb_text_folds_get_block (self->folds, line));
    }
  while (y + height < seen.y + seen.height && gtk_text_iter_forward_visible_line (&iter));
}

static void
lb_json_view_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  GTK_TEXT_VIEW_CLASS (lb_json_view_parent_class)->snapshot_layer (view, layer, snapshot);
  if (layer == GTK_TEXT_VIEW_LAYER_ABOVE_TEXT)
    draw_marks (LB_JSON_VIEW (view), snapshot);
}

/* (nullable): what is folded and whose mark is at a place of the widget. */
static const LbPromptBlock *
find_mark (LbJsonView *self, double x, double y)
{
  GdkRectangle area;
  GtkTextIter iter;
  const LbPromptBlock *block;
  int text_x, text_y;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, (int) x,
                                         (int) y, &text_x, &text_y);
  gtk_text_view_get_line_at_y (GTK_TEXT_VIEW (self), &iter, text_y, NULL);
  block = lb_text_folds_get_block (self->folds, (guint) gtk_text_iter_get_line (&iter));
  if (block == NULL || !lb_text_folds_is_folded (self->folds, block->first_line))
    return NULL;

  g_object_unref (lay_out_mark (self, block, &area));
  return gdk_rectangle_contains_point (&area, text_x, text_y) ? block : NULL;
}

static void
pressed_cb (LbJsonView *self, int n_presses, double x, double y, GtkGestureClick *click)
{
  const LbPromptBlock *block = find_mark (self, x, y);

  if (block == NULL)
    return;

  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  lb_json_view_toggle (self, block->first_line);
}

static void
add_click (LbJsonView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
say (LbJsonView *self, const char *words)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

void
lb_json_view_toggle (LbJsonView *self, guint line)
{
  const LbPromptBlock *block;
  g_autofree char *count = NULL;
  g_autofree char *words = NULL;
  gboolean folded;

  g_return_if_fail (LB_IS_JSON_VIEW (self));

  if ((block = lb_text_folds_get_block (self->folds, line)) == NULL)
    return;

  folded = !lb_text_folds_is_folded (self->folds, line);
  count = count_words (block);
  /* Translators: said when a part of a text is folded or unfolded; then what is in it */
  words = g_strdup_printf (folded ? _ ("Folded: %s") : _ ("Unfolded: %s"), count);
  lb_text_folds_set_folded (self->folds, line, folded);
  say (self, words);
}

static void
fold_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbJsonView *self = LB_JSON_VIEW (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  GtkTextIter cursor;
  guint line;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  line = (guint) gtk_text_iter_get_line (&cursor);
  if (!lb_text_folds_find (self->folds, g_str_equal (name, "json.unfold"), &line))
    return;

  lb_json_view_toggle (self, line);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer));
}

static void
fold_all_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbJsonView *self = LB_JSON_VIEW (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  const gboolean folded = g_str_equal (name, "json.fold-all");

  lb_text_folds_set_all (self->folds, folded);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer));
  say (self, folded ? _ ("All folded") : _ ("All unfolded"));
}

static void
folds_changed_cb (LbJsonView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const guint n_blocks = lb_text_folds_get_n_blocks (self->folds);
  const guint n_folded = lb_text_folds_get_n_folded (self->folds);
  g_autofree char *words = NULL;

  gtk_widget_action_set_enabled (widget, "json.fold", n_folded < n_blocks);
  gtk_widget_action_set_enabled (widget, "json.fold-all", n_folded < n_blocks);
  gtk_widget_action_set_enabled (widget, "json.unfold", n_folded > 0);
  gtk_widget_action_set_enabled (widget, "json.unfold-all", n_folded > 0);
  gtk_widget_queue_draw (widget);
  gtk_widget_queue_draw (
    GTK_WIDGET (gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self), GTK_TEXT_WINDOW_LEFT)));

  if (n_folded == 0)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  words =
    g_strdup_printf (ngettext ("%'u part is folded", "%'u parts are folded", n_folded), n_folded);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

static void
buffer_cb (LbJsonView *self)
{
  g_clear_object (&self->folds);
  self->folds = lb_text_folds_new (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
  g_signal_connect_object (self->folds, "changed", G_CALLBACK (folds_changed_cb), self,
                           G_CONNECT_SWAPPED);
  folds_changed_cb (self);
}

static void
lb_json_view_dispose (GObject *object)
{
  LbJsonView *self = LB_JSON_VIEW (object);

  g_signal_handlers_disconnect_by_func (self, buffer_cb, NULL);
  g_clear_object (&self->folds);

  G_OBJECT_CLASS (lb_json_view_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keys[2]; /* with and without what Shift makes of them */
    GdkModifierType modifiers;
    const char *action;
  } bindings[] = {
    { { GDK_KEY_bracketleft, GDK_KEY_braceleft }, GDK_SHIFT_MASK, "json.fold" },
    { { GDK_KEY_bracketright, GDK_KEY_braceright }, GDK_SHIFT_MASK, "json.unfold" },
    { { GDK_KEY_bracketleft, GDK_KEY_braceleft }, GDK_ALT_MASK, "json.fold-all" },
    { { GDK_KEY_bracketright, GDK_KEY_braceright }, GDK_ALT_MASK, "json.unfold-all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    for (guint j = 0; j < 2; j++)
      gtk_widget_class_add_binding_action (widget_class, bindings[i].keys[j],
                                           GDK_CONTROL_MASK | bindings[i].modifiers,
                                           bindings[i].action, NULL);
}

static void
lb_json_view_class_init (LbJsonViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_json_view_dispose;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = lb_json_view_snapshot_layer;

  gtk_widget_class_install_action (widget_class, "json.fold", NULL, fold_action_cb);
  gtk_widget_class_install_action (widget_class, "json.unfold", NULL, fold_action_cb);
  gtk_widget_class_install_action (widget_class, "json.fold-all", NULL, fold_all_action_cb);
  gtk_widget_class_install_action (widget_class, "json.unfold-all", NULL, fold_all_action_cb);
  add_keys (widget_class);
}

static void
lb_json_view_init (LbJsonView *self)
{
  GtkSourceGutter *gutter =
    gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self), GTK_TEXT_WINDOW_LEFT);

  g_signal_connect (self, "notify::buffer", G_CALLBACK (buffer_cb), NULL);
  buffer_cb (self);
  add_click (self);
  gtk_source_gutter_insert (gutter, lb_line_gutter_new (), GTK_SOURCE_VIEW_GUTTER_POSITION_LINES);
  gtk_source_gutter_insert (gutter, lb_fold_gutter_new (),
                            GTK_SOURCE_VIEW_GUTTER_POSITION_MARKS + 1);
}

LbTextFolds *
lb_json_view_get_folds (LbJsonView *self)
{
  g_return_val_if_fail (LB_IS_JSON_VIEW (self), NULL);

  return self->folds;
}
