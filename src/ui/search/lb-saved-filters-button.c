#include "config.h"

#include "ui/search/lb-saved-filters-button.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "model/lb-entered-name.h"
#include "ui/search/lb-saved-filters-dialog.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

struct _LbSavedFiltersButton
{
  AdwBin parent_instance;

  GMenu *names;                /* (owned) */
  GSimpleActionGroup *actions; /* (owned) */
  LbSavedFilters *filters;     /* (owned) (nullable) */
  char *text;                  /* (owned): what can be kept */
};

G_DEFINE_FINAL_TYPE (LbSavedFiltersButton, lb_saved_filters_button, ADW_TYPE_BIN)

enum
{
  USE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
enable (LbSavedFiltersButton *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_actions (LbSavedFiltersButton *self)
{
  const guint n = self->filters != NULL
                    ? g_list_model_get_n_items (lb_saved_filters_get_list (self->filters))
                    : 0;

  enable (self, "save", self->filters != NULL && *self->text != '\0');
  enable (self, "manage", n > 0);
}

/* @name as a menu shows it: an underscore there says which key chooses it. */
static char *
dup_label (const char *name)
{
  GString *label = g_string_new (NULL);
  g_autofree char *visible = lb_visible_text (name);

  g_string_append (label, visible);
  g_string_replace (label, "_", "__", 0);
  return g_string_free_and_steal (label);
}

static void
list_changed_cb (
  GListModel *list, guint position, guint removed, guint added, LbSavedFiltersButton *self)
{
  for (guint i = 0; i < removed; i++)
    g_menu_remove (self->names, (int) position);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LbSavedFilter) filter = g_list_model_get_item (list, position + i);
      g_autofree char *label = dup_label (lb_saved_filter_get_name (filter));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "filters.use", "s",
                                         lb_saved_filter_get_text (filter));
      g_menu_insert_item (self->names, (int) (position + i), item);
    }
  update_actions (self);
}

static void
use_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit (data, signals[USE], 0, g_variant_get_string (parameter, NULL));
}

static DexFuture *
saved_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSavedFiltersButton) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self != NULL && !dex_await (dex_ref (future), &error))
    lb_toast_show (GTK_WIDGET (self),
                   lb_error_toast_new (_ ("The filter could not be saved"), error));

  return NULL;
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, LbSavedFiltersButton *self)
{
  GtkEditable *name = g_object_get_data (G_OBJECT (dialog), "lb-name");

  if (g_strcmp0 (response, "save") != 0 || self->filters == NULL)
    return;

  dex_future_disown (
    dex_future_finally (lb_saved_filters_save (self->filters, gtk_editable_get_text (name),
                                               g_object_get_data (G_OBJECT (dialog), "lb-text")),
                        saved_cb, lb_weak_new (self), lb_weak_free));
}

static void
name_changed_cb (GtkEditable *name, AdwAlertDialog *dialog)
{
  g_autofree char *stripped = g_strstrip (g_strdup (gtk_editable_get_text (name)));

  adw_alert_dialog_set_response_enabled (dialog, "save",
                                         lb_entered_name_judge (stripped) == LB_ENTERED_NAME_GOOD);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbSavedFiltersButton *self = data;
  AdwDialog *dialog =
    adw_alert_dialog_new (_ ("Save Filter"), _ ("One that has the same name is replaced."));
  GtkWidget *name = adw_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                  _ ("_Save"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save",
                                            ADW_RESPONSE_SUGGESTED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), _ ("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (name), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), name);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  adw_dialog_set_focus (dialog, name);
  g_object_set_data (G_OBJECT (dialog), "lb-name", name);
  g_object_set_data_full (G_OBJECT (dialog), "lb-text", g_strdup (self->text), g_free);
  g_signal_connect (name, "changed", G_CALLBACK (name_changed_cb), dialog);
  name_changed_cb (GTK_EDITABLE (name), ADW_ALERT_DIALOG (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
manage_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbSavedFiltersButton *self = data;

  adw_dialog_present (ADW_DIALOG (lb_saved_filters_dialog_new (self->filters)), GTK_WIDGET (self));
}

static void
lb_saved_filters_button_dispose (GObject *object)
{
  LbSavedFiltersButton *self = LB_SAVED_FILTERS_BUTTON (object);

  if (self->filters != NULL)
    g_signal_handlers_disconnect_by_data (lb_saved_filters_get_list (self->filters), self);
  g_clear_object (&self->filters);
  g_clear_object (&self->names);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (lb_saved_filters_button_parent_class)->dispose (object);
}

static void
lb_saved_filters_button_class_init (LbSavedFiltersButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_saved_filters_button_dispose;

  signals[USE] = g_signal_new ("use", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lb_saved_filters_button_init (LbSavedFiltersButton *self)
{
  const GActionEntry entries[] = {
    { .name = "use", .activate = use_cb, .parameter_type = "s" },
    { .name = "save", .activate = save_cb },
    { .name = "manage", .activate = manage_cb },
  };
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) more = g_menu_new ();

  self->text = g_strdup ("");
  self->names = g_menu_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filters", G_ACTION_GROUP (self->actions));

  g_menu_append (more, _ ("_Save This Filter…"), "filters.save");
  g_menu_append (more, _ ("_Manage Filters…"), "filters.manage");
  g_menu_append_section (menu, _ ("Saved Filters"), G_MENU_MODEL (self->names));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "starred-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Saved Filters"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Saved filters"), -1);
  adw_bin_set_child (ADW_BIN (self), button);
  update_actions (self);
}

void
lb_saved_filters_button_set_filters (LbSavedFiltersButton *self, LbSavedFilters *filters)
{
  GListModel *list = NULL;

  g_return_if_fail (LB_IS_SAVED_FILTERS_BUTTON (self));
  g_return_if_fail (LB_IS_SAVED_FILTERS (filters));
  g_return_if_fail (self->filters == NULL);

  self->filters = g_object_ref (filters);
  list = lb_saved_filters_get_list (filters);
  g_signal_connect (list, "items-changed", G_CALLBACK (list_changed_cb), self);
  list_changed_cb (list, 0, 0, g_list_model_get_n_items (list), self);
}

void
lb_saved_filters_button_set_text (LbSavedFiltersButton *self, const char *text)
{
  g_return_if_fail (LB_IS_SAVED_FILTERS_BUTTON (self));

  if (g_set_str (&self->text, text))
    update_actions (self);
}
