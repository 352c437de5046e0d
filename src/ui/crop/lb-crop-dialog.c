#include "config.h"

#include "ui/crop/lb-crop-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "jobs/lb-crop-advise.h"
#include "ui/crop/lb-crop-frame.h"
#include "ui/crop/lb-crop-words.h"
#include "ui/upload/lb-verdict-words.h"

/* The first two of the drop-down; the shapes follow. */
enum
{
  SHAPE_FREE,
  SHAPE_ORIGINAL,
  SHAPE_FIRST
};

struct _LbCropDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  LbCropFrame *frame;
  GtkLabel *size;
  GtkImage *icon;
  GtkLabel *words;
  GtkDropDown *shape_drop_down;
  GtkWidget *trim_button;
  GtkWidget *suggest_button;
  GtkWidget *reset_button;
  GtkWidget *apply_button;

  LbProbeResult probe;
  LbCropRoom room;
  LbAspectBucket original; /* the shape of the picture */
  LbCrop base;             /* what a shape is cut from */
  LbCropAdvice advice;
  gboolean increase;
  gboolean choosing; /* the drop-down follows the crop, and not the other way round */
};

G_DEFINE_FINAL_TYPE (LbCropDialog, lb_crop_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_APPLIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_style (GtkWidget *widget, const char *style)
{
  const char *classes[] = { style, NULL };

  gtk_widget_set_css_classes (widget, classes);
}

/* What it will be, and whether it can be added. */
static void
update (LbCropDialog *self)
{
  const LbCrop *crop = lb_crop_frame_get_crop (self->frame);
  LbProbeResult probe = self->probe;
  LbVerdict verdict;
  g_autofree char *size = lb_crop_size_words (crop);
  g_autofree char *words = NULL;

  lb_crop_apply_to_probe (crop, &probe);
  verdict = lb_rules_judge_picture (&probe, self->increase);
  words = lb_picture_verdict_words (verdict, &probe);
  gtk_label_set_label (self->size, size);
  gtk_label_set_label (self->words, words);
  gtk_image_set_from_icon_name (self->icon, lb_verdict_icon (verdict));
  set_style (GTK_WIDGET (self->icon), lb_verdict_style (verdict));
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "warning");
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->words), lb_verdict_style (verdict));
  gtk_widget_set_sensitive (self->reset_button, !lb_crop_is_whole (crop, &self->room));
}

static void
changed_cb (LbCropDialog *self)
{
  self->base = *lb_crop_frame_get_crop (self->frame);
  update (self);
}

/* (nullable) */
static const LbAspectBucket *
get_shape (LbCropDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->shape_drop_down);
  gsize n_shapes = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n_shapes);

  if (selected == SHAPE_ORIGINAL)
    return &self->original;

  return selected >= SHAPE_FIRST && selected < SHAPE_FIRST + n_shapes
           ? &shapes[selected - SHAPE_FIRST]
           : NULL;
}

static void
shape_selected_cb (LbCropDialog *self)
{
  const LbAspectBucket *shape = get_shape (self);
  LbCrop crop = self->base;

  lb_crop_frame_set_shape (self->frame, shape);
  if (self->choosing || shape == NULL || self->room.width == 0)
    return;

  lb_crop_take_shape (&crop, shape, &self->room);
  lb_crop_frame_set_crop (self->frame, &crop);
  update (self);
}

/* @shape: (nullable): of the crop. */
static void
choose_shape (LbCropDialog *self, const LbAspectBucket *shape)
{
  gsize n_shapes = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n_shapes);

  self->choosing = TRUE;
  gtk_drop_down_set_selected (self->shape_drop_down,
                              shape != NULL ? SHAPE_FIRST + (guint) (shape - shapes) : SHAPE_FREE);
  self->choosing = FALSE;
}

/* A crop that comes with its own shape. */
static void
take_crop (LbCropDialog *self, const LbCrop *crop)
{
  lb_crop_frame_set_crop (self->frame, crop);
  choose_shape (
    self, lb_crop_is_set (crop) ? lb_aspect_bucket_find_exact (crop->width, crop->height) : NULL);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->frame));
}

static void
trim_clicked_cb (GtkButton *button, LbCropDialog *self)
{
  take_crop (self, &self->advice.trimmed);
}

static void
suggest_clicked_cb (GtkButton *button, LbCropDialog *self)
{
  take_crop (self, &self->advice.suggested);
}

static void
reset_clicked_cb (GtkButton *button, LbCropDialog *self)
{
  const LbCrop none = { 0 };

  take_crop (self, &none);
}

static void
apply_clicked_cb (GtkButton *button, LbCropDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_APPLIED], 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static DexFuture *
advised_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCropDialog) self = g_weak_ref_get (data);
  g_autoptr (LbCropAdvice) advice = dex_await_boxed (dex_ref (future), NULL);

  if (self == NULL)
    return dex_future_new_true ();

  if (advice != NULL)
    self->advice = *advice;
  gtk_widget_set_sensitive (self->trim_button, lb_crop_is_set (&self->advice.trimmed));
  gtk_widget_set_sensitive (self->suggest_button, lb_crop_is_set (&self->advice.suggested));
  if (!lb_crop_is_set (&self->advice.trimmed))
    gtk_widget_set_tooltip_text (self->trim_button, _ ("No margins were found"));
  if (!lb_crop_is_set (&self->advice.suggested))
    gtk_widget_set_tooltip_text (self->suggest_button, _ ("The picture is good as it is"));

  return dex_future_new_true ();
}

static void
fill_shapes (LbCropDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gsize n_shapes = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n_shapes);

  gtk_string_list_append (names, C_ ("aspect ratio", "Free"));
  gtk_string_list_append (names, C_ ("aspect ratio", "Original"));
  for (gsize i = 0; i < n_shapes; i++)
    gtk_string_list_append (names, shapes[i].name);
  self->choosing = TRUE;
  gtk_drop_down_set_model (self->shape_drop_down, G_LIST_MODEL (names));
  self->choosing = FALSE;
}

static void
lb_crop_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_CROP_DIALOG);

  G_OBJECT_CLASS (lb_crop_dialog_parent_class)->dispose (object);
}

static void
lb_crop_dialog_class_init (LbCropDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_crop_dialog_dispose;

  signals[SIGNAL_APPLIED] = g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_CROP_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/crop/lb-crop-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, frame);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, size);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, words);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, shape_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, trim_button);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, suggest_button);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, reset_button);
  gtk_widget_class_bind_template_child (widget_class, LbCropDialog, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shape_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, trim_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked_cb);
}

static void
lb_crop_dialog_init (LbCropDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_shapes (self);
}

LbCropDialog *
lb_crop_dialog_new (const char *name,
                    GFile *file,
                    GBytes *bytes,
                    const LbProbeResult *probe,
                    const LbCrop *crop,
                    gboolean increase_resolution)
{
  LbCropDialog *self = g_object_new (LB_TYPE_CROP_DIALOG, NULL);

  self->probe = *probe;
  self->increase = increase_resolution;
  self->room.side_min = increase_resolution ? LB_LIMIT_SIDE_MIN : LB_LIMIT_SIDE_TARGET;
  lb_probe_result_shown_size (probe, &self->room.width, &self->room.height);
  self->original = (LbAspectBucket) { "", self->room.width, self->room.height };
  adw_window_title_set_subtitle (self->window_title, name);
  lb_crop_frame_set_file (self->frame, file, bytes, &self->room);
  take_crop (self, crop);
  dex_future_disown (dex_future_finally (lb_crop_advise (file, bytes, &self->room), advised_cb,
                                         lb_weak_new (self), lb_weak_free));

  return self;
}

LbCrop
lb_crop_dialog_get_crop (LbCropDialog *self)
{
  const LbCrop none = { 0 };
  const LbCrop *crop = NULL;

  g_return_val_if_fail (LB_IS_CROP_DIALOG (self), none);

  crop = lb_crop_frame_get_crop (self->frame);
  return lb_crop_is_whole (crop, &self->room) ? none : *crop;
}
