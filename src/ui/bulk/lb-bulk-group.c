#include "config.h"

#include "ui/bulk/lb-bulk-group.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/bulk/lb-bulk-row.h"
#include "ui/bulk/lb-bulk-words.h"

#define FOLD_OVER 8
#define SHOWN_BEFORE_FOLD 2
#define OPENED_AT_ONCE 100

struct _LbBulkGroup
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkListBox *list;

  LbBulkPictures *pictures;         /* (owned) (nullable) */
  GPtrArray *entries;               /* (owned) (nullable) (element-type LbBulkEntry) */
  GHashTable *rows;                 /* (owned) (element-type LbBulkEntry GtkWidget): made so far; a
                                     * row loads its picture once, however often the list is filled */
  guint opened[LB_BULK_N_VERDICTS]; /* shown beyond the fold, by verdict */
};

G_DEFINE_FINAL_TYPE (LbBulkGroup, lb_bulk_group, ADW_TYPE_BIN)

static void fill (LbBulkGroup *self);

static guint
count_verdict (LbBulkGroup *self, LbBulkVerdict verdict)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    if (lb_bulk_entry_get_verdict (self->entries->pdata[i]) == verdict)
      n++;

  return n;
}

static void
fold_activated_cb (AdwActionRow *row, LbBulkGroup *self)
{
  const guint verdict = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "lb-verdict"));
  const int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *first;

  self->opened[verdict] += OPENED_AT_ONCE;
  fill (self);
  /* The first of those that have come, in the place of the row that was activated. */
  if ((first = gtk_list_box_get_row_at_index (self->list, index)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

/* For the eye: the words beside it say the same. */
static GtkWidget *
make_icon (const char *name)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", name, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static GtkWidget *
make_fold (LbBulkGroup *self, LbBulkVerdict verdict, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = make_icon (lb_bulk_verdict_icon (verdict));
  GtkWidget *words = gtk_label_new (lb_bulk_verdict_short_words (verdict));
  GtkWidget *arrow = make_icon ("pan-down-symbolic");
  g_autofree char *title =
    lb_bulk_entry_is_ready (self->entries->pdata[0])
      ? g_strdup_printf (ngettext ("%'u more image", "%'u more images", n), n)
      : g_strdup_printf (ngettext ("%'u more entry", "%'u more entries", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (words), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (icon, lb_bulk_verdict_style (verdict));
  gtk_widget_add_css_class (words, lb_bulk_verdict_style (verdict));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), words);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "lb-verdict", GUINT_TO_POINTER (verdict));
  g_signal_connect_object (row, "activated", G_CALLBACK (fold_activated_cb), self, 0);

  return row;
}

static GtkWidget *
row_of (LbBulkGroup *self, LbBulkEntry *entry)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, entry);

  if (row == NULL)
    {
      row = g_object_ref_sink (lb_bulk_row_new (entry, self->pictures));
      g_hash_table_insert (self->rows, g_object_ref (entry), row);
    }
  else
    lb_bulk_row_update (LB_BULK_ROW (row));

  return row;
}

static void
fill_verdict (LbBulkGroup *self, LbBulkVerdict verdict)
{
  const guint n = count_verdict (self, verdict);
  const guint limit = n > FOLD_OVER ? SHOWN_BEFORE_FOLD + self->opened[verdict] : n;
  guint shown = 0;

  for (guint i = 0; i < self->entries->len && shown < limit; i++)
    {
      LbBulkEntry *entry = self->entries->pdata[i];

      if (lb_bulk_entry_get_verdict (entry) != verdict)
        continue;
      gtk_list_box_append (self->list, row_of (self, entry));
      shown++;
    }

  if (shown < n)
    gtk_list_box_append (self->list, make_fold (self, verdict, n - shown));
}

static void
fill (LbBulkGroup *self)
{
  gtk_list_box_remove_all (self->list);
  for (guint verdict = 0; verdict < LB_BULK_N_VERDICTS; verdict++)
    fill_verdict (self, (LbBulkVerdict) verdict);
}

static void
lb_bulk_group_finalize (GObject *object)
{
  LbBulkGroup *self = LB_BULK_GROUP (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (lb_bulk_group_parent_class)->finalize (object);
}

static void
lb_bulk_group_class_init (LbBulkGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_group_finalize;
}

static void
lb_bulk_group_init (LbBulkGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->rows = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_tab_behavior (self->list, GTK_LIST_TAB_ALL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
lb_bulk_group_new (void)
{
  return g_object_new (LB_TYPE_BULK_GROUP, NULL);
}

void
lb_bulk_group_set_pictures (LbBulkGroup *self, LbBulkPictures *pictures)
{
  g_return_if_fail (LB_IS_BULK_GROUP (self));
  g_set_object (&self->pictures, pictures);
}

void
lb_bulk_group_set (LbBulkGroup *self, const char *title, GPtrArray *entries)
{
  g_return_if_fail (LB_IS_BULK_GROUP (self));

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_ptr_array_ref (entries);
  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title), title != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), entries->len > 0);
  fill (self);
}

const char *
lb_bulk_group_get_title (LbBulkGroup *self)
{
  g_return_val_if_fail (LB_IS_BULK_GROUP (self), NULL);
  return gtk_label_get_label (self->title);
}

guint
lb_bulk_group_get_n_rows (LbBulkGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_BULK_GROUP (self), 0);

  while (gtk_list_box_get_row_at_index (self->list, (int) n) != NULL)
    n++;

  return n;
}

char *
lb_bulk_entries_to_text (GListModel *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *name = lb_visible_text (lb_bulk_entry_get_name (entry));
      g_autofree char *words = lb_bulk_verdict_words (entry);

      g_string_append_printf (text, "%s\t%s\n", name, words);
    }

  return g_string_free (text, FALSE);
}
