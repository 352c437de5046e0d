/* What every operation of the contract refuses in the same way, by one table of them all. */
#include "lb-test-service.h"

#define TOKEN "statuses-token"
#define API "/v1/tailored-gen"
#define LARGE (8 * 1024 * 1024 + 1024)

/* @path: with PROJECT, DATASET and IMAGE in place of ids; @body: (nullable): one that is right */
typedef struct
{
  const char *method;
  const char *path;
  const char *body;
  gboolean large; /* its cap is that of a picture, which other tests go to */
} Operation;

static const Operation operations[] = {
  { "POST", API "/projects",
    "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
    " \"ip_type\": \"other\"}" },
  { "GET", API "/projects" },
  { "GET", API "/projects/PROJECT" },
  { "PUT", API "/projects/PROJECT", "{\"project_name\": \"Q\"}" },
  { "DELETE", API "/projects/PROJECT" },
  { "GET", API "/projects/PROJECT/datasets" },
  { "POST", API "/datasets", "{\"project_id\": PROJECT, \"name\": \"D\"}" },
  { "GET", API "/datasets" },
  { "GET", API "/datasets/DATASET" },
  { "PUT", API "/datasets/DATASET", "{\"name\": \"E\"}" },
  { "DELETE", API "/datasets/DATASET" },
  { "POST", API "/datasets/DATASET/clone", "{\"name\": \"F\"}" },
  { "GET", API "/datasets/DATASET/images" },
  { "POST", API "/datasets/DATASET/images", "{\"file\": \"AAAA\"}", TRUE },
  { "PUT", API "/datasets/DATASET/images", NULL },
  { "POST", API "/datasets/DATASET/images/bulk-upload",
    "{\"zip_url\": \"https://pictures.invalid/a.zip\"}" },
  { "GET", API "/datasets/DATASET/images/bulk-upload/status" },
  { "GET", API "/datasets/DATASET/images/IMAGE" },
  { "PUT", API "/datasets/DATASET/images/IMAGE", "{\"regenerate_caption\": true}" },
  { "DELETE", API "/datasets/DATASET/images/IMAGE" },
  { "POST", API "/generate_visual_schema", "{\"images\": []}", TRUE },
  { "POST", API "/refine_structured_prompt",
    "{\"dataset_id\": DATASET, \"structured_prompt\": \"{}\", \"instruction\": \"a\"}", TRUE },
  { "GET", "/v1/datasets/DATASET/download" },
};

typedef struct
{
  LbTestService *service;
  char *project;
  char *dataset;
  char *image;
} Fixture;

/* @header: (nullable): sent beside the token */
static guint
call (Fixture *self,
      const char *token,
      const char *method,
      const char *path,
      const char *type,
      const char *body,
      const char *header)
{
  g_autofree char *url = g_strconcat (self->service->base, path, NULL);
  const char *name = token != NULL ? "api_token" : header;

  return lb_test_call_full (self->service, method, url, type, body, name,
                            token != NULL ? token : "x", token != NULL ? header : NULL,
                            "http://pages.example", NULL);
}

static char *
make (Fixture *self, const char *path, const char *body)
{
  g_assert_cmpuint (call (self, TOKEN, "POST", path, "application/json", body, NULL), ==, 201);

  return g_strdup_printf ("%" G_GINT64_FORMAT, lb_test_number (self->service, "id"));
}

/* (transfer full): @text with the ids in it; NULL for NULL. */
static char *
fill_in (Fixture *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (text);

  if (text == NULL)
    return NULL;
  g_string_replace (out, "PROJECT", self->project != NULL ? self->project : "0", 0);
  g_string_replace (out, "DATASET", self->dataset != NULL ? self->dataset : "0", 0);
  g_string_replace (out, "IMAGE", self->image != NULL ? self->image : "0", 0);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) picture = lb_test_picture (256, 256, FALSE, "png", 1);
  g_autofree char *upload = lb_test_upload_body (picture, "");
  g_autofree char *dataset = NULL;
  g_autofree char *images = NULL;

  self->service = lb_test_service_new_for_port (TOKEN);
  self->project = make (self, operations[0].path, operations[0].body);
  dataset = fill_in (self, "{\"project_id\": PROJECT, \"name\": \"D\"}");
  self->dataset = make (self, API "/datasets", dataset);
  images = g_strconcat (API "/datasets/", self->dataset, "/images", NULL);
  self->image = make (self, images, upload);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_test_service_free (self->service);
  g_free (self->project);
  g_free (self->dataset);
  g_free (self->image);
}

/* The last answer is a refusal in the form of the contract. @rule: (nullable) */
static void
assert_refused (Fixture *self, const Operation *operation, guint status, const char *rule)
{
  LbTestService *service = self->service;

  if (service->status != status)
    g_test_message ("%s %s: %u %s", operation->method, operation->path, service->status,
                    service->body);
  g_assert_cmpuint (service->status, ==, status);
  g_assert_cmpstr (lb_test_text (service, "message"), !=, "");
  g_assert_cmpstr (lb_test_text (service, "message"), ==, lb_test_text (service, "error"));
  g_assert_cmpstr (lb_test_text (service, "code"), !=, "");
  if (rule != NULL)
    g_assert_cmpstr (lb_test_text (service, "rule"), ==, rule);
}

static void
test_token (Fixture *self, gconstpointer data)
{
  const char *token = data;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = fill_in (self, operations[i].path);
      g_autofree char *body = fill_in (self, operations[i].body);

      call (self, token, operations[i].method, path, "application/json", body, NULL);
      assert_refused (self, &operations[i], 401, "R2");
    }
}

static void
test_origin (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = fill_in (self, operations[i].path);
      g_autofree char *body = fill_in (self, operations[i].body);

      call (self, TOKEN, operations[i].method, path, "application/json", body, "Origin");
      assert_refused (self, &operations[i], 403, "R3");
    }
}

/* Each id in turn, in the path as in the body. */
static void
test_unknown (Fixture *self, gconstpointer data)
{
  const char *unknown = data;
  char **ids[] = { &self->project, &self->dataset, &self->image };
  const char *names[] = { "PROJECT", "DATASET", "IMAGE" };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
      {
        g_autofree char *known = *ids[k];
        g_autofree char *path = NULL;
        g_autofree char *body = NULL;
        const gboolean in_path = g_strstr_len (operations[i].path, -1, names[k]) != NULL;
        const gboolean in_body =
          operations[i].body != NULL && g_strstr_len (operations[i].body, -1, names[k]) != NULL;

        *ids[k] = g_strdup (unknown);
        path = fill_in (self, operations[i].path);
        body = fill_in (self, operations[i].body);
        g_free (*ids[k]);
        *ids[k] = g_steal_pointer (&known);
        if (!in_path && (!in_body || *unknown != '9'))
          continue;

        call (self, TOKEN, operations[i].method, path, "application/json", body, NULL);
        assert_refused (self, &operations[i], 404, NULL);
      }
}

static void
test_not_json (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = fill_in (self, operations[i].path);
      g_autofree char *body = fill_in (self, operations[i].body);

      if (body == NULL)
        continue;
      call (self, TOKEN, operations[i].method, path, "text/plain", body, NULL);
      assert_refused (self, &operations[i], 415, "R9");
    }
}

/* A member of the wrong type in each body. */
static void
test_wrong_type (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = fill_in (self, operations[i].path);

      if (operations[i].body == NULL)
        continue;
      call (self, TOKEN, operations[i].method, path, "application/json",
            "{\"project_name\": [], \"name\": [], \"file\": [], \"zip_url\": [], \"images\": 1,"
            " \"regenerate_caption\": [], \"dataset_id\": []}",
            NULL);
      assert_refused (self, &operations[i], 400, NULL);
    }
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *pad = g_strnfill (LARGE, 'x');
  g_autofree char *body = g_strdup_printf ("{\"unknown\": \"%s\"}", pad);

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = fill_in (self, operations[i].path);

      if (operations[i].body == NULL || operations[i].large)
        continue;
      call (self, TOKEN, operations[i].method, path, "application/json", body, NULL);
      assert_refused (self, &operations[i], 413, "R9");
    }
}

/* The cap of these bodies is that of many pictures, so it is a picture that is too large. */
static void
test_large_picture (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) picture = lb_test_picture (16400, 4, FALSE, "png", 1);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (picture, &size);
  g_autofree char *base64 = g_base64_encode (bytes, size);
  g_autofree char *upload = g_strdup_printf ("{\"file\": \"%s\"}", base64);
  g_autofree char *schema =
    g_strdup_printf ("{\"images\": [\"%1$s\", \"%1$s\", \"%1$s\", \"%1$s\", \"%1$s\"]}", base64);

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = fill_in (self, operations[i].path);
      const gboolean adds = g_str_has_suffix (path, "/images");

      if (!operations[i].large || (!adds && !g_str_has_suffix (path, "_schema")))
        continue;
      call (self, TOKEN, operations[i].method, path, "application/json", adds ? upload : schema,
            NULL);
      assert_refused (self, &operations[i], 413, "R57");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)

  ADD ("/statuses/R2-without-token", NULL, test_token);
  ADD ("/statuses/R2-wrong-token", "another-token", test_token);
  ADD ("/statuses/R3-foreign-origin", NULL, test_origin);
  ADD ("/statuses/R4-unknown-ids", "999999", test_unknown);
  ADD ("/statuses/R10-ids-that-are-none", "0", test_unknown);
  ADD ("/statuses/R9-not-json", NULL, test_not_json);
  ADD ("/statuses/R9-wrong-type", NULL, test_wrong_type);
  ADD ("/statuses/R9-too-large", NULL, test_too_large);
  ADD ("/statuses/R57-too-large-a-picture", NULL, test_large_picture);

  return g_test_run ();
}
