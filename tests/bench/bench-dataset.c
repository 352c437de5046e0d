#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../ui/page-fixture.h"
#include "archive/lb-zip-writer.h"
#include "bench-begin.h"
#include "bench-figures.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-job.h"
#include "loop-probe.h"
#include "session/lb-service-process.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/dataset/lb-image-list.h"
#include "ui/dataset/lb-image-tile.h"

/* Opens a large dataset as it is opened after a start and, once the whole list is there, which is
 * later than the first tiles, scrolls through it: first as after a swing of the wheel, then with a
 * leap to other images in each frame, as the scroll bar does when it is pulled from end to end; and
 * through the list of it as after a swing of the wheel.
 * What a smaller one costs is to be asked for in a run of its own, since memory is never given back
 * whole. */

#define N_IMAGES 5000
#define N_FRAMES 240
#define N_QUIET_FRAMES 5
#define SCROLL_PX 64 /* in a frame: five screens in a second */

typedef struct
{
  PageFixture base;
  ServiceFixture many;   /* whose data outlives this run when it is asked for */
  LbSession *session;    /* (owned): of that, which has seen nothing yet */
  LbDataset *dataset;    /* (unowned) of that */
  LbDatasetPage *page;   /* (unowned) in the window */
  BenchFigures *figures; /* (owned) */
  gint64 since_us;       /* the page was asked for, or the last frame was painted */
  gint64 first_us;       /* the first frame with tiles, 0 until then */
  GtkAdjustment *scroll; /* (unowned) (nullable) until it scrolls */
  int n_images;          /* it has */
  const char *way;       /* "scroll", "leap" or "list" */
  guint n_frames;        /* since it scrolls */
  guint n_painted;       /* since it was to be quiet */
} Bench;

/* The dataset. */

static void
write_zip (const char *path, int n_images)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) output =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));

  for (int i = 1; i <= n_images; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05d.png", i);
      g_autoptr (GBytes) picture = make_picture (1024, 1024, 0x1F3D5Bu * (guint32) i);

      g_assert_true (lb_zip_writer_add_bytes (writer, name, picture, NULL, NULL));
    }
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (output), NULL, NULL));
}

static void
note_end_cb (LbBulkUpload *upload, GParamSpec *pspec, gboolean *ended)
{
  *ended = lb_bulk_upload_get_ended (upload);
}

/* Only a ZIP file brings so many in. */
static void
import (Bench *self, int n_images)
{
  g_autofree char *state_dir = g_build_filename (self->base.service.root, "maker", NULL);
  g_autofree char *path = g_build_filename (self->base.service.root, "many.zip", NULL);
  g_autoptr (LbSession) session = lb_session_new_local (self->many.data_dir, state_dir);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (FALSE);
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbBulkJob) job = NULL;
  g_autoptr (LbBulkUpload) upload = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  gboolean ended = FALSE;

  g_printerr ("%d images…\n", n_images);
  write_zip (path, n_images);
  g_assert_true (wait_true (lb_session_open (session)));
  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (session, wanted));
  dataset = wait_object (lb_session_create_dataset (session, project, "Many", "fibo", "advanced"));
  g_list_store_append (files, file);
  g_assert_true (wait_true (lb_bulk_check_run (check, G_LIST_MODEL (files))));
  job = lb_bulk_job_new (session, dataset, lb_bulk_check_get_report (check));
  upload = wait_object (lb_bulk_job_run (job));
  g_signal_connect (upload, "notify", G_CALLBACK (note_end_cb), &ended);
  ended = lb_bulk_upload_get_ended (upload);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (lb_bulk_upload_get_done (upload), ==, n_images);
  g_signal_handlers_disconnect_by_data (upload, &ended);
  lb_session_close (session);
}

static LbDataset *
find_dataset (LbSession *session, const char *name)
{
  GListModel *datasets = lb_session_get_datasets (session);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);

      if (g_str_equal (lb_dataset_get_name (dataset), name))
        return dataset; /* the list keeps it */
    }
  g_assert_not_reached ();
}

/* What is seen. */

static guint
count_tiles (GtkWidget *widget, gboolean mapped)
{
  guint n_tiles = LB_IS_IMAGE_TILE (widget) && (!mapped || gtk_widget_get_mapped (widget)) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_tiles += count_tiles (child, mapped);
  return n_tiles;
}

static void
add_way (Bench *self, const char *what, gint64 time_us)
{
  g_autofree char *name = g_strconcat (self->way, "-", what, NULL);

  bench_figures_add (self->figures, name, (double) time_us / 1000);
}

static void
painted_cb (GdkFrameClock *clock, Bench *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  self->n_painted++;
  if (self->page == NULL)
    return;
  if (self->first_us == 0 && count_tiles (GTK_WIDGET (self->page), TRUE) > 0)
    self->first_us = now_us;
  if (self->scroll == NULL)
    return;

  add_way (self, "frame", now_us - self->since_us);
  add_way (self, "block", loop_probe_take_longest_us ());
  self->since_us = now_us;
  self->n_frames++;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  const double end =
    gtk_adjustment_get_upper (self->scroll) - gtk_adjustment_get_page_size (self->scroll);

  if (g_str_equal (self->way, "leap"))
    gtk_adjustment_set_value (self->scroll, end * self->n_frames / N_FRAMES);
  else
    gtk_adjustment_set_value (self->scroll, MIN (SCROLL_PX * self->n_frames, end));
  return G_SOURCE_CONTINUE;
}

static gboolean
is_painted (gpointer data)
{
  return ((Bench *) data)->first_us != 0;
}

static gboolean
has_scrolled (gpointer data)
{
  return ((Bench *) data)->n_frames >= N_FRAMES;
}

static gboolean
is_whole (gpointer data)
{
  Bench *self = data;
  GListModel *images = lb_session_get_images (self->session, self->dataset);

  return g_list_model_get_n_items (images) == (guint) self->n_images;
}

static void
open_dataset (Bench *self)
{
  self->since_us = g_get_monotonic_time ();
  self->page = lb_dataset_page_new (self->session, self->dataset);
  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (self->page));
  wait_until (is_painted, self, "the first tiles");
  bench_figures_add (self->figures, "first-tiles",
                     (double) (self->first_us - self->since_us) / 1000);
  wait_until (is_whole, self, "all images");
  bench_figures_add (self->figures, "whole-list",
                     (double) (g_get_monotonic_time () - self->since_us) / 1000);
}

static gboolean
draw_again_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_quiet (gpointer data)
{
  return ((Bench *) data)->n_painted >= N_QUIET_FRAMES;
}

static void
scroll_through (Bench *self, const char *way, GtkWidget *view)
{
  guint tick;

  self->n_painted = 0;
  tick = gtk_widget_add_tick_callback (view, draw_again_cb, NULL, NULL);
  wait_until (is_quiet, self, "what the opening left to be drawn");
  gtk_widget_remove_tick_callback (view, tick);

  self->scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  self->way = way;
  self->n_frames = 0;
  self->since_us = g_get_monotonic_time ();
  loop_probe_restart ();
  tick = gtk_widget_add_tick_callback (view, tick_cb, self, NULL);
  wait_until (has_scrolled, self, "the end of the dataset");
  gtk_widget_remove_tick_callback (view, tick);
  self->scroll = NULL;
}

/* Of this process, in MiB. */
static double
read_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);

  return g_ascii_strtod (line + strlen ("VmRSS:"), NULL) / 1024;
}

static void
open_session (Bench *self, const char *folder, int n_images)
{
  g_autofree char *state_dir = g_build_filename (self->base.service.root, "another", NULL);
  g_autofree char *made = g_build_filename (folder, "made", NULL);

  self->many.data_dir = g_build_filename (folder, "data", NULL);
  self->many.socket_path = lb_service_socket_path (self->many.data_dir);
  if (!g_file_test (made, G_FILE_TEST_EXISTS))
    {
      import (self, n_images);
      g_assert_true (g_file_set_contents (made, "", 0, NULL));
    }
  self->session = lb_session_new_local (self->many.data_dir, state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->dataset = find_dataset (self->session, "Many");
}

static void
name_figures (Bench *self)
{
  self->figures = bench_figures_new ("dataset");
  bench_figures_name (self->figures, "first-tiles", 1000);
  bench_figures_name (self->figures, "whole-list", 0);
  bench_figures_name (self->figures, "scroll-frame", 0);
  bench_figures_name (self->figures, "scroll-block", 16);
  bench_figures_name (self->figures, "leap-frame", 0);
  bench_figures_name (self->figures, "leap-block", 0);
  bench_figures_name (self->figures, "list-frame", 0);
  bench_figures_name (self->figures, "list-block", 16);
  bench_figures_count (self->figures, "tiles", "");
  bench_figures_count (self->figures, "memory", "MiB");
}

int
main (int argc, char **argv)
{
  gboolean json = FALSE;
  int n_images = N_IMAGES;
  g_autofree char *kept = NULL;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { "images", 0, 0, G_OPTION_ARG_INT, &n_images, "How many there are", "N" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &kept, "Keep the dataset there, for the next time",
      "FOLDER" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Bench self = { 0 };
  GtkWidget *grid;
  GtkWidget *list;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_images < 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "There must be images.");
      return 2;
    }
  bench_begin (argv);
  name_figures (&self);

  page_fixture_set_up (&self.base, 0);
  self.n_images = n_images;
  open_session (&self, kept != NULL ? kept : self.base.service.root, n_images);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self.base.window)), "after-paint",
                    G_CALLBACK (painted_cb), &self);

  open_dataset (&self);
  grid = page_child (self.page, LB_TYPE_DATASET_PAGE, "grid");
  scroll_through (&self, "scroll", grid);
  scroll_through (&self, "leap", grid);
  bench_figures_add (self.figures, "tiles", count_tiles (GTK_WIDGET (self.page), FALSE));
  bench_figures_add (self.figures, "memory", read_memory ());
  g_object_set (self.page, "view", "list", NULL);
  list = page_child (self.page, LB_TYPE_DATASET_PAGE, "list");
  scroll_through (&self, "list", page_child (list, LB_TYPE_IMAGE_LIST, "view"));
  bench_figures_print (self.figures, json);

  self.page = NULL;
  lb_session_close (self.session);
  g_object_unref (self.session);
  service_fixture_kill (&self.many);
  page_fixture_tear_down (&self.base);
  g_free (self.many.data_dir);
  g_free (self.many.socket_path);
  bench_figures_free (self.figures);

  return 0;
}
