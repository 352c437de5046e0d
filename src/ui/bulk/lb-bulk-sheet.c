#include "config.h"

#include "ui/bulk/lb-bulk-sheet.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "jobs/lb-address.h"
#include "ui/bulk/lb-bulk-group.h"
#include "ui/bulk/lb-bulk-words.h"

#define REFILL_MS 250

struct _LbBulkSheet
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkProgressBar *progress;
  GtkWidget *options;
  AdwActionRow *notice;
  GtkImage *notice_icon;
  AdwSwitchRow *captions_row;
  AdwSwitchRow *only_ready_row;
  GtkWidget *places;
  GtkWidget *address_row;
  GtkWidget *upload_row;
  LbBulkGroup *ready;
  LbBulkGroup *refused;
  GtkLabel *note;
  GtkButton *import_button;
  GtkWidget *cancel_button;
  GtkWidget *content_box;
  GtkWidget *foot;
  GtkScrolledWindow *scrolled;
  AdwBreakpoint *tiny_breakpoint;

  LbBulkCheck *check;       /* (owned) */
  LbBulkPictures *pictures; /* (owned) */
  char *name;               /* (owned) (nullable) */
  guint refill_id;
  gboolean hosted;
  gboolean accepted;
};

G_DEFINE_FINAL_TYPE (LbBulkSheet, lb_bulk_sheet, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static LbBulkReport *
get_report (LbBulkSheet *self)
{
  return lb_bulk_check_get_report (self->check);
}

static void
fill_groups (LbBulkSheet *self)
{
  GListModel *entries = lb_bulk_report_get_entries (get_report (self));
  g_autoptr (GPtrArray) good = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) bad = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *good_title = NULL;
  g_autofree char *bad_title = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      LbBulkEntry *entry = g_list_model_get_item (entries, i);

      g_ptr_array_add (lb_bulk_entry_is_ready (entry) ? good : bad, entry);
    }

  good_title = g_strdup_printf (
    ngettext ("%'u Image Will Be Imported", "%'u Images Will Be Imported", good->len), good->len);
  lb_bulk_pictures_set_zip (self->pictures, lb_bulk_report_get_zip (get_report (self)));
  bad_title = g_strdup_printf (
    ngettext ("%'u Entry Won’t Be Imported", "%'u Entries Won’t Be Imported", bad->len), bad->len);
  lb_bulk_group_set (self->ready, good_title, good);
  lb_bulk_group_set (self->refused, bad_title, bad);
}

static void
update_title (LbBulkSheet *self)
{
  const guint checked = lb_bulk_check_get_n_checked (self->check);
  const guint found = lb_bulk_check_get_n_found (self->check);
  const gboolean tiny =
    adw_dialog_get_current_breakpoint (ADW_DIALOG (self)) == self->tiny_breakpoint;
  g_autofree char *title = NULL;
  g_autofree char *entries = NULL;
  g_autofree char *subtitle = NULL;

  if (lb_bulk_check_get_checking (self->check))
    {
      title = g_strdup_printf (_ ("Checking %'u of %'u…"), checked, found);
      adw_window_title_set_title (self->window_title, title);
      adw_window_title_set_subtitle (self->window_title, self->name != NULL ? self->name : "");
      return;
    }

  entries =
    g_strdup_printf (ngettext ("%'u entry checked", "%'u entries checked", checked), checked);
  if (checked == 0 && self->name != NULL)
    g_set_str (&entries, self->name);
  subtitle = self->name != NULL && !tiny && checked > 0
               ? g_strdup_printf ("%s · %s", self->name, entries)
               : g_strdup (entries);
  adw_window_title_set_title (self->window_title, _ ("Import Images"));
  adw_window_title_set_subtitle (self->window_title, subtitle);
}

/* What is in the way or, when nothing is, that there is one try only. */
static void
update_notice (LbBulkSheet *self, gboolean can_go)
{
  g_autofree char *words =
    can_go ? g_strdup (_ ("Images can’t be added to this dataset later. What is left out now "
                          "stays out."))
           : lb_bulk_obstacle_words (get_report (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->notice),
                                 can_go ? _ ("There Is One Try Only")
                                        : lb_bulk_obstacle_title (get_report (self)));
  adw_action_row_set_subtitle (self->notice, words);
  gtk_image_set_from_icon_name (self->notice_icon,
                                can_go ? "dialog-warning-symbolic" : "dialog-error-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->notice_icon), can_go ? "error" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->notice_icon), can_go ? "warning" : "error");
}

static void
update_options (LbBulkSheet *self, gboolean can_go)
{
  LbBulkReport *report = get_report (self);
  const gboolean texts = lb_bulk_report_get_takes_texts (report);
  const gboolean whole = lb_bulk_report_get_obstacle (report) == LB_BULK_ZIP_REFUSED ||
                         lb_bulk_report_get_obstacle (report) == LB_BULK_CANT_OPEN;

  gtk_widget_set_visible (GTK_WIDGET (self->captions_row), texts && !whole);
  adw_action_row_set_subtitle (
    ADW_ACTION_ROW (self->captions_row),
    adw_switch_row_get_active (self->captions_row)
      ? _ ("Texts beside the images are not used.")
      : _ ("The text beside each image is used: boat.txt for boat.png."));
  gtk_widget_set_visible (GTK_WIDGET (self->only_ready_row),
                          can_go && !lb_bulk_report_must_pack (report) &&
                            lb_bulk_report_get_n_refused (report) > 0);
  gtk_widget_set_visible (self->places, can_go && self->hosted);
}

/* A file that is made here is nowhere else yet. */
static gboolean
needs_upload (LbBulkSheet *self)
{
  return lb_bulk_report_must_pack (get_report (self)) || lb_bulk_sheet_get_only_ready (self);
}

static gboolean
mark_row (GtkWidget *row, gboolean required)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autofree char *address = lb_address_parse (text);
  const gboolean good = address != NULL || (!required && *text == '\0');

  if (!good && *text != '\0')
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  return good;
}

static gboolean
has_places (LbBulkSheet *self)
{
  gboolean address;
  gboolean upload;

  if (!self->hosted)
    return TRUE;

  address = mark_row (self->address_row, TRUE);
  upload = mark_row (self->upload_row, needs_upload (self));
  return address && upload;
}

static const char *
note_words (LbBulkSheet *self, gboolean can_go)
{
  if (!can_go)
    return "";
  if (self->hosted && needs_upload (self))
    return _ ("A ZIP file is made and sent to the upload address.");
  if (lb_bulk_report_must_pack (get_report (self)))
    return _ ("A ZIP file is made. Your files stay as they are.");

  return _ ("Copies are made. Your file stays as it is.");
}

static void
update (LbBulkSheet *self)
{
  LbBulkReport *report = get_report (self);
  const gboolean checking = lb_bulk_check_get_checking (self->check);
  const gboolean can_go = lb_bulk_report_get_obstacle (report) == LB_BULK_CAN_GO;
  const guint found = lb_bulk_check_get_n_found (self->check);
  const guint n = lb_bulk_report_get_n_ready (report);
  g_autofree char *import =
    can_go ? g_strdup_printf (ngettext ("_Import %'u Image", "_Import %'u Images", n), n)
           : g_strdup (_ ("_Import Images"));

  update_title (self);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), checking);
  gtk_widget_set_visible (self->options, !checking);
  if (found > 0)
    gtk_progress_bar_set_fraction (self->progress,
                                   (double) lb_bulk_check_get_n_checked (self->check) / found);
  update_notice (self, can_go);
  update_options (self, can_go && !checking);
  gtk_button_set_label (self->import_button, import);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button),
                            !checking && can_go && has_places (self));
  gtk_label_set_label (self->note, checking ? "" : note_words (self, can_go));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bulk.copy",
                                 lb_bulk_check_get_n_checked (self->check) > 0);
}

/* As high as the lists are; the window is the limit, behind which they scroll. */
static void
fit_height (LbBulkSheet *self)
{
  int height;

  gtk_widget_measure (adw_dialog_get_child (ADW_DIALOG (self)), GTK_ORIENTATION_VERTICAL,
                      adw_dialog_get_content_width (ADW_DIALOG (self)), NULL, &height, NULL, NULL);
  adw_dialog_set_content_height (ADW_DIALOG (self), height);
}

static void
breakpoint_cb (LbBulkSheet *self, GParamSpec *pspec, gpointer data)
{
  if (self->check != NULL)
    update (self);
}

static gboolean
can_import (LbBulkSheet *self)
{
  return gtk_widget_get_sensitive (GTK_WIDGET (self->import_button));
}

/* The toolkit also counts what would have the focus if it could be used. */
static gboolean
has_focus (LbBulkSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) &&
         gtk_widget_is_sensitive (focus);
}

static void
refill_cb (gpointer data)
{
  LbBulkSheet *self = data;
  const gboolean could_import = can_import (self);

  self->refill_id = 0;
  update (self);
  fill_groups (self);
  fit_height (self);

  if (!could_import && can_import (self) && !self->hosted)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->import_button));
      /* What has come above the lists is not to be scrolled past. */
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }
  else if (!has_focus (self))
    {
      /* Without any focus Escape would do nothing. */
      gtk_widget_grab_focus (can_import (self) ? GTK_WIDGET (self->import_button)
                                               : self->cancel_button);
    }
}

/* While thousands are checked, the lists follow four times a second. */
static void
queue_refill (LbBulkSheet *self)
{
  const gboolean checking = lb_bulk_check_get_checking (self->check);

  if (self->refill_id != 0 && checking)
    return;

  g_clear_handle_id (&self->refill_id, g_source_remove);
  self->refill_id =
    checking ? g_timeout_add_once (REFILL_MS, refill_cb, self) : g_idle_add_once (refill_cb, self);
}

static void
options_changed_cb (LbBulkSheet *self)
{
  if (self->check == NULL)
    return;

  lb_bulk_report_set_automatic_captioning (get_report (self),
                                           adw_switch_row_get_active (self->captions_row));
  update (self);
}

static void
import_clicked_cb (GtkButton *button, LbBulkSheet *self)
{
  self->accepted = TRUE;
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
copy_list_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbBulkSheet *self = LB_BULK_SHEET (widget);
  g_autofree char *text = lb_bulk_entries_to_text (lb_bulk_report_get_entries (get_report (self)));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
lb_bulk_sheet_closed (AdwDialog *dialog)
{
  LbBulkSheet *self = LB_BULK_SHEET (dialog);

  lb_bulk_pictures_stop (self->pictures);
  if (!self->accepted)
    lb_bulk_check_cancel (self->check);
}

static void
lb_bulk_sheet_dispose (GObject *object)
{
  LbBulkSheet *self = LB_BULK_SHEET (object);

  g_clear_handle_id (&self->refill_id, g_source_remove);
  if (self->check != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->check, self);
      g_signal_handlers_disconnect_by_data (get_report (self), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_BULK_SHEET);
  g_clear_object (&self->check);
  g_clear_object (&self->pictures);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (lb_bulk_sheet_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_BULK_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/bulk/lb-bulk-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, progress);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, options);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, notice);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, captions_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, only_ready_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, places);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, address_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, upload_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, ready);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, refused);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, note);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, import_button);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, content_box);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, foot);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, tiny_breakpoint);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "options_changed_cb",
                                                G_CALLBACK (options_changed_cb));
}

static void
lb_bulk_sheet_class_init (LbBulkSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_bulk_sheet_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_bulk_sheet_closed;

  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "bulk.copy", NULL, copy_list_cb);
}

static void
lb_bulk_sheet_init (LbBulkSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pictures = lb_bulk_pictures_new ();
  lb_bulk_group_set_pictures (self->ready, self->pictures);
  lb_bulk_group_set_pictures (self->refused, self->pictures);
}

LbBulkSheet *
lb_bulk_sheet_new (LbBulkCheck *check, const char *name, gboolean hosted)
{
  LbBulkSheet *self = g_object_new (LB_TYPE_BULK_SHEET, NULL);

  self->check = g_object_ref (check);
  self->name = lb_visible_text (name);
  self->hosted = hosted;
  g_signal_connect_swapped (check, "notify", G_CALLBACK (queue_refill), self);
  g_signal_connect_swapped (get_report (self), "changed", G_CALLBACK (queue_refill), self);
  /* The check may be over before the sheet is there to have a focus. */
  g_signal_connect_after (self, "map", G_CALLBACK (queue_refill), NULL);
  update (self);
  fill_groups (self);
  fit_height (self);

  return self;
}

gboolean
lb_bulk_sheet_get_only_ready (LbBulkSheet *self)
{
  g_return_val_if_fail (LB_IS_BULK_SHEET (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->only_ready_row)) &&
         adw_switch_row_get_active (self->only_ready_row);
}

char *
lb_bulk_sheet_dup_address (LbBulkSheet *self)
{
  g_return_val_if_fail (LB_IS_BULK_SHEET (self), NULL);

  return self->hosted ? lb_address_parse (gtk_editable_get_text (GTK_EDITABLE (self->address_row)))
                      : NULL;
}

char *
lb_bulk_sheet_dup_upload_address (LbBulkSheet *self)
{
  g_return_val_if_fail (LB_IS_BULK_SHEET (self), NULL);

  return self->hosted ? lb_address_parse (gtk_editable_get_text (GTK_EDITABLE (self->upload_row)))
                      : NULL;
}
