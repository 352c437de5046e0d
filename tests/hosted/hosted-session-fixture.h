#pragma once

#include "hosted-clock.h"
#include "hosted-fixture.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* A session with a service elsewhere, open, with one project, one dataset and one image. Test data
 * as for HostedFixture. */
typedef struct
{
  HostedServer *server;
  HostedClock *clock;
  char *root; /* a temporary folder */
  LbSession *session;
  LbDataset *dataset; /* (owned) */
} HostedSession;

void hosted_session_set_up (HostedSession *self, gconstpointer era);
void hosted_session_tear_down (HostedSession *self, gconstpointer era);
/* Closes the session and opens another one of the same account. */
void hosted_session_reopen (HostedSession *self);
/* The same in two steps; the second one does not open it. */
void hosted_session_close (HostedSession *self);
void hosted_session_make (HostedSession *self);
/* Loads the dataset's images. (transfer none) (nullable): the one of the replies. */
LbImage *hosted_session_load (HostedSession *self);

/* All run the main context; (transfer full): what came. */
gpointer hosted_take_object (DexFuture *future);
gpointer hosted_take_boxed (DexFuture *future);
void hosted_take_true (DexFuture *future);
/* Until @check says TRUE; fails the test after 30 s. */
typedef gboolean (*HostedCheck) (gpointer data);
void hosted_wait_until (HostedCheck check, gpointer data, const char *what);
/* Kills a program, and waits for its end while the main context runs. */
void hosted_kill (GSubprocess *child);
/* Lets everything that is ready happen. */
void hosted_settle (void);

/* (transfer full): a dataset as it would be told, with what is to be different. */
char *hosted_dataset (const char *captions_update_status,
                      const char *upload_type,
                      guint images,
                      guint second);

G_END_DECLS
