#include "config.h"

#include "ui/search/lb-query-bar.h"

#include <string.h>

#include "base/lb-weak.h"
#include "model/lb-query-unknown.h"
#include "ui/search/lb-query-words.h"
#include "ui/search/lb-query-completion.h"
#include "ui/search/lb-query-dialog.h"
#include "ui/search/lb-saved-filters-button.h"

struct _LbQueryBar
{
  GtkBox parent_instance;

  GtkEditable *entry;
  GtkLabel *problem;
  GtkWidget *form_button;
  LbSavedFiltersButton *saved;

  LbQueryCompletion *completion; /* (owned) */
  LbImageFinder *finder;         /* (owned) (nullable) */
  gboolean with_prompt;
};

G_DEFINE_FINAL_TYPE (LbQueryBar, lb_query_bar, GTK_TYPE_BOX)

/* Marks the place that is wrong; @issue: (nullable): none. */
static void
mark (LbQueryBar *self, const LbQueryIssue *issue)
{
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (self->entry));
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoAttribute *line = NULL;

  if (issue != NULL)
    {
      attributes = pango_attr_list_new ();
      line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
      line->start_index = (guint) issue->start;
      line->end_index = (guint) issue->end;
      pango_attr_list_insert (attributes, line);
    }
  gtk_text_set_attributes (text, attributes);
}

static void
show_issue (LbQueryBar *self, const LbQueryIssue *issue)
{
  g_autofree char *words = NULL;

  mark (self, issue);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), issue != NULL);
  if (issue == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      gtk_label_set_label (self->problem, "");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }

  words = lb_query_issue_words (issue, gtk_editable_get_text (self->entry));
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_label_set_label (self->problem, words);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

/* The captions are read by now: a field that is in none of them can't be meant. */
static DexFuture *
settled_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbQueryBar) self = g_weak_ref_get (data);
  const char *text = self != NULL ? gtk_editable_get_text (self->entry) : NULL;
  LbQueryIssue issue = { 0 };
  g_autoptr (LbQuery) query = text != NULL ? lb_query_new (text, NULL) : NULL;

  if (query != NULL && self->finder != NULL && dex_future_get_value (future, NULL) != NULL &&
      lb_query_find_unknown (text, lb_image_finder_get_paths (self->finder), &issue))
    show_issue (self, &issue);

  return dex_future_new_true ();
}

static void
look_for_unknown (LbQueryBar *self)
{
  LbQueryIssue issue = { 0 };

  if (self->finder != NULL &&
      lb_query_find_unknown (gtk_editable_get_text (self->entry),
                             lb_image_finder_get_paths (self->finder), &issue))
    dex_future_disown (dex_future_finally (lb_image_finder_settle (self->finder), settled_cb,
                                           lb_weak_new (self), lb_weak_free));
}

static void
search_changed_cb (GtkSearchEntry *entry, LbQueryBar *self)
{
  LbQueryIssue issue = { 0 };
  g_autoptr (LbQuery) query = lb_query_new (gtk_editable_get_text (self->entry), &issue);

  show_issue (self, query == NULL ? &issue : NULL);
  lb_saved_filters_button_set_text (self->saved, query != NULL && lb_query_get_root (query) != NULL
                                                   ? gtk_editable_get_text (self->entry)
                                                   : "");
  if (query != NULL && self->finder != NULL)
    {
      lb_image_finder_set_query (self->finder, lb_query_get_root (query) != NULL ? query : NULL);
      look_for_unknown (self);
    }
}

/* What is chosen is there at once, and can be gone on with. */
static void
show_text (LbQueryBar *self, const char *text)
{
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (self->entry, -1);
  lb_query_completion_hide (self->completion);
  search_changed_cb (GTK_SEARCH_ENTRY (self->entry), self);
}

static void
use_cb (LbSavedFiltersButton *button, const char *text, LbQueryBar *self)
{
  show_text (self, text);
}

static void
apply_cb (LbQueryBar *self, const char *text)
{
  show_text (self, text);
}

static void
form_clicked_cb (GtkButton *button, LbQueryBar *self)
{
  g_autoptr (LbQuery) query = lb_query_new (gtk_editable_get_text (self->entry), NULL);
  LbQueryPaths *paths = self->finder != NULL ? lb_image_finder_get_paths (self->finder) : NULL;
  g_auto (GStrv) fields = lb_query_completion_list_fields (paths, self->with_prompt);
  LbQueryDialog *dialog = lb_query_dialog_new (query, (const char *const *) fields);

  g_signal_connect_object (dialog, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* What has nothing to take back itself passes the key on; an entry keeps it. */
static void
take_back (LbQueryBar *self, const char *own_action, const char *window_action)
{
  g_autofree char *before = g_strdup (gtk_editable_get_text (self->entry));

  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (self->entry)), own_action,
                              NULL);
  if (g_str_equal (gtk_editable_get_text (self->entry), before))
    gtk_widget_activate_action (GTK_WIDGET (self), window_action, NULL);
}

static gboolean
undo_key_cb (GtkWidget *entry, GVariant *arguments, gpointer self)
{
  take_back (self, "text.undo", "win.undo");
  return TRUE;
}

static gboolean
redo_key_cb (GtkWidget *entry, GVariant *arguments, gpointer self)
{
  take_back (self, "text.redo", "win.redo");
  return TRUE;
}

static void
add_undo_keys (LbQueryBar *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"),
                      gtk_callback_action_new (undo_key_cb, self, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control><Shift>z|<Control>y"),
                      gtk_callback_action_new (redo_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

static void
lb_query_bar_dispose (GObject *object)
{
  LbQueryBar *self = LB_QUERY_BAR (object);

  if (self->completion != NULL)
    lb_query_completion_stop (self->completion);
  g_clear_object (&self->completion);
  g_clear_object (&self->finder);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_QUERY_BAR);

  G_OBJECT_CLASS (lb_query_bar_parent_class)->dispose (object);
}

static void
lb_query_bar_class_init (LbQueryBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_query_bar_dispose;

  g_type_ensure (LB_TYPE_SAVED_FILTERS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/search/lb-query-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, LbQueryBar, entry);
  gtk_widget_class_bind_template_child (widget_class, LbQueryBar, problem);
  gtk_widget_class_bind_template_child (widget_class, LbQueryBar, form_button);
  gtk_widget_class_bind_template_child (widget_class, LbQueryBar, saved);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
}

static void
lb_query_bar_init (LbQueryBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->completion = lb_query_completion_new (self->entry);
  add_undo_keys (self);
}

void
lb_query_bar_set_dataset (LbQueryBar *self,
                          LbSession *session,
                          LbDataset *dataset,
                          LbImageFinder *finder)
{
  LbSavedFilters *filters = lb_session_get_saved_filters (session);

  g_return_if_fail (LB_IS_QUERY_BAR (self));

  g_set_object (&self->finder, finder);
  self->with_prompt = lb_rules_caption_is_prompt (dataset);
  if (filters != NULL)
    {
      lb_saved_filters_button_set_filters (self->saved, filters);
      dex_future_disown (lb_saved_filters_load (filters));
    }
  lb_query_completion_set_dataset (self->completion, session, dataset, finder);
}

GtkEditable *
lb_query_bar_get_entry (LbQueryBar *self)
{
  g_return_val_if_fail (LB_IS_QUERY_BAR (self), NULL);

  return self->entry;
}
