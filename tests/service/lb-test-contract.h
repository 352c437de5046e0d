#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Calls of the tests that go through a validating proxy, as `build-aux/test contract` asks for by
 * two variables: LOOKBOOK_CONTRACT_PROXY is the address of the proxy, LOOKBOOK_CONTRACT_RECORD the
 * file to which each call adds a line of JSON. Without them nothing here does anything. */

/* Turns @message, meant for the service at @service (the path of its socket, or "HOST:PORT"), to
 * the proxy. @body: (nullable), of type @type. Returns (transfer none) (nullable) the session to
 * send it with; NULL when it is to go to the service itself. */
SoupSession *lb_test_contract_turn (SoupMessage *message,
                                    const char *service,
                                    const char *type,
                                    const char *body);
/* With the answer there. */
void lb_test_contract_record (SoupMessage *message);

G_END_DECLS
