/// Small families of every shape the domain uses.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence.sample;
