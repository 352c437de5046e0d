#include "config.h"

#include "ui/widgets/lb-first-focus.h"

typedef struct
{
  GtkWidget *dialog; /* (unowned): has this as its data */
  GtkWidget *widget; /* (unowned): in @dialog */
  GtkRoot *root;     /* (unowned) (nullable) while the focus is being kept */
} FirstFocus;

static void
stop (FirstFocus *self)
{
  if (self->root != NULL)
    g_signal_handlers_disconnect_by_data (self->root, self);
  g_clear_weak_pointer (&self->root);
}

static void
first_focus_free (gpointer data)
{
  FirstFocus *self = data;

  stop (self);
  g_free (self);
}

/* Where one types, for an entry, which may have buttons of its own. */
static GtkWidget *
find_target (FirstFocus *self)
{
  GtkEditable *delegate =
    GTK_IS_EDITABLE (self->widget) ? gtk_editable_get_delegate (GTK_EDITABLE (self->widget)) : NULL;

  return delegate != NULL ? GTK_WIDGET (delegate) : self->widget;
}

/* Of a list, the row that had it, or its first: the list can have the focus too, and no use for it.
 * To go on from a row would lead to what is in it. */
static void
take_focus (FirstFocus *self)
{
  GtkWidget *row =
    GTK_IS_LIST_VIEW (self->widget) ? gtk_widget_get_focus_child (self->widget) : NULL;

  if (GTK_IS_LIST_VIEW (self->widget) && row == NULL)
    gtk_widget_child_focus (self->widget, GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (row != NULL ? row : self->widget);
}

/* Whether @focus is there, or in what it stands for. */
static gboolean
is_right (FirstFocus *self, GtkWidget *focus)
{
  GtkWidget *target = find_target (self);

  if (GTK_IS_LIST_VIEW (target))
    return gtk_widget_get_parent (focus) == target;

  return focus == target || gtk_widget_is_ancestor (focus, target);
}

/* The toolkit, which had to take the focus from what is behind the dialog, moves it once more when
 * it has drawn the dialog. */
static void
focus_changed_cb (FirstFocus *self)
{
  GtkWidget *focus = gtk_root_get_focus (self->root);

  if (focus != NULL && !is_right (self, focus) && gtk_widget_is_ancestor (focus, self->dialog))
    take_focus (self);
}

static void
map_cb (FirstFocus *self)
{
  stop (self);
  g_set_weak_pointer (&self->root, gtk_widget_get_root (self->dialog));
  g_signal_connect_swapped (self->root, "notify::focus-widget", G_CALLBACK (focus_changed_cb),
                            self);
  take_focus (self);
}

/* From the first key or button on, the focus is where the user puts it. */
static gboolean
event_cb (FirstFocus *self, GdkEvent *event)
{
  const GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    stop (self);
  return GDK_EVENT_PROPAGATE;
}

void
lb_first_focus_set (AdwDialog *dialog, GtkWidget *widget)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();
  FirstFocus *self = g_new0 (FirstFocus, 1);

  g_return_if_fail (ADW_IS_DIALOG (dialog));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  self->dialog = GTK_WIDGET (dialog);
  self->widget = widget;
  g_object_set_data_full (G_OBJECT (dialog), "lb-first-focus", self, first_focus_free);
  g_signal_connect_swapped (dialog, "map", G_CALLBACK (map_cb), self);
  g_signal_connect_swapped (dialog, "unmap", G_CALLBACK (stop), self);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (events, "event", G_CALLBACK (event_cb), self);
  gtk_widget_add_controller (self->dialog, events);
}

void
lb_first_focus_end (AdwDialog *dialog)
{
  FirstFocus *self;

  g_return_if_fail (ADW_IS_DIALOG (dialog));

  if ((self = g_object_get_data (G_OBJECT (dialog), "lb-first-focus")) != NULL)
    stop (self);
}
