package io.troupe.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.RestartPolicy.When;
import io.troupe.core.template.TemplateVolume.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final ContainerTemplate CONTAINER =
      ContainerTemplate.of("web", Image.named("nginx"));

  @Test
  void equalValuesHaveEqualFingerprintsWhateverTheOrderOfTheirMaps() {
    Map<String, String> one = new LinkedHashMap<>();
    Map<String, String> other = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      one.put("k" + i, "v");
      other.put("k" + (19 - i), "v");
    }
    assertThat(Fingerprint.of(one)).isEqualTo(Fingerprint.of(other));
    assertThat(Fingerprint.of(new Selector("", one)))
        .isEqualTo(Fingerprint.of(new Selector("", other)));
  }

  @Test
  void theOrderOfASetDoesNotCountAndThatOfAListDoes() {
    List<String> items = new ArrayList<>(List.of("a", "b", "c"));
    Set<String> one = new LinkedHashSet<>(items);
    String list = Fingerprint.of(items);
    Collections.reverse(items);
    assertThat(Fingerprint.of(new LinkedHashSet<>(items))).isEqualTo(Fingerprint.of(one));
    assertThat(Fingerprint.of(items)).isNotEqualTo(list);
  }

  /// The fingerprint that agents have put on containers must not move from version to version.
  @Test
  void staysWhatItIs() {
    assertThat(Fingerprint.of(CONTAINER)).isEqualTo("83652094c10557ab").hasSize(16);
  }

  @Test
  void theFormOfASecretDoesNotCount() {
    Image named = new Image("nginx", "", "s", "", PullPolicy.MISSING, false);
    Image object = new Image("nginx", "", "s", "", PullPolicy.MISSING, true);
    assertThat(Fingerprint.of(object)).isEqualTo(Fingerprint.of(named));
    assertThat(object).isNotEqualTo(named);
  }

  /// A record as it was, and as a later version has it, in two holders to keep the name.
  static final class Before {
    private Before() {}

    record Thing(String name) {}
  }

  /// The later version.
  static final class After {
    private After() {}

    record Thing(
        String name,
        String text,
        int number,
        double share,
        boolean flag,
        List<String> items,
        Map<String, String> labels,
        Limits limits) {}
  }

  @Test
  void componentsThatAreAddedEmptyDoNotChangeIt() {
    var later = new After.Thing("x", "", 0, 0, false, List.of(), Map.of(), Limits.NONE);
    assertThat(Fingerprint.of(later)).isEqualTo(Fingerprint.of(new Before.Thing("x")));
  }

  @Test
  void anyComponentThatIsNotEmptyChangesIt() {
    Set<String> seen = new HashSet<>();
    for (Object thing :
        List.of(
            new Before.Thing("x"),
            new After.Thing("x", "t", 0, 0, false, List.of(), Map.of(), Limits.NONE),
            new After.Thing("x", "", 1, 0, false, List.of(), Map.of(), Limits.NONE),
            new After.Thing("x", "", 0, 0.25, false, List.of(), Map.of(), Limits.NONE),
            new After.Thing("x", "", 0, 0.5, false, List.of(), Map.of(), Limits.NONE),
            new After.Thing("x", "", 0, 0, true, List.of(), Map.of(), Limits.NONE),
            new After.Thing("x", "", 0, 0, false, List.of(""), Map.of(), Limits.NONE),
            new After.Thing("x", "", 0, 0, false, List.of(), Map.of("a", ""), Limits.NONE),
            new After.Thing(
                "x",
                "",
                0,
                0,
                false,
                List.of(),
                Map.of(),
                new Limits(Cpu.millis(1), Memory.ZERO)))) {
      assertThat(seen.add(Fingerprint.of(thing))).describedAs("%s", thing).isTrue();
    }
  }

  @Test
  void whichAlternativeItIsCountsEvenWhenItHoldsNothing() {
    assertThat(Fingerprint.of(new TemplateVolume("v", "", new Source.PodDirectory())))
        .isNotEqualTo(Fingerprint.of(new TemplateVolume("v", "", new Source.Claim("", ""))));
  }

  @Test
  void textsDoNotRunIntoEachOther() {
    assertThat(Fingerprint.of(List.of("a,1:b"))).isNotEqualTo(Fingerprint.of(List.of("a", "b")));
    assertThat(Fingerprint.of(List.of("ab", "c"))).isNotEqualTo(Fingerprint.of(List.of("a", "bc")));
    assertThat(Fingerprint.of(new Selector("a", Map.of())))
        .isNotEqualTo(Fingerprint.of(new Selector("", Map.of("a", ""))));
  }

  @Test
  void everyFieldOfAContainerCounts() {
    Set<String> seen = new HashSet<>(Set.of(Fingerprint.of(CONTAINER)));
    Limits limits = new Limits(Cpu.millis(1), Memory.ZERO);
    List<ContainerTemplate> others =
        List.of(
            ContainerTemplate.of("other", Image.named("nginx")),
            ContainerTemplate.of("web", Image.named("redis")),
            ContainerTemplate.of("web", new Image("nginx", "s", "", "", PullPolicy.MISSING)),
            ContainerTemplate.of("web", new Image("nginx", "", "s", "", PullPolicy.MISSING)),
            ContainerTemplate.of("web", new Image("nginx", "", "", "s", PullPolicy.MISSING)),
            ContainerTemplate.of("web", new Image("nginx", "", "", "", PullPolicy.NEVER)),
            CONTAINER.withLimits(limits),
            words(List.of("a"), List.of(), List.of()),
            words(List.of(), List.of("a"), List.of()),
            words(List.of(), List.of(), List.of("a")),
            lists(List.of(new EnvVar.Plain("A", "")), List.of(), List.of()),
            lists(List.of(new EnvVar.FromSecret("A", "s", "k")), List.of(), List.of()),
            lists(List.of(new EnvVar.FromConfig("A", "s", "k")), List.of(), List.of()),
            lists(List.of(), List.of(new PortBinding("", 0, 80, Protocol.TCP)), List.of()),
            lists(List.of(), List.of(new PortBinding("", 0, 80, Protocol.UDP)), List.of()),
            lists(List.of(), List.of(new PortBinding("", 80, 80, Protocol.TCP)), List.of()),
            lists(List.of(), List.of(), List.of(new Mount("v", "/v", "", false))),
            lists(List.of(), List.of(), List.of(new Mount("v", "/v", "", true))),
            rest("/", Limits.NONE, RestartPolicy.ALWAYS, Security.NONE, Map.of(), "", ""),
            rest("", limits, RestartPolicy.ALWAYS, Security.NONE, Map.of(), "", ""),
            rest("", Limits.NONE, new RestartPolicy(When.NO, 0), Security.NONE, Map.of(), "", ""),
            rest("", Limits.NONE, new RestartPolicy(When.NO, 1), Security.NONE, Map.of(), "", ""),
            rest("", Limits.NONE, RestartPolicy.ALWAYS, new Security(true, ""), Map.of(), "", ""),
            rest("", Limits.NONE, RestartPolicy.ALWAYS, new Security(false, "u"), Map.of(), "", ""),
            rest("", Limits.NONE, RestartPolicy.ALWAYS, Security.NONE, Map.of("a", "b"), "", ""),
            rest("", Limits.NONE, RestartPolicy.ALWAYS, Security.NONE, Map.of(), "h:1", ""),
            rest("", Limits.NONE, RestartPolicy.ALWAYS, Security.NONE, Map.of(), "", "h:1"));
    for (ContainerTemplate other : others) {
      assertThat(seen.add(Fingerprint.of(other))).describedAs("%s", other).isTrue();
    }
  }

  private static ContainerTemplate words(
      List<String> entrypoint, List<String> command, List<String> args) {
    return new ContainerTemplate(
        "web",
        CONTAINER.image(),
        entrypoint,
        command,
        args,
        "",
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        Limits.NONE,
        RestartPolicy.ALWAYS,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  private static ContainerTemplate lists(
      List<EnvVar> env, List<PortBinding> ports, List<Mount> mounts) {
    return new ContainerTemplate(
        "web",
        CONTAINER.image(),
        List.of(),
        List.of(),
        List.of(),
        "",
        env,
        ports,
        mounts,
        Limits.NONE,
        Limits.NONE,
        RestartPolicy.ALWAYS,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  private static ContainerTemplate rest(
      String workdir,
      Limits requests,
      RestartPolicy restart,
      Security security,
      Map<String, String> labels,
      String host,
      String dns) {
    return new ContainerTemplate(
        "web",
        CONTAINER.image(),
        List.of(),
        List.of(),
        List.of(),
        workdir,
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        requests,
        restart,
        security,
        labels,
        host.isEmpty() ? List.of() : List.of(host),
        dns.isEmpty() ? List.of() : List.of(dns));
  }
}
