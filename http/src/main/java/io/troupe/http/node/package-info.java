/// Nodes over HTTP: views and routes.
@NullMarked
package io.troupe.http.node;

import org.jspecify.annotations.NullMarked;
