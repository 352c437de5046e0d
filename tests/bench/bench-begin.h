#pragma once

/* Gets ready what a benchmark in a window needs, with @argv, out of which its own options have been
 * taken. The fixtures are those of the tests; nothing is said as a test says it. */
void bench_begin (char **argv);
