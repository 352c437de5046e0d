#include "base/lb-shield.h"

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  DexPromise *promise = data;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, error);

  return dex_future_new_true ();
}

DexFuture *
lb_shield (DexFuture *future)
{
  DexPromise *promise = dex_promise_new ();

  dex_future_disown (dex_future_finally (future, ended_cb, dex_ref (promise), dex_unref));

  return DEX_FUTURE (promise);
}
