#include "config.h"

#include "ui/schema/lb-schema-pictures.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "contract/lb-limits.h"
#include "jobs/lb-picture-choice.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/schema/lb-pick-words.h"
#include "ui/schema/lb-schema-picture.h"
#include "ui/widgets/lb-thumbnail.h"

#define PROPOSED 7
/* The place to add one, and what is between them. */
#define SLOT 78
#define SLOT_HEIGHT 85
#define SPACING 10
#define SMALL_SLOT 74
#define SMALL_SLOT_HEIGHT 59
#define SMALL_SPACING 8

struct _LbSchemaPictures
{
  GtkBox parent_instance;

  GtkWidget *head;
  GtkLabel *count_label;
  GtkWidget *propose_button;
  GtkWidget *choosing_box;
  GtkLabel *choosing_label;
  AdwWrapBox *strip;
  GtkWidget *add_button;
  GtkPopover *add_popover;
  GtkListView *add_list;

  LbSession *session;      /* (owned) */
  LbDataset *dataset;      /* (owned) */
  GListModel *images;      /* (owned) */
  GListStore *chosen;      /* (owned) */
  GPtrArray *pictures;     /* (owned) (element-type LbSchemaPicture): in the strip, as in @chosen */
  GtkFilter *filter;       /* (unowned) of @add_list: those not chosen */
  LbPictureChoice *choice; /* (owned) (nullable) while pictures are compared */
  GHashTable *reasons;     /* (owned) (element-type LbImage utf8): why some were proposed; static */
  GtkWidget *last_focus;   /* (weak) (nullable): the picture that had the focus last */
  gboolean narrow;
  gboolean proposed; /* the user has chosen nothing yet */
};

G_DEFINE_FINAL_TYPE (LbSchemaPictures, lb_schema_pictures, GTK_TYPE_BOX)

typedef enum
{
  PROP_N_CHOSEN = 1,
  PROP_NARROW
} LbSchemaPicturesProperty;

static GParamSpec *props[PROP_NARROW + 1];

/* The focus stays in its place: on the next picture, or on the last one. */
static void
focus_nth (LbSchemaPictures *self, guint position)
{
  const guint n_pictures = self->pictures->len;

  if (n_pictures == 0)
    gtk_widget_grab_focus (self->add_button);
  else
    gtk_widget_grab_focus (g_ptr_array_index (self->pictures, MIN (position, n_pictures - 1)));
}

static void
remove_cb (LbSchemaPictures *self, LbSchemaPicture *picture)
{
  guint position;

  if (!g_list_store_find (self->chosen, lb_schema_picture_get_image (picture), &position))
    return;

  self->proposed = FALSE;
  lb_schema_pictures_stop_choosing (self);
  g_list_store_remove (self->chosen, position);
  focus_nth (self, position);
}

/* Of so few, all stand for the set. */
static gboolean
may_choose (LbSchemaPictures *self)
{
  return g_list_model_get_n_items (self->images) > LB_LIMIT_SCHEMA_IMAGES_MIN;
}

static void
show_count (LbSchemaPictures *self)
{
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self);
  g_autofree char *words = g_strdup_printf (
    /* Translators: pictures; then the least and the most that may be chosen */
    ngettext ("%'u chosen, %d to %d needed. They stand for the whole set.",
              "%'u chosen, %d to %d needed. They stand for the whole set.", n_chosen),
    n_chosen, LB_LIMIT_SCHEMA_IMAGES_MIN, LB_LIMIT_SCHEMA_IMAGES_MAX);

  gtk_label_set_label (self->count_label, words);
  gtk_widget_set_visible (self->add_button, n_chosen < LB_LIMIT_SCHEMA_IMAGES_MAX &&
                                              n_chosen < g_list_model_get_n_items (self->images));
  gtk_widget_set_visible (self->propose_button, self->choice == NULL && may_choose (self));
  gtk_widget_set_visible (self->choosing_box, self->choice != NULL);
}

static void
focused_cb (LbSchemaPictures *self, GParamSpec *pspec, GtkWidget *picture)
{
  if (gtk_widget_has_focus (picture))
    g_set_weak_pointer (&self->last_focus, picture);
}

static void
insert_picture (LbSchemaPictures *self, guint position)
{
  g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->chosen), position);
  GtkWidget *before = position > 0 ? g_ptr_array_index (self->pictures, position - 1) : NULL;
  GtkWidget *picture = lb_schema_picture_new (self->session, self->dataset, image);

  lb_schema_picture_set_small (LB_SCHEMA_PICTURE (picture), self->narrow);
  lb_schema_picture_set_reason (LB_SCHEMA_PICTURE (picture),
                                g_hash_table_lookup (self->reasons, image));
  g_signal_connect_object (picture, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (picture, "notify::has-focus", G_CALLBACK (focused_cb), self,
                           G_CONNECT_SWAPPED);
  adw_wrap_box_insert_child_after (self->strip, picture, before);
  g_ptr_array_insert (self->pictures, (int) position, picture);
}

static void
chosen_changed_cb (LbSchemaPictures *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    adw_wrap_box_remove (self->strip, g_ptr_array_steal_index (self->pictures, position));
  for (guint i = 0; i < added; i++)
    insert_picture (self, position + i);

  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CHOSEN]);
}

/* Spread evenly over all images, the first and the last among them: until it is known which of them
 * differ, and where that can't be seen. */
static void
propose (LbSchemaPictures *self)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  const guint n_wanted = MIN (n_images, PROPOSED);
  g_autoptr (GPtrArray) proposed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_wanted; i++)
    g_ptr_array_add (
      proposed,
      g_list_model_get_item (self->images, n_wanted > 1 ? i * (n_images - 1) / (n_wanted - 1) : 0));
  g_list_store_splice (self->chosen, 0, g_list_model_get_n_items (G_LIST_MODEL (self->chosen)),
                       proposed->pdata, proposed->len);
  self->proposed = TRUE;
}

/* Pictures that differ. */

static void
show_progress (LbSchemaPictures *self)
{
  const guint n_total = lb_picture_choice_get_n_total (self->choice);
  g_autofree char *words = g_strdup_printf (
    /* Translators: how many pictures have been looked at, of how many, to find some that differ */
    ngettext ("Comparing %'u of %'u picture…", "Comparing %'u of %'u pictures…", n_total),
    lb_picture_choice_get_n_done (self->choice), n_total);

  gtk_label_set_label (self->choosing_label, words);
}

static void
take_choice (LbSchemaPictures *self)
{
  const guint n_chosen = lb_picture_choice_get_n_chosen (self->choice);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  g_hash_table_remove_all (self->reasons);
  for (guint i = 0; i < n_chosen; i++)
    {
      LbImage *image = lb_picture_choice_get_image (self->choice, i);

      if (lb_session_find_image (self->session, lb_image_get_id (image)) != image)
        continue;
      g_hash_table_replace (
        self->reasons, g_object_ref (image),
        (gpointer) lb_pick_words (lb_picture_choice_get_pick (self->choice, i)));
      g_ptr_array_add (chosen, image);
    }
  self->proposed = FALSE;
  g_list_store_splice (self->chosen, 0, g_list_model_get_n_items (G_LIST_MODEL (self->chosen)),
                       chosen->pdata, chosen->len);
}

static DexFuture *
chosen_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSchemaPictures) self = g_weak_ref_get (data);
  g_autoptr (LbPictureChoice) choice = NULL;
  gboolean had_focus;

  if (self == NULL || self->choice == NULL)
    return NULL;

  /* Too few that can be seen are no better than those that are there. */
  had_focus = gtk_widget_get_focus_child (self->choosing_box) != NULL;
  if (dex_await (dex_ref (future), NULL) &&
      lb_picture_choice_get_n_chosen (self->choice) >= LB_LIMIT_SCHEMA_IMAGES_MIN)
    take_choice (self);
  choice = g_steal_pointer (&self->choice);
  g_signal_handlers_disconnect_by_data (choice, self);
  show_count (self);
  if (had_focus)
    gtk_widget_grab_focus (self->propose_button);
  return NULL;
}

void
lb_schema_pictures_choose (LbSchemaPictures *self)
{
  g_return_if_fail (LB_IS_SCHEMA_PICTURES (self));

  if (self->choice != NULL || !may_choose (self))
    return;

  self->choice = lb_picture_choice_new (self->session, self->images, LB_LIMIT_SCHEMA_IMAGES_MIN,
                                        LB_LIMIT_SCHEMA_IMAGES_MAX);
  g_signal_connect_object (self->choice, "notify::n-done", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  show_progress (self);
  dex_future_disown (dex_future_finally (lb_picture_choice_run (self->choice), chosen_cb,
                                         lb_weak_new (self), lb_weak_free));
  show_count (self);
}

void
lb_schema_pictures_stop_choosing (LbSchemaPictures *self)
{
  g_return_if_fail (LB_IS_SCHEMA_PICTURES (self));

  if (self->choice != NULL)
    lb_picture_choice_cancel (self->choice);
}

static void
propose_clicked_cb (LbSchemaPictures *self)
{
  lb_schema_pictures_choose (self);
  gtk_widget_child_focus (self->choosing_box, GTK_DIR_TAB_FORWARD);
}

static void
images_changed_cb (LbSchemaPictures *self)
{
  /* A picture that was deleted can't stand for the set any more. */
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->chosen)); i-- > 0;)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);

      if (lb_session_find_image (self->session, lb_image_get_id (image)) != image)
        g_list_store_remove (self->chosen, i);
    }

  if (self->proposed && lb_schema_pictures_get_n_chosen (self) < PROPOSED)
    propose (self);
  show_count (self);
}

static gboolean
is_not_chosen (gpointer item, gpointer data)
{
  LbSchemaPictures *self = data;

  return self->chosen == NULL || !g_list_store_find (self->chosen, item, NULL);
}

static void
add_activated_cb (LbSchemaPictures *self, guint position)
{
  GListModel *shown = G_LIST_MODEL (gtk_list_view_get_model (self->add_list));
  g_autoptr (LbImage) image = g_list_model_get_item (shown, position);

  gtk_popover_popdown (self->add_popover);
  if (image == NULL || lb_schema_pictures_get_n_chosen (self) >= LB_LIMIT_SCHEMA_IMAGES_MAX)
    return;

  self->proposed = FALSE;
  lb_schema_pictures_stop_choosing (self);
  g_list_store_append (self->chosen, image);
  if (!gtk_widget_get_visible (self->add_button))
    focus_nth (self, G_MAXUINT);
}

static void
row_setup_cb (GtkListItemFactory *factory, GtkListItem *item, LbSchemaPictures *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* The name stands beside it. */
  GtkWidget *thumbnail =
    g_object_new (LB_TYPE_THUMBNAIL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *name = gtk_label_new (NULL);

  gtk_widget_add_css_class (thumbnail, "row");
  g_object_set (thumbnail, "width-request", 45, "height-request", 36, "minimum-width", 36, "valign",
                GTK_ALIGN_CENTER, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_box_append (GTK_BOX (row), thumbnail);
  gtk_box_append (GTK_BOX (row), name);
  gtk_list_item_set_child (item, row);
}

static void
row_bind_cb (GtkListItemFactory *factory, GtkListItem *item, LbSchemaPictures *self)
{
  GtkWidget *thumbnail = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  LbImage *image = gtk_list_item_get_item (item);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));

  lb_thumbnail_set_image (LB_THUMBNAIL (thumbnail), self->session, image);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (thumbnail)), name);
  gtk_list_item_set_accessible_label (item, name);
}

static GtkWidget *
picture_of (GtkWidget *widget)
{
  return widget != NULL ? gtk_widget_get_ancestor (widget, LB_TYPE_SCHEMA_PICTURE) : NULL;
}

/* From what has the focus to the one beside it, on the next line as well. */
static gboolean
focus_beside (LbSchemaPictures *self, GtkWidget *focus, GtkDirectionType direction)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean on = direction == (rtl ? GTK_DIR_LEFT : GTK_DIR_RIGHT);
  guint position = self->pictures->len; /* the place to add one */

  g_ptr_array_find (self->pictures, picture_of (focus), &position);
  if (on && position + 1 < self->pictures->len)
    return gtk_widget_grab_focus (g_ptr_array_index (self->pictures, position + 1));
  if (on)
    return position < self->pictures->len && gtk_widget_grab_focus (self->add_button);

  return position > 0 && gtk_widget_grab_focus (g_ptr_array_index (self->pictures, position - 1));
}

static gboolean
is_in (GtkWidget *widget, GtkWidget *around)
{
  return widget != NULL && gtk_widget_is_ancestor (widget, around);
}

static gboolean
focus_by_tab (LbSchemaPictures *self, GtkWidget *focus, GtkDirectionType direction)
{
  const gboolean can_add = gtk_widget_get_visible (self->add_button);
  const gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *picture = picture_of (focus);

  if (picture != NULL)
    return gtk_widget_child_focus (picture, direction) ||
           (forward ? can_add && gtk_widget_grab_focus (self->add_button)
                    : gtk_widget_child_focus (self->head, direction));
  if (is_in (focus, self->head) || (focus == NULL && forward))
    {
      if (gtk_widget_child_focus (self->head, direction))
        return TRUE;
      if (!forward)
        return FALSE;
      focus = NULL;
    }
  if (focus != NULL && forward)
    return FALSE;
  if (focus == NULL && !forward && can_add)
    return gtk_widget_grab_focus (self->add_button);

  return gtk_widget_grab_focus (self->last_focus != NULL ? self->last_focus
                                                         : g_ptr_array_index (self->pictures, 0));
}

/* All pictures are one stop of the Tab key, and arrows go from one to the other: twenty stops would
 * be in the way to the form. */
static gboolean
lb_schema_pictures_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LbSchemaPictures *self = LB_SCHEMA_PICTURES (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && !gtk_widget_is_ancestor (focus, widget))
    focus = NULL;

  if (self->pictures != NULL && self->pictures->len > 0)
    switch (direction)
      {
      case GTK_DIR_TAB_FORWARD:
      case GTK_DIR_TAB_BACKWARD: return focus_by_tab (self, focus, direction);
      case GTK_DIR_LEFT:
      case GTK_DIR_RIGHT:
        if (focus != NULL)
          return focus_beside (self, focus, direction);
        break;
      case GTK_DIR_UP:
      case GTK_DIR_DOWN:
      default:           break;
      }

  return GTK_WIDGET_CLASS (lb_schema_pictures_parent_class)->focus (widget, direction);
}

static void
lb_schema_pictures_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbSchemaPictures *self = LB_SCHEMA_PICTURES (object);

  switch ((LbSchemaPicturesProperty) prop_id)
    {
    case PROP_N_CHOSEN: g_value_set_uint (value, lb_schema_pictures_get_n_chosen (self)); break;
    case PROP_NARROW:   g_value_set_boolean (value, self->narrow); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_schema_pictures_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  LbSchemaPictures *self = LB_SCHEMA_PICTURES (object);

  switch ((LbSchemaPicturesProperty) prop_id)
    {
    case PROP_NARROW:   lb_schema_pictures_set_narrow (self, g_value_get_boolean (value)); break;
    case PROP_N_CHOSEN:
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_schema_pictures_dispose (GObject *object)
{
  LbSchemaPictures *self = LB_SCHEMA_PICTURES (object);

  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  if (self->choice != NULL)
    lb_picture_choice_cancel (self->choice);
  g_clear_object (&self->choice);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), NULL, NULL, NULL);
  self->filter = NULL;
  g_clear_weak_pointer (&self->last_focus);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SCHEMA_PICTURES);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->reasons, g_hash_table_unref);
  g_clear_object (&self->chosen);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_schema_pictures_parent_class)->dispose (object);
}

static void
lb_schema_pictures_class_init (LbSchemaPicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_schema_pictures_get_property;
  object_class->set_property = lb_schema_pictures_set_property;
  object_class->dispose = lb_schema_pictures_dispose;
  widget_class->focus = lb_schema_pictures_focus;

  props[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-schema-pictures.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, head);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, count_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, propose_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, choosing_box);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, choosing_label);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, strip);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, add_button);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, add_popover);
  gtk_widget_class_bind_template_child (widget_class, LbSchemaPictures, add_list);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, propose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, lb_schema_pictures_stop_choosing);
}

static void
lb_schema_pictures_init (LbSchemaPictures *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->pictures = g_ptr_array_new ();
  self->reasons = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (row_setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bind_cb), self);
  gtk_list_view_set_factory (self->add_list, factory);
}

void
lb_schema_pictures_set_images (LbSchemaPictures *self,
                               LbSession *session,
                               LbDataset *dataset,
                               GListModel *images,
                               GListModel *chosen)
{
  const guint n_chosen = chosen != NULL ? g_list_model_get_n_items (chosen) : 0;
  GtkFilterListModel *rest;
  g_autoptr (GtkNoSelection) rows = NULL;

  g_return_if_fail (LB_IS_SCHEMA_PICTURES (self));
  g_return_if_fail (self->images == NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  self->chosen = g_list_store_new (LB_TYPE_IMAGE);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_not_chosen, self, NULL));
  rest = gtk_filter_list_model_new (g_object_ref (images), self->filter);
  rows = gtk_no_selection_new (G_LIST_MODEL (rest));
  gtk_list_view_set_model (self->add_list, GTK_SELECTION_MODEL (rows));

  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (images_changed_cb), self,
                           G_CONNECT_SWAPPED);

  if (n_chosen < LB_LIMIT_SCHEMA_IMAGES_MIN || n_chosen > LB_LIMIT_SCHEMA_IMAGES_MAX)
    {
      propose (self);
      if (lb_dataset_get_visual_schema (dataset) == NULL)
        lb_schema_pictures_choose (self);
    }
  else
    for (guint i = 0; i < n_chosen; i++)
      {
        g_autoptr (LbImage) image = g_list_model_get_item (chosen, i);

        g_list_store_append (self->chosen, image);
      }
  show_count (self);
}

GPtrArray *
lb_schema_pictures_dup_chosen (LbSchemaPictures *self)
{
  const guint n_chosen = lb_schema_pictures_get_n_chosen (self);
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_chosen; i++)
    g_ptr_array_add (chosen, g_list_model_get_item (G_LIST_MODEL (self->chosen), i));
  return chosen;
}

guint
lb_schema_pictures_get_n_chosen (LbSchemaPictures *self)
{
  g_return_val_if_fail (LB_IS_SCHEMA_PICTURES (self), 0);

  return self->chosen != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->chosen)) : 0;
}

void
lb_schema_pictures_set_narrow (LbSchemaPictures *self, gboolean narrow)
{
  g_return_if_fail (LB_IS_SCHEMA_PICTURES (self));

  narrow = !!narrow;
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  for (guint i = 0; i < self->pictures->len; i++)
    lb_schema_picture_set_small (g_ptr_array_index (self->pictures, i), narrow);
  gtk_widget_set_size_request (self->add_button, narrow ? SMALL_SLOT : SLOT,
                               narrow ? SMALL_SLOT_HEIGHT : SLOT_HEIGHT);
  adw_wrap_box_set_child_spacing (self->strip, narrow ? SMALL_SPACING : SPACING);
  adw_wrap_box_set_line_spacing (self->strip, narrow ? SMALL_SPACING : SPACING);
  /* Where it has a line of its own, it has an edge as well, below those of the words. */
  if (narrow)
    gtk_widget_remove_css_class (self->propose_button, "flat");
  else
    gtk_widget_add_css_class (self->propose_button, "flat");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}
