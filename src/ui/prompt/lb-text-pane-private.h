#pragma once

#include "ui/prompt/lb-prompt-editor.h"
#include "ui/prompt/lb-prompt-form.h"
#include "ui/prompt/lb-text-pane.h"

G_BEGIN_DECLS

#define LB_TEXT_PANE_FORM "form"
#define LB_TEXT_PANE_JSON "json"

struct _LbTextPane
{
  AdwBin parent_instance;

  LbTextKind kind;
  GtkStack *stack;             /* (unowned) (nullable): for JSON */
  LbPromptEditor *editor;      /* (unowned) (nullable): in @stack */
  AdwBin *form_place;          /* (unowned) (nullable): in @stack */
  LbPromptForm *form;          /* (unowned) (nullable): in @form_place */
  GtkScrolledWindow *scrolled; /* (unowned) (nullable): around the form or the plain view */
  GtkTextView *view;           /* (unowned): of the editor, or by itself for plain words */

  LbFrozenFields *frozen; /* (owned) (nullable): for the form */
  LbUsedValues *values;   /* (owned) (nullable) */
  gboolean updating;      /* what changes is not an edit, or one that is known already */
  gboolean form_ahead;    /* the form has what the text does not have yet */
  gboolean form_behind;   /* the text has what the form does not have yet */
  guint write_source;     /* time-out until what is in the form is written into the text */
  guint read_source;      /* idle until the form takes up the text */
  gboolean wants_form;
  gboolean has_form;
  gboolean too_long;  /* which is why there is no form */
  gboolean held_back; /* at the text, since there was no form; until it is asked for */
  gboolean scrolls;
  guint shown_issue; /* the last that the form was led to */
};

/* Form and text in step */

GtkTextBuffer *lb_text_pane_get_buffer (LbTextPane *self);
/* (transfer full): the text without what is only in the form yet. */
char *lb_text_pane_dup_written (LbTextPane *self);
gboolean lb_text_pane_is_blank_text (const char *text);
gboolean lb_text_pane_shows_form (LbTextPane *self);
void lb_text_pane_set_has_form (LbTextPane *self, gboolean has_form, gboolean too_long);
gboolean lb_text_pane_read (LbTextPane *self, LbPrompt **prompt);
void lb_text_pane_update_view (LbTextPane *self);
void lb_text_pane_write_form (LbTextPane *self);
void lb_text_pane_notify_history (LbTextPane *self);
void lb_text_pane_watch (LbTextPane *self);
void lb_text_pane_lead_to_text (LbTextPane *self, const char *path);
void lb_text_pane_lead_to_field (LbTextPane *self);
void lb_text_pane_lead_to_change (LbTextPane *self, const char *before);
void lb_text_pane_edited_cb (LbTextPane *self);
void lb_text_pane_form_edited_cb (LbTextPane *self);
void lb_text_pane_issues_cb (LbTextPane *self);

G_END_DECLS
