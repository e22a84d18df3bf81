/// What the build runs once to learn which classes a start needs, for the JVM's AOT cache. Nothing
/// here runs afterwards.
@NullMarked
package io.troupe.cli.training;

import org.jspecify.annotations.NullMarked;
