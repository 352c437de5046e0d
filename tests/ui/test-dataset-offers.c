#include "page-fixture.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/upload/lb-offer.h"

/* What the clipboard and a drag hold, read the same way. */
typedef struct
{
  PageFixture base;
  LbDatasetPage *page; /* (unowned) in the window */
  GdkClipboard *clipboard;
  GListModel *files; /* (owned) (nullable): offered by the page */
  GBytes *picture;   /* (owned) (nullable): the same */
  char *toast;       /* (owned) (nullable): the last one */
} Fixture;

static void
files_cb (LbDatasetPage *page, GListModel *files, Fixture *self)
{
  g_set_object (&self->files, files);
}

static void
picture_cb (LbDatasetPage *page, GBytes *bytes, const char *name, Fixture *self)
{
  g_clear_pointer (&self->picture, g_bytes_unref);
  self->picture = g_bytes_ref (bytes);
}

static void
toast_cb (LbDatasetPage *page, AdwToast *toast, Fixture *self)
{
  g_set_str (&self->toast, adw_toast_get_title (toast));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, 0);
  self->page = lb_dataset_page_new (self->base.session, self->base.dataset);
  g_signal_connect (self->page, "add-files", G_CALLBACK (files_cb), self);
  g_signal_connect (self->page, "add-picture", G_CALLBACK (picture_cb), self);
  g_signal_connect (self->page, "toast", G_CALLBACK (toast_cb), self);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->page));
  self->clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->page));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
  g_clear_object (&self->files);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_free (self->toast);
}

static GdkContentProvider *
offer (const char *mime_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes (mime_type, bytes);
}

static void
hold (Fixture *self, GdkContentProvider *one, GdkContentProvider *other)
{
  GdkContentProvider *both[] = { one, other };
  g_autoptr (GdkContentProvider) content =
    gdk_content_provider_new_union (both, other != NULL ? 2 : 1);

  g_assert_true (gdk_clipboard_set_content (self->clipboard, content));
  g_clear_object (&self->files);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->toast, g_free);
}

static gboolean
has_answer (gpointer data)
{
  Fixture *self = data;

  return self->files != NULL || self->picture != NULL || self->toast != NULL;
}

static void
paste (Fixture *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.paste", NULL);
  wait_until (has_answer, self, "what came of the paste");
  page_settle ();
}

static void
test_bytes_before_link (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) png = make_picture (32, 32, 0x224466);

  hold (self, offer ("text/uri-list", "https://example.org/boat.png\r\n"),
        gdk_content_provider_new_for_bytes ("image/png", png));
  paste (self);
  g_assert_null (self->files);
  g_assert_nonnull (self->picture);
  g_assert_true (g_bytes_equal (self->picture, png));
  g_assert_null (self->toast);

  hold (self, offer ("text/x-moz-url", "https://example.org/boat.png\nA boat"),
        gdk_content_provider_new_for_bytes ("image/png", png));
  paste (self);
  g_assert_nonnull (self->picture);
}

static void
test_bare_link (Fixture *self, gconstpointer data)
{
  static const char *const types[] = { "text/uri-list", "text/x-moz-url",
                                       "text/plain;charset=utf-8" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      hold (self, offer (types[i], "https://example.org/boat.png"), NULL);
      paste (self);
      g_assert_cmpstr (self->toast, ==,
                       "Links can’t be added. Save the picture first, then drop the file.");
      g_assert_null (self->files);
      g_assert_null (self->picture);
    }
}

static void
test_files (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) png = make_picture (32, 32, 0x224466);
  g_autoptr (GFile) first = NULL;

  /* A file goes before its own bytes: it has a name and a place. */
  hold (self, offer ("text/uri-list", "file:///tmp/boat.png\r\nfile:///tmp/folder\r\n"),
        gdk_content_provider_new_for_bytes ("image/png", png));
  paste (self);
  g_assert_nonnull (self->files);
  g_assert_cmpuint (g_list_model_get_n_items (self->files), ==, 2);
  first = g_list_model_get_item (self->files, 0);
  g_assert_cmpstr (g_file_peek_path (first), ==, "/tmp/boat.png");
  g_assert_null (self->picture);
  g_assert_null (self->toast);
}

static void
test_mixed (Fixture *self, gconstpointer data)
{
  hold (self,
        offer ("text/uri-list",
               "# from a browser\r\nhttps://example.org/a.png\r\nfile:///tmp/boat.png\r\n"),
        offer ("text/plain;charset=utf-8", "some words"));
  paste (self);
  g_assert_nonnull (self->files);
  g_assert_cmpuint (g_list_model_get_n_items (self->files), ==, 1);
  g_assert_cmpstr (self->toast, ==, "1 link can’t be added");
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  hold (self, offer ("text/plain;charset=utf-8", "a boat, seen from the pier: red"), NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "There is no picture to paste");
  g_assert_null (self->files);

  hold (self, offer ("application/x-something", "?"), NULL);
  paste (self);
  g_assert_cmpstr (self->toast, ==, "There is no picture to paste");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/offers/bytes-before-link", test_bytes_before_link);
  add ("/ui/offers/bare-link", test_bare_link);
  add ("/ui/offers/files", test_files);
  add ("/ui/offers/mixed", test_mixed);
  add ("/ui/offers/nothing", test_nothing);

  return g_test_run ();
}
