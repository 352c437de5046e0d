#include "config.h"

#include "ui/widgets/lb-name-words.h"

#include <glib/gi18n.h>

#include "model/lb-entered-name.h"

const char *
lb_name_words (const char *name)
{
  switch (lb_entered_name_judge (name))
    {
    case LB_ENTERED_NAME_LINE: return _ ("A name is one line, without control characters.");
    case LB_ENTERED_NAME_TURN:
      return _ ("The name turns the direction of text, and would look like another one.");
    case LB_ENTERED_NAME_LONG:     return _ ("The name is too long.");
    case LB_ENTERED_NAME_ENCODING: return _ ("The name is not text in UTF-8.");
    case LB_ENTERED_NAME_GOOD:
    case LB_ENTERED_NAME_BLANK:
    default:                       return NULL;
    }
}
