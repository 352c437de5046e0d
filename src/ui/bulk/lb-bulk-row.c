#include "config.h"

#include "ui/bulk/lb-bulk-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/check/lb-check-row.h"

static gboolean
can_be_drawn (LbBulkEntry *entry)
{
  const LbProbeResult *probe = lb_bulk_entry_get_probe (entry);

  return lb_bulk_entry_get_refusal (entry) == LB_ZIP_REFUSAL_NONE &&
         lb_format_word (probe->format) != NULL && !probe->truncated &&
         lb_bulk_entry_get_verdict (entry) != LB_BULK_TOO_LARGE;
}

/* Only once somebody can see it. */
static void
map_cb (LbCheckRow *row, LbBulkPictures *pictures)
{
  LbBulkEntry *entry = lb_check_row_get_item (row);
  LbThumbnail *thumbnail = lb_check_row_show_thumbnail (row);

  if (can_be_drawn (entry))
    lb_thumbnail_set_future (thumbnail, lb_bulk_pictures_load (pictures, entry));
  else
    lb_thumbnail_set_missing (thumbnail);
  g_signal_handlers_disconnect_by_func (row, map_cb, pictures);
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
      lb_check_row_show_thumbnail (LB_CHECK_ROW (row));
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
