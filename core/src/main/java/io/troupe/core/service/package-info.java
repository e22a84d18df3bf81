/// The service: what the user wants to run, and which deployment serves it.
@NullMarked
package io.troupe.core.service;

import org.jspecify.annotations.NullMarked;
