#include "config.h"

#include "ui/bulk/lb-bulk-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/bulk/lb-bulk-sheet.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/check/lb-check-row.h"
#include "ui/crop/lb-crop-menu.h"

/* Only once somebody can see it. */
static void
map_cb (LbCheckRow *row, LbBulkPictures *pictures)
{
  LbBulkEntry *entry = lb_check_row_get_item (row);
  LbThumbnail *thumbnail = lb_check_row_show_thumbnail (row);

  if (lb_bulk_entry_can_be_drawn (entry))
    lb_thumbnail_set_future (thumbnail, lb_bulk_pictures_load (pictures, entry));
  else
    lb_thumbnail_set_missing (thumbnail);
  g_signal_handlers_disconnect_by_func (row, map_cb, pictures);
}

/* (nullable): what asks whether all of this is to be imported; what was left out has none. */
static LbBulkSheet *
get_sheet (LbCheckRow *row)
{
  return (LbBulkSheet *) gtk_widget_get_ancestor (GTK_WIDGET (row), LB_TYPE_BULK_SHEET);
}

static void
crop (LbCheckRow *row)
{
  LbBulkSheet *sheet = get_sheet (row);

  if (sheet != NULL)
    lb_bulk_sheet_crop (sheet, lb_check_row_get_item (row));
}

static void
uncrop (LbCheckRow *row)
{
  LbBulkSheet *sheet = get_sheet (row);

  if (sheet != NULL)
    lb_bulk_sheet_uncrop (sheet, lb_check_row_get_item (row));
}

static void
update_row (GtkWidget *widget)
{
  LbCheckRow *row = LB_CHECK_ROW (widget);
  LbBulkEntry *entry = lb_check_row_get_item (row);
  const LbBulkVerdict verdict = lb_bulk_entry_get_verdict (entry);
  g_autofree char *words = lb_bulk_verdict_words (entry);
  g_autofree char *detail = lb_bulk_entry_detail_words (entry);

  lb_check_row_set_detail (row, detail);
  lb_check_row_set_verdict (row, lb_bulk_verdict_icon (verdict), lb_bulk_verdict_style (verdict),
                            words, lb_bulk_entry_is_ready (entry));
  lb_crop_menu_update (row,
                       g_object_get_data (G_OBJECT (row), "lb-pictures") != NULL &&
                         lb_bulk_entry_can_be_cropped (entry),
                       lb_crop_is_set (lb_bulk_entry_get_crop (entry)));
}

static GtkWidget *
new_row (gpointer item, gpointer data)
{
  LbBulkEntry *entry = item;
  LbBulkPictures *pictures = data;
  g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (entry));
  GtkWidget *row = lb_check_row_new (entry, *name != '\0' ? name : _ ("Without a name"));

  if (pictures != NULL)
    {
      g_object_set_data_full (G_OBJECT (row), "lb-pictures", g_object_ref (pictures),
                              g_object_unref);
      lb_crop_menu_add (LB_CHECK_ROW (row),
                        GTK_WIDGET (lb_check_row_show_thumbnail (LB_CHECK_ROW (row))), crop,
                        uncrop);
      g_signal_connect_object (row, "map", G_CALLBACK (map_cb), pictures, 0);
    }
  update_row (row);

  return row;
}

static guint
get_verdict (gpointer item)
{
  return lb_bulk_entry_get_verdict (item);
}

static const char *
get_icon (guint verdict)
{
  return lb_bulk_verdict_icon ((LbBulkVerdict) verdict);
}

static const char *
get_style (guint verdict)
{
  return lb_bulk_verdict_style ((LbBulkVerdict) verdict);
}

static const char *
get_words (guint verdict)
{
  return lb_bulk_verdict_short_words ((LbBulkVerdict) verdict);
}

static char *
fold_title (gpointer item, guint n)
{
  return lb_bulk_entry_is_ready (item)
           ? g_strdup_printf (ngettext ("%'u more image", "%'u more images", n), n)
           : g_strdup_printf (ngettext ("%'u more entry", "%'u more entries", n), n);
}

const LbCheckKind *
lb_bulk_row_get_kind (void)
{
  static const LbCheckKind kind = {
    .n_verdicts = LB_BULK_N_VERDICTS,
    .get_verdict = get_verdict,
    .get_icon = get_icon,
    .get_style = get_style,
    .get_words = get_words,
    .fold_title = fold_title,
    .new_row = new_row,
    .update_row = update_row,
  };

  return &kind;
}
