/// Connection tracking: which connections netfilter knows, and how it rewrites them. {@link
/// io.troupe.netlink.conntrack.Conntrack} has the verbs of `conntrack`; what it is for here is to
/// end the mappings of a backend that is gone, which UDP clients would keep alive.
@NullMarked
package io.troupe.netlink.conntrack;

import org.jspecify.annotations.NullMarked;
