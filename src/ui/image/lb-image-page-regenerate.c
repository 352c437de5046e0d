#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "session/lb-caption-meaning.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-new-caption-dialog.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* A caption that is written anew. One that a person had edited does not go without a word: the
 * service has the new one by then, and what is to be there instead goes out like any edit. All of
 * it is one step, and until it is decided undo and the versions have the old one, also after a
 * kill. */

typedef struct
{
  GWeakRef page;
  LbSession *session; /* (owned) */
  LbHistory *history; /* (owned) */
  LbImage *image;     /* (owned) */
  char *before;       /* (owned) (nullable) */
  char *after;        /* (owned) (nullable): what the service has written */
  gint64 group;       /* of the history, until it is decided */
  gboolean manual;    /* the one before was a person's */
} Regeneration;

static void
clear (gpointer data)
{
  Regeneration *self = data;

  lb_history_end (self->history, self->group);
  g_weak_ref_clear (&self->page);
  g_clear_object (&self->session);
  g_clear_object (&self->history);
  g_clear_object (&self->image);
  g_free (self->before);
  g_free (self->after);
}

static void
release (gpointer data)
{
  g_rc_box_release_full (data, clear);
}

static void
release_closure (gpointer data, GClosure *closure)
{
  release (data);
}

static Regeneration *
regeneration_new (LbImagePage *page, LbHistory *history)
{
  Regeneration *self = g_rc_box_new0 (Regeneration);

  g_weak_ref_init (&self->page, page);
  self->session = g_object_ref (page->session);
  self->history = g_object_ref (history);
  self->image = g_object_ref (page->image);
  self->before = lb_session_dup_caption_text (page->session, page->image);
  self->group = lb_history_begin (history, LB_HISTORY_REGENERATE);
  self->manual = lb_session_is_manual (page->session, page->image);

  return self;
}

/* With a way back to what was there before. */
static void
tell (Regeneration *self, LbImagePage *page)
{
  g_autofree char *name = lb_visible_text (lb_image_shown_name (self->image));
  /* Translators: %s is the name of an image */
  g_autofree char *other = g_strdup_printf (_ ("Caption of “%s” regenerated"), name);

  if (self->before != NULL && *self->before != '\0')
    lb_image_page_offer_restore (page, self->image, self->before,
                                 page->image == self->image ? _ ("Caption regenerated") : other);
}

/* Deciding. */

static DexFuture *
kept_cb (DexFuture *future, gpointer data)
{
  Regeneration *self = data;
  g_autoptr (LbImagePage) page = g_weak_ref_get (&self->page);
  g_autoptr (GError) error = NULL;

  if (page != NULL && !dex_await (dex_ref (future), &error))
    lb_toast_show (GTK_WIDGET (page), lb_error_toast_new (_ ("Your caption is not back"), error));
  else if (page != NULL)
    lb_toast_show (GTK_WIDGET (page), lb_toast_new (_ ("Your caption is kept")));

  return dex_future_new_true ();
}

/* As if nothing had been asked for: its approval comes back too. Something else may have been done
 * since. */
static void
keep_before (Regeneration *self)
{
  LbHistoryStep *step = lb_history_end (self->history, self->group);
  DexFuture *kept = NULL;

  if (step != NULL && step == lb_history_get_undo_step (self->history))
    kept = lb_session_undo (self->session);
  else
    kept = lb_session_edit_caption (self->session, self->image, self->before);
  dex_future_disown (dex_future_finally (kept, kept_cb, g_rc_box_acquire (self), release));
}

static void
take_some (Regeneration *self, LbImagePage *page, const char *text)
{
  lb_history_enter (self->history, self->group);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, text));
  lb_history_leave (self->history);
  g_signal_emit_by_name (self->history, "restored", self->image);
  if (page != NULL)
    tell (self, page);
}

static void
decided_cb (LbNewCaptionDialog *dialog, const char *text, Regeneration *self)
{
  g_autoptr (LbImagePage) page = g_weak_ref_get (&self->page);
  g_autofree char *present = lb_session_dup_caption_text (self->session, self->image);

  if (g_strcmp0 (present, self->after) != 0)
    {
      if (page != NULL)
        lb_toast_show (GTK_WIDGET (page),
                       lb_toast_new (_ ("The caption was changed meanwhile, and stays")));
    }
  else if (g_strcmp0 (text, self->before) == 0)
    keep_before (self);
  else if (g_strcmp0 (text, self->after) != 0)
    take_some (self, page, text);
  else if (page != NULL)
    tell (self, page);
}

/* Whether there is anything to be asked: who has gone on to another image is not held up. */
static gboolean
is_to_be_asked (Regeneration *self, LbImagePage *page)
{
  if (!self->manual || self->before == NULL || *self->before == '\0' || self->after == NULL ||
      page->image != self->image || !gtk_widget_get_mapped (GTK_WIDGET (page)) ||
      lb_session_get_edit_state (self->session, self->image) != LB_EDIT_SAVED)
    return FALSE;

  return lb_rules_caption_is_prompt (page->dataset)
           ? !lb_caption_means_same (self->before, self->after)
           : g_strcmp0 (self->before, self->after) != 0;
}

static void
ask (Regeneration *self, LbImagePage *page)
{
  LbNewCaptionDialog *dialog = lb_new_caption_dialog_new (page->session, page->dataset, self->image,
                                                          self->before, self->after);

  g_signal_connect_data (dialog, "decided", G_CALLBACK (decided_cb), g_rc_box_acquire (self),
                         release_closure, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (page));
}

static DexFuture *
regenerated_cb (DexFuture *future, gpointer data)
{
  Regeneration *self = data;
  g_autoptr (LbImagePage) page = g_weak_ref_get (&self->page);
  g_autoptr (GError) error = NULL;

  if (page == NULL)
    return NULL;

  if (page->image == self->image)
    {
      lb_image_page_refresh_text (page);
      lb_image_page_show_actions (page);
    }
  if (!dex_await (dex_ref (future), &error))
    {
      lb_image_page_show_error (page, error);
      return NULL;
    }

  self->after = lb_session_dup_caption_text (self->session, self->image);
  if (is_to_be_asked (self, page))
    ask (self, page);
  else
    tell (self, page);

  return NULL;
}

static void
regenerate_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbImagePage *page = LB_IMAGE_PAGE (widget);
  LbHistory *history = lb_session_get_history (page->session);
  Regeneration *self = NULL;
  DexFuture *regenerated = NULL;

  lb_image_page_keep_text (page);
  if (history == NULL)
    return;

  self = regeneration_new (page, history);
  lb_history_enter (history, self->group);
  regenerated = lb_session_regenerate_caption (page->session, page->image);
  lb_history_leave (history);
  dex_future_disown (dex_future_finally (regenerated, regenerated_cb, self, release));
  lb_image_page_show_actions (page);
}

void
lb_image_page_install_regenerate_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "image.regenerate", NULL, regenerate_action_cb);
}
