#include "config.h"

#include "ui/history/lb-step-row.h"

#include <glib/gi18n.h>

#include "ui/history/lb-history-words.h"

struct _LbStepRow
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkButton *button;

  LbHistoryStep *step; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbStepRow, lb_step_row, ADW_TYPE_BIN)

static void
clicked_cb (GtkButton *button, LbStepRow *self)
{
  g_signal_emit_by_name (self, "chosen", self->step);
}

static void
lb_step_row_dispose (GObject *object)
{
  lb_step_row_set_step (LB_STEP_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_STEP_ROW);

  G_OBJECT_CLASS (lb_step_row_parent_class)->dispose (object);
}

static void
lb_step_row_class_init (LbStepRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_step_row_dispose;

  g_signal_new ("chosen", LB_TYPE_STEP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                LB_TYPE_HISTORY_STEP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/history/lb-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbStepRow, title);
  gtk_widget_class_bind_template_child (widget_class, LbStepRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LbStepRow, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
lb_step_row_init (LbStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_step_row_new (void)
{
  return g_object_new (LB_TYPE_STEP_ROW, NULL);
}

static char *
moment_words (LbHistoryStep *step)
{
  g_autofree char *moment = lb_history_moment_words (lb_history_step_get_made_at (step));

  switch (lb_history_step_get_state (step))
    {
    case LB_HISTORY_UNDONE:
      /* Translators: %s is a moment such as “Today, 09:12” */
      return g_strdup_printf (_ ("%s · undone"), moment);
    case LB_HISTORY_BLOCKED:
      /* Translators: %s is a moment such as “Today, 09:12” */
      return g_strdup_printf (_ ("%s · can’t be undone"), moment);
    case LB_HISTORY_DONE:
    default:              return g_steal_pointer (&moment);
    }
}

static void
update (LbStepRow *self)
{
  const LbHistoryState state = lb_history_step_get_state (self->step);
  const gboolean undone = state == LB_HISTORY_UNDONE;
  g_autofree char *words = lb_history_step_words (self->step);
  g_autofree char *moment = moment_words (self->step);
  /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
  g_autofree char *action =
    g_strdup_printf (undone ? _ ("Redo up to here: %s") : _ ("Undo up to here: %s"), words);

  gtk_label_set_label (self->title, words);
  gtk_label_set_label (self->subtitle, moment);
  if (state == LB_HISTORY_DONE)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->button), state != LB_HISTORY_BLOCKED);
  gtk_button_set_icon_name (self->button, undone ? "edit-redo-symbolic" : "edit-undo-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                               undone ? _ ("Redo up to Here") : _ ("Undo up to Here"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  action, -1);
}

void
lb_step_row_set_step (LbStepRow *self, LbHistoryStep *step)
{
  g_return_if_fail (LB_IS_STEP_ROW (self));

  if (self->step != NULL)
    g_signal_handlers_disconnect_by_data (self->step, self);
  g_set_object (&self->step, step);
  if (step == NULL)
    return;

  g_signal_connect_swapped (step, "notify", G_CALLBACK (update), self);
  update (self);
}
