#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ctl-run.h"
#include "drop-folder.h"
#include "fault-disk.h"
#include "test-client-fixture.h"

/* The command line and the service, whose data are on a disk that gets full. */

#define N_PICTURES 4
#define DISK_MIB 32
/* An eighth of the disk stays free; then more than one picture, and less than all of them. */
#define LEFT_BYTES (DISK_MIB / 8 * 1024 * 1024 + 2560 * 1024)

typedef struct
{
  ServiceFixture service;
  char *folder;
} Fixture;

#define CTL(self, output, complaint, command, ...)                                                 \
  RUN ((self)->folder, output, complaint, command, "--data", (self)->service.data_dir, __VA_ARGS__)

/* About a megabyte, which nothing makes smaller. */
static void
add_noise (Fixture *self, const char *name)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 1024, 1024);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  for (int y = 0; y < 1024; y++)
    for (int x = 0; x < 1024; x++)
      memset (pixels + y * stride + x * 3, g_test_rand_int_range (0, 256), 3);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", &error, NULL));
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  fault_disk_mount (self->service.root, DISK_MIB);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  self->folder = drop_folder_new ();
  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      add_noise (self, name);
    }
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=other"),
                   ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  service_fixture_kill (&self->service);
  fault_disk_unmount (self->service.root);
  service_fixture_tear_down (&self->service);
  drop_folder_free (self->folder);
}

static guint
count_images (Fixture *self)
{
  g_autofree char *listed = NULL;
  guint n = 0;

  g_assert_cmpint (CTL (self, &listed, NULL, "list", "Boats"), ==, 0);
  for (const char *at = listed; *at != '\0'; at++)
    n += *at == '\n';

  return n;
}

/* It ends, says why, and is gone on with where it was. */
static void
test_add (Fixture *self, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *shown = NULL;

  fault_disk_fill (self->service.root, LEFT_BYTES);
  g_assert_cmpint (CTL (self, &output, &complaint, "add", "Boats", "."), >=, 2);
  g_assert_nonnull (strstr (complaint, "The disk is full"));
  counted = g_strdup_printf ("%u of %u files added", count_images (self), N_PICTURES);
  g_test_message ("%s%s", output, complaint);
  g_assert_nonnull (strstr (output, counted));

  g_assert_cmpint (CTL (self, &shown, NULL, "show", "Boats"), ==, 0);
  g_assert_nonnull (strstr (shown, "Harbour/Boats"));
  g_assert_cmpuint (count_images (self), <, N_PICTURES);

  fault_disk_make_room (self->service.root);
  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", "."), ==, 0);
  g_assert_cmpuint (count_images (self), ==, N_PICTURES);
}

/* What only reads does so on a disk that has no room at all, and says what is not kept. */
static void
test_read (Fixture *self, gconstpointer data)
{
  g_autofree char *shown = NULL;
  g_autofree char *datasets = NULL;
  g_autofree char *full = NULL;

  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", "0.png"), ==, 0);
  fault_disk_fill (self->service.root, 0);
  g_assert_cmpint (CTL (self, &shown, NULL, "show", "Boats"), ==, 0);
  g_assert_nonnull (strstr (shown, "Harbour/Boats"));
  g_assert_cmpint (CTL (self, &datasets, NULL, "datasets", "--names"), ==, 0);
  g_assert_cmpstr (datasets, ==, "Harbour/Boats\n");
  g_assert_cmpuint (count_images (self), ==, 1);
  g_assert_cmpint (CTL (self, NULL, &full, "rename", "Boats", "Ships"), !=, 0);
  g_assert_cmpstr (full, !=, "");
  fault_disk_make_room (self->service.root);
  g_assert_cmpint (CTL (self, NULL, NULL, "rename", "Boats", "Ships"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fault_disk_go_aside ();
  dex_init ();
  g_test_add ("/ctl-full-disk/add", Fixture, NULL, set_up, test_add, tear_down);
  g_test_add ("/ctl-full-disk/read", Fixture, NULL, set_up, test_read, tear_down);

  return g_test_run ();
}
