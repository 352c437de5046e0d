#include "config.h"

#include "ui/check/lb-check-sheet.h"

#include "ui/check/lb-check-row.h"

#define REFILL_MS 250

typedef struct
{
  AdwHeaderBar *header;
  AdwWindowTitle *window_title;
  GtkWidget *copy_button;
  GtkProgressBar *progress;
  GtkBox *options;
  LbCheckGroup *taken;
  LbCheckGroup *refused;
  GtkLabel *note;
  GtkWidget *accept_button;
  GtkWidget *cancel_button;
  GtkWidget *content_box;
  GtkWidget *foot;
  GtkScrolledWindow *scrolled;
  AdwBreakpoint *tiny_breakpoint;

  guint refill_id;
  gboolean begun;
  gboolean accepted;
  gboolean keeps_focus;
} LbCheckSheetPrivate;

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (LbCheckSheet,
                                  lb_check_sheet,
                                  ADW_TYPE_DIALOG,
                                  G_ADD_PRIVATE (LbCheckSheet)
                                    G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkBuildableIface *parent_buildable;

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static LbCheckSheetPrivate *
get_private (LbCheckSheet *self)
{
  return lb_check_sheet_get_instance_private (self);
}

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  LbCheckSheetPrivate *priv = get_private (LB_CHECK_SHEET (buildable));

  if (g_strcmp0 (type, "options") == 0)
    gtk_box_append (priv->options, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "header") == 0)
    adw_header_bar_pack_end (priv->header, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

static gboolean
can_accept (LbCheckSheet *self)
{
  return gtk_widget_get_sensitive (get_private (self)->accept_button);
}

/* The toolkit also counts what would have the focus if it could be used. */
static gboolean
has_focus (LbCheckSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) &&
         gtk_widget_is_sensitive (focus);
}

/* (transfer full) (nullable): what the row with the focus is for. */
static gpointer
dup_focused_item (LbCheckSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, LB_TYPE_CHECK_ROW) : NULL;

  return row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self))
           ? g_object_ref (lb_check_row_get_item (LB_CHECK_ROW (row)))
           : NULL;
}

/* Follows what was changed by its button to where it is now, so that the same key takes it back. */
static gboolean
focus_item (LbCheckSheet *self, gpointer item)
{
  LbCheckSheetPrivate *priv = get_private (self);
  GtkWidget *row = lb_check_group_find_row (priv->taken, item);

  if (row == NULL)
    row = lb_check_group_find_row (priv->refused, item);

  return row != NULL && LB_IS_CHECK_ROW (row) && lb_check_row_focus_change (LB_CHECK_ROW (row));
}

static void
refill_cb (gpointer data)
{
  LbCheckSheet *self = data;
  LbCheckSheetPrivate *priv = get_private (self);
  const gboolean could_accept = can_accept (self);
  g_autoptr (GObject) item = dup_focused_item (self);

  priv->refill_id = 0;
  lb_check_sheet_update (self);
  LB_CHECK_SHEET_GET_CLASS (self)->fill (self);
  lb_check_sheet_fit (self);

  if (item != NULL && focus_item (self, item))
    return;

  /* Enter accepts as soon as that is possible; without any focus Escape would do nothing. */
  if (!could_accept && can_accept (self) && !priv->keeps_focus)
    {
      gtk_widget_grab_focus (priv->accept_button);
      /* What has come above the lists is not to be scrolled past. */
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (priv->scrolled), 0);
    }
  else if (!has_focus (self))
    {
      gtk_widget_grab_focus (can_accept (self) ? priv->accept_button : priv->cancel_button);
    }
}

static void
breakpoint_cb (LbCheckSheet *self, GParamSpec *pspec, gpointer data)
{
  if (get_private (self)->begun)
    lb_check_sheet_update (self);
}

static void
accept_clicked_cb (GtkButton *button, LbCheckSheet *self)
{
  get_private (self)->accepted = TRUE;
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
copy_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbCheckSheet *self = LB_CHECK_SHEET (widget);
  g_autofree char *text = LB_CHECK_SHEET_GET_CLASS (self)->dup_list (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
lb_check_sheet_closed (AdwDialog *dialog)
{
  LbCheckSheet *self = LB_CHECK_SHEET (dialog);

  LB_CHECK_SHEET_GET_CLASS (self)->end (self, get_private (self)->accepted);
}

static void
lb_check_sheet_dispose (GObject *object)
{
  LbCheckSheetPrivate *priv = get_private (LB_CHECK_SHEET (object));

  g_clear_handle_id (&priv->refill_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_CHECK_SHEET);

  G_OBJECT_CLASS (lb_check_sheet_parent_class)->dispose (object);
}

static void
lb_check_sheet_class_init (LbCheckSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_check_sheet_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_check_sheet_closed;

  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_CHECK_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/check/lb-check-sheet.ui");
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, header);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, copy_button);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, progress);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, options);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, taken);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, refused);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, note);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, accept_button);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, cancel_button);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, content_box);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, foot);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, scrolled);
  gtk_widget_class_bind_template_child_private (widget_class, LbCheckSheet, tiny_breakpoint);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
  gtk_widget_class_install_action (widget_class, "check.copy", NULL, copy_cb);
}

static void
lb_check_sheet_init (LbCheckSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_check_sheet_begin (LbCheckSheet *self)
{
  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  get_private (self)->begun = TRUE;
  /* The check may be over before the sheet is there to have a focus. */
  g_signal_connect_after (self, "map", G_CALLBACK (lb_check_sheet_queue), NULL);
  lb_check_sheet_update (self);
  LB_CHECK_SHEET_GET_CLASS (self)->fill (self);
  lb_check_sheet_fit (self);
}

void
lb_check_sheet_queue (LbCheckSheet *self)
{
  LbCheckSheetPrivate *priv;
  gboolean checking;

  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  priv = get_private (self);
  checking = LB_CHECK_SHEET_GET_CLASS (self)->is_checking (self);
  if (priv->refill_id != 0 && checking)
    return;

  g_clear_handle_id (&priv->refill_id, g_source_remove);
  priv->refill_id =
    checking ? g_timeout_add_once (REFILL_MS, refill_cb, self) : g_idle_add_once (refill_cb, self);
}

void
lb_check_sheet_update (LbCheckSheet *self)
{
  LbCheckSheetPrivate *priv;
  gboolean checking;

  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  priv = get_private (self);
  checking = LB_CHECK_SHEET_GET_CLASS (self)->is_checking (self);
  gtk_widget_set_visible (GTK_WIDGET (priv->progress), checking);
  gtk_widget_set_visible (GTK_WIDGET (priv->options), !checking);
  LB_CHECK_SHEET_GET_CLASS (self)->update (self);
}

void
lb_check_sheet_fit (LbCheckSheet *self)
{
  AdwDialog *dialog = ADW_DIALOG (self);
  int height;

  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  gtk_widget_measure (adw_dialog_get_child (dialog), GTK_ORIENTATION_VERTICAL,
                      adw_dialog_get_content_width (dialog), NULL, &height, NULL, NULL);
  adw_dialog_set_content_height (dialog, height);
}

LbCheckGroup *
lb_check_sheet_get_taken (LbCheckSheet *self)
{
  g_return_val_if_fail (LB_IS_CHECK_SHEET (self), NULL);

  return get_private (self)->taken;
}

LbCheckGroup *
lb_check_sheet_get_refused (LbCheckSheet *self)
{
  g_return_val_if_fail (LB_IS_CHECK_SHEET (self), NULL);

  return get_private (self)->refused;
}

gboolean
lb_check_sheet_is_tiny (LbCheckSheet *self)
{
  g_return_val_if_fail (LB_IS_CHECK_SHEET (self), FALSE);

  return adw_dialog_get_current_breakpoint (ADW_DIALOG (self)) ==
         get_private (self)->tiny_breakpoint;
}

void
lb_check_sheet_show_copy (LbCheckSheet *self, gboolean enabled)
{
  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  gtk_widget_set_visible (get_private (self)->copy_button, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.copy", enabled);
}

void
lb_check_sheet_keep_focus (LbCheckSheet *self)
{
  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  get_private (self)->keeps_focus = TRUE;
}

void
lb_check_sheet_set_title (LbCheckSheet *self, const char *title, const char *subtitle)
{
  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  adw_window_title_set_title (get_private (self)->window_title, title);
  adw_window_title_set_subtitle (get_private (self)->window_title, subtitle);
}

void
lb_check_sheet_set_progress (LbCheckSheet *self, guint n_checked, guint n_found)
{
  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  if (n_found > 0)
    gtk_progress_bar_set_fraction (get_private (self)->progress, (double) n_checked / n_found);
}

void
lb_check_sheet_set_accept (LbCheckSheet *self, const char *label, gboolean sensitive)
{
  LbCheckSheetPrivate *priv;

  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  priv = get_private (self);
  gtk_button_set_label (GTK_BUTTON (priv->accept_button), label);
  gtk_widget_set_sensitive (priv->accept_button, sensitive);
}

void
lb_check_sheet_set_note (LbCheckSheet *self, const char *note)
{
  g_return_if_fail (LB_IS_CHECK_SHEET (self));

  gtk_label_set_label (get_private (self)->note, note);
}
