#include "config.h"

#include "ui/widgets/lb-image-deletion.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/widgets/lb-deletion-toast.h"

void
lb_image_deletion_start (GtkWidget *from, LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  g_autoptr (LbDeletion) deletion = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_DATASET (dataset));
  g_return_if_fail (images != NULL);

  if (images->len == 0 || lb_session_get_trash (session) == NULL)
    return;

  words = g_strdup_printf (ngettext ("%'u image deleted", "%'u images deleted", images->len),
                           images->len);
  deletion = lb_session_delete_images (session, images);
  lb_deletion_toast_show (from, deletion, words);
}
