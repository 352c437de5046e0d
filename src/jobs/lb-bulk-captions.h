#pragma once

#include "jobs/lb-bulk-report.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbBulkCaptions:
 *
 * Gives pictures of an import the descriptions that came with them, once the import is over: what a
 * ZIP file can't carry (R80), or not as it is, follows as edits that the session sends. So does a
 * visual schema or prefix: before, the service would describe what was not described. All of it is
 * on disk before the import begins, so that it comes also after a restart.
 *
 * Signal: given (LbDataset, uint, uint): of a dataset so many have got theirs, and so many that
 * were to get one are not there.
 */
#define LB_TYPE_BULK_CAPTIONS (lb_bulk_captions_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkCaptions, lb_bulk_captions, LB, BULK_CAPTIONS, GObject)

/* (transfer none): the one of @session, which owns it. */
LbBulkCaptions *lb_bulk_captions_get (LbSession *session);
/* Keeps what @report has, as far as it comes along. @packed: whether a ZIP file was made of it;
 * @takes_settings: whether the dataset gets the visual schema or prefix of that export. Resolves
 * TRUE once it is on disk. */
DexFuture *lb_bulk_captions_keep (LbBulkCaptions *self,
                                  LbDataset *dataset,
                                  LbBulkReport *report,
                                  gboolean packed,
                                  gboolean takes_settings);
/* There was no import. Resolves TRUE. */
DexFuture *lb_bulk_captions_forget (LbBulkCaptions *self, LbDataset *dataset);
/* The import has begun: gives them when it is over. */
void lb_bulk_captions_follow (LbBulkCaptions *self, LbDataset *dataset);
/* Gives them now, after the import. Resolves TRUE once the session has all, also when there are
 * none. Who asks while they are given shares the outcome. */
DexFuture *lb_bulk_captions_give (LbBulkCaptions *self, LbDataset *dataset);
/* What an earlier run has left; after lb_session_open(). Resolves TRUE once it is looked after. */
DexFuture *lb_bulk_captions_resume (LbBulkCaptions *self);

G_END_DECLS
