#pragma once

#include <adwaita.h>

#include "ui/prompt/lb-prompt-form.h"

G_BEGIN_DECLS

/* A widget in a window of its own, and the rows of the form that is somewhere in it. */
typedef struct
{
  AdwWindow *window;
  GtkWidget *widget; /* (unowned) in the window */
} FormFixture;

/* A form in it, and how often it was edited. */
typedef struct
{
  FormFixture base;
  LbPromptForm *form;
  guint n_edits;
} EditedForm;

/* For g_test_add(). */
void edited_form_set_up (EditedForm *self, gconstpointer data);
void edited_form_tear_down (EditedForm *self, gconstpointer data);
/* @widget: (transfer floating). */
void form_fixture_set_up (FormFixture *self, GtkWidget *widget);
void form_fixture_tear_down (FormFixture *self);
/* Runs what is due now. */
void form_settle (void);
/* Runs until @check says so. */
void form_wait (gboolean (*check) (gpointer data), gpointer data, const char *what);
/* (transfer full): a caption of the samples. */
char *form_read_sample (const char *name);
/* (nullable): the row that shows @path, if it was made already. */
GtkWidget *form_find_row (FormFixture *self, const char *path);
/* The row that shows @path, opened and with the focus. */
GtkWidget *form_show_row (FormFixture *self, const char *path);
GtkTextView *form_view (FormFixture *self, const char *path);
/* (transfer full): what stands in the row. */
char *form_row_text (FormFixture *self, const char *path);
void form_assert_row (FormFixture *self, const char *path, const char *text);
/* Makes @text the text of the row, as if it was typed. */
void form_type (FormFixture *self, const char *path, const char *text);
/* Presses the button whose accessible name or label or tooltip is @label. */
void form_press (FormFixture *self, const char *label);
/* (transfer full): @text with the bytes of the value at @path replaced by @json. */
char *form_replaced (const char *text, const char *path, const char *json);
/* (transfer full): @value as JSON text. */
char *form_quoted (const char *value);

G_END_DECLS
