#pragma once

#include "session/lb-mirror.h"
#include "session/lb-session.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Inside the session: changes other than captions and deletions, and what is common to all. */

/* Of the kinds that have an outbox. */
#define LB_CHANGE_N_EDITS LB_CHANGE_DELETE_IMAGE

/* How a kind of change is shown and sent. */
typedef struct
{
  LbThingKind thing;
  const char *property; /* (nullable): of a caption */
} LbChangeType;

extern const LbChangeType lb_change_types[LB_CHANGE_N_EDITS];

/* What the outbox of a kind is told about its way to the service. */
typedef struct
{
  LbSession *session; /* not owned: the outbox is stopped before it goes */
  LbChangeKind kind;
} LbSessionSender;

/* (nullable) (transfer none): the live object. */
gpointer lb_session_find_thing (LbSession *self, LbThingKind thing, gint64 id);
/* The way to the service of all kinds but captions; @data is an LbSessionSender. */
DexFuture *lb_session_send_change (
  gint64 dataset_id, gint64 id, const char *text, gboolean restoring, gpointer data);
/* Whether @theirs (nullable), what the service has, is what a change waits to make it, was made
 * over, or sent from here before. */
gboolean
lb_session_is_change_known (LbSession *self, LbChangeKind kind, gint64 id, const char *theirs);

/* With the session; the gate and the outboxes of all kinds. */
void lb_session_init_changes (LbSession *self);
/* Call from a fiber. */
gboolean lb_session_load_changes (LbSession *self, LbDatabase *database, GError **error);
/* Once they are loaded, before anything is shown. */
void lb_session_begin_changes (LbSession *self);
/* Once another program has written some: what waits is shown. */
void lb_session_show_changes (LbSession *self);
void lb_session_start_changes (LbSession *self);
void lb_session_wake_changes (LbSession *self);
/* @close: and what is not on disk is tried once more. */
void lb_session_stop_changes (LbSession *self, gboolean close);
void lb_session_clear_changes (LbSession *self);

/* What is to be sent of @fresh, the service's, is put into it. @told: it comes from the service
 * now, so that it is what the change is made over. */
void lb_session_overlay (LbSession *self, gpointer fresh, gboolean told);
/* Sets a property of a live object, and keeps the lists in order. */
void
lb_session_show_change (LbSession *self, gpointer live, const char *property, const char *value);
/* Keeps the change, shows it and sends it in its turn. Resolves to the live object once the service
 * has it, or it is certain that it has to wait; fails as the service refuses it, and then all is as
 * before. */
DexFuture *
lb_session_change (LbSession *self, LbChangeKind kind, gpointer object, const char *text);
/* Call from a fiber, before what the service has counts: what waits of the dataset, and with
 * @captions of its images, is sent. FALSE when it can't be now. */
gboolean
lb_session_settle_dataset (LbSession *self, gint64 dataset_id, gboolean captions, GError **error);

/* lb-session-refusals.c */
/* The service has the thing no more: changes of it, and of what is in it, are kept as refused.
 * Before it leaves the lists. */
void lb_session_end_vanished (LbSession *self, LbThingKind thing, gint64 id);
/* It was deleted here: what was written has gone into the trash, or was not to be kept. */
void lb_session_end_edits (LbSession *self, LbThingKind thing, gint64 id);
/* Images that were not looked at in this run are known to the disk alone: their names are fetched
 * from it. To be called before they are dropped from there. */
void lb_session_name_refusals (LbSession *self);
/* As many as lb_session_list_refusals() gives; @n_captions: (out): of these. */
guint lb_session_count_refusals (LbSession *self, guint *n_captions);

/* Of a service elsewhere: a network that goes or comes back is noticed at once. */
void lb_session_follow_network (LbSession *self);
/* The service is away: looks for it again and again, until it is there or the session is closed. */
void lb_session_reach (LbSession *self);
/* How long it waits before the next look, after @n_looks; @awaited: something here waits for it. */
int lb_session_reach_wait_ms (guint n_looks, gboolean awaited);
/* Something that lb_session_get_waiting() tells has changed. */
void lb_session_update_waiting (LbSession *self);
void lb_session_set_needs_sign_in (LbSession *self, gboolean needs, const GError *error);
void lb_session_emit_change_refused (LbSession *self,
                                     GObject *object,
                                     LbChangeKind kind,
                                     const GError *error);

G_END_DECLS
