#pragma once

#include "model/lb-probe-result.h"
#include "model/lb-dataset.h"
#include "model/lb-image.h"
#include "model/lb-project.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* The rules that both sides can judge. Each function that refuses returns FALSE with an LB_ERROR
 * and, through lb_rules_error_rule(), the rule's number ("R47"). The embedded service obeys every
 * refusal; who sends to another asks lb_rules_stops() first. */

/* Whose rules they are. What no source says, but we assume, is law for the embedded service only;
 * of another it is a guess, worth a warning. */
typedef enum
{
  LB_RULES_LOCAL,
  LB_RULES_HOSTED
} LbRulesMode;

/* Whether @rule (nullable), such as "R57", rests on nothing but our own reading. */
gboolean lb_rules_is_assumed (const char *rule);
/* Whether @refusal, made here, is to keep something from being sent; else it is advice. */
gboolean lb_rules_stops (LbRulesMode mode, const GError *refusal);

/* Why a picture can or can't be added (R42..R58), in the words of the review sheet. */
typedef enum
{
  LB_VERDICT_READY,
  LB_VERDICT_ENLARGE,     /* R47, R49 */
  LB_VERDICT_FLATTEN,     /* R50: transparency turns black; may be enlarged as well */
  LB_VERDICT_TOO_SMALL,   /* R47, R48 */
  LB_VERDICT_TOO_LARGE,   /* R57 */
  LB_VERDICT_UNSUPPORTED, /* R46: not JPEG, PNG or WebP, or animated */
  LB_VERDICT_DAMAGED,     /* R46: truncated or broken */
  LB_VERDICT_DUPLICATE,   /* same bytes as another one */
  LB_VERDICT_OVER_LIMIT,  /* R53 */
  LB_VERDICT_UNREADABLE   /* the file can't be opened */
} LbVerdict;

gboolean lb_verdict_is_addable (LbVerdict verdict);
/* Judges one probed picture by itself (no duplicates, no count). */
LbVerdict lb_rules_judge_picture (const LbProbeResult *probe, gboolean increase_resolution);
/* Whether it is kept back: what is only too large here (R57) another service may take. */
gboolean
lb_rules_picture_stops (LbRulesMode mode, const LbProbeResult *probe, gboolean increase_resolution);
/* R49: the stored size of a picture as shown; unchanged from 1024 up or without @increase. */
void
lb_rules_stored_size (int width, int height, gboolean increase, int *out_width, int *out_height);
/* The same as the service's refusal: 413, 415 or 412 in R58's order. */
gboolean
lb_rules_check_picture (const LbProbeResult *probe, gboolean increase_resolution, GError **error);

gboolean lb_rules_check_project (LbProject *project, GError **error); /* R14..R16, R21 */
/* What a project of @type (nullable) needs with it: ip_name, ip_description (R15), and that its
 * ip_medium is illustration (R16). */
gboolean lb_rules_type_needs_name (const char *type);
gboolean lb_rules_type_needs_description (const char *type);
gboolean lb_rules_type_needs_illustration (const char *type);
gboolean lb_rules_check_family (const char *locked, const char *wanted, GError **error); /* R22 */
gboolean lb_rules_version_known (const char *training_version);                          /* R21 */
/* What there is to choose from, as the contract has it. */
const char *const *lb_rules_list_versions (void); /* R21 */
const char *const *lb_rules_list_media (void);    /* R14 */
const char *const *lb_rules_list_types (void);    /* R14 */
/* R20, R21, R24: what a dataset is created with, apart from its project. The last two: (nullable).
 */
gboolean lb_rules_check_new_dataset (const char *name,
                                     const char *training_version,
                                     const char *upload_type,
                                     GError **error);
/* R25: @text: (nullable): the parameter as it came; 200 when there is none. */
gboolean lb_rules_read_max_images (const char *text, int *max_images, GError **error);
/* R37: (transfer full): the name of a copy that was given none. */
char *lb_rules_clone_name (LbDataset *source);
/* R37: @name: (nullable): the service's choice. */
gboolean lb_rules_check_clone (const char *name, GError **error);
gboolean lb_rules_check_visual_schema (const char *text, GError **error); /* R28 */
/* R61, R63: whether the captions of @dataset are structured prompts, to be edited and judged as
 * such; else they are plain text, never to be taken for JSON. @dataset: (nullable): one that is not
 * known holds prompts. */
gboolean lb_rules_caption_is_prompt (LbDataset *dataset);
/* Whether @caption (nullable) would be taken as it stands, without a repair. */
gboolean lb_rules_caption_is_right (LbDataset *dataset, const char *caption);
/* R61..R63: (transfer full): the caption as it is stored, or NULL with LB_ERROR_INVALID. That of a
 * legacy dataset loses the dataset's prefix when it begins with it. */
char *lb_rules_accept_caption (LbDataset *dataset, const char *caption, GError **error);
/* R63: (transfer full): @caption as it is used: a legacy dataset's prefix is put in front, with a
 * space where two words would run together. A structured prompt is left as it is. */
char *lb_rules_full_caption (LbDataset *dataset, const char *caption);
/* R61, C13: whether @caption may be sent as it stands. What the embedded service would refuse, one
 * elsewhere is asked about, as long as it is what it is meant to be: an object, or words. */
gboolean lb_rules_caption_is_sendable (LbRulesMode mode, LbDataset *dataset, const char *caption);
/* R27, R34: whether the dataset's prefix can become @prefix, which may be empty. */
gboolean lb_rules_check_prefix (LbDataset *dataset, const char *prefix, GError **error);
/* R24: how many images @dataset holds at most. @dataset: (nullable): one that is not known is
 * basic.
 */
guint lb_rules_image_limit (LbDataset *dataset);
/* R42, R43, R53: whether @n more single images may be added now. */
gboolean lb_rules_check_add (LbDataset *dataset, int present, int n, GError **error);
gboolean lb_rules_check_draft (LbDataset *dataset, const char *rule, GError **error); /* R34 */
gboolean lb_rules_check_regenerate (LbDataset *dataset, GError **error);              /* R64, R65 */
gboolean lb_rules_check_regenerate_all (LbDataset *dataset, int present, GError **error); /* R70 */

/* R44, R51: an address that the service is to fetch a picture from: http or https, with a host. */
gboolean lb_rules_check_image_url (const char *url, GError **error);
/* R73, R74: whether @dataset may have its import now. @present: its images; @tried: there was a
 * try before, whatever became of it. */
gboolean lb_rules_check_bulk (LbDataset *dataset, int present, gboolean tried, GError **error);
/* R75: where the ZIP is to be fetched from; @files: file URIs are taken as well. */
gboolean lb_rules_check_zip_url (const char *url, gboolean files, GError **error);
/* R76, R77: what a client sends at most in the one try: 5 * 10^9 bytes with 5000 images. */
gboolean lb_rules_check_zip (guint64 size_bytes, guint n_images, GError **error);
gboolean lb_rules_check_download (LbDataset *dataset, int present, GError **error); /* R90 */
gboolean lb_rules_check_schema_images (guint n_images, GError **error);             /* R86 */
/* R87, R88: @structured_prompt, @instruction: (nullable), refused then. */
gboolean lb_rules_check_refine (LbDataset *dataset,
                                const char *structured_prompt,
                                const char *instruction,
                                GError **error);

/* R30..R33, every reason at once, for the readiness list and the service's refusal. */
typedef struct
{
  gboolean already;        /* R33 */
  int images_missing;      /* R30: how many more are needed */
  gboolean schema_missing; /* R31 */
  gboolean run_going;      /* R32 */
  int captions_missing;    /* R32 */
  int captions_invalid;    /* C13: warns only */
} LbReadiness;

void lb_rules_readiness (LbDataset *dataset,
                         int images,
                         int captions_missing,
                         int captions_invalid,
                         LbReadiness *readiness);
gboolean lb_readiness_is_ready (const LbReadiness *readiness);
/* Whether the dataset may be sent to be completed: R32 is advice elsewhere. */
gboolean lb_readiness_may_complete (LbRulesMode mode, const LbReadiness *readiness);
gboolean lb_readiness_check (const LbReadiness *readiness, GError **error); /* R33, R30, R31, R32 */

/* (nullable): "R30" of an error made here; kept in front of the message as "R30: ..." or, where it
 * is about one field of a request, "R20[name]: ...". */
char *lb_rules_error_rule (const GError *error);
/* The message without what stands in front. */
const char *lb_rules_error_text (const GError *error);

G_END_DECLS
