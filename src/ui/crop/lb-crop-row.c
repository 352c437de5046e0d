#include "config.h"

#include "ui/crop/lb-crop-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
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

  GBinding *binding; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbCropRow, lb_crop_row, ADW_TYPE_BIN)

static void
unbind (LbCropRow *self)
{
  if (self->binding != NULL)
    g_binding_unbind (self->binding);
  g_clear_object (&self->binding);
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

void
lb_crop_row_bind (LbCropRow *self, LbCropProposal *proposal)
{
  LbCandidate *candidate = NULL;
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

  candidate = lb_crop_proposal_get_candidate (proposal);
  room = lb_candidate_get_crop_room (candidate, TRUE);
  name = lb_visible_text (lb_candidate_get_name (candidate));
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
  lb_crop_frame_set_file (self->frame, lb_candidate_get_file (candidate),
                          lb_candidate_get_bytes (candidate), &room);
  lb_crop_frame_set_crop (self->frame, lb_crop_proposal_get_crop (proposal));
  self->binding = g_object_ref (g_object_bind_property (
    proposal, "chosen", self->check, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL));
}
