#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands between a client and a service, on a free loopback port and on threads of its own,
 * and does to one request after the other what a bad way does. Every request is in its ledger. */
typedef struct _FaultProxy FaultProxy;

typedef enum
{
  FAULT_NONE,
  FAULT_LATENCY,         /* the answer comes @ms later */
  FAULT_BANDWIDTH,       /* the answer comes a few bytes at a time, in @ms */
  FAULT_RESET_REQUEST,   /* after @at bytes of the body the connection is reset: nothing arrives */
  FAULT_STALL_REQUEST,   /* the same after nothing was read for @ms */
  FAULT_RESET_ANSWER,    /* the service has it; after @at bytes of its answer: reset */
  FAULT_STALL_ANSWER,    /* the same after nothing came for @ms */
  FAULT_CUT_ANSWER,      /* the same, with an orderly end */
  FAULT_LATE,            /* reset, and the service is given it @ms later */
  FAULT_STATUS,          /* @status, and nothing arrives */
  FAULT_STATUS_AND_KEPT, /* @status, and the service has it */
  FAULT_SLOW_CLOSE,      /* the connection ends @ms after the answer */
  FAULT_HANG_REQUEST,    /* no more than @at bytes of the body are read */
  FAULT_HANG_ANSWER      /* no more than @at bytes of the answer come */
} FaultToxic;

/* Those that come by chance: what hangs takes as long as the client waits. */
#define FAULT_N_TOXICS (FAULT_SLOW_CLOSE + 1)

/**
 * Fault:
 * @retry_after: (nullable): of @status
 * @any: of the next request, whatever it is, and not of the next picture
 */
typedef struct
{
  FaultToxic toxic;
  gsize at;
  guint ms;
  guint status;
  const char *retry_after;
  gboolean any;
} Fault;

/* A line of the ledger. */
typedef struct
{
  char *method;
  char *path;
  char *image_name; /* (nullable): of a picture */
  FaultToxic toxic;
  guint status; /* what the service said; 0: it was not asked */
} FaultEntry;

/* @origin: "http://127.0.0.1:PORT", which may be served by this thread's main context. */
FaultProxy *fault_proxy_new (const char *origin);
/* Runs the main context until all connections have ended. */
void fault_proxy_free (FaultProxy *self);
const char *fault_proxy_get_origin (FaultProxy *self);
/* What becomes of the next picture that is sent; several are taken in their order. @fault: copied
 * but for its text. */
void fault_proxy_expect (FaultProxy *self, const Fault *fault);
/* Of ten pictures @tenths meet a fault by chance, and half as many of all other requests. */
void fault_proxy_set_chance (FaultProxy *self, guint32 seed, guint tenths);
/* From now on no minute of @now_us (monotonic) may have more than @requests requests; one more is
 * answered with 429, and how long to wait. */
void fault_proxy_enforce (FaultProxy *self,
                          guint requests,
                          gint64 (*now_us) (gpointer data),
                          gpointer data);
/* How many requests were answered, and how many of them were too many. */
guint fault_proxy_get_n_answered (FaultProxy *self);
guint fault_proxy_get_n_limited (FaultProxy *self);
/* From now on every connection to it is reset, with whatever comes on it. */
void fault_proxy_set_down (FaultProxy *self, gboolean down);
/* From now on nothing that comes is read, and what has come meanwhile is once it goes on, whether
 * anybody waits for it or not: as with a process that is stopped. */
void fault_proxy_set_stopped (FaultProxy *self, gboolean stopped);
/* Whether no connection is open. */
gboolean fault_proxy_is_idle (FaultProxy *self);
/* How many late pictures are still to come. */
guint fault_proxy_get_n_late (FaultProxy *self);

/* (transfer full) (element-type FaultEntry): so far. */
GPtrArray *fault_proxy_dup_ledger (FaultProxy *self);
guint fault_proxy_get_n_connections (FaultProxy *self);
/* How often pictures met @toxic. */
guint fault_proxy_count (FaultProxy *self, FaultToxic toxic);
/* How many pictures were sent, and how many of them the service has taken. */
guint fault_proxy_get_n_sent (FaultProxy *self);
guint fault_proxy_get_n_kept (FaultProxy *self);
/* (transfer full): heads of all requests. */
char *fault_proxy_dup_heads (FaultProxy *self);

G_END_DECLS
