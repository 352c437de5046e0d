#include "config.h"

#include "ui/preferences/lb-captioner-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-threads.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "jobs/lb-sample-set.h"
#include "model/lb-prompt.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/preferences/lb-captioner-words.h"
#include "ui/widgets/lb-toast.h"

#define USUAL_ADDRESS "http://localhost:11434"

enum
{
  BUILT_IN,
  MODEL
};

struct _LbCaptionerPage
{
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *kind_group;
  AdwComboRow *kind_row;
  GtkWidget *server_group;
  GtkEditable *address_row;
  GtkEditable *key_row;
  GtkWidget *forget_button;
  GtkWidget *look_row;
  AdwComboRow *model_row;
  GtkEditable *name_row;
  GtkAdjustment *concurrency;
  AdwActionRow *state_row;
  GtkWidget *try_row;
  AdwActionRow *result_row;
  GtkStack *result_stack;
  GtkPicture *picture;

  LbSession *session;          /* (owned) */
  LbSecrets *secrets;          /* (owned) */
  LbCaptionerSetting *setting; /* (owned) (nullable) before the service has told it */
  guint n_calls;               /* what older calls bring is not shown any more */
  guint n_looks;               /* for models, that are under way */
  gboolean shows_own;          /* what is shown comes from the service, not from the person */
};

G_DEFINE_FINAL_TYPE (LbCaptionerPage, lb_captioner_page, ADW_TYPE_PREFERENCES_PAGE)

/* One call, and what it was about. */
typedef struct
{
  GWeakRef page;
  LbSecrets *secrets; /* (owned): the key is kept, although the page may have gone */
  guint number;
  char *address; /* (owned) (nullable) */
  char *key;     /* (owned) (nullable) (zeroed) */
} Call;

static Call *
call_new (LbCaptionerPage *page)
{
  Call *self = g_new0 (Call, 1);

  g_weak_ref_init (&self->page, page);
  self->secrets = g_object_ref (page->secrets);
  self->number = ++page->n_calls;

  return self;
}

static void
call_free (gpointer data)
{
  Call *self = data;

  g_weak_ref_clear (&self->page);
  g_object_unref (self->secrets);
  g_free (self->address);
  lb_secrets_free_token (self->key);
  g_free (self);
}

static gboolean
wants_model (LbCaptionerPage *self)
{
  return adw_combo_row_get_selected (self->kind_row) == MODEL;
}

static void
show_state (LbCaptionerPage *self, const char *words)
{
  adw_action_row_set_subtitle (self->state_row, words);
}

static void
show_error (LbCaptionerPage *self, const GError *error)
{
  g_autofree char *words = lb_captioner_error_words (error);

  show_state (self, words);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_kind (LbCaptionerPage *self)
{
  adw_preferences_group_set_description (self->kind_group,
                                         lb_captioner_privacy_words (wants_model (self)));
  gtk_widget_set_visible (self->server_group, wants_model (self));
}

static void
set_text (GtkEditable *row, const char *text)
{
  if (text != NULL && g_strcmp0 (gtk_editable_get_text (row), text) != 0)
    gtk_editable_set_text (row, text);
}

/* @models: (nullable): NULL where the server does not list them, so that one is named. */
static void
show_models (LbCaptionerPage *self, char **models)
{
  const char *chosen =
    self->setting != NULL ? lb_captioner_setting_get_model (self->setting) : NULL;
  const gboolean listed = models != NULL && models[0] != NULL;
  guint selected = GTK_INVALID_LIST_POSITION;

  gtk_widget_set_visible (GTK_WIDGET (self->model_row), listed);
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), !listed);
  if (!listed)
    return;

  self->shows_own = TRUE;
  for (guint i = 0; models[i] != NULL; i++)
    if (g_strcmp0 (models[i], chosen) == 0)
      selected = i;
  {
    g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) models);

    adw_combo_row_set_model (self->model_row, G_LIST_MODEL (list));
    adw_combo_row_set_selected (self->model_row, selected);
  }
  self->shows_own = FALSE;
}

/* @setting: as the service has it now. */
static void
show_setting (LbCaptionerPage *self, LbCaptionerSetting *setting)
{
  const char *model = lb_captioner_setting_get_model (setting);
  const gboolean vision = lb_captioner_setting_is_vision (setting);
  g_autofree char *state = lb_captioner_state_words (setting);

  g_set_object (&self->setting, setting);
  self->shows_own = TRUE;
  adw_combo_row_set_selected (self->kind_row, vision ? MODEL : BUILT_IN);
  set_text (self->address_row, lb_captioner_setting_get_address (setting));
  gtk_adjustment_set_value (self->concurrency,
                            MAX (1, lb_captioner_setting_get_concurrency (setting)));
  gtk_widget_set_visible (self->forget_button, lb_captioner_setting_has_key (setting));
  set_text (self->name_row, model);
  if (model != NULL && !gtk_widget_get_visible (GTK_WIDGET (self->model_row)))
    show_models (self, (char *[]) { (char *) model, NULL });
  self->shows_own = FALSE;
  show_kind (self);
  show_state (self, state);
}

static void
keep_key_words (LbCaptionerPage *self, const GError *error)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);
  g_autofree char *reason = lb_keyring_words (error);
  /* Translators: %s is why the keyring can't keep it */
  g_autofree char *words = g_strdup_printf (_ ("The key is kept in memory only. %s"), reason);

  if (dialog != NULL)
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), lb_toast_new (words));
}

static DexFuture *
key_kept_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCaptionerPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self != NULL && dex_future_get_value (future, &error) == NULL)
    keep_key_words (self, error);

  return dex_future_new_true ();
}

/* The service has taken it. An empty one is none. */
static void
keep_key (Call *call)
{
  g_autoptr (LbCaptionerPage) page = g_weak_ref_get (&call->page);
  DexFuture *kept = *call->key != '\0'
                      ? lb_secrets_store (call->secrets, LB_SECRETS_CAPTIONER, call->address,
                                          LB_SECRET_KEYRING, call->key)
                      : lb_secrets_clear (call->secrets, LB_SECRETS_CAPTIONER, LB_SECRET_NOWHERE);

  if (page != NULL && g_str_equal (gtk_editable_get_text (page->key_row), call->key))
    gtk_editable_set_text (page->key_row, "");
  dex_future_disown (dex_future_finally (kept, key_kept_cb, lb_weak_new (page), lb_weak_free));
}

static DexFuture *
told_cb (DexFuture *future, gpointer data)
{
  Call *call = data;
  g_autoptr (LbCaptionerPage) self = g_weak_ref_get (&call->page);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL && call->key != NULL)
    keep_key (call);
  if (self == NULL || self->n_calls != call->number)
    return dex_future_new_true ();

  if (value != NULL)
    show_setting (self, g_value_get_object (value));
  else
    show_error (self, error);

  return dex_future_new_true ();
}

/* @wish: what is to change; @key: (nullable): the key in it */
static void
choose (LbCaptionerPage *self, LbCaptionerSetting *wish, const char *key)
{
  Call *call = call_new (self);

  call->address = g_strdup (gtk_editable_get_text (self->address_row));
  call->key = g_strdup (key);
  dex_future_disown (
    dex_future_finally (lb_session_set_captioner (self->session, wish), told_cb, call, call_free));
}

/* (nullable): one that was typed and not taken yet */
static const char *
typed_key (LbCaptionerPage *self)
{
  const char *key = gtk_editable_get_text (self->key_row);

  return *key != '\0' ? key : NULL;
}

static void
choose_model (LbCaptionerPage *self, const char *model)
{
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();

  g_object_set (wish, "kind", "vision", "address", gtk_editable_get_text (self->address_row),
                "model", model, "concurrency", (int) gtk_adjustment_get_value (self->concurrency),
                "key", typed_key (self), NULL);
  choose (self, wish, typed_key (self));
}

static void
model_chosen_cb (AdwComboRow *row, GParamSpec *pspec, LbCaptionerPage *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (row);

  if (!self->shows_own && item != NULL)
    choose_model (self, gtk_string_object_get_string (item));
}

static void
name_applied_cb (LbCaptionerPage *self)
{
  choose_model (self, gtk_editable_get_text (self->name_row));
}

/* The model that was chosen is chosen again, which takes address and key with it; else the first
 * one, which is the only one more often than not. */
static void
take_models (LbCaptionerPage *self, char **models)
{
  const char *chosen =
    self->setting != NULL ? lb_captioner_setting_get_model (self->setting) : NULL;
  const gboolean has_chosen =
    chosen != NULL && g_strv_contains ((const char *const *) models, chosen);

  show_models (self, models);
  if (models[0] == NULL)
    show_state (self, _ ("The server has no model that sees"));
  else
    choose_model (self, has_chosen ? chosen : models[0]);
  if (models[0] != NULL && !has_chosen)
    {
      self->shows_own = TRUE;
      adw_combo_row_set_selected (self->model_row, 0);
      self->shows_own = FALSE;
    }
}

static DexFuture *
listed_cb (DexFuture *future, gpointer data)
{
  Call *call = data;
  g_autoptr (LbCaptionerPage) self = g_weak_ref_get (&call->page);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL)
    return dex_future_new_true ();

  self->n_looks--;
  gtk_widget_set_sensitive (self->look_row, self->n_looks == 0);
  if (self->n_calls != call->number)
    return dex_future_new_true ();

  if (value != NULL)
    take_models (self, g_value_get_boxed (value));
  else
    {
      show_models (self, NULL);
      show_error (self, error);
    }

  return dex_future_new_true ();
}

static void
look_cb (LbCaptionerPage *self)
{
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();

  g_object_set (wish, "address", gtk_editable_get_text (self->address_row), "key", typed_key (self),
                NULL);
  self->n_looks++;
  gtk_widget_set_sensitive (self->look_row, FALSE);
  show_state (self, _ ("Looking for models…"));
  dex_future_disown (dex_future_finally (lb_session_list_models (self->session, wish), listed_cb,
                                         call_new (self), call_free));
}

static void
forget_cb (LbCaptionerPage *self)
{
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();

  g_object_set (wish, "kind", "vision", "key", "", NULL);
  gtk_editable_set_text (self->key_row, "");
  choose (self, wish, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->key_row));
}

/* A model that was chosen before is chosen again; without one nothing changes before there is. */
static void
kind_chosen_cb (AdwComboRow *row, GParamSpec *pspec, LbCaptionerPage *self)
{
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();
  const gboolean vision = wants_model (self);

  if (self->shows_own || self->setting == NULL)
    return;

  show_kind (self);
  if (!vision || lb_captioner_setting_get_model (self->setting) != NULL)
    {
      g_object_set (wish, "kind", vision ? "vision" : "analyser", NULL);
      choose (self, wish, NULL);
      return;
    }

  if (*gtk_editable_get_text (self->address_row) == '\0')
    gtk_editable_set_text (self->address_row, USUAL_ADDRESS);
  show_state (self, _ ("No model is chosen yet"));
}

static void
concurrency_chosen_cb (GtkAdjustment *adjustment, LbCaptionerPage *self)
{
  const int wanted = (int) gtk_adjustment_get_value (adjustment);
  g_autoptr (LbCaptionerSetting) wish = NULL;

  if (self->shows_own || self->setting == NULL || !lb_captioner_setting_is_vision (self->setting) ||
      wanted == lb_captioner_setting_get_concurrency (self->setting))
    return;

  wish = lb_captioner_setting_new ();
  g_object_set (wish, "concurrency", wanted, NULL);
  choose (self, wish, NULL);
}

/* One picture of the sample set, which nothing is kept of. */

typedef struct
{
  LbSession *session; /* (owned) */
  GWeakRef page;
} Trial;

static void
trial_free (gpointer data)
{
  Trial *self = data;

  g_clear_object (&self->session);
  g_weak_ref_clear (&self->page);
  g_free (self);
}

static void
show_result (LbCaptionerPage *self, const char *title, const char *subtitle, const char *page)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, subtitle);
  gtk_stack_set_visible_child_name (self->result_stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);
}

static void
end_trial (LbCaptionerPage *self, const char *title, const char *subtitle)
{
  show_result (self, title, subtitle, "picture");
  gtk_widget_set_sensitive (self->try_row, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), title,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* On a thread; our own picture, so it is no work for the decoder. */
static DexFuture *
texture_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = gdk_texture_new_from_bytes (data, &error);

  if (texture == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (texture);
}

/* Call from a fiber. */
static void
show_picture (Trial *trial, GBytes *bytes)
{
  g_autoptr (GdkTexture) texture = dex_await_object (
    lb_threads_run (texture_fiber, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref), NULL);
  g_autoptr (LbCaptionerPage) self = g_weak_ref_get (&trial->page);

  if (self != NULL && texture != NULL)
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
}

static DexFuture *
try_fiber (gpointer data)
{
  Trial *trial = data;
  g_autoptr (LbCaptionerPage) self = NULL;
  g_autoptr (LbSampleSet) set = NULL;
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = lb_sample_set_find_folder ();
  g_autofree char *caption = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *said = NULL;
  g_autofree char *time = NULL;
  gint64 start_us = 0;

  if ((set = dex_await_boxed (lb_sample_set_load (folder), &error)))
    {
      LbSamplePicture *sample = set->pictures->pdata[0];

      show_picture (trial, sample->bytes);
      start_us = g_get_monotonic_time ();
      caption =
        dex_await_string (lb_session_test_captioner (trial->session, sample->bytes), &error);
    }
  if (!(self = g_weak_ref_get (&trial->page)))
    return dex_future_new_true ();
  if (caption == NULL)
    {
      said = lb_captioner_error_words (error);
      end_trial (self, _ ("No caption came"), said);
      return dex_future_new_true ();
    }

  time = lb_captioner_time_words ((double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  prompt = lb_prompt_new (caption, NULL);
  summary = prompt != NULL ? lb_prompt_summarise (prompt) : g_strdup (caption);
  said = lb_visible_text (summary);
  end_trial (self, said, time);

  return dex_future_new_true ();
}

static void
try_cb (LbCaptionerPage *self)
{
  Trial *trial = g_new0 (Trial, 1);

  trial->session = g_object_ref (self->session);
  g_weak_ref_init (&trial->page, self);
  gtk_widget_set_sensitive (self->try_row, FALSE);
  show_result (self, _ ("Looking at the picture…"), "", "spinner");
  dex_future_disown (dex_scheduler_spawn (NULL, 0, try_fiber, trial, trial_free));
}

static void
lb_captioner_page_dispose (GObject *object)
{
  LbCaptionerPage *self = LB_CAPTIONER_PAGE (object);

  self->shows_own = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CAPTIONER_PAGE);
  g_clear_object (&self->session);
  g_clear_object (&self->secrets);
  g_clear_object (&self->setting);

  G_OBJECT_CLASS (lb_captioner_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, kind_group);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, kind_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, server_group);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, address_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, forget_button);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, look_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, model_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, concurrency);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, state_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, try_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, result_row);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, result_stack);
  gtk_widget_class_bind_template_child (widget_class, LbCaptionerPage, picture);
}

static void
lb_captioner_page_class_init (LbCaptionerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_captioner_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, LB_RESOURCE_PATH
                                               "/preferences/lb-captioner-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, kind_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, concurrency_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_cb);
}

static void
lb_captioner_page_init (LbCaptionerPage *self)
{
  self->shows_own = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_adjustment_configure (self->concurrency, 1, 1, LB_CAPTIONER_MAX_CONCURRENCY, 1, 2, 0);
  self->shows_own = FALSE;
  show_kind (self);
}

LbCaptionerPage *
lb_captioner_page_new (LbSession *session, LbSecrets *secrets)
{
  LbCaptionerPage *self = g_object_new (LB_TYPE_CAPTIONER_PAGE, NULL);

  self->session = g_object_ref (session);
  self->secrets = g_object_ref (secrets);
  dex_future_disown (
    dex_future_finally (lb_session_get_captioner (session), told_cb, call_new (self), call_free));

  return self;
}
