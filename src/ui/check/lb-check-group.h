#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LbCheckKind:
 *
 * What a group has to know of the things that were checked. A verdict is a number below n_verdicts;
 * the group shows them in that order.
 */
typedef struct
{
  guint n_verdicts;
  guint (*get_verdict) (gpointer item);
  /* Of many with one verdict: icon, style class and words. */
  const char *(*get_icon) (guint verdict);
  const char *(*get_style) (guint verdict);
  const char *(*get_words) (guint verdict);
  /* (transfer full): "12 more images", for @n like @item. */
  char *(*fold_title) (gpointer item, guint n);
  /* @data: what the group was given with the kind. */
  GtkWidget *(*new_row) (gpointer item, gpointer data);
  /* (nullable): for kinds whose rows do not follow their items by themselves. */
  void (*update_row) (GtkWidget *row);
} LbCheckKind;

/* Things that were checked, under a title. More than eight of one verdict fold into a row that
 * opens them, a hundred at a time, so that thousands cost nothing. */
#define LB_TYPE_CHECK_GROUP (lb_check_group_get_type ())
G_DECLARE_FINAL_TYPE (LbCheckGroup, lb_check_group, LB, CHECK_GROUP, AdwBin)

GtkWidget *lb_check_group_new (void);
/* Before anything is shown. @kind: static; @data: (nullable): for its new_row. */
void lb_check_group_set_kind (LbCheckGroup *self, const LbCheckKind *kind, GObject *data);
/* @title: (nullable); @items: (element-type GObject): kept by reference; hidden when there are
 * none. */
void lb_check_group_set (LbCheckGroup *self, const char *title, GPtrArray *items);
const char *lb_check_group_get_title (LbCheckGroup *self);
/* Rows there are now, a fold counting as one. */
guint lb_check_group_get_n_rows (LbCheckGroup *self);
/* (transfer none) (nullable): the row of the item, unless it is folded. */
GtkWidget *lb_check_group_find_row (LbCheckGroup *self, gpointer item);

G_END_DECLS
