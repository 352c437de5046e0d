#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Links to stored pictures and to downloads that carry their own permission (R92): a time until
 * which they hold and a keyed hash over what they name. */
typedef struct _LbSigner LbSigner;

LbSigner *lb_signer_new (GBytes *key);
void lb_signer_free (LbSigner *self);
/* (transfer full): the link's address. @authority: "lookbook.localhost"; @what: "picture" or
 * "thumbnail" of an image, "archive" or "captions" of a dataset. It holds from one to two
 * hours from @now_s. */
char *
lb_signer_link (LbSigner *self, const char *authority, gint64 id, const char *what, gint64 now_s);
/* Whether the link's parts were signed here and still hold. (nullable) texts are refused. */
gboolean lb_signer_check (LbSigner *self,
                          gint64 id,
                          const char *what,
                          const char *expires,
                          const char *signature,
                          gint64 now_s);
/* The same of a whole link that is called now; @query: (nullable). @id, @what: (out) (optional)
 * (transfer none): what it names. Fails with LB_ERROR_FORBIDDEN (R92). */
gboolean lb_signer_check_link (LbSigner *self,
                               const char *path,
                               GHashTable *query,
                               gint64 *id,
                               const char **what,
                               GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSigner, lb_signer_free)

G_END_DECLS
