/// Contracts that every driver passes.
@NullMarked
package io.troupe.node.volume;

import org.jspecify.annotations.NullMarked;
