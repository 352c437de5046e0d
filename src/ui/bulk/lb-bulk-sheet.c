#include "config.h"

#include "ui/bulk/lb-bulk-sheet.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "jobs/lb-address.h"
#include "ui/bulk/lb-bulk-crops.h"
#include "ui/bulk/lb-bulk-row.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/check/lb-caption-rows.h"
#include "ui/crop/lb-crop-dialog.h"
#include "ui/crop/lb-crop-sheet.h"
#include "ui/widgets/lb-error-words.h"

struct _LbBulkSheet
{
  LbCheckSheet parent_instance;

  AdwActionRow *notice;
  GtkImage *notice_icon;
  AdwSwitchRow *found_row;
  AdwSwitchRow *captions_row;
  AdwExpanderRow *stray_row;
  AdwSwitchRow *settings_row;
  AdwSwitchRow *only_ready_row;
  GtkWidget *moderation_group;
  AdwSwitchRow *moderation_row;
  GtkWidget *places;
  GtkWidget *address_row;
  GtkWidget *upload_row;

  LbBulkCheck *check;       /* (owned) */
  LbBulkPictures *pictures; /* (owned) */
  LbDataset *dataset;       /* (owned) (nullable) */
  char *name;               /* (owned) (nullable) */
  gboolean hosted;
  gboolean checked; /* what the check has chosen is shown */
};

G_DEFINE_FINAL_TYPE (LbBulkSheet, lb_bulk_sheet, LB_TYPE_CHECK_SHEET)

static LbBulkReport *
get_report (LbBulkSheet *self)
{
  return lb_bulk_check_get_report (self->check);
}

static gboolean
is_checking (LbCheckSheet *sheet)
{
  return lb_bulk_check_get_checking (LB_BULK_SHEET (sheet)->check);
}

static void
fill (LbCheckSheet *sheet)
{
  LbBulkSheet *self = LB_BULK_SHEET (sheet);
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
  lb_check_group_set (lb_check_sheet_get_taken (sheet), good_title, good);
  lb_check_group_set (lb_check_sheet_get_refused (sheet), bad_title, bad);
}

static void
update_title (LbBulkSheet *self)
{
  LbCheckSheet *sheet = LB_CHECK_SHEET (self);
  const guint checked = lb_bulk_check_get_n_checked (self->check);
  const guint found = lb_bulk_check_get_n_found (self->check);
  g_autofree char *title = NULL;
  g_autofree char *entries = NULL;
  g_autofree char *subtitle = NULL;

  if (lb_bulk_check_get_checking (self->check))
    {
      title = g_strdup_printf (_ ("Checking %'u of %'u…"), checked, found);
      lb_check_sheet_set_title (sheet, title, self->name != NULL ? self->name : "");
      return;
    }

  entries =
    g_strdup_printf (ngettext ("%'u entry checked", "%'u entries checked", checked), checked);
  if (checked == 0 && self->name != NULL)
    g_set_str (&entries, self->name);
  subtitle = self->name != NULL && !lb_check_sheet_is_tiny (sheet) && checked > 0
               ? g_strdup_printf ("%s · %s", self->name, entries)
               : g_strdup (entries);
  lb_check_sheet_set_title (sheet, _ ("Import Images"), subtitle);
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

/* Whether a ZIP file is made, whatever is chosen here. */
static gboolean
packs_anyway (LbBulkSheet *self)
{
  LbBulkReport *report = get_report (self);

  return lb_bulk_report_must_pack (report) ||
         (!self->hosted && lb_bulk_report_should_pack (report));
}

static const char *
captions_note (LbBulkReport *report)
{
  if (!lb_bulk_report_get_automatic_captioning (report))
    return _ ("Each image comes with its text. One without is left out.");
  if (lb_bulk_report_get_n_captions (report) > 0 && lb_bulk_report_get_takes_captions (report))
    return _ ("For images that come without one.");

  return _ ("Texts beside the images are not used.");
}

/* Texts that the ZIP file has to have can't be left out. */
static void
update_captions (LbBulkSheet *self, gboolean can_go)
{
  LbBulkReport *report = get_report (self);
  const gboolean texts = lb_bulk_report_get_takes_texts (report);

  lb_caption_rows_show_found (
    self->found_row,
    can_go && !lb_bulk_report_carries_texts (report) ? lb_bulk_report_get_n_captions (report) : 0,
    _ ("They follow the images, in the place of automatic ones."));
  gtk_widget_set_visible (GTK_WIDGET (self->captions_row), texts);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->captions_row), captions_note (report));
  lb_caption_rows_show_stray (self->stray_row, lb_bulk_report_get_stray_captions (report));
  if (self->dataset != NULL)
    lb_caption_rows_show_settings (self->settings_row, lb_bulk_report_get_manifest (report),
                                   self->dataset);
}

static void
update_options (LbBulkSheet *self, gboolean can_go)
{
  LbBulkReport *report = get_report (self);
  const gboolean whole = lb_bulk_report_get_obstacle (report) == LB_BULK_ZIP_REFUSED ||
                         lb_bulk_report_get_obstacle (report) == LB_BULK_CANT_OPEN;

  update_captions (self, can_go);
  if (whole)
    gtk_widget_set_visible (GTK_WIDGET (self->captions_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->only_ready_row),
                          can_go && !packs_anyway (self) &&
                            (lb_bulk_report_get_n_refused (report) > 0 ||
                             lb_bulk_report_count (report, LB_BULK_DUPLICATE) > 0));
  gtk_widget_set_visible (self->moderation_group, can_go && self->hosted);
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
  if (packs_anyway (self) || lb_bulk_sheet_get_only_ready (self))
    return _ ("A ZIP file is made. Your files stay as they are.");

  return _ ("Copies are made. Your file stays as it is.");
}

/* R81: the check has found whether every image has its text. */
static void
take_choice (LbBulkSheet *self)
{
  if (self->checked)
    return;

  self->checked = TRUE;
  adw_switch_row_set_active (self->captions_row,
                             lb_bulk_report_get_automatic_captioning (get_report (self)));
}

static void
update_crops (LbBulkSheet *self, gboolean can_suggest)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "import.suggest-crops", can_suggest);
  gtk_widget_action_set_enabled (widget, "import.undo-crops",
                                 lb_bulk_report_get_n_cropped (get_report (self)) > 0);
}

static void
update (LbCheckSheet *sheet)
{
  LbBulkSheet *self = LB_BULK_SHEET (sheet);
  LbBulkReport *report = get_report (self);
  const gboolean checking = is_checking (sheet);
  const gboolean can_go = lb_bulk_report_get_obstacle (report) == LB_BULK_CAN_GO;
  const guint checked = lb_bulk_check_get_n_checked (self->check);
  const guint n = lb_bulk_report_get_n_ready (report);
  g_autofree char *import =
    can_go ? g_strdup_printf (ngettext ("_Import %'u Image", "_Import %'u Images", n), n)
           : g_strdup (_ ("_Import Images"));

  if (!checking && checked > 0)
    take_choice (self);
  update_title (self);
  lb_check_sheet_set_progress (sheet, checked, lb_bulk_check_get_n_found (self->check));
  update_notice (self, can_go);
  update_options (self, can_go && !checking);
  lb_check_sheet_set_accept (sheet, import, !checking && can_go && has_places (self));
  lb_check_sheet_set_note (sheet, checking ? "" : note_words (self, can_go));
  lb_check_sheet_show_copy (sheet, checked > 0);
  update_crops (self, !checking && n > 0);
}

static void
options_changed_cb (LbBulkSheet *self)
{
  if (self->check == NULL || !self->checked)
    return;

  lb_bulk_report_set_takes_captions (get_report (self),
                                     adw_switch_row_get_active (self->found_row));
  lb_bulk_report_set_automatic_captioning (get_report (self),
                                           adw_switch_row_get_active (self->captions_row));
  lb_bulk_report_set_only_ready (get_report (self),
                                 adw_switch_row_get_active (self->only_ready_row));
  lb_check_sheet_update (LB_CHECK_SHEET (self));
}

static char *
dup_list (LbCheckSheet *sheet)
{
  return lb_bulk_entries_to_text (lb_bulk_report_get_entries (get_report (LB_BULK_SHEET (sheet))));
}

static void
suggest_crops_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbBulkSheet *self = LB_BULK_SHEET (widget);
  g_autoptr (LbBulkCrops) crops = lb_bulk_crops_new (get_report (self), self->pictures);

  adw_dialog_present (ADW_DIALOG (lb_crop_sheet_new (LB_CROP_SOURCE (crops))), widget);
}

static void
undo_crops_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbBulkSheet *self = LB_BULK_SHEET (widget);
  LbBulkReport *report = get_report (self);
  g_autoptr (LbBulkCrops) crops = lb_bulk_crops_new (report, self->pictures);

  lb_crop_source_uncrop (LB_CROP_SOURCE (crops), lb_bulk_report_get_entries (report));
}

static void
end (LbCheckSheet *sheet, gboolean accepted)
{
  LbBulkSheet *self = LB_BULK_SHEET (sheet);

  lb_bulk_pictures_stop (self->pictures);
  if (!accepted)
    lb_bulk_check_cancel (self->check);
}

static void
lb_bulk_sheet_dispose (GObject *object)
{
  LbBulkSheet *self = LB_BULK_SHEET (object);

  if (self->check != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->check, self);
      g_signal_handlers_disconnect_by_data (get_report (self), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_BULK_SHEET);
  g_clear_object (&self->check);
  g_clear_object (&self->pictures);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (lb_bulk_sheet_parent_class)->dispose (object);
}

static void
lb_bulk_sheet_class_init (LbBulkSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LbCheckSheetClass *sheet_class = LB_CHECK_SHEET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_bulk_sheet_dispose;
  sheet_class->is_checking = is_checking;
  sheet_class->update = update;
  sheet_class->fill = fill;
  sheet_class->dup_list = dup_list;
  sheet_class->end = end;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/bulk/lb-bulk-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, notice);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, notice_icon);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, found_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, captions_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, stray_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, settings_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, only_ready_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, moderation_group);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, moderation_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, places);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, address_row);
  gtk_widget_class_bind_template_child (widget_class, LbBulkSheet, upload_row);
  gtk_widget_class_bind_template_callback_full (widget_class, "options_changed_cb",
                                                G_CALLBACK (options_changed_cb));
  gtk_widget_class_install_action (widget_class, "import.suggest-crops", NULL, suggest_crops_cb);
  gtk_widget_class_install_action (widget_class, "import.undo-crops", NULL, undo_crops_cb);
}

static void
lb_bulk_sheet_init (LbBulkSheet *self)
{
  LbCheckSheet *sheet = LB_CHECK_SHEET (self);
  GObject *pictures;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->pictures = lb_bulk_pictures_new ();
  pictures = G_OBJECT (self->pictures);
  lb_check_group_set_kind (lb_check_sheet_get_taken (sheet), lb_bulk_row_get_kind (), pictures);
  lb_check_group_set_kind (lb_check_sheet_get_refused (sheet), lb_bulk_row_get_kind (), pictures);
}

LbBulkSheet *
lb_bulk_sheet_new (LbBulkCheck *check, const char *name, gboolean hosted)
{
  LbBulkSheet *self = g_object_new (LB_TYPE_BULK_SHEET, NULL);

  self->check = g_object_ref (check);
  self->name = lb_visible_text (name);
  self->hosted = hosted;
  if (hosted)
    lb_check_sheet_keep_focus (LB_CHECK_SHEET (self));
  g_signal_connect_swapped (check, "notify", G_CALLBACK (lb_check_sheet_queue), self);
  g_signal_connect_swapped (get_report (self), "changed", G_CALLBACK (lb_check_sheet_queue), self);
  lb_check_sheet_begin (LB_CHECK_SHEET (self));

  return self;
}

void
lb_bulk_sheet_set_dataset (LbBulkSheet *self, LbDataset *dataset)
{
  g_return_if_fail (LB_IS_BULK_SHEET (self));

  g_set_object (&self->dataset, dataset);
  lb_check_sheet_queue (LB_CHECK_SHEET (self));
}

static void
applied_cb (LbCropDialog *dialog, LbBulkSheet *self)
{
  LbBulkEntry *entry = g_object_get_data (G_OBJECT (dialog), "lb-entry");
  const LbCrop crop = lb_crop_dialog_get_crop (dialog);

  lb_bulk_report_crop (get_report (self), &entry, &crop, 1);
}

/* @bytes: (nullable): of an entry of a ZIP file */
static void
ask_for_crop (LbBulkSheet *self, LbBulkEntry *entry, GBytes *bytes)
{
  g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (entry));
  LbCropDialog *dialog =
    lb_crop_dialog_new (name, lb_bulk_entry_get_file (entry), bytes,
                        lb_bulk_entry_get_probe (entry), lb_bulk_entry_get_crop (entry), FALSE);

  g_object_set_data_full (G_OBJECT (dialog), "lb-entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

typedef struct
{
  GWeakRef *sheet;    /* (owned) */
  LbBulkEntry *entry; /* (owned) */
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  lb_weak_free (self->sheet);
  g_object_unref (self->entry);
  g_free (self);
}

static DexFuture *
read_cb (DexFuture *future, gpointer data)
{
  Asking *asking = data;
  g_autoptr (LbBulkSheet) self = g_weak_ref_get (asking->sheet);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dex_await_boxed (dex_ref (future), &error);
  g_autofree char *words = NULL;

  if (self == NULL || self->check == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return NULL;

  if (bytes != NULL)
    {
      ask_for_crop (self, asking->entry, bytes);
      return NULL;
    }

  words = lb_error_words (error);
  lb_check_sheet_set_note (LB_CHECK_SHEET (self), words);
  return NULL;
}

void
lb_bulk_sheet_crop (LbBulkSheet *self, LbBulkEntry *entry)
{
  Asking *asking = NULL;

  g_return_if_fail (LB_IS_BULK_SHEET (self));

  if (!lb_bulk_entry_can_be_cropped (entry))
    return;
  if (lb_bulk_entry_get_file (entry) != NULL)
    {
      ask_for_crop (self, entry, NULL);
      return;
    }

  asking = g_new0 (Asking, 1);
  asking->sheet = lb_weak_new (self);
  asking->entry = g_object_ref (entry);
  dex_future_disown (dex_future_finally (lb_bulk_pictures_read (self->pictures, entry), read_cb,
                                         asking, asking_free));
}

void
lb_bulk_sheet_uncrop (LbBulkSheet *self, LbBulkEntry *entry)
{
  const LbCrop none = { 0 };

  g_return_if_fail (LB_IS_BULK_SHEET (self));

  lb_bulk_report_crop (get_report (self), &entry, &none, 1);
}

gboolean
lb_bulk_sheet_get_takes_settings (LbBulkSheet *self)
{
  g_return_val_if_fail (LB_IS_BULK_SHEET (self), FALSE);

  return lb_caption_rows_takes (self->settings_row);
}

gboolean
lb_bulk_sheet_get_only_ready (LbBulkSheet *self)
{
  g_return_val_if_fail (LB_IS_BULK_SHEET (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->only_ready_row)) &&
         adw_switch_row_get_active (self->only_ready_row);
}

gboolean
lb_bulk_sheet_get_content_moderation (LbBulkSheet *self)
{
  g_return_val_if_fail (LB_IS_BULK_SHEET (self), FALSE);

  return self->hosted && adw_switch_row_get_active (self->moderation_row);
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
