#include "config.h"

#include "ui/check/lb-caption-rows.h"

#include <glib/gi18n.h>

#include "jobs/lb-sidecars.h"
#include "ui/upload/lb-verdict-words.h"

#define STRAY_SHOWN 100
#define ROWS_KEY "lb-stray-rows"
#define COUNT_KEY "lb-stray-count"

void
lb_caption_rows_show_found (AdwSwitchRow *row, guint n_captions, const char *note)
{
  g_autofree char *title =
    g_strdup_printf (ngettext ("%'u Caption Found", "%'u Captions Found", n_captions), n_captions);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), note);
  gtk_widget_set_visible (GTK_WIDGET (row), n_captions > 0);
}

static GtkWidget *
new_stray_row (const LbSidecarNote *note)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = lb_caption_place_words (note->name, note->line);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), lb_sidecar_fault_words (note->fault));
  return row;
}

static GtkWidget *
new_more_row (guint n)
{
  GtkWidget *more = adw_action_row_new ();
  /* Translators: of a list that is longer than what is shown of it */
  g_autofree char *title = g_strdup_printf (ngettext ("And %'u more", "And %'u more", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), title);
  return more;
}

/* Whether a person can do something about it: the file is meant for a picture and can't be used. */
static gboolean
is_broken (const LbSidecarNote *note)
{
  return note->fault != LB_SIDECAR_UNMATCHED && note->fault != LB_SIDECAR_SECOND;
}

static void
add_stray_rows (AdwExpanderRow *row, GPtrArray *stray, gboolean broken, GPtrArray *rows)
{
  for (guint i = 0; i < stray->len && rows->len < STRAY_SHOWN; i++)
    {
      if (is_broken (stray->pdata[i]) != broken)
        continue;
      g_ptr_array_add (rows, new_stray_row (stray->pdata[i]));
      adw_expander_row_add_row (row, rows->pdata[rows->len - 1]);
    }
}

static void
show_stray_rows (AdwExpanderRow *row, GPtrArray *stray)
{
  GPtrArray *before = g_object_get_data (G_OBJECT (row), ROWS_KEY);
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; before != NULL && i < before->len; i++)
    adw_expander_row_remove (row, before->pdata[i]);
  add_stray_rows (row, stray, TRUE, rows);
  add_stray_rows (row, stray, FALSE, rows);
  if (stray->len > STRAY_SHOWN)
    {
      g_ptr_array_add (rows, new_more_row (stray->len - STRAY_SHOWN));
      adw_expander_row_add_row (row, rows->pdata[STRAY_SHOWN]);
    }
  g_object_set_data_full (G_OBJECT (row), ROWS_KEY, rows, (GDestroyNotify) g_ptr_array_unref);
}

void
lb_caption_rows_show_stray (AdwExpanderRow *row, GPtrArray *stray)
{
  const guint shown = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), COUNT_KEY));
  g_autofree char *title = g_strdup_printf (
    ngettext ("%'u Caption Is Not Used", "%'u Captions Are Not Used", stray->len), stray->len);

  if (shown == stray->len)
    return;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_visible (GTK_WIDGET (row), stray->len > 0);
  show_stray_rows (row, stray);
  g_object_set_data (G_OBJECT (row), COUNT_KEY, GUINT_TO_POINTER (stray->len));
}

static const char *
settings_note (LbImportSettings found, gboolean is_fibo)
{
  if (found == LB_IMPORT_SETTINGS_OTHER)
    return is_fibo ? _ ("It takes the place of the one that this dataset has.")
                   : _ ("It takes the place of the prefix that this dataset has.");

  return is_fibo ? _ ("This dataset has none yet.")
                 : _ ("This dataset has only the one it began with.");
}

void
lb_caption_rows_show_settings (AdwSwitchRow *row, LbExportManifest *manifest, LbDataset *dataset)
{
  const LbImportSettings found = lb_import_settings_judge (manifest, dataset);
  const gboolean is_fibo = lb_dataset_is_fibo (dataset);
  const gboolean shown = found == LB_IMPORT_SETTINGS_NEW || found == LB_IMPORT_SETTINGS_OTHER;

  if (shown && !gtk_widget_get_visible (GTK_WIDGET (row)))
    adw_switch_row_set_active (row, found == LB_IMPORT_SETTINGS_NEW);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 is_fibo ? _ ("Use the Visual Schema of the Export")
                                         : _ ("Use the Caption Prefix of the Export"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), settings_note (found, is_fibo));
  gtk_widget_set_visible (GTK_WIDGET (row), shown);
}

gboolean
lb_caption_rows_takes (AdwSwitchRow *row)
{
  return gtk_widget_get_visible (GTK_WIDGET (row)) && adw_switch_row_get_active (row);
}
