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
  char *theirs;       /* (owned) (nullable): of a conflict: what the service has */
  GPtrArray *sent;    /* (owned) (element-type utf8): texts of ours that the service may have */
  gint64 doubt_us;    /* monotonic: when one of them last went out and no answer came; 0: never */
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
  gboolean restoring; /* the text is what the service had before an edit; "" for nothing */
  gboolean anew;      /* meanwhile the service was asked to write one by itself */
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
  GHashTable *out;    /* (owned) (element-type gint64 Out): what is under way, by its image */
  LbOutboxGate *gate; /* (owned) */
  guint counts[LB_EDIT_N_STATES];
  LbOutboxSend send;
  gpointer data;
  DexCancellable *stop; /* (owned) */
  DexCancellable *wake; /* (owned): ends the waits between attempts; made anew each time */
  guint64 last_serial;
  guint64 last_ended; /* the newest one of an edit that is in the table no more */
  guint late_ms;      /* what nobody waits for may still arrive for so long */
  gboolean started;
  gboolean elsewhere; /* another program sends */
  gboolean mending;   /* a fiber tries again what the disk would not take */
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
LbOutboxEdit *lb_outbox_ensure_edit (LbOutbox *self, gint64 dataset_id, gint64 image_id);
/* As the user sees it. @edit: (nullable). */
LbEditState lb_outbox_visible_state (const LbOutboxEdit *edit);
void lb_outbox_count_edit (LbOutbox *self, LbOutboxEdit *edit);
/* Counts, and emits unless what is seen is @before. */
#define LB_OUTBOX_ANY_STATE LB_EDIT_N_STATES
void lb_outbox_tell (LbOutbox *self, LbOutboxEdit *edit, LbEditState before);
void lb_outbox_set_state (LbOutbox *self, LbOutboxEdit *edit, LbEditState state);
/* What the database holds follows memory. (transfer full): the write of it. */
DexFuture *lb_outbox_keep (LbOutbox *self, LbOutboxEdit *edit);
DexFuture *lb_outbox_reject_closed (void);
/* What the database says takes the place of what memory says. */
void lb_outbox_take_row (LbOutbox *self, LbOutboxEdit *edit, const LbOutboxRow *row);
/* Its row has left the disk: so it leaves the table; emits when it was seen. */
void lb_outbox_drop_edit (LbOutbox *self, LbOutboxEdit *edit);
/* The service may have what waits to be sent of it. */
void lb_outbox_doubt (LbOutbox *self, LbOutboxEdit *edit);
/* The service had a change from elsewhere; emits. */
void lb_outbox_conflict_edit (LbOutbox *self, LbOutboxEdit *edit);
/* The service took what is taken back, and there was nothing before: an empty draft; emits. */
void lb_outbox_strand_edit (LbOutbox *self, LbOutboxEdit *edit);
/* The edit is over, the row is to go; emits. @revives: when it can't, the edit is there as it was.
 * (transfer full): the write of it. */
DexFuture *lb_outbox_end_edit (LbOutbox *self, LbOutboxEdit *edit, gboolean revives);
/* The service said no; emits. */
void lb_outbox_refuse_edit (LbOutbox *self, LbOutboxEdit *edit, const GError *error);
/* Full jitter: anything up to 1 s, 2 s, 4 s and so on to a minute. */
int lb_outbox_backoff_ms (guint attempts);

/* Texts that the service may have. Each is in the list of its edit from before it goes out until it
 * is certain what became of it; on disk it is the text of the row, and once there is a newer one,
 * in the list of the row. */
void lb_outbox_sent_add (GPtrArray *sent, const char *text);
void lb_outbox_sent_remove (GPtrArray *sent, const char *text);
/* (transfer full) (nullable): JSON; NULL for none. */
char *lb_outbox_sent_to_text (GPtrArray *sent);
void lb_outbox_sent_from_text (GPtrArray *sent, const char *text);
GHashTable *lb_outbox_out_new (void);
/* The edit's text goes out. */
void lb_outbox_begin_out (LbOutbox *self, LbOutboxEdit *edit);
/* What goes out of the edit's image is one that the service may have. */
void lb_outbox_take_out (LbOutbox *self, LbOutboxEdit *edit);
/* It has come to an end. @edit: (nullable). @arrived: the service has it, or may have; @certain:
 * that is known. */
void lb_outbox_end_out (
  LbOutbox *self, gint64 image_id, LbOutboxEdit *edit, gboolean arrived, gboolean certain);
/* Milliseconds in which an older text may still take the place of the edit's at the service; 0 when
 * there is none. */
int lb_outbox_get_late_ms (LbOutbox *self, LbOutboxEdit *edit);
/* What the service has was looked at: nothing else of ours is there. */
void lb_outbox_settle_sent (LbOutbox *self, LbOutboxEdit *edit);

/* Begins to send the edit when it is time. */
void lb_outbox_send_when_due (LbOutbox *self, LbOutboxEdit *edit);
/* (transfer full) (nullable): resolves, or fails as it does, with the attempt to send the image's
 * edit that is under way or comes next; NULL when nothing is sent. */
DexFuture *lb_outbox_dup_attempt (LbOutbox *self, gint64 image_id);
/* Every attempt fails with LB_ERROR_CANCELLED. */
void lb_outbox_end_attempts (LbOutbox *self);

G_END_DECLS
