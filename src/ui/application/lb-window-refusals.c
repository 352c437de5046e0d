#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"

/* Changes that the service has refused after nobody waited for them any more. */

static const char *
name_of (GObject *object)
{
  if (LB_IS_PROJECT (object))
    return lb_project_get_project_name (LB_PROJECT (object));
  if (LB_IS_DATASET (object))
    return lb_dataset_get_name (LB_DATASET (object));

  return lb_image_shown_name (LB_IMAGE (object));
}

/* (transfer full) */
static char *
refusal_words (GObject *object, LbChangeKind kind)
{
  g_autofree char *name = lb_visible_text (name_of (object));

  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:
    case LB_CHANGE_DATASET_NAME:
      /* Translators: of all these, %s is the name of a project, a dataset or an image */
      return g_strdup_printf (_ ("“%s” was not renamed"), name);
    case LB_CHANGE_SCHEMA:
      return g_strdup_printf (_ ("The visual schema of “%s” was not changed"), name);
    case LB_CHANGE_PREFIX:
      return g_strdup_printf (_ ("The caption prefix of “%s” was not changed"), name);
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT: return g_strdup_printf (_ ("“%s” was not deleted"), name);
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_N_KINDS:
    default:                       return g_strdup_printf (_ ("“%s” was not changed"), name);
    }
}

static void
change_refused_cb (LbSession *session, GObject *object, int kind, GError *error, LbWindow *self)
{
  g_autofree char *words = refusal_words (object, (LbChangeKind) kind);

  lb_window_add_error (self, words, error);
}

void
lb_window_follow_refusals (LbWindow *self)
{
  g_signal_connect_object (self->session, "change-refused", G_CALLBACK (change_refused_cb), self,
                           0);
}
