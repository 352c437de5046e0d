#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is on this computer alone. */
typedef struct
{
  guint n_pictures; /* to be uploaded, or that could not be */
  guint n_changes;  /* captions, names and the like that the service does not have */
  guint n_trashed;  /* things in the trash */
  gboolean copying; /* a dataset is being copied into the account */
} LbLoss;

/* (transfer full) (nullable): how many pictures and changes were not sent, in the middle of a
 * sentence: "12 images and 3 changes". NULL when there are none. */
char *lb_loss_unsent_words (const LbLoss *loss);
/* (transfer full): what the question whether to sign out, or to remove the account, says. */
char *lb_sign_out_words (const LbLoss *loss);
char *lb_remove_account_words (const LbLoss *loss);

G_END_DECLS
