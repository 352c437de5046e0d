#include "config.h"

#include "ui/trash/lb-trash-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "model/lb-image-name.h"
#include "session/lb-trash-days.h"
#include "ui/widgets/lb-error-words.h"

char *
lb_trash_name_words (LbTrashItem *item)
{
  g_autofree char *name = lb_trash_item_is_dataset (item)
                            ? g_strdup (lb_trash_item_get_name (item))
                            : lb_image_name_unmark (lb_trash_item_get_name (item));

  return name != NULL && *name != '\0' ? lb_visible_text (name) : g_strdup (_ ("Without a name"));
}

/* (transfer full): how long it stays, and what of it can't come back; a line does not end with the
 * number. */
static char *
left_words (LbTrashItem *item)
{
  const guint days = lb_trash_item_get_days_left (item);
  const guint n_lost = lb_trash_item_get_n_lost (item);
  GString *words = g_string_new (NULL);

  if (days <= 1)
    g_string_append (words, _ ("last day"));
  else
    g_string_append_printf (words, ngettext ("%'u day left", "%'u days left", days), days);
  g_string_replace (words, " ", "\u00a0", 0);
  if (n_lost > 0)
    {
      g_string_append (words, " · ");
      g_string_append_printf (
        words, ngettext ("%'u picture is missing", "%'u pictures are missing", n_lost), n_lost);
    }

  return g_string_free_and_steal (words);
}

static char *
waiting_words (LbTrashItem *item)
{
  const guint n = lb_trash_item_get_n_images (item);
  const guint n_kept = lb_trash_item_get_n_kept (item);
  g_autoptr (GError) error = lb_trash_item_dup_error (item);
  g_autofree char *reason = NULL;

  if (error != NULL)
    {
      reason = lb_error_words (error);
      /* Translators: %s is a sentence that says why */
      return g_strdup_printf (_ ("Not deleted yet: it can’t be copied. %s"), reason);
    }
  if (lb_trash_item_is_dataset (item) && n > 0)
    return g_strdup_printf (_ ("Not deleted yet: %'u of %'u copied"), n_kept, n);

  return g_strdup (_ ("Not deleted yet: being copied"));
}

char *
lb_trash_detail_words (LbTrashItem *item)
{
  const char *place = lb_trash_item_get_place (item);
  g_autofree char *where = place != NULL ? lb_visible_text (place) : NULL;
  g_autofree char *state =
    lb_trash_item_get_waiting (item) ? waiting_words (item) : left_words (item);
  g_autofree char *count = NULL;

  if (lb_trash_item_is_dataset (item))
    {
      const guint n = lb_trash_item_get_n_images (item);

      count =
        n == 0 ? g_strdup (_ ("Empty dataset"))
               : g_strdup_printf (ngettext ("Dataset of %'u image", "Dataset of %'u images", n), n);
    }

  return count != NULL   ? g_strdup_printf ("%s · %s", count, state)
         : where != NULL ? g_strdup_printf ("%s · %s", where, state)
                         : g_steal_pointer (&state);
}

char *
lb_trash_amount_words (guint n_items)
{
  const int days = lb_trash_days_get ();
  g_autofree char *amount = NULL;
  g_autofree char *stay = NULL;

  stay = g_strdup_printf (ngettext ("Kept for %'d day", "Kept for %'d days", (gulong) days), days);
  if (n_items == 0)
    /* Translators: %s says for how many days deleted things are kept */
    return g_strdup_printf (_ ("Nothing. %s"), stay);

  amount = g_strdup_printf (ngettext ("%'u item", "%'u items", n_items), n_items);

  /* Translators: how many deleted things there are, and for how many days they are kept */
  return g_strdup_printf (_ ("%s. %s"), amount, stay);
}

AdwDialog *
lb_trash_empty_question (guint n_items)
{
  g_autofree char *body =
    g_strdup_printf (ngettext ("%'u item can’t be restored after that.",
                               "%'u items can’t be restored after that.", n_items),
                     n_items);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Empty the Trash?"), body));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "delete", _ ("_Empty Trash"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_default_response (dialog, "cancel");

  return ADW_DIALOG (dialog);
}
