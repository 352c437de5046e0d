#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/conflict/lb-conflict-dialog.h"
#include "ui/widgets/lb-toast.h"

/* What was changed here and elsewhere: captions of the dataset, and its own name, visual schema and
 * prefix. */

typedef struct
{
  GPtrArray *objects; /* (owned) (element-type GObject) */
  guint n_captions;
  LbChangeKind kind; /* of the dataset or its project; LB_CHANGE_N_KINDS for none */
} Conflicts;

static void
conflicts_clear (Conflicts *conflicts)
{
  g_clear_pointer (&conflicts->objects, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conflicts, conflicts_clear)

static void
add_changes (Conflicts *conflicts, LbSession *session, gpointer object)
{
  const LbChangeKind kind =
    object != NULL ? lb_session_find_change_conflict (session, object) : LB_CHANGE_N_KINDS;

  if (kind == LB_CHANGE_N_KINDS)
    return;

  g_ptr_array_add (conflicts->objects, g_object_ref (object));
  if (conflicts->kind == LB_CHANGE_N_KINDS)
    conflicts->kind = kind;
}

static void
find_conflicts (LbDatasetPage *self, Conflicts *conflicts)
{
  LbWaiting waiting;
  guint n = 0;

  conflicts->objects = g_ptr_array_new_with_free_func (g_object_unref);
  conflicts->kind = LB_CHANGE_N_KINDS;
  lb_session_get_waiting (self->session, &waiting);
  if (waiting.n_change_conflicts > 0)
    {
      add_changes (
        conflicts, self->session,
        lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset)));
      add_changes (conflicts, self->session, self->dataset);
    }
  if (waiting.n_conflicts > 0)
    n = g_list_model_get_n_items (self->images);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lb_session_get_edit_state (self->session, image) != LB_EDIT_CONFLICT)
        continue;
      conflicts->n_captions++;
      g_ptr_array_add (conflicts->objects, g_steal_pointer (&image));
    }
}

/* (transfer full) */
static char *
change_words (LbChangeKind kind)
{
  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:
      return g_strdup (_ ("The name of the project was changed elsewhere too"));
    case LB_CHANGE_DATASET_NAME:   return g_strdup (_ ("The name was changed elsewhere too"));
    case LB_CHANGE_SCHEMA:         return g_strdup (_ ("The visual schema was changed elsewhere too"));
    case LB_CHANGE_PREFIX:         return g_strdup (_ ("The caption prefix was changed elsewhere too"));
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       g_return_val_if_reached (NULL);
    }
}

char *
lb_dataset_page_conflict_words (LbDatasetPage *self, LbPageBanner *banner)
{
  g_auto (Conflicts) conflicts = { 0 };
  guint n = 0;

  find_conflicts (self, &conflicts);
  if ((n = conflicts.objects->len) == 0)
    return NULL;

  banner->label = _ ("_Review…");
  banner->action = "dataset.review-conflicts";
  if (conflicts.n_captions == n)
    return g_strdup_printf (ngettext ("%'u caption was changed elsewhere too",
                                      "%'u captions were changed elsewhere too", n),
                            n);
  if (n == 1)
    return change_words (conflicts.kind);

  return g_strdup_printf (
    ngettext ("%'u change was made elsewhere too", "%'u changes were made elsewhere too", n), n);
}

/* What was given up. */
typedef struct
{
  LbSession *session; /* (owned) */
  GObject *object;    /* (owned) */
  LbChangeKind kind;
  char *text; /* (owned) */
} Given;

static Given *
given_new (LbSession *session, GObject *object, LbChangeKind kind, const char *text)
{
  Given *given = g_new0 (Given, 1);

  given->session = g_object_ref (session);
  given->object = g_object_ref (object);
  given->kind = kind;
  given->text = g_strdup (text);

  return given;
}

static void
given_free (gpointer data, GClosure *closure)
{
  Given *given = data;

  g_clear_object (&given->session);
  g_clear_object (&given->object);
  g_free (given->text);
  g_free (given);
}

static DexFuture *
take_back (Given *given)
{
  switch (given->kind)
    {
    case LB_CHANGE_PROJECT_NAME:
      return lb_session_rename_project (given->session, LB_PROJECT (given->object), given->text);
    case LB_CHANGE_DATASET_NAME:
      return lb_session_rename_dataset (given->session, LB_DATASET (given->object), given->text);
    case LB_CHANGE_SCHEMA:
      return lb_session_set_visual_schema (given->session, LB_DATASET (given->object), given->text);
    case LB_CHANGE_PREFIX:
      return lb_session_set_caption_prefix (given->session, LB_DATASET (given->object),
                                            given->text);
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       return lb_session_edit_caption (given->session, LB_IMAGE (given->object), given->text);
    }
}

static void
take_back_cb (AdwToast *toast, Given *given)
{
  dex_future_disown (take_back (given));
}

static void
offer_undo (LbDatasetPage *self, const char *words, Given *given)
{
  AdwToast *toast = lb_toast_new (words);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (take_back_cb), given, given_free, 0);
  lb_dataset_page_add_toast (self, toast);
}

static void
decided_cb (
  LbConflictDialog *dialog, LbImage *image, int choice, const char *text, LbDatasetPage *self)
{
  if (choice != LB_CONFLICT_MINE)
    offer_undo (self,
                choice == LB_CONFLICT_BOTH ? _ ("Some of both captions is used")
                                           : _ ("The other caption is used"),
                given_new (self->session, G_OBJECT (image), LB_CHANGE_CAPTION, text));
}

static void
change_decided_cb (LbConflictDialog *dialog,
                   GObject *object,
                   int kind,
                   int choice,
                   const char *text,
                   LbDatasetPage *self)
{
  if (choice != LB_CONFLICT_MINE)
    offer_undo (self,
                choice == LB_CONFLICT_BOTH ? _ ("Some of both changes is used")
                                           : _ ("The other change is used"),
                given_new (self->session, object, (LbChangeKind) kind, text));
  lb_dataset_page_update_banner (self);
}

static void
review_conflicts_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_auto (Conflicts) conflicts = { 0 };
  LbConflictDialog *dialog = NULL;

  find_conflicts (self, &conflicts);
  if (conflicts.objects->len == 0)
    return;

  dialog = lb_conflict_dialog_new (self->session, self->dataset, conflicts.objects);
  g_signal_connect_object (dialog, "decided", G_CALLBACK (decided_cb), self, 0);
  g_signal_connect_object (dialog, "change-decided", G_CALLBACK (change_decided_cb), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

void
lb_dataset_page_install_conflict_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.review-conflicts", NULL,
                                   review_conflicts_cb);
}
