#pragma once

#include <gio/gio.h>

#include "contract/lb-rules.h"
#include "jobs/lb-copy-record.h"
#include "model/lb-dataset.h"
#include "model/lb-project.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* A picture of the dataset that is to be copied, as it is now. */
typedef struct
{
  char *uuid;    /* (owned): of the image */
  char *name;    /* (owned): as a person knows it */
  char *caption; /* (owned) (nullable): what is shown, a draft too */
  char *source;  /* (owned) (nullable): who wrote that */
  char *age;     /* (owned) (nullable): the schema of it, see lb_session_dup_caption_age() */
  gboolean approved;
  LbEditState there;   /* where its caption is in a copy that was made before */
  LbProbeResult probe; /* as far as the service says it */
} LbCopyPicture;

LbCopyPicture *lb_copy_picture_new (void);
void lb_copy_picture_free (LbCopyPicture *self);

/* What a plan is made of. Nothing of it is kept. */
typedef struct
{
  const char *source_account; /* id of the account the dataset is in */
  const char *source_uuid;    /* of the dataset there */
  LbDataset *dataset;
  LbProject *source_project; /* (nullable): that it is in */
  GPtrArray *pictures;       /* (element-type LbCopyPicture), in their order */
  LbProject *project;        /* (nullable): where it goes; NULL: one like source_project is made */
  const LbCopyRecord *earlier; /* (nullable): a copy that is there, to be gone on with */
  LbDataset *there;            /* (nullable): the dataset of that one, when it was made */
  guint n_same_name;           /* datasets of its name in @project */
  LbRulesMode mode;            /* whose rules are asked */
  gboolean strips;             /* hidden details are taken out of pictures */
  gboolean moderation;         /* R52 */
} LbCopyRequest;

/**
 * LbCopyPlan:
 *
 * What copying a dataset to an account would send, told before anything is. A plain value, made of
 * what is known here; lb_copy_job_new() does it.
 */
typedef struct
{
  LbCopyRecord *record;  /* (owned) (nullable): how it would be kept; NULL with @refusal */
  GError *refusal;       /* (owned) (nullable): why it can't be copied at all */
  guint n_pictures;      /* that are sent */
  guint64 n_bytes;       /* of those, as they are here */
  guint n_captions;      /* of those: each takes the place of what the service writes */
  guint n_without;       /* of those: the service's own caption stays */
  guint n_drafts;        /* of those, or changed here since: not valid, kept as drafts there too */
  guint n_changed;       /* there already; their captions were changed here since */
  guint n_there;         /* there already */
  guint n_drafts_there;  /* of those: the account has the caption as a draft, the service has not */
  guint n_refused_there; /* the same, because the service refused it */
  guint n_conflicts_there; /* the same, because it was changed there too */
  guint n_refused;         /* the service's rules do not take them */
  guint n_over_limit;      /* more than the dataset may have */
  guint n_approved;        /* whose approval stays here */
  guint n_same_name;       /* datasets of the name that are there */
  guint n_requests;        /* in all, about */
  gboolean goes_on;        /* with a copy that was begun before */
  gboolean makes_project;
  gboolean makes_dataset;
  gboolean sets_schema;
  gboolean sets_prefix;
  gboolean schema_differs; /* changed on both sides since: theirs stays */
  gboolean strips;
  gboolean completed; /* here: the copy is a draft */
} LbCopyPlan;

#define LB_TYPE_COPY_PLAN (lb_copy_plan_get_type ())
GType lb_copy_plan_get_type (void);
LbCopyPlan *lb_copy_plan_new (const LbCopyRequest *request);
LbCopyPlan *lb_copy_plan_copy (const LbCopyPlan *self);
void lb_copy_plan_free (LbCopyPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCopyPlan, lb_copy_plan_free)

/* Whether nothing is left to be sent. */
gboolean lb_copy_plan_is_empty (const LbCopyPlan *self);
/* Whether the service there has captions otherwise than they are here, which a copy can't mend. */
gboolean lb_copy_plan_leaves_captions (const LbCopyPlan *self);
/* Whether @project can have a dataset of @dataset's kind (R22), as far as it is known. @datasets:
 * (element-type LbDataset): all of the account. */
gboolean lb_copy_plan_fits (LbProject *project, GListModel *datasets, LbDataset *dataset);

G_END_DECLS
