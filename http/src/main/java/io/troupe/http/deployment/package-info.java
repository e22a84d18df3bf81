/// Deployments over HTTP: views and routes.
@NullMarked
package io.troupe.http.deployment;

import org.jspecify.annotations.NullMarked;
