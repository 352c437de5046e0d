#include "config.h"

#include "ui/crop/lb-crop-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "ui/crop/lb-crop-frame.h"
#include "ui/crop/lb-crop-words.h"
#include "ui/widgets/lb-pixel-size.h"

struct _LbCropRow
{
  AdwBin parent_instance;

  GtkCheckButton *check;
  LbCropFrame *frame;
  GtkLabel *name;
  GtkLabel *detail;

  LbCropProposal *proposal; /* (owned) (nullable) */
  GBinding *binding;        /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbCropRow, lb_crop_row, ADW_TYPE_BIN)

static void
unbind (LbCropRow *self)
{
  if (self->binding != NULL)
    g_binding_unbind (self->binding);
  g_clear_object (&self->binding);
  g_clear_object (&self->proposal);
}

static void
lb_crop_row_dispose (GObject *object)
{
  unbind (LB_CROP_ROW (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_CROP_ROW);

  G_OBJECT_CLASS (lb_crop_row_parent_class)->dispose (object);
}

static void
lb_crop_row_class_init (LbCropRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_crop_row_dispose;

  g_type_ensure (LB_TYPE_CROP_FRAME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/crop/lb-crop-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCropRow, check);
  gtk_widget_class_bind_template_child (widget_class, LbCropRow, frame);
  gtk_widget_class_bind_template_child (widget_class, LbCropRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbCropRow, detail);
}

static void
lb_crop_row_init (LbCropRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_crop_row_new (void)
{
  return g_object_new (LB_TYPE_CROP_ROW, NULL);
}

typedef struct
{
  GWeakRef *row;            /* (owned) */
  LbCropProposal *proposal; /* (owned) */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  lb_weak_free (self->row);
  g_object_unref (self->proposal);
  g_free (self);
}

static void
show_picture (LbCropRow *self, GFile *file, GBytes *bytes)
{
  LbCropSource *source = lb_crop_proposal_get_source (self->proposal);
  const LbCropRoom room =
    lb_crop_source_get_room (source, lb_crop_proposal_get_picture (self->proposal));

  lb_crop_frame_set_file (self->frame, file, bytes, &room);
  lb_crop_frame_set_crop (self->frame, lb_crop_proposal_get_crop (self->proposal));
}

/* The row may be that of another picture by now. */
static DexFuture *
read_cb (DexFuture *future, gpointer data)
{
  Reading *reading = data;
  g_autoptr (LbCropRow) self = g_weak_ref_get (reading->row);
  GBytes *bytes = g_value_get_boxed (dex_future_get_value (future, NULL));

  if (self != NULL && self->proposal == reading->proposal)
    show_picture (self, NULL, bytes);

  return NULL;
}

static void
load_picture (LbCropRow *self)
{
  LbCropSource *source = lb_crop_proposal_get_source (self->proposal);
  gpointer picture = lb_crop_proposal_get_picture (self->proposal);
  GFile *file = lb_crop_source_get_file (source, picture);
  Reading *reading = NULL;

  show_picture (self, file, NULL);
  if (file != NULL)
    return;

  reading = g_new0 (Reading, 1);
  reading->row = lb_weak_new (self);
  reading->proposal = g_object_ref (self->proposal);
  dex_future_disown (
    dex_future_then (lb_crop_source_read (source, picture), read_cb, reading, reading_free));
}

void
lb_crop_row_bind (LbCropRow *self, LbCropProposal *proposal)
{
  LbCropSource *source = NULL;
  LbCropRoom room = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *size = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (LB_IS_CROP_ROW (self));

  unbind (self);
  if (proposal == NULL)
    {
      lb_crop_frame_set_file (self->frame, NULL, NULL, &room);
      return;
    }

  self->proposal = g_object_ref (proposal);
  source = lb_crop_proposal_get_source (proposal);
  room = lb_crop_source_get_room (source, lb_crop_proposal_get_picture (proposal));
  name =
    lb_visible_text (lb_crop_source_get_name (source, lb_crop_proposal_get_picture (proposal)));
  whole = lb_pixel_size_words (room.width, room.height);
  size = lb_crop_size_words (lb_crop_proposal_get_crop (proposal));
  /* Translators: the size of a picture now, and what would be left of it: “4000 × 3000 → 4:5,
   * 1024 × 1280” */
  detail = g_strdup_printf (_ ("%s → %s"), whole, size);
  /* Translators: what a screen reader says of a check: the name of a file, and the size of the
   * picture before and after */
  spoken = g_strdup_printf (_ ("Crop %s, %s"), name, detail);

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->detail, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  load_picture (self);
  self->binding = g_object_ref (g_object_bind_property (
    proposal, "chosen", self->check, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL));
}
