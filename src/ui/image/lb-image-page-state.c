#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-image-state.h"

/* Often enough for words that count minutes. */
#define CLOCK_S 20

void
lb_image_page_show_state (LbImagePage *self)
{
  gboolean bad = FALSE;
  g_autofree char *more = NULL;
  g_autofree char *words = lb_image_page_state_words (self, &bad, &more);

  /* A screen reader says what changes, and nothing else. */
  if (g_strcmp0 (gtk_label_get_label (self->state_label), words) != 0)
    gtk_label_set_label (self->state_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), *words != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state_label), more);
  /* Dim and red together would be too faint to read. */
  gtk_widget_remove_css_class (GTK_WIDGET (self->state_label), bad ? "dim-label" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->state_label), bad ? "error" : "dim-label");
}

void
lb_image_page_show_source (LbImagePage *self)
{
  const char *icon = NULL;
  const char *words = lb_image_source_words (self->session, self->image, &icon);

  if (*words == '\0')
    {
      icon = "content-loading-symbolic";
      words = _ ("No caption");
    }
  gtk_image_set_from_icon_name (self->source_icon, icon);
  gtk_label_set_label (self->source_label, words);
}

static gboolean
clock_cb (gpointer data)
{
  lb_image_page_show_state (data);
  return G_SOURCE_CONTINUE;
}

void
lb_image_page_run_clock (LbImagePage *self, gboolean run)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);
  if (!run)
    return;

  self->clock_source = g_timeout_add_seconds (CLOCK_S, clock_cb, self);
  if (self->image != NULL)
    lb_image_page_show_state (self);
}
