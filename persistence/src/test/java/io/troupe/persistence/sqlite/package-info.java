/// Tests of the embedded journal.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence.sqlite;
