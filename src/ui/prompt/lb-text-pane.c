#include "config.h"

#include "ui/prompt/lb-text-pane.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-prompt-editor.h"

struct _LbTextPane
{
  AdwBin parent_instance;

  LbTextKind kind;
  LbPromptEditor *editor; /* (unowned) (nullable): for JSON */
  GtkTextView *view;      /* (unowned): of the editor, or by itself for plain words */
  gboolean updating;      /* what changes is not an edit */
};

G_DEFINE_FINAL_TYPE (LbTextPane, lb_text_pane, ADW_TYPE_BIN)

typedef enum
{
  PROP_N_ISSUES = 1
} LbTextPaneProperty;

static GParamSpec *props[PROP_N_ISSUES + 1];

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (LbTextPane *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
issues_cb (LbTextPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ISSUES]);
}

/* The first text view below @widget. */
static GtkTextView *
find_view (GtkWidget *widget)
{
  GtkTextView *view = NULL;

  if (GTK_IS_TEXT_VIEW (widget))
    return GTK_TEXT_VIEW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && view == NULL;
       child = gtk_widget_get_next_sibling (child))
    view = find_view (child);
  return view;
}

static void
show_json (LbTextPane *self)
{
  self->editor = lb_prompt_editor_new ();
  self->view = find_view (GTK_WIDGET (self->editor));
  g_signal_connect_object (self->editor, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "notify::n-issues", G_CALLBACK (issues_cb), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->editor));
}

static void
show_plain (LbTextPane *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->editor = NULL;
  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  g_object_set (self->view, "wrap-mode", GTK_WRAP_WORD_CHAR, "top-margin", 12, "bottom-margin", 12,
                "left-margin", 18, "right-margin", 18, "accepts-tab", FALSE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Caption"), -1);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (edited_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

static void
lb_text_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbTextPane *self = LB_TEXT_PANE (object);

  switch ((LbTextPaneProperty) prop_id)
    {
    case PROP_N_ISSUES: g_value_set_uint (value, lb_text_pane_get_n_issues (self)); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
lb_text_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LB_TEXT_PANE (widget)->view));
}

static void
lb_text_pane_class_init (LbTextPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_text_pane_get_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = lb_text_pane_grab_focus;

  props[PROP_N_ISSUES] = g_param_spec_uint ("n-issues", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_text_pane_init (LbTextPane *self)
{
  self->kind = LB_TEXT_CAPTION;
  show_json (self);
}

void
lb_text_pane_set_kind (LbTextPane *self, LbTextKind kind)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  if (kind == LB_TEXT_PLAIN)
    show_plain (self);
  else if (self->editor == NULL)
    show_json (self);
  if (self->editor != NULL)
    lb_prompt_editor_set_kind (self->editor,
                               kind == LB_TEXT_SCHEMA ? LB_PROMPT_SCHEMA : LB_PROMPT_CAPTION);
}

void
lb_text_pane_set_text (LbTextPane *self, const char *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;

  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->editor != NULL)
    {
      lb_prompt_editor_set_text (self->editor, text);
      return;
    }

  buffer = gtk_text_view_get_buffer (self->view);
  self->updating = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  self->updating = FALSE;
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

/* Bytes that @a and @b begin with alike, whole characters only. */
static gsize
common_start (const char *a, const char *b)
{
  const char *from = a;

  while (*a != '\0' && *a == *b)
    a++, b++;
  while (a > from && ((*a & 0xc0) == 0x80 || (*b & 0xc0) == 0x80))
    a--, b--;
  return (gsize) (a - from);
}

/* Bytes that @a and @b end with alike, whole characters only. */
static gsize
common_end (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gsize n = 0;

  while (n < a_length && n < b_length && a[a_length - n - 1] == b[b_length - n - 1])
    n++;
  while (n > 0 && (a[a_length - n] & 0xc0) == 0x80)
    n--;
  return n;
}

void
lb_text_pane_replace (LbTextPane *self, const char *text)
{
  g_autofree char *before = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  gsize head, tail, length;

  g_return_if_fail (LB_IS_TEXT_PANE (self));
  g_return_if_fail (text != NULL);

  before = lb_text_pane_dup_text (self);
  if (g_str_equal (before, text))
    return;

  length = strlen (before);
  head = common_start (before, text);
  tail = common_end (before + head, length - head, text + head, strlen (text + head));

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) g_utf8_strlen (before, (gssize) head));
  gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                      (int) g_utf8_strlen (before, (gssize) (length - tail)));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text + head, (int) (strlen (text) - head - tail));
  gtk_text_buffer_end_user_action (buffer);
}

void
lb_text_pane_update (LbTextPane *self, const char *text)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  self->updating = TRUE;
  lb_text_pane_replace (self, text != NULL ? text : "");
  self->updating = FALSE;
}

char *
lb_text_pane_dup_text (LbTextPane *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

gboolean
lb_text_pane_is_blank (LbTextPane *self)
{
  g_autofree char *text = lb_text_pane_dup_text (self);

  return text[strspn (text, " \t\r\n")] == '\0';
}

void
lb_text_pane_set_editable (LbTextPane *self, gboolean editable)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->editor != NULL)
    lb_prompt_editor_set_editable (self->editor, editable);
  else
    gtk_text_view_set_editable (self->view, editable);
}

guint
lb_text_pane_get_n_issues (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), 0);

  return self->editor != NULL ? lb_prompt_editor_get_n_issues (self->editor) : 0;
}

void
lb_text_pane_show_next_issue (LbTextPane *self)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->editor != NULL)
    lb_prompt_editor_show_next_issue (self->editor);
}

GtkTextView *
lb_text_pane_get_view (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  return self->view;
}
