#include "config.h"

#include "ui/application/lb-about.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <sqlite3.h>

#define HOMEPAGE "https://github.com/lookbook-app/lookbook"

char *
lb_about_short_path (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);

  if (length > 1 && g_str_has_prefix (path, home) &&
      (path[length] == '\0' || path[length] == G_DIR_SEPARATOR))
    return g_strconcat ("~", path + length, NULL);

  return g_filename_display_name (path);
}

static void
append_version (GString *text, const char *name, guint major, guint minor, guint micro)
{
  g_string_append_printf (text, "%s %u.%u.%u\n", name, major, minor, micro);
}

/* (transfer full) (nullable): that of the sandbox. */
static char *
dup_runtime (void)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();

  if (!g_key_file_load_from_file (info, "/.flatpak-info", G_KEY_FILE_NONE, NULL))
    return NULL;

  return g_key_file_get_string (info, "Application", "runtime", NULL);
}

char *
lb_about_debug_info (const char *data_dir)
{
  g_autofree char *runtime = dup_runtime ();
  GString *text = g_string_new ("Lookbook " LB_VERSION "\n");
  GdkDisplay *display = gdk_display_get_default ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *folder = lb_about_short_path (data_dir);

  append_version (text, "GLib", glib_major_version, glib_minor_version, glib_micro_version);
  append_version (text, "GTK", gtk_get_major_version (), gtk_get_minor_version (),
                  gtk_get_micro_version ());
  append_version (text, "libadwaita", adw_get_major_version (), adw_get_minor_version (),
                  adw_get_micro_version ());
  append_version (text, "GtkSourceView", gtk_source_get_major_version (),
                  gtk_source_get_minor_version (), gtk_source_get_micro_version ());
  g_string_append_printf (text, "gdk-pixbuf %s\n", gdk_pixbuf_version);
  g_string_append_printf (text, "SQLite %s\n", sqlite3_libversion ());
  g_string_append_printf (text, "System: %s\n", system != NULL ? system : "unknown");
  /* In a sandbox files come by the portals, elsewhere by their own paths. */
  g_string_append_printf (text, "Flatpak: %s\n", runtime != NULL ? "yes" : "no");
  if (runtime != NULL)
    g_string_append_printf (text, "Runtime: %s\n", runtime);
  g_string_append_printf (text, "Portals: %s\n", runtime != NULL ? "yes" : "no");
  g_string_append_printf (text, "Display: %s\n",
                          display != NULL ? G_OBJECT_TYPE_NAME (display) : "none");
  g_string_append_printf (text, "Language: %s\n", g_get_language_names ()[0]);
  g_string_append_printf (text, "Data folder: %s\n", folder);

  return g_string_free_and_steal (text);
}

AdwDialog *
lb_about_new (const char *data_dir)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);
  g_autofree char *debug_info = lb_about_debug_info (data_dir);
  const char *developers[] = { "The Lookbook Authors " HOMEPAGE, NULL };
  const char *libraries[] = {
    "GTK https://www.gtk.org",
    "libadwaita https://gnome.pages.gitlab.gnome.org/libadwaita",
    "GtkSourceView https://gitlab.gnome.org/GNOME/gtksourceview",
    "libdex https://gitlab.gnome.org/GNOME/libdex",
    "libsoup https://libsoup.gnome.org",
    "SQLite https://sqlite.org",
    "libarchive https://libarchive.org",
    NULL,
  };

  g_object_set (dialog, "application-name", _ ("Lookbook"), "application-icon", LB_APP_ID,
                "developer-name", _ ("The Lookbook Authors"), "version", LB_VERSION, "license-type",
                GTK_LICENSE_GPL_3_0, "copyright", _ ("© 2026 The Lookbook Authors"), "website",
                HOMEPAGE, "issue-url", HOMEPAGE "/issues", "comments",
                _ ("Check, describe and review the pictures that an image generator learns from."),
                "debug-info", debug_info, "debug-info-filename", "lookbook-debug-info.txt",
                /* Translators: put your names here, one a line */
                "translator-credits", _ ("translator-credits"), NULL);
  adw_about_dialog_set_developers (about, developers);
  adw_about_dialog_set_artists (about, developers);
  adw_about_dialog_add_acknowledgement_section (about, _ ("Made With"), libraries);

  return dialog;
}
