#include "config.h"

#include "ui/prompt/lb-issue-gutter.h"

#include "ui/prompt/lb-json-view.h"

#define ICON_SIZE 14
#define WIDTH 22

struct _LbIssueGutter
{
  GtkSourceGutterRenderer parent_instance;

  const char *category;
  GtkIconPaintable *icon; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbIssueGutter, lb_issue_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static void
load_icon (LbIssueGutter *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_clear_object (&self->icon);
  self->icon = gtk_icon_theme_lookup_icon (
    gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), "dialog-error-symbolic", NULL,
    ICON_SIZE, gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);
}

static LbTextFolds *
get_folds (GtkSourceGutterLines *lines)
{
  return lb_json_view_get_folds (LB_JSON_VIEW (gtk_source_gutter_lines_get_view (lines)));
}

/* What is wrong in what is folded is marked where it begins. */
static gboolean
has_issue (LbIssueGutter *self, GtkSourceGutterLines *lines, guint line)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_source_gutter_lines_get_buffer (lines));
  LbTextFolds *folds = get_folds (lines);
  GSList *marks = gtk_source_buffer_get_source_marks_at_line (buffer, (int) line, self->category);
  const gboolean found = marks != NULL;
  GtkTextIter iter;

  g_slist_free (marks);
  if (found || !lb_text_folds_is_folded (folds, line))
    return found;

  gtk_source_gutter_lines_get_iter_at_line (lines, &iter, line);
  return gtk_source_buffer_forward_iter_to_source_mark (buffer, &iter, self->category) &&
         lb_text_folds_is_hidden (folds, (guint) gtk_text_iter_get_line (&iter));
}

static void
lb_issue_gutter_snapshot_line (GtkSourceGutterRenderer *renderer,
                               GtkSnapshot *snapshot,
                               GtkSourceGutterLines *lines,
                               guint line)
{
  LbIssueGutter *self = LB_ISSUE_GUTTER (renderer);
  GdkRGBA color;
  double y, height;

  if (lb_text_folds_is_hidden (get_folds (lines), line) || !has_issue (self, lines, line))
    return;
  if (self->icon == NULL)
    load_icon (self);

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  gtk_source_gutter_lines_get_line_extent (
    lines, line, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST, &y, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((gtk_widget_get_width (GTK_WIDGET (self)) - ICON_SIZE) / 2,
                                    (float) (y + (height - ICON_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->icon), snapshot,
                                            ICON_SIZE, ICON_SIZE, &color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
lb_issue_gutter_dispose (GObject *object)
{
  LbIssueGutter *self = LB_ISSUE_GUTTER (object);

  g_clear_object (&self->icon);

  G_OBJECT_CLASS (lb_issue_gutter_parent_class)->dispose (object);
}

static void
lb_issue_gutter_class_init (LbIssueGutterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_issue_gutter_dispose;
  GTK_SOURCE_GUTTER_RENDERER_CLASS (klass)->snapshot_line = lb_issue_gutter_snapshot_line;
}

static void
lb_issue_gutter_init (LbIssueGutter *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "issue-gutter");
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, -1);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (load_icon), NULL);
}

GtkSourceGutterRenderer *
lb_issue_gutter_new (const char *category)
{
  LbIssueGutter *self = g_object_new (LB_TYPE_ISSUE_GUTTER, NULL);

  self->category = category;
  return GTK_SOURCE_GUTTER_RENDERER (self);
}
