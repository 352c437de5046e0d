#include "contract/lb-rules.h"

#include "contract/lb-limits.h"
#include "contract/lb-rules-private.h"

gboolean
lb_verdict_is_addable (LbVerdict verdict)
{
  return verdict == LB_VERDICT_READY || verdict == LB_VERDICT_ENLARGE ||
         verdict == LB_VERDICT_FLATTEN;
}

void
lb_rules_stored_size (int width, int height, gboolean increase, int *out_width, int *out_height)
{
  gint64 shorter = MIN (width, height);
  gint64 longer = MAX (width, height);

  *out_width = width;
  *out_height = height;
  if (!increase || shorter >= LB_LIMIT_SIDE_TARGET || shorter <= 0)
    return;

  /* Never above G_MAXINT: a longer side is some 31 bits, and it grows by at most 1024. */
  longer = MIN ((longer * LB_LIMIT_SIDE_TARGET + shorter / 2) / shorter, G_MAXINT);
  *out_width = width <= height ? LB_LIMIT_SIDE_TARGET : (int) longer;
  *out_height = width <= height ? (int) longer : LB_LIMIT_SIDE_TARGET;
}

static gboolean
is_too_large (int width, int height)
{
  return width > LB_LIMIT_SIDE_MAX || height > LB_LIMIT_SIDE_MAX ||
         (gint64) width * height > LB_LIMIT_PIXELS_MAX;
}

/* What is wrong with a picture of any size (R57): its format, damage, too few pixels. */
static LbVerdict
find_lasting_fault (const LbProbeResult *probe, gboolean increase, const char **rule)
{
  int width, height;

  lb_probe_result_shown_size (probe, &width, &height);

  *rule = "R46";
  if (lb_format_word (probe->format) == NULL)
    return LB_VERDICT_UNSUPPORTED;
  if (probe->truncated || width <= 0 || height <= 0)
    return LB_VERDICT_DAMAGED;
  if (probe->frames > 1)
    return LB_VERDICT_UNSUPPORTED;

  *rule = increase ? "R47" : "R48";
  return MIN (width, height) < (increase ? LB_LIMIT_SIDE_MIN : LB_LIMIT_SIDE_TARGET)
           ? LB_VERDICT_TOO_SMALL
           : LB_VERDICT_READY;
}

/* Why a picture is refused, and by which rule; LB_VERDICT_READY when it is not. */
static LbVerdict
find_fault (const LbProbeResult *probe, gboolean increase, const char **rule)
{
  LbVerdict verdict;
  int width, height, stored_width, stored_height;

  lb_probe_result_shown_size (probe, &width, &height);

  *rule = "R57";
  if (probe->size_bytes > LB_LIMIT_FILE_BYTES || is_too_large (width, height))
    return LB_VERDICT_TOO_LARGE;
  if ((verdict = find_lasting_fault (probe, increase, rule)) != LB_VERDICT_READY)
    return verdict;

  *rule = "R57";
  lb_rules_stored_size (width, height, increase, &stored_width, &stored_height);
  return is_too_large (stored_width, stored_height) ? LB_VERDICT_TOO_LARGE : LB_VERDICT_READY;
}

LbVerdict
lb_rules_judge_picture (const LbProbeResult *probe, gboolean increase_resolution)
{
  const char *rule = NULL;
  LbVerdict verdict = find_fault (probe, increase_resolution, &rule);

  if (verdict != LB_VERDICT_READY)
    return verdict;
  if (probe->has_alpha && !probe->opaque)
    return LB_VERDICT_FLATTEN;

  return MIN (probe->width, probe->height) < LB_LIMIT_SIDE_TARGET ? LB_VERDICT_ENLARGE
                                                                  : LB_VERDICT_READY;
}

gboolean
lb_rules_picture_stops (LbRulesMode mode, const LbProbeResult *probe, gboolean increase_resolution)
{
  const char *rule = NULL;

  return (mode == LB_RULES_LOCAL ? find_fault : find_lasting_fault) (probe, increase_resolution,
                                                                     &rule) != LB_VERDICT_READY;
}

static gboolean
refuse_large (const LbProbeResult *probe, int width, int height, const char *rule, GError **error)
{
  if (probe->size_bytes > LB_LIMIT_FILE_BYTES)
    {
      g_autofree char *size = g_format_size_full (probe->size_bytes, G_FORMAT_SIZE_IEC_UNITS);

      return lb_rules_refuse (error, LB_ERROR_TOO_LARGE, rule,
                              "The picture file has %s; at most 50 MiB are allowed", size);
    }

  return lb_rules_refuse (error, LB_ERROR_TOO_LARGE, rule,
                          "The picture has %d × %d pixels; before and after enlarging at most %d "
                          "a side and 100 megapixels are allowed",
                          width, height, LB_LIMIT_SIDE_MAX);
}

static gboolean
refuse_unsupported (const LbProbeResult *probe, const char *rule, GError **error)
{
  const char *name = lb_format_name (probe->format);

  if (lb_format_word (probe->format) != NULL)
    return lb_rules_refuse (error, LB_ERROR_UNSUPPORTED, rule,
                            "The picture is animated; only still JPEG, PNG and WebP are taken");

  return lb_rules_refuse (error, LB_ERROR_UNSUPPORTED, rule,
                          "The file is %s; only JPEG, PNG and WebP pictures are taken",
                          name != NULL ? name : "of no known picture format");
}

gboolean
lb_rules_check_picture (const LbProbeResult *probe, gboolean increase_resolution, GError **error)
{
  const char *rule = NULL;
  LbVerdict verdict = find_fault (probe, increase_resolution, &rule);
  int width, height;

  lb_probe_result_shown_size (probe, &width, &height);

  switch (verdict)
    {
    case LB_VERDICT_READY:       return TRUE;
    case LB_VERDICT_TOO_LARGE:   return refuse_large (probe, width, height, rule, error);
    case LB_VERDICT_UNSUPPORTED: return refuse_unsupported (probe, rule, error);
    case LB_VERDICT_DAMAGED:
      return lb_rules_refuse (error, LB_ERROR_UNSUPPORTED, rule,
                              "The picture is damaged: it ends too early or its header is broken");
    default:
      return lb_rules_refuse (
        error, LB_ERROR_TOO_SMALL, rule,
        "The picture has %d × %d pixels; the shorter side must have at least %d%s", width, height,
        increase_resolution ? LB_LIMIT_SIDE_MIN : LB_LIMIT_SIDE_TARGET,
        increase_resolution ? "" : " when it is not to be enlarged");
    }
}
