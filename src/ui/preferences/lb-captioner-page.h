#pragma once

#include <adwaita.h>

#include "session/lb-secrets.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbCaptionerPage:
 *
 * Who writes the captions on this computer: the built-in captioner, or a model on a server that the
 * person names. Each choice holds at once. Nothing is asked of a server before the person does; its
 * key goes to the service, which keeps it in memory, and to the keyring.
 */
#define LB_TYPE_CAPTIONER_PAGE (lb_captioner_page_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionerPage, lb_captioner_page, LB, CAPTIONER_PAGE, AdwPreferencesPage)

/* @session: of this computer; it need not be open. */
LbCaptionerPage *lb_captioner_page_new (LbSession *session, LbSecrets *secrets);

G_END_DECLS
