/// Golden files: a sample of every stored event, kept as text, that must read back for ever.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence.golden;
