#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <libdex.h>

#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-picture-loader.h"

#define PICTURE_MAX_SIDE 2048
#define THUMBNAIL_SIDE 256

static LbImageErrand *
picture_errand (LbImagePage *self)
{
  LbImageErrand *errand = lb_image_errand_new (self, NULL);

  errand->serial = self->picture_serial;
  return errand;
}

/* (transfer full) (nullable): the page, if it still waits for what the errand asked for. */
static LbImagePage *
awaiting_page (LbImageErrand *errand)
{
  g_autoptr (LbImagePage) self = g_weak_ref_get (&errand->page);

  return self != NULL && self->picture_serial == errand->serial ? g_steal_pointer (&self) : NULL;
}

static DexFuture *
thumbnail_loaded_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbImagePage) self = awaiting_page (data);
  g_autoptr (GdkTexture) texture = dex_await_object (dex_ref (future), NULL);

  if (self != NULL && texture != NULL && lb_picture_view_get_texture (self->picture) == NULL)
    lb_picture_view_set_texture (self->picture, texture);
  return NULL;
}

static DexFuture *
picture_loaded_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbImagePage) self = awaiting_page (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = dex_await_object (dex_ref (future), &error);

  if (self == NULL)
    return NULL;

  gtk_widget_set_visible (self->wait_spinner, FALSE);
  if (texture != NULL)
    lb_picture_view_set_texture (self->picture, texture);
  else
    {
      g_autofree char *words = lb_error_words (error);

      gtk_label_set_label (self->picture_error, words);
      gtk_stack_set_visible_child_name (self->picture_stack, "error");
    }
  return NULL;
}

static DexFuture *
pixels_loaded_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbImagePage) self = awaiting_page (data);
  g_autoptr (GdkTexture) texture = dex_await_object (dex_ref (future), NULL);

  /* Without them the picture stays as sharp as it is. */
  if (self != NULL && texture != NULL)
    lb_picture_view_set_texture (self->picture, texture);
  return NULL;
}

/* What there is of the picture is shown at once, in the place of the whole; what is soon there
 * needs no spinner. */
void
lb_image_page_load_picture (LbImagePage *self)
{
  LbImage *image = self->image;
  GdkTexture *at_hand = lb_picture_loader_peek_largest (image);

  self->picture_serial++;
  lb_picture_view_set_picture (self->picture, at_hand, lb_image_get_width (image),
                               lb_image_get_height (image));
  gtk_stack_set_visible_child_name (self->picture_stack, "picture");
  /* It counts its second anew for each picture. */
  gtk_widget_set_visible (self->wait_spinner, FALSE);
  gtk_widget_set_visible (self->wait_spinner, TRUE);
  if (at_hand == NULL)
    dex_future_disown (
      dex_future_finally (lb_picture_loader_load_thumbnail (self->session, image, THUMBNAIL_SIDE),
                          thumbnail_loaded_cb, picture_errand (self), lb_image_errand_free));
  dex_future_disown (
    dex_future_finally (lb_picture_loader_load_picture (self->session, image, PICTURE_MAX_SIDE),
                        picture_loaded_cb, picture_errand (self), lb_image_errand_free));
}

static void
needs_pixels_cb (LbImagePage *self)
{
  /* The picture itself comes first. */
  if (gtk_widget_get_visible (self->wait_spinner))
    return;

  dex_future_disown (
    dex_future_finally (lb_picture_loader_load_picture (self->session, self->image, 0),
                        pixels_loaded_cb, picture_errand (self), lb_image_errand_free));
}

static void
reload_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_image_page_load_picture (LB_IMAGE_PAGE (widget));
}

static void
zoom_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbPictureView *picture = LB_IMAGE_PAGE (widget)->picture;
  const double zoom = lb_picture_view_get_zoom (picture);

  if (g_str_equal (name, "image.zoom-in"))
    lb_picture_view_set_zoom (picture, zoom * LB_PICTURE_ZOOM_STEP);
  else if (g_str_equal (name, "image.zoom-out"))
    lb_picture_view_set_zoom (picture, zoom / LB_PICTURE_ZOOM_STEP);
  else if (g_str_equal (name, "image.zoom-100"))
    lb_picture_view_set_zoom (picture, 1);
  else
    lb_picture_view_zoom_to_fit (picture);
}

void
lb_image_page_install_picture_actions (GtkWidgetClass *widget_class)
{
  const struct
  {
    guint keys[3];
    const char *action;
  } zooms[] = {
    { { GDK_KEY_plus, GDK_KEY_KP_Add, GDK_KEY_equal }, "image.zoom-in" },
    { { GDK_KEY_minus, GDK_KEY_KP_Subtract }, "image.zoom-out" },
    { { GDK_KEY_1, GDK_KEY_KP_1 }, "image.zoom-100" },
    { { GDK_KEY_0, GDK_KEY_KP_0 }, "image.zoom-fit" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      gtk_widget_class_install_action (widget_class, zooms[i].action, NULL, zoom_action_cb);
      for (gsize j = 0; j < G_N_ELEMENTS (zooms[i].keys) && zooms[i].keys[j] != 0; j++)
        gtk_widget_class_add_binding_action (widget_class, zooms[i].keys[j], GDK_CONTROL_MASK,
                                             zooms[i].action, NULL);
    }
  gtk_widget_class_install_action (widget_class, "image.reload", NULL, reload_action_cb);
  gtk_widget_class_bind_template_callback (widget_class, needs_pixels_cb);
}

void
lb_image_page_show_facts (LbImagePage *self)
{
  g_autofree char *facts = lb_image_page_facts (self->image);

  gtk_label_set_label (self->facts_label, facts);
}
