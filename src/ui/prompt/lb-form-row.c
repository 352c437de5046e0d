#include "config.h"

#include "ui/prompt/lb-form-row.h"

#include "ui/prompt/lb-choice-row.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-section-row.h"

G_DEFINE_INTERFACE (LbFormRow, lb_form_row, ADW_TYPE_PREFERENCES_ROW)

static void
lb_form_row_default_init (LbFormRowInterface *iface)
{
}

LbFormRow *
lb_form_row_new (LbPromptDraft *draft,
                 const char *path,
                 const char *key,
                 const LbPromptField *field)
{
  g_autofree char *json = lb_prompt_draft_dup_json (draft, path);

  if (lb_section_row_can_show (field, json))
    return LB_FORM_ROW (lb_section_row_new (draft, path, key, field));
  if (lb_choice_row_can_show (field, json) && lb_prompt_draft_may_edit (draft, path))
    return LB_FORM_ROW (lb_choice_row_new (draft, path, key));

  return LB_FORM_ROW (lb_field_row_new (draft, path, key, field));
}

void
lb_form_row_update (LbFormRow *self)
{
  g_return_if_fail (LB_IS_FORM_ROW (self));

  LB_FORM_ROW_GET_IFACE (self)->update (self);
}

void
lb_form_row_set_path (LbFormRow *self, const char *path)
{
  g_return_if_fail (LB_IS_FORM_ROW (self));

  LB_FORM_ROW_GET_IFACE (self)->set_path (self, path);
}

const char *
lb_form_row_get_path (LbFormRow *self)
{
  g_return_val_if_fail (LB_IS_FORM_ROW (self), NULL);

  return LB_FORM_ROW_GET_IFACE (self)->get_path (self);
}

gboolean
lb_form_row_show_path (LbFormRow *self, const char *path)
{
  g_return_val_if_fail (LB_IS_FORM_ROW (self), FALSE);

  return LB_FORM_ROW_GET_IFACE (self)->show_path (self, path);
}

gboolean
lb_form_row_fits (LbFormRow *self, const char *json)
{
  g_return_val_if_fail (LB_IS_FORM_ROW (self), FALSE);

  return LB_FORM_ROW_GET_IFACE (self)->fits (self, json);
}

gboolean
lb_form_row_has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* Neither a group nor an expander row has a way to put a row between others, but the list that
 * they keep their rows in has. */
void
lb_form_row_insert (GtkWidget *container, GtkWidget *row, GtkWidget *sibling)
{
  GtkWidget *list = sibling != NULL ? gtk_widget_get_parent (sibling) : NULL;

  if (GTK_IS_LIST_BOX (list))
    gtk_list_box_insert (GTK_LIST_BOX (list), row,
                         gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (sibling)));
  else if (ADW_IS_EXPANDER_ROW (container))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (container), row);
  else
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (container), row);
}

void
lb_form_row_remove (GtkWidget *container, GtkWidget *row)
{
  if (ADW_IS_EXPANDER_ROW (container))
    adw_expander_row_remove (ADW_EXPANDER_ROW (container), row);
  else
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (container), row);
}
