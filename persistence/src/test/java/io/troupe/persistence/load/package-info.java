/// What tests that measure time have to know of the machine they run on.
@NullMarked
package io.troupe.persistence.load;

import org.jspecify.annotations.NullMarked;
