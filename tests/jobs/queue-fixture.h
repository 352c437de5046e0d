#pragma once

#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-queue.h"
#include "picture-host.h"

G_BEGIN_DECLS

/* A queue of an account elsewhere, and pictures for it: "1.png", "2.png"... of different sizes in
 * the folder "drop". Its waits are a hundred times shorter. */
#define QUEUE_FIXTURE_HASTE 100

typedef struct
{
  PictureHost *host;
  const char *origin;      /* (nullable): of what stands before the host */
  char *folder;            /* (owned) */
  LbAccountEntry *account; /* (owned) (nullable) */
  LbSession *session;
  LbUploadQueue *queue;
  LbDataset *dataset; /* (owned): number 1 */
} QueueFixture;

void queue_fixture_set_up (QueueFixture *self);
void queue_fixture_tear_down (QueueFixture *self);
/* One that needs nothing else. */
void queue_fixture_add_test (const char *path,
                             gconstpointer data,
                             void (*test) (QueueFixture *self, gconstpointer data));
/* Opens session and queue; and lets go of them, whatever they are about. */
void queue_fixture_open (QueueFixture *self);
void queue_fixture_close (QueueFixture *self);
/* Shortens the waits again, after a test's own clock. */
void queue_fixture_hurry (QueueFixture *self);
void queue_fixture_make_pictures (QueueFixture *self, guint n);
/* Adds all of them. */
void queue_fixture_add (QueueFixture *self);
/* (transfer full) (element-type LbCandidate): checked. */
GListModel *queue_fixture_check (QueueFixture *self);
LbUpload *queue_fixture_nth (QueueFixture *self, guint nth); /* (transfer none) */
typedef gboolean (*QueueFixtureCheck) (QueueFixture *self);
/* Until @check says TRUE; fails the test after 60 s. */
void queue_fixture_wait (QueueFixture *self, QueueFixtureCheck check);
/* Until nothing is left to be sent. */
void queue_fixture_finish (QueueFixture *self);
/* How many pictures the account's ledger knows as sent. */
guint queue_fixture_count_ledger (QueueFixture *self);
/* (transfer full): what the only row of the account's ledger says in @column. */
char *queue_fixture_read_ledger (QueueFixture *self, const char *column);
/* How many copies are there. */
guint queue_fixture_count_copies (QueueFixture *self);
/* All of @n pictures are there, none twice, no copy is left, and the ledger knows them. */
void queue_fixture_assert_all (QueueFixture *self, guint n);

G_END_DECLS
