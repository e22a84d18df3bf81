/// The name server over real sockets, and its parts one by one.
@NullMarked
package io.troupe.node.dns;

import org.jspecify.annotations.NullMarked;
