/// The HTTP surface: the server, its settings, and the list of everything it answers. The rooms
/// below it hold the frame that every route shares and one resource or one question each.
@NullMarked
package io.troupe.http;

import org.jspecify.annotations.NullMarked;
