#pragma once

#include "api/lb-client.h"
#include "session/lb-account.h"
#include "session/lb-freezes.h"
#include "session/lb-history.h"
#include "session/lb-image-notes.h"
#include "session/lb-mirror.h"
#include "session/lb-object-list.h"
#include "session/lb-outbox.h"
#include "session/lb-picture-cache.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-share.h"
#include "session/lb-session.h"
#include "session/lb-thumbnail-store.h"
#include "session/lb-trash.h"

G_BEGIN_DECLS

/* Where time comes from, for polling. */
typedef struct
{
  gint64 (*now_us) (gpointer data);                  /* monotonic */
  DexFuture *(*wait) (guint wait_ms, gpointer data); /* (transfer full): resolves when it is over */
} LbSessionClock;

struct _LbSession
{
  GObject parent_instance;

  gboolean hosted;      /* elsewhere, with a token */
  char *data_dir;       /* (owned) (nullable) when hosted */
  char *state_dir;      /* (owned) */
  LbClient *client;     /* (owned) (nullable) before opening */
  char *socket_path;    /* (owned) (nullable): where that is connected */
  LbDatabase *database; /* (owned) (nullable) before opening and after closing: the account's */
  LbOutbox *outbox;     /* (owned) (nullable) before opening: that of captions */
  LbOutbox *changes[LB_CHANGE_N_EDITS]; /* (owned): by kind; none is loaded before opening */
  LbOutboxGate *gate;                   /* (owned): of all of them */
  GHashTable *awaited; /* (owned) (element-type utf8 Awaited): changes that calls wait for */
  GHashTable *looks;   /* (owned) (element-type gint64 gint64): when the images of a dataset were
                        * last asked for, monotonic */
  GHashTable *seen;    /* (owned) (element-type gint64 gint64): when a thing was last told by the
                        * service, monotonic */
  LbImageNotes *notes; /* (owned) (nullable) before opening and after closing */
  LbFreezes *freezes;  /* (owned) (nullable) before opening and after closing */
  LbMirror *mirror;    /* (owned) (nullable) before opening and after closing */
  LbHistory *history;  /* (owned) (nullable) before opening and after closing */
  LbTrash *trash;      /* (owned) (nullable) before opening and after closing */
  DexFuture *undoing;  /* (owned) (nullable): undo and redo, one at a time */
  LbSavedFilters *saved_filters; /* (owned) (nullable) before opening and after closing */
  LbAccountEntry *account;       /* (owned) (nullable) */
  LbTokenState token_state;
  DexFuture *token_coming;      /* (owned) (nullable): opening waits for it */
  DexFuture *opening;           /* (owned) (nullable): one at a time */
  DexFuture *joining;           /* (owned) (nullable): starting the service, one at a time */
  DexCancellable *stop;         /* (owned): ends the waits of fibers that outlast a call */
  LbPictureCache *pictures;     /* (owned) */
  LbThumbnailStore *thumbnails; /* (owned) (nullable) before opening */
  GHashTable *fetches;          /* (owned) (element-type utf8 DexFuture): pictures under way */

  GHashTable
    *project_table; /* (owned) (element-type gint64 LbProject): the one live object an id */
  GHashTable *dataset_table; /* (owned) (element-type gint64 LbDataset) */
  GHashTable *image_table;   /* (owned) (element-type gint64 LbImage) */
  GHashTable *early_table;   /* (owned) (element-type gint64 LbImage): ahead of their lists */
  GListStore *projects;      /* (owned): sorted by name */
  GListStore *datasets;      /* (owned): oldest first */
  GHashTable *project_lists; /* (owned) (element-type gint64 GListStore): datasets of a project */
  GHashTable *image_lists;   /* (owned) (element-type gint64 GListStore): images of a dataset */
  GHashTable *loaded;        /* (owned) (element-type gint64): datasets whose images are known */
  GHashTable *hidden; /* (owned) (element-type utf8 GObject): by UUID; NULL: never seen live */
  GHashTable *regenerations; /* (owned) (element-type gint64 DexFuture): one at a time an image */
  GHashTable *settled;       /* (owned) (element-type gint64): images whose last one is over */
  GHashTable *approved;      /* (owned) (element-type gint64): live images that are, for readers */
  GHashTable *sights;        /* (owned) (element-type gint64 Sight): captions that are not noted */
  gboolean learning;         /* a fiber looks at them */
  GHashTable *schema_asked;  /* (owned) (element-type gint64 gint64): dataset, when it was asked */
  GHashTable *runs;          /* (owned) (element-type gint64): datasets that are polled */
  GHashTable *bulk_table;    /* (owned) (element-type gint64 LbBulkUpload): by their dataset */
  GHashTable *bulk_runs;     /* (owned) (element-type gint64): datasets whose import is polled */
  GHashTable *bulk_asked;    /* (owned) (element-type gint64): those asked about once */
  LbSessionClock time;
  gpointer time_data;
  GHashTable
    *touched; /* (owned) (element-type utf8 guint64): when ids were added or removed here */
  guint64 clock;

  gboolean online;
  gint64 answered_us; /* monotonic: when the service last did; 0: never */
  gboolean closed;
  gboolean needs_sign_in;
  gboolean reaching;               /* a fiber looks for the service */
  guint n_queues_waiting;          /* of uploads, for it */
  DexCancellable *network_returns; /* (owned) (nullable): ends its waits; made anew each time */
  LbSessionShare *share;           /* (owned) (nullable) before opening */
  LbSecrets *secrets;              /* (owned) (nullable): has the captioner's key */
  guint n_waiting;
  guint n_conflicts; /* of all kinds */
  guint n_refusals;
  guint refusals_id;   /* counts them */
  char *error_message; /* (owned) (nullable) */
  LbTlsFault tls_fault;
  gboolean service_full; /* our own service can't work for want of room on the disk */
};

/* What one call holds while it waits. */
typedef struct
{
  LbSession *session;   /* (owned) */
  GObject *object;      /* (owned) (nullable) */
  char *text;           /* (owned) (nullable) */
  char *detail;         /* (owned) (nullable) */
  char *kind;           /* (owned) (nullable) */
  char *url;            /* (owned) (nullable) */
  GBytes *bytes;        /* (owned) (nullable) */
  GPtrArray *objects;   /* (owned) (nullable) */
  GCancellable *cancel; /* (owned) (nullable) */
  gint64 dataset_id;
  gint64 id;
  gint64 group; /* of the history, at the time of the call */
  gboolean flag;
  gboolean moderated;
  GFileProgressCallback progress;
  gpointer data;
} LbSessionCall;

LbSessionCall *lb_session_call_new (LbSession *self, gpointer object, const char *text);
/* Takes @call. */
DexFuture *lb_session_call_run (LbSessionCall *call, DexFiberFunc fiber);

/* Starts or joins the service; many callers share one start. Resolves TRUE. */
DexFuture *lb_session_rejoin (LbSession *self);
/* Before a change is sent: the service answers, or is started. A change is never sent twice, so a
 * service that left meanwhile has to be found out before. Resolves TRUE. */
DexFuture *lb_session_ensure_online (LbSession *self);
/* The same for one of many changes that are looked for when no answer comes: a service that has
 * answered a moment ago is not asked again. */
DexFuture *lb_session_ensure_answered (LbSession *self);
/* The service was joined: the key that its captioner may wait for is handed over. */
void lb_session_hand_key (LbSession *self);
typedef DexFuture *(*LbSessionGet) (LbClient *client, gint64 a, gint64 b);
/* A request without effect, sent once more after the service has been started again. */
DexFuture *lb_session_get (LbSession *self, LbSessionGet get, gint64 a, gint64 b);
DexFuture *lb_session_get_dataset_cb (LbClient *client, gint64 id, gint64 max_images);
DexFuture *lb_session_get_first_images_cb (LbClient *client, gint64 id, gint64 max_images);
DexFuture *lb_session_get_images_cb (LbClient *client, gint64 dataset_id, gint64 b);
DexFuture *lb_session_get_image_cb (LbClient *client, gint64 dataset_id, gint64 image_id);
/* Takes note of what @error (nullable) of a request says about the service's presence: only an
 * answer proves it. */
void lb_session_note (LbSession *self, const GError *error);
/* Whether the token still does, after a call that ended with @error. */
void lb_session_note_token (LbSession *self, const GError *error);
/* Waits for a request that may have come to nothing, and takes note. Takes @answer. */
gpointer lb_session_await_object (LbSession *self, DexFuture *answer, GError **error);
gboolean lb_session_await_true (LbSession *self, DexFuture *answer, GError **error);

/* Live objects. An adopted answer goes into the live object of its id. Nothing comes back that was
 * deleted while the service was answering: a change of what exists needs a live object, something
 * new the live object that it is in. Both return (transfer none) (nullable). */
gpointer lb_session_adopt_existing (LbSession *self, gpointer fresh);
/* @since: the session's clock when it was asked for. */
gpointer lb_session_adopt_new (LbSession *self, gpointer fresh, guint64 since);
/* For something new that was refused: what is doubtful is looked for, so that it is seen if it came
 * to be; whoever stopped it looks himself. Takes @error; returns its rejection. */
DexFuture *lb_session_reject_new (LbSession *self, GError *error);
/* (transfer full): what a call resolves to: @live, or NOT_FOUND when it is NULL. */
DexFuture *lb_session_answer (gpointer live);
void lb_session_drop_project (LbSession *self, gint64 id);
void lb_session_drop_dataset (LbSession *self, gint64 id);
void lb_session_drop_image (LbSession *self, gint64 id);
/* Takes over a whole list that was asked for at @since (the session's clock): what was added or
 * removed here in between is newer than the answer. */
void lb_session_sync_projects (LbSession *self, GPtrArray *fresh, guint64 since);
void lb_session_sync_datasets (LbSession *self, GPtrArray *fresh, guint64 since);
void lb_session_sync_images (LbSession *self, LbDataset *dataset, GPtrArray *fresh, guint64 since);
gboolean lb_session_has_images (LbSession *self, gint64 dataset_id);

void lb_session_init_clock (LbSession *self);
/* For tests: @clock is copied. */
void lb_session_set_clock (LbSession *self, const LbSessionClock *clock, gpointer data);
/**
 * LbSessionSight:
 * @mark: to be changed when something has moved
 * @rest_s: how long the service asked to be left alone
 */
typedef struct
{
  gint64 mark;
  guint rest_s;
} LbSessionSight;

/* One look at something that goes on; from a fiber. FALSE when it is over. */
typedef gboolean (*LbSessionLook) (LbSession *self, gint64 dataset_id, LbSessionSight *sight);
/* For a look that saw nothing: whether the next one may see more. */
gboolean lb_session_may_look_again (const GError *error, LbSessionSight *sight);
/* Looks again and again (R71) until it is over, or nothing has moved for half an hour. @watched:
 * which datasets are looked at in this way; one that is in it already is left alone. */
void lb_session_watch (LbSession *self, GHashTable *watched, gint64 dataset_id, LbSessionLook look);
/* Polls a caption run to its end. */
void lb_session_follow_run (LbSession *self, gint64 dataset_id);
/* Reads a dataset again; resolves to the live object. */
DexFuture *lb_session_reread_dataset (LbSession *self, gint64 dataset_id);
/* Asks for the state of an import that may still run, until the service has answered once. */
void lb_session_expect_bulk_upload (LbSession *self, LbDataset *dataset);
void lb_session_emit_bulk_upload (LbSession *self, gint64 dataset_id);
/* Call from a fiber. (transfer full) (nullable) (element-type utf8): pictures as base64 that
 * together fit the body of a request; smaller ones where the whole ones do not. */
GPtrArray *lb_session_encode_pictures (LbSession *self, GPtrArray *images, GError **error);
/* Whether two captions of the image, (nullable) both, say the same, however the service spells
 * them.
 */
gboolean
lb_session_means_same (LbSession *self, LbImage *image, const char *text, const char *other);
/* Call from a fiber, before a caption is sent: FALSE with LB_OUTBOX_ERROR_CONFLICT when the service
 * has one that was neither there when the edit was made nor sent from here; @there: (out): it has
 * the text already. */
gboolean lb_session_check_caption (LbSession *self,
                                   gint64 dataset_id,
                                   gint64 image_id,
                                   const char *text,
                                   gboolean *there,
                                   GError **error);
/* Whether @caption (nullable), which the service has for the image, is a text of ours of which no
 * answer came. */
gboolean lb_session_caption_is_ours (LbSession *self, LbImage *image, const char *caption);
/* @object: as the service has just told it. */
void lb_session_note_seen (LbSession *self, gpointer object);
/* Whether what is known of it is not old. */
gboolean lb_session_was_just_seen (LbSession *self, LbThingKind kind, gint64 id);
/* The outbox's way to the service; @data is the session. */
DexFuture *lb_session_send_caption (
  gint64 dataset_id, gint64 image_id, const char *text, gboolean restoring, gpointer data);

/* Nothing under way goes on. */
void lb_session_stop (LbSession *self);

void lb_session_emit_caption_refused (LbSession *self, LbImage *image, const char *message);
void lb_session_emit_edit_state (LbSession *self, gint64 image_id);
void lb_session_emit_review (LbSession *self, LbImage *image);
void lb_session_emit_frozen (LbSession *self, LbDataset *dataset);
void lb_session_emit_frozen_left_out (LbSession *self, LbImage *image, const char *const *paths);

/* Whether the service would take @text as the image's caption, as far as can be told here. */
gboolean lb_session_can_send (LbSession *self, LbImage *image, const char *text);
/* For an image that becomes live, before anybody sees it. */
void lb_session_begin_image (LbSession *self, LbImage *image);
void lb_session_begin_review (LbSession *self, LbImage *image);
/* What was written here is shown in the place of the caption, see LbImage. */
void lb_session_show_draft (LbSession *self, LbImage *image);
/* After anything that may have changed what an image shows; emits when it is a change. */
void lb_session_update_review (LbSession *self, gint64 image_id);
/* The image has this caption now, whoever wrote it: it is noted which schema it was made under.
 * @came: it came just now, to an image that was there; else it may be an old one. */
void lb_session_see_caption (LbSession *self, LbImage *image, gboolean came);
/* It gets @text from here: nobody need be asked which schema it was made under. */
void lb_session_note_given (LbSession *self, LbImage *image, const char *text);
/* The same for a @text (nullable) that was made just now, or is found to be right, under
 * @schema_hash (nullable). @came: as above; one that was asked for has its frozen values. */
void lb_session_note_made (
  LbSession *self, LbImage *image, const char *text, const char *schema_hash, gboolean came);
/* All images of @source and of @clone, which was made of it just now, are known: captions are as
 * old as they were there. */
void lb_session_note_cloned (LbSession *self, LbDataset *source, LbDataset *clone);
void lb_session_sight_free (gpointer data);
/* Each resolves TRUE once it is on disk. The image has a new caption: */
DexFuture *lb_session_end_approval (LbSession *self, LbImage *image);
/* The dataset is gone for good: */
DexFuture *lb_session_drop_notes (LbSession *self, gint64 dataset_id);
DexFuture *lb_session_drop_frozen (LbSession *self, const char *dataset_uuid);
/* @copy has the frozen fields of @dataset from now on; no step of the history. The same. */
DexFuture *lb_session_copy_frozen (LbSession *self, LbDataset *dataset, LbDataset *copy);
/* Call from a fiber, for @text (nullable) that has just been made: the caption of @image gets the
 * values that its dataset has frozen, unless it is another by now; no step of the history.
 * (transfer full) (nullable): the caption with them, NULL where nothing has changed. */
char *lb_session_put_frozen (LbSession *self, LbImage *image, const char *text);

/* The thing of @uuid has another id at the service now. Its edit, notes and review go with it; a
 * thing that was made for the new id meanwhile is taken in. Resolves TRUE once that is on disk. */
DexFuture *lb_session_rebind (LbSession *self, const char *uuid, gint64 new_id);
/* Takes an image, dataset or project out of the lists, and keeps it out whatever the service says,
 * until it is shown again or the service has it no more. Not kept over a restart: what is to stay
 * hidden is hidden again before anything is shown. */
void lb_session_hide (LbSession *self, gpointer object);
void lb_session_hide_uuid (LbSession *self, const char *uuid);
/* Shows it at its old place. (transfer none) (nullable): the live object; NULL when it is not known
 * here, and comes with the next list. */
gpointer lb_session_show_uuid (LbSession *self, const char *uuid);
gboolean lb_session_is_hidden (LbSession *self, gpointer object);
/* A live object is new or has changed: what is shown offline follows. */
void lb_session_remember (LbSession *self, gpointer object);
/* Fills the lists with what was last seen. */
void lb_session_fill (LbSession *self, GPtrArray *objects);
/* Enough to fill a window before a long list is here; R25: as many as come with a dataset. */
#define LB_SESSION_FIRST_IMAGES 200
/* Call from a fiber: the images of a dataset as last seen, the first @max or, with -1, all of them,
 * unless the service has told them. Returns whether there may be more of them. */
gboolean lb_session_fill_images (LbSession *self, gint64 dataset_id, int max);
void lb_session_take_images (LbSession *self, gint64 dataset_id, GPtrArray *images, gboolean all);
/* Out of the lists, and no more: the service may have it. */
void lb_session_unlist (LbSession *self, gpointer object);
G_END_DECLS
