#pragma once

#include "queue-fixture.h"
#include "raw-host.h"

G_BEGIN_DECLS

/* A dataset of an account elsewhere, whose pictures are on another host, and a folder that it is
 * written out into. */
typedef struct
{
  QueueFixture base;
  RawHost *pictures;
  char *place; /* (owned): the folder "place" */
} ExportFixture;

/* With as many pictures, sent. */
void export_fixture_set_up (ExportFixture *self, guint n_pictures);
void export_fixture_tear_down (ExportFixture *self);
/* Sends those up to the @n-th. */
void export_fixture_send (ExportFixture *self, guint n);
/* Answers the next @n requests for a picture: every link leads to the same one. */
void export_fixture_serve (ExportFixture *self, guint n);
/* The same of any host, with the picture of a drop in @folder. */
void export_fixture_serve_at (RawHost *host, const char *folder, guint n);
/* (transfer full): what a shell says to @words in that folder. */
char *export_fixture_ask_shell (ExportFixture *self, const char *words);

/* For the shell: names and hashes of all that is there, hidden or not. */
#define EXPORT_FIXTURE_LIST_ALL                                                                    \
  "find . | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum"

G_END_DECLS
