/// Tests on a real Cassandra, and what starts it.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence.cassandra;
