#pragma once

#include "ctl-run.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

G_BEGIN_DECLS

/* The real program and the real service, and a session that sees what the one does to the other. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
  char *folder; /* that the program is run in */
} CtlFixture;

void ctl_fixture_set_up (CtlFixture *self, gconstpointer data);
void ctl_fixture_tear_down (CtlFixture *self, gconstpointer data);
/* Makes "Boats", whose captions are plain words, in "Harbour". */
void ctl_fixture_make_plain (CtlFixture *self);

/* Runs one of its commands on the data of @self. */
#define CTL(self, output, complaint, command, ...)                                                 \
  RUN ((self)->folder, output, complaint, command, "--data", (self)->service.data_dir, __VA_ARGS__)

G_END_DECLS
