#include "config.h"

#include "ui/widgets/lb-sight.h"

#define LOADS_AT_ONCE 4

struct _LbSight
{
  GtkWidget *widget; /* not owned: it owns this */
  LbSightFunc load;
  GList link;           /* in the queue while it waits */
  GdkFrameClock *clock; /* (owned) (nullable): while it waits and is mapped */
  gboolean waiting;
};

typedef enum
{
  AWAY,
  NEAR,
  SEEN
} Place;

static GQueue waiting = G_QUEUE_INIT; /* (element-type LbSight): in the order of asking */
static guint n_loading;
static guint look_id;

static void queue_look (void);

/* What is next to the part that can be seen comes before it is scrolled to. */
static Place
find_place (LbSight *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (self->widget, GTK_TYPE_SCROLLABLE);
  graphene_rect_t bounds;
  graphene_rect_t view;

  if (!gtk_widget_get_mapped (self->widget))
    return AWAY;
  if (scrolled == NULL)
    return SEEN;
  if (!gtk_widget_compute_bounds (self->widget, scrolled, &bounds))
    return AWAY;

  view = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (scrolled),
                             (float) gtk_widget_get_height (scrolled));
  if (graphene_rect_intersection (&bounds, &view, NULL))
    return SEEN;

  graphene_rect_inset (&view, -view.size.width / 2, -view.size.height / 2);
  return graphene_rect_intersection (&bounds, &view, NULL) ? NEAR : AWAY;
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  n_loading--;
  queue_look ();

  return dex_future_new_true ();
}

static void
load (LbSight *self)
{
  lb_sight_cancel (self);
  n_loading++;
  dex_future_disown (dex_future_finally (self->load (self->widget), loaded_cb, NULL, NULL));
}

static gboolean
look_cb (gpointer data)
{
  LbSight *near[LOADS_AT_ONCE];
  guint n_near = 0;
  GList *next = NULL;

  look_id = 0;
  for (GList *l = waiting.head; l != NULL && n_loading < LOADS_AT_ONCE; l = next)
    {
      const Place place = find_place (l->data);

      next = l->next;
      if (place == SEEN)
        load (l->data);
      else if (place == NEAR && n_near < LOADS_AT_ONCE)
        near[n_near++] = l->data;
    }
  for (guint i = 0; i < n_near && n_loading < LOADS_AT_ONCE; i++)
    load (near[i]);

  return G_SOURCE_REMOVE;
}

/* Where a widget is, is known once it has its place in the window. */
static void
queue_look (void)
{
  if (look_id == 0 && n_loading < LOADS_AT_ONCE && !g_queue_is_empty (&waiting))
    look_id = g_idle_add_full (GDK_PRIORITY_REDRAW, look_cb, NULL, NULL);
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  queue_look ();
}

/* Whatever brings a widget into sight ends with a frame that is drawn. */
static void
follow (LbSight *self)
{
  if (!self->waiting || self->clock != NULL || !gtk_widget_get_mapped (self->widget))
    return;

  self->clock = g_object_ref (gtk_widget_get_frame_clock (self->widget));
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (painted_cb), self);
  queue_look ();
}

static void
unfollow (LbSight *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

LbSight *
lb_sight_new (GtkWidget *widget, LbSightFunc load)
{
  LbSight *self = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (load != NULL, NULL);

  self = g_new0 (LbSight, 1);
  self->widget = widget;
  self->load = load;
  self->link.data = self;
  g_signal_connect_swapped (widget, "map", G_CALLBACK (follow), self);
  g_signal_connect_swapped (widget, "unmap", G_CALLBACK (unfollow), self);

  return self;
}

void
lb_sight_free (LbSight *self)
{
  lb_sight_cancel (self);
  g_signal_handlers_disconnect_by_data (self->widget, self);
  g_free (self);
}

void
lb_sight_await (LbSight *self)
{
  g_return_if_fail (self != NULL);

  if (self->waiting)
    return;

  self->waiting = TRUE;
  g_queue_push_tail_link (&waiting, &self->link);
  follow (self);
}

void
lb_sight_cancel (LbSight *self)
{
  g_return_if_fail (self != NULL);

  if (!self->waiting)
    return;

  self->waiting = FALSE;
  unfollow (self);
  g_queue_unlink (&waiting, &self->link);
}

gboolean
lb_sight_is_idle (void)
{
  return n_loading == 0 && look_id == 0;
}
