#pragma once

#include <adwaita.h>

#include "session/lb-saved-filters.h"

G_BEGIN_DECLS

/**
 * LbSavedFiltersButton:
 *
 * A menu of the filters that are kept, where one is chosen, kept, renamed or deleted. Signal: use
 * (text: string).
 */
#define LB_TYPE_SAVED_FILTERS_BUTTON (lb_saved_filters_button_get_type ())
G_DECLARE_FINAL_TYPE (
  LbSavedFiltersButton, lb_saved_filters_button, LB, SAVED_FILTERS_BUTTON, AdwBin)

void lb_saved_filters_button_set_filters (LbSavedFiltersButton *self, LbSavedFilters *filters);
/* @text: what can be kept now, "" for nothing. */
void lb_saved_filters_button_set_text (LbSavedFiltersButton *self, const char *text);

G_END_DECLS
