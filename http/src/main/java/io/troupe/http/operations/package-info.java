/// What those who run the platform look at: health, metrics, release, the API's own description.
@NullMarked
package io.troupe.http.operations;

import org.jspecify.annotations.NullMarked;
