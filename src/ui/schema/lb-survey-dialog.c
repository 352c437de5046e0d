#include "config.h"

#include "ui/schema/lb-survey-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/schema/lb-survey-words.h"

struct _LbSurveyDialog
{
  AdwDialog parent_instance;

  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (LbSurveyDialog, lb_survey_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_MATRIX,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
activated_cb (LbSurveyDialog *self, GtkWidget *row)
{
  g_autofree char *text = g_strdup (g_object_get_data (G_OBJECT (row), "lb-value"));

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, text);
}

static void
add_value (LbSurveyDialog *self, const LbSurveyValue *value)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *shown = lb_visible_text (value->text);
  g_autofree char *number = g_strdup_printf (
    ngettext ("%'u caption", "%'u captions", value->n_captions), value->n_captions);
  GtkWidget *label = gtk_label_new (number);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, _ ("Show These Images"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (
    ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, number,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), "lb-value", g_strdup (value->text), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
}

static void
add_rest (LbSurveyDialog *self, guint n_rest)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *words =
    /* Translators: values that are not listed */
    g_strdup_printf (ngettext ("%'u more value", "%'u more values", n_rest), n_rest);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  gtk_widget_add_css_class (row, "dim-label");
  adw_preferences_group_add (self->group, row);
}

static void
matrix_cb (LbSurveyDialog *self)
{
  g_autoptr (LbSurveyDialog) own = g_object_ref (self);

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SIGNAL_MATRIX], 0);
}

/* Where every image stands beside its value. */
static void
add_matrix (LbSurveyDialog *self)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Show in the Matrix"));
  adw_button_row_set_end_icon_name (ADW_BUTTON_ROW (row), "go-next-symbolic");
  g_signal_connect_object (row, "activated", G_CALLBACK (matrix_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
}

static void
lb_survey_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_SURVEY_DIALOG);

  G_OBJECT_CLASS (lb_survey_dialog_parent_class)->dispose (object);
}

static void
lb_survey_dialog_class_init (LbSurveyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_survey_dialog_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_MATRIX] = g_signal_new ("matrix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-survey-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSurveyDialog, group);
}

static void
lb_survey_dialog_init (LbSurveyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbSurveyDialog *
lb_survey_dialog_new (LbCaptionSurvey *survey, const LbSurveyField *field)
{
  LbSurveyDialog *self;
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;
  guint n_captions;

  g_return_val_if_fail (LB_IS_CAPTION_SURVEY (survey), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  self = g_object_new (LB_TYPE_SURVEY_DIALOG, NULL);
  n_captions = lb_caption_survey_get_n_captions (survey);
  title = lb_survey_field_words (field->path);
  /* Translators: captions that have a certain field, of all captions */
  description =
    g_strdup_printf (ngettext ("In %'u of %'u caption", "In %'u of %'u captions", n_captions),
                     field->n_captions, n_captions);
  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_preferences_group_set_description (self->group, description);
  add_matrix (self);
  for (guint i = 0; i < field->n_listed; i++)
    add_value (self, &field->values[i]);
  if (field->n_values > field->n_listed)
    add_rest (self, field->n_values - field->n_listed);
  return self;
}
