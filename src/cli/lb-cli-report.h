#pragma once

#include "cli/lb-cli-files.h"
#include "jobs/lb-check-job.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Prints candidates (element-type LbCandidate), one a line in columns: path, size in pixels,
 * format, size of the file, and the verdict or what became of it. @dataset: (nullable): where to.
 */
void lb_cli_report_text (GListModel *candidates, LbCliFiles *files, LbDataset *dataset);
/* How many of them have which verdict, one a line, where there is more than one verdict. */
void lb_cli_report_totals (GListModel *candidates);
/* The candidates as one JSON array, with what has become of descriptions; what could steer a
 * terminal is escaped. @session: (nullable): that they were added with. @near: (nullable)
 * (element-type GPtrArray): groups of those that are nearly the same; each is told the number of
 * its group. */
void lb_cli_report_json (GListModel *candidates, LbSession *session, GPtrArray *near);

/* Whether @check left files out because there are too many is said on standard error. */
void lb_cli_report_clipped (LbCheckJob *check);

G_END_DECLS
