package io.troupe.persistence.sqlite;

/// A query that the database did not answer.
public final class JournalReadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalReadException(String message, Throwable cause) {
    super(message, cause);
  }
}
