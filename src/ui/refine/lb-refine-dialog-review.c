#include "config.h"

#include "ui/refine/lb-refine-dialog-private.h"

#include <glib/gi18n.h>

#include "base/lb-threads.h"
#include "base/lb-visible-text.h"
#include "model/lb-prompt-mix.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-words.h"
#include "ui/fields/lb-freeze.h"
#include "ui/refine/lb-refine-alike.h"
#include "ui/widgets/lb-error-words.h"

#define HEAD_SPACING 15 /* between the picture and the instruction */

guint
lb_refine_dialog_count_accepted (LbRefineDialog *self, guint *n_captions)
{
  GListModel *items = lb_refine_job_get_items (self->job);
  guint n = 0;

  if (n_captions != NULL)
    *n_captions = 0;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);
      const guint n_accepted = lb_caption_item_count_accepted (item);

      n += n_accepted;
      if (n_captions != NULL && n_accepted > 0)
        (*n_captions)++;
    }

  return n;
}

/* What is alike in other captions: the field that was taken or left last in the one shown. */

static void
show_alike (LbRefineDialog *self)
{
  LbCaptionItem *item = lb_refine_dialog_get_item (self);
  g_autoptr (GPtrArray) alike = NULL;
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->alike_button, FALSE);
  if (self->toggled == NULL)
    return;

  alike = lb_refine_alike (lb_refine_job_get_items (self->job), item, self->toggled);
  title = lb_change_title (self->toggled, lb_caption_item_get_before (item));
  if (lb_prompt_change_get_accepted (self->toggled))
    /* Translators: on a button; %s is a field of captions, %u how many others have a change of it
     */
    words = g_strdup_printf (
      ngettext ("Accept “%s” in %'u Other", "Accept “%s” in %'u Others", alike->len), title,
      alike->len);
  else
    /* Translators: on a button; %s is a field of captions, %u how many others have a change of it
     */
    words = g_strdup_printf (
      ngettext ("Leave “%s” Out in %'u Other", "Leave “%s” Out in %'u Others", alike->len), title,
      alike->len);
  gtk_label_set_label (self->alike_label, words);
  gtk_widget_set_visible (self->alike_button, alike->len > 0);
}

static void
alike_cb (LbRefineDialog *self)
{
  g_autoptr (GPtrArray) alike = lb_refine_alike (lb_refine_job_get_items (self->job),
                                                 lb_refine_dialog_get_item (self), self->toggled);
  const gboolean accepted = lb_prompt_change_get_accepted (self->toggled);

  /* The button goes. */
  lb_change_list_focus (self->list);
  for (guint i = 0; i < alike->len; i++)
    lb_prompt_change_set_accepted (g_ptr_array_index (alike, i), accepted);
  show_alike (self);
  lb_refine_dialog_show_actions (self);
}

static void
toggled_cb (LbRefineDialog *self, GParamSpec *pspec, LbPromptChange *change)
{
  GListModel *changes = lb_caption_item_get_changes (lb_refine_dialog_get_item (self));

  for (guint i = 0; changes != NULL && i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) own = g_list_model_get_item (changes, i);

      if (own != change)
        continue;
      g_set_object (&self->toggled, change);
      show_alike (self);
    }
}

/* Of many: whatever is shown now is followed until something else is. */
static void
follow_changes (LbRefineDialog *self, LbCaptionItem *item)
{
  GListModel *changes = lb_caption_item_get_changes (item);

  g_clear_object (&self->toggled);
  if (!lb_refine_dialog_is_many (self))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      g_signal_handlers_disconnect_by_func (change, toggled_cb, self);
      g_signal_connect_object (change, "notify::accepted", G_CALLBACK (toggled_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static LbPromptKind
kind_of (LbCaptionItem *item)
{
  return lb_caption_item_get_image (item) != NULL ? LB_PROMPT_CAPTION : LB_PROMPT_SCHEMA;
}

void
lb_refine_dialog_start_check (LbRefineDialog *self)
{
  LbCaptionItem *item = lb_refine_dialog_get_item (self);

  lb_mix_check_start (self->check, lb_caption_item_get_before (item),
                      lb_caption_item_get_changes (item), kind_of (item));
}

void
lb_refine_dialog_show_issue (LbRefineDialog *self)
{
  if (self->job == NULL)
    return;

  lb_change_list_set_issue (self->list, lb_mix_check_get_issue (self->check));
  lb_refine_dialog_show_actions (self);
}

static void
accepted_cb (LbRefineDialog *self)
{
  if (self->job == NULL)
    return;

  lb_refine_dialog_start_check (self);
  lb_refine_dialog_show_actions (self);
}

/* One item. */

/* (transfer full) (nullable): what there is to say of @item; NULL for changes. */
static char *
dup_words (LbRefineDialog *self, LbCaptionItem *item)
{
  LbImage *image = lb_caption_item_get_image (item);

  switch (lb_caption_item_get_state (item))
    {
    case LB_CAPTION_ITEM_WAITING:
      return g_strdup (lb_refine_job_get_running (self->job) ? C_ ("caption", "Waiting")
                                                             : _ ("Not asked yet"));
    case LB_CAPTION_ITEM_ASKING:    return g_strdup (_ ("Asking for changes…"));
    case LB_CAPTION_ITEM_UNCHANGED: return g_strdup (_ ("Nothing to change. Try another wording."));
    case LB_CAPTION_ITEM_UNREADABLE:
      return g_strdup (image != NULL
                         ? _ ("There is no caption that is valid JSON. Write or mend it first.")
                         : _ ("The schema is not valid JSON. Mend it first."));
    case LB_CAPTION_ITEM_FAILED: return lb_error_words (lb_caption_item_get_error (item));
    case LB_CAPTION_ITEM_OUTDATED:
      if (image != NULL && lb_session_find_image (self->session, lb_image_get_id (image)) != image)
        return g_strdup (_ ("The image was deleted meanwhile."));
      return g_strdup (_ ("The caption was changed meanwhile. Ask again."));
    case LB_CAPTION_ITEM_APPLIED:  return g_strdup (_ ("Changed"));
    case LB_CAPTION_ITEM_ANSWERED:
    default:                       return NULL;
    }
}

static const char *
icon_of (LbCaptionItemState state)
{
  switch (state)
    {
    case LB_CAPTION_ITEM_UNREADABLE:
    case LB_CAPTION_ITEM_FAILED:     return "dialog-error-symbolic";
    case LB_CAPTION_ITEM_OUTDATED:   return "dialog-warning-symbolic";
    case LB_CAPTION_ITEM_UNCHANGED:
    case LB_CAPTION_ITEM_APPLIED:    return "object-select-symbolic";
    case LB_CAPTION_ITEM_WAITING:
    case LB_CAPTION_ITEM_ASKING:
    case LB_CAPTION_ITEM_ANSWERED:
    default:                         return "content-loading-symbolic";
    }
}

/* Which page of the stack tells of @item. One alone goes back to the beginning. */
static const char *
page_for (LbRefineDialog *self, LbCaptionItemState state)
{
  if (!self->asked)
    return "start";
  if (state == LB_CAPTION_ITEM_ANSWERED)
    return "changes";
  if (lb_refine_dialog_is_many (self))
    return "note";

  return state == LB_CAPTION_ITEM_WAITING || state == LB_CAPTION_ITEM_ASKING ? "waiting" : "start";
}

static void
show_place (LbRefineDialog *self, LbImage *image)
{
  const guint n = g_list_model_get_n_items (lb_refine_job_get_items (self->job));
  g_autofree char *name = image != NULL ? lb_visible_text (lb_image_shown_name (image)) : NULL;
  /* Translators: which caption is looked at, of how many */
  g_autofree char *words = g_strdup_printf (_ ("%'u of %'u"), self->position + 1, n);

  gtk_widget_set_visible (self->queue_box, self->asked && n > 1);
  gtk_label_set_label (self->position_label, words);
  gtk_label_set_label (self->name_label, name != NULL ? name : "");
  lb_thumbnail_set_image (self->thumbnail, self->session, image);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), image != NULL);
  gtk_box_set_spacing (self->head, image != NULL ? HEAD_SPACING : 0);
}

static void
show_left_out (LbRefineDialog *self, LbCaptionItem *item)
{
  const char *const *paths = lb_caption_item_get_left_out (item);
  const gboolean any = paths != NULL && *paths != NULL;
  g_autofree char *words = any ? lb_freeze_left_out_words (paths) : NULL;

  gtk_label_set_label (self->left_out_label, any ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->left_out_label), any);
}

void
lb_refine_dialog_show_item (LbRefineDialog *self)
{
  LbCaptionItem *item = lb_refine_dialog_get_item (self);
  const LbCaptionItemState state = lb_caption_item_get_state (item);
  const char *page = page_for (self, state);
  g_autofree char *words = dup_words (self, item);
  const gboolean message = self->asked && g_str_equal (page, "start") && words != NULL;

  show_place (self, lb_caption_item_get_image (item));
  show_left_out (self, item);
  if (g_str_equal (page, "changes"))
    {
      follow_changes (self, item);
      lb_change_list_set_changes (self->list, lb_caption_item_get_changes (item),
                                  lb_caption_item_get_before (item));
      lb_change_list_set_issue (self->list, NULL);
      lb_refine_dialog_start_check (self);
    }
  gtk_label_set_label (self->message_label, message ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message);
  gtk_label_set_label (self->note_label, words != NULL ? words : "");
  gtk_image_set_from_icon_name (self->note_icon, icon_of (state));
  gtk_stack_set_visible_child_name (self->stack, page);
  show_alike (self);
  lb_refine_dialog_show_progress (self);
}

void
lb_refine_dialog_show_progress (LbRefineDialog *self)
{
  const gboolean running = lb_refine_job_get_running (self->job);
  const gboolean many = lb_refine_dialog_is_many (self);
  const guint n = lb_refine_job_get_n_asking (self->job);
  const guint n_asked = MAX (lb_refine_job_get_n_asked (self->job), 1);
  const guint n_failed = lb_refine_job_count_failed (self->job);
  const guint n_left = n_failed + lb_refine_job_count (self->job, LB_CAPTION_ITEM_WAITING);
  /* Translators: which caption changes are asked for, of how many */
  g_autofree char *words = many ? g_strdup_printf (_ ("Asking %'u of %'u…"), n_asked, n)
                                : g_strdup (_ ("Asking for changes…"));
  g_autofree char *retry =
    n_failed == n_left
      ? g_strdup_printf (ngettext ("Retry %'u Failed", "Retry %'u Failed", n_failed), n_failed)
      : g_strdup_printf (ngettext ("Ask for %'u Left", "Ask for %'u Left", n_left), n_left);

  gtk_widget_set_visible (self->progress_box, running);
  adw_preferences_row_set_title (self->progress_row, words);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), many);
  gtk_progress_bar_set_fraction (self->progress_bar,
                                 n > 0 ? (double) (n_asked - 1) / (double) n : 0);
  gtk_label_set_label (self->retry_label, retry);
  gtk_widget_set_visible (self->retry_button, many && !running && n_left > 0);
  lb_refine_dialog_show_actions (self);
}

/* The first answer of many is shown as it comes, unless somebody looks at another already; one that
 * has no changes gives way. */
static gboolean
gives_way (LbRefineDialog *self, LbCaptionItem *answered)
{
  const LbCaptionItemState state = lb_caption_item_get_state (lb_refine_dialog_get_item (self));

  return lb_caption_item_get_state (answered) == LB_CAPTION_ITEM_ANSWERED &&
         lb_refine_job_count (self->job, LB_CAPTION_ITEM_ANSWERED) == 1 &&
         state != LB_CAPTION_ITEM_ANSWERED;
}

static void
focus_answer (LbRefineDialog *self, LbCaptionItem *item)
{
  switch (lb_caption_item_get_state (item))
    {
    case LB_CAPTION_ITEM_ANSWERED: lb_change_list_focus (self->list); break;
    case LB_CAPTION_ITEM_WAITING:
    case LB_CAPTION_ITEM_ASKING:   break;
    case LB_CAPTION_ITEM_UNCHANGED:
    case LB_CAPTION_ITEM_UNREADABLE:
    case LB_CAPTION_ITEM_FAILED:
    case LB_CAPTION_ITEM_OUTDATED:
    case LB_CAPTION_ITEM_APPLIED:
    default:
      if (!lb_refine_dialog_is_many (self))
        adw_entry_row_grab_focus_without_selecting (self->entry);
    }
}

void
lb_refine_dialog_follow_item (LbRefineDialog *self, LbCaptionItem *item)
{
  guint position = 0;

  if (gives_way (self, item) &&
      g_list_store_find (G_LIST_STORE (lb_refine_job_get_items (self->job)), item, &position))
    self->position = position;

  if (item == lb_refine_dialog_get_item (self))
    {
      lb_refine_dialog_show_item (self);
      focus_answer (self, item);
    }
  else
    {
      show_alike (self);
      lb_refine_dialog_show_progress (self);
    }
}

static void
go (LbRefineDialog *self, int step)
{
  const gboolean in_entry = gtk_widget_get_focus_child (GTK_WIDGET (self->entry)) != NULL;

  self->position = (guint) ((int) self->position + step);
  lb_refine_dialog_show_item (self);
  if (in_entry)
    return;
  if (lb_caption_item_get_state (lb_refine_dialog_get_item (self)) == LB_CAPTION_ITEM_ANSWERED)
    lb_change_list_focus (self->list);
  else
    gtk_widget_child_focus (self->queue_box, GTK_DIR_TAB_FORWARD);
}

static void
previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (LB_REFINE_DIALOG (widget), -1);
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (LB_REFINE_DIALOG (widget), 1);
}

/* Applying. */

/* What was left alone because it is another text by now is shown; all the rest is done. */
static gboolean
show_first_outdated (LbRefineDialog *self)
{
  GListModel *items = lb_refine_job_get_items (self->job);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      if (lb_caption_item_get_state (item) != LB_CAPTION_ITEM_OUTDATED)
        continue;

      self->position = i;
      lb_refine_dialog_show_item (self);
      adw_entry_row_grab_focus_without_selecting (self->entry);
      return TRUE;
    }

  return FALSE;
}

static void
apply_schema (LbRefineDialog *self)
{
  LbCaptionItem *item = lb_refine_dialog_get_item (self);
  g_autofree char *refined = lb_refine_job_dup_refined_schema (self->job);

  if (refined != NULL)
    g_signal_emit_by_name (self, "schema-refined",
                           lb_prompt_get_text (lb_caption_item_get_before (item)), refined);
  adw_dialog_close (ADW_DIALOG (self));
}

typedef struct
{
  LbRefineDialog *dialog; /* (owned) */
  LbRefineJob *job;       /* (owned): of the scope that was chosen */
} Applying;

static void
applying_free (gpointer data)
{
  Applying *applying = data;

  g_object_unref (applying->dialog);
  g_object_unref (applying->job);
  g_free (applying);
}

static Applying *
applying_new (LbRefineDialog *self)
{
  Applying *applying = g_new0 (Applying, 1);

  applying->dialog = g_object_ref (self);
  applying->job = g_object_ref (self->job);

  return applying;
}

static void
stop_applying (LbRefineDialog *self)
{
  self->applying = FALSE;
  lb_refine_dialog_show_actions (self);
}

/* The dialog may be closed by now; who hears of it is there. */
static DexFuture *
applied_cb (DexFuture *future, gpointer data)
{
  Applying *applying = data;
  LbRefineDialog *self = applying->dialog;
  const GValue *value = dex_future_get_value (future, NULL);
  const guint n = value != NULL ? g_value_get_uint (value) : 0;

  if (n > 0)
    g_signal_emit_by_name (self, "applied", n);
  if (self->job == NULL)
    return dex_future_new_true ();

  stop_applying (self);
  if (self->job == applying->job && !show_first_outdated (self))
    adw_dialog_close (ADW_DIALOG (self));
  return dex_future_new_true ();
}

/* Runs on a thread: (transfer full): the place of the first of @data, mixes, that isn't right. */
static DexFuture *
find_wrong (gpointer data)
{
  GPtrArray *mixes = data;

  for (guint i = 0; i < mixes->len; i++)
    {
      LbPromptMix *mix = g_ptr_array_index (mixes, i);
      g_autoptr (LbPromptIssue) issue = mix != NULL ? lb_prompt_mix_find_issue (mix) : NULL;

      if (issue != NULL)
        return dex_future_new_for_int ((int) i);
    }

  return dex_future_new_for_int (-1);
}

static void
free_mix (gpointer mix)
{
  g_clear_pointer ((LbPromptMix **) &mix, lb_prompt_mix_free);
}

/* (transfer full) (element-type LbPromptMix): of every item; %NULL of one without changes. */
static GPtrArray *
make_mixes (LbRefineDialog *self)
{
  GListModel *items = lb_refine_job_get_items (self->job);
  GPtrArray *mixes = g_ptr_array_new_with_free_func (free_mix);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbCaptionItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (mixes,
                       lb_caption_item_count_accepted (item) > 0
                         ? lb_prompt_mix_new (lb_caption_item_get_before (item),
                                              lb_caption_item_get_changes (item), kind_of (item))
                         : NULL);
    }

  return mixes;
}

/* What isn't right is shown instead, and nothing is written. */
static DexFuture *
judged_cb (DexFuture *future, gpointer data)
{
  Applying *applying = data;
  LbRefineDialog *self = applying->dialog;
  const int wrong = dex_await_int (dex_ref (future), NULL);

  if (self->job == NULL)
    return dex_future_new_true ();

  if (self->job != applying->job)
    {
      stop_applying (self);
      return dex_future_new_true ();
    }
  if (wrong >= 0)
    {
      stop_applying (self);
      self->position = (guint) wrong;
      lb_refine_dialog_show_item (self);
      lb_change_list_focus (self->list);
      return dex_future_new_true ();
    }
  if (lb_caption_item_get_image (lb_refine_dialog_get_item (self)) == NULL)
    {
      apply_schema (self);
      return dex_future_new_true ();
    }

  return dex_future_finally (lb_refine_job_apply (applying->job), applied_cb, applying_new (self),
                             applying_free);
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbRefineDialog *self = LB_REFINE_DIALOG (widget);

  self->applying = TRUE;
  lb_refine_dialog_show_actions (self);
  dex_future_disown (dex_future_finally (
    lb_threads_run (find_wrong, make_mixes (self), (GDestroyNotify) g_ptr_array_unref), judged_cb,
    applying_new (self), applying_free));
}

void
lb_refine_dialog_install_review (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, alike_cb);
  gtk_widget_class_install_action (widget_class, "refine.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "refine.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "refine.apply", NULL, apply_cb);
}
