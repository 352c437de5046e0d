#include "config.h"

#include "ui/accounts/lb-loss-words.h"

#include <glib/gi18n.h>

char *
lb_loss_unsent_words (const LbLoss *loss)
{
  g_autofree char *pictures =
    g_strdup_printf (ngettext ("%'u image", "%'u images", loss->n_pictures), loss->n_pictures);
  g_autofree char *changes =
    g_strdup_printf (ngettext ("%'u change", "%'u changes", loss->n_changes), loss->n_changes);

  if (loss->n_pictures > 0 && loss->n_changes > 0)
    /* Translators: "12 images and 3 changes" */
    return g_strdup_printf (_ ("%s and %s"), pictures, changes);
  if (loss->n_pictures > 0)
    return g_steal_pointer (&pictures);
  if (loss->n_changes > 0)
    return g_steal_pointer (&changes);

  return NULL;
}

char *
lb_sign_out_words (const LbLoss *loss)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *unsent = lb_loss_unsent_words (loss);
  g_auto (GStrv) list = NULL;

  g_strv_builder_add (parts,
                      _ ("The token is removed from this computer. The datasets stay with the "
                         "service, and what Lookbook keeps of them here stays for the next time."));
  if (unsent != NULL)
    /* Translators: %s is "12 images and 3 changes", or one of the two */
    g_strv_builder_take (
      parts, g_strdup_printf (ngettext ("Not sent yet: %s. It waits here until you sign in again.",
                                        "Not sent yet: %s. They wait here until you sign in again.",
                                        loss->n_pictures + loss->n_changes),
                              unsent));
  if (loss->copying)
    g_strv_builder_add (parts, _ ("The copy that is under way stops, and goes on when you sign in "
                                  "again."));
  list = g_strv_builder_end (parts);

  return g_strjoinv ("\n\n", list);
}

char *
lb_remove_account_words (const LbLoss *loss)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *unsent = lb_loss_unsent_words (loss);
  g_auto (GStrv) list = NULL;

  g_strv_builder_add (parts,
                      _ ("The token goes, and all that Lookbook keeps of the account on this "
                         "computer: approvals, the history and the trash. The datasets stay "
                         "with the service."));
  if (unsent != NULL)
    /* Translators: %s is "12 images and 3 changes", or one of the two */
    g_strv_builder_take (parts,
                         g_strdup_printf (_ ("Not sent yet, and lost for good: %s."), unsent));
  if (loss->copying)
    g_strv_builder_add (parts, _ ("The copy that is under way is stopped. What is there of it "
                                  "stays with the service."));
  if (loss->n_trashed > 0)
    g_strv_builder_take (
      parts, g_strdup_printf (ngettext ("%'u thing in the trash can’t be restored afterwards.",
                                        "%'u things in the trash can’t be restored afterwards.",
                                        loss->n_trashed),
                              loss->n_trashed));
  list = g_strv_builder_end (parts);

  return g_strjoinv ("\n\n", list);
}
