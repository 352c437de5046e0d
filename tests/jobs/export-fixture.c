#include "export-fixture.h"

#include <glib/gstdio.h>

void
export_fixture_set_up (ExportFixture *self, guint n_pictures)
{
  queue_fixture_set_up (&self->base);
  self->pictures = raw_host_new ();
  picture_host_set_links (self->base.host, raw_host_get_origin (self->pictures));
  self->place = g_build_filename (self->base.folder, "place", NULL);
  g_assert_cmpint (g_mkdir (self->place, 0700), ==, 0);
  if (n_pictures > 0)
    export_fixture_send (self, n_pictures);
}

void
export_fixture_tear_down (ExportFixture *self)
{
  queue_fixture_tear_down (&self->base);
  raw_host_free (self->pictures);
  g_free (self->place);
}

void
export_fixture_send (ExportFixture *self, guint n)
{
  queue_fixture_make_pictures (&self->base, n);
  queue_fixture_add (&self->base);
  queue_fixture_finish (&self->base);
}

void
export_fixture_serve_at (RawHost *host, const char *folder, guint n)
{
  static const char format[] = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n"
                               "Content-Length: %zu\r\n\r\n";
  g_autofree char *path = g_build_filename (folder, "drop", "1.png", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) answer = g_string_new (NULL);

      g_string_printf (answer, format, length);
      g_string_append_len (answer, bytes, (gssize) length);
      raw_host_answer (host, answer->str, (gssize) answer->len);
    }
}

void
export_fixture_serve (ExportFixture *self, guint n)
{
  export_fixture_serve_at (self->pictures, self->base.folder, n);
}

char *
export_fixture_ask_shell (ExportFixture *self, const char *words)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_spawn_sync (self->place, (char *[]) { "sh", "-c", (char *) words, NULL }, NULL,
                G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);

  return text;
}
