/// Tests of what an agent does for its pods.
@NullMarked
package io.troupe.node.pod;

import org.jspecify.annotations.NullMarked;
