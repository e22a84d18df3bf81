/// How the domain is written down. [io.troupe.persistence.codec.Vocabulary] knows the sealed
/// families and their stored names, [io.troupe.persistence.codec.Codec] turns their records into
/// CBOR (journal, snapshots, messages between members) or JSON (history views, golden files), and
/// the two Akka serializers carry it into Akka. The domain itself knows nothing of any of this.
@NullMarked
package io.troupe.persistence.codec;

import org.jspecify.annotations.NullMarked;
