/// Amounts that users write with units: memory and processor time, parsed, added and printed.
@NullMarked
package io.troupe.core.quantity;

import org.jspecify.annotations.NullMarked;
