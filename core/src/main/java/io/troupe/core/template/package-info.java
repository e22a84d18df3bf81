/// What runs in a pod: containers, images, ports, environment, mounts and limits, as immutable
/// values.
@NullMarked
package io.troupe.core.template;

import org.jspecify.annotations.NullMarked;
