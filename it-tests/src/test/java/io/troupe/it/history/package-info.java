/// Histories of what concurrent clients asked and were told, and whether one order of the requests
/// explains them.
@NullMarked
package io.troupe.it.history;

import org.jspecify.annotations.NullMarked;
