#pragma once

#include "service/lb-request.h"

G_BEGIN_DECLS

/* Pictures that a request names by their address or holds as base64. */

/* (transfer full) (nullable): the file at @url, of at most R57's size. Waits, in the request's
 * fiber, also for other large requests to end. Fails with LB_ERROR_UNPROCESSABLE and the request's
 * @rule and @field (static texts) when there is no picture to be had, LB_ERROR_TOO_LARGE. */
GBytes *lb_picture_argument_fetch (
  LbRequest *self, const char *url, const char *rule, const char *field, GError **error);
/* (transfer full) (nullable): the picture that @text is, or is the address of; one that can be
 * decoded by its header. Waits, in the request's fiber. Fails with LB_ERROR_INVALID when @text is
 * neither, LB_ERROR_UNPROCESSABLE when it can't be fetched, LB_ERROR_UNSUPPORTED, TOO_LARGE. */
GBytes *lb_picture_argument_load (
  LbRequest *self, const char *text, const char *rule, const char *field, GError **error);
/* The same where an operation knows but one refusal: each is an LB_ERROR_INVALID (R89). */
GBytes *lb_picture_argument_load_context (LbRequest *self, const char *text, GError **error);
/* (transfer full) (nullable): what a picture from @url is called unless somebody says otherwise:
 * the last segment of its path, decoded, as a file's name could be (R55). */
char *lb_picture_argument_name (const char *url);

G_END_DECLS
