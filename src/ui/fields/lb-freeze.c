#include "config.h"

#include "ui/fields/lb-freeze.h"

#include <glib/gi18n.h>

#include "session/lb-session-frozen.h"
#include "ui/diff/lb-change-words.h"
#include "ui/fields/lb-field-dialog.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* What is to be done, over several answers. */
typedef struct
{
  GWeakRef from;
  LbSession *session;     /* (owned) */
  LbDataset *dataset;     /* (owned) */
  LbFrozenFields *fields; /* (owned): what is to be looked at */
  char *words;            /* (owned): what was done */
} Errand;

static Errand *
errand_new (GtkWidget *from, LbSession *session, LbDataset *dataset, LbFrozenFields *fields)
{
  Errand *errand = g_new0 (Errand, 1);

  g_weak_ref_init (&errand->from, from);
  errand->session = g_object_ref (session);
  errand->dataset = g_object_ref (dataset);
  errand->fields = g_object_ref (fields);

  return errand;
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_weak_ref_clear (&errand->from);
  g_object_unref (errand->session);
  g_object_unref (errand->dataset);
  g_object_unref (errand->fields);
  g_free (errand->words);
  g_free (errand);
}

static void
show_others (Errand *errand, GtkWidget *from)
{
  GListModel *list = lb_session_get_images (errand->session, errand->dataset);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  const LbFieldScope scope = { errand->session, errand->dataset, images, LB_FIELD_ALL };

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (images, g_list_model_get_item (list, i));
  lb_field_dialog_present_frozen (from, &scope, errand->fields);
}

static DexFuture *
frozen_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&errand->from);
  g_autoptr (GError) error = NULL;

  if (from == NULL)
    return dex_future_new_true ();
  if (dex_future_get_value (future, &error) == NULL)
    lb_toast_show (from, lb_error_toast_new (_ ("The field could not be frozen"), error));
  else
    {
      lb_refine_toast_show_words (from, errand->session, errand->words);
      if (lb_frozen_fields_get_n (errand->fields) > 0)
        show_others (errand, from);
    }

  return dex_future_new_true ();
}

/* (transfer full) */
static char *
name_of (const char *path)
{
  g_autoptr (LbPromptChange) change = lb_prompt_change_new (path, NULL, "\"\"");

  return lb_change_title (change, NULL);
}

/* (transfer full) */
static char *
done_words (LbFrozenFields *fields)
{
  const guint n = lb_frozen_fields_get_n (fields);
  g_auto (GStrv) paths = lb_frozen_fields_dup_paths (fields);
  g_autofree char *name = n == 1 ? name_of (paths[0]) : NULL;

  if (name != NULL)
    /* Translators: %s is the name of a field */
    return g_strdup_printf (_ ("“%s” is frozen"), name);

  return g_strdup_printf (ngettext ("%'u field is frozen", "%'u fields are frozen", n), n);
}

void
lb_freeze_begin (GtkWidget *from, LbSession *session, LbDataset *dataset, LbFrozenFields *fields)
{
  Errand *errand = errand_new (from, session, dataset, fields);
  LbFrozenFields *present = lb_session_get_frozen (session, dataset);
  g_autoptr (LbFrozenFields) all =
    present != NULL ? lb_frozen_fields_with_all (present, fields) : g_object_ref (fields);

  errand->words = done_words (fields);
  dex_future_disown (dex_future_finally (lb_session_set_frozen (session, dataset, all), frozen_cb,
                                         errand, errand_free));
}

void
lb_freeze_end (GtkWidget *from, LbSession *session, LbDataset *dataset, const char *path)
{
  LbFrozenFields *fields = lb_session_get_frozen (session, dataset);
  g_autoptr (LbFrozenFields) rest = NULL;
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autofree char *name = name_of (path);
  Errand *errand = NULL;

  if (fields == NULL)
    return;

  errand = errand_new (from, session, dataset, none);
  /* Translators: %s is the name of a field */
  errand->words = g_strdup_printf (_ ("“%s” is not frozen any more"), name);
  rest = lb_frozen_fields_without (fields, path);
  dex_future_disown (dex_future_finally (lb_session_set_frozen (session, dataset, rest), frozen_cb,
                                         errand, errand_free));
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  Errand *errand = data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&errand->from);

  if (from != NULL && g_str_equal (response, "freeze"))
    lb_freeze_begin (from, errand->session, errand->dataset, errand->fields);
}

static void
closure_free (gpointer data, GClosure *closure)
{
  errand_free (data);
}

void
lb_freeze_ask (
  GtkWidget *from, LbSession *session, LbDataset *dataset, const char *path, const char *json)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_with (none, path, json);
  g_autofree char *name = name_of (path);
  g_autofree char *body = g_strdup_printf (
    /* Translators: %s is the name of a field */
    _ ("“%s” keeps the value that it has in this caption: every caption that is made in this "
       "dataset gets it, and it can’t be edited by mistake. Captions that have another one are "
       "shown next."),
    name);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Freeze Field?"), body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "freeze",
                                  _ ("_Freeze"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "freeze",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "freeze");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb),
                         errand_new (from, session, dataset, fields), closure_free, 0);
  adw_dialog_present (dialog, from);
}

void
lb_freeze_show_others (GtkWidget *from, LbSession *session, LbDataset *dataset)
{
  LbFrozenFields *fields = lb_session_get_frozen (session, dataset);
  Errand *errand = NULL;

  if (fields == NULL)
    return;

  errand = errand_new (from, session, dataset, fields);
  show_others (errand, from);
  errand_free (errand);
}

/* What does not fit. */

static const char told_data[] = "lb-told";

char *
lb_freeze_left_out_words (const char *const *paths)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (paths != NULL, NULL);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *name = name_of (paths[i]);

      /* Translators: between the names of fields */
      g_string_append_printf (names, "%s%s", i > 0 ? _ (", ") : "", name);
    }

  /* Translators: %s is one or more names of fields */
  return g_strdup_printf (_ ("Not valid with its frozen value, so left as it was written: %s"),
                          names->str);
}

/* (transfer full): those that were not told of since @fields are frozen. */
static GStrv
take_new_paths (LbFrozenFields *fields, const char *const *paths)
{
  GHashTable *told = g_object_get_data (G_OBJECT (fields), told_data);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  if (told == NULL)
    {
      told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_object_set_data_full (G_OBJECT (fields), told_data, told,
                              (GDestroyNotify) g_hash_table_unref);
    }
  for (guint i = 0; paths[i] != NULL; i++)
    if (g_hash_table_add (told, g_strdup (paths[i])))
      g_strv_builder_add (left, paths[i]);

  return g_strv_builder_end (left);
}

static void
left_out_cb (GtkWidget *page, LbImage *image, const char *const *paths, LbSession *session)
{
  LbDataset *dataset = lb_session_find_dataset (session, lb_image_get_dataset_id (image));
  LbFrozenFields *fields = dataset != NULL ? lb_session_get_frozen (session, dataset) : NULL;
  g_auto (GStrv) left = NULL;
  g_autofree char *words = NULL;

  if (fields == NULL || !gtk_widget_get_mapped (page))
    return;

  left = take_new_paths (fields, paths);
  words = lb_freeze_left_out_words ((const char *const *) left);
  if (left[0] != NULL)
    lb_toast_show (page, lb_toast_new (words));
}

void
lb_freeze_follow (GtkWidget *page, LbSession *session)
{
  g_signal_connect_object (session, "frozen-left-out", G_CALLBACK (left_out_cb), page,
                           G_CONNECT_SWAPPED);
}
