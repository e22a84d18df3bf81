/// The cluster as a whole over HTTP.
@NullMarked
package io.troupe.http.cluster;

import org.jspecify.annotations.NullMarked;
