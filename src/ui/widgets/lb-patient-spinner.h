#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LbPatientSpinner:
 *
 * A spinner that shows itself once it has been on the screen for a second, so that what is done
 * sooner does not flash. The place for it is taken from the start. It has no name of its own: who
 * uses it says what is waited for.
 */
#define LB_TYPE_PATIENT_SPINNER (lb_patient_spinner_get_type ())
G_DECLARE_FINAL_TYPE (LbPatientSpinner, lb_patient_spinner, LB, PATIENT_SPINNER, AdwBin)

GtkWidget *lb_patient_spinner_new (void);
/* Whether the second is over. */
gboolean lb_patient_spinner_is_spinning (LbPatientSpinner *self);

G_END_DECLS
