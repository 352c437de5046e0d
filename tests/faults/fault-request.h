#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One request, as it came. */
typedef struct
{
  char *method;
  char *path;
  GString *head; /* with the blank line, but without how the connection is to be kept */
  char *body;
  gsize length;
  gboolean picture;
} FaultRequest;

/* (transfer full) (nullable): up to the blank line. The service, which listens at @port, is told
 * its own name: ours takes no request for another one. */
FaultRequest *fault_request_read_head (GDataInputStream *input, guint16 port);
/* Reads so many bytes of its body, or all; whether they came. */
gboolean fault_request_read_body (FaultRequest *self, GDataInputStream *input, gsize until);
void fault_request_free (FaultRequest *self);
/* (transfer full) (nullable): of a picture, the name that it is to have. */
char *fault_request_dup_image_name (const FaultRequest *self);
/* Asks the service at @port. (transfer full) (nullable): its whole answer. */
GString *fault_request_ask (const FaultRequest *self, guint16 port, guint *status);
/* Whether a request like this sends a picture. */
gboolean fault_request_is_picture (const char *method, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultRequest, fault_request_free)

G_END_DECLS
