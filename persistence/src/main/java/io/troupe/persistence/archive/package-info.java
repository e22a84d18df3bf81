/// Moving everything that is stored from one storage to another, byte for byte, with a proof that
/// both hold the same.
@NullMarked
package io.troupe.persistence.archive;

import org.jspecify.annotations.NullMarked;
