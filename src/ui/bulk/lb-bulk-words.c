#include "config.h"

#include "ui/bulk/lb-bulk-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"
#include "ui/bulk/lb-bulk-failure-words.h"
#include "ui/crop/lb-crop-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-pixel-size.h"

static char *
too_small_words (const LbProbeResult *probe)
{
  g_autofree char *pixels = NULL;
  int width;
  int height;

  lb_probe_result_shown_size (probe, &width, &height);
  if (width <= 0 || height <= 0)
    return g_strdup (_ ("Too small"));

  pixels = lb_pixel_size_words (width, height);
  /* Translators: %s is the width and height of a picture, in pixels */
  return g_strdup_printf (_ ("Too small, %s"), pixels);
}

static char *
unsupported_words (LbBulkEntry *entry)
{
  const LbProbeResult *probe = lb_bulk_entry_get_probe (entry);
  const char *format = lb_format_name (probe->format);

  if (lb_bulk_entry_get_refusal (entry) == LB_ZIP_REFUSAL_NESTED)
    return g_strdup (_ ("An archive within the archive"));
  if (lb_bulk_entry_get_refusal (entry) == LB_ZIP_REFUSAL_METHOD)
    return g_strdup (_ ("Compressed in an unusual way"));
  if (probe->frames > 1 && lb_format_word (probe->format) != NULL)
    return g_strdup (_ ("Animated pictures can’t be added"));
  if (format != NULL)
    return g_strdup_printf (_ ("Not a supported format (%s)"), format);

  return g_strdup (_ ("Not a picture"));
}

static char *
duplicate_words (LbBulkEntry *entry)
{
  LbBulkEntry *twin = lb_bulk_entry_get_twin (entry);
  g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (twin));

  return g_strdup_printf (_ ("Duplicate of %s"), name);
}

/* What the service has left out, or found so: it says why. */
static gboolean
is_failure (LbBulkEntry *entry)
{
  const LbBulkVerdict verdict = lb_bulk_entry_get_verdict (entry);

  return lb_bulk_entry_get_message (entry) != NULL &&
         (verdict == LB_BULK_REFUSED || verdict == LB_BULK_TOO_SMALL ||
          verdict == LB_BULK_TOO_LARGE);
}

char *
lb_bulk_verdict_words (LbBulkEntry *entry)
{
  const LbBulkVerdict verdict = lb_bulk_entry_get_verdict (entry);
  const char *message = lb_bulk_entry_get_message (entry);
  g_autofree char *known = is_failure (entry) ? lb_bulk_failure_entry_words (entry) : NULL;

  if (known != NULL)
    return g_steal_pointer (&known);

  switch (verdict)
    {
    case LB_BULK_TOO_SMALL:   return too_small_words (lb_bulk_entry_get_probe (entry));
    case LB_BULK_UNSUPPORTED: return unsupported_words (entry);
    case LB_BULK_DUPLICATE:   return duplicate_words (entry);
    case LB_BULK_REFUSED:
      return message != NULL ? lb_visible_text (message) : g_strdup (_ ("Refused"));
    case LB_BULK_READY:
    case LB_BULK_FLATTEN:
    case LB_BULK_TOO_LARGE:
    case LB_BULK_NO_CAPTION:
    case LB_BULK_DAMAGED:
    case LB_BULK_UNSAFE_NAME:
    case LB_BULK_DUPLICATE_NAME:
    case LB_BULK_LINK:
    case LB_BULK_UNREADABLE:
    default:                     return g_strdup (lb_bulk_verdict_short_words (verdict));
    }
}

const char *
lb_bulk_verdict_short_words (LbBulkVerdict verdict)
{
  switch (verdict)
    {
    case LB_BULK_READY:          return _ ("Ready");
    case LB_BULK_FLATTEN:        return _ ("Transparency turns black");
    case LB_BULK_DUPLICATE:      return _ ("Duplicates");
    case LB_BULK_TOO_SMALL:      return _ ("Too small");
    case LB_BULK_TOO_LARGE:      return _ ("Too large");
    case LB_BULK_UNSUPPORTED:    return _ ("Not a supported format");
    case LB_BULK_NO_CAPTION:     return _ ("No caption text beside it");
    case LB_BULK_DAMAGED:        return _ ("Damaged");
    case LB_BULK_UNSAFE_NAME:    return _ ("A name that is not safe");
    case LB_BULK_DUPLICATE_NAME: return _ ("The name is there twice");
    case LB_BULK_LINK:           return _ ("A link, not a picture");
    case LB_BULK_REFUSED:        return _ ("Refused");
    case LB_BULK_UNREADABLE:
    default:                     return _ ("Can’t be opened");
    }
}

const char *
lb_bulk_verdict_icon (LbBulkVerdict verdict)
{
  if (verdict == LB_BULK_READY)
    return "object-select-symbolic";
  if (verdict == LB_BULK_FLATTEN)
    return "dialog-warning-symbolic";
  if (verdict == LB_BULK_NO_CAPTION)
    return "content-loading-symbolic";
  if (verdict == LB_BULK_DUPLICATE_NAME || verdict == LB_BULK_DUPLICATE)
    return "edit-copy-symbolic";

  return "dialog-error-symbolic";
}

const char *
lb_bulk_verdict_style (LbBulkVerdict verdict)
{
  if (verdict == LB_BULK_READY)
    return "success";
  if (verdict == LB_BULK_FLATTEN)
    return "warning";
  if (verdict == LB_BULK_NO_CAPTION || verdict == LB_BULK_DUPLICATE_NAME ||
      verdict == LB_BULK_DUPLICATE)
    return "dim-label";

  return "error";
}

char *
lb_bulk_entry_detail_words (LbBulkEntry *entry)
{
  const LbProbeResult *probe = lb_bulk_entry_get_probe (entry);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *known = NULL;
  g_auto (GStrv) list = NULL;
  int width;
  int height;

  /* What the service has left out: its own words, unless the verdict says the same already. */
  if (is_failure (entry))
    known = lb_bulk_failure_entry_words (entry);
  if (lb_bulk_entry_get_message (entry) != NULL)
    return known != NULL || lb_bulk_entry_get_verdict (entry) == LB_BULK_REFUSED
             ? g_strdup ("")
             : lb_visible_text (lb_bulk_entry_get_message (entry));

  lb_probe_result_shown_size (probe, &width, &height);
  if (lb_crop_is_set (lb_bulk_entry_get_crop (entry)))
    g_strv_builder_take (parts, lb_cropped_words (lb_bulk_entry_get_crop (entry)));
  else if (width > 0 && height > 0)
    g_strv_builder_take (parts, lb_pixel_size_words (width, height));
  if (lb_format_name (probe->format) != NULL)
    g_strv_builder_add (parts, lb_format_name (probe->format));
  if (probe->size_bytes > 0)
    g_strv_builder_take (parts, g_format_size ((guint64) probe->size_bytes));

  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}

const char *
lb_bulk_obstacle_title (LbBulkReport *report)
{
  switch (lb_bulk_report_get_obstacle (report))
    {
    case LB_BULK_NO_IMAGES:   return _ ("No Image Can Be Imported");
    case LB_BULK_TOO_MANY:    return _ ("Too Many Images");
    case LB_BULK_TOO_BIG:     return _ ("Too Large");
    case LB_BULK_ZIP_REFUSED: return _ ("This File Can’t Be Imported");
    case LB_BULK_CANT_OPEN:   return _ ("It Can’t Be Read");
    case LB_BULK_CAN_GO:
    default:                  return "";
    }
}

static const char *
refusal_words (LbZipRefusal refusal)
{
  switch (refusal)
    {
    case LB_ZIP_REFUSAL_NOT_ZIP:   return _ ("It is not a ZIP file.");
    case LB_ZIP_REFUSAL_ENCRYPTED: return _ ("A password is needed. Make one without.");
    case LB_ZIP_REFUSAL_ENTRIES:   return _ ("There are over 20,000 entries in it.");
    case LB_ZIP_REFUSAL_BYTES:
    case LB_ZIP_REFUSAL_RATIO:     return _ ("It would unpack to far more than any pictures need.");
    case LB_ZIP_REFUSAL_LIES:
    case LB_ZIP_REFUSAL_OVERLAP:
      return _ ("What it says about itself does not agree. Make it anew.");
    default: return _ ("The ZIP file is damaged or not complete. Make it anew.");
    }
}

char *
lb_bulk_obstacle_words (LbBulkReport *report)
{
  const guint n_ready = lb_bulk_report_get_n_ready (report);
  g_autofree char *size = NULL;

  switch (lb_bulk_report_get_obstacle (report))
    {
    case LB_BULK_NO_IMAGES:
      return g_strdup (g_list_model_get_n_items (lb_bulk_report_get_entries (report)) > 0
                         ? _ ("Both sides of an image need at least 1024 pixels, and its format "
                              "is JPEG, PNG or WebP.")
                         : _ ("No pictures were found."));
    case LB_BULK_TOO_MANY:
      return g_strdup_printf (_ ("%'u images are ready, and a dataset takes %'d. Leave some out, "
                                 "or make two datasets."),
                              n_ready, LB_LIMIT_ADVANCED_IMAGES);
    case LB_BULK_TOO_BIG:
      size = g_format_size (LB_LIMIT_ZIP_BYTES);
      /* Translators: %s is a size, such as 5 GB */
      return g_strdup_printf (_ ("At most %s can be imported. Leave some images out, or make two "
                                 "datasets."),
                              size);
    case LB_BULK_ZIP_REFUSED: return g_strdup (refusal_words (lb_bulk_report_get_refusal (report)));
    case LB_BULK_CANT_OPEN:   return lb_error_words (lb_bulk_report_get_error (report));
    case LB_BULK_CAN_GO:
    default:                  return g_strdup ("");
    }
}

/* (transfer full): in the words of the window where the service on this computer says what is known
 * here, in its own if not. */
static char *
whole_words (const char *message)
{
  static const struct
  {
    const char *said;
    LbZipRefusal refusal;
  } known[] = {
    { "is not a ZIP file", LB_ZIP_REFUSAL_NOT_ZIP },
    { "is encrypted", LB_ZIP_REFUSAL_ENCRYPTED },
    { "has too many entries", LB_ZIP_REFUSAL_ENTRIES },
    { "is too large once unpacked", LB_ZIP_REFUSAL_BYTES },
    { "unpacks to far more than its size", LB_ZIP_REFUSAL_RATIO },
    { "contradicts itself", LB_ZIP_REFUSAL_LIES },
    { "has entries that overlap", LB_ZIP_REFUSAL_OVERLAP },
    { "is cut short or damaged", LB_ZIP_REFUSAL_BROKEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_suffix (message, known[i].said))
      return g_strdup (refusal_words (known[i].refusal));

  return lb_visible_text (message);
}

/* The failure of the whole file is the last one listed. */
char *
lb_bulk_failure_words (LbBulkUpload *upload)
{
  GPtrArray *failures = lb_bulk_upload_get_failures (upload);
  const LbBulkFailure *last = failures->len > 0 ? failures->pdata[failures->len - 1] : NULL;

  return last != NULL ? whole_words (last->error_message) : NULL;
}

char *
lb_bulk_left_out_words (LbBulkUpload *upload)
{
  const guint failed = (guint) MAX (lb_bulk_upload_get_failed (upload), 0);
  const guint total = failed + (guint) MAX (lb_bulk_upload_get_done (upload), 0);

  /* Translators: of a ZIP file that was imported: how many entries were left out, of how many */
  return g_strdup_printf (
    ngettext ("%'u of %'u entry was left out", "%'u of %'u entries were left out", total), failed,
    total);
}

char *
lb_bulk_entries_to_text (GListModel *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (entry));
      g_autofree char *words = lb_bulk_verdict_words (entry);

      g_string_append_printf (text, "%s\t%s\n", name, words);
    }

  return g_string_free (text, FALSE);
}
