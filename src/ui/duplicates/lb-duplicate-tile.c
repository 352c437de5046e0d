#include "config.h"

#include "ui/duplicates/lb-duplicate-tile.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/duplicates/lb-duplicate-words.h"
#include "ui/widgets/lb-thumbnail.h"

#define WIDTH 200
#define NARROW_WIDTH 120
#define ASPECT_MIN 0.6
#define ASPECT_MAX 2.0
#define NAME_CHARS 22

struct _LbDuplicateTile
{
  GtkBox parent_instance;

  GtkCheckButton *check;   /* (unowned): whether it is kept */
  LbDuplicateGroup *group; /* (owned) */
  guint position;
};

G_DEFINE_FINAL_TYPE (LbDuplicateTile, lb_duplicate_tile, GTK_TYPE_BOX)

static void
lb_duplicate_tile_dispose (GObject *object)
{
  g_clear_object (&LB_DUPLICATE_TILE (object)->group);

  G_OBJECT_CLASS (lb_duplicate_tile_parent_class)->dispose (object);
}

static void
lb_duplicate_tile_class_init (LbDuplicateTileClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_duplicate_tile_dispose;

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
lb_duplicate_tile_init (LbDuplicateTile *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

static void
toggled_cb (LbDuplicateTile *self)
{
  if (self->group != NULL && gtk_check_button_get_active (self->check))
    lb_duplicate_group_set_keeper (self->group, self->position);
}

static void
keeper_cb (LbDuplicateTile *self)
{
  gtk_check_button_set_active (self->check,
                               lb_duplicate_group_get_keeper (self->group) == self->position);
}

/* A press on the picture is one on its name. */
static void
pressed_cb (LbDuplicateTile *self)
{
  if (gtk_widget_is_sensitive (GTK_WIDGET (self->check)))
    gtk_check_button_set_active (self->check, TRUE);
}

static void
add_picture (LbDuplicateTile *self, LbSession *session, const LbDuplicateMember *member)
{
  GtkWidget *picture =
    g_object_new (LB_TYPE_THUMBNAIL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkGesture *press = gtk_gesture_click_new ();
  const double aspect =
    member->height > 0 ? (double) member->width / member->height : ASPECT_MAX / 2;

  g_object_set (picture, "natural-width", WIDTH, "minimum-width", NARROW_WIDTH, "aspect",
                CLAMP (aspect, ASPECT_MIN, ASPECT_MAX), NULL);
  lb_thumbnail_set_image (LB_THUMBNAIL (picture), session, member->image);
  g_signal_connect_object (press, "released", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (picture, GTK_EVENT_CONTROLLER (press));
  gtk_box_append (GTK_BOX (self), picture);
}

/* Takes @words. */
static void
add_line (LbDuplicateTile *self, char *words)
{
  GtkWidget *label = NULL;

  if (words == NULL)
    return;

  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (self), label);
  g_free (words);
}

static void
add_check (LbDuplicateTile *self, LbImage *image, LbDuplicateTile *leader)
{
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  /* Translators: of an image among others like it; %s is its name */
  g_autofree char *spoken = g_strdup_printf (_ ("Keep %s"), name);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *check = gtk_check_button_new ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_tooltip_text (check, spoken);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  self->check = GTK_CHECK_BUTTON (check);
  if (leader != NULL)
    gtk_check_button_set_group (self->check, leader->check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), check);
}

GtkWidget *
lb_duplicate_tile_new (LbSession *session,
                       LbDataset *dataset,
                       LbDuplicateGroup *group,
                       guint position,
                       LbDuplicateTile *leader)
{
  LbDuplicateTile *self = g_object_new (LB_TYPE_DUPLICATE_TILE, NULL);
  const LbDuplicateMember *member = lb_duplicate_group_get (group, position);

  self->position = position;
  add_picture (self, session, member);
  add_check (self, member->image, leader);
  add_line (self, lb_duplicate_size_words (group, position));
  add_line (self, lb_duplicate_sharpness_words (group, position));
  add_line (self,
            lb_duplicate_caption_words (group, position, lb_rules_caption_is_prompt (dataset)));
  if (position == lb_duplicate_group_get_suggested (group))
    add_line (self, g_strdup (_ ("Suggested")));
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "notify::keeper", G_CALLBACK (keeper_cb), self,
                           G_CONNECT_SWAPPED);
  keeper_cb (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), !lb_dataset_get_completed (dataset));

  return GTK_WIDGET (self);
}
