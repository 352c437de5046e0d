#include <string.h>

#include "drop-folder.h"
#include "jobs/lb-upload-private.h"
#include "queue-fixture.h"

/* Pictures that are stored after they were sent again: the older one stays. */

static gboolean
is_weeded (QueueFixture *self)
{
  return picture_host_get_n_pictures (self->host) == 3;
}

static gboolean
has_sent_again (QueueFixture *self)
{
  return picture_host_get_n_pictures (self->host) == 4;
}

/* The place of a picture that was sent more than once. */
static guint
find_sent_again (QueueFixture *self)
{
  for (guint i = 0; i < lb_upload_queue_get_n_total (self->queue); i++)
    {
      LbUpload *upload = queue_fixture_nth (self, i);

      if ((upload->record->flags & LB_UPLOAD_FLAG_AGAIN) == 0)
        continue;
      for (guint j = 0; j < picture_host_get_n_pictures (self->host); j++)
        if (g_str_equal (picture_host_get_name (self->host, j), upload->record->image_name))
          return j;
    }

  g_assert_not_reached ();
}

/* Ours goes, however much later it comes; a restart forgets none. */
static void
test_much_too_late (QueueFixture *self, gconstpointer data)
{
  guint nth = 0;

  picture_host_expect (self->host, PICTURE_HOST_RESET);
  queue_fixture_make_pictures (self, 3);
  queue_fixture_add (self);
  queue_fixture_finish (self);
  g_assert_cmpuint (picture_host_get_n_pictures (self->host), ==, 3);
  nth = find_sent_again (self);
  for (guint i = 0; i < 3; i++)
    {
      if (i == 1)
        {
          queue_fixture_close (self);
          queue_fixture_open (self);
        }
      picture_host_repeat (self->host, nth);
      g_assert_true (has_sent_again (self));
      queue_fixture_wait (self, is_weeded);
    }
  queue_fixture_assert_all (self, 3);
}

/* (transfer none) (nullable): the youngest of two with one name, as it is seen here. */
static LbImage *
find_twin (QueueFixture *self, LbImage **older)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    for (guint j = 0; j < g_list_model_get_n_items (images); j++)
      {
        g_autoptr (LbImage) one = g_list_model_get_item (images, i);
        g_autoptr (LbImage) other = g_list_model_get_item (images, j);

        if (lb_image_get_id (one) < lb_image_get_id (other) &&
            g_strcmp0 (lb_image_get_image_name (one), lb_image_get_image_name (other)) == 0)
          {
            *older = one;
            return other;
          }
      }

  return NULL;
}

/* One of those that stay has a draft. */
static gboolean
has_draft (QueueFixture *self)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      found |= lb_session_get_edit_state (self->session, image) == LB_EDIT_DRAFT;
    }

  return found && g_list_model_get_n_items (images) == 3;
}

#define DRAFT "{\"short_description\": \"A boat"

/* A person has begun to describe the one that goes. */
static void
test_described_too_late (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbImage) younger = NULL;
  g_autoptr (LbImage) older = NULL;
  g_autofree char *text = NULL;
  LbImage *found = NULL;
  guint nth = 0;

  picture_host_expect (self->host, PICTURE_HOST_RESET);
  queue_fixture_make_pictures (self, 3);
  queue_fixture_add (self);
  queue_fixture_finish (self);
  nth = find_sent_again (self);
  while (younger == NULL)
    {
      if (picture_host_get_n_pictures (self->host) == 3)
        picture_host_repeat (self->host, nth);
      g_assert_true (
        drop_folder_wait (lb_session_load_images (self->session, self->dataset), NULL));
      g_set_object (&younger, find_twin (self, &found));
    }
  g_set_object (&older, found);
  g_assert_true (drop_folder_wait (lb_session_edit_caption (self->session, younger, DRAFT), NULL));
  queue_fixture_wait (self, is_weeded);
  queue_fixture_wait (self, has_draft);

  text = lb_session_dup_caption_text (self->session, older);
  g_assert_cmpstr (text, ==, DRAFT);
  g_assert_cmpint (lb_session_get_edit_state (self->session, younger), ==, LB_EDIT_SAVED);
  g_assert_null (lb_session_find_image (self->session, lb_image_get_id (younger)));
}

static void
test_too_late (QueueFixture *self, gconstpointer data)
{
  picture_host_expect (self->host, PICTURE_HOST_TAKE_AFTER);
  queue_fixture_make_pictures (self, 3);
  queue_fixture_add (self);
  queue_fixture_finish (self);
  queue_fixture_wait (self, has_sent_again);
  queue_fixture_wait (self, is_weeded);
  queue_fixture_assert_all (self, 3);
}

#define ADD(path, function) queue_fixture_add_test ("/jobs/upload-twins/" path, NULL, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("too-late", test_too_late);
  ADD ("much-too-late", test_much_too_late);
  ADD ("described-too-late", test_described_too_late);

  return g_test_run ();
}
