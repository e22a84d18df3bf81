/// Namespaces over HTTP: views and routes, with apply.
@NullMarked
package io.troupe.http.namespace;

import org.jspecify.annotations.NullMarked;
