#include "config.h"

#include "ui/prompt/lb-view-toggles.h"

#include <glib/gi18n.h>

void
lb_view_toggles_show (AdwToggleGroup *toggles, LbTextPane *pane)
{
  AdwToggle *form;
  gboolean has_form;

  g_return_if_fail (ADW_IS_TOGGLE_GROUP (toggles));
  g_return_if_fail (LB_IS_TEXT_PANE (pane));

  form = adw_toggle_group_get_toggle_by_name (toggles, "form");
  has_form = lb_text_pane_get_has_form (pane);
  adw_toggle_set_enabled (form, has_form);
  adw_toggle_set_tooltip (form, has_form ? "" : _ ("There is a form once the text is right JSON"));
  adw_toggle_group_set_active_name (toggles, lb_text_pane_get_view_name (pane));
}
