#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbOfferedPicture:
 *
 * A picture that another program offers by its bytes, over the clipboard or a drag, in one of the
 * formats that can be added. The bytes are taken as they are: nothing of them is decoded here.
 * A boxed value; gdk_clipboard_read_value_async() and GtkDropTarget make it once
 * lb_offered_picture_register() was called.
 */
#define LB_TYPE_OFFERED_PICTURE (lb_offered_picture_get_type ())
typedef struct _LbOfferedPicture LbOfferedPicture;

GType lb_offered_picture_get_type (void);
/* Teaches GDK to read them. Once for the program; more calls do nothing. */
void lb_offered_picture_register (void);
GBytes *lb_offered_picture_get_bytes (LbOfferedPicture *self);
/* (transfer full): a file name made of the present time, as "Pasted 2026-03-14 10-00-00.png". */
char *lb_offered_picture_dup_name (LbOfferedPicture *self);

G_END_DECLS
