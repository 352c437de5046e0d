#pragma once

#include <libsoup/soup.h>

#include "api/lb-client.h"
#include "contract/lb-routes.h"

G_BEGIN_DECLS

#define LB_CLIENT_REPLY_CAP (64 * 1024 * 1024) /* bytes of one answer */

struct _LbClient
{
  GObject parent_instance;

  GUri *base;                /* (owned) (nullable): NULL when @refusal says why */
  char *base_url;            /* (owned) (nullable): without a slash at its end */
  char *token;               /* (owned) (nullable): never logged */
  char *refusal;             /* (owned) (nullable): why this account can't be used at all */
  gboolean local;            /* over a Unix socket */
  SoupSession *interactive;  /* (owned): small calls */
  SoupSession *transfers;    /* (owned): uploads and what makes captions */
  SoupSession *pictures;     /* (owned): signed links, never with the token */
  GCancellable *cancellable; /* (owned): stops everything under way */
};

/* Reads an answer; may run on any thread. Returns a resolved or rejected future. */
typedef DexFuture *(*LbClientReader) (GBytes *body);

/* (transfer full) (nullable): a message for @route with method, address and token, no redirects. */
SoupMessage *lb_client_new_message (LbClient *self,
                                    LbRoute route,
                                    gint64 object_id,
                                    gint64 image_id,
                                    const char *query,
                                    GError **error);
/* (transfer full) (nullable): a message for a signed link; it carries no token. */
SoupMessage *lb_client_new_picture_message (LbClient *self, const char *url, GError **error);
/* Sends @message and resolves to the body of a 2xx answer as boxed GBytes. Every other outcome
 * rejects with an LB_ERROR. @cancel: (nullable). */
DexFuture *lb_client_send (LbClient *self,
                           SoupSession *session,
                           SoupMessage *message,
                           guint deadline_seconds,
                           GCancellable *cancel);

/* Runs one operation to its end, for the methods that do nothing else, so it checks @self. A GET to
 * a service elsewhere is sent once more after a lost connection or a 5xx; all else goes out exactly
 * once. @body: (transfer full) (nullable): resolves to boxed GBytes of JSON. */
DexFuture *lb_client_run (LbClient *self,
                          LbRoute route,
                          gint64 object_id,
                          gint64 image_id,
                          const char *query,
                          DexFuture *body,
                          LbClientReader reader,
                          GCancellable *cancel,
                          LbClientProgress progress,
                          gpointer data);

/* Bodies, both (transfer full); the second is made on a worker thread. */
DexFuture *lb_client_body_from_node (JsonNode *node);
DexFuture *
lb_client_body_for_upload (GBytes *bytes, const char *image_name, gboolean increase_resolution);
DexFuture *lb_client_body_for_schema (GPtrArray *images);

G_END_DECLS
