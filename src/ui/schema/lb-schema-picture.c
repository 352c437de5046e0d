#include "config.h"

#include "ui/schema/lb-schema-picture.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-thumbnail.h"

#define PICTURE_WIDTH 106
#define PICTURE_HEIGHT 85
#define SMALL_WIDTH 74
#define SMALL_HEIGHT 59

struct _LbSchemaPicture
{
  GtkWidget parent_instance;

  GtkWidget *overlay;         /* (unowned) child */
  GtkLabel *reason;           /* (unowned) child */
  GtkWidget *thumbnail;       /* (unowned) in the overlay */
  GtkWidget *remove_button;   /* (unowned) in it */
  GtkEventController *motion; /* (unowned) */
  GtkEventController *focus;  /* (unowned) */

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  LbImage *image;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbSchemaPicture, lb_schema_picture, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What can't be seen must not be hit by a finger either. */
static void
show_button (LbSchemaPicture *self)
{
  const gboolean shown =
    gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (self->motion)) ||
    gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus));

  gtk_widget_set_can_target (self->remove_button, shown);
  if (shown)
    gtk_widget_add_css_class (self->remove_button, "shown");
  else
    gtk_widget_remove_css_class (self->remove_button, "shown");
}

static void
pressed_cb (LbSchemaPicture *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
remove_clicked_cb (LbSchemaPicture *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

/* As a screen reader says it, with the reason it was proposed for. */
static void
name_picture (LbSchemaPicture *self)
{
  g_autofree char *words = lb_image_dup_words (self->session, self->dataset, self->image);
  const char *reason = gtk_label_get_label (self->reason);
  g_autofree char *both = NULL;

  if (*reason != '\0')
    /* Translators: what a screen reader says of a proposed picture: caption and state, then why it
       was proposed, as in “Darkest” */
    both = g_strdup_printf (_ ("%s, %s"), words, reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  both != NULL ? both : words, -1);
}

static void
show_words (LbSchemaPicture *self)
{
  g_autofree char *name = lb_visible_text (lb_image_shown_name (self->image));
  /* Translators: takes the image of this name out of the chosen ones */
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name);
  /* Translators: %s is “Remove NAME”; Delete is the key */
  g_autofree char *tooltip = g_strdup_printf (_ ("%s (Delete)"), label);

  name_picture (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (self->thumbnail, name);
  gtk_widget_set_tooltip_text (self->remove_button, tooltip);
}

static void
lb_schema_picture_dispose (GObject *object)
{
  LbSchemaPicture *self = LB_SCHEMA_PICTURE (object);

  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  if (self->reason != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->reason)));
  g_clear_object (&self->image);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_schema_picture_parent_class)->dispose (object);
}

static void
lb_schema_picture_class_init (LbSchemaPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_schema_picture_dispose;

  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Delete, 0, "remove", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Delete, 0, "remove", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_BackSpace, 0, "remove", NULL);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "schema-picture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

/* No wider than the picture, whatever it says. */
static void
add_reason (LbSchemaPicture *self)
{
  self->reason = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->reason, TRUE);
  gtk_label_set_wrap_mode (self->reason, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->reason, GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (self->reason, 1);
  gtk_label_set_max_width_chars (self->reason, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->reason), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->reason), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->reason), "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->reason), GTK_WIDGET (self));
}

static void
lb_schema_picture_init (LbSchemaPicture *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  add_reason (self);

  self->thumbnail =
    g_object_new (LB_TYPE_THUMBNAIL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_size_request (self->thumbnail, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->thumbnail);

  self->remove_button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (self->remove_button, "osd");
  gtk_widget_add_css_class (self->remove_button, "circular");
  gtk_widget_add_css_class (self->remove_button, "remove");
  gtk_widget_set_halign (self->remove_button, GTK_ALIGN_END);
  gtk_widget_set_valign (self->remove_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->remove_button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->remove_button);

  self->motion = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (self->motion, "notify::contains-pointer", G_CALLBACK (show_button),
                            self);
  gtk_widget_add_controller (GTK_WIDGET (self), self->motion);
  self->focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (self->focus, "notify::contains-focus", G_CALLBACK (show_button), self);
  gtk_widget_add_controller (GTK_WIDGET (self), self->focus);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  show_button (self);
}

GtkWidget *
lb_schema_picture_new (LbSession *session, LbDataset *dataset, LbImage *image)
{
  LbSchemaPicture *self = g_object_new (LB_TYPE_SCHEMA_PICTURE, NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->image = g_object_ref (image);
  lb_thumbnail_set_image (LB_THUMBNAIL (self->thumbnail), session, image);
  g_signal_connect_object (image, "notify", G_CALLBACK (show_words), self, G_CONNECT_SWAPPED);
  show_words (self);
  return GTK_WIDGET (self);
}

void
lb_schema_picture_set_small (LbSchemaPicture *self, gboolean small)
{
  g_return_if_fail (LB_IS_SCHEMA_PICTURE (self));

  gtk_widget_set_size_request (self->thumbnail, small ? SMALL_WIDTH : PICTURE_WIDTH,
                               small ? SMALL_HEIGHT : PICTURE_HEIGHT);
}

void
lb_schema_picture_set_reason (LbSchemaPicture *self, const char *reason)
{
  g_return_if_fail (LB_IS_SCHEMA_PICTURE (self));

  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  name_picture (self);
}

LbImage *
lb_schema_picture_get_image (LbSchemaPicture *self)
{
  g_return_val_if_fail (LB_IS_SCHEMA_PICTURE (self), NULL);

  return self->image;
}
