/// Contracts that every driver passes.
@NullMarked
package io.troupe.node.image;

import org.jspecify.annotations.NullMarked;
