/// Benchmarks with a `main` each. They print one line per result and are not part of the gate.
@NullMarked
package io.troupe.bench;

import org.jspecify.annotations.NullMarked;
