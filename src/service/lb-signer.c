#include "service/lb-signer.h"

#include <stdio.h>
#include <string.h>

#include "service/lb-fault.h"
#include "service/lb-secret.h"

#define STEP_S 3600

struct _LbSigner
{
  GBytes *key; /* (owned) */
};

LbSigner *
lb_signer_new (GBytes *key)
{
  LbSigner *self = g_new0 (LbSigner, 1);

  self->key = g_bytes_ref (key);

  return self;
}

void
lb_signer_free (LbSigner *self)
{
  if (self == NULL)
    return;

  g_bytes_unref (self->key);
  g_free (self);
}

static char *
sign (LbSigner *self, gint64 id, const char *what, gint64 expires_s)
{
  g_autofree char *text =
    g_strdup_printf ("%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT, id, what, expires_s);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return g_compute_hmac_for_bytes (G_CHECKSUM_SHA256, self->key, bytes);
}

char *
lb_signer_link (LbSigner *self, const char *authority, gint64 id, const char *what, gint64 now_s)
{
  /* The same for an hour at a time, so that two answers can be compared as text. */
  gint64 expires_s = (now_s / STEP_S + 2) * STEP_S;
  g_autofree char *signature = sign (self, id, what, expires_s);

  return g_strdup_printf ("http://%s/files/%" G_GINT64_FORMAT "/%s?expires=%" G_GINT64_FORMAT
                          "&signature=%s",
                          authority, id, what, expires_s, signature);
}

gboolean
lb_signer_check (LbSigner *self,
                 gint64 id,
                 const char *what,
                 const char *expires,
                 const char *signature,
                 gint64 now_s)
{
  g_autofree char *wanted = NULL;
  gint64 expires_s;

  if (expires == NULL || signature == NULL ||
      !g_ascii_string_to_signed (expires, 10, 1, G_MAXINT64, &expires_s, NULL))
    return FALSE;

  wanted = sign (self, id, what, expires_s);

  return lb_secret_equal (signature, wanted) && now_s < expires_s;
}

static gboolean
is_link_to (const char *path, gint64 *id, const char **what)
{
  static const char *const kinds[] = { "picture", "thumbnail", "archive", "captions" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *wanted = NULL;

      if (sscanf (path, "/files/%" G_GINT64_FORMAT "/", id) != 1 || *id < 1)
        return FALSE;
      wanted = g_strdup_printf ("/files/%" G_GINT64_FORMAT "/%s", *id, kinds[i]);
      *what = kinds[i];
      if (g_str_equal (path, wanted))
        return TRUE;
    }

  return FALSE;
}

static const char *
query_value (GHashTable *query, const char *name)
{
  return query != NULL ? g_hash_table_lookup (query, name) : NULL;
}

gboolean
lb_signer_check_link (LbSigner *self,
                      const char *path,
                      GHashTable *query,
                      gint64 *id,
                      const char **what,
                      GError **error)
{
  const char *kind;
  gint64 named;

  if (!is_link_to (path, &named, &kind) ||
      !lb_signer_check (self, named, kind, query_value (query, "expires"),
                        query_value (query, "signature"), g_get_real_time () / G_USEC_PER_SEC))
    {
      lb_fault_set (error, LB_ERROR_FORBIDDEN, "R92", NULL,
                    "The link is not signed here or holds no longer");
      return FALSE;
    }

  if (id != NULL)
    *id = named;
  if (what != NULL)
    *what = kind;

  return TRUE;
}
