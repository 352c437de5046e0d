#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drop-folder.h"
#include "fault-args.h"
#include "queue-fixture.h"

/* Files that are no longer what was checked when they are taken; and many of them, some twice. */

#define N_QUICK 400
#define N_DEEP 5000
#define TWIN_EVERY 50
#define SEEN_US (2 * (gint64) G_USEC_PER_SEC)

static gboolean deep;

/* Not even root reads what nobody may. */
static void
give_up_privileges (void)
{
  struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct sets[2] = { 0 };

  g_assert_cmpint (syscall (SYS_capget, &head, sets), ==, 0);
  sets[0].effective &= ~((1U << CAP_DAC_OVERRIDE) | (1U << CAP_DAC_READ_SEARCH));
  g_assert_cmpint (syscall (SYS_capset, &head, sets), ==, 0);
}

typedef enum
{
  TRUNCATE,
  GROW,
  REPLACE, /* by a picture of the same length */
  UNLINK,
  FORBID,
  FOLDER,
  PIPE,
  LINK, /* to another picture */
  TOUCH
} Act;

typedef struct
{
  const char *name;
  Act act;
  int code; /* of G_IO_ERROR; -1: it is sent as it was */
  gboolean asks;
} Case;

static void
replace (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  bytes[length / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static void
grow (const char *path)
{
  g_autofd int fd = open (path, O_WRONLY | O_APPEND | O_CLOEXEC);

  g_assert_cmpint (write (fd, "more", 4), ==, 4);
}

static void
meddle (const char *path, const char *other, Act act)
{
  if (act == UNLINK || act == FOLDER || act == PIPE || act == LINK)
    g_assert_cmpint (g_unlink (path), ==, 0);
  switch (act)
    {
    case TRUNCATE: g_assert_cmpint (truncate (path, 100), ==, 0); break;
    case GROW:     grow (path); break;
    case REPLACE:  replace (path); break;
    case FORBID:   g_assert_cmpint (g_chmod (path, 0), ==, 0); break;
    case FOLDER:   g_assert_cmpint (g_mkdir (path, 0700), ==, 0); break;
    case PIPE:     g_assert_cmpint (mkfifo (path, 0600), ==, 0); break;
    case LINK:     g_assert_cmpint (symlink (other, path), ==, 0); break;
    case TOUCH:    g_assert_cmpint (utimensat (AT_FDCWD, path, NULL, 0), ==, 0); break;
    case UNLINK:
    default:       break;
    }
}

/* The first of two files is meddled with after it was checked: nothing goes out that was not looked
 * at, and its neighbour is not held up. Once it is as it was, it is sent. */
static void
test_meddled (QueueFixture *self, gconstpointer data)
{
  const Case *what = data;
  g_autofree char *path = g_build_filename (self->folder, "drop", "1.png", NULL);
  g_autofree char *other = g_build_filename (self->folder, "drop", "2.png", NULL);
  g_autoptr (GListModel) candidates = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0;
  LbUpload *upload = NULL;

  queue_fixture_make_pictures (self, 2);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  candidates = queue_fixture_check (self);
  meddle (path, other, what->act);
  g_assert_true (drop_folder_wait (
    lb_upload_queue_add (self->queue, self->dataset, candidates, TRUE, FALSE), NULL));
  queue_fixture_finish (self);
  upload = queue_fixture_nth (self, 0);
  if (what->code >= 0)
    {
      g_assert_cmpint (lb_upload_get_state (upload), ==, LB_UPLOAD_FAILED);
      g_assert_error (lb_upload_get_error (upload), G_IO_ERROR, what->code);
      g_assert_cmpint (lb_upload_get_remedy (upload) == LB_UPLOAD_REMEDY_CONFIRM, ==, what->asks);
      g_assert_cmpuint (picture_host_get_n_pictures (self->host), ==, 1);

      g_assert_cmpint (g_chmod (path, 0600) == 0 || what->act == UNLINK, ==, TRUE);
      if (what->act == FOLDER)
        g_assert_cmpint (g_rmdir (path), ==, 0);
      else
        g_unlink (path);
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      lb_upload_queue_retry (self->queue, upload);
      queue_fixture_finish (self);
    }
  g_assert_cmpint (lb_upload_get_state (upload), ==, LB_UPLOAD_DONE);
  queue_fixture_assert_all (self, 2);
}

/* Every fiftieth is there twice, which is said at the drop. All that was added is seen at once
 * after a restart. */
static void
make_many (QueueFixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint twin = i % TWIN_EVERY == TWIN_EVERY - 1 ? i - 1 : i;
      g_autofree char *name = g_strdup_printf ("drop/%05u.png", i);

      drop_folder_add_png (self->folder, name, 256, 256 + (int) (twin % 200),
                           0xff | ((guint32) (twin / 200) << 16));
    }
}

static guint
count_twins (GListModel *candidates)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      if (lb_candidate_get_duplicate_of (candidate) == NULL)
        continue;
      g_assert_cmpint (atoi (lb_candidate_get_name (candidate)) % TWIN_EVERY, ==, TWIN_EVERY - 1);
      g_assert_cmpint (atoi (lb_candidate_get_duplicate_of (candidate)), ==,
                       atoi (lb_candidate_get_name (candidate)) - 1);
      n++;
    }

  return n;
}

static void
test_many (QueueFixture *self, gconstpointer data)
{
  const guint n = deep ? N_DEEP : N_QUICK;
  static const char *const drop[] = { "drop", NULL };
  g_autoptr (LbCheckJob) check = lb_check_job_new (NULL, NULL);
  g_autoptr (GListModel) files = NULL;
  gint64 start_us = 0;

  make_many (self, n);
  files = drop_folder_list (self->folder, drop);
  start_us = g_get_monotonic_time ();
  g_assert_true (drop_folder_wait (lb_check_job_run (check, files), NULL));
  g_test_message ("%u files checked in %.1f s", n,
                  (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  g_assert_cmpuint (g_list_model_get_n_items (lb_check_job_get_candidates (check)), ==, n);
  g_assert_cmpuint (count_twins (lb_check_job_get_candidates (check)), ==, n / TWIN_EVERY);
  g_assert_cmpuint (lb_check_job_get_n_addable (check), ==, n - n / TWIN_EVERY);

  lb_upload_queue_pause (self->queue);
  g_assert_true (
    drop_folder_wait (lb_upload_queue_add (self->queue, self->dataset,
                                           lb_check_job_get_candidates (check), TRUE, FALSE),
                      NULL));
  queue_fixture_close (self);
  start_us = g_get_monotonic_time ();
  queue_fixture_open (self);
  g_test_message ("%u rows there in %.2f s", lb_upload_queue_get_n_total (self->queue),
                  (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, n - n / TWIN_EVERY);
  if (deep)
    g_assert_cmpint (g_get_monotonic_time () - start_us, <=, SEEN_US);
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "truncate", TRUNCATE, G_IO_ERROR_WRONG_ETAG, TRUE },
    { "grow", GROW, G_IO_ERROR_WRONG_ETAG, TRUE },
    { "replace", REPLACE, G_IO_ERROR_WRONG_ETAG, TRUE },
    { "unlink", UNLINK, G_IO_ERROR_NOT_FOUND, FALSE },
    { "forbid", FORBID, G_IO_ERROR_PERMISSION_DENIED, FALSE },
    { "folder", FOLDER, G_IO_ERROR_WRONG_ETAG, TRUE },
    { "pipe", PIPE, G_IO_ERROR_WRONG_ETAG, TRUE },
    { "link", LINK, G_IO_ERROR_WRONG_ETAG, TRUE },
    { "touch", TOUCH, -1, FALSE },
  };

  deep = fault_take_deep (&argc, argv);
  give_up_privileges (); /* before there are threads */
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/upload-files/", cases[i].name, NULL);

      queue_fixture_add_test (path, &cases[i], test_meddled);
    }
  queue_fixture_add_test ("/faults/upload-files/many", NULL, test_many);
  return g_test_run ();
}
