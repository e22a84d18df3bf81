/// Services over HTTP: views, routes and logs.
@NullMarked
package io.troupe.http.service;

import org.jspecify.annotations.NullMarked;
