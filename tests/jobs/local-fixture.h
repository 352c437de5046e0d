#pragma once

#include "session/lb-session.h"
#include "test-client-fixture.h"

G_BEGIN_DECLS

/* A session of this computer, over a service of its own. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
} LocalFixture;

void local_fixture_set_up (LocalFixture *self, gconstpointer data);
void local_fixture_tear_down (LocalFixture *self, gconstpointer data);
/* (transfer none): the session has them. */
LbProject *local_fixture_create_project (LocalFixture *self, const char *version);
/* @upload_type: (nullable): as for lb_session_create_dataset(). */
LbDataset *local_fixture_create_dataset (LocalFixture *self,
                                         LbProject *project,
                                         const char *name,
                                         const char *version,
                                         const char *upload_type);

G_END_DECLS
