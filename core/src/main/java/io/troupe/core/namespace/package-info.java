/// The namespace: the boundary of names and quotas, with the index of what it holds.
@NullMarked
package io.troupe.core.namespace;

import org.jspecify.annotations.NullMarked;
