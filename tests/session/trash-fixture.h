#pragma once

#include "session/lb-session-history.h"
#include "session/lb-trash-private.h"
#include "test-session-fixture.h"

G_BEGIN_DECLS

/* What tests of the trash have in common, on top of a session over the real service. */
#define TRASH_FIXTURE_IMAGES 6

/* (transfer none) */
GListModel *trash_fixture_images (SessionFixture *self);
LbTrash *trash_fixture_trash (SessionFixture *self);
guint trash_fixture_n_in_trash (SessionFixture *self);
/* (transfer full): of the fixture's image. */
LbDeletion *trash_fixture_delete_image (SessionFixture *self);
/* Until what was deleted is gone at the service. */
void trash_fixture_wait_settled (SessionFixture *self);
/* How many images the service really has, as another session sees it. */
guint trash_fixture_n_at_service (SessionFixture *self);
/* (transfer full): SHA-256 */
char *trash_fixture_hash_picture (SessionFixture *self, LbImage *image);
void trash_fixture_reopen (SessionFixture *self);
/* (transfer full): of the images as they are listed. */
char *trash_fixture_nth_caption (SessionFixture *self, guint n);
char *trash_fixture_nth_hash (SessionFixture *self, guint n);
/* The dataset has a schema and TRASH_FIXTURE_IMAGES images then, all but the first with a caption.
 */
void trash_fixture_fill_dataset (SessionFixture *self);
/* On the account's database, while no session has it. */
void trash_fixture_run_sql (SessionFixture *self, const char *sql);
/* For wait_until(): whether the first thing in the trash can't go on. */
gboolean trash_fixture_says_why (gpointer data);

G_END_DECLS
