#pragma once

#include <adwaita.h>

#include "ui/prompt/lb-prompt-draft.h"

G_BEGIN_DECLS

/* A row of a form: it shows what a draft has at one path. */
#define LB_TYPE_FORM_ROW (lb_form_row_get_type ())
G_DECLARE_INTERFACE (LbFormRow, lb_form_row, LB, FORM_ROW, AdwPreferencesRow)

struct _LbFormRowInterface
{
  GTypeInterface parent_iface;

  void (*update) (LbFormRow *self);
  void (*set_path) (LbFormRow *self, const char *path);
  const char *(*get_path) (LbFormRow *self);
  gboolean (*show_path) (LbFormRow *self, const char *path);
  gboolean (*fits) (LbFormRow *self, const char *json);
};

/* (transfer floating): a row for the member @key at @path. @field: (nullable): of a key that the
 * contract doesn't know. */
LbFormRow *lb_form_row_new (LbPromptDraft *draft,
                            const char *path,
                            const char *key,
                            const LbPromptField *field);
/* Takes up what the draft has now. */
void lb_form_row_update (LbFormRow *self);
/* The same thing is somewhere else now. */
void lb_form_row_set_path (LbFormRow *self, const char *path);
const char *lb_form_row_get_path (LbFormRow *self);
/* Focuses what is at @path, or what is nearest to it here; FALSE if it isn't here. */
gboolean lb_form_row_show_path (LbFormRow *self, const char *path);
/* Whether such a row can show @json (nullable). */
gboolean lb_form_row_fits (LbFormRow *self, const char *json);

/* Whether the focus is on @widget or in it. */
gboolean lb_form_row_has_focus (GtkWidget *widget);
/* Puts @row in front of @sibling, or at the end of @container (a group or an expander row). */
void lb_form_row_insert (GtkWidget *container, GtkWidget *row, GtkWidget *sibling);
void lb_form_row_remove (GtkWidget *container, GtkWidget *row);

G_END_DECLS
