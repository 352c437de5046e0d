#include "config.h"

#include "ui/history/lb-step-page.h"

#include "ui/history/lb-history-words.h"
#include "ui/history/lb-step-change-row.h"
#include "ui/history/lb-step-change-words.h"
#include "ui/history/lb-step-diff-page.h"

struct _LbStepPage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkListView *list;

  LbSession *session;   /* (owned) */
  LbHistoryStep *step;  /* (owned) */
  GListStore *readable; /* (owned) (element-type LbStepChange): those with texts */
};

G_DEFINE_FINAL_TYPE (LbStepPage, lb_step_page, ADW_TYPE_NAVIGATION_PAGE)

static void
activate_cb (GtkListView *list, guint position, LbStepPage *self)
{
  AdwNavigationView *navigation =
    ADW_NAVIGATION_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW));
  g_autoptr (LbStepChange) change =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);
  guint place = 0;

  if (g_list_store_find (self->readable, change, &place))
    adw_navigation_view_push (navigation,
                              ADW_NAVIGATION_PAGE (lb_step_diff_page_new (
                                self->session, self->step, G_LIST_MODEL (self->readable), place)));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbStepPage *self)
{
  gtk_list_item_set_child (item, lb_step_change_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbStepPage *self)
{
  LbStepChange *change = gtk_list_item_get_item (item);
  g_autofree char *name = lb_step_change_name_words (change, self->step);

  lb_step_change_row_set_change (LB_STEP_CHANGE_ROW (gtk_list_item_get_child (item)), self->session,
                                 self->step, change);
  gtk_list_item_set_activatable (item, lb_step_change_has_texts (change));
  gtk_list_item_set_accessible_label (item, name);
  gtk_list_item_set_accessible_description (item, lb_step_change_state_words (change));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbStepPage *self)
{
  lb_step_change_row_set_change (LB_STEP_CHANGE_ROW (gtk_list_item_get_child (item)), self->session,
                                 self->step, NULL);
}

static void
lb_step_page_dispose (GObject *object)
{
  LbStepPage *self = LB_STEP_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_STEP_PAGE);
  g_clear_object (&self->readable);
  g_clear_object (&self->step);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_step_page_parent_class)->dispose (object);
}

static void
lb_step_page_class_init (LbStepPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_step_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/history/lb-step-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbStepPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbStepPage, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lb_step_page_init (LbStepPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbStepPage *
lb_step_page_new (LbSession *session, LbHistoryStep *step, GPtrArray *changes)
{
  LbStepPage *self = NULL;
  g_autoptr (GListStore) store = g_list_store_new (LB_TYPE_STEP_CHANGE);
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autofree char *words = NULL;
  g_autofree char *moment = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_HISTORY_STEP (step), NULL);
  g_return_val_if_fail (changes != NULL, NULL);

  self = g_object_new (LB_TYPE_STEP_PAGE, NULL);
  self->session = g_object_ref (session);
  self->step = g_object_ref (step);
  self->readable = g_list_store_new (LB_TYPE_STEP_CHANGE);
  for (guint i = 0; i < changes->len; i++)
    if (lb_step_change_has_texts (g_ptr_array_index (changes, i)))
      g_list_store_append (self->readable, g_ptr_array_index (changes, i));
  g_list_store_splice (store, 0, 0, changes->pdata, changes->len);
  words = lb_history_step_words (step);
  moment = lb_history_moment_words (lb_history_step_get_made_at (step));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), words);
  adw_window_title_set_title (self->window_title, words);
  adw_window_title_set_subtitle (self->window_title, moment);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&store)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));

  return self;
}
