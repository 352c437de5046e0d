#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include "base/lb-weak.h"
#include "ui/dataset/lb-image-cell.h"
#include "ui/dataset/lb-image-tile.h"
#include "ui/widgets/lb-image-clipboard.h"
#include "ui/widgets/lb-image-origin.h"

void
lb_dataset_page_show_menu (LbDatasetPage *self, guint position, GtkWidget *tile, double x, double y)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  graphene_point_t point;

  /* The menu is about what is selected; a press beside that selects what is under it. */
  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
  if (!gtk_widget_compute_point (tile, GTK_WIDGET (self->drop_area),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  gtk_popover_set_pointing_to (self->tile_menu,
                               &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (self->tile_menu);
}

/* (nullable): the image of a tile or a cell. */
static LbImage *
image_of (GtkWidget *widget)
{
  if (LB_IS_IMAGE_TILE (widget))
    return lb_image_tile_get_image (LB_IMAGE_TILE (widget));
  if (LB_IS_IMAGE_CELL (widget))
    return lb_image_cell_get_image (LB_IMAGE_CELL (widget));

  return NULL;
}

/* (nullable): the tile, or the first cell of the row, that has the focus. */
static GtkWidget *
focused_tile (LbDatasetPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *tile;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    return NULL;

  tile = gtk_widget_get_first_child (focus);
  while (tile != NULL && image_of (tile) == NULL)
    tile = gtk_widget_get_first_child (tile);
  return tile;
}

LbImage *
lb_dataset_page_get_focused (LbDatasetPage *self)
{
  GtkWidget *tile = focused_tile (self);

  return tile != NULL ? image_of (tile) : lb_matrix_get_focused (self->matrix);
}

/* From the keyboard: below what has the focus. */
static void
menu_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  GtkWidget *tile = focused_tile (self);
  guint position;

  if (tile == NULL)
    return;

  position = lb_dataset_page_find (self, image_of (tile));
  if (position != GTK_INVALID_LIST_POSITION)
    lb_dataset_page_show_menu (self, position, tile, 0, gtk_widget_get_height (tile));
}

static void
open_first_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (!gtk_bitset_is_empty (chosen))
    g_signal_emit_by_name (self->grid, "activate", gtk_bitset_get_minimum (chosen));
}

/* (transfer full) (nullable): the image selected, when it is one. */
static LbImage *
dup_only (LbDatasetPage *self)
{
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return gtk_bitset_get_size (chosen) == 1
           ? g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (chosen))
           : NULL;
}

static void
copy_image_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (LbImage) image = dup_only (self);

  if (image != NULL)
    lb_image_clipboard_copy_picture (widget, self->session, image);
}

static void
copy_caption_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) images = lb_dataset_page_dup_selected (self);

  lb_image_clipboard_copy_captions (widget, self->session, images);
}

static void
show_in_files_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (LbImage) image = dup_only (self);

  if (image != NULL)
    lb_image_origin_show (widget, self->session, image);
}

typedef struct
{
  GWeakRef page;
  LbImage *image; /* (owned) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->page);
  g_object_unref (question->image);
  g_free (question);
}

static DexFuture *
origin_found_cb (DexFuture *future, gpointer data)
{
  Question *question = data;
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (&question->page);

  if (self != NULL && self->origin_image == question->image)
    {
      self->has_origin = dex_await (dex_ref (future), NULL);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.show-in-files", self->has_origin);
    }

  return dex_future_new_true ();
}

void
lb_dataset_page_update_menu_actions (LbDatasetPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (LbImage) image = dup_only (self);
  Question *question;

  gtk_widget_action_set_enabled (widget, "dataset.copy-image", image != NULL);
  gtk_widget_action_set_enabled (widget, "dataset.copy-caption", self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.show-in-files", FALSE);
  self->has_origin = FALSE;
  g_set_object (&self->origin_image, image);
  if (image == NULL)
    return;

  question = g_new0 (Question, 1);
  g_weak_ref_init (&question->page, self);
  question->image = g_object_ref (image);
  dex_future_disown (dex_future_finally (lb_image_origin_find (self->session, image),
                                         origin_found_cb, question, question_free));
}

void
lb_dataset_page_install_menu_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.menu", NULL, menu_cb);
  gtk_widget_class_install_action (widget_class, "dataset.open", NULL, open_first_cb);
  gtk_widget_class_install_action (widget_class, "dataset.copy-image", NULL, copy_image_cb);
  gtk_widget_class_install_action (widget_class, "dataset.copy-caption", NULL, copy_caption_cb);
  gtk_widget_class_install_action (widget_class, "dataset.show-in-files", NULL, show_in_files_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "dataset.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "dataset.menu",
                                       NULL);
}
