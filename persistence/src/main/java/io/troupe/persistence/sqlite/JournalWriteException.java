package io.troupe.persistence.sqlite;

/// A write that is not in the journal. The journal itself lives on, and the next write may succeed.
public final class JournalWriteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalWriteException(String message) {
    super(message);
  }

  JournalWriteException(String message, Throwable cause) {
    super(message, cause);
  }
}
