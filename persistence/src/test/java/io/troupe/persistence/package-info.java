/// Tests of the journal, the codec and the history.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence;
