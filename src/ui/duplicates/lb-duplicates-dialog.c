#include "config.h"

#include "ui/duplicates/lb-duplicates-dialog-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "session/lb-session-history.h"
#include "ui/duplicates/lb-duplicate-row.h"
#include "ui/duplicates/lb-duplicate-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

#define LIKENESS_KEY "duplicate-likeness"

G_DEFINE_FINAL_TYPE (LbDuplicatesDialog, lb_duplicates_dialog, ADW_TYPE_DIALOG)

static LbLikeness
get_likeness (LbDuplicatesDialog *self)
{
  return MIN (gtk_drop_down_get_selected (self->likeness), LB_LIKENESS_N - 1);
}

/* What there is to be seen. */

/* A group is included, or not any more. */
static void
count_group (LbDuplicatesDialog *self, LbDuplicateGroup *group, gboolean included)
{
  const guint n_others = lb_duplicate_group_get_n (group) - 1;

  self->n_kept = included ? self->n_kept + 1 : self->n_kept - 1;
  self->n_deleted = included ? self->n_deleted + n_others : self->n_deleted - n_others;
}

static void
included_cb (LbDuplicateGroup *group, GParamSpec *pspec, LbDuplicatesDialog *self)
{
  count_group (self, group, lb_duplicate_group_get_included (group));
  lb_duplicates_dialog_update (self);
}

static void
show_title (LbDuplicatesDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->groups));
  g_autofree char *words = g_strdup_printf (ngettext ("%'u group", "%'u groups", n), n);

  adw_window_title_set_subtitle (self->window_title, n > 0 && !self->scanning ? words : "");
}

static void
show_parted (LbDuplicatesDialog *self)
{
  const guint n = lb_duplicate_scan_get_n_parted (self->scan);
  /* Translators: on a button: groups that a person has called no duplicates are shown again */
  g_autofree char *words =
    g_strdup_printf (ngettext ("Show %'u Dismissed Group", "Show %'u Dismissed Groups", n), n);

  gtk_label_set_label (self->parted_label, words);
  gtk_widget_set_visible (self->parted_button, n > 0 && !self->scanning);
}

static void
show_banner (LbDuplicatesDialog *self)
{
  const guint n_unread = lb_duplicate_scan_get_n_unread (self->scan);
  g_autofree char *words = NULL;

  if (lb_dataset_get_completed (self->dataset))
    words = g_strdup (_ ("This dataset is complete and can’t be changed. Clone it as a draft to "
                         "remove duplicates."));
  else if (n_unread > 0 && !self->scanning)
    words = g_strdup_printf (ngettext ("%'u picture can’t be looked at now",
                                       "%'u pictures can’t be looked at now", n_unread),
                             n_unread);
  adw_banner_set_title (self->banner, words != NULL ? words : "");
  adw_banner_set_button_label (
    self->banner, words != NULL && !lb_dataset_get_completed (self->dataset) ? _ ("_Retry") : NULL);
  adw_banner_set_revealed (self->banner, words != NULL);
}

/* Not where deleting is for good. */
static void
show_hint (LbDuplicatesDialog *self)
{
  g_autoptr (LbDuplicateGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), 0);

  gtk_widget_set_visible (
    self->undo_hint, group != NULL && lb_session_can_restore (
                                        self->session, lb_duplicate_group_get (group, 0)->image));
}

void
lb_duplicates_dialog_update (LbDuplicatesDialog *self)
{
  const gboolean draft = !lb_dataset_get_completed (self->dataset);
  const gboolean idle = self->step == NULL && !self->scanning;
  const gboolean chosen = gtk_single_selection_get_selected_item (self->selection) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *words = lb_duplicate_keep_words (self->n_kept, self->n_deleted);

  gtk_label_set_label (self->apply_label, words);
  gtk_widget_action_set_enabled (widget, "duplicates.apply", draft && idle && self->n_deleted > 0);
  gtk_widget_action_set_enabled (widget, "duplicates.apply-one", draft && idle && chosen);
  gtk_widget_action_set_enabled (widget, "duplicates.part", draft && idle && chosen);
  gtk_widget_action_set_enabled (widget, "duplicates.stop", self->step != NULL);
  gtk_widget_set_visible (self->step_box, self->step != NULL);
  gtk_widget_set_visible (self->stop_button, self->step != NULL);
  gtk_widget_set_visible (self->close_button, self->step == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->split), self->step == NULL);
  gtk_widget_set_sensitive (self->tools, self->step == NULL);
  gtk_widget_set_visible (self->actions,
                          g_str_equal (gtk_stack_get_visible_child_name (self->stack), "groups"));
  show_title (self);
  show_parted (self);
  show_banner (self);
  show_hint (self);
}

static void
show_empty (LbDuplicatesDialog *self)
{
  const guint n = lb_duplicate_scan_get_n_total (self->scan);
  g_autofree char *words = g_strdup_printf (
    ngettext ("No two of %'u image are alike.", "No two of the %'u images are alike.", n), n);

  adw_status_page_set_description (self->empty_page,
                                   n > 1 ? words : _ ("There are no two images to compare."));
}

static void
show_page (LbDuplicatesDialog *self)
{
  const gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->groups)) == 0;

  if (empty)
    show_empty (self);
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "groups");
  lb_duplicates_dialog_update (self);
}

/* Looking. */

static void
show_progress (LbDuplicatesDialog *self)
{
  const guint n_total = lb_duplicate_scan_get_n_total (self->scan);
  const guint n_done = lb_duplicate_scan_get_n_done (self->scan);
  /* Translators: the first number is how many are done, the second how many there are */
  g_autofree char *words = g_strdup_printf (
    ngettext ("%'u of %'u picture looked at", "%'u of %'u pictures looked at", n_total), n_done,
    n_total);

  gtk_label_set_label (self->progress_label, words);
  gtk_progress_bar_set_fraction (self->progress_bar,
                                 n_total > 0 ? (double) n_done / (double) n_total : 0);
}

static void
take_groups (LbDuplicatesDialog *self, GPtrArray *groups)
{
  self->n_kept = 0;
  self->n_deleted = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->groups)); i++)
    {
      g_autoptr (LbDuplicateGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      g_signal_handlers_disconnect_by_func (group, included_cb, self);
    }
  for (guint i = 0; i < groups->len; i++)
    {
      LbDuplicateGroup *group = g_ptr_array_index (groups, i);

      if (lb_duplicate_group_get_included (group))
        count_group (self, group, TRUE);
      g_signal_connect_object (group, "notify::included", G_CALLBACK (included_cb), self, 0);
    }
  g_list_store_splice (self->groups, 0, g_list_model_get_n_items (G_LIST_MODEL (self->groups)),
                       groups->pdata, groups->len);
  show_page (self);
  if (groups->len > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
show_failure (LbDuplicatesDialog *self, const GError *error)
{
  g_autofree char *words = lb_error_words (error);

  adw_status_page_set_description (self->failed_page, words);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  lb_duplicates_dialog_update (self);
}

typedef struct
{
  GWeakRef dialog;
  guint run;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_weak_ref_clear (&look->dialog);
  g_free (look);
}

static DexFuture *
looked_cb (DexFuture *future, gpointer data)
{
  Look *look = data;
  g_autoptr (LbDuplicatesDialog) self = g_weak_ref_get (&look->dialog);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->scan == NULL || look->run != self->run)
    return dex_future_new_true ();

  self->scanning = FALSE;
  if (value != NULL)
    take_groups (self, g_value_get_boxed (value));
  else
    show_failure (self, error);

  return dex_future_new_true ();
}

/* What takes no time is not announced. */
static gboolean
show_scan_cb (gpointer data)
{
  LbDuplicatesDialog *self = data;

  if (self->scanning)
    {
      gtk_stack_set_visible_child_name (self->stack, "scan");
      lb_duplicates_dialog_update (self);
    }

  return G_SOURCE_REMOVE;
}

void
lb_duplicates_dialog_look (LbDuplicatesDialog *self)
{
  Look *look = NULL;

  self->look_due = self->step != NULL;
  if (self->look_due)
    return;

  lb_duplicate_scan_cancel (self->scan);
  g_clear_object (&self->scan);
  self->scan = lb_duplicate_scan_new (self->session, self->dataset);
  g_signal_connect_object (self->scan, "notify::n-done", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scan, "notify::n-total", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  self->scanning = TRUE;
  look = g_new0 (Look, 1);
  g_weak_ref_init (&look->dialog, self);
  look->run = ++self->run;
  dex_future_disown (dex_future_finally (lb_duplicate_scan_run (self->scan, get_likeness (self)),
                                         looked_cb, look, look_free));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->groups)) == 0)
    show_scan_cb (self);
  else
    lb_duplicates_dialog_update (self);
}

static void
likeness_cb (LbDuplicatesDialog *self)
{
  gtk_label_set_label (self->likeness_label, lb_duplicate_likeness_words (get_likeness (self)));
  if (self->scan != NULL)
    lb_duplicates_dialog_look (self);
}

static void
look_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_duplicates_dialog_look (LB_DUPLICATES_DIALOG (widget));
}

/* Groups. */

static gboolean
has_group_at (LbDuplicatesDialog *self, GHashTable *groups, guint position)
{
  g_autoptr (LbDuplicateGroup) group =
    g_list_model_get_item (G_LIST_MODEL (self->groups), position);

  return g_hash_table_contains (groups, group);
}

void
lb_duplicates_dialog_remove (LbDuplicatesDialog *self, GPtrArray *groups)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);
  guint end = g_list_model_get_n_items (G_LIST_MODEL (self->groups));

  for (guint i = 0; i < groups->len; i++)
    {
      LbDuplicateGroup *group = g_ptr_array_index (groups, i);

      g_hash_table_add (gone, group);
      /* It may have been looked for anew meanwhile. */
      if (g_signal_handlers_disconnect_by_func (group, included_cb, self) > 0 &&
          lb_duplicate_group_get_included (group))
        count_group (self, group, FALSE);
    }
  /* Those that stand together go at once: each time another group is shown. */
  while (end > 0)
    {
      guint start = end;

      while (start > 0 && has_group_at (self, gone, start - 1))
        start--;
      if (start < end)
        g_list_store_splice (self->groups, start, end - start, NULL, 0);
      end = start > 0 ? start - 1 : 0;
    }
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  show_page (self);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDuplicatesDialog *self)
{
  gtk_list_item_set_child (item, lb_duplicate_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDuplicatesDialog *self)
{
  LbDuplicateGroup *group = gtk_list_item_get_item (item);
  g_autofree char *words = lb_duplicate_group_words (group);

  gtk_list_item_set_accessible_label (item, words);
  lb_duplicate_row_set_group (LB_DUPLICATE_ROW (gtk_list_item_get_child (item)), self->session,
                              group);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDuplicatesDialog *self)
{
  lb_duplicate_row_set_group (LB_DUPLICATE_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
selected_cb (LbDuplicatesDialog *self)
{
  LbDuplicateGroup *group = gtk_single_selection_get_selected_item (self->selection);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->view_scroll);

  lb_duplicate_view_set_group (self->view, self->session, self->dataset, group);
  gtk_adjustment_set_value (adjustment, 0);
  lb_duplicates_dialog_update (self);
}

static void
activate_cb (GtkListView *list, guint position, LbDuplicatesDialog *self)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  lb_duplicate_view_focus (self->view);
}

/* Life. */

static void
closed_cb (LbDuplicatesDialog *self)
{
  lb_duplicate_scan_cancel (self->scan);
  /* What they say was deleted is meant. */
  adw_toast_overlay_dismiss_all (self->toasts);
}

static void
lb_duplicates_dialog_dispose (GObject *object)
{
  LbDuplicatesDialog *self = LB_DUPLICATES_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_DUPLICATES_DIALOG);
  g_clear_object (&self->selection);
  g_clear_object (&self->groups);
  g_clear_object (&self->step);
  g_clear_object (&self->scan);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_duplicates_dialog_parent_class)->dispose (object);
}

static void
lb_duplicates_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&LB_DUPLICATES_DIALOG (object)->window_toasts);

  G_OBJECT_CLASS (lb_duplicates_dialog_parent_class)->finalize (object);
}

static void
lb_duplicates_dialog_class_init (LbDuplicatesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lb_duplicates_dialog_dispose;
  object_class->finalize = lb_duplicates_dialog_finalize;

  g_type_ensure (LB_TYPE_DUPLICATE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LB_RESOURCE_PATH
                                               "/duplicates/lb-duplicates-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, tools);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, likeness);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, likeness_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, parted_button);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, parted_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, empty_page);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, split);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, view_scroll);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, view);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, step_box);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, step_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, step_bar);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, apply_label);
  gtk_widget_class_bind_template_child (widget_class, LbDuplicatesDialog, undo_hint);
  gtk_widget_class_bind_template_callback (widget_class, likeness_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_install_action (widget_class, "duplicates.look", NULL, look_again_cb);
  lb_duplicates_dialog_install_apply_actions (widget_class);
}

static void
lb_duplicates_dialog_init (LbDuplicatesDialog *self)
{
  g_weak_ref_init (&self->window_toasts, NULL);
  self->groups = g_list_store_new (LB_TYPE_DUPLICATE_GROUP);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->groups)));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

static gboolean
read_likeness_cb (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *const *words = user_data;
  guint position = 0;

  while (words[position] != NULL &&
         !g_str_equal (words[position], g_variant_get_string (variant, NULL)))
    position++;
  g_value_set_uint (value, position);

  return words[position] != NULL;
}

static GVariant *
write_likeness_cb (const GValue *value, const GVariantType *type, gpointer user_data)
{
  const char *const *words = user_data;

  return g_variant_new_string (words[MIN (g_value_get_uint (value), LB_LIKENESS_N - 1)]);
}

void
lb_duplicates_dialog_present (GtkWidget *from, LbSession *session, LbDataset *dataset)
{
  static const char *const words[] = { "strict", "normal", "loose", NULL };
  LbDuplicatesDialog *self = g_object_new (LB_TYPE_DUPLICATES_DIALOG, NULL);
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  g_weak_ref_set (&self->window_toasts, gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY));
  g_settings_bind_with_mapping (settings, LIKENESS_KEY, self->likeness, "selected",
                                G_SETTINGS_BIND_DEFAULT, read_likeness_cb, write_likeness_cb,
                                (gpointer) words, NULL);
  likeness_cb (self);
  self->scan = lb_duplicate_scan_new (session, dataset);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dataset, "notify", G_CALLBACK (lb_duplicates_dialog_update), self,
                           G_CONNECT_SWAPPED);
  lb_duplicates_dialog_look (self);
  adw_dialog_present (ADW_DIALOG (self), from);
}
