/// The contract of service proxies, in network namespaces of a real kernel.
@NullMarked
package io.troupe.node.network.proxy;

import org.jspecify.annotations.NullMarked;
