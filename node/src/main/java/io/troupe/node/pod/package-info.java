/// One pod on its node: started, watched, restarted with back-off, replaced, and ended with grace.
@NullMarked
package io.troupe.node.pod;

import org.jspecify.annotations.NullMarked;
