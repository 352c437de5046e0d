#include "config.h"

#include "cli/lb-cli-dataset.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "contract/lb-timestamp.h"
#include "model/lb-entered-name.h"

#define MAX_LISTED 20

static const char *
name_of (LbDataset *dataset)
{
  const char *name = lb_dataset_get_name (dataset);

  return name != NULL ? name : "";
}

char *
lb_cli_dataset_dup_name (LbSession *session, LbDataset *dataset)
{
  LbProject *project = lb_session_find_project (session, lb_dataset_get_project_id (dataset));
  const char *project_name = project != NULL ? lb_project_get_project_name (project) : NULL;

  return g_strdup_printf ("%s/%s", project_name != NULL ? project_name : "", name_of (dataset));
}

/* (transfer full) (element-type LbDataset): all that @wanted may mean, or all there are. */
static GPtrArray *
find_all (LbSession *session, const char *wanted)
{
  GListModel *datasets = lb_session_get_datasets (session);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);
      g_autofree char *name = lb_cli_dataset_dup_name (session, dataset);

      if (wanted == NULL || lb_cli_entered_is_name (wanted, name_of (dataset)) ||
          g_str_equal (name, wanted))
        g_ptr_array_add (found, g_steal_pointer (&dataset));
    }

  return found;
}

/* @is_equal: else it only looks so. */
static void
complain_of_same (const char *name, LbProject *project, gboolean is_equal)
{
  if (is_equal)
    /* Translators: a dataset and a project; --same-name is an option */
    lb_cli_complain (_ ("There is a dataset “%s” in “%s” already; --same-name allows another one"),
                     name, lb_project_get_project_name (project));
  else
    /* Translators: a dataset and a project; --same-name is an option */
    lb_cli_complain (_ ("There is a dataset “%s” in “%s”, whose name looks the same; --same-name "
                        "allows another one"),
                     name, lb_project_get_project_name (project));
}

gboolean
lb_cli_dataset_check_free (
  LbSession *session, LbProject *project, LbDataset *own, const char *name, gboolean same_name)
{
  LbDataset *other = lb_session_find_dataset_like (session, project, own, name);

  if (other == NULL || same_name)
    return TRUE;
  if (lb_entered_name_is_same (name_of (other), name))
    {
      complain_of_same (name_of (other), project, g_str_equal (name_of (other), name));
      return FALSE;
    }

  /* Translators: a dataset and a project */
  lb_cli_complain (_ ("The dataset “%s” in “%s” has a name that looks the same"), name_of (other),
                   lb_project_get_project_name (project));
  return TRUE;
}

static void
print_list (LbSession *session, GPtrArray *datasets)
{
  for (guint i = 0; i < MIN (datasets->len, MAX_LISTED); i++)
    {
      LbDataset *dataset = datasets->pdata[i];
      g_autofree char *name = lb_cli_dataset_dup_name (session, dataset);
      g_autofree char *visible = lb_visible_text (name);

      g_printerr ("%8" G_GINT64_FORMAT "  %s\n", lb_dataset_get_id (dataset), visible);
    }
  if (datasets->len > MAX_LISTED)
    g_printerr (ngettext ("%8s  and %u more\n", "%8s  and %u more\n", datasets->len - MAX_LISTED),
                "", datasets->len - MAX_LISTED);
}

/* (nullable) (transfer none). @is_plain: (out): what was given may be a name as well. */
static LbDataset *
find_numbered (LbSession *session, const char *wanted, gboolean *is_plain)
{
  gint64 id = 0;

  return lb_cli_entered_read_number (wanted, &id, is_plain) ? lb_session_find_dataset (session, id)
                                                            : NULL;
}

static void
complain_of_both (LbSession *session, LbDataset *numbered, GPtrArray *called, const char *wanted)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, numbered);
  for (guint i = 0; i < called->len; i++)
    if (called->pdata[i] != numbered)
      g_ptr_array_add (all, called->pdata[i]);
  /* Translators: %1$s is a number, such as 7; “id:7” and PROJECT/NAME are not translated */
  lb_cli_complain (
    _ ("“%1$s” is the number of one dataset and the name of another; write “id:%1$s” "
       "for the number, or PROJECT/NAME"),
    wanted);
  print_list (session, all);
}

LbDataset *
lb_cli_find_dataset (LbSession *session, const char *wanted)
{
  gboolean is_plain = TRUE;
  LbDataset *numbered = find_numbered (session, wanted, &is_plain);
  g_autoptr (GPtrArray) found = find_all (session, wanted);
  g_autoptr (GPtrArray) all = NULL;

  if (numbered != NULL &&
      (!is_plain || found->len == 0 || (found->len == 1 && found->pdata[0] == numbered)))
    return numbered;
  if (numbered != NULL)
    {
      complain_of_both (session, numbered, found, wanted);
      return NULL;
    }
  if (found->len == 1)
    return found->pdata[0]; /* the session keeps it */

  if (found->len > 1)
    {
      lb_cli_complain (ngettext ("%u dataset is called “%s”; give its number",
                                 "%u datasets are called “%s”; give the number of one", found->len),
                       found->len, wanted);
      print_list (session, found);
      return NULL;
    }

  all = find_all (session, NULL);
  if (all->len > 0)
    lb_cli_complain (_ ("There is no dataset “%s”. There are:"), wanted);
  else
    lb_cli_complain (_ ("There is no dataset “%s”, and no other"), wanted);
  print_list (session, all);

  return NULL;
}

char *
lb_cli_dataset_dup_shown_name (LbSession *session, LbDataset *dataset)
{
  g_autofree char *name = lb_cli_dataset_dup_name (session, dataset);

  return lb_visible_text (name);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 unix_us)
{
  g_autofree char *text = unix_us != 0 ? lb_timestamp_format (unix_us) : NULL;

  lb_cli_json_text (builder, name, text);
}

void
lb_cli_dataset_add_json (JsonBuilder *builder, LbSession *session, LbDataset *dataset)
{
  LbProject *project = lb_session_find_project (session, lb_dataset_get_project_id (dataset));

  lb_cli_json_number (builder, "id", lb_dataset_get_id (dataset));
  lb_cli_json_text (builder, "name", lb_dataset_get_name (dataset));
  lb_cli_json_number (builder, "project_id", lb_dataset_get_project_id (dataset));
  lb_cli_json_text (builder, "project",
                    project != NULL ? lb_project_get_project_name (project) : NULL);
  lb_cli_json_text (builder, "status", lb_dataset_get_completed (dataset) ? "completed" : "draft");
  lb_cli_json_text (builder, "training_version", lb_dataset_get_training_version (dataset));
  lb_cli_json_text (builder, "upload_type",
                    lb_dataset_is_advanced (dataset) ? "advanced" : "basic");
  lb_cli_json_number (builder, "images", MAX (0, lb_dataset_get_images_count (dataset)));
  lb_cli_json_flag (builder, "has_visual_schema", lb_dataset_get_visual_schema (dataset) != NULL);
  add_time (builder, "created_at", lb_dataset_get_created_at (dataset));
  add_time (builder, "updated_at", lb_dataset_get_updated_at (dataset));
}

void
lb_cli_dataset_print_json (LbSession *session, LbDataset *dataset)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_dataset_add_json (builder, session, dataset);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}
