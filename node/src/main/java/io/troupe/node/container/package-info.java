/// What runs containers, as an interface whose calls block, and the values it speaks in.
@NullMarked
package io.troupe.node.container;

import org.jspecify.annotations.NullMarked;
