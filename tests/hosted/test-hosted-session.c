#include <string.h>

#include "base/lb-error.h"
#include "hosted-session-fixture.h"

/* A session whose service is elsewhere. */

static void
test_open (HostedSession *self, gconstpointer data)
{
  gboolean online = FALSE;

  g_object_get (self->session, "online", &online, NULL);
  g_assert_true (online);
  g_assert_true (lb_session_is_hosted (self->session));
  g_assert_cmpint (lb_session_get_rules_mode (self->session), ==, LB_RULES_HOSTED);
  g_assert_null (lb_session_get_data_dir (self->session));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);

  /* What is private to the service on this computer is not asked of another. */
  g_assert_null (strstr (hosted_server_get_heads (self->server), "/lookbook/"));
}

static void
test_offline (HostedSession *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->root, "other", NULL);
  g_autoptr (LbSession) session = lb_session_new_hosted ("http://127.0.0.1:1", "x", state);
  g_autoptr (GError) error = hosted_refusal (lb_session_open (session), LB_ERROR_OFFLINE);
  gboolean online = TRUE;

  g_object_get (session, "online", &online, NULL);
  g_assert_false (online);
  lb_session_close (session);
}

static void
test_unauthorized (HostedSession *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->server, NULL, NULL, 401, NULL, NULL);
  error = hosted_refusal (lb_session_refresh (self->session), LB_ERROR_UNAUTHORIZED);
}

/* C1: another service is told a version, and which one follows from what the project holds. */
static void
test_version (HostedSession *self, gconstpointer data)
{
  LbProject *project = lb_session_find_project (self->session, HOSTED_PROJECT);
  g_autofree char *expected = g_strdup_printf ("\"training_version\":\"%s\"",
                                               lb_dataset_get_training_version (self->dataset));
  g_autoptr (LbDataset) made = NULL;

  hosted_server_say (self->server, "POST", HOSTED_DATASETS_PATH, 201, NULL,
                     "{\"id\":35,\"project_id\":12,\"name\":\"More\",\"status\":\"draft\"}");
  made = hosted_take_object (
    lb_session_create_dataset (self->session, project, "More", NULL, "advanced"));
  g_assert_nonnull (
    strstr (hosted_server_last_body (self->server, "POST", HOSTED_DATASETS_PATH), expected));
  g_assert_nonnull (strstr (hosted_server_last_body (self->server, "POST", HOSTED_DATASETS_PATH),
                            "\"upload_type\":\"advanced\""));
  g_assert_true (lb_session_find_dataset (self->session, 35) == made);
}

#define CLONE_IMAGES_PATH "/v1/tailored-gen/datasets/99/images"

static gboolean
was_asked (gpointer server)
{
  return hosted_server_count (server, "GET", CLONE_IMAGES_PATH) > 0;
}

/* It is there before its images are. */
static void
test_clone (HostedSession *self, gconstpointer data)
{
  GListModel *datasets = lb_session_get_datasets (self->session);
  g_autoptr (LbDataset) copy = NULL;
  g_autoptr (GPtrArray) none = NULL;

  hosted_server_say (self->server, "POST", HOSTED_DATASET_PATH "/clone", 201, NULL,
                     "{\"id\":99,\"project_id\":12,\"name\":\"Copy of Piers\",\"status\":\"draft\","
                     "\"images\":[{\"id\":70,\"dataset_id\":99}]}");
  hosted_server_say (self->server, "GET", CLONE_IMAGES_PATH, 404, NULL,
                     "{\"message\":\"Not yet\"}");
  copy =
    hosted_take_object (lb_session_clone_dataset (self->session, self->dataset, NULL, "words"));
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", HOSTED_DATASET_PATH "/clone"), ==,
                   "{\"description\":\"words\"}");
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 2);
  g_assert_true (lb_session_find_dataset (self->session, 99) == copy);
  g_assert_cmpint (lb_dataset_get_images_count (copy), ==,
                   lb_dataset_get_images_count (self->dataset));
  hosted_wait_until (was_asked, self->server, "somebody to ask for its images");

  hosted_server_say (self->server, "GET", CLONE_IMAGES_PATH, 200, NULL,
                     "[{\"id\":70,\"dataset_id\":99},{\"id\":71,\"dataset_id\":99}]");
  hosted_take_true (lb_session_load_images (self->session, copy));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (self->session, copy)), ==, 2);
  g_assert_cmpint (lb_dataset_get_images_count (copy), ==, 2);
}

static void
test_clone_of_nothing (HostedSession *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->server, "POST", NULL, 404, NULL, "{\"message\":\"No dataset\"}");
  error = hosted_refusal (lb_session_clone_dataset (self->session, self->dataset, "x", NULL),
                          LB_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
}

static gboolean
has_two_datasets (gpointer data)
{
  return g_list_model_get_n_items (lb_session_get_datasets (data)) == 2;
}

/* R7: a copy whose answer was lost is not sent for again, but looked for. */
static void
test_doubtful_clone (HostedSession *self, gconstpointer data)
{
  g_autofree char *known = hosted_dataset ("empty", "basic", 1, 1);
  g_autofree char *list =
    g_strdup_printf ("[%s,{\"id\":99,\"project_id\":12,\"name\":\"Copy of Piers\"}]", known);
  g_autoptr (GError) error = NULL;

  hosted_server_say (self->server, "POST", NULL, 500, NULL, NULL);
  hosted_server_say (self->server, "GET", HOSTED_DATASETS_PATH, 200, NULL, list);
  error = hosted_refusal (lb_session_clone_dataset (self->session, self->dataset, NULL, NULL),
                          LB_ERROR_SERVER);
  hosted_wait_until (has_two_datasets, self->session, "the copy");
  g_assert_cmpuint (hosted_server_count (self->server, "POST", NULL), ==, 1);
}

static void
test_prefix (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbDataset) live = NULL;

  hosted_server_say (self->server, "PUT", HOSTED_DATASET_PATH, 200, NULL,
                     "{\"id\":34,\"project_id\":12,\"training_version\":\"max\",\"caption_prefix\":"
                     "\"A sketch of\",\"updated_at\":\"2026-01-01T00:00:00\"}");
  live = hosted_take_object (
    lb_session_set_caption_prefix (self->session, self->dataset, "A sketch of"));
  g_assert_true (live == self->dataset);
  g_assert_cmpstr (lb_dataset_get_caption_prefix (live), ==, "A sketch of");
}

typedef struct
{
  LbSession *session;
  LbImage *image;
} Edited;

static gboolean
is_saved (gpointer data)
{
  Edited *edited = data;

  return lb_session_get_edit_state (edited->session, edited->image) == LB_EDIT_SAVED;
}

/* Words of a legacy dataset are words, whatever they look like. */
static void
test_legacy_caption (HostedSession *self, gconstpointer data)
{
  Edited edited = { self->session, hosted_session_load (self) };

  hosted_server_say (self->server, "PUT", HOSTED_IMAGE_PATH, 200, NULL,
                     "{\"id\":56,\"dataset_id\":34,\"caption\":\"{ on a bollard\","
                     "\"caption_source\":\"manual\",\"updated_at\":\"2026-01-01T00:00:00\"}");
  hosted_take_true (lb_session_edit_caption (self->session, edited.image, "{ on a bollard"));
  hosted_wait_until (is_saved, &edited, "the edit");
  g_assert_cmpstr (hosted_server_last_body (self->server, "PUT", HOSTED_IMAGE_PATH), ==,
                   "{\"caption\":\"{ on a bollard\"}");
  g_assert_cmpstr (lb_image_get_caption (edited.image), ==, "{ on a bollard");

  /* No words at all are a draft. */
  hosted_take_true (lb_session_edit_caption (self->session, edited.image, "  "));
  g_assert_cmpint (lb_session_get_edit_state (self->session, edited.image), ==, LB_EDIT_DRAFT);
  g_assert_cmpuint (hosted_server_count (self->server, "PUT", NULL), ==, 1);
}

/* C13: what only we find fault with is sent all the same. */
static void
test_sample_caption (HostedSession *self, gconstpointer data)
{
  static const char *const sample = "{\"subject\":\"a fox\",\"action\":\"sits\"}";
  Edited edited = { self->session, hosted_session_load (self) };

  hosted_server_say (self->server, "PUT", HOSTED_IMAGE_PATH, 200, NULL,
                     "{\"id\":56,\"dataset_id\":34,\"caption\":\"{\\\"subject\\\":\\\"a fox\\\","
                     "\\\"action\\\":\\\"sits\\\"}\",\"updated_at\":\"2026-01-01T00:00:00\"}");
  hosted_take_true (lb_session_edit_caption (self->session, edited.image, sample));
  hosted_wait_until (is_saved, &edited, "the edit");
  g_assert_cmpstr (lb_image_get_caption (edited.image), ==, sample);

  hosted_take_true (lb_session_edit_caption (self->session, edited.image, "{\"subject\":"));
  g_assert_cmpint (lb_session_get_edit_state (self->session, edited.image), ==, LB_EDIT_DRAFT);
  g_assert_cmpuint (hosted_server_count (self->server, "PUT", NULL), ==, 1);
}

/* R92: a picture whose link has run out is asked for again, once, and never with the token. */
static void
test_renewed_link (HostedSession *self, gconstpointer data)
{
  static const guint statuses[] = { 403, 410 };
  HostedServer *store = hosted_server_new (HOSTED_MIXED);
  const char *origin = hosted_server_get_origin (store);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *late =
        g_strdup_printf ("[{\"id\":56,\"dataset_id\":34,\"image_url\":\"%s/late\",\"updated_at\":"
                         "\"2026-01-01T00:00:%02zuZ\"}]",
                         origin, 2 * i);
      g_autofree char *fresh =
        g_strdup_printf ("{\"id\":56,\"dataset_id\":34,\"image_url\":\"%s/fresh\",\"updated_at\":"
                         "\"2026-01-01T00:00:%02zuZ\"}",
                         origin, 2 * i + 1);
      g_autoptr (GBytes) picture = NULL;

      hosted_server_forget (store);
      hosted_server_say (store, "GET", "/late", statuses[i], NULL, "<Error/>");
      hosted_server_say (store, "GET", "/fresh", 200, "Content-Type: image/png", "picture");
      hosted_server_say (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, late);
      hosted_server_say (self->server, "GET", HOSTED_IMAGE_PATH, 200, NULL, fresh);
      picture =
        hosted_take_boxed (lb_session_fetch_picture (self->session, hosted_session_load (self)));
      g_assert_cmpuint (g_bytes_get_size (picture), ==, strlen ("picture"));
      g_assert_cmpuint (hosted_server_count (store, NULL, NULL), ==, 2);
      g_assert_null (strstr (hosted_server_get_heads (store), HOSTED_TOKEN));
    }
  hosted_server_free (store);
}

static void
test_download (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbDownload) links =
    hosted_take_boxed (lb_session_download (self->session, self->dataset));
  g_autoptr (GError) basic = NULL;

  g_assert_cmpstr (links->images_url, ==, "https://store.example/all.zip?sig=1");
  g_assert_cmpstr (links->captions_url, ==, "https://store.example/captions.csv?sig=2");

  hosted_server_say (self->server, NULL, "/v1/datasets/34/download", 409, NULL,
                     "{\"message\":\"Only advanced datasets\"}");
  basic = hosted_refusal (lb_session_download (self->session, self->dataset), LB_ERROR_CONFLICT);
}

static void
test_upload_address (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unsent = NULL;

  hosted_session_load (self);
  hosted_server_say_once (self->server, "POST", HOSTED_IMAGES_PATH, 201, NULL,
                          "{\"id\":57,\"dataset_id\":34,\"image_name\":\"a.png\"}");
  image = hosted_take_object (lb_session_upload_address (self->session, self->dataset,
                                                         "https://x.example/a.png", "a.png", FALSE,
                                                         TRUE, NULL, NULL, NULL));
  g_assert_true (lb_session_find_image (self->session, 57) == image);
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, 2);
  g_assert_cmpstr (hosted_server_last_body (self->server, "POST", HOSTED_IMAGES_PATH), ==,
                   "{\"image_name\":\"a.png\",\"increase_resolution\":false,"
                   "\"content_moderation\":true,\"image_url\":\"https://x.example/a.png\"}");

  hosted_server_say_once (self->server, "POST", HOSTED_IMAGES_PATH, 460, NULL, "\"Can't fetch\"");
  error = hosted_refusal (lb_session_upload_address (self->session, self->dataset,
                                                     "https://x.example/b.png", NULL, TRUE, FALSE,
                                                     NULL, NULL, NULL),
                          LB_ERROR_UNPROCESSABLE);
  g_assert_cmpstr (error->message, ==, "Can't fetch");

  /* Refused here: the account's budget is not spent on it. */
  unsent = hosted_refusal (lb_session_upload_address (self->session, self->dataset,
                                                      "ftp://x.example/c.png", NULL, TRUE, FALSE,
                                                      NULL, NULL, NULL),
                           LB_ERROR_UNPROCESSABLE);
  g_assert_true (g_str_has_prefix (unsent->message, "R51"));
  g_assert_null (
    strstr (hosted_server_last_body (self->server, "POST", HOSTED_IMAGES_PATH), "c.png"));
}

static void
test_refine (HostedSession *self, gconstpointer data)
{
  DexFuture *future =
    lb_session_refine (self->session, self->dataset, "{\"a\":0}", "a is 1", NULL, NULL);
  g_autoptr (GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (g_value_get_string (dex_future_get_value (future, &error)), ==, "{\"a\":1}");
  g_assert_no_error (error);
  dex_unref (future);
}

/* What is private to the service on this computer can't be asked for elsewhere. */
static void
test_captioner (HostedSession *self, gconstpointer data)
{
  g_autoptr (LbCaptionerSetting) setting = lb_captioner_setting_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) get = NULL;
  g_autoptr (GError) set = NULL;
  g_autoptr (GError) test = NULL;

  get = hosted_refusal (lb_session_get_captioner (self->session), LB_ERROR_INVALID);
  set = hosted_refusal (lb_session_set_captioner (self->session, setting), LB_ERROR_INVALID);
  test = hosted_refusal (lb_session_test_captioner (self->session, bytes), LB_ERROR_INVALID);
  g_assert_null (strstr (hosted_server_get_heads (self->server), "/lookbook/"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func, era)                                                                       \
  g_test_add (name, HostedSession, GUINT_TO_POINTER (era), hosted_session_set_up, func,            \
              hosted_session_tear_down)
  ADD ("/hosted/session/open", test_open, HOSTED_MIXED);
  ADD ("/hosted/session/offline", test_offline, HOSTED_MIXED);
  ADD ("/hosted/session/unauthorized", test_unauthorized, HOSTED_MIXED);
  ADD ("/hosted/session/C1-version/legacy", test_version, HOSTED_LEGACY);
  ADD ("/hosted/session/C1-version/fibo", test_version, HOSTED_FIBO);
  ADD ("/hosted/session/R37-clone", test_clone, HOSTED_MIXED);
  ADD ("/hosted/session/R37-clone-of-nothing", test_clone_of_nothing, HOSTED_MIXED);
  ADD ("/hosted/session/R7-doubtful-clone", test_doubtful_clone, HOSTED_MIXED);
  ADD ("/hosted/session/R27-prefix", test_prefix, HOSTED_LEGACY);
  ADD ("/hosted/session/R63-legacy-caption", test_legacy_caption, HOSTED_LEGACY);
  ADD ("/hosted/session/C13-sample-caption", test_sample_caption, HOSTED_MIXED);
  ADD ("/hosted/session/R92-renewed-link", test_renewed_link, HOSTED_MIXED);
  ADD ("/hosted/session/R90-download", test_download, HOSTED_FIBO);
  ADD ("/hosted/session/R51-upload-address", test_upload_address, HOSTED_MIXED);
  ADD ("/hosted/session/captioner", test_captioner, HOSTED_MIXED);
  ADD ("/hosted/session/R88-refine", test_refine, HOSTED_MIXED);
#undef ADD
  return g_test_run ();
}
