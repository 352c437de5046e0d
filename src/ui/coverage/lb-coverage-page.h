#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbCoveragePage:
 *
 * What a dataset covers, and where it is thin. Signal: show-query (string): the user wants to see
 * the images that the query finds.
 */
#define LB_TYPE_COVERAGE_PAGE (lb_coverage_page_get_type ())
G_DECLARE_FINAL_TYPE (LbCoveragePage, lb_coverage_page, LB, COVERAGE_PAGE, AdwNavigationPage)

/* @images: (element-type LbImage): all images of @dataset, live */
LbCoveragePage *lb_coverage_page_new (LbSession *session, LbDataset *dataset, GListModel *images);

G_END_DECLS
