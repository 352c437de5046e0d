#pragma once

#include <adwaita.h>

#include "session/lb-saved-filters.h"

G_BEGIN_DECLS

/* The filters that are kept, to be renamed and deleted. */
#define LB_TYPE_SAVED_FILTERS_DIALOG (lb_saved_filters_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  LbSavedFiltersDialog, lb_saved_filters_dialog, LB, SAVED_FILTERS_DIALOG, AdwDialog)

LbSavedFiltersDialog *lb_saved_filters_dialog_new (LbSavedFilters *filters);

G_END_DECLS
