#pragma once

#include "session/lb-session.h"
#include "test-client-fixture.h"

G_BEGIN_DECLS

/* A session over the real service, with a project, a dataset in it and an image in that. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;     /* (owned) (nullable) */
  LbProject *project;     /* (owned) (nullable) */
  LbDataset *dataset;     /* (owned) (nullable) */
  LbImage *image;         /* (owned) (nullable): the dataset's only one */
  GSubprocess *elsewhere; /* (owned) (nullable): the service of an account, on a port */
  char *base_url;         /* (owned) (nullable): its address */
} SessionFixture;

void session_fixture_set_up (SessionFixture *self, gconstpointer data);
/* The same over a service elsewhere, with a token: the real one, on a port. */
void session_fixture_set_up_hosted (SessionFixture *self, gconstpointer data);
/* The service elsewhere goes, and comes again at the same address. */
void session_fixture_stop_elsewhere (SessionFixture *self);
void session_fixture_start_elsewhere (SessionFixture *self);
void session_fixture_tear_down (SessionFixture *self, gconstpointer data);
/* (transfer full): another one over the same folders, open. */
LbSession *session_fixture_open (SessionFixture *self);
void session_fixture_drop_objects (SessionFixture *self);
/* Closes the session and opens another one; the project and the dataset are let go, the image is
 * the new one's. */
void session_fixture_reopen (SessionFixture *self);

LbProject *session_fixture_create_project (SessionFixture *self, const char *name);
LbImage *session_fixture_upload (SessionFixture *self, guint32 rgb);
void session_fixture_set_schema (SessionFixture *self);
/* All captions of the dataset are to be made anew, by another program; it is seen here that this
 * has begun. */
void session_fixture_begin_run (SessionFixture *self);
/* @object: a dataset or project. The service has it no more when this returns. */
void session_fixture_delete (SessionFixture *self, gpointer object);
/* Edits the image's description and waits until it is kept. */
void session_fixture_edit (SessionFixture *self, const char *text);
/* (transfer full) (nullable): what the service really holds, as another session sees it. */
char *session_fixture_dup_stored (SessionFixture *self);
void session_fixture_assert_text (SessionFixture *self, const char *text);

/* For wait_until() with the fixture. */
gboolean session_fixture_is_saved (gpointer data);
gboolean session_fixture_is_refused (gpointer data);

G_END_DECLS
