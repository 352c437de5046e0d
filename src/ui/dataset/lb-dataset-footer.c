#include "config.h"

#include "ui/dataset/lb-dataset-footer.h"

#include <glib/gi18n.h>

#include "contract/lb-rules.h"

struct _LbDatasetFooter
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkWidget *lock;
  GtkLabel *title;
  GtkLabel *detail;
  GtkLevelBar *level;
  GtkWidget *clone;
  GtkWidget *complete;

  LbDataset *dataset;  /* (owned) (nullable) */
  LbImageTally *tally; /* (owned) (nullable) */
  LbRulesMode mode;
  gboolean suggesting;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (LbDatasetFooter, lb_dataset_footer, ADW_TYPE_BIN)

/* @format: for that number. */
static void
add_part (GStrvBuilder *parts, guint n, const char *format)
{
  if (n > 0)
    g_strv_builder_take (parts, g_strdup_printf (format, n));
}

static char *
detail_words (guint reviewed, guint all, guint stale, guint changed, guint invalid, guint missing)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (all > 0)
    g_strv_builder_take (
      parts,
      /* Translators: images whose caption is approved, of all */
      g_strdup_printf (ngettext ("%'u of %'u reviewed", "%'u of %'u reviewed", all), reviewed,
                       all));
  add_part (parts, stale, ngettext ("%'u stale", "%'u stale", stale));
  add_part (parts, changed, ngettext ("%'u changed elsewhere", "%'u changed elsewhere", changed));
  add_part (parts, invalid, ngettext ("%'u invalid", "%'u invalid", invalid));
  add_part (parts, missing, ngettext ("%'u without a caption", "%'u without a caption", missing));

  list = g_strv_builder_end (parts);
  return g_strjoinv (C_ ("separator", " · "), list);
}

static void
set_suggesting (LbDatasetFooter *self, gboolean suggesting)
{
  self->suggesting = suggesting;
  if (suggesting)
    gtk_widget_add_css_class (self->complete, "suggested-action");
  else
    gtk_widget_remove_css_class (self->complete, "suggested-action");
}

static void
update (LbDatasetFooter *self)
{
  guint all = lb_image_tally_get_shown (self->tally, LB_SHOW_ALL);
  guint ready = lb_image_tally_get_ready (self->tally);
  guint invalid = lb_image_tally_get_shown (self->tally, LB_SHOW_INVALID);
  guint changed = lb_image_tally_get_shown (self->tally, LB_SHOW_CONFLICT);
  guint missing = lb_image_tally_get_shown (self->tally, LB_SHOW_MISSING);
  gboolean completed = lb_dataset_get_completed (self->dataset);
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;
  LbReadiness readiness;

  if (completed)
    {
      title = g_strdup (_ ("Complete"));
      detail = g_strdup_printf (ngettext ("%'u image", "%'u images", all), all);
    }
  else
    {
      /* Translators: images that are ready, of all */
      title = g_strdup_printf (_ ("%'u of %'u ready"), ready, all);
      detail = detail_words (lb_image_tally_get_reviewed (self->tally), all,
                             lb_image_tally_get_shown (self->tally, LB_SHOW_STALE), changed,
                             invalid, missing);
    }

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail),
                          *detail != '\0' && (completed || !self->narrow));
  gtk_widget_set_visible (self->lock, completed);
  gtk_level_bar_set_value (self->level, all > 0 ? (double) ready / all : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->level), !completed);
  gtk_widget_set_visible (self->complete, !completed);
  gtk_widget_set_visible (self->clone, completed);

  lb_rules_readiness (self->dataset, (int) all, (int) missing, (int) (invalid + changed),
                      &readiness);
  set_suggesting (self,
                  !completed && ready == all && lb_readiness_may_complete (self->mode, &readiness));
}

static void
let_go (LbDatasetFooter *self)
{
  if (self->tally != NULL)
    g_signal_handlers_disconnect_by_data (self->tally, self);
  if (self->dataset != NULL)
    g_signal_handlers_disconnect_by_data (self->dataset, self);
  g_clear_object (&self->tally);
  g_clear_object (&self->dataset);
}

static void
lb_dataset_footer_dispose (GObject *object)
{
  LbDatasetFooter *self = LB_DATASET_FOOTER (object);

  let_go (self);
  adw_bin_set_child (ADW_BIN (self), NULL); /* before the template unparents it behind its back */
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_DATASET_FOOTER);

  G_OBJECT_CLASS (lb_dataset_footer_parent_class)->dispose (object);
}

static void
lb_dataset_footer_class_init (LbDatasetFooterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_dataset_footer_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-dataset-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, box);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, lock);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, title);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, detail);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, level);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, clone);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetFooter, complete);
}

static void
lb_dataset_footer_init (LbDatasetFooter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* The level is progress, not a warning: one colour from end to end. */
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_FULL);
}

void
lb_dataset_footer_set_tally (LbDatasetFooter *self, LbDataset *dataset, LbImageTally *tally)
{
  g_return_if_fail (LB_IS_DATASET_FOOTER (self));
  g_return_if_fail (LB_IS_DATASET (dataset));
  g_return_if_fail (LB_IS_IMAGE_TALLY (tally));

  let_go (self);
  self->dataset = g_object_ref (dataset);
  self->tally = g_object_ref (tally);
  g_signal_connect_swapped (tally, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (dataset, "notify", G_CALLBACK (update), self);
  update (self);
}

void
lb_dataset_footer_set_rules_mode (LbDatasetFooter *self, LbRulesMode mode)
{
  g_return_if_fail (LB_IS_DATASET_FOOTER (self));

  self->mode = mode;
  if (self->tally != NULL)
    update (self);
}

void
lb_dataset_footer_set_room (LbDatasetFooter *self, gboolean narrow, gboolean stacked)
{
  g_return_if_fail (LB_IS_DATASET_FOOTER (self));

  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->box, stacked ? 12 : 18);
  gtk_widget_set_size_request (GTK_WIDGET (self->level), narrow ? 60 : 260, -1);
  gtk_widget_set_halign (GTK_WIDGET (self->level), narrow ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  if (self->tally != NULL)
    update (self);
}

const char *
lb_dataset_footer_get_title (LbDatasetFooter *self)
{
  g_return_val_if_fail (LB_IS_DATASET_FOOTER (self), NULL);

  return gtk_label_get_label (self->title);
}

const char *
lb_dataset_footer_get_detail (LbDatasetFooter *self)
{
  g_return_val_if_fail (LB_IS_DATASET_FOOTER (self), NULL);

  return gtk_label_get_label (self->detail);
}

gboolean
lb_dataset_footer_is_suggesting (LbDatasetFooter *self)
{
  g_return_val_if_fail (LB_IS_DATASET_FOOTER (self), FALSE);

  return self->suggesting;
}
