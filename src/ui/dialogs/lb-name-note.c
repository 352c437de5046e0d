#include "config.h"

#include "ui/dialogs/lb-name-note.h"

#include <glib/gi18n.h>

#include "model/lb-entered-name.h"

void
lb_name_note_clear (GtkLabel *note, GtkEditable *entry)
{
  gtk_widget_set_visible (GTK_WIDGET (note), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (entry), "warning");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (gtk_editable_get_delegate (entry)),
                                 GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

static void
show (GtkLabel *note, GtkEditable *entry, const char *words)
{
  const gboolean is_news = !gtk_widget_get_visible (GTK_WIDGET (note));

  gtk_label_set_label (note, words);
  gtk_widget_set_visible (GTK_WIDGET (note), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (entry), "warning");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (gtk_editable_get_delegate (entry)),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, note, NULL, -1);
  if (is_news && gtk_widget_get_mapped (GTK_WIDGET (entry)))
    gtk_accessible_announce (GTK_ACCESSIBLE (note), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* @before: (nullable): what is to be renamed may keep its name. */
static gboolean
is_new_name (const char *name, const char *before)
{
  return lb_entered_name_judge (name) == LB_ENTERED_NAME_GOOD && g_strcmp0 (name, before) != 0;
}

void
lb_name_note_of_dataset (
  GtkLabel *note, GtkEditable *entry, LbSession *session, LbProject *project, LbDataset *own)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (project != NULL && is_new_name (name, own != NULL ? lb_dataset_get_name (own) : NULL) &&
      lb_session_find_dataset_like (session, project, own, name) != NULL)
    show (note, entry,
          _ ("Another dataset of this project has this name, or one that looks the same."));
  else
    lb_name_note_clear (note, entry);
}

void
lb_name_note_of_project (GtkLabel *note, GtkEditable *entry, LbSession *session, LbProject *own)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (is_new_name (name, own != NULL ? lb_project_get_project_name (own) : NULL) &&
      lb_session_find_project_like (session, own, name) != NULL)
    show (note, entry, _ ("Another project has this name, or one that looks the same."));
  else
    lb_name_note_clear (note, entry);
}
