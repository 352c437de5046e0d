#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "ui/widgets/lb-error-words.h"

static char *
draft_words (LbImagePage *self, const GError *error)
{
  const guint n_issues = lb_text_pane_get_n_issues (self->editor);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE))
    /* Translators: of a caption; %d is the limit in kibibytes */
    return g_strdup_printf (_ ("Kept here, not sent: longer than %d KiB"),
                            LB_LIMIT_CAPTION_BYTES / 1024);
  if (n_issues > 0)
    /* Translators: the caption can't be sent because of %'u mistakes in it */
    return g_strdup_printf (
      ngettext ("Kept here, not sent: %'u problem", "Kept here, not sent: %'u problems", n_issues),
      n_issues);

  return g_strdup (_ ("Kept here, not sent"));
}

static char *
with_reason (const char *format, const char *without, const GError *error)
{
  g_autofree char *reason = NULL;

  if (error == NULL)
    return g_strdup (without);

  reason = lb_error_words (error);
  return g_strdup_printf (format, reason);
}

char *
lb_image_page_state_words (LbImagePage *self, gboolean *bad)
{
  g_autoptr (GError) error = lb_session_dup_edit_error (self->session, self->image);
  const LbEditState state = lb_session_get_edit_state (self->session, self->image);

  *bad = FALSE;
  if (lb_dataset_get_completed (self->dataset))
    return g_strdup (_ ("Complete: can’t be changed"));
  if (self->dirty)
    return g_strdup (_ ("Saving…"));

  *bad =
    state == LB_EDIT_REFUSED || state == LB_EDIT_UNKEPT ||
    (state == LB_EDIT_DRAFT && (error != NULL || lb_text_pane_get_n_issues (self->editor) > 0));
  switch (state)
    {
    case LB_EDIT_SENDING: return g_strdup (_ ("Saving…"));
    case LB_EDIT_PENDING: return g_strdup (_ ("Waiting to send, kept here"));
    case LB_EDIT_DRAFT:   return draft_words (self, error);
    case LB_EDIT_REFUSED:
      /* Translators: the service refused a caption; %s is why */
      return with_reason (_ ("Kept here, not sent: %s"),
                          _ ("Not accepted by the service, kept here"), error);
    case LB_EDIT_UNKEPT:
      /* Translators: a caption could not be written to the disk; %s is why */
      return with_reason (_ ("Not saved: %s"), _ ("Not saved"), error);
    case LB_EDIT_SAVED:
    default:            return g_strdup (lb_image_get_caption (self->image) != NULL ? _ ("Saved") : "");
    }
}

char *
lb_image_page_facts (LbImage *image)
{
  g_autoptr (GDateTime) added =
    g_date_time_new_from_unix_local (lb_image_get_created_at (image) / G_USEC_PER_SEC);
  /* Translators: a date such as “12 March 2026”; see g_date_time_format() */
  g_autofree char *date = g_date_time_format (added, _ ("%-d %B %Y"));
  g_autofree char *size = g_format_size ((guint64) MAX (lb_image_get_size_bytes (image), 0));
  const char *format = lb_image_get_format (image);
  g_autofree char *capitals = g_ascii_strup (format != NULL ? format : "", -1);

  if (lb_image_get_width (image) <= 0)
    /* Translators: %s is the date when an image was added */
    return g_strdup_printf (C_ ("image", "Added %s"), date);

  /* Translators: facts about an image: width, height, format, file size, date */
  return g_strdup_printf (C_ ("image", "%d × %d · %s · %s · added %s"), lb_image_get_width (image),
                          lb_image_get_height (image), capitals, size, date);
}
