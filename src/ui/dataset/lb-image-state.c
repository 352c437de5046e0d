#include "config.h"

#include "ui/dataset/lb-image-state.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-caption-line.h"

const char *
lb_image_state_icon (LbImageState state, const char **style)
{
  static const struct
  {
    const char *icon;
    const char *style;
  } signs[] = {
    [LB_IMAGE_APPROVED] = { "object-select-symbolic", "success" },
    [LB_IMAGE_READY] = { "object-select-symbolic", "dim-label" },
    [LB_IMAGE_TO_REVIEW] = { "view-reveal-symbolic", "accent" },
    [LB_IMAGE_STALE] = { "document-open-recent-symbolic", "warning" },
    [LB_IMAGE_MISSING] = { "content-loading-symbolic", "dim-label" },
    [LB_IMAGE_WRITING] = { "content-loading-symbolic", "dim-label" },
    [LB_IMAGE_INVALID] = { "dialog-error-symbolic", "error" },
    [LB_IMAGE_CONFLICT] = { "dialog-warning-symbolic", "warning" },
  };

  g_return_val_if_fail (state < G_N_ELEMENTS (signs), NULL);

  if (style != NULL)
    *style = signs[state].style;
  return signs[state].icon;
}

const char *
lb_image_state_words (LbImageState state)
{
  switch (state)
    {
    case LB_IMAGE_APPROVED:  return _ ("Approved");
    case LB_IMAGE_READY:     return C_ ("caption", "Ready");
    case LB_IMAGE_STALE:     return C_ ("caption", "Stale");
    case LB_IMAGE_MISSING:   return _ ("No caption");
    case LB_IMAGE_WRITING:   return _ ("Writing…");
    case LB_IMAGE_INVALID:   return _ ("Invalid");
    case LB_IMAGE_CONFLICT:  return _ ("Changed elsewhere");
    case LB_IMAGE_TO_REVIEW:
    default:                 return _ ("To review");
    }
}

const char *
lb_image_source_words (LbSession *session, LbImage *image, const char **icon)
{
  const char *source = session != NULL ? lb_session_get_caption_source (session, image)
                                       : lb_image_get_caption_source (image);
  const char *sign = NULL;
  const char *words = "";

  if (lb_image_is_hand_written (session, image))
    {
      sign = "document-edit-symbolic";
      words = _ ("Hand-written");
    }
  else if (g_strcmp0 (source, "automatic") == 0)
    {
      sign = "system-run-symbolic";
      words = _ ("Automatic");
    }
  else if (lb_image_has_caption (image))
    {
      sign = "dialog-information-symbolic";
      words = _ ("Unknown source");
    }

  if (icon != NULL)
    *icon = sign;
  return words;
}

const char *
lb_image_line (LbDataset *dataset, LbImage *image, LbImageState state)
{
  const char *line = lb_caption_line (dataset, image);

  if (*line != '\0')
    return line;

  if (state == LB_IMAGE_INVALID)
    return _ ("Draft, not valid yet");

  return state == LB_IMAGE_WRITING ? _ ("Writing the caption…") : _ ("Not described yet");
}

char *
lb_image_dup_words (LbSession *session, LbDataset *dataset, LbImage *image)
{
  const LbImageState state = lb_image_state (session, dataset, image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  const char *line = state == LB_IMAGE_MISSING ? name : lb_image_line (dataset, image, state);
  const char *words = lb_image_state_words (state);

  return lb_image_state_is_ready (state) && lb_image_is_hand_written (session, image)
           /* Translators: what a screen reader says of an image: its caption, its state, that a
              person wrote it */
           ? g_strdup_printf (_ ("%s, %s, hand-written"), line, words)
           /* Translators: what a screen reader says of an image: its name or caption, its state */
           : g_strdup_printf (_ ("%s, %s"), line, words);
}

const char *
lb_image_shown_name (LbImage *image)
{
  const char *name = lb_image_get_shown_name (image);

  return name != NULL && *name != '\0' ? name : _ ("Unnamed image");
}

LbImageShow
lb_image_show_from_word (const char *word)
{
  if (g_strcmp0 (word, "to-review") == 0)
    return LB_SHOW_TO_REVIEW;
  if (g_strcmp0 (word, "stale") == 0)
    return LB_SHOW_STALE;
  if (g_strcmp0 (word, "invalid") == 0)
    return LB_SHOW_INVALID;
  if (g_strcmp0 (word, "missing") == 0)
    return LB_SHOW_MISSING;
  if (g_strcmp0 (word, "hand-written") == 0)
    return LB_SHOW_HAND_WRITTEN;
  if (g_strcmp0 (word, "changed-elsewhere") == 0)
    return LB_SHOW_CONFLICT;

  return LB_SHOW_ALL;
}

gboolean
lb_image_is_shown (LbSession *session, LbDataset *dataset, LbImage *image, LbImageShow show)
{
  const LbImageState state = lb_image_state (session, dataset, image);

  switch (show)
    {
    case LB_SHOW_TO_REVIEW:    return state == LB_IMAGE_TO_REVIEW;
    case LB_SHOW_STALE:        return state == LB_IMAGE_STALE;
    case LB_SHOW_INVALID:      return state == LB_IMAGE_INVALID;
    case LB_SHOW_CONFLICT:     return state == LB_IMAGE_CONFLICT;
    case LB_SHOW_MISSING:      return state == LB_IMAGE_MISSING || state == LB_IMAGE_WRITING;
    case LB_SHOW_HAND_WRITTEN: return lb_image_is_hand_written (session, image);
    case LB_SHOW_OUTLIERS:
    case LB_SHOW_EMPTY:
    case LB_SHOW_ALL:
    default:                   return TRUE;
    }
}
