package io.troupe.http.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.KeyFile;
import io.troupe.core.template.TemplateVolume.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pod runs.
///
/// @param termination seconds between stop signal and kill, left out when it is the usual
@JsonInclude(Include.NON_EMPTY)
public record TemplateView(
    List<ContainerView> containers, List<VolumeView> volumes, @Nullable Integer termination) {
  /// A volume of the template; what it does not come from is an empty object.
  public record VolumeView(
      @JsonInclude(Include.NON_EMPTY) String name,
      @JsonInclude(Include.NON_EMPTY) String type,
      ClaimView volume,
      FilesView config,
      FilesView secret) {}

  /// A volume resource.
  @JsonInclude(Include.NON_EMPTY)
  public record ClaimView(String name, String subpath) {}

  /// Keys of a config or secret as files.
  @JsonInclude(Include.NON_EMPTY)
  public record FilesView(String name, List<KeyFile> binds) {}

  private static final ClaimView NO_CLAIM = new ClaimView("", "");
  private static final FilesView NO_FILES = new FilesView("", List.of());

  public static TemplateView of(PodTemplate template) {
    int seconds = template.terminationSeconds();
    return new TemplateView(
        template.containers().stream().map(ContainerView::of).toList(),
        template.volumes().stream().map(TemplateView::volume).toList(),
        seconds == PodTemplate.DEFAULT_TERMINATION_SECONDS ? null : seconds);
  }

  private static VolumeView volume(TemplateVolume volume) {
    return switch (volume.source()) {
      case Source.PodDirectory() -> volume(volume, NO_CLAIM, NO_FILES, NO_FILES);
      case Source.Claim(String name, String subPath) ->
          volume(volume, new ClaimView(name, subPath), NO_FILES, NO_FILES);
      case Source.SecretFiles(String secret, List<KeyFile> binds) ->
          volume(volume, NO_CLAIM, NO_FILES, new FilesView(secret, binds));
      case Source.ConfigFiles(String config, List<KeyFile> binds) ->
          volume(volume, NO_CLAIM, new FilesView(config, binds), NO_FILES);
    };
  }

  private static VolumeView volume(
      TemplateVolume volume, ClaimView claim, FilesView config, FilesView secret) {
    return new VolumeView(volume.name(), volume.type(), claim, config, secret);
  }
}
