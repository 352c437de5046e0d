#include "config.h"

#include "ui/refine/lb-refine-toast.h"

#include <glib/gi18n.h>

#include "session/lb-session-history.h"
#include "ui/widgets/lb-toast.h"

typedef struct
{
  GWeakRef from;
  LbSession *session; /* (owned) */
  gint64 step_id;
} Refined;

static void
refined_free (gpointer data, GClosure *closure)
{
  Refined *refined = data;

  g_weak_ref_clear (&refined->from);
  g_object_unref (refined->session);
  g_free (refined);
}

static gint64
newest_step (LbSession *session)
{
  LbHistory *history = lb_session_get_history (session);
  LbHistoryStep *step = history != NULL ? lb_history_get_undo_step (history) : NULL;

  return step != NULL ? lb_history_step_get_id (step) : 0;
}

/* Only this step: what came after it would go in its place. */
static void
undo_clicked_cb (AdwToast *toast, Refined *refined)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (&refined->from);

  if (from == NULL)
    return;
  if (newest_step (refined->session) == refined->step_id)
    gtk_widget_activate_action (from, "win.undo", NULL);
  else
    lb_toast_show (from, lb_toast_new (_ ("Undo what was changed after it first")));
}

void
lb_refine_toast_show (GtkWidget *from, LbSession *session, guint n)
{
  g_autofree char *words =
    g_strdup_printf (ngettext ("Caption refined", "%'u captions refined", n), n);

  lb_refine_toast_show_words (from, session, words);
}

void
lb_refine_toast_show_words (GtkWidget *from, LbSession *session, const char *words)
{
  AdwToast *toast = lb_toast_new (words);
  Refined *refined = g_new0 (Refined, 1);

  g_weak_ref_init (&refined->from, from);
  refined->session = g_object_ref (session);
  refined->step_id = newest_step (session);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), refined,
                         refined_free, 0);
  lb_toast_show (from, toast);
}
