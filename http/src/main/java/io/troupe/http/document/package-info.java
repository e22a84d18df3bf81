/// Bodies as they come over the wire, made into located trees that the manifest readers understand:
/// JSON for the old routes, YAML or JSON in several documents for `/v2`.
@NullMarked
package io.troupe.http.document;

import org.jspecify.annotations.NullMarked;
