/// Pools of addresses: which service has which address, which node which subnet for its pods.
@NullMarked
package io.troupe.core.pool;

import org.jspecify.annotations.NullMarked;
