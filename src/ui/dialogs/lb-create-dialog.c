#include "config.h"

#include "ui/dialogs/lb-create-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "model/lb-entered-name.h"
#include "ui/dialogs/lb-model-row.h"
#include "ui/dialogs/lb-name-note.h"
#include "ui/upload/lb-given-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-name-words.h"
#include "ui/widgets/lb-width-bin.h"

/* What is done sooner needs no spinner. */
#define PATIENCE_MS 1000

struct _LbCreateDialog
{
  AdwDialog parent_instance;

  GtkStack *create_stack;
  GtkWidget *cancel_button;
  GtkWidget *create_button;
  GtkWidget *form;
  GtkLabel *waiting;
  GtkLabel *problem;
  GtkLabel *missing;
  GtkEditable *dataset_name;
  AdwComboRow *project_row;
  GtkLabel *name_note;
  GtkLabel *project_note;
  GtkWidget *project_group;
  GtkEditable *project_name;
  AdwComboRow *medium_row;
  AdwComboRow *kind_row;
  AdwEntryRow *subject_name;
  AdwEntryRow *subject_description;
  LbModelRow *model_row;

  LbSession *session;   /* (owned) */
  GListModel *projects; /* (owned): snapshot, in the order of the combo row */
  GListModel *files;    /* (owned) (nullable): GFile, what the dataset is made for */
  guint wait_id;        /* until the spinner comes */
  gboolean begun;       /* something was filled in */
};

G_DEFINE_FINAL_TYPE (LbCreateDialog, lb_create_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CREATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  const char *word; /* of the contract */
  const char *title;
  const char *explanation;
} Kind;

static const Kind kinds[] = {
  { "defined_character", N_ ("One character"),
    N_ ("The same person, animal or figure in every picture") },
  { "stylized_scene", N_ ("A style of scenes"),
    N_ ("Different things, all drawn or taken in one style") },
  { "object_variants", N_ ("Variants of an object"), N_ ("One thing in many shapes or colours") },
  { "multi_object_set", N_ ("A set of objects"), N_ ("Several things that belong together") },
  { "icons", N_ ("Icons"), N_ ("Small, simple signs in one style") },
  { "character_variants", N_ ("Variants of a character"),
    N_ ("Different characters of one family") },
  { "other", N_ ("Something else"), N_ ("None of these fits") },
};

static const Kind *
chosen_kind (LbCreateDialog *self)
{
  guint i = adw_combo_row_get_selected (self->kind_row);

  return &kinds[i < G_N_ELEMENTS (kinds) ? i : 0];
}

/* (nullable) (transfer full): NULL = a new one */
static LbProject *
chosen_project (LbCreateDialog *self)
{
  guint i = adw_combo_row_get_selected (self->project_row);

  return g_list_model_get_item (self->projects, i);
}

static char *
dup_text (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static LbProject *
make_project (LbCreateDialog *self)
{
  const Kind *kind = chosen_kind (self);
  LbProject *project = lb_project_new (0);
  g_autofree char *name = dup_text (self->project_name);
  g_autofree char *subject = dup_text (self->subject_name);
  g_autofree char *description = dup_text (self->subject_description);

  g_object_set (project, "project-name", name, "ip-medium",
                adw_combo_row_get_selected (self->medium_row) == 0 ? "illustration" : "photography",
                "ip-type", kind->word, NULL);
  if (lb_rules_type_needs_name (kind->word))
    g_object_set (project, "ip-name", subject, NULL);
  if (lb_rules_type_needs_description (kind->word))
    g_object_set (project, "ip-description", description, NULL);

  return project;
}

static void
show_problem (LbCreateDialog *self, const char *words)
{
  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL);
}

static guint
count_words (gpointer row)
{
  g_autofree char *text = dup_text (row);
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      n++;

  return n;
}

/* What is plainly wrong with the choices, as opposed to fields still empty. */
static const char *
choice_problem (LbCreateDialog *self)
{
  g_autofree char *name = dup_text (self->dataset_name);
  g_autofree char *project_name = dup_text (self->project_name);

  if (lb_name_words (name) != NULL)
    return lb_name_words (name);
  if (gtk_widget_get_visible (self->project_group) && lb_name_words (project_name) != NULL)
    return lb_name_words (project_name);
  if (gtk_widget_get_visible (self->project_group) &&
      lb_rules_type_needs_illustration (chosen_kind (self)->word) &&
      adw_combo_row_get_selected (self->medium_row) != 0)
    return _ ("This kind of project is for illustrations only. Choose another kind or medium.");

  if (gtk_widget_get_visible (GTK_WIDGET (self->subject_name)) &&
      gtk_widget_get_visible (self->project_group) && count_words (self->subject_name) > 3)
    return _ ("A name of one to three words works best.");
  if (gtk_widget_get_visible (GTK_WIDGET (self->subject_description)) &&
      gtk_widget_get_visible (self->project_group) && count_words (self->subject_description) > 6)
    return _ ("Up to six words say best what it is.");

  return NULL;
}

static void
add_empty (LbCreateDialog *self, GStrvBuilder *parts, gpointer row, const char *words)
{
  g_autofree char *text = dup_text (row);

  if (*text == '\0')
    g_strv_builder_add (parts, words);
  else
    self->begun = TRUE;
}

/* (transfer full) (nullable): what is not filled in yet. */
static char *
missing_words (LbCreateDialog *self)
{
  const Kind *kind = chosen_kind (self);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autofree char *joined = NULL;

  /* Translators: these follow “Still missing:” and “To be filled in:” */
  add_empty (self, parts, self->dataset_name, _ ("the name of the dataset"));
  if (gtk_widget_get_visible (self->project_group))
    {
      add_empty (self, parts, self->project_name, _ ("the name of the project"));
      if (lb_rules_type_needs_name (kind->word))
        add_empty (self, parts, self->subject_name, _ ("the name of the subject"));
      if (lb_rules_type_needs_description (kind->word))
        add_empty (self, parts, self->subject_description, _ ("what the subject is"));
    }
  list = g_strv_builder_end (parts);
  if (*list == NULL)
    return NULL;

  joined = g_strjoinv (C_ ("list", ", "), list);
  /* Nothing is wrong before a key was pressed. */
  if (!self->begun)
    /* Translators: %s is a list of what has to be filled in before something can be made, each as
     * the subject of a sentence would be */
    return g_strdup_printf (_ ("To be filled in: %s."), joined);

  /* Translators: %s is a list of what has to be filled in before something can be made, each as the
   * subject of a sentence would be */
  return g_strdup_printf (_ ("Still missing: %s."), joined);
}

/* Why “Create” can't be used, to be seen and to be heard. */
static void
show_missing (LbCreateDialog *self)
{
  g_autofree char *words = missing_words (self);

  gtk_label_set_label (self->missing, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing), words != NULL);
  gtk_widget_set_tooltip_text (self->create_button, words);
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->create_button),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->create_button),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static gboolean
is_filled (LbCreateDialog *self)
{
  g_autofree char *name = dup_text (self->dataset_name);
  g_autoptr (LbProject) chosen = chosen_project (self);
  g_autoptr (LbProject) wanted = NULL;

  if (lb_entered_name_judge (name) != LB_ENTERED_NAME_GOOD)
    return FALSE;
  if (chosen != NULL)
    return TRUE;

  wanted = make_project (self);
  return lb_entered_name_judge (lb_project_get_project_name (wanted)) == LB_ENTERED_NAME_GOOD &&
         lb_rules_check_project (wanted, NULL);
}

/* Below the name stands what is chosen as well, where there is no room beside it. */
static void
explain_kind (LbCreateDialog *self, const Kind *kind)
{
  g_autofree char *both = NULL;

  if (adw_combo_row_get_use_subtitle (self->kind_row))
    both = g_strconcat (_ (kind->title), "\n", _ (kind->explanation), NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kind_row),
                               both != NULL ? both : _ (kind->explanation));
}

/* The note about the project stands where another one can be chosen. */
static void
show_notes (LbCreateDialog *self)
{
  g_autoptr (LbProject) chosen = chosen_project (self);

  lb_name_note_of_dataset (self->name_note, self->dataset_name, self->session, chosen, NULL);
  if (chosen == NULL)
    lb_name_note_of_project (self->project_note, self->project_name, self->session, NULL);
  else
    lb_name_note_clear (self->project_note, self->project_name);
}

static void
check (LbCreateDialog *self)
{
  const Kind *kind;

  if (self->session == NULL)
    return;

  kind = chosen_kind (self);
  explain_kind (self, kind);
  gtk_widget_set_visible (GTK_WIDGET (self->subject_name), lb_rules_type_needs_name (kind->word));
  gtk_widget_set_visible (GTK_WIDGET (self->subject_description),
                          lb_rules_type_needs_description (kind->word));
  show_problem (self, choice_problem (self));
  show_missing (self);
  show_notes (self);
  gtk_widget_set_sensitive (self->create_button, is_filled (self));
}

static void
project_changed_cb (LbCreateDialog *self)
{
  g_autoptr (LbProject) chosen = NULL;

  if (self->session == NULL)
    return;

  chosen = chosen_project (self);
  gtk_widget_set_visible (self->project_group, chosen == NULL);
  lb_model_row_set_project (self->model_row, self->session, chosen);
  check (self);
}

typedef struct
{
  GWeakRef dialog;
  LbSession *session; /* (owned) */
  LbProject *wanted;  /* (owned) (nullable): to be made */
  LbProject *project; /* (owned) (nullable): to be used */
  char *name;         /* (owned) */
  char *version;      /* (owned) */
  char *upload_type;  /* (owned) */
} Creation;

static void
creation_free (gpointer data)
{
  Creation *creation = data;

  g_weak_ref_clear (&creation->dialog);
  g_clear_object (&creation->session);
  g_clear_object (&creation->wanted);
  g_clear_object (&creation->project);
  g_free (creation->name);
  g_free (creation->version);
  g_free (creation->upload_type);
  g_free (creation);
}

static LbDataset *
await_dataset (Creation *creation, GError **error)
{
  if (creation->project == NULL)
    creation->project =
      dex_await_object (lb_session_create_project (creation->session, creation->wanted), error);
  if (creation->project == NULL)
    return NULL;

  return dex_await_object (lb_session_create_dataset (creation->session, creation->project,
                                                      creation->name, creation->version,
                                                      creation->upload_type),
                           error);
}

static void
failed (LbCreateDialog *self, Creation *creation, const GError *error)
{
  g_autofree char *words = lb_error_words (error);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  gtk_stack_set_visible_child_name (self->create_stack, "button");
  gtk_widget_set_sensitive (self->form, TRUE);
  gtk_widget_set_sensitive (self->create_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->dataset_name));
  show_problem (self, words);

  /* The project may be there already: the next try must not make it twice. */
  if (creation->project != NULL && creation->wanted != NULL)
    {
      g_autoptr (GListStore) one = g_list_store_new (LB_TYPE_PROJECT);
      g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

      g_list_store_append (one, creation->project);
      g_set_object (&self->projects, G_LIST_MODEL (one));
      gtk_string_list_take (names,
                            lb_visible_text (lb_project_get_project_name (creation->project)));
      adw_combo_row_set_model (self->project_row, G_LIST_MODEL (names));
      gtk_widget_set_visible (self->project_group, FALSE);
    }
}

static DexFuture *
create_fiber (gpointer data)
{
  Creation *creation = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) dataset = await_dataset (creation, &error);
  g_autoptr (LbCreateDialog) self = g_weak_ref_get (&creation->dialog);

  if (self == NULL)
    return dex_future_new_true ();

  if (dataset == NULL)
    {
      failed (self, creation, error);
      return dex_future_new_true ();
    }

  g_signal_emit (self, signals[SIGNAL_CREATED], 0, dataset);
  adw_dialog_force_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

static void
say_that_it_takes_time (gpointer data)
{
  LbCreateDialog *self = data;

  self->wait_id = 0;
  gtk_stack_set_visible_child_name (self->create_stack, "busy");
}

static void
create_clicked_cb (GtkButton *button, LbCreateDialog *self)
{
  Creation *creation = g_new0 (Creation, 1);

  g_weak_ref_init (&creation->dialog, self);
  creation->session = g_object_ref (self->session);
  creation->name = dup_text (self->dataset_name);
  creation->version = g_strdup (lb_model_row_get_training_version (self->model_row));
  creation->upload_type = g_strdup (lb_model_row_get_upload_type (self->model_row));
  creation->project = chosen_project (self);
  if (creation->project == NULL)
    creation->wanted = make_project (self);

  show_problem (self, NULL);
  self->wait_id = g_timeout_add_once (PATIENCE_MS, say_that_it_takes_time, self);
  /* An entry that goes insensitive under the focus never hears that it has lost it. */
  lb_first_focus_end (ADW_DIALOG (self));
  gtk_widget_grab_focus (self->cancel_button);
  gtk_widget_set_sensitive (self->create_button, FALSE);
  gtk_widget_set_sensitive (self->form, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, create_fiber, creation, creation_free));
}

static void
lb_create_dialog_dispose (GObject *object)
{
  LbCreateDialog *self = LB_CREATE_DIALOG (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->files);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CREATE_DIALOG);
  g_clear_object (&self->projects);

  G_OBJECT_CLASS (lb_create_dialog_parent_class)->dispose (object);
}

static void
lb_create_dialog_class_init (LbCreateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_create_dialog_dispose;

  signals[SIGNAL_CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_DATASET);

  g_type_ensure (LB_TYPE_MODEL_ROW);
  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dialogs/lb-create-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, create_stack);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, missing);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, dataset_name);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, project_row);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, name_note);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, project_note);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, project_group);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, project_name);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, medium_row);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, kind_row);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, subject_name);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, subject_description);
  gtk_widget_class_bind_template_child (widget_class, LbCreateDialog, model_row);
  gtk_widget_class_bind_template_callback (widget_class, check);
  gtk_widget_class_bind_template_callback (widget_class, project_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
}

static void
lb_create_dialog_init (LbCreateDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->dataset_name));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (titles, _ (kinds[i].title));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
}

static void
fill_projects (LbCreateDialog *self, LbProject *chosen, gboolean new_project)
{
  GListModel *projects = lb_session_get_projects (self->session);
  g_autoptr (GListStore) known = g_list_store_new (LB_TYPE_PROJECT);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = g_list_model_get_n_items (projects);
  guint selected = new_project ? n : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);

      g_list_store_append (known, project);
      gtk_string_list_take (names, lb_visible_text (lb_project_get_project_name (project)));
      if (project == chosen && !new_project)
        selected = i;
    }
  gtk_string_list_append (names, _ ("New Project"));

  self->projects = G_LIST_MODEL (g_steal_pointer (&known));
  adw_combo_row_set_model (self->project_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->project_row, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->project_row), n > 0);
}

LbCreateDialog *
lb_create_dialog_new (LbSession *session, LbProject *project, gboolean new_project)
{
  LbCreateDialog *self = g_object_new (LB_TYPE_CREATE_DIALOG, NULL);

  self->session = g_object_ref (session);
  if (new_project && g_list_model_get_n_items (lb_session_get_projects (session)) > 0)
    adw_dialog_set_title (ADW_DIALOG (self), _ ("New Project"));
  fill_projects (self, project, new_project);
  project_changed_cb (self);

  return self;
}

static void
name_files (LbCreateDialog *self)
{
  g_autofree char *words = lb_given_waiting_words (self->files);

  gtk_label_set_label (self->waiting, words);
}

void
lb_create_dialog_show_files (LbCreateDialog *self, GListModel *files)
{
  g_return_if_fail (LB_IS_CREATE_DIALOG (self));
  g_return_if_fail (self->files == NULL);

  self->files = g_object_ref (files);
  g_signal_connect_object (files, "items-changed", G_CALLBACK (name_files), self,
                           G_CONNECT_SWAPPED);
  name_files (self);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), TRUE);
}
