#include "config.h"

#include "ui/duplicates/lb-duplicate-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-mix-check.h"
#include "ui/duplicates/lb-duplicate-tile.h"
#include "ui/duplicates/lb-duplicate-words.h"

/* More side by side help nobody to choose; the rest is told by its number. */
#define MAX_TILES 24

struct _LbDuplicateView
{
  GtkBox parent_instance;

  GtkLabel *title;
  AdwWrapBox *tiles;
  GtkLabel *more_label;
  GtkLabel *keep_label;
  GtkLabel *caption_label;
  LbChangeList *list;

  LbSession *session;       /* (owned) (nullable) */
  LbDataset *dataset;       /* (owned) (nullable) */
  LbDuplicateGroup *group;  /* (owned) (nullable) */
  LbComparison *comparison; /* (owned) (nullable): what is shown of the captions */
  LbMixCheck *check;        /* (owned): of what is chosen of that */
};

G_DEFINE_FINAL_TYPE (LbDuplicateView, lb_duplicate_view, GTK_TYPE_BOX)

static void
checked_cb (LbDuplicateView *self)
{
  lb_change_list_set_issue (self->list, lb_mix_check_get_issue (self->check));
}

static void
show_caption_words (LbDuplicateView *self)
{
  const guint n = lb_change_list_get_n_changes (self->list);
  const guint n_accepted = lb_change_list_get_n_accepted (self->list);
  g_autofree char *words = NULL;

  if (self->comparison == NULL)
    words = g_strdup ("");
  else if (n == 0)
    words = g_strdup (_ ("The other captions say nothing more."));
  else if (n_accepted == 0)
    words = g_strdup (_ ("The caption stays as it is. What the others say differently can be "
                         "taken."));
  else
    words = g_strdup_printf (ngettext ("%'u field is taken from the captions of the others.",
                                       "%'u fields are taken from the captions of the others.",
                                       n_accepted),
                             n_accepted);
  gtk_label_set_label (self->caption_label, words);
}

static void
accepted_cb (LbDuplicateView *self)
{
  if (self->comparison == NULL)
    return;

  lb_mix_check_start (self->check, lb_comparison_get_prompt (self->comparison),
                      lb_comparison_get_changes (self->comparison), LB_PROMPT_CAPTION);
  show_caption_words (self);
}

static void
show_comparison (LbDuplicateView *self, LbComparison *comparison)
{
  GListModel *changes = comparison != NULL ? lb_comparison_get_changes (comparison) : NULL;

  g_set_object (&self->comparison, comparison);
  lb_change_list_set_changes (self->list, changes,
                              comparison != NULL ? lb_comparison_get_prompt (comparison) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          changes != NULL && g_list_model_get_n_items (changes) > 0);
  lb_change_list_set_issue (self->list, NULL);
  show_caption_words (self);
}

typedef struct
{
  GWeakRef view;
  LbDuplicateGroup *group; /* (owned) */
} Merging;

static void
merging_free (gpointer data)
{
  Merging *merging = data;

  g_weak_ref_clear (&merging->view);
  g_object_unref (merging->group);
  g_free (merging);
}

static DexFuture *
merged_cb (DexFuture *future, gpointer data)
{
  Merging *merging = data;
  g_autoptr (LbDuplicateView) self = g_weak_ref_get (&merging->view);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self != NULL && self->group == merging->group && value != NULL)
    show_comparison (self, g_value_get_object (value));

  return dex_future_new_true ();
}

static void
merge (LbDuplicateView *self)
{
  Merging *merging = g_new0 (Merging, 1);

  show_comparison (self, NULL);
  g_weak_ref_init (&merging->view, self);
  merging->group = g_object_ref (self->group);
  dex_future_disown (
    dex_future_finally (lb_duplicate_group_merge (self->group), merged_cb, merging, merging_free));
}

static void
drop_group (LbDuplicateView *self)
{
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  g_clear_object (&self->group);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_object (&self->comparison);
}

static void
lb_duplicate_view_dispose (GObject *object)
{
  LbDuplicateView *self = LB_DUPLICATE_VIEW (object);

  drop_group (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_DUPLICATE_VIEW);
  g_clear_object (&self->check);

  G_OBJECT_CLASS (lb_duplicate_view_parent_class)->dispose (object);
}

static void
lb_duplicate_view_class_init (LbDuplicateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_duplicate_view_dispose;

  g_type_ensure (LB_TYPE_CHANGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/duplicates/lb-duplicate-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateView, title);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateView, tiles);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateView, more_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateView, keep_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateView, caption_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicateView, list);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
}

static void
lb_duplicate_view_init (LbDuplicateView *self)
{
  self->check = lb_mix_check_new ();
  g_signal_connect_object (self->check, "checked", G_CALLBACK (checked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The first ones, and the one that is suggested. */
static gboolean
has_tile (LbDuplicateGroup *group, guint position)
{
  const guint suggested = lb_duplicate_group_get_suggested (group);

  return position == suggested || position < MAX_TILES - (suggested >= MAX_TILES);
}

static void
drop_tiles (LbDuplicateView *self)
{
  GtkWidget *tile = NULL;

  while ((tile = gtk_widget_get_first_child (GTK_WIDGET (self->tiles))) != NULL)
    adw_wrap_box_remove (self->tiles, tile);
}

static void
show_tiles (LbDuplicateView *self)
{
  const guint n = lb_duplicate_group_get_n (self->group);
  GtkWidget *first = NULL;
  g_autofree char *more = NULL;
  guint n_more = 0;

  drop_tiles (self);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *tile = NULL;

      if (!has_tile (self->group, i))
        {
          n_more++;
          continue;
        }
      tile = lb_duplicate_tile_new (self->session, self->dataset, self->group, i,
                                    (LbDuplicateTile *) first);
      if (first == NULL)
        first = tile;
      adw_wrap_box_append (self->tiles, tile);
    }
  more = g_strdup_printf (ngettext ("%'u more image", "%'u more images", n_more), n_more);
  gtk_label_set_label (self->more_label, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), n_more > 0);
}

void
lb_duplicate_view_set_group (LbDuplicateView *self,
                             LbSession *session,
                             LbDataset *dataset,
                             LbDuplicateGroup *group)
{
  g_autofree char *title = NULL;
  g_autofree char *keep = NULL;

  g_return_if_fail (LB_IS_DUPLICATE_VIEW (self));

  if (self->group == group)
    return;
  drop_group (self);
  if (group == NULL)
    {
      drop_tiles (self);
      return;
    }

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "notify::keeper", G_CALLBACK (merge), self, G_CONNECT_SWAPPED);
  title = lb_duplicate_group_words (group);
  keep = lb_duplicate_keep_words (1, lb_duplicate_group_get_n (group) - 1);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->keep_label, keep);
  show_tiles (self);
  merge (self);
}

LbDuplicateGroup *
lb_duplicate_view_get_group (LbDuplicateView *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_VIEW (self), NULL);

  return self->group;
}

gboolean
lb_duplicate_view_focus (LbDuplicateView *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_VIEW (self), FALSE);

  return gtk_widget_child_focus (GTK_WIDGET (self->tiles), GTK_DIR_TAB_FORWARD);
}
