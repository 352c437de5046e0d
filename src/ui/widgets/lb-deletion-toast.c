#include "config.h"

#include "ui/widgets/lb-deletion-toast.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

#define TOAST_S 8

/* The toasts go to the window's overlay: the page may be gone by the time that they speak. */
typedef struct
{
  GWeakRef overlay;
  char *what; /* (owned) */
} Telling;

static Telling *
telling_new (AdwToastOverlay *overlay, const char *what)
{
  Telling *telling = g_new0 (Telling, 1);

  g_weak_ref_init (&telling->overlay, overlay);
  telling->what = g_strdup (what);

  return telling;
}

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_weak_ref_clear (&telling->overlay);
  g_free (telling->what);
  g_free (telling);
}

static DexFuture *
failed_cb (DexFuture *future, gpointer data)
{
  Telling *telling = data;
  g_autoptr (AdwToastOverlay) overlay = g_weak_ref_get (&telling->overlay);
  g_autoptr (GError) error = NULL;

  if (!dex_await (dex_ref (future), &error) && overlay != NULL)
    adw_toast_overlay_add_toast (overlay, lb_error_toast_new (telling->what, error));

  return dex_future_new_true ();
}

static AdwToastOverlay *
find_overlay (AdwToast *toast)
{
  GWeakRef *overlay = g_object_get_data (G_OBJECT (toast), "lb-overlay");

  return g_weak_ref_get (overlay);
}

/* Takes @work. */
static void
tell_failure (AdwToast *toast, DexFuture *work, const char *what)
{
  g_autoptr (AdwToastOverlay) overlay = find_overlay (toast);

  dex_future_disown (
    dex_future_finally (work, failed_cb, telling_new (overlay, what), telling_free));
}

static void
undo_clicked_cb (AdwToast *toast, LbDeletion *deletion)
{
  g_object_set_data (G_OBJECT (toast), "lb-undone", toast);
  tell_failure (toast, lb_deletion_undo (deletion), _ ("Not everything came back"));
}

static void
dismissed_cb (AdwToast *toast, LbDeletion *deletion)
{
  if (g_object_get_data (G_OBJECT (toast), "lb-undone") == NULL &&
      lb_deletion_get_state (deletion) == LB_DELETION_HIDDEN)
    tell_failure (toast, lb_deletion_commit (deletion), _ ("Not deleted"));
}

static void
closure_free (gpointer data, GClosure *closure)
{
  g_object_unref (data);
}

static void
weak_free (gpointer weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

/* Taken back in another way, or not taken note of: there is nothing left to undo here. */
static void
state_changed_cb (LbDeletion *deletion, GParamSpec *pspec, AdwToast *toast)
{
  const LbDeletionState state = lb_deletion_get_state (deletion);

  if (state == LB_DELETION_UNDONE || state == LB_DELETION_FAILED)
    adw_toast_dismiss (toast);
}

void
lb_deletion_toast_show (GtkWidget *from, LbDeletion *deletion, const char *words)
{
  GtkWidget *overlay = NULL;
  GWeakRef *weak = NULL;
  AdwToast *toast = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_DELETION (deletion));

  overlay = gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY);
  if (overlay == NULL)
    {
      dex_future_disown (lb_deletion_commit (deletion));
      return;
    }

  toast = lb_toast_new (words);
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, overlay);
  g_object_set_data_full (G_OBJECT (toast), "lb-overlay", weak, weak_free);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, TOAST_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb),
                         g_object_ref (deletion), closure_free, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), g_object_ref (deletion),
                         closure_free, 0);
  g_signal_connect_object (deletion, "notify::state", G_CALLBACK (state_changed_cb), toast, 0);
  tell_failure (toast, lb_deletion_when_kept (deletion), _ ("Not deleted"));
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
