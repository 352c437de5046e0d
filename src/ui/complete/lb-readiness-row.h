#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One point of the readiness list: an icon and words, and the way to what is missing. */
#define LB_TYPE_READINESS_ROW (lb_readiness_row_get_type ())
G_DECLARE_FINAL_TYPE (LbReadinessRow, lb_readiness_row, LB, READINESS_ROW, AdwActionRow)

typedef enum
{
  LB_READINESS_DONE,
  LB_READINESS_NEEDED,
  LB_READINESS_WORTH_A_LOOK /* stands in nobody's way */
} LbReadinessState;

/* @action: (nullable): the word at the end ("Show") of a row that leads to @place ("missing"). */
void lb_readiness_row_set_state (LbReadinessRow *self,
                                 LbReadinessState state,
                                 const char *title,
                                 const char *subtitle,
                                 const char *action,
                                 const char *place);
/* (nullable): as set. */
const char *lb_readiness_row_get_place (LbReadinessRow *self);

G_END_DECLS
