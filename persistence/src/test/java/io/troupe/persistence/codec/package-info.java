/// Tests of the codec.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence.codec;
