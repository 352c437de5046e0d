#include "jobs/lb-crop-proposal.h"

struct _LbCropProposal
{
  GObject parent_instance;

  LbCropSource *source; /* (owned) */
  GObject *picture;     /* (owned) */
  LbCrop crop;
  gboolean chosen;
};

G_DEFINE_FINAL_TYPE (LbCropProposal, lb_crop_proposal, G_TYPE_OBJECT)

typedef enum
{
  PROP_CHOSEN = 1
} LbCropProposalProperty;

static GParamSpec *props[PROP_CHOSEN + 1];

static void
lb_crop_proposal_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCropProposal *self = LB_CROP_PROPOSAL (object);

  switch ((LbCropProposalProperty) prop_id)
    {
    case PROP_CHOSEN: g_value_set_boolean (value, self->chosen); break;
    default:          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_crop_proposal_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  LbCropProposal *self = LB_CROP_PROPOSAL (object);

  switch ((LbCropProposalProperty) prop_id)
    {
    case PROP_CHOSEN: lb_crop_proposal_set_chosen (self, g_value_get_boolean (value)); break;
    default:          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_crop_proposal_finalize (GObject *object)
{
  LbCropProposal *self = LB_CROP_PROPOSAL (object);

  g_clear_object (&self->source);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (lb_crop_proposal_parent_class)->finalize (object);
}

static void
lb_crop_proposal_class_init (LbCropProposalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_crop_proposal_get_property;
  object_class->set_property = lb_crop_proposal_set_property;
  object_class->finalize = lb_crop_proposal_finalize;

  props[PROP_CHOSEN] =
    g_param_spec_boolean ("chosen", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_crop_proposal_init (LbCropProposal *self)
{
  self->chosen = TRUE;
}

LbCropProposal *
lb_crop_proposal_new (LbCropSource *source, gpointer picture, const LbCrop *crop)
{
  LbCropProposal *self = g_object_new (LB_TYPE_CROP_PROPOSAL, NULL);

  self->source = g_object_ref (source);
  self->picture = g_object_ref (picture);
  self->crop = *crop;

  return self;
}

LbCropSource *
lb_crop_proposal_get_source (LbCropProposal *self)
{
  g_return_val_if_fail (LB_IS_CROP_PROPOSAL (self), NULL);
  return self->source;
}

gpointer
lb_crop_proposal_get_picture (LbCropProposal *self)
{
  g_return_val_if_fail (LB_IS_CROP_PROPOSAL (self), NULL);
  return self->picture;
}

const LbCrop *
lb_crop_proposal_get_crop (LbCropProposal *self)
{
  g_return_val_if_fail (LB_IS_CROP_PROPOSAL (self), NULL);
  return &self->crop;
}

gboolean
lb_crop_proposal_get_chosen (LbCropProposal *self)
{
  g_return_val_if_fail (LB_IS_CROP_PROPOSAL (self), FALSE);
  return self->chosen;
}

void
lb_crop_proposal_set_chosen (LbCropProposal *self, gboolean chosen)
{
  g_return_if_fail (LB_IS_CROP_PROPOSAL (self));

  if (self->chosen == !!chosen)
    return;

  self->chosen = !!chosen;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
}
