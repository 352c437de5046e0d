#include "config.h"

#include "ui/prompt/lb-choice-row.h"

#include <glib/gi18n.h>

#include "base/lb-json.h"
#include "base/lb-visible-text.h"
#include "ui/prompt/lb-field-menu.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/prompt/lb-issue-words.h"

struct _LbChoiceRow
{
  AdwComboRow parent_instance;

  LbPromptDraft *draft; /* (owned) */
  char *path;           /* (owned) */
  char *odd_value;      /* (owned) (nullable): one that is not allowed, the last choice */
  gboolean showing;     /* the choice is being shown, not made */
};

static void form_row_iface_init (LbFormRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbChoiceRow,
                               lb_choice_row,
                               ADW_TYPE_COMBO_ROW,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_FORM_ROW, form_row_iface_init))

/* In the order of lb_prompt_schema_get_scores(). */
static const char *const score_names[] = {
  /* Translators: of a score, from here to “Very high” */
  N_ ("Very low"), N_ ("Low"), N_ ("Medium"), N_ ("High"), N_ ("Very high"),
};

/* From 1, as 0 is no score; behind the last one when it is none of them. */
static guint
find_score (const char *value)
{
  const char *const *scores = lb_prompt_schema_get_scores ();
  guint i = 0;

  while (scores[i] != NULL && !g_str_equal (scores[i], value))
    i++;
  return i + 1;
}

const char *
lb_choice_row_words (const char *value)
{
  guint nth = 0;

  g_return_val_if_fail (value != NULL, NULL);

  nth = find_score (value);

  return nth <= G_N_ELEMENTS (score_names) ? _ (score_names[nth - 1]) : NULL;
}

static void
show_choices (LbChoiceRow *self)
{
  g_autoptr (GtkStringList) choices = gtk_string_list_new (NULL);

  /* Translators: a score that has not been chosen */
  gtk_string_list_append (choices, _ ("Not set"));
  for (gsize i = 0; i < G_N_ELEMENTS (score_names); i++)
    gtk_string_list_append (choices, _ (score_names[i]));
  if (self->odd_value != NULL)
    gtk_string_list_take (choices, lb_visible_text (self->odd_value));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (choices));
}

static void
show_issue (LbChoiceRow *self)
{
  LbPromptIssue *issue = lb_prompt_draft_find_issue (self->draft, self->path);
  g_autofree char *words = issue != NULL ? lb_issue_words (issue) : g_strdup ("");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  if (issue != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
}

static void
lb_choice_row_update (LbFormRow *row)
{
  LbChoiceRow *self = LB_CHOICE_ROW (row);
  g_autofree char *json = lb_prompt_draft_dup_json (self->draft, self->path);
  g_autofree char *value = lb_prompt_draft_dup_string (self->draft, self->path);
  const gboolean has_value = json != NULL && *json == '"';
  const guint score = has_value ? find_score (value) : 0;
  const gboolean odd = score > G_N_ELEMENTS (score_names);

  self->showing = TRUE;
  if (g_set_str (&self->odd_value, odd ? value : NULL) ||
      adw_combo_row_get_model (ADW_COMBO_ROW (self)) == NULL)
    show_choices (self);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), score);
  self->showing = FALSE;
  show_issue (self);
}

static void
lb_choice_row_set_path (LbFormRow *row, const char *path)
{
  g_set_str (&LB_CHOICE_ROW (row)->path, path);
}

static const char *
lb_choice_row_get_path (LbFormRow *row)
{
  return LB_CHOICE_ROW (row)->path;
}

static gboolean
lb_choice_row_show_path (LbFormRow *row, const char *path)
{
  LbChoiceRow *self = LB_CHOICE_ROW (row);

  if (!lb_prompt_draft_is_within (path, self->path))
    return FALSE;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  return TRUE;
}

static gboolean
lb_choice_row_fits (LbFormRow *row, const char *json)
{
  return lb_prompt_draft_may_edit (LB_CHOICE_ROW (row)->draft, LB_CHOICE_ROW (row)->path) &&
         (json == NULL || *json == '"' || *json == 'n');
}

static void
form_row_iface_init (LbFormRowInterface *iface)
{
  iface->update = lb_choice_row_update;
  iface->set_path = lb_choice_row_set_path;
  iface->get_path = lb_choice_row_get_path;
  iface->show_path = lb_choice_row_show_path;
  iface->fits = lb_choice_row_fits;
}

static void
selected_cb (LbChoiceRow *self)
{
  const guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  g_autoptr (GString) json = g_string_new (NULL);

  if (self->showing || selected == GTK_INVALID_LIST_POSITION || self->draft == NULL ||
      selected > G_N_ELEMENTS (score_names))
    return;

  if (selected > 0)
    lb_json_append_string (json, lb_prompt_schema_get_scores ()[selected - 1]);
  lb_prompt_draft_type (self->draft, self->path, selected > 0 ? json->str : NULL);
}

static void
lb_choice_row_finalize (GObject *object)
{
  LbChoiceRow *self = LB_CHOICE_ROW (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->odd_value, g_free);

  G_OBJECT_CLASS (lb_choice_row_parent_class)->finalize (object);
}

static void
lb_choice_row_class_init (LbChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_choice_row_finalize;
}

static void
lb_choice_row_init (LbChoiceRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

GtkWidget *
lb_choice_row_new (LbPromptDraft *draft, const char *path, const char *key)
{
  LbChoiceRow *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  self = g_object_new (LB_TYPE_CHOICE_ROW, NULL);
  self->draft = g_object_ref (draft);
  self->path = g_strdup (path);
  name = lb_field_name (key);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  lb_field_menu_attach (GTK_WIDGET (self), draft);
  lb_choice_row_update (LB_FORM_ROW (self));
  return GTK_WIDGET (self);
}

gboolean
lb_choice_row_can_show (const LbPromptField *field, const char *json)
{
  return field != NULL && field->kind == LB_PROMPT_FIELD_SCORE &&
         (json == NULL || *json == '"' || *json == 'n');
}
