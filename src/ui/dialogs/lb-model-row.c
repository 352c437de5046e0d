#include "config.h"

#include "ui/dialogs/lb-model-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"

struct _LbModelRow
{
  AdwExpanderRow parent_instance;

  AdwComboRow *family_row;
  GtkWidget *family_lock;
  AdwComboRow *size_row;

  guint first;        /* of the families, in the row */
  guint n_offered;    /* of them */
  char *project_name; /* (owned) (nullable): of a project that keeps to a family */
  gboolean filling;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (LbModelRow, lb_model_row, ADW_TYPE_EXPANDER_ROW)

typedef enum
{
  PROP_COMPACT = 1
} LbModelRowProperty;

static GParamSpec *props[PROP_COMPACT + 1];

/* The first stands by itself; those after it are one family, and mix. */
static const struct
{
  const char *word; /* of the contract */
  const char *title;
} families[] = {
  { "fibo", "FIBO" },
  /* Translators: names of models */
  { "max", NC_ ("model", "Max") },
  { "light", NC_ ("model", "Light") },
  { "3.2", "3.2" },
  { "2.3", "2.3" },
};

static const char *
family_title (guint i)
{
  return g_dpgettext2 (NULL, "model", families[i].title);
}

static guint
chosen_family (LbModelRow *self)
{
  const guint chosen = adw_combo_row_get_selected (self->family_row);

  return self->first + (chosen < self->n_offered ? chosen : 0);
}

static gboolean
is_advanced (LbModelRow *self)
{
  return adw_combo_row_get_selected (self->size_row) == 1;
}

/* (transfer full): what the family means, and why there is no other choice. */
static char *
family_words (LbModelRow *self)
{
  const gboolean fibo = chosen_family (self) == 0;
  const char *meaning = fibo ? _ ("Structured captions, under a schema that all pictures share")
                             : _ ("An earlier model: captions are plain words behind one prefix");

  if (self->project_name == NULL)
    return g_strdup (meaning);
  if (fibo)
    /* Translators: why nothing else can be chosen; %s is the name of a project */
    return g_strdup_printf (_ ("“%s” is for FIBO, and a project keeps to one family"),
                            self->project_name);

  /* Translators: why FIBO can’t be chosen; %s is the name of a project */
  return g_strdup_printf (_ ("“%s” is for earlier models, and a project keeps to one family"),
                          self->project_name);
}

/* Below the name stands what is chosen as well, where there is no room beside it. */
static void
explain (AdwComboRow *row, const char *meaning)
{
  gpointer item = adw_combo_row_get_selected_item (row);
  g_autofree char *both = NULL;

  if (adw_combo_row_get_use_subtitle (row) && item != NULL)
    both = g_strconcat (gtk_string_object_get_string (item), "\n", meaning, NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), both != NULL ? both : meaning);
}

static void
update (LbModelRow *self)
{
  const guint limit = is_advanced (self) ? LB_LIMIT_ADVANCED_IMAGES : LB_LIMIT_BASIC_IMAGES;
  g_autofree char *meaning = family_words (self);
  g_autofree char *size = NULL;
  g_autofree char *summary = NULL;

  if (is_advanced (self))
    size = g_strdup_printf (_ ("Up to %'u pictures from one ZIP file, in a single try"), limit);
  else
    size = g_strdup_printf (_ ("Up to %'u pictures, added and edited one by one"), limit);
  /* Translators: what a new dataset will be: the name of a model, then how many pictures */
  summary =
    g_strdup_printf (_ ("%s, up to %'u pictures"), family_title (chosen_family (self)), limit);

  explain (self->family_row, meaning);
  explain (self->size_row, size);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), summary);
  gtk_widget_set_visible (self->family_lock, self->n_offered == 1);
}

static void
choice_changed_cb (LbModelRow *self)
{
  if (!self->filling)
    update (self);
}

/* @version: (nullable): what the project keeps to; @wanted: what is chosen if it keeps to none. */
static void
offer (LbModelRow *self, const char *version, const char *wanted)
{
  const gboolean fibo = g_strcmp0 (version, families[0].word) == 0;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  self->first = version != NULL && !fibo ? 1 : 0;
  self->n_offered = fibo ? 1 : G_N_ELEMENTS (families) - self->first;
  for (guint i = 0; i < self->n_offered; i++)
    {
      const char *word = families[self->first + i].word;

      gtk_string_list_append (titles, family_title (self->first + i));
      if (g_str_equal (word, version != NULL ? version : wanted))
        selected = i;
    }

  self->filling = TRUE;
  adw_combo_row_set_model (self->family_row, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->family_row, selected);
  self->filling = FALSE;
}

static void
lb_model_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbModelRowProperty) prop_id)
    {
    case PROP_COMPACT: g_value_set_boolean (value, LB_MODEL_ROW (object)->compact); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_model_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbModelRow *self = LB_MODEL_ROW (object);

  switch ((LbModelRowProperty) prop_id)
    {
    case PROP_COMPACT:
      if (self->compact == g_value_get_boolean (value))
        return;
      self->compact = !self->compact;
      g_object_notify_by_pspec (object, pspec);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_model_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_MODEL_ROW);

  G_OBJECT_CLASS (lb_model_row_parent_class)->dispose (object);
}

static void
lb_model_row_finalize (GObject *object)
{
  g_free (LB_MODEL_ROW (object)->project_name);

  G_OBJECT_CLASS (lb_model_row_parent_class)->finalize (object);
}

static void
lb_model_row_class_init (LbModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_model_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_model_row_finalize;
  G_OBJECT_CLASS (klass)->get_property = lb_model_row_get_property;
  G_OBJECT_CLASS (klass)->set_property = lb_model_row_set_property;

  props[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dialogs/lb-model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbModelRow, family_row);
  gtk_widget_class_bind_template_child (widget_class, LbModelRow, family_lock);
  gtk_widget_class_bind_template_child (widget_class, LbModelRow, size_row);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
}

static void
lb_model_row_init (LbModelRow *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  offer (self, NULL, families[0].word);
  update (self);
}

/* (nullable): the version that datasets of @project have to go with. */
static const char *
find_lock (LbSession *session, LbProject *project)
{
  const char *version = lb_project_get_training_version (project);
  g_autoptr (GListModel) datasets = NULL;
  g_autoptr (LbDataset) first = NULL;

  if (version != NULL && *version != '\0')
    return version;

  datasets = lb_session_get_project_datasets (session, project);
  first = g_list_model_get_item (datasets, 0);
  return first != NULL ? lb_dataset_get_training_version (first) : NULL;
}

void
lb_model_row_set_project (LbModelRow *self, LbSession *session, LbProject *project)
{
  const char *wanted = NULL;
  const char *lock = NULL;

  g_return_if_fail (LB_IS_MODEL_ROW (self));
  g_return_if_fail (LB_IS_SESSION (session));

  if (project != NULL)
    lock = find_lock (session, project);
  /* What only another project has asked for goes with it. */
  wanted = self->project_name == NULL ? lb_model_row_get_training_version (self) : families[0].word;
  g_clear_pointer (&self->project_name, g_free);
  if (lock != NULL)
    self->project_name = lb_visible_text (lb_project_get_project_name (project));

  offer (self, lock, wanted);
  update (self);
}

const char *
lb_model_row_get_training_version (LbModelRow *self)
{
  g_return_val_if_fail (LB_IS_MODEL_ROW (self), NULL);

  return families[chosen_family (self)].word;
}

const char *
lb_model_row_get_upload_type (LbModelRow *self)
{
  g_return_val_if_fail (LB_IS_MODEL_ROW (self), NULL);

  return is_advanced (self) ? "advanced" : "basic";
}
