#include "config.h"

#include "ui/crop/lb-crop-sheet.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/crop/lb-crop-row.h"
#include "ui/widgets/lb-list-bin.h"

struct _LbCropSheet
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkProgressBar *progress;
  GtkStack *stack;
  GtkListView *list;
  GtkButton *all_button;
  GtkButton *apply_button;

  LbCropJob *job; /* (owned) */
  guint n_chosen;
  guint n_proposals;
  gboolean setting_all;
};

G_DEFINE_FINAL_TYPE (LbCropSheet, lb_crop_sheet, ADW_TYPE_DIALOG)

static void
update_title (LbCropSheet *self, gboolean running)
{
  guint n_looked = 0, n_total = 0;
  g_autofree char *title = NULL;

  g_object_get (self->job, "n-looked", &n_looked, "n-total", &n_total, NULL);
  if (n_total > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) n_looked / n_total);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  if (running)
    /* Translators: how many pictures, of how many */
    title = g_strdup_printf (_ ("Looking at %'u of %'u…"), MIN (n_looked + 1, n_total), n_total);
  adw_window_title_set_title (self->window_title, running ? title : _ ("Suggest Crops"));
}

static void
update (LbCropSheet *self)
{
  gboolean running = FALSE;
  g_autofree char *apply = NULL;

  g_object_get (self->job, "running", &running, NULL);
  update_title (self, running);
  apply = self->n_chosen > 0
            ? g_strdup_printf (ngettext ("_Apply %'u Crop", "_Apply %'u Crops", self->n_chosen),
                               self->n_chosen)
            : g_strdup (_ ("_Apply Crops"));
  gtk_button_set_label (self->apply_button, apply);
  gtk_widget_set_sensitive (GTK_WIDGET (self->apply_button), !running && self->n_chosen > 0);
  gtk_button_set_label (self->all_button, self->n_chosen > 0 && self->n_chosen == self->n_proposals
                                            ? _ ("Choose _None")
                                            : _ ("Choose _All"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->all_button), !running && self->n_proposals > 0);
  gtk_stack_set_visible_child_name (self->stack,
                                    running || self->n_proposals > 0 ? "list" : "nothing");
}

static void
chosen_cb (LbCropProposal *proposal, GParamSpec *pspec, LbCropSheet *self)
{
  if (lb_crop_proposal_get_chosen (proposal))
    self->n_chosen++;
  else
    self->n_chosen--;
  if (!self->setting_all)
    update (self);
}

/* Proposals only come. */
static void
items_changed_cb (GListModel *proposals, guint position, guint removed, guint added, gpointer data)
{
  LbCropSheet *self = data;

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LbCropProposal) proposal = g_list_model_get_item (proposals, position + i);

      self->n_proposals++;
      self->n_chosen += lb_crop_proposal_get_chosen (proposal);
      g_signal_connect_object (proposal, "notify::chosen", G_CALLBACK (chosen_cb), self, 0);
    }
}

/* Enter applies as soon as that is possible. */
static void
running_cb (LbCropSheet *self)
{
  update (self);
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->apply_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->apply_button));
}

static void
activate_cb (GtkListView *list, guint position, LbCropSheet *self)
{
  g_autoptr (LbCropProposal) proposal =
    g_list_model_get_item (lb_crop_job_get_proposals (self->job), position);

  lb_crop_proposal_set_chosen (proposal, !lb_crop_proposal_get_chosen (proposal));
}

static void
all_clicked_cb (GtkButton *button, LbCropSheet *self)
{
  const gboolean chosen = self->n_chosen < self->n_proposals;
  GListModel *proposals = lb_crop_job_get_proposals (self->job);

  self->setting_all = TRUE;
  for (guint i = 0; i < self->n_proposals; i++)
    {
      g_autoptr (LbCropProposal) proposal = g_list_model_get_item (proposals, i);

      lb_crop_proposal_set_chosen (proposal, chosen);
    }
  self->setting_all = FALSE;
  update (self);
}

static void
apply_clicked_cb (GtkButton *button, LbCropSheet *self)
{
  lb_crop_job_apply (self->job);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_focusable (item, FALSE);
  gtk_list_item_set_child (item, lb_crop_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  LbCropProposal *proposal = gtk_list_item_get_item (item);
  g_autofree char *name = lb_visible_text (lb_crop_source_get_name (
    lb_crop_proposal_get_source (proposal), lb_crop_proposal_get_picture (proposal)));

  lb_crop_row_bind (LB_CROP_ROW (gtk_list_item_get_child (item)), proposal);
  gtk_list_item_set_accessible_label (item, name);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  lb_crop_row_bind (LB_CROP_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
set_up_list (LbCropSheet *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection =
    gtk_no_selection_new (g_object_ref (lb_crop_job_get_proposals (self->job)));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

static void
lb_crop_sheet_closed (AdwDialog *dialog)
{
  lb_crop_job_cancel (LB_CROP_SHEET (dialog)->job);
}

static void
lb_crop_sheet_dispose (GObject *object)
{
  LbCropSheet *self = LB_CROP_SHEET (object);

  if (self->job != NULL)
    {
      lb_crop_job_cancel (self->job);
      g_signal_handlers_disconnect_by_data (self->job, self);
      g_signal_handlers_disconnect_by_data (lb_crop_job_get_proposals (self->job), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CROP_SHEET);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (lb_crop_sheet_parent_class)->dispose (object);
}

static void
lb_crop_sheet_class_init (LbCropSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_crop_sheet_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_crop_sheet_closed;

  g_type_ensure (LB_TYPE_LIST_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/crop/lb-crop-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCropSheet, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbCropSheet, progress);
  gtk_widget_class_bind_template_child (widget_class, LbCropSheet, stack);
  gtk_widget_class_bind_template_child (widget_class, LbCropSheet, list);
  gtk_widget_class_bind_template_child (widget_class, LbCropSheet, all_button);
  gtk_widget_class_bind_template_child (widget_class, LbCropSheet, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked_cb);
}

static void
lb_crop_sheet_init (LbCropSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbCropSheet *
lb_crop_sheet_new (LbCropSource *source)
{
  LbCropSheet *self = g_object_new (LB_TYPE_CROP_SHEET, NULL);

  self->job = lb_crop_job_new (source, LB_CROP_WAY_SUGGESTED, NULL);
  g_signal_connect (lb_crop_job_get_proposals (self->job), "items-changed",
                    G_CALLBACK (items_changed_cb), self);
  set_up_list (self);
  g_signal_connect_swapped (self->job, "notify::n-looked", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->job, "notify::running", G_CALLBACK (running_cb), self);
  dex_future_disown (lb_crop_job_run (self->job));

  return self;
}
