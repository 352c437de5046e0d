#include "config.h"

#include "ui/upload/lb-target-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/sidebar/lb-dataset-cover.h"
#include "ui/sidebar/lb-dataset-names.h"

struct _LbTargetRow
{
  AdwActionRow parent_instance;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbTargetRow, lb_target_row, ADW_TYPE_ACTION_ROW)

/* (transfer full): where it is, how much is in it, and its state. */
static char *
describe (LbTargetRow *self)
{
  LbProject *project =
    lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset));
  g_autofree char *detail =
    lb_dataset_names_dup_detail (lb_dataset_names_get (self->session), self->dataset);
  g_autofree char *name = NULL;

  if (project == NULL)
    return g_steal_pointer (&detail);

  name = lb_visible_text (lb_project_get_project_name (project));
  /* Translators: the name of a project, and how many images a dataset in it has with its state */
  return g_strdup_printf (_ ("%s · %s"), name, detail);
}

static void
update (LbTargetRow *self)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (self->dataset));
  g_autofree char *detail = describe (self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), detail);
}

static void
lb_target_row_finalize (GObject *object)
{
  LbTargetRow *self = LB_TARGET_ROW (object);

  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_target_row_parent_class)->finalize (object);
}

static void
lb_target_row_class_init (LbTargetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_target_row_finalize;
}

static void
lb_target_row_init (LbTargetRow *self)
{
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
}

GtkWidget *
lb_target_row_new (LbSession *session, LbDataset *dataset)
{
  LbTargetRow *self = g_object_new (LB_TYPE_TARGET_ROW, NULL);
  GtkWidget *cover = lb_dataset_cover_new ();

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  lb_dataset_cover_set (LB_DATASET_COVER (cover), session, dataset);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), cover);
  g_signal_connect_object (dataset, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lb_dataset_names_get (session), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
