#include "config.h"

#include "ui/history/lb-step-change-row.h"

#include "ui/history/lb-step-change-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbStepChangeRow
{
  AdwBin parent_instance;

  LbThumbnail *thumbnail;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *arrow;
};

G_DEFINE_FINAL_TYPE (LbStepChangeRow, lb_step_change_row, ADW_TYPE_BIN)

static void
lb_step_change_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_STEP_CHANGE_ROW);

  G_OBJECT_CLASS (lb_step_change_row_parent_class)->dispose (object);
}

static void
lb_step_change_row_class_init (LbStepChangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_step_change_row_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/history/lb-step-change-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbStepChangeRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbStepChangeRow, title);
  gtk_widget_class_bind_template_child (widget_class, LbStepChangeRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LbStepChangeRow, arrow);
}

static void
lb_step_change_row_init (LbStepChangeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_step_change_row_new (void)
{
  return g_object_new (LB_TYPE_STEP_CHANGE_ROW, NULL);
}

void
lb_step_change_row_set_change (LbStepChangeRow *self,
                               LbSession *session,
                               LbHistoryStep *step,
                               LbStepChange *change)
{
  gpointer object = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (LB_IS_STEP_CHANGE_ROW (self));

  if (change == NULL)
    {
      lb_thumbnail_set_image (self->thumbnail, NULL, NULL);
      return;
    }

  object = lb_step_change_get_object (change);
  name = lb_step_change_name_words (change, step);
  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->subtitle, lb_step_change_state_words (change));
  gtk_widget_set_visible (self->arrow, lb_step_change_has_texts (change));
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail),
                          lb_step_change_get_thing (change) == LB_HISTORY_IMAGE);
  if (LB_IS_IMAGE (object))
    lb_thumbnail_set_image (self->thumbnail, session, object);
  else
    lb_thumbnail_set_missing (self->thumbnail);
}
