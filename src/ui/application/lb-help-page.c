#include "ui/application/lb-help-page.h"

#include <adwaita.h>

/* Each place that has a page. */
typedef struct
{
  const char *type; /* of a widget */
  const char *page;
} Place;

static const Place places[] = {
  { "LbAccountDialog", "accounts" },
  { "LbAccountsPage", "accounts" },
  { "LbAddressDialog", "dropping" },
  { "LbBulkFailures", "import" },
  { "LbBulkPane", "import" },
  { "LbBulkSheet", "import" },
  { "LbCaptionerPage", "captioner" },
  { "LbCloneDialog", "kinds" },
  { "LbCompleteDialog", "complete" },
  { "LbConflictDialog", "accounts" },
  { "LbConnectDialog", "accounts" },
  { "LbCopyDialog", "copy" },
  { "LbCoveragePage", "coverage" },
  { "LbCreateDialog", "first-dataset" },
  { "LbCropDialog", "crop" },
  { "LbCropSheet", "crop" },
  { "LbDuplicatesDialog", "duplicates" },
  { "LbExportDialog", "export" },
  { "LbFieldDialog", "fields" },
  { "LbHistoryDialog", "history" },
  { "LbImagePage", "captions" },
  { "LbMatrix", "matrix" },
  { "LbNewCaptionDialog", "captions" },
  { "LbPreferencesDialog", "preferences" },
  { "LbPrefixDialog", "kinds" },
  { "LbQueryBar", "search" },
  { "LbQueryDialog", "search" },
  { "LbRefineDialog", "refine" },
  { "LbRefusalsDialog", "accounts" },
  { "LbRegenerateDialog", "captions" },
  { "LbRenameDialog", "first-dataset" },
  { "LbRepairDialog", "captions" },
  { "LbReplaceDialog", "replace" },
  { "LbReviewSheet", "verdicts" },
  { "LbSavedFiltersDialog", "search" },
  { "LbSchemaPage", "schema" },
  { "LbSnippetsDialog", "captions" },
  { "LbSurveyDialog", "schema" },
  { "LbTargetDialog", "dropping" },
  { "LbTrashDialog", "trash" },
  { "LbUploadBar", "uploads" },
  { "LbUploadList", "uploads" },
  { "LbStepDiffPage", "history" },
  { "LbStepPage", "history" },
  { "LbVersionsDialog", "history" },
  { "LbWelcomePage", "first-dataset" },
  { "LbDatasetPage", "dataset" },
  { "LbSidebar", "first-dataset" },
};

/* (nullable) */
static const char *
page_of (GtkWidget *widget)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (places[i].type, type))
      return places[i].page;

  return NULL;
}

/* (nullable): what is shown of @widget has no name of its own but for what is in it. */
static const char *
find_inside (GtkWidget *widget)
{
  const char *page = gtk_widget_get_mapped (widget) ? page_of (widget) : NULL;

  if (page != NULL || !gtk_widget_get_mapped (widget))
    return page;

  for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL && page == NULL;
       child = gtk_widget_get_prev_sibling (child))
    page = find_inside (child);

  return page;
}

const char *
lb_help_page_find (GtkWindow *window)
{
  AdwDialog *dialog =
    ADW_IS_APPLICATION_WINDOW (window)
      ? adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))
      : NULL;
  GtkWidget *focus = gtk_window_get_focus (window);
  const char *page = NULL;

  if (dialog != NULL && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (dialog))))
    focus = GTK_WIDGET (dialog);
  for (GtkWidget *at = focus; at != NULL && page == NULL; at = gtk_widget_get_parent (at))
    page = page_of (at);
  if (page == NULL)
    page = find_inside (GTK_WIDGET (window));

  return page != NULL ? page : "index";
}
