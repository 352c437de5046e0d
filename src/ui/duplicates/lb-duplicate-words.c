#include "config.h"

#include "ui/duplicates/lb-duplicate-words.h"

#include <glib/gi18n.h>

/* Less is what saving again makes of a picture. */
#define SHARPER 1.15

static const char *
alike_words (LbAlike alike)
{
  switch (alike)
    {
    case LB_ALIKE_FILE:    return _ ("The same file");
    case LB_ALIKE_PICTURE: return _ ("The same picture");
    case LB_ALIKE_NEARLY:
    default:               return _ ("Nearly the same");
    }
}

char *
lb_duplicate_group_words (LbDuplicateGroup *group)
{
  const guint n = lb_duplicate_group_get_n (group);
  g_autofree char *count = g_strdup_printf (ngettext ("%'u image", "%'u images", n), n);

  return g_strdup_printf ("%s · %s", count, alike_words (lb_duplicate_group_get_alike (group)));
}

char *
lb_duplicate_keep_words (guint n_kept, guint n_deleted)
{
  /* Translators: on a button: how many images stay, and how many go to the trash */
  return g_strdup_printf (_ ("Keep %'u, Delete %'u"), n_kept, n_deleted);
}

const char *
lb_duplicate_likeness_words (LbLikeness likeness)
{
  switch (likeness)
    {
    case LB_LIKENESS_STRICT: return _ ("The same picture, saved or scaled in another way");
    case LB_LIKENESS_LOOSE:
      return _ ("Also in gray or other colors, cropped more, or turned a little");
    case LB_LIKENESS_NORMAL:
    case LB_LIKENESS_N:
    default:                 return _ ("Also brighter or darker, cropped a little, or with a small mark");
    }
}

static gboolean
is_largest (LbDuplicateGroup *group, guint position)
{
  const gint64 own = lb_duplicate_group_get (group, position)->facts.pixels;

  for (guint i = 0; i < lb_duplicate_group_get_n (group); i++)
    if (i != position && lb_duplicate_group_get (group, i)->facts.pixels >= own)
      return FALSE;

  return own > 0;
}

char *
lb_duplicate_size_words (LbDuplicateGroup *group, guint position)
{
  const LbDuplicateMember *member = lb_duplicate_group_get (group, position);
  g_autofree char *size = NULL;

  if (member->width <= 0 || member->height <= 0)
    return NULL;

  /* Translators: width and height of a picture in pixels */
  size = g_strdup_printf (_ ("%d × %d"), member->width, member->height);

  return is_largest (group, position)
           /* Translators: of a picture among others like it; %s is its size in pixels */
           ? g_strdup_printf (_ ("%s · Largest"), size)
           : g_steal_pointer (&size);
}

char *
lb_duplicate_sharpness_words (LbDuplicateGroup *group, guint position)
{
  const double own = lb_duplicate_group_get (group, position)->facts.sharpness;
  double most = 0;
  double least = own;

  for (guint i = 0; i < lb_duplicate_group_get_n (group); i++)
    {
      const double sharpness = lb_duplicate_group_get (group, i)->facts.sharpness;

      most = MAX (most, sharpness);
      least = MIN (least, sharpness);
    }
  if (most <= least * SHARPER)
    return NULL;
  if (own * SHARPER >= most)
    return g_strdup (_ ("Sharp"));

  return g_strdup (_ ("Less sharp"));
}

char *
lb_duplicate_caption_words (LbDuplicateGroup *group, guint position, gboolean structured)
{
  const LbKeeperFacts *facts = &lb_duplicate_group_get (group, position)->facts;
  g_autofree char *count = NULL;

  if (facts->n_fields == 0)
    return g_strdup (_ ("No caption"));

  count =
    structured
      ? g_strdup_printf (ngettext ("%'u field", "%'u fields", facts->n_fields), facts->n_fields)
      : g_strdup_printf (ngettext ("%'u word", "%'u words", facts->n_fields), facts->n_fields);
  if (!facts->has_caption)
    /* Translators: of a caption; %s is such as “14 fields” */
    return g_strdup_printf (_ ("%s · Invalid"), count);
  if (facts->approved)
    /* Translators: of a caption; %s is such as “14 fields” */
    return g_strdup_printf (_ ("%s · Approved"), count);
  if (facts->by_person)
    /* Translators: of a caption; %s is such as “14 fields” */
    return g_strdup_printf (_ ("%s · By hand"), count);

  return g_steal_pointer (&count);
}
