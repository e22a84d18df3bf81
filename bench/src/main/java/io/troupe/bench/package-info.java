/// Benchmarks, each a `main` that `bench/run` starts: it gives work to the real thing, to a plain
/// reference beside it in turns where there is one, and prints a table and the machine. They are
/// not part of the gate and nothing of them is published.
@NullMarked
package io.troupe.bench;

import org.jspecify.annotations.NullMarked;
