#include "contract/lb-routes.h"

#include <string.h>

#include "contract/lb-limits.h"

#define API "/v1/tailored-gen"
#define OWN "/lookbook/v1"

/* In @path, {o} stands for a project's or dataset's id, {i} for an image's, and a last * for any
 * rest that is not empty. */
typedef struct
{
  LbRoute route;
  const char *method;
  const char *path;
  gsize body_cap;
} Entry;

static const Entry entries[] = {
  { LB_ROUTE_CREATE_PROJECT, "POST", API "/projects", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_GET_PROJECTS, "GET", API "/projects", 0 },
  { LB_ROUTE_GET_PROJECT, "GET", API "/projects/{o}", 0 },
  { LB_ROUTE_UPDATE_PROJECT, "PUT", API "/projects/{o}", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_DELETE_PROJECT, "DELETE", API "/projects/{o}", 0 },
  { LB_ROUTE_GET_PROJECT_DATASETS, "GET", API "/projects/{o}/datasets", 0 },
  { LB_ROUTE_CREATE_DATASET, "POST", API "/datasets", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_GET_DATASETS, "GET", API "/datasets", 0 },
  { LB_ROUTE_GET_DATASET, "GET", API "/datasets/{o}", 0 },
  { LB_ROUTE_UPDATE_DATASET, "PUT", API "/datasets/{o}", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_DELETE_DATASET, "DELETE", API "/datasets/{o}", 0 },
  { LB_ROUTE_CLONE_DATASET, "POST", API "/datasets/{o}/clone", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_UPLOAD_IMAGE, "POST", API "/datasets/{o}/images", LB_LIMIT_BODY_UPLOAD_BYTES },
  { LB_ROUTE_GET_IMAGES, "GET", API "/datasets/{o}/images", 0 },
  { LB_ROUTE_REGENERATE_ALL, "PUT", API "/datasets/{o}/images", 0 },
  { LB_ROUTE_BULK_UPLOAD, "POST", API "/datasets/{o}/images/bulk-upload", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_BULK_STATUS, "GET", API "/datasets/{o}/images/bulk-upload/status", 0 },
  { LB_ROUTE_GET_IMAGE, "GET", API "/datasets/{o}/images/{i}", 0 },
  { LB_ROUTE_UPDATE_CAPTION, "PUT", API "/datasets/{o}/images/{i}", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_DELETE_IMAGE, "DELETE", API "/datasets/{o}/images/{i}", 0 },
  { LB_ROUTE_GENERATE_SCHEMA, "POST", API "/generate_visual_schema", LB_LIMIT_BODY_SCHEMA_BYTES },
  { LB_ROUTE_REFINE, "POST", API "/refine_structured_prompt", LB_LIMIT_BODY_SCHEMA_BYTES },
  { LB_ROUTE_DOWNLOAD, "GET", "/v1/datasets/{o}/download", 0 },
  { LB_ROUTE_DOWNLOAD, "GET", API "/datasets/{o}/download", 0 }, /* R90: answered as well */
  { LB_ROUTE_FILE, "GET", "/files/*", 0 },
  { LB_ROUTE_HELLO, "GET", OWN "/hello", 0 },
  { LB_ROUTE_LEAVE, "POST", OWN "/leave", 0 },
  { LB_ROUTE_UNDELETE, "POST", OWN "/datasets/{o}/images/{i}/undelete", 0 },
  { LB_ROUTE_RETURN_IMAGE, "POST", OWN "/datasets/{o}/images", LB_LIMIT_BODY_UPLOAD_BYTES },
  { LB_ROUTE_UPLOAD_FILE, "POST", OWN "/datasets/{o}/images/from-file", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_GET_CAPTIONER, "GET", OWN "/captioner", 0 },
  { LB_ROUTE_SET_CAPTIONER, "PUT", OWN "/captioner", LB_LIMIT_BODY_BYTES },
  { LB_ROUTE_TEST_CAPTIONER, "POST", OWN "/captioner/test", LB_LIMIT_BODY_UPLOAD_BYTES },
  { LB_ROUTE_LIST_MODELS, "POST", OWN "/captioner/models", LB_LIMIT_BODY_BYTES },
};

/* Of @route's entries the one after @last, NULL for the first, which is the one to send to. */
static const Entry *
find_next (LbRoute route, const Entry *last)
{
  for (const Entry *entry = last != NULL ? last + 1 : entries;
       entry < entries + G_N_ELEMENTS (entries); entry++)
    {
      if (entry->route == route)
        return entry;
    }

  return NULL;
}

static const Entry *
find_entry (LbRoute route)
{
  return find_next (route, NULL);
}

/* R10: digits only, from 1 to the largest 64 bit number. */
static gboolean
read_id (const char *text, gsize length, gint64 *id)
{
  g_autofree char *digits = g_strndup (text, length);
  guint64 number;

  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;

  *id = (gint64) number;
  return TRUE;
}

static gboolean
match_path (const char *pattern, const char *path, gint64 *object_id, gint64 *image_id)
{
  while (*pattern != '\0')
    {
      if (*pattern == '*')
        return *path != '\0';

      if (*pattern == '{')
        {
          gsize length = strcspn (path, "/");

          if (!read_id (path, length, pattern[1] == 'o' ? object_id : image_id))
            return FALSE;
          pattern += strlen ("{o}");
          path += length;
          continue;
        }

      if (*pattern++ != *path++)
        return FALSE;
    }

  return *path == '\0';
}

LbRoute
lb_route_match (const char *method, const char *path, gint64 *object_id, gint64 *image_id)
{
  *object_id = 0;
  *image_id = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      gint64 object = 0;
      gint64 image = 0;

      if (strcmp (entries[i].method, method) != 0 ||
          !match_path (entries[i].path, path, &object, &image))
        continue;

      *object_id = object;
      *image_id = image;
      return entries[i].route;
    }

  return LB_ROUTE_NONE;
}

static char *
fill_path (const Entry *entry, gint64 object_id, gint64 image_id)
{
  g_autoptr (GString) path = g_string_new (entry->path);
  g_autofree char *object = g_strdup_printf ("%" G_GINT64_FORMAT, object_id);
  g_autofree char *image = g_strdup_printf ("%" G_GINT64_FORMAT, image_id);

  g_string_replace (path, "{o}", object, 1);
  g_string_replace (path, "{i}", image, 1);
  g_string_replace (path, "*", "", 1);

  return g_string_free_and_steal (g_steal_pointer (&path));
}

char *
lb_route_path (LbRoute route, gint64 object_id, gint64 image_id)
{
  const Entry *entry = find_entry (route);

  g_return_val_if_fail (entry != NULL, NULL);
  return fill_path (entry, object_id, image_id);
}

char *
lb_route_other_path (LbRoute route, gint64 object_id, gint64 image_id)
{
  const Entry *entry = find_entry (route);

  g_return_val_if_fail (entry != NULL, NULL);
  entry = find_next (route, entry);
  return entry != NULL ? fill_path (entry, object_id, image_id) : NULL;
}

const char *
lb_route_method (LbRoute route)
{
  const Entry *entry = find_entry (route);

  g_return_val_if_fail (entry != NULL, NULL);
  return entry->method;
}

gsize
lb_route_body_cap (LbRoute route)
{
  const Entry *entry = find_entry (route);

  return entry != NULL ? entry->body_cap : 0;
}

gsize
lb_route_answer_cap (LbRoute route)
{
  switch ((int) route)
    {
    case LB_ROUTE_GET_PROJECTS:
    case LB_ROUTE_GET_PROJECT_DATASETS:
    case LB_ROUTE_GET_DATASETS:
    case LB_ROUTE_GET_DATASET:   /* up to 200 images */
    case LB_ROUTE_CLONE_DATASET: /* the same */
    case LB_ROUTE_GET_IMAGES:
    case LB_ROUTE_BULK_UPLOAD: /* the entries that failed */
    case LB_ROUTE_BULK_STATUS:          return LB_LIMIT_ANSWER_LIST_BYTES;
    case LB_ROUTE_FILE:                 return LB_LIMIT_ANSWER_PICTURE_BYTES;
    default:                            return LB_LIMIT_ANSWER_BYTES;
    }
}

gboolean
lb_route_makes_captions (LbRoute route)
{
  return route == LB_ROUTE_UPLOAD_IMAGE || route == LB_ROUTE_UPLOAD_FILE ||
         route == LB_ROUTE_UPDATE_CAPTION || route == LB_ROUTE_GENERATE_SCHEMA ||
         route == LB_ROUTE_REFINE || route == LB_ROUTE_TEST_CAPTIONER;
}
