#include "config.h"

#include "ui/check/lb-caption-rows.h"

#include <glib/gi18n.h>

#include "jobs/lb-sidecars.h"
#include "ui/upload/lb-verdict-words.h"

#define STRAY_SHOWN 100
#define SHOWN_KEY "lb-stray-shown"

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

static void
add_more_row (AdwExpanderRow *row, guint n)
{
  GtkWidget *more = adw_action_row_new ();
  /* Translators: of a list that is longer than what is shown of it */
  g_autofree char *title = g_strdup_printf (ngettext ("And %'u more", "And %'u more", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), title);
  adw_expander_row_add_row (row, more);
}

void
lb_caption_rows_show_stray (AdwExpanderRow *row, GPtrArray *stray)
{
  guint shown = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), SHOWN_KEY));
  g_autofree char *title = g_strdup_printf (
    ngettext ("%'u Caption Is Not Used", "%'u Captions Are Not Used", stray->len), stray->len);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_visible (GTK_WIDGET (row), stray->len > 0);
  if (shown > STRAY_SHOWN)
    return;

  for (; shown < MIN (stray->len, STRAY_SHOWN); shown++)
    adw_expander_row_add_row (row, new_stray_row (stray->pdata[shown]));
  if (stray->len > STRAY_SHOWN)
    {
      add_more_row (row, stray->len - STRAY_SHOWN);
      shown++;
    }
  g_object_set_data (G_OBJECT (row), SHOWN_KEY, GUINT_TO_POINTER (shown));
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
