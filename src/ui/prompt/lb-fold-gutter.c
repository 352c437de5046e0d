#include "config.h"

#include "ui/prompt/lb-fold-gutter.h"

#include "ui/prompt/lb-json-view.h"

#define ICON_SIZE 16
#define WIDTH 18

struct _LbFoldGutter
{
  GtkSourceGutterRenderer parent_instance;

  GtkIconPaintable *icons[2]; /* (owned) (nullable): of what is open, and of what is folded */
};

G_DEFINE_FINAL_TYPE (LbFoldGutter, lb_fold_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static LbTextFolds *
get_folds (LbFoldGutter *self)
{
  return lb_json_view_get_folds (
    LB_JSON_VIEW (gtk_source_gutter_renderer_get_view (GTK_SOURCE_GUTTER_RENDERER (self))));
}

/* The column is at the left of the text whichever way the words go, and points at it. */
static GtkIconPaintable *
get_icon (LbFoldGutter *self, gboolean folded)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->icons[folded] == NULL)
    self->icons[folded] = gtk_icon_theme_lookup_icon (
      gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
      folded ? "pan-end-symbolic" : "pan-down-symbolic", NULL, ICON_SIZE,
      gtk_widget_get_scale_factor (widget), GTK_TEXT_DIR_LTR, 0);
  return self->icons[folded];
}

static void
forget_icons (LbFoldGutter *self)
{
  g_clear_object (&self->icons[FALSE]);
  g_clear_object (&self->icons[TRUE]);
}

static void
lb_fold_gutter_snapshot_line (GtkSourceGutterRenderer *renderer,
                              GtkSnapshot *snapshot,
                              GtkSourceGutterLines *lines,
                              guint line)
{
  LbFoldGutter *self = LB_FOLD_GUTTER (renderer);
  LbTextFolds *folds = get_folds (self);
  GtkIconPaintable *icon;
  GdkRGBA color;
  double y, height;

  if (lb_text_folds_get_block (folds, line) == NULL || lb_text_folds_is_hidden (folds, line))
    return;

  icon = get_icon (self, lb_text_folds_is_folded (folds, line));
  gtk_widget_get_color (GTK_WIDGET (self), &color);
  gtk_source_gutter_lines_get_line_extent (
    lines, line, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST, &y, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((gtk_widget_get_width (GTK_WIDGET (self)) - ICON_SIZE) / 2,
                                    (float) (y + (height - ICON_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, &color, 1);
  gtk_snapshot_restore (snapshot);
}

static gboolean
lb_fold_gutter_query_activatable (GtkSourceGutterRenderer *renderer,
                                  GtkTextIter *iter,
                                  GdkRectangle *area)
{
  return lb_text_folds_get_block (get_folds (LB_FOLD_GUTTER (renderer)),
                                  (guint) gtk_text_iter_get_line (iter)) != NULL;
}

static void
lb_fold_gutter_activate (GtkSourceGutterRenderer *renderer,
                         GtkTextIter *iter,
                         GdkRectangle *area,
                         guint button,
                         GdkModifierType state,
                         int n_presses)
{
  if (button == GDK_BUTTON_PRIMARY)
    lb_json_view_toggle (LB_JSON_VIEW (gtk_source_gutter_renderer_get_view (renderer)),
                         (guint) gtk_text_iter_get_line (iter));
}

static void
lb_fold_gutter_dispose (GObject *object)
{
  forget_icons (LB_FOLD_GUTTER (object));

  G_OBJECT_CLASS (lb_fold_gutter_parent_class)->dispose (object);
}

static void
lb_fold_gutter_class_init (LbFoldGutterClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_fold_gutter_dispose;
  renderer_class->snapshot_line = lb_fold_gutter_snapshot_line;
  renderer_class->query_activatable = lb_fold_gutter_query_activatable;
  renderer_class->activate = lb_fold_gutter_activate;
}

static void
lb_fold_gutter_init (LbFoldGutter *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "fold-gutter");
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, -1);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_icons), NULL);
}

GtkSourceGutterRenderer *
lb_fold_gutter_new (void)
{
  return g_object_new (LB_TYPE_FOLD_GUTTER, NULL);
}
