/// The scheduler of a control member: the pure algorithm of `core.placement`, its picture of the
/// fleet kept up to date, and the conversation with the nodes, who have the last word.
@NullMarked
package io.troupe.actors.scheduling;

import org.jspecify.annotations.NullMarked;
