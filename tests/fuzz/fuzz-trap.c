/* A critical warning is fatal in the tests and ends in a trap, which libFuzzer does not catch: it
 * becomes an abort, and the input that led to it is kept. */

#include <signal.h>
#include <stdlib.h>

static void
trapped (int number)
{
  abort ();
}

__attribute__ ((constructor)) static void
catch_traps (void)
{
  signal (SIGTRAP, trapped);
}
