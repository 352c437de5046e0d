#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-repair-dialog.h"
#include "ui/widgets/lb-toast.h"

/* What was sent, and what the service has made of it. */
typedef struct
{
  GWeakRef page;
  char *sent;   /* (owned) */
  char *stored; /* (owned) */
} Repair;

static void
repair_free (gpointer data, GClosure *closure)
{
  Repair *repair = data;

  g_weak_ref_clear (&repair->page);
  g_free (repair->sent);
  g_free (repair->stored);
  g_free (repair);
}

static void
show_changes_cb (AdwToast *toast, Repair *repair)
{
  g_autoptr (LbImagePage) self = g_weak_ref_get (&repair->page);

  if (self != NULL)
    adw_dialog_present (ADW_DIALOG (lb_repair_dialog_new_report (repair->sent, repair->stored)),
                        GTK_WIDGET (self));
}

static void
say_repaired (LbImagePage *self, const char *sent, const char *stored)
{
  AdwToast *toast = lb_toast_new (_ ("The service repaired the caption"));
  Repair *repair = g_new0 (Repair, 1);

  g_weak_ref_init (&repair->page, self);
  repair->sent = g_strdup (sent);
  repair->stored = g_strdup (stored);
  adw_toast_set_button_label (toast, _ ("_Show Changes"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (show_changes_cb), repair, repair_free,
                         0);
  lb_toast_show (GTK_WIDGET (self), toast);
}

void
lb_image_page_await_answer (LbImagePage *self, const char *text)
{
  g_set_str (&self->sent_text, text);
}

/* R62: a service may repair what it is sent, and answers with what it has stored. */
void
lb_image_page_look_at_answer (LbImagePage *self)
{
  const char *stored = lb_image_get_caption (self->image);
  const LbEditState state = lb_session_get_edit_state (self->session, self->image);
  g_autofree char *sent = NULL;

  if (self->sent_text == NULL || state == LB_EDIT_PENDING || state == LB_EDIT_SENDING)
    return;

  /* What was refused, or changed elsewhere too, has an end of its own. */
  sent = g_steal_pointer (&self->sent_text);
  if (state == LB_EDIT_SAVED && !self->plain && stored != NULL && *stored != '\0' &&
      lb_repair_dialog_has_changes (sent, stored))
    say_repaired (self, sent, stored);
}
