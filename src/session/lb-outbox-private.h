#pragma once

#include "session/lb-outbox-row.h"
#include "session/lb-outbox.h"

G_BEGIN_DECLS

/* What one image's edit is. */
typedef struct
{
  LbChangeKind kind;
  gint64 image_id; /* or of what it is a change */
  gint64 dataset_id;
  gint64 changed_at;  /* unix microseconds */
  char *text;         /* (owned) */
  char *base;         /* (owned) (nullable): what it was made over */
  char *sent;         /* (owned) (nullable): an older text of ours that the service may have */
  GError *refusal;    /* (owned) (nullable) */
  GError *failure;    /* (owned) (nullable): why the text is in memory only */
  LbOutboxSlot *slot; /* (owned) */
  DexFuture *write;   /* (owned) (nullable): the newest one */
  LbEditState state;  /* DRAFT to REFUSED; what the user sees depends on more */
  guint64 serial;     /* of the newest row */
  gboolean written;   /* the newest row is on disk */
  gboolean text_kept; /* the newest text is, be it with an older state */
  gboolean lost;      /* the newest row's write failed and is to be tried again */
  gboolean over;      /* there is no edit any more, the row is to go */
  gboolean revives;   /* unless the disk will not let go of it: then the edit is there again */
  gboolean restoring; /* the text is what the service had before an edit */
  gboolean waited;    /* the service may have had other changes since the edit was made */
  gint64 edited_us;   /* monotonic: or when it last came to nothing */
  int counted;        /* LbEditState under which it is counted, -1 for none */
  guint attempts;     /* failed in a row */
} LbOutboxEdit;

struct _LbOutbox
{
  GObject parent_instance;

  LbChangeKind kind;
  LbDatabase *database; /* (owned) (nullable) before loading and after closing */
  GHashTable *edits;    /* (owned) (element-type gint64 LbOutboxEdit) */
  GHashTable *chains;   /* (owned) (element-type gint64 DexPromise): images that a fiber takes care
                         * of,   and the attempt to send that is under way or comes next */
  GHashTable
    *held; /* (owned) (element-type gint64 guint64): images of which nothing newer is sent */
  GHashTable *tried;  /* (owned) (element-type gint64): images of which the service may have a text
                       * of ours */
  LbOutboxGate *gate; /* (owned) */
  guint counts[LB_EDIT_N_STATES];
  LbOutboxSend send;
  gpointer data;
  DexCancellable *stop; /* (owned) */
  DexCancellable *wake; /* (owned): ends the waits between attempts; made anew each time */
  guint64 last_serial;
  gboolean started;
  gboolean mending; /* a fiber tries again what the disk would not take */
};

/* What a fiber holds that must not keep the outbox alive. */
typedef struct
{
  GWeakRef outbox;
  DexCancellable *stop; /* (owned) */
  gint64 image_id;      /* 0 when it is about all */
} LbOutboxTask;

LbOutboxTask *lb_outbox_task_new (LbOutbox *self, gint64 image_id);
/* Takes @task; nobody waits for it. */
void lb_outbox_task_run (LbOutboxTask *task, DexFiberFunc fiber);
/* (transfer full) (nullable): NULL when the outbox is stopped or gone. */
LbOutbox *lb_outbox_task_dup_outbox (LbOutboxTask *task);

LbOutboxEdit *lb_outbox_find_edit (LbOutbox *self, gint64 image_id);
void lb_outbox_set_state (LbOutbox *self, LbOutboxEdit *edit, LbEditState state);
/* What the database holds follows memory. (transfer full): the write of it. */
DexFuture *lb_outbox_keep (LbOutbox *self, LbOutboxEdit *edit);
/* The service had a change from elsewhere; emits. */
void lb_outbox_conflict_edit (LbOutbox *self, LbOutboxEdit *edit);
/* The edit is over, the row is to go; emits. @revives: when it can't, the edit is there as it was.
 * (transfer full): the write of it. */
DexFuture *lb_outbox_end_edit (LbOutbox *self, LbOutboxEdit *edit, gboolean revives);
/* The service said no; emits. */
void lb_outbox_refuse_edit (LbOutbox *self, LbOutboxEdit *edit, const GError *error);
/* Full jitter: anything up to 1 s, 2 s, 4 s and so on to a minute. */
int lb_outbox_backoff_ms (guint attempts);

/* Begins to send the edit when it is time. */
void lb_outbox_send_when_due (LbOutbox *self, LbOutboxEdit *edit);
/* (transfer full) (nullable): resolves, or fails as it does, with the attempt to send the image's
 * edit that is under way or comes next; NULL when nothing is sent. */
DexFuture *lb_outbox_dup_attempt (LbOutbox *self, gint64 image_id);
/* Every attempt fails with LB_ERROR_CANCELLED. */
void lb_outbox_end_attempts (LbOutbox *self);

G_END_DECLS
