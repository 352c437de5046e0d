#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbServiceChild:
 *
 * A lookbook-service that we have started, and what it said when it ended. It goes on without us.
 */
typedef struct _LbServiceChild LbServiceChild;

typedef enum
{
  LB_SERVICE_CHILD_RUNS,
  LB_SERVICE_CHILD_LEFT,  /* after its work, or by a signal */
  LB_SERVICE_CHILD_TAKEN, /* another service has the folder or the socket */
  LB_SERVICE_CHILD_FULL,  /* for want of room on the disk: see the words */
  LB_SERVICE_CHILD_FAILED /* and will again: see the words */
} LbServiceChildState;

LbServiceChild *lb_service_child_start (const char *program,
                                        const char *data_dir,
                                        const char *socket_path,
                                        GError **error);
void lb_service_child_unref (LbServiceChild *self);
LbServiceChildState lb_service_child_get_state (LbServiceChild *self);
/* (transfer full): its last line. */
char *lb_service_child_dup_words (LbServiceChild *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbServiceChild, lb_service_child_unref)

G_END_DECLS
