/// The whole system from outside: the assembled distribution as processes of its own, a real Docker
/// Engine, crashes and full disks. Nothing here looks inside; what is checked is what a user sees
/// through the API, the command line and `docker inspect`.
@NullMarked
package io.troupe.it;

import org.jspecify.annotations.NullMarked;
