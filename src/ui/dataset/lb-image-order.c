#include "config.h"

#include "ui/dataset/lb-image-order.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-image-state.h"

static int
compare_text (const char *a, const char *b)
{
  return g_utf8_collate (a != NULL ? a : "", b != NULL ? b : "");
}

static int
compare_numbers (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static gint64
area (LbImage *image)
{
  return (gint64) lb_image_get_width (image) * lb_image_get_height (image);
}

int
lb_image_compare (LbSession *session, LbDataset *dataset, LbImage *a, LbImage *b, const char *sort)
{
  if (g_strcmp0 (sort, "name") == 0)
    return compare_text (lb_image_get_shown_name (a), lb_image_get_shown_name (b));
  if (g_strcmp0 (sort, "caption") == 0)
    return compare_text (lb_caption_line (dataset, a), lb_caption_line (dataset, b));
  if (g_strcmp0 (sort, "size") == 0)
    return compare_numbers (area (a), area (b));
  if (g_strcmp0 (sort, "changed") == 0)
    return compare_numbers (lb_image_get_updated_at (a), lb_image_get_updated_at (b));
  if (g_strcmp0 (sort, "state") == 0)
    return compare_numbers (lb_image_state (session, dataset, a),
                            lb_image_state (session, dataset, b));
  if (g_strcmp0 (sort, "source") == 0)
    return compare_text (lb_image_source_words (session, a, NULL),
                         lb_image_source_words (session, b, NULL));

  return 0;
}

char *
lb_image_sort_words (const char *sort)
{
  if (g_strcmp0 (sort, "name") == 0)
    return g_strdup (_ ("Name"));
  if (g_strcmp0 (sort, "caption") == 0)
    return g_strdup (_ ("Caption"));
  if (g_strcmp0 (sort, "size") == 0)
    return g_strdup (_ ("Size"));
  if (g_strcmp0 (sort, "source") == 0)
    return g_strdup (_ ("Written By"));
  if (g_strcmp0 (sort, "state") == 0)
    return g_strdup (_ ("State"));
  if (g_strcmp0 (sort, "changed") == 0)
    return g_strdup (_ ("Date Changed"));

  return g_strdup (_ ("Date Added"));
}
