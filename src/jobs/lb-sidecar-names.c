#include "jobs/lb-sidecar-names.h"

#include <string.h>

#include "archive/lb-zip-name.h"
#include "jobs/lb-sidecars.h"

struct _LbSidecarNames
{
  GHashTable *stems; /* (owned) (element-type utf8): folded, without the ending of a description */
};

LbSidecarNames *
lb_sidecar_names_new (void)
{
  LbSidecarNames *self = g_new0 (LbSidecarNames, 1);

  self->stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
lb_sidecar_names_free (LbSidecarNames *self)
{
  g_hash_table_unref (self->stems);
  g_free (self);
}

/* (transfer full): @name, folded, up to its last ending. */
static char *
dup_stem (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  char *dot = strrchr (valid, '.');

  if (dot != NULL && dot != valid)
    *dot = '\0';

  return lb_zip_name_to_key (valid);
}

void
lb_sidecar_names_add (LbSidecarNames *self, const char *picture)
{
  g_autofree char *valid = g_utf8_make_valid (picture, -1);
  const char *dot = strrchr (valid, '.');

  if (lb_sidecars_takes (valid) || (dot != NULL && g_ascii_strcasecmp (dot, ".zip") == 0))
    return;

  g_hash_table_add (self->stems, lb_zip_name_to_key (valid));
  g_hash_table_add (self->stems, dup_stem (picture));
}

gboolean
lb_sidecar_names_has (LbSidecarNames *self, const char *name)
{
  g_autofree char *stem = NULL;

  if (!lb_sidecars_takes (name) || g_hash_table_size (self->stems) == 0)
    return FALSE;
  if (lb_sidecars_is_table (name))
    return TRUE;

  stem = dup_stem (name);

  return g_hash_table_contains (self->stems, stem);
}
