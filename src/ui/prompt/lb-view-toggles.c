#include "config.h"

#include "ui/prompt/lb-view-toggles.h"

void
lb_view_toggles_show (AdwToggleGroup *toggles, LbTextPane *pane)
{
  AdwToggle *form;
  const char *reason;

  g_return_if_fail (ADW_IS_TOGGLE_GROUP (toggles));
  g_return_if_fail (LB_IS_TEXT_PANE (pane));

  form = adw_toggle_group_get_toggle_by_name (toggles, "form");
  reason = lb_text_pane_get_no_form_reason (pane);
  adw_toggle_set_enabled (form, reason == NULL);
  adw_toggle_set_tooltip (form, reason != NULL ? reason : "");
  adw_toggle_group_set_active_name (toggles, lb_text_pane_get_view_name (pane));
}
