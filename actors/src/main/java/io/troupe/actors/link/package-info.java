/// How an agent in a process of its own reaches its session: a carrier over Akka remoting, to
/// whichever control member answers. The session's messages go through unchanged.
@NullMarked
package io.troupe.actors.link;

import org.jspecify.annotations.NullMarked;
