/// The C library as far as netlink needs it: a dozen functions bound through the foreign function
/// API. Nothing here is exported; no other package touches native memory.
@NullMarked
package io.troupe.netlink.posix;

import org.jspecify.annotations.NullMarked;
