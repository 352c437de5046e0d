#include "config.h"

#include "ui/duplicates/lb-duplicate-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/duplicates/lb-duplicate-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbDuplicateRow
{
  GtkBox parent_instance;

  GtkCheckButton *check;
  LbThumbnail *thumbnail;
  GtkLabel *title;
  GtkLabel *subtitle;

  LbSession *session;      /* (owned) (nullable) */
  LbDuplicateGroup *group; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbDuplicateRow, lb_duplicate_row, GTK_TYPE_BOX)

static void
show_keeper (LbDuplicateRow *self)
{
  LbImage *image =
    lb_duplicate_group_get (self->group, lb_duplicate_group_get_keeper (self->group))->image;
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  /* Translators: of duplicates; %s is the name of the image that is kept */
  g_autofree char *spoken = g_strdup_printf (_ ("Remove the duplicates of %s"), name);

  lb_thumbnail_set_image (self->thumbnail, self->session, image);
  gtk_label_set_label (self->title, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
show_included (LbDuplicateRow *self)
{
  gtk_check_button_set_active (self->check, lb_duplicate_group_get_included (self->group));
}

static void
toggled_cb (LbDuplicateRow *self)
{
  if (self->group != NULL)
    lb_duplicate_group_set_included (self->group, gtk_check_button_get_active (self->check));
}

static void
drop_group (LbDuplicateRow *self)
{
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  g_clear_object (&self->group);
  g_clear_object (&self->session);
}

static void
lb_duplicate_row_dispose (GObject *object)
{
  LbDuplicateRow *self = LB_DUPLICATE_ROW (object);

  drop_group (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_DUPLICATE_ROW);

  G_OBJECT_CLASS (lb_duplicate_row_parent_class)->dispose (object);
}

static void
lb_duplicate_row_class_init (LbDuplicateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_duplicate_row_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/duplicates/lb-duplicate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateRow, check);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateRow, title);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateRow, subtitle);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
lb_duplicate_row_init (LbDuplicateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_duplicate_row_new (void)
{
  return g_object_new (LB_TYPE_DUPLICATE_ROW, NULL);
}

void
lb_duplicate_row_set_group (LbDuplicateRow *self, LbSession *session, LbDuplicateGroup *group)
{
  g_autofree char *words = NULL;

  g_return_if_fail (LB_IS_DUPLICATE_ROW (self));

  drop_group (self);
  if (group == NULL)
    {
      lb_thumbnail_set_image (self->thumbnail, NULL, NULL);
      return;
    }

  self->session = g_object_ref (session);
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "notify::keeper", G_CALLBACK (show_keeper), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify::included", G_CALLBACK (show_included), self,
                           G_CONNECT_SWAPPED);
  words = lb_duplicate_group_words (group);
  gtk_label_set_label (self->subtitle, words);
  show_keeper (self);
  show_included (self);
}
