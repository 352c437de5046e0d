#pragma once

#include "api/lb-client.h"

G_BEGIN_DECLS

/* Whatever @client waits for, between its calls, is over at once. */
void quick_clock_give (LbClient *client);

G_END_DECLS
