/// Tests of the drivers that connect pods, and the hosts they run on.
@NullMarked
package io.troupe.node.network;

import org.jspecify.annotations.NullMarked;
