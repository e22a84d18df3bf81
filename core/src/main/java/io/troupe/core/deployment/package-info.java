/// The deployment: one version of a service's template and the set of pods that run it.
@NullMarked
package io.troupe.core.deployment;

import org.jspecify.annotations.NullMarked;
