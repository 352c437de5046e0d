#include "config.h"

#include "ui/conflict/lb-conflict-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "model/lb-comparison.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-mix-check.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-thumbnail.h"
#include "ui/widgets/lb-toast.h"

/* What is to be decided. */
typedef struct
{
  LbChangeKind kind;
  char *mine;
  char *theirs; /* (nullable) */
} Conflict;

struct _LbConflictDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkScrolledWindow *scrolled;
  LbThumbnail *thumbnail;
  LbChangeList *list;
  GtkBox *actions;
  GtkWidget *theirs_button;
  GtkWidget *mine_button;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GPtrArray *objects; /* (owned) (element-type GObject) */
  guint position;     /* of the one shown */
  Conflict shown;
  LbComparison *comparison; /* (owned) (nullable): from theirs to mine */
  LbMixCheck *check;        /* (owned): of what is checked */
  gboolean wants_mine;      /* as soon as it is known that nothing is wrong */
  gboolean cramped;
  gboolean busy; /* a decision is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (LbConflictDialog, lb_conflict_dialog, ADW_TYPE_DIALOG)

enum
{
  DECIDED,
  CHANGE_DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
conflict_clear (Conflict *conflict)
{
  g_clear_pointer (&conflict->mine, g_free);
  g_clear_pointer (&conflict->theirs, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conflict, conflict_clear)

/* (transfer none) (nullable): the one that is to be decided. */
static gpointer
get_object (LbConflictDialog *self)
{
  return self->position < self->objects->len ? g_ptr_array_index (self->objects, self->position)
                                             : NULL;
}

/* Whether @object is in conflict. @conflict: (out): filled anew then. */
static gboolean
find_conflict (LbConflictDialog *self, gpointer object, Conflict *conflict)
{
  conflict_clear (conflict);
  conflict->kind = LB_CHANGE_CAPTION;
  if (!LB_IS_IMAGE (object))
    {
      conflict->kind = lb_session_find_change_conflict (self->session, object);
      return conflict->kind < LB_CHANGE_N_KINDS &&
             lb_session_dup_change_conflict (self->session, conflict->kind, object, NULL,
                                             &conflict->mine, &conflict->theirs);
    }
  if (!lb_session_dup_conflict (self->session, object, NULL, &conflict->theirs))
    return FALSE;

  conflict->mine = lb_session_dup_caption_text (self->session, object);
  if (conflict->mine == NULL)
    conflict->mine = g_strdup ("");

  return TRUE;
}

/* What it is called that is compared as a whole. */
static const char *
whole_title_of (LbChangeKind kind)
{
  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:
    case LB_CHANGE_DATASET_NAME:   return _ ("Name");
    case LB_CHANGE_SCHEMA:         return _ ("Visual schema");
    case LB_CHANGE_PREFIX:         return _ ("Caption prefix");
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       return NULL;
    }
}

/* Takes what is in @conflict. */
static void
show_differences (LbConflictDialog *self, Conflict *conflict)
{
  const gboolean structured =
    conflict->kind == LB_CHANGE_SCHEMA ||
    (conflict->kind == LB_CHANGE_CAPTION && lb_rules_caption_is_prompt (self->dataset));

  conflict_clear (&self->shown);
  self->shown = *conflict;
  *conflict = (Conflict) { 0 };
  g_clear_object (&self->comparison);
  self->comparison = lb_comparison_new (self->shown.theirs, self->shown.mine, structured);
  g_object_set (self->list, "whole-title", whole_title_of (self->shown.kind), NULL);
  lb_change_list_set_changes (self->list, lb_comparison_get_changes (self->comparison),
                              lb_comparison_get_prompt (self->comparison));
}

static void
show_mine (LbConflictDialog *self)
{
  const guint n = lb_change_list_get_n_changes (self->list);

  gtk_widget_set_sensitive (self->mine_button,
                            n == 0 || (lb_change_list_get_n_accepted (self->list) > 0 &&
                                       (lb_mix_check_get_pending (self->check) ||
                                        lb_mix_check_get_issue (self->check) == NULL)));
}

/* The button says what is kept; what is checked may be less than all. */
static void
accepted_cb (LbConflictDialog *self)
{
  const guint n = lb_change_list_get_n_changes (self->list);
  const guint n_accepted = lb_change_list_get_n_accepted (self->list);
  const gboolean some = n_accepted > 0 && n_accepted < n;
  /* Translators: on a button: so many fields as they were written here, of all that differ */
  g_autofree char *words =
    some ? g_strdup_printf (_ ("_Keep %'u of %'u"), n_accepted, n) : g_strdup (_ ("_Keep Mine"));

  gtk_button_set_label (GTK_BUTTON (self->mine_button), words);
  gtk_widget_set_tooltip_text (self->mine_button,
                               some ? _ ("Keep yours where it is checked, and theirs elsewhere")
                                    : _ ("Replace what was written elsewhere"));
  self->wants_mine = FALSE;
  lb_mix_check_start (self->check, lb_comparison_get_prompt (self->comparison),
                      lb_comparison_get_changes (self->comparison),
                      self->shown.kind == LB_CHANGE_SCHEMA ? LB_PROMPT_SCHEMA : LB_PROMPT_CAPTION);
  show_mine (self);
}

static const char *
title_of (LbChangeKind kind)
{
  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:
    case LB_CHANGE_DATASET_NAME:   return _ ("Compare Names");
    case LB_CHANGE_SCHEMA:         return _ ("Compare Visual Schemas");
    case LB_CHANGE_PREFIX:         return _ ("Compare Caption Prefixes");
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       return _ ("Compare Captions");
    }
}

static const char *
name_of (gpointer object)
{
  if (LB_IS_PROJECT (object))
    return lb_project_get_project_name (object);

  return LB_IS_DATASET (object) ? lb_dataset_get_name (object) : lb_image_shown_name (object);
}

static void
show_title (LbConflictDialog *self, LbChangeKind kind)
{
  g_autofree char *name = lb_visible_text (name_of (get_object (self)));
  g_autofree char *place = NULL;

  if (self->objects->len > 1)
    /* Translators: the name of an image, dataset or project, and its place among those to be looked
       at */
    place = g_strdup_printf (C_ ("image", "%s · %'u of %'u"), name, self->position + 1,
                             self->objects->len);
  adw_window_title_set_subtitle (self->window_title, place != NULL ? place : name);
  adw_dialog_set_title (ADW_DIALOG (self), title_of (kind));
  if (!self->cramped)
    adw_window_title_set_title (self->window_title, title_of (kind));
}

static gboolean
is_shown (LbConflictDialog *self, const Conflict *conflict)
{
  return self->comparison != NULL && conflict->kind == self->shown.kind &&
         g_strcmp0 (conflict->mine, self->shown.mine) == 0 &&
         g_strcmp0 (conflict->theirs, self->shown.theirs) == 0;
}

/* The next one that is still to be decided, from the present one on; without any the dialog goes.
 */
static void
show_next (LbConflictDialog *self)
{
  g_auto (Conflict) conflict = { 0 };
  gpointer object = NULL;

  while ((object = get_object (self)) != NULL && !find_conflict (self, object, &conflict))
    self->position++;
  if (object == NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }

  show_title (self, conflict.kind);
  if (LB_IS_IMAGE (object))
    lb_thumbnail_set_image (self->thumbnail, self->session, object);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), LB_IS_IMAGE (object) && !self->cramped);
  /* What is checked stays so until there is something else to be decided. */
  if (!is_shown (self, &conflict))
    show_differences (self, &conflict);
}

static void
edit_state_changed_cb (LbConflictDialog *self, LbImage *image)
{
  if (!self->busy && (gpointer) image == get_object (self))
    show_next (self);
}

/* Another change of a dataset or project than what is shown may have been decided elsewhere. */
static void
waiting_changed_cb (LbConflictDialog *self)
{
  if (!self->busy && !LB_IS_IMAGE (get_object (self)))
    show_next (self);
}

static void
caption_changed_cb (LbConflictDialog *self, GParamSpec *pspec, LbImage *image)
{
  edit_state_changed_cb (self, image);
}

/* Deciding. */

typedef struct
{
  GWeakRef dialog;
  GObject *object; /* (owned) */
  LbChangeKind kind;
  char *text; /* (owned): what was written here */
  LbConflictChoice choice;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_weak_ref_clear (&decision->dialog);
  g_clear_object (&decision->object);
  g_free (decision->text);
  g_free (decision);
}

static void
set_busy (LbConflictDialog *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->actions), !busy);
}

static DexFuture *
decided_cb (DexFuture *future, gpointer data)
{
  Decision *decision = data;
  g_autoptr (LbConflictDialog) self = g_weak_ref_get (&decision->dialog);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  set_busy (self, FALSE);
  if (!dex_await (dex_ref (future), &error))
    {
      lb_toast_show (GTK_WIDGET (self->list), lb_error_toast_new (_ ("Not decided"), error));
      return dex_future_new_true ();
    }

  if (decision->kind == LB_CHANGE_CAPTION)
    g_signal_emit (self, signals[DECIDED], 0, decision->object, (int) decision->choice,
                   decision->text);
  else
    g_signal_emit (self, signals[CHANGE_DECIDED], 0, decision->object, (int) decision->kind,
                   (int) decision->choice, decision->text);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  g_clear_object (&self->comparison);
  show_next (self);
  gtk_widget_grab_focus (decision->choice == LB_CONFLICT_THEIRS ? self->theirs_button
                                                                : self->mine_button);

  return dex_future_new_true ();
}

/* @text: for LB_CONFLICT_BOTH what is to be there. */
static DexFuture *
resolve (LbConflictDialog *self, GObject *object, LbConflictChoice choice, const char *text)
{
  const gboolean mine = choice == LB_CONFLICT_MINE;

  if (self->shown.kind == LB_CHANGE_CAPTION)
    return choice == LB_CONFLICT_BOTH
             ? lb_session_merge_conflict (self->session, LB_IMAGE (object), text)
             : lb_session_resolve_conflict (self->session, LB_IMAGE (object), mine);

  /* Of the others only a schema has parts. */
  return choice == LB_CONFLICT_BOTH
           ? lb_session_merge_schema_conflict (self->session, LB_DATASET (object), text)
           : lb_session_resolve_change_conflict (self->session, self->shown.kind, object, mine);
}

static void
decide (LbConflictDialog *self, LbConflictChoice choice)
{
  GObject *object = get_object (self);
  g_auto (Conflict) conflict = { 0 };
  g_autofree char *text = NULL;
  Decision *decision = NULL;

  if (self->busy || object == NULL || !find_conflict (self, object, &conflict))
    return;

  /* Not what was never shown. */
  if (!is_shown (self, &conflict))
    {
      show_next (self);
      return;
    }

  text = lb_comparison_dup_result (self->comparison);
  decision = g_new0 (Decision, 1);
  g_weak_ref_init (&decision->dialog, self);
  decision->object = g_object_ref (object);
  decision->kind = conflict.kind;
  decision->text = g_strdup (conflict.mine);
  decision->choice = choice;
  set_busy (self, TRUE);
  dex_future_disown (
    dex_future_finally (resolve (self, object, choice, text), decided_cb, decision, decision_free));
}

static void
decide_mine (LbConflictDialog *self)
{
  const guint n = lb_change_list_get_n_changes (self->list);

  decide (self,
          lb_change_list_get_n_accepted (self->list) == n ? LB_CONFLICT_MINE : LB_CONFLICT_BOTH);
}

static void
mine_clicked_cb (LbConflictDialog *self)
{
  if (lb_mix_check_get_pending (self->check))
    self->wants_mine = TRUE;
  else
    decide_mine (self);
}

static void
checked_cb (LbConflictDialog *self)
{
  const gboolean right = lb_mix_check_get_issue (self->check) == NULL;

  lb_change_list_set_issue (self->list, lb_mix_check_get_issue (self->check));
  show_mine (self);
  if (self->wants_mine && right)
    decide_mine (self);
  self->wants_mine = FALSE;
}

static void
theirs_clicked_cb (LbConflictDialog *self)
{
  decide (self, LB_CONFLICT_THEIRS);
}

static void
cramp_cb (LbConflictDialog *self)
{
  self->cramped = TRUE;
  adw_window_title_set_title (self->window_title, _ ("Compare"));
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), FALSE);
}

static void
uncramp_cb (LbConflictDialog *self)
{
  self->cramped = FALSE;
  adw_window_title_set_title (self->window_title, title_of (self->shown.kind));
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), LB_IS_IMAGE (get_object (self)));
}

static void
lb_conflict_dialog_dispose (GObject *object)
{
  LbConflictDialog *self = LB_CONFLICT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CONFLICT_DIALOG);
  conflict_clear (&self->shown);
  g_clear_object (&self->check);
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_conflict_dialog_parent_class)->dispose (object);
}

static void
lb_conflict_dialog_class_init (LbConflictDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_conflict_dialog_dispose;

  signals[DECIDED] =
    g_signal_new ("decided", LB_TYPE_CONFLICT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, LB_TYPE_IMAGE, G_TYPE_INT, G_TYPE_STRING);
  signals[CHANGE_DECIDED] =
    g_signal_new ("change-decided", LB_TYPE_CONFLICT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_OBJECT, G_TYPE_INT, G_TYPE_INT, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_CHANGE_LIST);
  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/conflict/lb-conflict-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, theirs_button);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, mine_button);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, mine_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, theirs_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cramp_cb);
  gtk_widget_class_bind_template_callback (widget_class, uncramp_cb);
}

static void
lb_conflict_dialog_init (LbConflictDialog *self)
{
  self->check = lb_mix_check_new ();
  g_signal_connect_object (self->check, "checked", G_CALLBACK (checked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), self->mine_button);
}

LbConflictDialog *
lb_conflict_dialog_new (LbSession *session, LbDataset *dataset, GPtrArray *objects)
{
  LbConflictDialog *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (objects != NULL && objects->len > 0, NULL);

  self = g_object_new (LB_TYPE_CONFLICT_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->objects = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < objects->len; i++)
    {
      GObject *object = g_object_ref (g_ptr_array_index (objects, i));

      g_ptr_array_add (self->objects, object);
      if (LB_IS_IMAGE (object))
        g_signal_connect_object (object, "notify::caption", G_CALLBACK (caption_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (edit_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::n-waiting", G_CALLBACK (waiting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_next (self);

  return self;
}
