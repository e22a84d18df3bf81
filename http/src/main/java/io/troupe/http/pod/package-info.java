/// Pods over HTTP: views and routes.
@NullMarked
package io.troupe.http.pod;

import org.jspecify.annotations.NullMarked;
