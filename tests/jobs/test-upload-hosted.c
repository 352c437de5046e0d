#include <string.h>

#include "contract/lb-limits.h"
#include "drop-folder.h"
#include "hosted-session-fixture.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-queue.h"

/* Pictures for a service elsewhere: what only our own would refuse, it is asked about. */
typedef struct
{
  HostedSession base;
  char *folder;
  LbCheckJob *check; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer era)
{
  hosted_session_set_up (&self->base, era);
  hosted_session_load (&self->base);
  self->folder = drop_folder_new ();
  self->check = lb_check_job_new (self->base.dataset,
                                  lb_session_get_images (self->base.session, self->base.dataset));
}

static void
tear_down (Fixture *self, gconstpointer era)
{
  g_clear_object (&self->check);
  drop_folder_free (self->folder);
  hosted_session_tear_down (&self->base, era);
}

/* A picture and then nothing, until the file is larger than our own service takes. */
static void
add_large (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  drop_folder_add_png (self->folder, name, 1024, 1024, 0x112233ff);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes = g_realloc (bytes, LB_LIMIT_FILE_BYTES + 1);
  memset (bytes + size, 0, LB_LIMIT_FILE_BYTES + 1 - size);
  drop_folder_add_bytes (self->folder, name, bytes, LB_LIMIT_FILE_BYTES + 1);
}

static void
check (Fixture *self, const char *name)
{
  const char *const names[] = { name, NULL };
  g_autoptr (GListModel) files = drop_folder_list (self->folder, names);

  lb_check_job_set_rules_mode (self->check, lb_session_get_rules_mode (self->base.session));
  g_assert_true (drop_folder_wait (lb_check_job_run (self->check, files), NULL));
}

static LbCandidate *
get_only (GListModel *candidates)
{
  g_assert_cmpuint (g_list_model_get_n_items (candidates), ==, 1);
  return g_list_model_get_item (candidates, 0);
}

/* R57: it says that the picture is too large, and sends it. */
static void
test_large (Fixture *self, gconstpointer era)
{
  GListModel *candidates = lb_check_job_get_candidates (self->check);
  g_autoptr (LbUploadQueue) queue = lb_upload_queue_new (self->base.session);
  g_autoptr (LbCandidate) candidate = NULL;

  add_large (self, "large.png");
  check (self, "large.png");
  candidate = get_only (candidates);
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_TOO_LARGE);
  g_assert_true (lb_candidate_is_addable (candidate));
  g_assert_cmpuint (lb_check_job_get_n_addable (self->check), ==, 1);

  g_assert_true (drop_folder_wait (lb_upload_queue_open (queue), NULL));
  g_assert_true (drop_folder_wait (
    lb_upload_queue_add (queue, self->base.dataset, candidates, TRUE, FALSE), NULL));
  while (lb_upload_queue_get_running (queue))
    g_main_context_iteration (NULL, TRUE);
  lb_upload_queue_close (queue);
  g_assert_cmpint (lb_candidate_get_state (candidate), ==, LB_CANDIDATE_DONE);
  g_assert_cmpuint (hosted_server_count (self->base.server, "POST", HOSTED_IMAGES_PATH), ==, 1);
}

/* The same picture is kept back from our own. */
static void
test_large_here (Fixture *self, gconstpointer era)
{
  g_autoptr (LbCandidate) candidate = NULL;

  add_large (self, "large.png");
  check (self, "large.png");
  lb_check_job_set_rules_mode (self->check, LB_RULES_LOCAL);
  candidate = get_only (lb_check_job_get_candidates (self->check));
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_TOO_LARGE);
  g_assert_false (lb_candidate_is_addable (candidate));
  g_assert_cmpuint (lb_check_job_get_n_addable (self->check), ==, 0);
}

/* R47: what the documents say is not asked about. */
static void
test_small (Fixture *self, gconstpointer era)
{
  GListModel *candidates = lb_check_job_get_candidates (self->check);
  g_autoptr (LbUploadQueue) queue = lb_upload_queue_new (self->base.session);
  g_autoptr (LbCandidate) candidate = NULL;

  drop_folder_add_png (self->folder, "small.png", 255, 300, 0x112233ff);
  check (self, "small.png");
  candidate = get_only (candidates);
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_TOO_SMALL);
  g_assert_false (lb_candidate_is_addable (candidate));

  g_assert_true (drop_folder_wait (lb_upload_queue_open (queue), NULL));
  g_assert_true (drop_folder_wait (
    lb_upload_queue_add (queue, self->base.dataset, candidates, TRUE, FALSE), NULL));
  g_assert_cmpuint (lb_upload_queue_get_n_total (queue), ==, 0);
  lb_upload_queue_close (queue);
}

/* R53: nor is the room, which a large picture takes like any other. */
static void
test_room (Fixture *self, gconstpointer era)
{
  g_autoptr (LbCandidate) candidate = NULL;

  lb_dataset_set_images_count (self->base.dataset, LB_LIMIT_BASIC_IMAGES);
  add_large (self, "large.png");
  check (self, "large.png");
  candidate = get_only (lb_check_job_get_candidates (self->check));
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_OVER_LIMIT);
  g_assert_false (lb_candidate_is_addable (candidate));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (HOSTED_MIXED), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("/jobs/upload-hosted/large", test_large);
  add ("/jobs/upload-hosted/large-here", test_large_here);
  add ("/jobs/upload-hosted/small", test_small);
  add ("/jobs/upload-hosted/room", test_room);
  return g_test_run ();
}
