#include "config.h"

#include "ui/upload/lb-review-group.h"

#include <glib/gi18n.h>

#include "ui/upload/lb-candidate-row.h"
#include "ui/upload/lb-verdict-words.h"

#define FOLD_OVER 8
#define SHOWN_BEFORE_FOLD 2
#define OPENED_AT_ONCE 100

struct _LbReviewGroup
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkListBox *list;

  GPtrArray *candidates; /* (owned) (element-type LbCandidate) */
  GHashTable *rows; /* (owned) (element-type LbCandidate GtkWidget): made so far; a row loads its
                     * thumbnail once, however often the list is put in order while it grows */
  guint opened[LB_VERDICT_UNREADABLE + 1]; /* shown beyond the fold, by verdict */
};

G_DEFINE_FINAL_TYPE (LbReviewGroup, lb_review_group, ADW_TYPE_BIN)

static void fill (LbReviewGroup *self);

static guint
count_verdict (LbReviewGroup *self, LbVerdict verdict)
{
  guint n = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    if (lb_candidate_get_verdict (g_ptr_array_index (self->candidates, i)) == verdict)
      n++;

  return n;
}

static void
fold_activated_cb (AdwActionRow *row, LbReviewGroup *self)
{
  LbVerdict verdict = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "lb-verdict"));

  self->opened[verdict] += OPENED_AT_ONCE;
  fill (self);
}

static GtkWidget *
make_fold (LbReviewGroup *self, LbVerdict verdict, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (lb_verdict_icon (verdict));
  GtkWidget *words = gtk_label_new (lb_verdict_short_words (verdict));
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");
  g_autofree char *title =
    lb_candidate_is_addable (self->candidates->pdata[0])
      ? g_strdup_printf (ngettext ("%'u more image", "%'u more images", n), n)
      : g_strdup_printf (ngettext ("%'u more item", "%'u more items", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (icon, lb_verdict_style (verdict));
  gtk_widget_add_css_class (words, lb_verdict_style (verdict));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), words);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "lb-verdict", GINT_TO_POINTER (verdict));
  g_signal_connect_object (row, "activated", G_CALLBACK (fold_activated_cb), self, 0);

  return row;
}

static GtkWidget *
row_of (LbReviewGroup *self, LbCandidate *candidate)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, candidate);

  if (row == NULL)
    {
      row = g_object_ref_sink (lb_candidate_row_new (candidate));
      g_hash_table_insert (self->rows, g_object_ref (candidate), row);
    }

  return row;
}

static void
fill_verdict (LbReviewGroup *self, LbVerdict verdict)
{
  guint n = count_verdict (self, verdict);
  guint limit = n > FOLD_OVER ? SHOWN_BEFORE_FOLD + self->opened[verdict] : n;
  guint shown = 0;

  for (guint i = 0; i < self->candidates->len && shown < limit; i++)
    {
      LbCandidate *candidate = g_ptr_array_index (self->candidates, i);

      if (lb_candidate_get_verdict (candidate) != verdict)
        continue;
      gtk_list_box_append (self->list, row_of (self, candidate));
      shown++;
    }

  if (shown < n)
    gtk_list_box_append (self->list, make_fold (self, verdict, n - shown));
}

static void
fill (LbReviewGroup *self)
{
  gtk_list_box_remove_all (self->list);
  for (int verdict = LB_VERDICT_READY; verdict <= LB_VERDICT_UNREADABLE; verdict++)
    fill_verdict (self, (LbVerdict) verdict);
}

static void
lb_review_group_finalize (GObject *object)
{
  LbReviewGroup *self = LB_REVIEW_GROUP (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_review_group_parent_class)->finalize (object);
}

static void
lb_review_group_class_init (LbReviewGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_review_group_finalize;
}

static void
lb_review_group_init (LbReviewGroup *self)
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
lb_review_group_new (void)
{
  return g_object_new (LB_TYPE_REVIEW_GROUP, NULL);
}

void
lb_review_group_set (LbReviewGroup *self, const char *title, GPtrArray *candidates)
{
  g_return_if_fail (LB_IS_REVIEW_GROUP (self));

  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  self->candidates = g_ptr_array_ref (candidates);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self), candidates->len > 0);
  fill (self);
}

const char *
lb_review_group_get_title (LbReviewGroup *self)
{
  g_return_val_if_fail (LB_IS_REVIEW_GROUP (self), NULL);

  return gtk_label_get_label (self->title);
}

guint
lb_review_group_get_n_rows (LbReviewGroup *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_REVIEW_GROUP (self), 0);

  while (gtk_list_box_get_row_at_index (self->list, (int) n) != NULL)
    n++;

  return n;
}
