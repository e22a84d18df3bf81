package io.troupe.http.document;

import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Problem;
import io.troupe.core.manifest.Problem.Fault;

/// A body that is no document: where it breaks off, and why.
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Malformed(Location location, String path, String message, String remedy) {
    super(message, null, false, false);
    problem = new Problem(Fault.SHAPE, path, "", location, message, remedy);
  }

  Problem problem() {
    return problem;
  }
}
