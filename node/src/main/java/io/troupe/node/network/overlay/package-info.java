/// What connects pods: a bridge that those of this node stand on, and a VXLAN to those of others.
/// Everything is worked out anew from the kernel and the container engine each time, and only what
/// differs is changed.
@NullMarked
package io.troupe.node.network.overlay;

import org.jspecify.annotations.NullMarked;
