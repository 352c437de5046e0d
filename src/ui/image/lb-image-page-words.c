#include "config.h"

#include "ui/image/lb-image-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "ui/prompt/lb-issue-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-pixel-size.h"

/* @saved: the service has it like that, and so it stays until somebody mends it. */
static char *
first_issue_words (LbImagePage *self, gboolean saved)
{
  g_autoptr (LbPromptIssue) issue = lb_text_pane_dup_first_issue (self->editor);
  const gboolean form = g_strcmp0 (lb_text_pane_get_view_name (self->editor), "form") == 0;
  g_autofree char *words = NULL;

  if (issue == NULL)
    return g_strdup (saved ? _ ("Not valid") : _ ("Not valid yet"));

  words = lb_issue_clause (issue, form);
  if (form)
    /* Translators: of a caption; %s is the first thing that is wrong with it */
    return g_strdup_printf (saved ? _ ("Not valid: %s") : _ ("Not valid yet: %s"), words);
  /* Translators: of a caption: a line number, then what is wrong there */
  return g_strdup_printf (saved ? _ ("Not valid: line %u, %s") : _ ("Not valid yet: line %u, %s"),
                          lb_prompt_issue_get_line (issue), words);
}

static char *
invalid_words (LbImagePage *self, gboolean saved, char **more)
{
  const guint n_issues = lb_text_pane_get_n_issues (self->editor);

  if (n_issues > 1)
    *more = g_strdup_printf (
      ngettext ("And %'u more problem", "And %'u more problems", n_issues - 1), n_issues - 1);
  return first_issue_words (self, saved);
}

static char *
draft_words (LbImagePage *self, const GError *error, char **more)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE))
    /* Translators: of a caption; %d is the limit in kibibytes */
    return g_strdup_printf (_ ("Kept here, not sent: longer than %d KiB"),
                            LB_LIMIT_CAPTION_BYTES / 1024);
  if (self->plain && lb_text_pane_is_blank (self->editor))
    return g_strdup (_ ("Kept here, not sent: a caption can’t be empty"));
  if (lb_text_pane_get_n_issues (self->editor) == 0)
    return g_strdup (_ ("Kept here, not sent"));

  return invalid_words (self, FALSE, more);
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

static char *
refused_words (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    return g_strdup (_ ("Not sent: this image was deleted elsewhere. Your words are kept here."));

  /* Translators: the service refused a caption; %s is a sentence of its own that says why */
  return with_reason (_ ("Kept here, not sent. %s"), _ ("Not accepted by the service, kept here"),
                      error);
}

/* When the service got what is shown; "" for what it never got. */
static char *
saved_words (LbImage *image)
{
  const gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  const gint64 saved_s = lb_image_get_updated_at (image) / G_USEC_PER_SEC;
  const gint64 minutes = (now_s - saved_s) / 60;
  g_autoptr (GDateTime) saved = NULL;
  g_autofree char *date = NULL;

  if (lb_image_get_caption (image) == NULL)
    return g_strdup ("");
  if (saved_s <= 0 || minutes < 1)
    return g_strdup (_ ("Saved"));
  if (minutes < 60)
    return g_strdup_printf (
      ngettext ("Saved %d minute ago", "Saved %d minutes ago", (gulong) minutes), (int) minutes);
  if (minutes < 24 * 60)
    return g_strdup_printf (
      ngettext ("Saved %d hour ago", "Saved %d hours ago", (gulong) minutes / 60),
      (int) (minutes / 60));

  saved = g_date_time_new_from_unix_local (saved_s);
  /* Translators: a date such as “12 March 2026”; see g_date_time_format() */
  date = g_date_time_format (saved, _ ("%-d %B %Y"));
  /* Translators: %s is a date */
  return g_strdup_printf (C_ ("caption", "Saved %s"), date);
}

static char *
pending_words (LbImagePage *self)
{
  gboolean online = TRUE;

  g_object_get (self->session, "online", &online, NULL);
  return g_strdup (online ? _ ("Waiting to send") : _ ("Not saved: offline, kept here"));
}

char *
lb_image_page_state_words (LbImagePage *self, gboolean *bad, char **more)
{
  g_autoptr (GError) error = lb_session_dup_edit_error (self->session, self->image);
  const LbEditState state = lb_session_get_edit_state (self->session, self->image);

  *bad = FALSE;
  *more = NULL;
  if (lb_session_is_regenerating (self->session, self->image))
    return g_strdup (_ ("Writing the caption…"));
  if (lb_dataset_get_completed (self->dataset))
    return g_strdup (_ ("Complete: can’t be changed"));
  if (self->dirty)
    return g_strdup (_ ("Saving…"));

  *bad = lb_image_page_is_invalid (self) || state == LB_EDIT_REFUSED || state == LB_EDIT_UNKEPT ||
         state == LB_EDIT_CONFLICT ||
         (state == LB_EDIT_DRAFT &&
          (error != NULL || self->plain || lb_text_pane_get_n_issues (self->editor) > 0));
  switch (state)
    {
    case LB_EDIT_SENDING: return g_strdup (_ ("Saving…"));
    case LB_EDIT_PENDING: return pending_words (self);
    case LB_EDIT_DRAFT:   return draft_words (self, error, more);
    case LB_EDIT_REFUSED: return refused_words (error);
    case LB_EDIT_UNKEPT:
      /* Translators: a caption could not be written to the disk; %s is a sentence that says why */
      return with_reason (_ ("Not saved. %s"), _ ("Not saved"), error);
    case LB_EDIT_CONFLICT: return g_strdup (_ ("Yours is kept here"));
    case LB_EDIT_SAVED:
    default:
      if (lb_image_page_is_invalid (self))
        return invalid_words (self, TRUE, more);
      if (!self->small || lb_image_get_caption (self->image) == NULL)
        return saved_words (self->image);
      *more = saved_words (self->image);
      return g_strdup (_ ("Saved"));
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
  g_autofree char *pixels = NULL;

  if (lb_image_get_width (image) <= 0)
    /* Translators: %s is the date when an image was added */
    return g_strdup_printf (C_ ("image", "Added %s"), date);

  pixels = lb_pixel_size_words (lb_image_get_width (image), lb_image_get_height (image));
  /* Translators: facts about an image: width and height, format, file size, date */
  return g_strdup_printf (C_ ("image", "%s · %s · %s · added %s"), pixels, capitals, size, date);
}
