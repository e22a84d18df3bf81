/// The pod: one placement of a template's containers on one node, from creation to removal.
@NullMarked
package io.troupe.core.pod;

import org.jspecify.annotations.NullMarked;
