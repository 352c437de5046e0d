#include "model/lb-query-field.h"

#include <math.h>
#include <string.h>

#include "model/lb-prompt-schema.h"

static const char *const names[LB_QUERY_N_FIELDS] = {
  [LB_QUERY_NAME] = "name",
  [LB_QUERY_CAPTION] = "caption",
  [LB_QUERY_STATE] = "state",
  [LB_QUERY_SOURCE] = "source",
  [LB_QUERY_SOURCE_WIDTH] = "source_width",
  [LB_QUERY_SOURCE_HEIGHT] = "source_height",
  [LB_QUERY_WIDTH] = "width",
  [LB_QUERY_HEIGHT] = "height",
  [LB_QUERY_MEGAPIXELS] = "megapixels",
  [LB_QUERY_ASPECT] = "aspect",
  [LB_QUERY_BYTES] = "bytes",
};

static const char *const states[] = {
  "approved", "ready", "to-review", "stale",   "invalid",           "missing",
  "writing",  "draft", "waiting",   "refused", "changed-elsewhere", NULL,
};

static const char *const sources[] = { "manual", "automatic", "unknown", NULL };

static const struct
{
  const char *other;
  const char *name;
} other_names[] = { { "hand-written", "manual" }, { "generated", "automatic" } };

static const struct
{
  const char *name;
  double factor;
} units[] = {
  { "", 1 },     { "B", 1 },       { "kB", 1e3 },     { "MB", 1e6 },
  { "GB", 1e9 }, { "KiB", 0x400 }, { "MiB", 0x1p20 }, { "GiB", 0x1p30 },
};

const char *
lb_query_field_get_name (LbQueryField field)
{
  g_return_val_if_fail (field < LB_QUERY_N_FIELDS, NULL);

  return names[field];
}

LbQueryField
lb_query_field_from_name (const char *name)
{
  g_return_val_if_fail (name != NULL, LB_QUERY_PATH);

  for (LbQueryField field = 0; field < LB_QUERY_N_FIELDS; field++)
    if (names[field] != NULL && g_ascii_strcasecmp (names[field], name) == 0)
      return field;

  return LB_QUERY_PATH;
}

gboolean
lb_query_field_is_number (LbQueryField field)
{
  return field >= LB_QUERY_SOURCE_WIDTH;
}

const char *const *
lb_query_field_list_values (LbQueryField field)
{
  switch (field)
    {
    case LB_QUERY_STATE:         return states;
    case LB_QUERY_SOURCE:        return sources;
    case LB_QUERY_ANYTHING:
    case LB_QUERY_NAME:
    case LB_QUERY_CAPTION:
    case LB_QUERY_PATH:
    case LB_QUERY_SOURCE_WIDTH:
    case LB_QUERY_SOURCE_HEIGHT:
    case LB_QUERY_WIDTH:
    case LB_QUERY_HEIGHT:
    case LB_QUERY_MEGAPIXELS:
    case LB_QUERY_ASPECT:
    case LB_QUERY_BYTES:
    default:                     return NULL;
    }
}

int
lb_query_field_find_value (LbQueryField field, const char *text)
{
  const char *const *values = lb_query_field_list_values (field);
  g_autofree char *name = g_strdelimit (g_ascii_strdown (text, -1), " _", '-');

  g_return_val_if_fail (values != NULL, -1);

  for (gsize i = 0; field == LB_QUERY_SOURCE && i < G_N_ELEMENTS (other_names); i++)
    if (g_str_equal (name, other_names[i].other))
      {
        g_free (name);
        name = g_strdup (other_names[i].name);
      }
  for (int i = 0; values[i] != NULL; i++)
    if (g_str_equal (values[i], name))
      return i;

  return -1;
}

gboolean
lb_query_field_allows (LbQueryField field, LbQueryTest test)
{
  if (lb_query_field_list_values (field) != NULL)
    return test == LB_QUERY_IS || test == LB_QUERY_IS_NOT;
  if (lb_query_field_is_number (field))
    return test >= LB_QUERY_ANY;
  if (field == LB_QUERY_ANYTHING)
    return test < LB_QUERY_ANY;

  return field == LB_QUERY_PATH || test < LB_QUERY_LESS;
}

/* Digits and a fraction: neither a sign nor an exponent, and no "inf". */
static gboolean
read_digits (const char *text, const char **end, double *number)
{
  const char *at = text;

  while (g_ascii_isdigit (*at))
    at++;
  if (at == text)
    return FALSE;
  if (*at == '.' && g_ascii_isdigit (at[1]))
    for (at++; g_ascii_isdigit (*at);)
      at++;

  *end = at;
  *number = g_ascii_strtod (text, NULL);
  return isfinite (*number);
}

static gboolean
read_ratio (const char *text, double *number)
{
  const char *end = NULL;
  double width = 0;
  double height = 1;

  if (!read_digits (text, &end, &width))
    return FALSE;
  if ((*end == ':' || *end == '/') && !read_digits (end + 1, &end, &height))
    return FALSE;
  if (*end != '\0' || height <= 0)
    return FALSE;

  *number = width / height;
  return TRUE;
}

gboolean
lb_query_field_read_number (LbQueryField field, const char *text, double *number)
{
  const char *end = NULL;

  if (field == LB_QUERY_ASPECT)
    return read_ratio (text, number);
  if (!read_digits (text, &end, number))
    return FALSE;
  if (field != LB_QUERY_BYTES)
    return *end == '\0';

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (units[i].name, end) == 0)
      {
        *number *= units[i].factor;
        return TRUE;
      }

  return FALSE;
}

int
lb_query_find_score (const char *text)
{
  const char *const *scores = lb_prompt_schema_get_scores ();

  for (int i = 0; scores[i] != NULL; i++)
    if (g_ascii_strcasecmp (scores[i], text) == 0)
      return i;

  return -1;
}
