#include "config.h"

#include "ui/widgets/lb-patient-spinner.h"

#define PATIENCE_MS 1000

struct _LbPatientSpinner
{
  AdwBin parent_instance;

  GtkWidget *spinner; /* in the bin */
  guint wait_id;
};

G_DEFINE_FINAL_TYPE (LbPatientSpinner, lb_patient_spinner, ADW_TYPE_BIN)

static void
patience_over (gpointer data)
{
  LbPatientSpinner *self = data;

  self->wait_id = 0;
  gtk_widget_set_child_visible (self->spinner, TRUE);
}

static void
lb_patient_spinner_map (GtkWidget *widget)
{
  LbPatientSpinner *self = LB_PATIENT_SPINNER (widget);

  if (self->spinner != NULL)
    gtk_widget_set_child_visible (self->spinner, FALSE);
  GTK_WIDGET_CLASS (lb_patient_spinner_parent_class)->map (widget);
  if (self->wait_id == 0)
    self->wait_id = g_timeout_add_once (PATIENCE_MS, patience_over, self);
}

static void
lb_patient_spinner_unmap (GtkWidget *widget)
{
  LbPatientSpinner *self = LB_PATIENT_SPINNER (widget);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  GTK_WIDGET_CLASS (lb_patient_spinner_parent_class)->unmap (widget);
}

static void
lb_patient_spinner_dispose (GObject *object)
{
  LbPatientSpinner *self = LB_PATIENT_SPINNER (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->spinner = NULL;

  G_OBJECT_CLASS (lb_patient_spinner_parent_class)->dispose (object);
}

static void
lb_patient_spinner_class_init (LbPatientSpinnerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_patient_spinner_dispose;
  widget_class->map = lb_patient_spinner_map;
  widget_class->unmap = lb_patient_spinner_unmap;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
lb_patient_spinner_init (LbPatientSpinner *self)
{
  self->spinner =
    g_object_new (ADW_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_bin_set_child (ADW_BIN (self), self->spinner);
  gtk_widget_set_child_visible (self->spinner, FALSE);
}

GtkWidget *
lb_patient_spinner_new (void)
{
  return g_object_new (LB_TYPE_PATIENT_SPINNER, NULL);
}

gboolean
lb_patient_spinner_is_spinning (LbPatientSpinner *self)
{
  g_return_val_if_fail (LB_IS_PATIENT_SPINNER (self), FALSE);

  return gtk_widget_get_mapped (self->spinner);
}
