#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "ui/dialogs/lb-create-dialog.h"
#include "ui/upload/lb-target-dialog.h"

/* What is asked of the window from outside: files to be added, a dataset to be shown, a search, a
 * new dataset. It waits until there is something to be seen and no dialog in the way. */

typedef enum
{
  STAGE_EARLY,   /* nobody knows yet what there is */
  STAGE_WELCOME, /* nothing, and nothing to choose from */
  STAGE_MAIN
} Stage;

static Stage
get_stage (LbWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->root);

  if (g_strcmp0 (name, "main") == 0)
    return STAGE_MAIN;

  return g_strcmp0 (name, "welcome") == 0 ? STAGE_WELCOME : STAGE_EARLY;
}

static gboolean
has_dialog (LbWindow *self)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL;
}

static void
go_to_wanted (LbWindow *self)
{
  LbDataset *dataset = lb_session_find_dataset (self->session, self->wanted_dataset);

  self->wanted_dataset = 0;
  if (dataset == NULL)
    {
      lb_window_tell (self, _ ("The dataset is not there any more"));
      return;
    }

  adw_navigation_view_pop_to_tag (self->views, "main");
  lb_window_go_to_dataset (self, dataset);
}

static void
begin_search (LbWindow *self)
{
  g_autofree char *text = g_steal_pointer (&self->wanted_search);

  adw_navigation_view_pop_to_tag (self->views, "main");
  adw_navigation_split_view_set_show_content (self->split, FALSE);
  lb_sidebar_search (self->sidebar, text);
}

static void
drop_files_cb (LbWindow *self)
{
  g_clear_object (&self->opened_files);
}

static void
review_opened (LbWindow *self, LbDataset *dataset)
{
  g_autoptr (GListModel) files = G_LIST_MODEL (g_steal_pointer (&self->opened_files));

  adw_navigation_view_pop_to_tag (self->views, "main");
  lb_window_go_to_dataset (self, dataset);
  lb_window_review_files (self, dataset, files);
}

/* Its dialog is still there, and what follows waits until it has gone. */
static void
chosen_cb (LbTargetDialog *dialog, LbDataset *dataset, LbWindow *self)
{
  g_set_object (&self->files_target, dataset);
}

static void
created_cb (LbCreateDialog *dialog, LbDataset *dataset, LbWindow *self)
{
  g_set_object (&self->files_target, dataset);
}

/* Who makes none after all is asked again, if there is anything to choose from. */
static void
create_closed_cb (LbCreateDialog *dialog, LbWindow *self)
{
  g_autoptr (GListModel) datasets = lb_target_dialog_list (self->session);

  if (self->files_target == NULL && g_list_model_get_n_items (datasets) == 0)
    g_clear_object (&self->opened_files);
}

static void
create_for_files (LbWindow *self)
{
  LbCreateDialog *dialog = lb_window_present_create (self);

  lb_create_dialog_show_files (dialog, G_LIST_MODEL (self->opened_files));
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, 0);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (create_closed_cb), self, 0);
}

static void
new_dataset_cb (LbTargetDialog *dialog, LbWindow *self)
{
  self->wants_new_dataset = TRUE;
}

static void
ask_for_target (LbWindow *self)
{
  g_autoptr (GListModel) datasets = lb_target_dialog_list (self->session);
  LbDataset *shown = self->page != NULL ? lb_dataset_page_get_dataset (self->page) : NULL;
  LbTargetDialog *dialog = NULL;

  if (g_list_model_get_n_items (datasets) == 0)
    {
      create_for_files (self);
      return;
    }

  dialog = lb_target_dialog_new (self->session, G_LIST_MODEL (self->opened_files), shown);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  g_signal_connect_object (dialog, "new-dataset", G_CALLBACK (new_dataset_cb), self, 0);
  g_signal_connect_object (dialog, "dropped", G_CALLBACK (drop_files_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* One at a time: each may bring up a dialog, and the next waits behind it. */
static gboolean
run_cb (gpointer data)
{
  LbWindow *self = data;
  const Stage stage = get_stage (self);

  self->errands_id = 0;
  if (self->session == NULL || has_dialog (self) || stage == STAGE_EARLY)
    return G_SOURCE_REMOVE;

  if (self->wanted_dataset != 0)
    go_to_wanted (self);
  if (self->wanted_search != NULL && stage == STAGE_MAIN)
    begin_search (self);
  if (self->files_target != NULL)
    {
      g_autoptr (LbDataset) target = g_steal_pointer (&self->files_target);

      if (self->opened_files != NULL)
        review_opened (self, target);
    }
  else if (self->wants_new_dataset)
    {
      self->wants_new_dataset = FALSE;
      if (self->opened_files != NULL)
        create_for_files (self);
      else
        lb_window_present_create (self);
    }
  else if (self->opened_files != NULL)
    ask_for_target (self);

  return G_SOURCE_REMOVE;
}

void
lb_window_run_errands (LbWindow *self)
{
  if (self->errands_id == 0)
    self->errands_id = g_idle_add (run_cb, self);
}

void
lb_window_stop_errands (LbWindow *self)
{
  g_clear_handle_id (&self->errands_id, g_source_remove);
  g_clear_object (&self->opened_files);
  g_clear_object (&self->files_target);
  g_clear_pointer (&self->wanted_search, g_free);
}

void
lb_window_follow_errands (LbWindow *self)
{
  g_signal_connect (self, "notify::visible-dialog", G_CALLBACK (lb_window_run_errands), NULL);
  g_signal_connect_object (self->root, "notify::visible-child", G_CALLBACK (lb_window_run_errands),
                           self, G_CONNECT_SWAPPED);
}

void
lb_window_open_files (LbWindow *self, GListModel *files)
{
  g_return_if_fail (LB_IS_WINDOW (self));

  if (self->opened_files == NULL)
    self->opened_files = g_list_store_new (G_TYPE_FILE);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      g_list_store_append (self->opened_files, file);
    }
  lb_window_run_errands (self);
}

GListModel *
lb_window_take_files (LbWindow *self)
{
  g_return_val_if_fail (LB_IS_WINDOW (self), NULL);

  return self->opened_files != NULL ? G_LIST_MODEL (g_steal_pointer (&self->opened_files)) : NULL;
}

void
lb_window_show_wanted (LbWindow *self, gint64 id)
{
  g_return_if_fail (LB_IS_WINDOW (self));

  self->wanted_dataset = id;
  lb_window_run_errands (self);
}

void
lb_window_search_datasets (LbWindow *self, const char *text)
{
  g_return_if_fail (LB_IS_WINDOW (self));

  g_set_str (&self->wanted_search, text);
  lb_window_run_errands (self);
}

void
lb_window_ask_new_dataset (LbWindow *self)
{
  g_return_if_fail (LB_IS_WINDOW (self));

  self->wants_new_dataset = TRUE;
  lb_window_run_errands (self);
}
