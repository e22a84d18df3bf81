package io.troupe.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Which release this is, as the build wrote it down.
///
/// @param commit empty when the build did not know it
public record Release(String version, String commit) {
  /// This release.
  public static Release current() {
    Properties properties = new Properties();
    try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
      if (in == null) {
        throw new IllegalStateException("release.properties is not in the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Release(properties.getProperty("version", ""), properties.getProperty("commit", ""));
  }
}
