#include "jobs/lb-picture-choice.h"

#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"

#define SIDE 128      /* pixels that are looked at */
#define LOOKED_AT 200 /* pictures, of a larger set spread evenly over it */
#define AT_ONCE 4

struct _LbPictureChoice
{
  GObject parent_instance;

  LbSession *session;     /* (owned) */
  GPtrArray *images;      /* (owned) (element-type LbImage): to be looked at, by id */
  GPtrArray *looks;       /* (owned) (element-type LbLook): NULL for one that can't be seen */
  GPtrArray *chosen;      /* (owned) (element-type LbImage) */
  GArray *picks;          /* (owned) (element-type LbPick): as in @chosen */
  DexCancellable *cancel; /* (owned) */
  guint n_min;
  guint n_max;
  guint next; /* of @images */
  guint n_done;
};

G_DEFINE_FINAL_TYPE (LbPictureChoice, lb_picture_choice, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_DONE = 1,
  PROP_N_TOTAL
} LbPictureChoiceProperty;

static GParamSpec *props[PROP_N_TOTAL + 1];

static void
lb_picture_choice_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbPictureChoice *self = LB_PICTURE_CHOICE (object);

  switch ((LbPictureChoiceProperty) prop_id)
    {
    case PROP_N_DONE:  g_value_set_uint (value, self->n_done); break;
    case PROP_N_TOTAL: g_value_set_uint (value, self->images->len); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_picture_choice_finalize (GObject *object)
{
  LbPictureChoice *self = LB_PICTURE_CHOICE (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  g_clear_pointer (&self->chosen, g_ptr_array_unref);
  g_clear_pointer (&self->picks, g_array_unref);
  dex_clear (&self->cancel);

  G_OBJECT_CLASS (lb_picture_choice_parent_class)->finalize (object);
}

static void
lb_picture_choice_class_init (LbPictureChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_picture_choice_get_property;
  object_class->finalize = lb_picture_choice_finalize;

  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_picture_choice_init (LbPictureChoice *self)
{
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->looks = g_ptr_array_new_with_free_func (g_free);
  self->chosen = g_ptr_array_new_with_free_func (g_object_unref);
  self->picks = g_array_new (FALSE, FALSE, sizeof (LbPick));
  self->cancel = dex_cancellable_new ();
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 id_a = lb_image_get_id (LB_IMAGE ((gpointer) a));
  const gint64 id_b = lb_image_get_id (LB_IMAGE ((gpointer) b));

  return id_a < id_b ? -1 : id_a > id_b;
}

LbPictureChoice *
lb_picture_choice_new (LbSession *session, GListModel *images, guint n_min, guint n_max)
{
  LbPictureChoice *self = g_object_new (LB_TYPE_PICTURE_CHOICE, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_looked;

  g_set_object (&self->session, session);
  self->n_min = n_min;
  self->n_max = n_max;
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    g_ptr_array_add (all, g_list_model_get_item (images, i));
  /* However the images are shown, the same set gives the same choice. */
  g_ptr_array_sort_values (all, compare_ids);

  n_looked = MIN (all->len, LOOKED_AT);
  for (guint i = 0; i < n_looked; i++)
    g_ptr_array_add (self->images,
                     g_object_ref (g_ptr_array_index (
                       all, n_looked > 1 ? (gsize) i * (all->len - 1) / (n_looked - 1) : 0)));
  g_ptr_array_set_size (self->looks, (int) n_looked);

  return self;
}

static gboolean
is_cancelled (LbPictureChoice *self)
{
  return !dex_future_is_pending (DEX_FUTURE (self->cancel));
}

static DexFuture *
look_work (gpointer data)
{
  LbLook *look = g_new0 (LbLook, 1);

  lb_look_take (data, look);

  return dex_future_new_for_pointer (look);
}

/* (transfer full) (nullable) */
static LbLook *
look_at (LbPictureChoice *self, LbImage *image)
{
  g_autoptr (GBytes) bytes =
    dex_await_boxed (lb_session_fetch_thumbnail (self->session, image), NULL);
  g_autoptr (GdkPixbuf) pixels = NULL;

  if (bytes == NULL || is_cancelled (self))
    return NULL;
  pixels =
    dex_await_object (lb_decoder_decode_opaque (lb_decoder_get_default (), bytes, SIDE), NULL);
  if (pixels == NULL || is_cancelled (self))
    return NULL;

  return dex_await_pointer (lb_threads_run (look_work, g_object_ref (pixels), g_object_unref),
                            NULL);
}

/* One of AT_ONCE. */
static DexFuture *
look_fiber (gpointer data)
{
  LbPictureChoice *self = data;

  while (self->next < self->images->len && !is_cancelled (self))
    {
      const guint position = self->next++;

      self->looks->pdata[position] = look_at (self, g_ptr_array_index (self->images, position));
      self->n_done++;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
    }

  return dex_future_new_true ();
}

/* What is compared on a thread. */
typedef struct
{
  GArray *looks;   /* (owned) (element-type LbLook) */
  GPtrArray *seen; /* (owned) (element-type LbImage): as in @looks; for the main thread only */
  GArray *picks;   /* (owned) (element-type LbPick) */
  guint n_min;
} Comparison;

static void
comparison_free (Comparison *self)
{
  g_array_unref (self->looks);
  g_ptr_array_unref (self->seen);
  g_array_unref (self->picks);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Comparison, comparison_free)

static DexFuture *
pick_work (gpointer data)
{
  Comparison *self = data;
  LbPick *picks = (LbPick *) (gpointer) self->picks->data;

  g_array_set_size (self->picks,
                    lb_diverse_pick ((const LbLook *) (gconstpointer) self->looks->data,
                                     self->looks->len, self->n_min, self->picks->len, picks));

  return dex_future_new_true ();
}

static Comparison *
comparison_new (LbPictureChoice *self)
{
  Comparison *comparison = g_new0 (Comparison, 1);

  comparison->looks = g_array_new (FALSE, FALSE, sizeof (LbLook));
  comparison->seen = g_ptr_array_new_with_free_func (g_object_unref);
  comparison->picks = g_array_new (FALSE, TRUE, sizeof (LbPick));
  comparison->n_min = self->n_min;
  g_array_set_size (comparison->picks, self->n_max);
  for (guint i = 0; i < self->looks->len; i++)
    if (g_ptr_array_index (self->looks, i) != NULL)
      {
        g_array_append_vals (comparison->looks, g_ptr_array_index (self->looks, i), 1);
        g_ptr_array_add (comparison->seen, g_object_ref (g_ptr_array_index (self->images, i)));
      }

  return comparison;
}

static DexFuture *
run_fiber (gpointer data)
{
  LbPictureChoice *self = data;
  g_autoptr (Comparison) comparison = NULL;
  DexFuture *fibers[AT_ONCE];

  for (guint i = 0; i < AT_ONCE; i++)
    fibers[i] = dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self), g_object_unref);
  dex_await (dex_future_allv (fibers, AT_ONCE), NULL);
  for (guint i = 0; i < AT_ONCE; i++)
    dex_unref (fibers[i]);
  if (is_cancelled (self))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The choice was stopped");

  comparison = comparison_new (self);
  dex_await (lb_threads_run (pick_work, comparison, NULL), NULL);
  for (guint i = 0; i < comparison->picks->len; i++)
    {
      const LbPick *pick = &g_array_index (comparison->picks, LbPick, i);

      g_ptr_array_add (self->chosen,
                       g_object_ref (g_ptr_array_index (comparison->seen, pick->index)));
      g_array_append_vals (self->picks, pick, 1);
    }

  return dex_future_new_true ();
}

/**
 * lb_picture_choice_run:
 * @self: a choice that has not run yet
 *
 * Looks at the thumbnails of up to 200 pictures, on threads, and compares them there. One that
 * can't be seen is left out. The same pictures give the same choice.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED
 */
DexFuture *
lb_picture_choice_run (LbPictureChoice *self)
{
  dex_return_error_if_fail (LB_IS_PICTURE_CHOICE (self));

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

/* What is under way ends by itself, and nothing comes of it. */
void
lb_picture_choice_cancel (LbPictureChoice *self)
{
  g_return_if_fail (LB_IS_PICTURE_CHOICE (self));

  dex_cancellable_cancel (self->cancel);
}

guint
lb_picture_choice_get_n_done (LbPictureChoice *self)
{
  g_return_val_if_fail (LB_IS_PICTURE_CHOICE (self), 0);

  return self->n_done;
}

guint
lb_picture_choice_get_n_total (LbPictureChoice *self)
{
  g_return_val_if_fail (LB_IS_PICTURE_CHOICE (self), 0);

  return self->images->len;
}

guint
lb_picture_choice_get_n_chosen (LbPictureChoice *self)
{
  g_return_val_if_fail (LB_IS_PICTURE_CHOICE (self), 0);

  return self->chosen->len;
}

LbImage *
lb_picture_choice_get_image (LbPictureChoice *self, guint position)
{
  g_return_val_if_fail (LB_IS_PICTURE_CHOICE (self), NULL);
  g_return_val_if_fail (position < self->chosen->len, NULL);

  return g_ptr_array_index (self->chosen, position);
}

const LbPick *
lb_picture_choice_get_pick (LbPictureChoice *self, guint position)
{
  g_return_val_if_fail (LB_IS_PICTURE_CHOICE (self), NULL);
  g_return_val_if_fail (position < self->picks->len, NULL);

  return &g_array_index (self->picks, LbPick, position);
}
