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
  GPtrArray *images;  /* (owned) (element-type LbImage) */
  guint position;     /* of the one shown */
  gboolean stacked;
  gboolean busy; /* a decision is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (LbConflictDialog, lb_conflict_dialog, ADW_TYPE_DIALOG)

enum
{
  DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer none) (nullable): the one that is to be decided. */
static LbImage *
get_image (LbConflictDialog *self)
{
  return self->position < self->images->len ? g_ptr_array_index (self->images, self->position)
                                            : NULL;
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

/* (transfer full) (nullable): what differs between the two prompts; NULL when one of them is none.
 */
static GListModel *
dup_changes (LbConflictDialog *self, const char *mine, const char *theirs)
{
  g_autoptr (LbPrompt) own = NULL;
  g_autoptr (LbPrompt) other = NULL;

  if (!lb_rules_caption_is_prompt (self->dataset) || theirs == NULL ||
      !(own = lb_prompt_new (mine, NULL)) || !(other = lb_prompt_new (theirs, NULL)))
    return NULL;

  return lb_prompt_diff (own, other);
}

static void
show_differences (LbConflictDialog *self, const char *mine, const char *theirs)
{
  g_autoptr (GListModel) changes = dup_changes (self, mine, theirs);
  const guint n = changes != NULL ? g_list_model_get_n_items (changes) : 0;

  gtk_list_box_remove_all (self->list);
  if (n == 0)
    add_row (self, lb_conflict_row_new_for_texts (mine, theirs));
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      add_row (self, lb_conflict_row_new (lb_prompt_change_get_path (change),
                                          lb_prompt_change_get_before (change),
                                          lb_prompt_change_get_after (change)));
    }
  show_counts (self, n);
}

static void
show_title (LbConflictDialog *self)
{
  g_autofree char *name = lb_visible_text (lb_image_shown_name (get_image (self)));
  g_autofree char *place = NULL;

  if (self->images->len > 1)
    /* Translators: the name of an image, and its place among those to be looked at */
    place = g_strdup_printf (C_ ("image", "%s · %'u of %'u"), name, self->position + 1,
                             self->images->len);
  adw_window_title_set_subtitle (self->window_title, place != NULL ? place : name);
}

/* The next one that is still to be decided, from the present one on; without any the dialog goes.
 */
static void
show_next (LbConflictDialog *self)
{
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  LbImage *image = NULL;

  while ((image = get_image (self)) != NULL &&
         !lb_session_dup_conflict (self->session, image, NULL, &theirs))
    self->position++;
  if (image == NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }

  mine = lb_session_dup_caption_text (self->session, image);
  show_title (self);
  lb_thumbnail_set_image (self->thumbnail, self->session, image);
  show_differences (self, mine != NULL ? mine : "", theirs);
}

static void
edit_state_changed_cb (LbConflictDialog *self, LbImage *image)
{
  if (!self->busy && image == get_image (self))
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
  LbImage *image; /* (owned) */
  char *text;     /* (owned): what was written here */
  gboolean mine;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_weak_ref_clear (&decision->dialog);
  g_clear_object (&decision->image);
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

  g_signal_emit (self, signals[DECIDED], 0, decision->image, decision->mine, decision->text);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  show_next (self);
  gtk_widget_grab_focus (decision->mine ? self->mine_button : self->theirs_button);

  return dex_future_new_true ();
}

static void
decide (LbConflictDialog *self, gboolean mine)
{
  LbImage *image = get_image (self);
  Decision *decision = NULL;

  if (self->busy || image == NULL)
    return;

  decision = g_new0 (Decision, 1);
  g_weak_ref_init (&decision->dialog, self);
  decision->image = g_object_ref (image);
  decision->text = lb_session_dup_caption_text (self->session, image);
  decision->mine = mine;
  set_busy (self, TRUE);
  dex_future_disown (dex_future_finally (lb_session_resolve_conflict (self->session, image, mine),
                                         decided_cb, decision, decision_free));
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
unstack_cb (LbConflictDialog *self)
{
  set_stacked (self, FALSE);
}

static void
lb_conflict_dialog_dispose (GObject *object)
{
  LbConflictDialog *self = LB_CONFLICT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CONFLICT_DIALOG);
  g_clear_pointer (&self->images, g_ptr_array_unref);
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
}

static void
lb_conflict_dialog_init (LbConflictDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), self->mine_button);
}

LbConflictDialog *
lb_conflict_dialog_new (LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  LbConflictDialog *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (images != NULL && images->len > 0, NULL);

  self = g_object_new (LB_TYPE_CONFLICT_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_object_ref (g_ptr_array_index (images, i));

      g_ptr_array_add (self->images, image);
      g_signal_connect_object (image, "notify::caption", G_CALLBACK (caption_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (edit_state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_next (self);

  return self;
}
