#include <stdio.h>
#include <string.h>
#include <time.h>

#include <yyjson.h>

/* The peer for reading JSON: the time in which yyjson reads a file that is in memory and walks over
 * all of it, and over the documents that are texts in it, as captions are. Prints seconds. */

static size_t n_seen;

static void walk (yyjson_val *value);

static void
walk_text (yyjson_val *value)
{
  const char *text = yyjson_get_str (value);
  yyjson_doc *document;

  if (*text != '{' || (document = yyjson_read (text, yyjson_get_len (value), 0)) == NULL)
    return;

  walk (yyjson_doc_get_root (document));
  yyjson_doc_free (document);
}

static void
walk (yyjson_val *value)
{
  size_t i, max;
  yyjson_val *key, *member;

  n_seen++;
  if (yyjson_is_obj (value))
    yyjson_obj_foreach (value, i, max, key, member) walk (member);
  else if (yyjson_is_arr (value))
    yyjson_arr_foreach (value, i, max, member) walk (member);
  else if (yyjson_is_str (value))
    walk_text (value);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

int
main (int argc, char **argv)
{
  FILE *file = argc == 2 ? fopen (argv[1], "rb") : NULL;
  char *text;
  long length;
  double start;
  yyjson_doc *document;

  if (file == NULL || fseek (file, 0, SEEK_END) != 0 || (length = ftell (file)) <= 0)
    return 2;
  rewind (file);
  text = malloc ((size_t) length);
  if (text == NULL || fread (text, 1, (size_t) length, file) != (size_t) length)
    return 2;
  fclose (file);

  start = now ();
  document = yyjson_read (text, (size_t) length, 0);
  if (document == NULL)
    return 1;
  walk (yyjson_doc_get_root (document));
  printf ("%.6f\n", now () - start);
  yyjson_doc_free (document);
  free (text);

  return n_seen > 0 ? 0 : 1;
}
