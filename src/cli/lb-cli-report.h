#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Prints candidates (element-type LbCandidate), one a line in columns: name, size in pixels,
 * format, size of the file, and the verdict or what became of it. */
void lb_cli_report_text (GListModel *candidates);
/* The same as one JSON array. */
void lb_cli_report_json (GListModel *candidates);

G_END_DECLS
