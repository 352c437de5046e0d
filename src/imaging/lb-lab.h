#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A colour in CIE L*a*b* (D65): distances in it are near to how different colours look. */
typedef struct
{
  double l; /* 0..100 */
  double a; /* green to red */
  double b; /* blue to yellow */
} LbLab;

LbLab lb_lab_from_rgb (guint8 red, guint8 green, guint8 blue);
void lb_lab_to_rgb (const LbLab *lab, guint8 *red, guint8 *green, guint8 *blue);
double lb_lab_distance (const LbLab *one, const LbLab *other);
double lb_lab_chroma (const LbLab *lab);

G_END_DECLS
