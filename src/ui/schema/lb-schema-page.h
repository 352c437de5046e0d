#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbSchemaPage:
 *
 * The visual schema of a dataset: choose pictures, generate, look and edit, apply. Signal
 * show-value (string): the user wants to see the images whose captions have this in them;
 * show-matrix (string): what all of them have in this field.
 */
#define LB_TYPE_SCHEMA_PAGE (lb_schema_page_get_type ())
G_DECLARE_FINAL_TYPE (LbSchemaPage, lb_schema_page, LB, SCHEMA_PAGE, AdwNavigationPage)

/* @images: (element-type LbImage): all images of @dataset, live; @selection: (nullable)
 * (element-type LbImage): those chosen to begin with when they are 5 to 10. */
LbSchemaPage *lb_schema_page_new (LbSession *session,
                                  LbDataset *dataset,
                                  GListModel *images,
                                  GListModel *selection);
LbDataset *lb_schema_page_get_dataset (LbSchemaPage *self);
/* Whether a schema for @dataset was written and not applied. It is kept as long as the dataset is,
 * and shown again by its next page. */
gboolean lb_schema_page_has_draft (LbDataset *dataset);
/* (nullable): what a page of @dataset would show: the draft, else the schema that it has. */
const char *lb_schema_page_get_text (LbDataset *dataset);
/* Makes @text the draft, for the next page to show; while there is none. */
void lb_schema_page_keep_draft (LbDataset *dataset, const char *text);
/* Asks whether to discard it and then closes the window. A page in a window that is closed asks by
 * itself. */
void lb_schema_page_ask_before_closing (LbSchemaPage *self);

G_END_DECLS
