#include "config.h"

#include "cli/lb-cli-progress.h"

#include <glib/gi18n.h>
#include <unistd.h>

#define CLEAR_LINE "\r\033[K"

typedef struct
{
  guint n_settled;
  int percent;
} Shown;

static void
show_cb (LbUploadQueue *queue, GParamSpec *pspec, gpointer data)
{
  Shown *last = data;
  guint n_total = lb_upload_queue_get_n_total (queue);
  Shown now = { lb_upload_queue_get_n_done (queue) + lb_upload_queue_get_n_failed (queue),
                (int) (100 * lb_upload_queue_get_fraction (queue)) };

  if (!lb_upload_queue_get_running (queue))
    {
      if (last->n_settled > 0 || last->percent > 0)
        g_printerr (CLEAR_LINE);
      return;
    }
  if (last->n_settled == now.n_settled && last->percent == now.percent)
    return;

  *last = now;
  g_printerr (CLEAR_LINE);
  if (n_total == 1)
    g_printerr (_ ("%d %%"), now.percent);
  else
    g_printerr (ngettext ("%u of %u file (%d %%)", "%u of %u files (%d %%)", n_total),
                now.n_settled, n_total, now.percent);
}

static void
shown_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
lb_cli_progress_follow (LbUploadQueue *queue)
{
  if (!isatty (STDERR_FILENO))
    return;

  g_signal_connect_data (queue, "notify", G_CALLBACK (show_cb), g_new0 (Shown, 1), shown_free, 0);
}

typedef struct
{
  const char *done;
  const char *total;
  guint n_done;
  guint percent;
} Watch;

static void
watched_cb (GObject *job, GParamSpec *pspec, Watch *watch)
{
  guint n_done = 0;
  guint n_total = 0;

  g_object_get (job, watch->done, &n_done, watch->total, &n_total, NULL);
  if (n_done == watch->n_done || n_total == 0 ||
      (n_total > 100 && n_done * 100ul / n_total == watch->percent))
    return;

  watch->n_done = n_done;
  watch->percent = (guint) (n_done * 100ul / n_total);
  g_printerr (CLEAR_LINE);
  /* Translators: how many of how many things are done */
  g_printerr (ngettext ("%u of %u", "%u of %u", n_total), n_done, n_total);
}

void
lb_cli_progress_watch (gpointer job, const char *done, const char *total)
{
  Watch *watch = NULL;

  if (!isatty (STDERR_FILENO))
    return;

  watch = g_new0 (Watch, 1);
  watch->done = done;
  watch->total = total;
  g_signal_connect_data (job, "notify", G_CALLBACK (watched_cb), watch, shown_free, 0);
}

void
lb_cli_progress_end (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr (CLEAR_LINE);
}
