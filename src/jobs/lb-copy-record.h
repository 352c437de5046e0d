#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How far a copy is. The values are on disk. */
typedef enum
{
  LB_COPY_GOING,   /* it goes on as soon as it can */
  LB_COPY_ENDED,   /* nothing is left to be sent; pictures may have been refused */
  LB_COPY_STOPPED, /* by a person, or by a refusal: what is there stays */
} LbCopyState;

/* What is to be done next. The values are on disk. */
typedef enum
{
  LB_COPY_STEP_PROJECT,
  LB_COPY_STEP_DATASET,
  LB_COPY_STEP_SCHEMA, /* or the prefix */
  LB_COPY_STEP_PICTURES,
  LB_COPY_STEP_DONE
} LbCopyStep;

/* What is to be done with one picture. The values are on disk. */
typedef enum
{
  LB_COPY_ITEM_SEND,    /* it has no row in the queue yet */
  LB_COPY_ITEM_QUEUED,  /* the queue sends it, or has */
  LB_COPY_ITEM_CAPTION, /* it is there; its caption was changed here since */
  LB_COPY_ITEM_LEFT     /* a person has stopped it */
} LbCopyItemState;

/* One picture of a copy. */
typedef struct
{
  char *image_uuid;  /* (owned): of the image it is copied from, where that is */
  char *upload_uuid; /* (owned): of its row in the queue, chosen with the plan */
  char *name;        /* (owned): as a person knows it */
  char *caption;     /* (owned) (nullable) */
  char *source;      /* (owned) (nullable): who wrote that */
  char *base;        /* (owned) (nullable): the caption that was copied before */
  char *age;         /* (owned) (nullable): the schema of it, see lb_session_dup_caption_age() */
  LbCopyItemState state;
  /* Not part of it, but of the ledger and the queue: */
  gint64 image_id; /* 0 until it is there */
  gboolean queued; /* a row is kept for it */
  gboolean wanted; /* it was open when this run began */
  gboolean aged;   /* the caption there is as old as the one that it was copied from */
} LbCopyItem;

/**
 * LbCopyRecord:
 *
 * A copy of a dataset into an account, as it is on disk in that account's database: all that is
 * needed to go on with it. A plain value.
 */
typedef struct
{
  char *uuid;           /* (owned) */
  char *source_account; /* (owned): its id */
  char *source_uuid;    /* (owned): of the dataset, where it is copied from */
  LbCopyState state;
  LbCopyStep step;
  char *name;             /* (owned) */
  char *training_version; /* (owned) */
  char *visual_schema;    /* (owned) (nullable) */
  char *caption_prefix;   /* (owned) (nullable) */
  char *project;          /* (owned) (nullable): of one that is to be made, as JSON */
  gint64 project_id;      /* 0 until it is made */
  gint64 dataset_id;      /* 0 until it is made */
  char *dataset_uuid;     /* (owned) (nullable) */
  char *ids_before;       /* (owned) (nullable): " 3 7 12 ", when one may be in the making */
  gboolean moderation;
  GPtrArray *items; /* (owned) (element-type LbCopyItem), in their order */
} LbCopyRecord;

LbCopyItem *lb_copy_item_new (void);
LbCopyItem *lb_copy_item_copy (const LbCopyItem *self);
void lb_copy_item_free (LbCopyItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCopyItem, lb_copy_item_free)

#define LB_TYPE_COPY_RECORD (lb_copy_record_get_type ())
GType lb_copy_record_get_type (void);
LbCopyRecord *lb_copy_record_new (void);
LbCopyRecord *lb_copy_record_copy (const LbCopyRecord *self);
void lb_copy_record_free (LbCopyRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCopyRecord, lb_copy_record_free)

/* (nullable) (transfer none) */
LbCopyItem *lb_copy_record_find (const LbCopyRecord *self, const char *image_uuid);
/* Whether something is left to be done for it. */
gboolean lb_copy_item_is_open (const LbCopyItem *self);

G_END_DECLS
