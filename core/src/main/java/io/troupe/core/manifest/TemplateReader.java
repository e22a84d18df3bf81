package io.troupe.core.manifest;

import io.troupe.core.manifest.ContainerReader.Container;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.TemplateVolume;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The template of a service or deployment.
final class TemplateReader {
  private static final int MOST_TERMINATION_SECONDS = 86_400;

  private TemplateReader() {}

  /// The template; null when absent, or an object without any field, as views of empty templates
  /// have it.
  static @Nullable TemplatePatch template(Fields spec) {
    Tree tree = spec.find("template");
    if (tree == null || (tree instanceof Tree.Mapping given && given.entries().isEmpty())) {
      return null;
    }
    return Fields.read(tree, spec.findings(), TemplateReader::patch);
  }

  private static TemplatePatch patch(Fields fields) {
    List<TemplateVolume> volumes = VolumeReader.volumes(fields);
    List<Container> containers = containers(fields);
    List<ContainerTemplate> templates = containers.stream().map(Container::template).toList();
    check(fields, templates, volumes);
    Integer termination =
        fields.integer(
            0,
            MOST_TERMINATION_SECONDS,
            "termination",
            "termination_seconds",
            "termination_grace_seconds",
            "termination_grace_period_seconds",
            "terminationGracePeriodSeconds");
    return new TemplatePatch(
        new PodTemplate(
            templates,
            volumes,
            termination == null ? PodTemplate.DEFAULT_TERMINATION_SECONDS : termination),
        names(containers, Container::restartGiven),
        names(containers, Container::securityGiven),
        termination != null);
  }

  private static List<Container> containers(Fields fields) {
    List<Container> containers = new ArrayList<>();
    fields.objects(
        container -> containers.add(ContainerReader.read(container, containers.size() + 1)),
        "containers");
    return containers;
  }

  private static Set<String> names(List<Container> containers, Predicate<Container> given) {
    return containers.stream()
        .filter(given)
        .map(container -> container.template().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void check(
      Fields fields, List<ContainerTemplate> containers, List<TemplateVolume> volumes) {
    Findings findings = fields.findings();
    List<Tree> items =
        fields.find("containers") instanceof Tree.Sequence given ? given.items() : List.of();
    if (items.isEmpty()) {
      findings.value(
          fields.path("containers"),
          fields.location(),
          "the template has no container",
          "give at least one");
    }
    if (items.size() != containers.size()) {
      return;
    }
    Set<String> names = new HashSet<>();
    Set<String> hostPorts = new HashSet<>();
    List<String> known = volumes.stream().map(TemplateVolume::name).toList();
    for (int i = 0; i < containers.size(); i++) {
      ContainerTemplate container = containers.get(i);
      Tree item = items.get(i);
      if (!names.add(container.name())) {
        findings.value(
            Tree.member(item.path(), "name"),
            item.location(),
            "two containers have the name `" + container.name() + "`",
            "rename one of them");
      }
      checkPorts(findings, item, container, hostPorts);
      checkMounts(findings, item, container, known);
    }
  }

  private static void checkPorts(
      Findings findings, Tree item, ContainerTemplate container, Set<String> hostPorts) {
    for (PortBinding port : container.ports()) {
      String hostPort = port.hostPort() + "/" + port.protocol().label();
      if (port.hostPort() != 0 && !hostPorts.add(hostPort)) {
        findings.value(
            Tree.member(item.path(), "ports"),
            item.location(),
            "the host port " + hostPort + " is published twice",
            "choose another host port");
      }
    }
  }

  private static void checkMounts(
      Findings findings, Tree item, ContainerTemplate container, List<String> volumes) {
    for (int i = 0; i < container.mounts().size(); i++) {
      String volume = container.mounts().get(i).volume();
      if (!volumes.contains(volume)) {
        findings.value(
            Tree.member(Tree.item(Tree.member(item.path(), "volumes"), i), "name"),
            item.location(),
            "the template has no volume `" + volume + "`",
            volumes.isEmpty()
                ? "add it to the template's volumes"
                : Nearest.remedy(volume, volumes));
      }
    }
  }
}
