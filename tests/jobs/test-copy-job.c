#include <string.h>

#include "base/lb-error.h"
#include "copy-fixture.h"
#include "jobs/lb-copy-read.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"

/* A dataset of this computer becomes one of an account elsewhere, with nothing lost on the way and
 * nothing made twice. */

#define N_PICTURES 12
#define N_SOME 5
#define N_FEW 3

static void
set_up (CopyFixture *self, gconstpointer n)
{
  copy_fixture_set_up (self, GPOINTER_TO_UINT (n));
}

static void
tear_down (CopyFixture *self, gconstpointer n)
{
  copy_fixture_tear_down (self);
}

static void
test_all (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = copy_fixture_plan (self);
  g_autoptr (LbCopyPlan) again = NULL;
  g_autoptr (LbCopyJob) job = NULL;
  g_autoptr (GPtrArray) ledger = NULL;
  guint n_before = 0;

  g_assert_no_error (plan->refusal);
  g_assert_cmpuint (plan->n_pictures, ==, N_PICTURES);
  g_assert_cmpuint (plan->n_captions, ==, N_PICTURES);
  g_assert_cmpuint (plan->n_bytes, >, N_PICTURES * 1000);
  g_assert_true (plan->makes_project);
  g_assert_true (plan->makes_dataset);
  g_assert_true (plan->sets_schema);
  g_assert_false (plan->goes_on);
  /* Making a plan sends nothing. */
  g_assert_cmpuint (copy_fixture_count (self, "POST", ""), ==, 0);
  g_assert_cmpuint (copy_fixture_count (self, "PUT", ""), ==, 0);
  n_before = fault_proxy_get_n_answered (self->proxy);

  job = copy_fixture_new_job (self, plan);
  g_assert_cmpuint (lb_copy_job_get_n_total (job), ==, N_PICTURES);
  copy_fixture_run (self, job);
  g_assert_cmpuint (lb_copy_job_get_n_done (job), ==, N_PICTURES);
  g_assert_cmpuint (lb_copy_job_get_n_failed (job), ==, 0);
  ledger = fault_proxy_dup_ledger (self->proxy);
  g_test_message ("planned %u requests, %u were made", plan->n_requests, ledger->len - n_before);
  g_assert_cmpuint (ledger->len - n_before, <=, plan->n_requests + 4);
  g_assert_cmpuint (ledger->len - n_before + 4, >=, plan->n_requests);
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_PICTURES);
  copy_fixture_assert_equal (self);

  again = copy_fixture_plan (self);
  g_assert_true (again->goes_on);
  g_assert_true (lb_copy_plan_is_empty (again));
  g_assert_cmpuint (again->n_there, ==, N_PICTURES);
}

/* What is frozen goes along, and is no step there. */
static void
test_frozen (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_with (none, "style_medium", "\"ink\"");
  LbFrozenFields *there = NULL;
  GListModel *history = NULL;

  g_assert_true (wait_true (lb_session_set_frozen (self->source, self->dataset, fields)));
  copy_fixture_copy (self);
  there = lb_session_get_frozen (self->target, copy_fixture_find_copy (self));
  g_assert_nonnull (there);
  g_assert_cmpstr (lb_frozen_fields_get_text (there), ==, lb_frozen_fields_get_text (fields));
  copy_fixture_assert_equal (self);

  history = G_LIST_MODEL (lb_session_get_history (self->target));
  for (guint i = 0; i < g_list_model_get_n_items (history); i++)
    {
      g_autoptr (LbHistoryStep) step = g_list_model_get_item (history, i);

      g_assert_cmpint (lb_history_step_get_kind (step), !=, LB_HISTORY_FREEZE);
    }
}

/* What says some fields is joined with what the service writes; what is not valid, and refused,
 * stays beside that. */
static void
test_drafts (CopyFixture *self, gconstpointer n)
{
  LbImage *part = copy_fixture_nth (self->source, self->dataset, 0);
  LbImage *broken = copy_fixture_nth (self->source, self->dataset, 1);
  g_autoptr (LbCopyPlan) plan = NULL;
  g_autoptr (LbCopyJob) job = NULL;
  g_autofree char *shown = NULL;
  LbDataset *copy = NULL;
  LbImage *there = NULL;

  g_assert_true (wait_true (
    lb_session_edit_caption (self->source, part, "{\"short_description\": \"A red door.\"}")));
  g_assert_true (wait_true (lb_session_edit_caption (self->source, broken, "{\"objects\": 3}")));
  plan = copy_fixture_plan (self);
  g_assert_cmpuint (plan->n_pictures, ==, N_FEW);
  g_assert_cmpuint (plan->n_captions, ==, N_FEW - 1);
  g_assert_cmpuint (plan->n_drafts, ==, 1);

  job = copy_fixture_new_job (self, plan);
  copy_fixture_run (self, job);
  copy = copy_fixture_find_copy (self);
  there = copy_fixture_nth (self->target, copy, 0);
  g_assert_cmpint (lb_session_get_edit_state (self->target, there), ==, LB_EDIT_SAVED);
  g_assert_nonnull (strstr (lb_image_get_caption (there), "A red door."));
  g_assert_true (lb_rules_caption_is_right (copy, lb_image_get_caption (there)));
  there = copy_fixture_nth (self->target, copy, 1);
  g_assert_cmpint (lb_session_get_edit_state (self->target, there), ==, LB_EDIT_REFUSED);
  shown = lb_session_dup_caption_text (self->target, there);
  g_assert_cmpstr (shown, ==, "{\"objects\": 3}");
  g_assert_true (lb_rules_caption_is_right (copy, lb_image_get_caption (there)));
}

/* Changed since, it is joined with what is there: that is nobody else's change. */
static void
test_changed_part (CopyFixture *self, gconstpointer n)
{
  LbImage *part = copy_fixture_nth (self->source, self->dataset, 0);
  LbImage *there = NULL;
  LbDataset *copy = NULL;

  g_assert_true (wait_true (
    lb_session_edit_caption (self->source, part, "{\"short_description\": \"A red door.\"}")));
  copy_fixture_copy (self);
  g_assert_true (wait_true (
    lb_session_edit_caption (self->source, part, "{\"short_description\": \"A blue door.\"}")));
  copy_fixture_copy (self);
  copy = copy_fixture_find_copy (self);
  there = copy_fixture_nth (self->target, copy, 0);
  g_assert_cmpint (lb_session_get_edit_state (self->target, there), ==, LB_EDIT_SAVED);
  g_assert_nonnull (strstr (lb_image_get_caption (there), "A blue door."));
  g_assert_true (lb_rules_caption_is_right (copy, lb_image_get_caption (there)));
}

#define SECOND "{\"context\": \"Another one.\", \"style_medium\": \"ink\"}"

static gboolean
has_ages (LbSession *session, LbDataset *dataset)
{
  for (guint i = 0; i < N_FEW; i++)
    if (lb_session_is_outdated (session, copy_fixture_nth (session, dataset, i)) != (i != 1))
      return FALSE;

  return TRUE;
}

static gboolean
has_ages_here (gpointer data)
{
  CopyFixture *self = data;

  return has_ages (self->source, self->dataset);
}

static gboolean
has_ages_there (gpointer data)
{
  CopyFixture *self = data;

  return has_ages (self->target, copy_fixture_find_copy (self));
}

/* What was made under an older schema is so in the copy; what was found to be right is not. */
static void
test_ages (CopyFixture *self, gconstpointer n)
{
  g_object_unref (wait_object (lb_session_set_visual_schema (self->source, self->dataset, SECOND)));
  g_assert_true (wait_true (lb_session_set_approved (
    self->source, copy_fixture_nth (self->source, self->dataset, 1), TRUE)));
  wait_until (has_ages_here, self, "what is known of the captions");
  copy_fixture_copy (self);
  wait_until (has_ages_there, self, "the same of the copy");

  /* Kept, and not only said. */
  copy_fixture_close_target (self);
  copy_fixture_open_target (self, NULL, COPY_TOKEN);
  g_assert_true (wait_true (lb_session_load_images (self->target, copy_fixture_find_copy (self))));
  g_assert_true (has_ages_there (self));
}

/* What came since, and nothing else. */
static void
test_missing (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = NULL;
  g_autoptr (LbCopyJob) job = NULL;

  copy_fixture_copy (self);
  copy_fixture_add_picture (self, 7);
  copy_fixture_edit (self->source, copy_fixture_nth (self->source, self->dataset, 1), "Another");

  plan = copy_fixture_plan (self);
  g_assert_true (plan->goes_on);
  g_assert_cmpuint (plan->n_pictures, ==, 1);
  g_assert_cmpuint (plan->n_changed, ==, 1);
  g_assert_cmpuint (plan->n_there, ==, N_FEW);
  g_assert_false (plan->makes_dataset);
  g_assert_false (plan->sets_schema);
  job = copy_fixture_new_job (self, plan);
  copy_fixture_run (self, job);
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_FEW + 1);
  copy_fixture_assert_equal (self);
}

/* Both were changed: a person decides. */
static void
test_conflict (CopyFixture *self, gconstpointer n)
{
  g_autofree char *theirs = NULL;
  LbImage *image = NULL;

  copy_fixture_copy (self);
  image = copy_fixture_nth (self->target, copy_fixture_find_copy (self), 0);
  copy_fixture_edit (self->target, image, "Written there");
  copy_fixture_edit (self->source, copy_fixture_nth (self->source, self->dataset, 0),
                     "Written here");

  copy_fixture_copy (self);
  g_assert_cmpint (lb_session_get_edit_state (self->target, image), ==, LB_EDIT_CONFLICT);
  g_assert_true (lb_session_dup_conflict (self->target, image, NULL, &theirs));
  g_assert_nonnull (strstr (theirs, "Written there"));

  g_assert_true (wait_true (lb_session_resolve_conflict (self->target, image, TRUE)));
  copy_fixture_copy (self);
  copy_fixture_assert_equal (self);
}

/* Changed there alone: that stays. */
static void
test_theirs (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = NULL;
  LbImage *image = NULL;

  copy_fixture_copy (self);
  image = copy_fixture_nth (self->target, copy_fixture_find_copy (self), 0);
  copy_fixture_edit (self->target, image, "Written there");
  plan = copy_fixture_plan (self);
  g_assert_true (lb_copy_plan_is_empty (plan));
}

typedef struct
{
  CopyFixture *fixture;
  LbCopyJob *job;
  guint n;
} Watch;

static gboolean
has_sent (gpointer data)
{
  Watch *watch = data;

  return fault_proxy_get_n_kept (watch->fixture->proxy) >= watch->n;
}

static gboolean
is_idle (gpointer data)
{
  Watch *watch = data;

  return !lb_upload_queue_get_running (watch->fixture->queue);
}

static void
test_stop (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = copy_fixture_plan (self);
  g_autoptr (LbCopyPlan) rest = NULL;
  g_autoptr (LbCopyJob) job = copy_fixture_new_job (self, plan);
  g_autoptr (LbCopyJob) other = NULL;
  g_autofree char *message = NULL;
  Watch watch = { self, job, 2 };
  DexFuture *run = lb_copy_job_run (job);

  wait_until (has_sent, &watch, "the second picture");
  lb_copy_job_stop (job);
  g_assert_true (lb_copy_job_is_left (self->there_state));
  message = wait_error (run, LB_ERROR_CANCELLED);
  g_assert_false (lb_copy_job_is_left (self->there_state));
  wait_until (is_idle, &watch, "the end of what was under way");

  rest = copy_fixture_plan (self);
  g_assert_true (rest->goes_on);
  g_assert_cmpint (rest->record->state, ==, LB_COPY_STOPPED);
  g_assert_cmpuint (rest->n_pictures, <=, N_SOME - 2);
  g_assert_cmpuint (rest->n_pictures, >, 0);
  other = copy_fixture_new_job (self, rest);
  copy_fixture_run (self, other);
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_SOME);
  copy_fixture_assert_equal (self);
}

/* The program ends at any time; another one goes on. */
static void
test_close (CopyFixture *self, gconstpointer n)
{
  const char *uuid = lb_session_get_uuid (self->source, self->dataset);

  g_assert_nonnull (uuid);
  for (guint i = 0; i < N_SOME; i += 2)
    {
      g_autoptr (LbCopyPlan) plan = copy_fixture_plan (self);
      g_autoptr (LbCopyJob) job = copy_fixture_new_job (self, plan);
      g_autofree char *message = NULL;
      Watch watch = { self, job, i };
      DexFuture *run = lb_copy_job_run (job);

      wait_until (has_sent, &watch, "the next picture");
      lb_copy_job_close (job);
      message = wait_error (run, LB_ERROR_CANCELLED);
      g_clear_object (&job);
      copy_fixture_close_target (self);
      g_assert_true (lb_copy_job_is_left (self->there_state));
      copy_fixture_open_target (self, NULL, COPY_TOKEN);
    }
  copy_fixture_copy (self);
  g_assert_false (lb_copy_job_is_left (self->there_state));
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_SOME);
  copy_fixture_assert_equal (self);
}

/* Two programs are at the same copy: the one that may not send waits, and knows then what the other
 * has made. */
static void
test_beside (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = copy_fixture_plan (self);
  g_autoptr (LbCopyJob) first = copy_fixture_new_job (self, plan);
  g_autoptr (LbCopyJob) second = NULL;
  g_autoptr (LbSession) target = g_steal_pointer (&self->target);
  g_autoptr (LbUploadQueue) queue = g_steal_pointer (&self->queue);
  g_autoptr (LbDataset) copy = NULL;
  g_autoptr (LbDataset) same = NULL;
  DexFuture *run = NULL;

  copy_fixture_open_target (self, NULL, COPY_TOKEN);
  g_assert_cmpint (lb_upload_queue_get_halt (self->queue), ==, LB_UPLOAD_HALT_ELSEWHERE);
  second = copy_fixture_new_job (self, plan);
  run = lb_copy_job_run (second);
  copy = wait_object (lb_copy_job_run (first));
  g_assert_true (lb_copy_job_get_running (second));
  lb_upload_queue_close (queue);
  lb_session_close (target);

  same = wait_object (run);
  g_assert_cmpint (lb_dataset_get_id (same), ==, lb_dataset_get_id (copy));
  g_assert_cmpuint (copy_fixture_count (self, "POST", "/projects"), ==, 1);
  g_assert_cmpuint (copy_fixture_count (self, "POST", "/datasets"), ==, 1);
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_FEW);
  copy_fixture_assert_equal (self);
}

/* No answer came to the wish for a project, and for a dataset: each is there once. */
static void
test_lost_answers (CopyFixture *self, gconstpointer n)
{
  const Fault none = { FAULT_NONE, .any = TRUE };
  const Fault lost = { FAULT_RESET_ANSWER, .at = 5, .any = TRUE };

  fault_proxy_expect (self->proxy, &none);
  fault_proxy_expect (self->proxy, &none);
  fault_proxy_expect (self->proxy, &lost);
  copy_fixture_copy (self);
  g_assert_cmpuint (copy_fixture_count (self, "POST", "/projects"), ==, 1);
  copy_fixture_assert_equal (self);
}

static gboolean
waits_for_token (gpointer data)
{
  Watch *watch = data;

  return g_error_matches (lb_copy_job_get_error (watch->job), LB_ERROR, LB_ERROR_UNAUTHORIZED);
}

static void
test_token (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = NULL;
  g_autoptr (LbCopyJob) job = NULL;
  g_autoptr (LbDataset) copy = NULL;
  Watch watch = { self, NULL, 0 };
  DexFuture *run = NULL;

  copy_fixture_close_target (self);
  copy_fixture_open_target (self, NULL, "another-token");
  plan = copy_fixture_plan (self);
  watch.job = job = copy_fixture_new_job (self, plan);
  run = lb_copy_job_run (job);
  wait_until (waits_for_token, &watch, "the refusal of the token");
  g_assert_true (lb_copy_job_get_running (job));
  g_assert_cmpuint (copy_fixture_count (self, "POST", ""), ==, 0);

  lb_session_set_token (self->target, COPY_TOKEN);
  copy = wait_object (run);
  copy_fixture_assert_equal (self);
}

static gboolean
waits_for_service (gpointer data)
{
  Watch *watch = data;

  return lb_copy_job_get_error (watch->job) != NULL;
}

static void
test_offline (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = copy_fixture_plan (self);
  g_autoptr (LbCopyJob) job = copy_fixture_new_job (self, plan);
  g_autoptr (LbDataset) copy = NULL;
  Watch watch = { self, job, 0 };
  DexFuture *run = NULL;

  fault_proxy_set_down (self->proxy, TRUE);
  run = lb_copy_job_run (job);
  wait_until (waits_for_service, &watch, "that the service is away");
  fault_proxy_set_down (self->proxy, FALSE);
  copy = wait_object (run);
  g_assert_cmpuint (fault_proxy_get_n_kept (self->proxy), ==, N_FEW);
  copy_fixture_assert_equal (self);
}

static void
go_away_cb (LbCopyJob *job, GParamSpec *pspec, FaultProxy *proxy)
{
  if (lb_copy_job_get_n_captions (job) > 0)
    fault_proxy_set_down (proxy, TRUE);
}

/* When all pictures are there, the way of a caption tells that it is interrupted. */
static void
test_offline_caption (CopyFixture *self, gconstpointer n)
{
  g_autoptr (LbCopyPlan) plan = NULL;
  g_autoptr (LbCopyJob) job = NULL;
  g_autoptr (LbDataset) copy = NULL;
  Watch watch = { self, NULL, 0 };
  DexFuture *run = NULL;

  copy_fixture_copy (self);
  copy_fixture_edit (self->source, copy_fixture_nth (self->source, self->dataset, 0),
                     "Written later");
  plan = copy_fixture_plan (self);
  g_assert_cmpuint (plan->n_changed, ==, 1);
  watch.job = job = copy_fixture_new_job (self, plan);
  g_signal_connect (job, "notify::n-captions", G_CALLBACK (go_away_cb), self->proxy);
  run = lb_copy_job_run (job);
  wait_until (waits_for_service, &watch, "that the service is away");
  g_assert_error (lb_copy_job_get_error (job), LB_ERROR, LB_ERROR_OFFLINE);
  g_assert_cmpuint (lb_copy_job_get_n_captions (job), ==, 1);

  g_signal_handlers_disconnect_by_data (job, self->proxy);
  fault_proxy_set_down (self->proxy, FALSE);
  copy = wait_object (run);
  g_assert_null (lb_copy_job_get_error (job));
  copy_fixture_assert_equal (self);
}

#define ADD(name, n, function)                                                                     \
  g_test_add ("/jobs/copy-job/" name, CopyFixture, GUINT_TO_POINTER (n), set_up, function,         \
              tear_down)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  ADD ("all", N_PICTURES, test_all);
  ADD ("frozen", N_FEW, test_frozen);
  ADD ("missing", N_FEW, test_missing);
  ADD ("ages", N_FEW, test_ages);
  ADD ("conflict", N_FEW, test_conflict);
  ADD ("drafts", N_FEW, test_drafts);
  ADD ("changed-part", N_FEW, test_changed_part);
  ADD ("theirs", N_FEW, test_theirs);
  ADD ("stop", N_SOME, test_stop);
  ADD ("close", N_SOME, test_close);
  ADD ("beside", N_FEW, test_beside);
  ADD ("lost-answers", N_FEW, test_lost_answers);
  ADD ("token", N_FEW, test_token);
  ADD ("offline", N_FEW, test_offline);
  ADD ("offline-caption", N_FEW, test_offline_caption);

  return g_test_run ();
}
