/// Contracts that every driver passes.
@NullMarked
package io.troupe.node.container;

import org.jspecify.annotations.NullMarked;
