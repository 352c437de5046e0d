#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../storage/fault-vfs.h"
#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "test-session-fixture.h"

/* Edits that meet sending, regenerating, a limit or a broken disk. */

static void
set_up (SessionFixture *self, gconstpointer data)
{
  fault_vfs_forget ();
  session_fixture_set_up (self, data);
}

static void
tear_down (SessionFixture *self, gconstpointer data)
{
  fault_vfs_mend ();
  session_fixture_tear_down (self, data);
}

static void
save (SessionFixture *self, const char *text)
{
  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
}

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

static void
discard_cb (LbSession *session, LbImage *image, DexFuture **discarded)
{
  if (*discarded == NULL && lb_session_get_edit_state (session, image) == LB_EDIT_SENDING)
    *discarded = lb_session_discard_draft (session, image);
}

static void
test_discard_while_sending (SessionFixture *self, gconstpointer data)
{
  g_autofree char *before = make_prompt ("Before.");
  g_autofree char *after = make_prompt ("After.");
  g_autofree char *kept = NULL;
  g_autofree char *stored = NULL;
  DexFuture *discarded = NULL;

  save (self, before);
  kept = g_strdup (lb_image_get_caption (self->image));
  g_signal_connect (self->session, "edit-state-changed", G_CALLBACK (discard_cb), &discarded);
  session_fixture_edit (self, after);
  wait_until (session_fixture_is_saved, self, "the discard");
  g_signal_handlers_disconnect_by_data (self->session, &discarded);
  g_assert_nonnull (discarded);
  g_assert_true (wait_true (discarded));

  session_fixture_assert_text (self, kept);
  stored = session_fixture_dup_stored (self);
  g_assert_cmpstr (stored, ==, kept);
}

/* Nothing arrived, so the service's description stays the service's. */
static void
test_discard_before_arrival (SessionFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *after = make_prompt ("After.");
  g_autofree char *kept = NULL;

  session_fixture_set_schema (self);
  g_object_unref (wait_object (lb_session_regenerate_caption (self->session, self->image)));
  kept = g_strdup (lb_image_get_caption (self->image));
  g_assert_cmpstr (lb_image_get_caption_source (self->image), ==, "automatic");

  service_fixture_kill (&self->service);
  g_setenv ("LOOKBOOK_SERVICE", "/nonexistent/service", TRUE);
  session_fixture_edit (self, after);
  g_assert_true (wait_true (lb_session_discard_draft (self->session, self->image)));
  session_fixture_assert_text (self, kept);
  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  wait_until (session_fixture_is_saved, self, "the discard");
  session_fixture_assert_text (self, kept);
  g_assert_cmpstr (lb_image_get_caption_source (self->image), ==, "automatic");
}

static void
regenerate (SessionFixture *self)
{
  g_autoptr (LbImage) live =
    wait_object (lb_session_regenerate_caption (self->session, self->image));

  g_assert_true (live == self->image);
  g_assert_false (lb_session_is_regenerating (self->session, self->image));
}

static void
count_cb (LbSession *session, LbImage *image, guint *n_regenerating)
{
  if (lb_session_is_regenerating (session, image))
    *n_regenerating += 1;
}

/* The text is still on its way when the new description is asked for: the newer wish wins. */
static void
test_regenerate_after_typing (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Typed.");
  g_autofree char *stored = NULL;
  guint n_regenerating = 0;

  session_fixture_set_schema (self);
  g_signal_connect (self->session, "edit-state-changed", G_CALLBACK (count_cb), &n_regenerating);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, text));
  regenerate (self);
  g_signal_handlers_disconnect_by_data (self->session, &n_regenerating);
  g_assert_cmpuint (n_regenerating, >, 0);

  g_assert_true (session_fixture_is_saved (self));
  g_assert_cmpstr (lb_image_get_caption_source (self->image), ==, "automatic");
  stored = session_fixture_dup_stored (self);
  session_fixture_assert_text (self, stored);
  g_assert_null (strstr (stored, "Typed."));
}

/* What is typed while the service thinks is newer than the question. */
static void
test_typing_while_regenerating (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = make_prompt ("First.");
  g_autofree char *newer = make_prompt ("Newer.");
  g_autofree char *stored = NULL;
  DexFuture *regenerated = NULL;

  session_fixture_set_schema (self);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, first));
  regenerated = lb_session_regenerate_caption (self->session, self->image);
  g_assert_true (lb_session_is_regenerating (self->session, self->image));
  session_fixture_edit (self, newer);
  session_fixture_assert_text (self, newer);
  g_object_unref (wait_object (regenerated));
  session_fixture_assert_text (self, newer);

  wait_until (session_fixture_is_saved, self, "the newer text");
  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "Newer."));
  session_fixture_assert_text (self, stored);
  g_assert_cmpstr (lb_image_get_caption_source (self->image), ==, "manual");
}

static void
test_regenerate_and_drafts (SessionFixture *self, gconstpointer data)
{
  DexFuture *regenerated = NULL;
  DexFuture *joined = NULL;

  /* Without a schema it is refused, and nothing is lost. */
  session_fixture_edit (self, "half a");
  g_free (
    wait_error (lb_session_regenerate_caption (self->session, self->image), LB_ERROR_CONFLICT));
  g_assert_false (lb_session_is_regenerating (self->session, self->image));
  session_fixture_assert_text (self, "half a");

  session_fixture_set_schema (self);
  regenerated = lb_session_regenerate_caption (self->session, self->image);
  joined = lb_session_regenerate_caption (self->session, self->image);
  g_assert_true (joined == regenerated);
  dex_unref (joined);
  session_fixture_edit (self, "half a sentence");
  g_object_unref (wait_object (regenerated));
  session_fixture_assert_text (self, "half a sentence");
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_DRAFT);

  regenerate (self);
  g_assert_true (session_fixture_is_saved (self));
  session_fixture_assert_text (self, lb_image_get_caption (self->image));
  session_fixture_reopen (self);
  g_assert_true (session_fixture_is_saved (self));
}

static void
test_too_long (SessionFixture *self, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (LB_LIMIT_CAPTION_BYTES, 'x');
  g_autofree char *text = make_prompt (filler);
  g_autofree char *shorter = make_prompt ("Short.");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  session_fixture_edit (self, text);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_DRAFT);
  error = lb_session_dup_edit_error (self->session, self->image);
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);

  session_fixture_reopen (self);
  session_fixture_assert_text (self, text);
  again = lb_session_dup_edit_error (self->session, self->image);
  g_assert_error (again, LB_ERROR, LB_ERROR_TOO_LARGE);

  save (self, shorter);
  g_assert_null (lb_session_dup_edit_error (self->session, self->image));
}

static void
test_is_manual (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("By hand.");

  session_fixture_set_schema (self);
  regenerate (self);
  g_assert_false (lb_session_is_manual (self->session, self->image));
  session_fixture_edit (self, "half a");
  g_assert_true (lb_session_is_manual (self->session, self->image));
  g_assert_true (wait_true (lb_session_discard_draft (self->session, self->image)));
  g_assert_false (lb_session_is_manual (self->session, self->image));
  save (self, text);
  g_assert_true (lb_session_is_manual (self->session, self->image));
  regenerate (self);
  g_assert_false (lb_session_is_manual (self->session, self->image));
}

static void
test_broken_disk (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("In memory.");
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *kept = NULL;
  DexFuture *again = NULL;

  session_fixture_set_schema (self);
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_FULL);
  kept = lb_session_edit_caption (self->session, self->image, text);
  again = lb_session_edit_caption (self->session, self->image, text);
  g_free (wait_error (kept, LB_ERROR_NO_SPACE));
  g_free (wait_error (again, LB_ERROR_NO_SPACE));
  for (guint i = 0; i < 2; i++)
    {
      kept = lb_session_edit_caption (self->session, self->image, text);
      g_free (wait_error (kept, LB_ERROR_NO_SPACE));
      g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_UNKEPT);
      session_fixture_assert_text (self, text);
      g_assert_true (lb_session_is_manual (self->session, self->image));
    }
  error = lb_session_dup_edit_error (self->session, self->image);
  g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
  g_free (
    wait_error (lb_session_regenerate_caption (self->session, self->image), LB_ERROR_NO_SPACE));
  session_fixture_assert_text (self, text);

  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "In memory."));
}

static gboolean
is_tried (gpointer data)
{
  SessionFixture *self = data;
  gboolean online = TRUE;

  g_object_get (self->session, "online", &online, NULL);
  return !online && lb_session_get_edit_state (self->session, self->image) != LB_EDIT_SENDING;
}

/* The service can't be started for a reason that is no fault of the text. */
static void
test_fault_on_this_side (SessionFixture *self, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (self->service.socket_path);
  g_autofree char *away = g_strconcat (folder, ".away", NULL);
  g_autofree char *text = make_prompt ("Not refused.");

  service_fixture_kill (&self->service);
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  g_assert_cmpint (symlink (away, folder), ==, 0);
  session_fixture_edit (self, text);
  wait_until (is_tried, self, "an attempt");
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_PENDING);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_rename (away, folder), ==, 0);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
}

static void
test_closed_while_regenerating (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Typed.");
  g_autoptr (DexFuture) regenerated = NULL;

  session_fixture_set_schema (self);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, text));
  regenerated = lb_session_regenerate_caption (self->session, self->image);
  lb_session_close (self->session);
  wait_until (is_settled, regenerated, "the end of the call");
  g_free (wait_error (g_steal_pointer (&regenerated), LB_ERROR_CANCELLED));
  session_fixture_reopen (self);
  wait_until (session_fixture_is_saved, self, "the edit of the closed session");
  g_assert_nonnull (strstr (lb_image_get_caption (self->image), "Typed."));
}

int
main (int argc, char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("lookbook-runtime-XXXXXX", NULL);
  g_autofree char *sockets = g_build_filename (runtime, "lookbook", NULL);
  int failed = 0;

  /* A folder of its own: one test makes it useless for a while. */
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, function)                                                                        \
  g_test_add ("/session/captions/" path, SessionFixture, NULL, set_up, function, tear_down)
  ADD ("discard-while-sending", test_discard_while_sending);
  ADD ("discard-before-arrival", test_discard_before_arrival);
  ADD ("regenerate-after-typing", test_regenerate_after_typing);
  ADD ("typing-while-regenerating", test_typing_while_regenerating);
  ADD ("regenerate-and-drafts", test_regenerate_and_drafts);
  ADD ("too-long", test_too_long);
  ADD ("is-manual", test_is_manual);
  ADD ("broken-disk", test_broken_disk);
  ADD ("fault-on-this-side", test_fault_on_this_side);
  ADD ("closed-while-regenerating", test_closed_while_regenerating);

  failed = g_test_run ();
  g_rmdir (sockets);
  g_rmdir (runtime);

  return failed;
}
