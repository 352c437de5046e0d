#include "config.h"

#include "ui/prompt/lb-field-assistant.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/prompt/lb-advice-line.h"
#include "ui/prompt/lb-field-menu.h"
#include "ui/prompt/lb-snippets-dialog.h"
#include "ui/prompt/lb-snippets.h"
#include "ui/prompt/lb-suggestions.h"
#include "ui/prompt/lb-text-splice.h"
#include "ui/prompt/lb-used-values.h"
#include "ui/widgets/lb-toast.h"

/* In a menu, after which the dialog is shorter. */
#define MAX_MENU_SNIPPETS 12
#define MAX_MENU_CHARS 40

struct _LbFieldAssistant
{
  GObject parent_instance;

  LbPromptDraft *draft;        /* (owned) */
  const LbPromptField *field;  /* (nullable) */
  char *path;                  /* (owned) (nullable) */
  GtkTextView *view;           /* (unowned): lives as long */
  GtkBox *box;                 /* (unowned): around it */
  LbAdviceLine *advice;        /* (unowned) (nullable): in @box */
  LbSuggestions *suggestions;  /* (unowned) (nullable) until there are some: in @box */
  GSimpleActionGroup *actions; /* (owned) (nullable) until it had the focus */
  gboolean taking;             /* the text is being put in, not typed */
};

G_DEFINE_FINAL_TYPE (LbFieldAssistant, lb_field_assistant, G_TYPE_OBJECT)

static GtkTextBuffer *
get_buffer (LbFieldAssistant *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static char *
dup_text (LbFieldAssistant *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

static gboolean
is_editable (LbFieldAssistant *self)
{
  return gtk_text_view_get_editable (self->view);
}

/* (nullable): what other captions have here, where a text may stand. */
static const LbSurveyField *
find_used (LbFieldAssistant *self)
{
  LbUsedValues *values = lb_prompt_draft_get_values (self->draft);

  if (values == NULL || self->path == NULL || self->field == NULL ||
      self->field->kind != LB_PROMPT_FIELD_TEXT)
    return NULL;

  return lb_used_values_find (values, self->path);
}

/* Words advised */

/* The line has its place from the second frame on. */
static gboolean
seek_cb (GtkWidget *row, GdkFrameClock *clock, gpointer data)
{
  const gint64 *from = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (row, GTK_TYPE_VIEWPORT);

  if (gdk_frame_clock_get_frame_counter (clock) < *from + 2)
    return G_SOURCE_CONTINUE;

  if (viewport != NULL)
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), row, NULL);
  return G_SOURCE_REMOVE;
}

/* All of the row comes into view, not the text alone. */
static void
seek_row (LbFieldAssistant *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (self->box), GTK_TYPE_LIST_BOX_ROW);
  GdkFrameClock *clock = row != NULL ? gtk_widget_get_frame_clock (row) : NULL;
  gint64 from;

  if (clock == NULL)
    return;

  from = gdk_frame_clock_get_frame_counter (clock);
  gtk_widget_add_tick_callback (row, seek_cb, g_memdup2 (&from, sizeof from), g_free);
}

static void
show_advice (LbFieldAssistant *self, gboolean shown)
{
  g_autofree char *text = NULL;
  gboolean was_shown;

  if (self->advice == NULL)
    return;

  was_shown = gtk_widget_get_visible (GTK_WIDGET (self->advice));
  text = shown && is_editable (self) ? dup_text (self) : NULL;
  lb_advice_line_set_text (self->advice, text, self->field->advised_words);
  if (text != NULL && !was_shown)
    seek_row (self);
}

/* Suggestions */

static void
value_cb (LbFieldAssistant *self, const char *text)
{
  GtkTextIter end;

  if (!is_editable (self))
    return;

  self->taking = TRUE;
  lb_text_splice (get_buffer (self), text);
  self->taking = FALSE;
  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  gtk_text_buffer_place_cursor (get_buffer (self), &end);
}

static void
insert (LbFieldAssistant *self, const char *text)
{
  GtkTextBuffer *buffer = get_buffer (self);

  if (!is_editable (self))
    return;

  self->taking = TRUE;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  self->taking = FALSE;
}

static LbSuggestions *
get_suggestions (LbFieldAssistant *self)
{
  if (self->suggestions == NULL)
    {
      self->suggestions = lb_suggestions_new ();
      /* The box goes with the popover, as with what is in it. */
      gtk_widget_set_parent (GTK_WIDGET (self->suggestions), GTK_WIDGET (self->box));
      g_signal_connect_object (self->suggestions, "value", G_CALLBACK (value_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->suggestions, "snippet", G_CALLBACK (insert), self,
                               G_CONNECT_SWAPPED);
    }
  lb_suggestions_set_max_width (self->suggestions, gtk_widget_get_width (GTK_WIDGET (self->box)));
  return self->suggestions;
}

static void
hide_suggestions (LbFieldAssistant *self)
{
  if (self->suggestions != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->suggestions));
}

static void
suggest_all (LbFieldAssistant *self)
{
  g_auto (GStrv) snippets = lb_snippets_list ();
  g_autofree char *text = dup_text (self);

  if (!lb_suggestions_show_all (get_suggestions (self), find_used (self), text,
                                (const char *const *) snippets))
    gtk_widget_error_bell (GTK_WIDGET (self->view));
}

/* Snippets in the menu */

static void
insert_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  insert (data, g_variant_get_string (parameter, NULL));
}

static void
save_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbFieldAssistant *self = data;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end))
    return;

  text = g_strstrip (gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE));
  lb_toast_show (GTK_WIDGET (self->view),
                 lb_toast_new (lb_snippets_add (text) ? _ ("Kept as a snippet")
                                                      : _ ("That is too long for a snippet")));
}

static void
manage_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LbFieldAssistant *self = data;

  adw_dialog_present (ADW_DIALOG (lb_snippets_dialog_new ()), GTK_WIDGET (self->view));
}

static void
show_actions (LbFieldAssistant *self)
{
  GAction *save = NULL;

  if (self->actions == NULL)
    return;

  save = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "save");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (save),
                               gtk_text_buffer_get_has_selection (get_buffer (self)));
}

static GMenuModel *
make_insert_menu (const char *const *snippets)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; snippets[i] != NULL && i < MAX_MENU_SNIPPETS; i++)
    {
      g_autofree char *line = lb_visible_text (snippets[i]);
      const glong length = g_utf8_strlen (line, -1);
      g_autofree char *start = g_utf8_substring (line, 0, MIN (length, MAX_MENU_CHARS));
      g_autofree char *words = g_strconcat (start, length > MAX_MENU_CHARS ? "…" : NULL, NULL);
      g_auto (GStrv) parts = g_strsplit (words, "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "snippet.insert", "s", snippets[i]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

/* As the snippets are now; the toolkit asks for it before the menu is wanted. */
static void
show_menu (LbFieldAssistant *self)
{
  g_auto (GStrv) snippets = lb_snippets_list ();
  g_autoptr (GMenuModel) insert_menu = make_insert_menu ((const char *const *) snippets);
  g_autoptr (GMenuModel) field_menu =
    lb_field_menu_new (self->draft, self->path != NULL ? self->path : "");
  g_autoptr (GMenu) menu = g_menu_new ();

  if (is_editable (self) && snippets[0] != NULL)
    g_menu_append_submenu (menu, _ ("_Insert Snippet"), insert_menu);
  g_menu_append (menu, _ ("Save _Selection as Snippet"), "snippet.save");
  if (snippets[0] != NULL)
    g_menu_append (menu, _ ("_Manage Snippets…"), "snippet.manage");
  g_menu_append_section (menu, NULL, field_menu);
  gtk_text_view_set_extra_menu (self->view, G_MENU_MODEL (menu));
}

static void
make_actions (LbFieldAssistant *self)
{
  static const GActionEntry entries[] = {
    { .name = "insert", .activate = insert_action_cb, .parameter_type = "s" },
    { .name = "save", .activate = save_action_cb },
    { .name = "manage", .activate = manage_action_cb },
  };

  if (self->actions != NULL)
    return;

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "snippet",
                                  G_ACTION_GROUP (self->actions));
  g_signal_connect_object (get_buffer (self), "notify::has-selection", G_CALLBACK (show_actions),
                           self, G_CONNECT_SWAPPED);
}

/* Focus */

static void
enter_cb (LbFieldAssistant *self)
{
  LbUsedValues *values = lb_prompt_draft_get_values (self->draft);

  if (values != NULL)
    lb_used_values_prepare (values);
  make_actions (self);
  show_actions (self);
  show_menu (self);
  show_advice (self, TRUE);
}

static void
leave_cb (LbFieldAssistant *self)
{
  hide_suggestions (self);
  show_advice (self, FALSE);
}

static void
buffer_changed_cb (LbFieldAssistant *self)
{
  show_advice (self, gtk_widget_has_focus (GTK_WIDGET (self->view)));
}

static void
lb_field_assistant_finalize (GObject *object)
{
  LbFieldAssistant *self = LB_FIELD_ASSISTANT (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (lb_field_assistant_parent_class)->finalize (object);
}

static void
lb_field_assistant_class_init (LbFieldAssistantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_field_assistant_finalize;
}

static void
lb_field_assistant_init (LbFieldAssistant *self)
{
}

LbFieldAssistant *
lb_field_assistant_new (LbPromptDraft *draft,
                        const LbPromptField *field,
                        GtkTextView *view,
                        GtkBox *box)
{
  LbFieldAssistant *self;
  GtkEventController *focus;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);
  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = g_object_new (LB_TYPE_FIELD_ASSISTANT, NULL);
  self->draft = g_object_ref (draft);
  self->field = field;
  self->view = view;
  self->box = box;
  if (field != NULL && field->advised_words > 0)
    {
      self->advice = LB_ADVICE_LINE (lb_advice_line_new ());
      gtk_box_append (box, GTK_WIDGET (self->advice));
      g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (buffer_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
  return self;
}

void
lb_field_assistant_set_path (LbFieldAssistant *self, const char *path)
{
  g_return_if_fail (LB_IS_FIELD_ASSISTANT (self));

  g_set_str (&self->path, path);
}

void
lb_field_assistant_typed (LbFieldAssistant *self)
{
  const LbSurveyField *used;
  g_autofree char *text = NULL;

  g_return_if_fail (LB_IS_FIELD_ASSISTANT (self));

  if (self->taking || !gtk_widget_has_focus (GTK_WIDGET (self->view)))
    return;
  if ((used = find_used (self)) == NULL)
    {
      hide_suggestions (self);
      return;
    }

  text = dup_text (self);
  lb_suggestions_complete (get_suggestions (self), used, text);
}

gboolean
lb_field_assistant_take_key (LbFieldAssistant *self, guint keyval, GdkModifierType state)
{
  const GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  g_return_val_if_fail (LB_IS_FIELD_ASSISTANT (self), FALSE);

  if (modifiers == GDK_CONTROL_MASK && keyval == GDK_KEY_space && is_editable (self))
    {
      suggest_all (self);
      return TRUE;
    }
  return modifiers == 0 && self->suggestions != NULL &&
         lb_suggestions_take_key (self->suggestions, keyval);
}
