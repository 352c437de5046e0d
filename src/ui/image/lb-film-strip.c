#include "config.h"

#include "ui/image/lb-film-strip.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-thumbnail.h"

#define PICTURE_WIDTH 64
#define PICTURE_HEIGHT 51

struct _LbFilmStrip
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;   /* (unowned) child */
  GtkListView *list;             /* (unowned) in it */
  GtkSingleSelection *selection; /* (owned) */
  LbSession *session;            /* (owned) (nullable) */
  guint centre_source;           /* idle until the current one is in the middle */
  gboolean setting;              /* the mark is moved by the page, not by the user */
};

G_DEFINE_FINAL_TYPE (LbFilmStrip, lb_film_strip, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* All are of one width, so that no row has to be there to know its place. */
static void
centre_cb (gpointer data)
{
  LbFilmStrip *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scrolled);
  const guint n_images = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const guint position = lb_film_strip_get_current (self);
  const double page = gtk_adjustment_get_page_size (adjustment);
  double step, value;

  self->centre_source = 0;
  if (position >= n_images || page <= 0)
    return;

  step = gtk_adjustment_get_upper (adjustment) / n_images;
  value = ((double) position + 0.5) * step - page / 2;
  /* The list counts from its left end, wherever the first one is. */
  if (gtk_widget_get_direction (GTK_WIDGET (self->list)) == GTK_TEXT_DIR_RTL)
    value = gtk_adjustment_get_upper (adjustment) - page - value;
  gtk_adjustment_set_value (adjustment, value);
}

/* Not at once: the list is in the midst of its layout when its length or its width changes. */
static void
queue_centre (LbFilmStrip *self)
{
  if (self->centre_source == 0)
    self->centre_source = g_idle_add_once (centre_cb, self);
}

static void
selected_cb (LbFilmStrip *self)
{
  LbImage *image = gtk_single_selection_get_selected_item (self->selection);

  if (!self->setting && image != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, image);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbFilmStrip *self)
{
  GtkWidget *thumbnail = lb_thumbnail_new ();
  GtkWidget *mark = g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *overlay = gtk_overlay_new ();

  gtk_widget_add_css_class (thumbnail, "row");
  gtk_widget_set_size_request (thumbnail, PICTURE_WIDTH, PICTURE_HEIGHT);
  gtk_widget_add_css_class (mark, "osd");
  gtk_widget_add_css_class (mark, "approved");
  gtk_widget_set_halign (mark, GTK_ALIGN_END);
  gtk_widget_set_valign (mark, GTK_ALIGN_END);
  gtk_widget_set_can_target (mark, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), thumbnail);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), mark);
  gtk_widget_set_valign (overlay, GTK_ALIGN_CENTER);
  gtk_list_item_set_child (item, overlay);
}

static LbThumbnail *
thumbnail_of (GtkListItem *item)
{
  return LB_THUMBNAIL (gtk_overlay_get_child (GTK_OVERLAY (gtk_list_item_get_child (item))));
}

static void
show_item (LbFilmStrip *self, GtkListItem *item)
{
  LbImage *image = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  const gboolean stale = self->session != NULL && lb_session_is_outdated (self->session, image) &&
                         !lb_session_is_manual (self->session, image);
  const gboolean approved =
    !stale && self->session != NULL && lb_session_is_approved (self->session, image);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  /* Translators: what a screen reader says of an approved image; %s is its name */
  g_autofree char *spoken = approved ? g_strdup_printf (_ ("%s, approved"), name) : NULL;

  gtk_widget_set_tooltip_text (GTK_WIDGET (thumbnail_of (item)), name);
  gtk_widget_set_visible (gtk_widget_get_last_child (child), approved);
  gtk_list_item_set_accessible_label (item, spoken != NULL ? spoken : name);
}

static void
item_changed_cb (GtkListItem *item)
{
  GtkWidget *strip = gtk_widget_get_ancestor (gtk_list_item_get_child (item), LB_TYPE_FILM_STRIP);

  if (strip != NULL)
    show_item (LB_FILM_STRIP (strip), item);
}

static void
review_changed_cb (GtkListItem *item, LbImage *image)
{
  if (image == gtk_list_item_get_item (item))
    item_changed_cb (item);
}

static void
follow_review (LbSession *session, GtkListItem *item)
{
  g_signal_connect_object (session, "review-changed", G_CALLBACK (review_changed_cb), item,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (review_changed_cb), item,
                           G_CONNECT_SWAPPED);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbFilmStrip *self)
{
  LbImage *image = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (item));

  lb_thumbnail_set_image (thumbnail_of (item), self->session, image);
  g_signal_connect_object (image, "notify::image-name", G_CALLBACK (item_changed_cb), item,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "notify::text", G_CALLBACK (item_changed_cb), item,
                           G_CONNECT_SWAPPED);
  if (self->session != NULL)
    follow_review (self->session, item);
  show_item (self, item);
  /* Who types goes on typing after a click. */
  if (row != NULL)
    gtk_widget_set_focus_on_click (row, FALSE);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbFilmStrip *self)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, item);
  lb_thumbnail_set_image (thumbnail_of (item), NULL, NULL);
}

/* The keyboard comes in at the current one, wherever it was last. */
static gboolean
lb_film_strip_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LbFilmStrip *self = LB_FILM_STRIP (widget);
  const guint position = lb_film_strip_get_current (self);

  if (gtk_widget_get_focus_child (widget) == NULL && position != GTK_INVALID_LIST_POSITION)
    {
      gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_FOCUS, NULL);
      queue_centre (self);
    }

  return GTK_WIDGET_CLASS (lb_film_strip_parent_class)->focus (widget, direction);
}

static void
lb_film_strip_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (lb_film_strip_parent_class)->direction_changed (widget, previous);

  queue_centre (LB_FILM_STRIP (widget));
}

static void
lb_film_strip_dispose (GObject *object)
{
  LbFilmStrip *self = LB_FILM_STRIP (object);

  g_clear_handle_id (&self->centre_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_film_strip_parent_class)->dispose (object);
}

static void
lb_film_strip_class_init (LbFilmStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_film_strip_dispose;
  widget_class->focus = lb_film_strip_focus;
  widget_class->direction_changed = lb_film_strip_direction_changed;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_IMAGE);
  gtk_widget_class_set_css_name (widget_class, "film-strip");
}

static GtkWidget *
new_list (LbFilmStrip *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (list), factory);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (list), GTK_ORIENTATION_HORIZONTAL);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (list), GTK_LIST_TAB_ITEM);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Images"), -1);
  return list;
}

static void
lb_film_strip_init (LbFilmStrip *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkAdjustment *adjustment;

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                            self);

  self->list = GTK_LIST_VIEW (new_list (self));
  self->scrolled = GTK_SCROLLED_WINDOW (scrolled);
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_width (self->scrolled, TRUE);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->list));
  gtk_widget_set_halign (scrolled, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), scrolled);

  adjustment = gtk_scrolled_window_get_hadjustment (self->scrolled);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (queue_centre), self,
                           G_CONNECT_SWAPPED);
}

void
lb_film_strip_set_images (LbFilmStrip *self, LbSession *session, GListModel *images)
{
  g_return_if_fail (LB_IS_FILM_STRIP (self));

  self->setting = TRUE;
  g_set_object (&self->session, session);
  gtk_single_selection_set_model (self->selection, images);
  self->setting = FALSE;
}

void
lb_film_strip_set_current (LbFilmStrip *self, guint position)
{
  g_return_if_fail (LB_IS_FILM_STRIP (self));

  self->setting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->setting = FALSE;
  queue_centre (self);
}

guint
lb_film_strip_get_current (LbFilmStrip *self)
{
  g_return_val_if_fail (LB_IS_FILM_STRIP (self), GTK_INVALID_LIST_POSITION);

  return gtk_single_selection_get_selected (self->selection);
}
