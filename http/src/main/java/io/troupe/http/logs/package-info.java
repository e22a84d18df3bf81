/// What containers print, at the reader's pace.
@NullMarked
package io.troupe.http.logs;

import org.jspecify.annotations.NullMarked;
