/// Pod templates and quantities as clients see them.
@NullMarked
package io.troupe.http.template;

import org.jspecify.annotations.NullMarked;
