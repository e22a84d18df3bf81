/// Manifests of several resources applied in one go, each checked before the first is written.
@NullMarked
package io.troupe.http.apply;

import org.jspecify.annotations.NullMarked;
