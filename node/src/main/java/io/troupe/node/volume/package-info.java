/// Directories for pods that live as long as the pod does.
@NullMarked
package io.troupe.node.volume;

import org.jspecify.annotations.NullMarked;
