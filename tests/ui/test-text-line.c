#include <adwaita.h>

#include "form-fixture.h"
#include "ui/widgets/lb-text-line.h"

/* A line of text in a window: what it asks for, where it is drawn, what is said of it when it is
 * cut. */

#define LATIN "Boats at Sea"
#define HEBREW "\xd7\xa1\xd7\x99\xd7\xa8\xd7\x95\xd7\xaa \xd7\x91\xd7\x99\xd7\x9d"
#define WIDTH 300
#define NARROW 40

typedef struct
{
  FormFixture base;
  LbTextLine *line;
  int height; /* that it asked for */
} Fixture;

static gboolean
is_drawn (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->line =
    g_object_new (LB_TYPE_TEXT_LINE, "text", LATIN, "chars", 4, "has-tooltip", TRUE, "halign",
                  GTK_ALIGN_START, "valign", GTK_ALIGN_START, "width-request", WIDTH, NULL);
  form_fixture_set_up (&self->base, GTK_WIDGET (self->line));
  form_wait (is_drawn, self->line, "the line");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  form_fixture_tear_down (&self->base);
}

static gboolean
is_narrow (gpointer data)
{
  return gtk_widget_get_width (data) < WIDTH;
}

static void
make_narrow (Fixture *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self->line), NARROW, -1);
  form_wait (is_narrow, self->line, "the narrow line");
}

static void
measure (Fixture *self, GtkOrientation orientation, int *minimum, int *natural)
{
  gtk_widget_measure (GTK_WIDGET (self->line), orientation, -1, minimum, natural, NULL, NULL);
}

static gboolean
is_higher (gpointer data)
{
  Fixture *self = data;
  int height;

  measure (self, GTK_ORIENTATION_VERTICAL, &height, NULL);
  return height > self->height;
}

/* Its size is that of its letters, not of its text. */
static void
test_size (Fixture *self, gconstpointer data)
{
  int width;
  int natural_width;
  int natural_height;
  int more;

  gtk_widget_set_size_request (GTK_WIDGET (self->line), -1, -1);
  measure (self, GTK_ORIENTATION_HORIZONTAL, &width, &natural_width);
  measure (self, GTK_ORIENTATION_VERTICAL, &self->height, &natural_height);
  g_assert_cmpint (width, >, 0);
  g_assert_cmpint (natural_width, ==, width);
  g_assert_cmpint (natural_height, ==, self->height);

  lb_text_line_set_text (self->line, LATIN "\n" LATIN " " LATIN);
  measure (self, GTK_ORIENTATION_HORIZONTAL, &more, NULL);
  g_assert_cmpint (more, ==, width);
  measure (self, GTK_ORIENTATION_VERTICAL, &more, NULL);
  g_assert_cmpint (more, ==, self->height);

  gtk_widget_add_css_class (GTK_WIDGET (self->line), "title-1");
  form_wait (is_higher, self, "the larger letters");
}

/* (transfer full) (nullable): what it says to whoever stays over it. */
static char *
ask_tooltip (Fixture *self)
{
  GtkTooltip *tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (self->line, "query-tooltip", 1, 1, FALSE, tooltip, &shown);
  g_object_unref (tooltip);

  return shown ? g_strdup (lb_text_line_get_text (self->line)) : NULL;
}

static void
test_cut (Fixture *self, gconstpointer data)
{
  g_autofree char *said = NULL;

  g_assert_false (lb_text_line_is_cut (self->line));
  g_assert_null (ask_tooltip (self));

  make_narrow (self);
  g_assert_true (lb_text_line_is_cut (self->line));
  said = ask_tooltip (self);
  g_assert_cmpstr (said, ==, LATIN);

  lb_text_line_set_text (self->line, "B");
  g_assert_false (lb_text_line_is_cut (self->line));
  lb_text_line_set_text (self->line, NULL);
  g_assert_false (lb_text_line_is_cut (self->line));
}

/* Where its ink begins and ends. */
static void
find_ink (Fixture *self, const char *text, GtkTextDirection direction, float *left, float *right)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode *node = NULL;
  graphene_rect_t bounds;

  lb_text_line_set_text (self->line, text);
  gtk_widget_set_direction (GTK_WIDGET (self->line), direction);
  GTK_WIDGET_GET_CLASS (self->line)->snapshot (GTK_WIDGET (self->line), snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_get_bounds (node, &bounds);
  gsk_render_node_unref (node);
  *left = bounds.origin.x;
  *right = bounds.origin.x + bounds.size.width;
}

/* Where reading starts in the program, whatever the letters are. */
static void
test_sides (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = { LATIN, HEBREW, "01 " HEBREW };
  float left;
  float right;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      find_ink (self, texts[i], GTK_TEXT_DIR_LTR, &left, &right);
      g_assert_cmpfloat (left, <, 6);
      g_assert_cmpfloat (right, <, WIDTH - 60);
      find_ink (self, texts[i], GTK_TEXT_DIR_RTL, &left, &right);
      g_assert_cmpfloat (left, >, 60);
      g_assert_cmpfloat (right, >, WIDTH - 6);
    }
}

/* What somebody reads of it who can't see it, letter by letter. */
static void
assert_read (Fixture *self, guint start, guint end, const char *expected)
{
  GtkAccessibleTextInterface *iface = GTK_ACCESSIBLE_TEXT_GET_IFACE (self->line);
  g_autoptr (GBytes) bytes = iface->get_contents (GTK_ACCESSIBLE_TEXT (self->line), start, end);

  g_assert_cmpstr (g_bytes_get_data (bytes, NULL), ==, expected);
}

static void
test_accessible (Fixture *self, gconstpointer data)
{
  assert_read (self, 0, G_MAXUINT, LATIN);
  assert_read (self, 6, 8, "at");
  assert_read (self, 60, 80, "");
  gtk_test_accessible_assert_role (self->line, GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_test_accessible_assert_property (self->line, GTK_ACCESSIBLE_PROPERTY_LABEL, LATIN);
  lb_text_line_set_text (self->line, HEBREW);
  gtk_test_accessible_assert_property (self->line, GTK_ACCESSIBLE_PROPERTY_LABEL, HEBREW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/text-line/size", Fixture, NULL, set_up, test_size, tear_down);
  g_test_add ("/text-line/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/text-line/sides", Fixture, NULL, set_up, test_sides, tear_down);
  g_test_add ("/text-line/accessible", Fixture, NULL, set_up, test_accessible, tear_down);

  return g_test_run ();
}
