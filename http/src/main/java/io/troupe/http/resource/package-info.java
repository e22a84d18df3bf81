/// Any resource by kind and link, now or at a moment in the past.
@NullMarked
package io.troupe.http.resource;

import org.jspecify.annotations.NullMarked;
