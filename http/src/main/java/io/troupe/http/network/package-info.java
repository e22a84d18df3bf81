/// The network: how services can be called, and which addresses are given out.
@NullMarked
package io.troupe.http.network;

import org.jspecify.annotations.NullMarked;
