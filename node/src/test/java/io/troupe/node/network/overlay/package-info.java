/// Tests of the drivers that connect pods, in namespaces that are hosts.
@NullMarked
package io.troupe.node.network.overlay;

import org.jspecify.annotations.NullMarked;
