package io.troupe.core.template;

import java.util.List;

/// A volume that the containers of one template may mount.
///
/// @param type free text of the manifest, informational
public record TemplateVolume(String name, String type, Source source) {
  /// Where a volume's content comes from.
  public sealed interface Source {
    /// An empty directory that lives as long as the pod.
    record PodDirectory() implements Source {}

    /// A volume resource of the namespace.
    record Claim(String volume, String subPath) implements Source {}

    /// Keys of a secret as files.
    record SecretFiles(String secret, List<KeyFile> binds) implements Source {
      public SecretFiles {
        binds = List.copyOf(binds);
      }
    }

    /// Keys of a config as files.
    record ConfigFiles(String config, List<KeyFile> binds) implements Source {
      public ConfigFiles {
        binds = List.copyOf(binds);
      }
    }
  }

  /// A key and the file it is written to.
  public record KeyFile(String key, String file) {}
}
