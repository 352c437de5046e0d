#include "config.h"

#include "ui/widgets/lb-image-clipboard.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-picture-loader.h"
#include "ui/widgets/lb-toast.h"

typedef struct
{
  GWeakRef from;
  LbSession *session; /* (owned) */
  LbImage *image;     /* (owned) */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_weak_ref_clear (&copy->from);
  g_object_unref (copy->session);
  g_object_unref (copy->image);
  g_free (copy);
}

/* (transfer full): the bytes as they are first, for who understands them; then pixels for all. */
static GdkContentProvider *
make_content (GBytes *bytes, GdkTexture *texture)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  g_autofree char *type = g_content_type_guess (NULL, data, MIN (size, 4096), NULL);
  g_autofree char *mime_type = g_content_type_get_mime_type (type);
  GdkContentProvider *providers[2];

  providers[0] =
    gdk_content_provider_new_for_bytes (mime_type != NULL ? mime_type : "image/png", bytes);
  providers[1] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);

  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

static DexFuture *
copy_fiber (gpointer data)
{
  Copy *copy = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    dex_await_boxed (lb_session_fetch_picture (copy->session, copy->image), &error);
  g_autoptr (GdkTexture) texture =
    bytes != NULL
      ? dex_await_object (lb_picture_loader_load_picture (copy->session, copy->image, 0), &error)
      : NULL;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&copy->from);

  if (from == NULL)
    return dex_future_new_true ();

  if (texture != NULL)
    {
      g_autoptr (GdkContentProvider) content = make_content (bytes, texture);

      gdk_clipboard_set_content (gtk_widget_get_clipboard (from), content);
      lb_toast_show (from, adw_toast_new (_ ("Image copied")));
    }
  else
    lb_toast_show (from, lb_error_toast_new (_ ("Not copied"), error));

  return dex_future_new_true ();
}

void
lb_image_clipboard_copy_picture (GtkWidget *from, LbSession *session, LbImage *image)
{
  Copy *copy;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_IMAGE (image));

  copy = g_new0 (Copy, 1);
  g_weak_ref_init (&copy->from, from);
  copy->session = g_object_ref (session);
  copy->image = g_object_ref (image);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, copy_fiber, copy, copy_free));
}

void
lb_image_clipboard_copy_captions (GtkWidget *from, LbSession *session, GPtrArray *images)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;
  g_autofree char *words = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (images != NULL);

  for (guint i = 0; i < images->len; i++)
    {
      g_autofree char *caption =
        lb_session_dup_caption_text (session, g_ptr_array_index (images, i));

      if (caption == NULL || *caption == '\0')
        continue;
      if (n++ > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, caption);
    }

  if (n == 0)
    {
      lb_toast_show (from, adw_toast_new (_ ("There is no caption to copy")));
      return;
    }

  gdk_clipboard_set_text (gtk_widget_get_clipboard (from), text->str);
  words = g_strdup_printf (ngettext ("Caption copied", "%'u captions copied", n), n);
  lb_toast_show (from, adw_toast_new (words));
}
