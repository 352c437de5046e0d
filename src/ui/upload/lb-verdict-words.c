#include "config.h"

#include "ui/upload/lb-verdict-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-file-lasting.h"
#include "ui/crop/lb-crop-words.h"
#include "ui/widgets/lb-pixel-size.h"

/* The longer side of a long picture grows most, and is what counts then. */
#define LONG 2

static char *
enlarge_words (const LbProbeResult *probe)
{
  g_autofree char *pixels = NULL;
  int width;
  int height;
  int new_width;
  int new_height;

  lb_probe_result_shown_size (probe, &width, &height);
  lb_rules_stored_size (width, height, TRUE, &new_width, &new_height);

  if (MAX (new_width, new_height) / LONG < MIN (new_width, new_height))
    /* Translators: the shorter side of a picture in pixels, before and after */
    return g_strdup_printf (_ ("Will be enlarged, %d → %d"), MIN (width, height),
                            MIN (new_width, new_height));

  pixels = lb_pixel_size_words (new_width, new_height);
  /* Translators: %s is the width and height that a picture gets, such as 10240 × 1024 */
  return g_strdup_printf (_ ("Will be enlarged to %s"), pixels);
}

static gboolean
is_withheld (LbCandidate *candidate)
{
  GFile *file = lb_candidate_get_file (candidate);

  return lb_candidate_get_verdict (candidate) == LB_VERDICT_UNREADABLE && file != NULL &&
         lb_file_is_withheld (file, lb_candidate_get_error (candidate));
}

/* @candidate: one that can't be opened */
static const char *
unreadable_words (LbCandidate *candidate)
{
  if (is_withheld (candidate))
    return _ ("Not handed over");
  if (g_error_matches (lb_candidate_get_error (candidate), G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS))
    return _ ("A link that leads nowhere");

  return _ ("Can’t be opened");
}

static char *
too_small_words (int width, int height)
{
  g_autofree char *pixels = lb_pixel_size_words (width, height);

  /* Translators: %s is the width and height of a picture, in pixels */
  return g_strdup_printf (_ ("Too small, %s"), pixels);
}

LbVerdict
lb_verdict_shown (LbCandidate *candidate)
{
  return lb_candidate_is_addable (candidate) && lb_candidate_is_wanted (candidate) &&
             lb_candidate_get_duplicate_of (candidate) != NULL
           ? LB_VERDICT_DUPLICATE
           : lb_candidate_get_verdict (candidate);
}

/* (transfer full) */
static char *
unsupported_words (const LbProbeResult *probe)
{
  const char *format = lb_format_name (probe->format);

  if (probe->frames > 1 && lb_format_word (probe->format) != NULL)
    return g_strdup (_ ("Animated pictures can’t be added"));

  return format != NULL ? g_strdup_printf (_ ("Not a supported format (%s)"), format)
                        : g_strdup (_ ("Not a picture"));
}

char *
lb_picture_verdict_words (LbVerdict verdict, const LbProbeResult *probe)
{
  int width = 0;
  int height = 0;

  lb_probe_result_shown_size (probe, &width, &height);

  switch (verdict)
    {
    case LB_VERDICT_ENLARGE:     return enlarge_words (probe);
    case LB_VERDICT_TOO_SMALL:   return too_small_words (width, height);
    case LB_VERDICT_UNSUPPORTED: return unsupported_words (probe);
    default:                     return g_strdup (lb_verdict_short_words (verdict));
    }
}

char *
lb_verdict_words (LbCandidate *candidate)
{
  const LbProbeResult probe = lb_candidate_get_sent_probe (candidate);
  const char *twin = lb_candidate_get_duplicate_of (candidate);
  const LbVerdict verdict = lb_verdict_shown (candidate);
  g_autofree char *name = NULL;

  switch (verdict)
    {
    case LB_VERDICT_DUPLICATE:
      if (twin == NULL || g_str_equal (twin, lb_candidate_get_name (candidate)))
        return g_strdup (_ ("There already"));
      name = lb_visible_text (twin);
      return g_strdup_printf (_ ("Duplicate of %s"), name);
    case LB_VERDICT_OVER_LIMIT:
      return g_strdup_printf (_ ("Over the limit of %d"), LB_LIMIT_BASIC_IMAGES);
    case LB_VERDICT_UNREADABLE: return g_strdup (unreadable_words (candidate));
    default:                    return lb_picture_verdict_words (verdict, &probe);
    }
}

const char *
lb_verdict_short_words (LbVerdict verdict)
{
  switch (verdict)
    {
    case LB_VERDICT_READY:       return _ ("Ready");
    case LB_VERDICT_ENLARGE:     return _ ("Will be enlarged");
    case LB_VERDICT_FLATTEN:     return _ ("Transparency turns black");
    case LB_VERDICT_TOO_SMALL:   return _ ("Too small");
    case LB_VERDICT_TOO_LARGE:   return _ ("Too large");
    case LB_VERDICT_UNSUPPORTED: return _ ("Not a supported format");
    case LB_VERDICT_DAMAGED:     return _ ("Damaged");
    case LB_VERDICT_DUPLICATE:   return _ ("Duplicates");
    case LB_VERDICT_OVER_LIMIT:  return _ ("Over the limit");
    case LB_VERDICT_UNREADABLE:
    default:                     return _ ("Can’t be opened");
    }
}

const char *
lb_verdict_icon (LbVerdict verdict)
{
  switch (verdict)
    {
    case LB_VERDICT_READY:       return "object-select-symbolic";
    case LB_VERDICT_ENLARGE:     return "view-fullscreen-symbolic";
    case LB_VERDICT_FLATTEN:     return "dialog-warning-symbolic";
    case LB_VERDICT_DUPLICATE:   return "edit-copy-symbolic";
    case LB_VERDICT_OVER_LIMIT:  return "action-unavailable-symbolic";
    case LB_VERDICT_TOO_SMALL:
    case LB_VERDICT_TOO_LARGE:
    case LB_VERDICT_UNSUPPORTED:
    case LB_VERDICT_DAMAGED:
    case LB_VERDICT_UNREADABLE:
    default:                     return "dialog-error-symbolic";
    }
}

const char *
lb_verdict_style (LbVerdict verdict)
{
  switch (verdict)
    {
    case LB_VERDICT_READY:       return "success";
    case LB_VERDICT_FLATTEN:     return "warning";
    case LB_VERDICT_ENLARGE:
    case LB_VERDICT_DUPLICATE:
    case LB_VERDICT_OVER_LIMIT:  return "dim-label";
    case LB_VERDICT_TOO_SMALL:
    case LB_VERDICT_TOO_LARGE:
    case LB_VERDICT_UNSUPPORTED:
    case LB_VERDICT_DAMAGED:
    case LB_VERDICT_UNREADABLE:
    default:                     return "error";
    }
}

char *
lb_caption_place_words (const char *file, guint line)
{
  g_autofree char *name = lb_visible_text (file);

  if (line == 0)
    return g_steal_pointer (&name);

  /* Translators: a file, and a line in it */
  return g_strdup_printf (_ ("%s, line %u"), name, line);
}

/* (transfer full) (nullable): where its description comes from. */
static char *
caption_words (LbCandidate *candidate, LbDataset *dataset)
{
  const char *caption = lb_candidate_get_caption (candidate);
  LbCaptionFit fit = LB_CAPTION_FIT_WHOLE;
  g_autofree char *name = NULL;

  if (caption == NULL)
    return NULL;

  name = lb_caption_place_words (lb_candidate_get_caption_file (candidate),
                                 lb_candidate_get_caption_line (candidate));
  if (dataset != NULL)
    fit = lb_caption_fit_judge (dataset, caption);
  /* Translators: for all of these, %s is the name of a file, or that and a line in it */
  if (fit == LB_CAPTION_FIT_DRAFT)
    return g_strdup_printf (_ ("Caption from %s, not valid yet"), name);
  if (fit == LB_CAPTION_FIT_FIELDS)
    return g_strdup_printf (_ ("Part of a caption from %s"), name);
  if (fit == LB_CAPTION_FIT_PART && lb_dataset_is_fibo (dataset))
    return g_strdup_printf (_ ("Short description from %s"), name);

  return g_strdup_printf (_ ("Caption from %s"), name);
}

const char *
lb_sidecar_fault_words (LbSidecarFault fault)
{
  switch (fault)
    {
    case LB_SIDECAR_SECOND:     return _ ("The picture has another caption");
    case LB_SIDECAR_NOT_TEXT:   return _ ("Not text in UTF-8 or UTF-16");
    case LB_SIDECAR_TOO_LARGE:  return _ ("Too large");
    case LB_SIDECAR_WRONG:      return _ ("Can’t be understood");
    case LB_SIDECAR_BLANK:      return _ ("Empty");
    case LB_SIDECAR_LINK:       return _ ("A link to a file elsewhere");
    case LB_SIDECAR_UNREADABLE: return _ ("Can’t be opened");
    case LB_SIDECAR_UNMATCHED:
    default:                    return _ ("No picture has its name");
    }
}

char *
lb_words_in_folder (const char *folder, const char *words)
{
  g_autofree char *shown = folder != NULL ? lb_visible_text (folder) : NULL;

  if (shown == NULL || *words == '\0')
    return g_strdup (shown != NULL ? shown : words);

  return g_strjoin (C_ ("separator", " · "), shown, words, NULL);
}

char *
lb_candidate_detail_words (LbCandidate *candidate, LbDataset *dataset)
{
  const LbProbeResult *probe = lb_candidate_get_probe (candidate);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  char *caption = NULL;
  int width = 0;
  int height = 0;

  /* Translators: under the name of a file that was dropped on the sandboxed application by a
   * program that handed over nothing but its name. “Add Images…” is the button. */
  if (is_withheld (candidate))
    return g_strdup (_ ("Choose it with “Add Images…”"));
  if (probe == NULL)
    return g_strdup ("");

  lb_probe_result_shown_size (probe, &width, &height);
  if (lb_crop_is_set (lb_candidate_get_crop (candidate)))
    g_strv_builder_take (parts, lb_cropped_words (lb_candidate_get_crop (candidate)));
  else if (width > 0 && height > 0)
    g_strv_builder_take (parts, lb_pixel_size_words (width, height));
  if (lb_format_name (probe->format) != NULL)
    g_strv_builder_add (parts, lb_format_name (probe->format));
  if (probe->size_bytes > 0)
    g_strv_builder_take (parts, g_format_size ((guint64) probe->size_bytes));
  if ((caption = caption_words (candidate, dataset)) != NULL)
    g_strv_builder_take (parts, caption);

  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}
