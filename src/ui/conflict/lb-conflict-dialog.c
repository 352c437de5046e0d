#include "config.h"

#include "ui/conflict/lb-conflict-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "model/lb-prompt.h"
#include "ui/conflict/lb-conflict-row.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-thumbnail.h"
#include "ui/widgets/lb-toast.h"

/* More are counted. */
#define MAX_ROWS 100

struct _LbConflictDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkScrolledWindow *scrolled;
  LbThumbnail *thumbnail;
  GtkLabel *count_label;
  GtkListBox *list;
  GtkWidget *more_label;
  GtkBox *actions;
  GtkWidget *theirs_button;
  GtkWidget *mine_button;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GPtrArray *objects; /* (owned) (element-type GObject) */
  guint position;     /* of the one shown */
  LbChangeKind kind;  /* of that */
  gboolean stacked;
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

/* What is to be decided. */
typedef struct
{
  LbChangeKind kind;
  char *mine;
  char *theirs; /* (nullable) */
} Conflict;

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

static void
add_row (LbConflictDialog *self, GtkWidget *row)
{
  lb_conflict_row_set_stacked (LB_CONFLICT_ROW (row), self->stacked);
  gtk_list_box_append (self->list, row);
}

static void
show_counts (LbConflictDialog *self, guint n)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%'u Difference", "%'u Differences", n), n);
  g_autofree char *more = n > MAX_ROWS
                            ? g_strdup_printf (ngettext ("And %'u more difference",
                                                         "And %'u more differences", n - MAX_ROWS),
                                               n - MAX_ROWS)
                            : NULL;

  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), n > 0);
  gtk_label_set_label (GTK_LABEL (self->more_label), more != NULL ? more : "");
  gtk_widget_set_visible (self->more_label, more != NULL);
}

/* (transfer full) (nullable): what differs between the two documents; NULL when one of them is
 * none.
 */
static GListModel *
dup_changes (LbConflictDialog *self, const Conflict *conflict)
{
  const gboolean structured =
    conflict->kind == LB_CHANGE_SCHEMA ||
    (conflict->kind == LB_CHANGE_CAPTION && lb_rules_caption_is_prompt (self->dataset));
  g_autoptr (LbPrompt) own = NULL;
  g_autoptr (LbPrompt) other = NULL;

  if (!structured || conflict->theirs == NULL || !(own = lb_prompt_new (conflict->mine, NULL)) ||
      !(other = lb_prompt_new (conflict->theirs, NULL)))
    return NULL;

  return lb_prompt_diff (own, other);
}

static GtkWidget *
row_of_change (LbPromptChange *change)
{
  const char *path = lb_prompt_change_get_path (change);

  if (lb_prompt_change_is_move (change))
    return lb_conflict_row_new_for_move (path, lb_prompt_change_get_index (change),
                                         (guint) lb_prompt_change_get_position (change));

  return lb_conflict_row_new (path, lb_prompt_change_get_before (change),
                              lb_prompt_change_get_after (change));
}

static void
show_differences (LbConflictDialog *self, const Conflict *conflict)
{
  g_autoptr (GListModel) changes = dup_changes (self, conflict);
  const guint n = changes != NULL ? g_list_model_get_n_items (changes) : 0;

  gtk_list_box_remove_all (self->list);
  if (n == 0)
    add_row (self, conflict->kind == LB_CHANGE_CAPTION
                     ? lb_conflict_row_new_for_texts (conflict->mine, conflict->theirs)
                     : lb_conflict_row_new_for_values (conflict->mine, conflict->theirs));
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      add_row (self, row_of_change (change));
    }
  show_counts (self, n);
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

  self->kind = conflict.kind;
  show_title (self, conflict.kind);
  if (LB_IS_IMAGE (object))
    lb_thumbnail_set_image (self->thumbnail, self->session, object);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), LB_IS_IMAGE (object) && !self->cramped);
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
  gboolean mine;
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
    g_signal_emit (self, signals[DECIDED], 0, decision->object, decision->mine, decision->text);
  else
    g_signal_emit (self, signals[CHANGE_DECIDED], 0, decision->object, (int) decision->kind,
                   decision->mine, decision->text);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  show_next (self);
  gtk_widget_grab_focus (decision->mine ? self->mine_button : self->theirs_button);

  return dex_future_new_true ();
}

static void
decide (LbConflictDialog *self, gboolean mine)
{
  GObject *object = get_object (self);
  g_auto (Conflict) conflict = { 0 };
  Decision *decision = NULL;
  DexFuture *resolved = NULL;

  if (self->busy || object == NULL || !find_conflict (self, object, &conflict))
    return;

  /* Not what was never shown. */
  if (conflict.kind != self->kind)
    {
      show_next (self);
      return;
    }

  decision = g_new0 (Decision, 1);
  g_weak_ref_init (&decision->dialog, self);
  decision->object = g_object_ref (object);
  decision->kind = conflict.kind;
  decision->text = g_strdup (conflict.mine);
  decision->mine = mine;
  set_busy (self, TRUE);
  if (conflict.kind == LB_CHANGE_CAPTION)
    resolved = lb_session_resolve_conflict (self->session, LB_IMAGE (object), mine);
  else
    resolved = lb_session_resolve_change_conflict (self->session, conflict.kind, object, mine);
  dex_future_disown (dex_future_finally (resolved, decided_cb, decision, decision_free));
}

static void
mine_clicked_cb (LbConflictDialog *self)
{
  decide (self, TRUE);
}

static void
theirs_clicked_cb (LbConflictDialog *self)
{
  decide (self, FALSE);
}

static void
set_stacked (LbConflictDialog *self, gboolean stacked)
{
  self->stacked = stacked;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (LB_IS_CONFLICT_ROW (row))
      lb_conflict_row_set_stacked (LB_CONFLICT_ROW (row), stacked);
}

static void
stack_cb (LbConflictDialog *self)
{
  set_stacked (self, TRUE);
}

static void
cramp_cb (LbConflictDialog *self)
{
  self->cramped = TRUE;
  set_stacked (self, TRUE);
  adw_window_title_set_title (self->window_title, _ ("Compare"));
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), FALSE);
}

static void
uncramp_cb (LbConflictDialog *self)
{
  self->cramped = FALSE;
  set_stacked (self, FALSE);
  adw_window_title_set_title (self->window_title, title_of (self->kind));
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), LB_IS_IMAGE (get_object (self)));
}

static void
unstack_cb (LbConflictDialog *self)
{
  set_stacked (self, FALSE);
}

static void
lb_conflict_dialog_dispose (GObject *object)
{
  LbConflictDialog *self = LB_CONFLICT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CONFLICT_DIALOG);
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
                  G_TYPE_NONE, 3, LB_TYPE_IMAGE, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[CHANGE_DECIDED] =
    g_signal_new ("change-decided", LB_TYPE_CONFLICT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_OBJECT, G_TYPE_INT, G_TYPE_BOOLEAN, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/conflict/lb-conflict-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, count_label);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, more_label);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, theirs_button);
  gtk_widget_class_bind_template_child (widget_class, LbConflictDialog, mine_button);
  gtk_widget_class_bind_template_callback (widget_class, mine_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, theirs_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stack_cb);
  gtk_widget_class_bind_template_callback (widget_class, unstack_cb);
  gtk_widget_class_bind_template_callback (widget_class, cramp_cb);
  gtk_widget_class_bind_template_callback (widget_class, uncramp_cb);
}

static void
lb_conflict_dialog_init (LbConflictDialog *self)
{
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
