/// What holds images, and how an agent gets one: by policy, with the registry's credentials, each
/// reference once at a time.
@NullMarked
package io.troupe.node.image;

import org.jspecify.annotations.NullMarked;
