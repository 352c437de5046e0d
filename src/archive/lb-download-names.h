#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The names of images as files of one archive. Image names are free text (R55): they may repeat,
 * hold slashes, or be none that a file system takes. */
typedef struct _LbDownloadNames LbDownloadNames;

LbDownloadNames *lb_download_names_new (void);
void lb_download_names_free (LbDownloadNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDownloadNames, lb_download_names_free)

/* (transfer full): a file name for @image_name that no call before has returned, nor one that
 * differs in its ending alone, since a text may stand beside the picture. The same calls give the
 * same names. @format: "jpeg", "png" or "webp". */
char *lb_download_names_add (LbDownloadNames *self, const char *image_name, const char *format);
/* (transfer full): @file_name with the ending of a text. */
char *lb_download_name_of_text (const char *file_name);
/* (transfer full): @text as the name of a file, without an ending; "images" when nothing is left.
 */
char *lb_download_name_clean (const char *text);

G_END_DECLS
