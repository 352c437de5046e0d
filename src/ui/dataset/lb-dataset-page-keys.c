#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-image-cell.h"
#include "ui/dataset/lb-image-search.h"
#include "ui/dataset/lb-image-tile.h"

#define TYPED_MS 1000

static void
typed_over_cb (gpointer data)
{
  LbDatasetPage *self = data;

  self->typed_id = 0;
  g_clear_pointer (&self->typed, g_free);
}

static const char *
line_at (LbDatasetPage *self, guint position)
{
  g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  const char *line = lb_caption_line (self->dataset, image); /* the list keeps the image */

  return *line != '\0' ? line : lb_image_shown_name (image);
}

/* The next image from @start on, round the end, whose line begins with what is typed; else one in
 * which a word does. */
static guint
find_typed (LbDatasetPage *self, guint start)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (int words = 0; words <= 1; words++)
    for (guint i = 0; i < n; i++)
      if (lb_image_search_begins (line_at (self, (start + i) % n), self->typed, words))
        return (start + i) % n;

  return GTK_INVALID_LIST_POSITION;
}

static guint
focused_position (LbDatasetPage *self)
{
  const guint position = lb_dataset_page_find (self, lb_dataset_page_get_focused (self));

  return position != GTK_INVALID_LIST_POSITION ? position : 0;
}

static void
go (LbDatasetPage *self, gunichar letter)
{
  g_autoptr (GString) typed = g_string_new (self->typed);
  const gboolean first = self->typed == NULL;
  guint position;

  g_string_append_unichar (typed, letter);
  g_free (self->typed);
  self->typed = g_utf8_casefold (typed->str, -1);
  g_clear_handle_id (&self->typed_id, g_source_remove);
  self->typed_id = g_timeout_add_once (TYPED_MS, typed_over_cb, self);

  /* A letter alone goes on to the next; more of them may mean the image it has led to. */
  position = find_typed (self, focused_position (self) + (first ? 1 : 0));
  if (position != GTK_INVALID_LIST_POSITION)
    lb_dataset_page_scroll_to (self, position, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                LbDatasetPage *self)
{
  const gunichar letter = gdk_keyval_to_unicode (keyval);
  const GdkModifierType others =
    state & gtk_accelerator_get_default_mod_mask () & ~(GdkModifierType) GDK_SHIFT_MASK;

  /* Space selects, unless it stands between two words. */
  if (others != 0 || letter == 0 || !g_unichar_isprint (letter) ||
      (g_unichar_isspace (letter) && self->typed == NULL) ||
      g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return GDK_EVENT_PROPAGATE;

  go (self, letter);
  return GDK_EVENT_STOP;
}

void
lb_dataset_page_follow_keys (LbDatasetPage *self)
{
  GtkWidget *views[] = { GTK_WIDGET (self->grid), GTK_WIDGET (self->list) };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkEventController *keys = gtk_event_controller_key_new ();

      gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
      g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
      gtk_widget_add_controller (views[i], keys);
    }
}
