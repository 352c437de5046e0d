#include "imaging/lb-lab.h"

#include <math.h>

#define WHITE_X 0.95047
#define WHITE_Z 1.08883

static double linear_levels[256];

static void
ensure_levels (void)
{
  static gsize ready = 0;

  if (!g_once_init_enter (&ready))
    return;

  for (int i = 0; i < 256; i++)
    {
      double level = i / 255.0;

      linear_levels[i] = level <= 0.04045 ? level / 12.92 : pow ((level + 0.055) / 1.055, 2.4);
    }

  g_once_init_leave (&ready, 1);
}

static double
fold (double t)
{
  return t > 216.0 / 24389.0 ? cbrt (t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

static double
unfold (double f)
{
  double cube = f * f * f;

  return cube > 216.0 / 24389.0 ? cube : (116.0 * f - 16.0) * 27.0 / 24389.0;
}

static guint8
level_to_byte (double linear)
{
  double level = linear <= 0.0031308 ? linear * 12.92 : 1.055 * pow (linear, 1 / 2.4) - 0.055;

  return (guint8) lround (CLAMP (level, 0.0, 1.0) * 255.0);
}

LbLab
lb_lab_from_rgb (guint8 red, guint8 green, guint8 blue)
{
  double r, g, b, x, y, z;

  ensure_levels ();

  r = linear_levels[red];
  g = linear_levels[green];
  b = linear_levels[blue];
  x = fold ((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE_X);
  y = fold (0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
  z = fold ((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / WHITE_Z);

  return (LbLab) { 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z) };
}

/* The nearest colour that a screen can show. */
void
lb_lab_to_rgb (const LbLab *lab, guint8 *red, guint8 *green, guint8 *blue)
{
  double fy = (lab->l + 16.0) / 116.0;
  double x = unfold (fy + lab->a / 500.0) * WHITE_X;
  double y = unfold (fy);
  double z = unfold (fy - lab->b / 200.0) * WHITE_Z;

  *red = level_to_byte (3.2404542 * x - 1.5371385 * y - 0.4985314 * z);
  *green = level_to_byte (-0.9692660 * x + 1.8760108 * y + 0.0415560 * z);
  *blue = level_to_byte (0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
}

double
lb_lab_distance (const LbLab *one, const LbLab *other)
{
  double l = one->l - other->l;
  double a = one->a - other->a;
  double b = one->b - other->b;

  return sqrt (l * l + a * a + b * b);
}

double
lb_lab_chroma (const LbLab *lab)
{
  return sqrt (lab->a * lab->a + lab->b * lab->b);
}
