#include "config.h"

#include "ui/schema/lb-survey-column.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-threads.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "jobs/lb-shared-fields.h"
#include "model/lb-caption-survey.h"
#include "session/lb-session-frozen.h"
#include "ui/fields/lb-freeze.h"
#include "ui/schema/lb-survey-dialog.h"
#include "ui/schema/lb-survey-words.h"

#define SETTLE_MS 400    /* captions often change one after the other */
#define PATIENCE_MS 1000 /* until it is said that it takes time */
#define N_ROWS 8         /* of a group, before the rest is folded */
#define BAR_WIDTH 72

struct _LbSurveyColumn
{
  GtkBox parent_instance;

  AdwPreferencesGroup *shared_group;
  AdwPreferencesGroup *varied_group;
  GtkLabel *invalid_label;

  LbSession *session;        /* (owned) */
  GListModel *images;        /* (owned) */
  GPtrArray *followed;       /* (owned) (element-type LbImage): as in @images */
  LbCaptionSurvey *survey;   /* (owned) (nullable): what is shown */
  GPtrArray *rows;           /* (owned) (element-type GtkWidget): (unowned) of both groups */
  GtkSizeGroup *freeze_ends; /* (owned): buttons, and what keeps their room */
  guint settle_id;
  guint patience_id;
  gboolean counting;
  gboolean outdated; /* captions have changed since the counting has begun */
  gboolean compact;
  gboolean shared_unfolded;
  gboolean varied_unfolded;
};

G_DEFINE_FINAL_TYPE (LbSurveyColumn, lb_survey_column, GTK_TYPE_BOX)

typedef enum
{
  PROP_COMPACT = 1
} LbSurveyColumnProperty;

static GParamSpec *props[PROP_COMPACT + 1];

enum
{
  SIGNAL_SHOW_VALUE,
  SIGNAL_SHOW_MATRIX,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void queue_count (LbSurveyColumn *self);
static GStrv dup_captions (LbSurveyColumn *self);

static void
add_row (LbSurveyColumn *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (LbSurveyColumn *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

/* In words, where there is nothing to list. */
static void
add_words (LbSurveyColumn *self, const char *words, gboolean busy)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  gtk_widget_add_css_class (row, "words");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  if (busy)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), adw_spinner_new ());
  add_row (self, self->shared_group, row);
}

static GtkWidget *
new_number (const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static GtkWidget *
new_row (const LbSurveyField *field, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = lb_survey_field_words (field->path);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_add_css_class (row, "property");
  g_object_set_data_full (G_OBJECT (row), "lb-path", g_strdup (field->path), g_free);
  return row;
}

/* Freezing. */

/* (nullable) (transfer none) */
static LbDataset *
get_dataset (LbSurveyColumn *self)
{
  LbImage *first = self->followed->len > 0 ? g_ptr_array_index (self->followed, 0) : NULL;

  return first != NULL ? lb_session_find_dataset (self->session, lb_image_get_dataset_id (first))
                       : NULL;
}

/* For the thread. */
typedef struct
{
  GStrv captions; /* (owned) */
  char *path;     /* (owned) */
} Counting;

static void
counting_free (gpointer data)
{
  Counting *counting = data;

  g_strfreev (counting->captions);
  g_free (counting->path);
  g_free (counting);
}

/* For what is done with the outcome. */
typedef struct
{
  GWeakRef column;
  char *path; /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_weak_ref_clear (&errand->column);
  g_free (errand->path);
  g_free (errand);
}

static DexFuture *
value_fiber (gpointer data)
{
  const Counting *counting = data;
  char *json =
    lb_shared_fields_dup_common ((const char *const *) counting->captions, counting->path);

  return dex_future_new_take_string (json != NULL ? json : g_strdup (""));
}

static DexFuture *
valued_cb (DexFuture *future, gpointer data)
{
  const Errand *errand = data;
  g_autoptr (LbSurveyColumn) self = g_weak_ref_get ((GWeakRef *) &errand->column);
  g_autofree char *json = dex_await_string (dex_ref (future), NULL);
  LbDataset *dataset = self != NULL && self->images != NULL ? get_dataset (self) : NULL;

  if (dataset != NULL && json != NULL && *json != '\0')
    lb_freeze_ask (GTK_WIDGET (self), self->session, dataset, errand->path, json);
  return dex_future_new_true ();
}

static void
ask (LbSurveyColumn *self, const char *path)
{
  Counting *counting = g_new0 (Counting, 1);
  Errand *errand = g_new0 (Errand, 1);

  counting->captions = dup_captions (self);
  counting->path = g_strdup (path);
  g_weak_ref_init (&errand->column, self);
  errand->path = g_strdup (path);
  dex_future_disown (dex_future_then (lb_threads_run (value_fiber, counting, counting_free),
                                      valued_cb, errand, errand_free));
}

static void
freeze_clicked_cb (LbSurveyColumn *self, GtkWidget *button)
{
  const char *path = g_object_get_data (G_OBJECT (button), "lb-path");
  LbDataset *dataset = get_dataset (self);
  LbFrozenFields *frozen = lb_session_get_frozen (self->session, dataset);
  g_autofree char *found = frozen != NULL ? lb_frozen_fields_find (frozen, path) : NULL;

  if (dataset == NULL)
    return;
  if (found != NULL)
    {
      lb_freeze_end (GTK_WIDGET (self), self->session, dataset, found);
      return;
    }

  ask (self, path);
}

/* (transfer floating): for a field that can be the same everywhere. */
static GtkWidget *
new_freeze_button (LbSurveyColumn *self, LbDataset *dataset, const LbSurveyField *field)
{
  LbFrozenFields *frozen = dataset != NULL ? lb_session_get_frozen (self->session, dataset) : NULL;
  g_autofree char *found = frozen != NULL ? lb_frozen_fields_find (frozen, field->path) : NULL;
  g_autofree char *name = lb_survey_field_words (field->path);
  g_autofree char *words =
    /* Translators: of these two: %s is the name of a field */
    g_strdup_printf (found != NULL ? _ ("Unfreeze “%s”") : _ ("Freeze “%s” in This Dataset…"),
                     name);
  GtkWidget *button = gtk_button_new_from_icon_name (found != NULL ? "changes-prevent-symbolic"
                                                                   : "changes-allow-symbolic");

  gtk_widget_set_tooltip_text (button, words);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "lb-path", g_strdup (field->path), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (freeze_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  return button;
}

/* Where one field has a button all keep the room for it, so that the bars stand below each other.
 */
static void
add_freeze_end (LbSurveyColumn *self, GtkWidget *row, const LbSurveyField *field)
{
  LbDataset *dataset = get_dataset (self);
  GtkWidget *end = NULL;

  if (dataset == NULL || lb_dataset_get_completed (dataset))
    return;

  end = lb_frozen_fields_can_have (field->path) ? new_freeze_button (self, dataset, field)
                                                : gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_size_group_add_widget (self->freeze_ends, end);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), end);
}

static void
add_shared (LbSurveyColumn *self, const LbSurveyField *field)
{
  const guint n_all = lb_caption_survey_get_n_captions (self->survey);
  const guint n_captions = field->values[0].n_captions;
  g_autofree char *value = lb_visible_text (field->values[0].text);
  g_autofree char *share = lb_survey_share_words (n_captions, n_all);
  GtkWidget *row = new_row (field, value);
  GtkWidget *bar =
    g_object_new (GTK_TYPE_LEVEL_BAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                  "max-value", (double) n_all, "value", (double) n_captions, "valign",
                  GTK_ALIGN_CENTER, "width-request", BAR_WIDTH, NULL);

  gtk_widget_add_css_class (bar, "readiness");
  g_object_bind_property (self, "compact", bar, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_number (share));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
  add_freeze_end (self, row, field);
  add_row (self, self->shared_group, row);
}

static void
chosen_cb (LbSurveyColumn *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_VALUE], 0, text);
}

static void
matrix_cb (LbSurveyDialog *dialog, LbSurveyColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_MATRIX], 0,
                 g_object_get_data (G_OBJECT (dialog), "lb-path"));
}

/* What is in the row may be of a survey that was replaced since. */
static void
varied_activated_cb (LbSurveyColumn *self, GtkWidget *row)
{
  const char *path = g_object_get_data (G_OBJECT (row), "lb-path");
  const LbSurveyField *field = lb_caption_survey_find (self->survey, path);
  LbSurveyDialog *dialog;

  if (field == NULL)
    return;

  dialog = lb_survey_dialog_new (self->survey, field);
  g_object_set_data_full (G_OBJECT (dialog), "lb-path", g_strdup (path), g_free);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "matrix", G_CALLBACK (matrix_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* One line does where one holds a few words. */
static gboolean
lines_cb (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_int (to, g_value_get_boolean (from) ? 3 : 1);
  return TRUE;
}

static void
add_varied (LbSurveyColumn *self, const LbSurveyField *field)
{
  g_autofree char *values = lb_survey_values_words (field);
  g_autofree char *number =
    g_strdup_printf (ngettext ("%'u value", "%'u values", field->n_values), field->n_values);
  GtkWidget *row = new_row (field, values);

  g_object_bind_property_full (self, "compact", row, "subtitle-lines", G_BINDING_SYNC_CREATE,
                               lines_cb, NULL, NULL, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_number (number));
  adw_action_row_add_suffix (
    ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (varied_activated_cb), self,
                           G_CONNECT_SWAPPED);
  add_row (self, self->varied_group, row);
}

/* Shows the first rows of a group, and a row that shows the others. */
static void
more_clicked_cb (LbSurveyColumn *self, GtkWidget *more)
{
  GtkWidget *group = gtk_widget_get_ancestor (more, ADW_TYPE_PREFERENCES_GROUP);
  GtkWidget *first = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (!gtk_widget_is_ancestor (row, group) || gtk_widget_get_visible (row))
        continue;
      gtk_widget_set_visible (row, TRUE);
      if (first == NULL)
        first = row;
    }
  if (group == GTK_WIDGET (self->shared_group))
    self->shared_unfolded = TRUE;
  else
    self->varied_unfolded = TRUE;
  if (first != NULL)
    gtk_widget_grab_focus (first);
  gtk_widget_set_visible (more, FALSE);
}

static void
add_fields (LbSurveyColumn *self,
            AdwPreferencesGroup *group,
            GPtrArray *fields,
            void (*add) (LbSurveyColumn *, const LbSurveyField *),
            gboolean unfolded)
{
  /* One alone is shown in the place of the row that would show it. */
  const guint n_shown = unfolded || fields->len <= N_ROWS + 1 ? fields->len : N_ROWS;
  g_autofree char *words = NULL;
  GtkWidget *more;

  for (guint i = 0; i < fields->len; i++)
    {
      add (self, g_ptr_array_index (fields, i));
      gtk_widget_set_visible (g_ptr_array_index (self->rows, self->rows->len - 1), i < n_shown);
    }
  if (n_shown == fields->len)
    return;

  words = g_strdup_printf (ngettext ("%'u More Field", "%'u More Fields", fields->len - n_shown),
                           fields->len - n_shown);
  more = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), words);
  adw_button_row_set_end_icon_name (ADW_BUTTON_ROW (more), "pan-down-symbolic");
  g_signal_connect_object (more, "activated", G_CALLBACK (more_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  add_row (self, group, more);
}

static void
show_nothing (LbSurveyColumn *self)
{
  const guint n_captions = lb_caption_survey_get_n_captions (self->survey);

  if (n_captions == 0 && lb_caption_survey_get_n_invalid (self->survey) == 0)
    add_words (self, _ ("No captions yet. What they share is shown here once they are written."),
               FALSE);
  else if (n_captions < 2)
    add_words (self, _ ("It takes two valid captions to see what they share."), FALSE);
  else
    add_words (self, _ ("The captions have no value in common."), FALSE);
}

static void
show_invalid (LbSurveyColumn *self)
{
  const guint n_invalid = lb_caption_survey_get_n_invalid (self->survey);
  g_autofree char *words =
    n_invalid > 0
      ? g_strdup_printf (ngettext ("%'u caption is not valid and was left out.",
                                   "%'u captions are not valid and were left out.", n_invalid),
                         n_invalid)
      : NULL;

  gtk_label_set_label (self->invalid_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->invalid_label), words != NULL);
}

/* (transfer full) (nullable): the path of the field whose row has the focus. */
static char *
dup_focused_path (LbSurveyColumn *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (gtk_widget_has_focus (row))
        return g_strdup (g_object_get_data (G_OBJECT (row), "lb-path"));
    }
  return NULL;
}

static void
focus_path (LbSurveyColumn *self, const char *path)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "lb-path"), path) == 0)
        {
          gtk_widget_grab_focus (row);
          return;
        }
    }
}

static void
show_survey (LbSurveyColumn *self)
{
  GPtrArray *shared = lb_caption_survey_get_shared (self->survey);
  GPtrArray *varied = lb_caption_survey_get_varied (self->survey);
  g_autofree char *focused = dup_focused_path (self);

  clear_rows (self);
  show_invalid (self);
  if (shared->len == 0)
    show_nothing (self);
  else
    add_fields (self, self->shared_group, shared, add_shared, self->shared_unfolded);
  add_fields (self, self->varied_group, varied, add_varied, self->varied_unfolded);
  gtk_widget_set_visible (GTK_WIDGET (self->varied_group), varied->len > 0);
  if (focused != NULL)
    focus_path (self, focused);
}

static DexFuture *
count_fiber (gpointer data)
{
  const char *const *captions = data;

  return dex_future_new_take_object (
    lb_caption_survey_new (captions, g_strv_length ((char **) captions)));
}

static DexFuture *
counted_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbSurveyColumn) self = g_weak_ref_get (data);
  g_autoptr (LbCaptionSurvey) survey = dex_await_object (dex_ref (future), NULL);

  if (self == NULL || self->images == NULL || survey == NULL)
    return NULL;

  self->counting = FALSE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_set_object (&self->survey, survey);
  show_survey (self);
  if (self->outdated)
    queue_count (self);
  return NULL;
}

/* (transfer full): what the user sees as captions; those without one are not among them. */
static GStrv
dup_captions (LbSurveyColumn *self)
{
  g_autoptr (GStrvBuilder) captions = g_strv_builder_new ();

  for (guint i = 0; i < self->followed->len; i++)
    {
      LbImage *image = g_ptr_array_index (self->followed, i);
      char *text = lb_session_dup_caption_text (self->session, image);

      if (text != NULL)
        g_strv_builder_take (captions, text);
    }
  return g_strv_builder_end (captions);
}

static void
count (LbSurveyColumn *self)
{
  self->counting = TRUE;
  self->outdated = FALSE;
  dex_future_disown (dex_future_finally (
    lb_threads_run (count_fiber, dup_captions (self), (GDestroyNotify) g_strfreev), counted_cb,
    lb_weak_new (self), lb_weak_free));
}

static void
settled_cb (gpointer data)
{
  LbSurveyColumn *self = data;

  self->settle_id = 0;
  count (self);
}

static void
queue_count (LbSurveyColumn *self)
{
  self->outdated = TRUE;
  if (!self->counting && self->settle_id == 0)
    self->settle_id = g_timeout_add_once (SETTLE_MS, settled_cb, self);
}

static void
patience_cb (gpointer data)
{
  LbSurveyColumn *self = data;

  self->patience_id = 0;
  add_words (self, _ ("Reading the captions…"), TRUE);
}

static void
unfollow (gpointer image, gpointer self)
{
  g_signal_handlers_disconnect_by_data (image, self);
}

static void
items_changed_cb (LbSurveyColumn *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    unfollow (g_ptr_array_index (self->followed, position + i), self);
  if (removed > 0)
    g_ptr_array_remove_range (self->followed, position, removed);

  for (guint i = 0; i < added; i++)
    {
      LbImage *image = g_list_model_get_item (self->images, position + i);

      g_signal_connect_swapped (image, "notify::text", G_CALLBACK (queue_count), self);
      g_ptr_array_insert (self->followed, (int) (position + i), image);
    }
  queue_count (self);
}

static void
lb_survey_column_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbSurveyColumn *self = LB_SURVEY_COLUMN (object);

  switch ((LbSurveyColumnProperty) prop_id)
    {
    case PROP_COMPACT: g_value_set_boolean (value, self->compact); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_survey_column_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  LbSurveyColumn *self = LB_SURVEY_COLUMN (object);

  switch ((LbSurveyColumnProperty) prop_id)
    {
    case PROP_COMPACT:
      if (self->compact != g_value_get_boolean (value))
        {
          self->compact = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_survey_column_dispose (GObject *object)
{
  LbSurveyColumn *self = LB_SURVEY_COLUMN (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->followed != NULL)
    g_ptr_array_foreach (self->followed, unfollow, self);
  g_clear_pointer (&self->followed, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SURVEY_COLUMN);
  g_clear_object (&self->freeze_ends);
  g_clear_object (&self->survey);
  g_clear_object (&self->images);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_survey_column_parent_class)->dispose (object);
}

static void
lb_survey_column_class_init (LbSurveyColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_survey_column_get_property;
  object_class->set_property = lb_survey_column_set_property;
  object_class->dispose = lb_survey_column_dispose;

  props[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_SHOW_VALUE] =
    g_signal_new ("show-value", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SHOW_MATRIX] =
    g_signal_new ("show-matrix", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/schema/lb-survey-column.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSurveyColumn, shared_group);
  gtk_widget_class_bind_template_child (widget_class, LbSurveyColumn, varied_group);
  gtk_widget_class_bind_template_child (widget_class, LbSurveyColumn, invalid_label);
}

static void
lb_survey_column_init (LbSurveyColumn *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new ();
  self->freeze_ends = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_survey_column_set_images (LbSurveyColumn *self, LbSession *session, GListModel *images)
{
  g_return_if_fail (LB_IS_SURVEY_COLUMN (self));
  g_return_if_fail (self->images == NULL);

  self->session = g_object_ref (session);
  self->images = g_object_ref (images);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (queue_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "frozen-changed", G_CALLBACK (queue_count), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (images));

  /* What is there already needs no waiting. */
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->patience_id = g_timeout_add_once (PATIENCE_MS, patience_cb, self);
  count (self);
}
