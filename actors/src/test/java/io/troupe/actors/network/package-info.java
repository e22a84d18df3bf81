@NullMarked
package io.troupe.actors.network;

import org.jspecify.annotations.NullMarked;
