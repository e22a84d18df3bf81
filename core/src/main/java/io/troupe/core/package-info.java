/// The vocabulary every resource shares.
@NullMarked
package io.troupe.core;

import org.jspecify.annotations.NullMarked;
