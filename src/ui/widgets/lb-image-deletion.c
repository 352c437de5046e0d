#include "config.h"

#include "ui/widgets/lb-image-deletion.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/widgets/lb-deletion-toast.h"

static void
start (GtkWidget *from, LbSession *session, GPtrArray *images)
{
  g_autofree char *words = g_strdup_printf (
    ngettext ("%'u image deleted", "%'u images deleted", images->len), images->len);
  g_autoptr (LbDeletion) deletion = lb_session_delete_images (session, images);

  lb_deletion_toast_show (from, deletion, words);
}

/* What somebody is asked. */
typedef struct
{
  GtkWidget *from;    /* (owned) */
  LbSession *session; /* (owned) */
  GPtrArray *images;  /* (owned) */
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->from);
  g_object_unref (question->session);
  g_ptr_array_unref (question->images);
  g_free (question);
}

/* Some may be gone meanwhile. */
static void
answered_cb (AdwAlertDialog *dialog, const char *response, Question *question)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < question->images->len; i++)
    {
      LbImage *image = g_ptr_array_index (question->images, i);

      if (lb_session_find_image (question->session, lb_image_get_id (image)) == image)
        g_ptr_array_add (images, g_object_ref (image));
    }
  if (g_str_equal (response, "delete") && images->len > 0)
    start (question->from, question->session, images);
}

/* R42: there is no way back into such a dataset. */
static void
ask (GtkWidget *from, LbSession *session, GPtrArray *images)
{
  g_autofree char *heading = g_strdup_printf (
    ngettext ("Delete %'u Image for Good?", "Delete %'u Images for Good?", images->len),
    images->len);
  AdwDialog *dialog = adw_alert_dialog_new (
    heading, _ ("The service takes images of this dataset only all at once, so what is deleted "
                "can’t be put back from the trash."));
  Question *question = g_new0 (Question, 1);

  question->from = g_object_ref (from);
  question->session = g_object_ref (session);
  question->images = g_ptr_array_copy (images, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                  _ ("_Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  adw_dialog_present (dialog, from);
}

void
lb_image_deletion_start (GtkWidget *from, LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_DATASET (dataset));
  g_return_if_fail (images != NULL);

  if (images->len == 0 || lb_session_get_trash (session) == NULL)
    return;

  if (lb_session_can_restore (session, g_ptr_array_index (images, 0)))
    start (from, session, images);
  else
    ask (from, session, images);
}
