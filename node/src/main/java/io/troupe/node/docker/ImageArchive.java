package io.troupe.node.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// An image of one layer in the form of `docker save`, which an engine loads.
final class ImageArchive {
  private ImageArchive() {}

  /// @param reference name and tag
  /// @param layer a tar archive of the root file system
  static byte[] of(String reference, byte[] layer) {
    String config =
        """
        {"architecture":"%s","os":"linux","config":{},\
        "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
        """
            .formatted(architecture(), sha256(layer));
    String manifest =
        """
        [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]\
        """
            .formatted(reference);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(layer.length + 8192);
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      add(tar, "layer.tar", layer);
      add(tar, "config.json", config.getBytes(StandardCharsets.UTF_8));
      add(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return arch.equals("aarch64") ? "arm64" : arch;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
