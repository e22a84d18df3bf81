/// What tests need of the network.
@NullMarked
package io.troupe.persistence.net;

import org.jspecify.annotations.NullMarked;
