package io.troupe.core.manifest;

import static io.troupe.core.manifest.ManifestFixtures.container;
import static io.troupe.core.manifest.ManifestFixtures.containerOf;
import static io.troupe.core.manifest.ManifestFixtures.containerProblems;
import static io.troupe.core.manifest.ManifestFixtures.map;
import static io.troupe.core.manifest.ManifestFixtures.read;
import static io.troupe.core.manifest.ManifestFixtures.service;
import static io.troupe.core.manifest.ManifestFixtures.template;
import static io.troupe.core.manifest.ManifestFixtures.templateOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.RestartPolicy.When;
import io.troupe.core.template.Security;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerReaderTest {
  @Test
  void anImageMayBeAPlainTextOrAnObject() {
    assertThat(containerOf("image", "redis:7").image()).isEqualTo(Image.named("redis:7"));
    String hex = "0123456789abcdef".repeat(4);
    assertThat(
            containerOf(
                    "image",
                    map(
                        "name",
                        "reg.example:5000/web:1",
                        "sha",
                        hex,
                        "secret",
                        map("name", "pull", "key", "auth"),
                        "policy",
                        "Always"))
                .image())
        .isEqualTo(
            new Image(
                "reg.example:5000/web:1", "sha256:" + hex, "pull", "auth", PullPolicy.ALWAYS));
  }

  @Test
  void anImagesSecretMayBeAPlainText() {
    Image image = containerOf("image", map("name", "web", "secret", "pull")).image();
    assertThat(image.secret()).isEqualTo("pull");
    assertThat(image.secretKey()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "always, ALWAYS",
    "missing, MISSING",
    "IfNotPresent, MISSING",
    "never, NEVER",
    "'', MISSING"
  })
  void knowsBothSpellingsOfPullPolicies(String text, PullPolicy policy) {
    assertThat(containerOf("image", map("name", "web", "policy", text)).image().policy())
        .isEqualTo(policy);
  }

  @Test
  void complainsAboutImagesThatCannotBePulled() {
    for (Object image : List.of("", map("name", ""), map("sha", ""), "two words")) {
      var problems =
          read(Mode.STRICT, service("template", template(container("image", image)))).problems();
      assertThat(problems)
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem.attribute()).isEqualTo("image"));
    }
    assertThat(containerProblems("image", map("name", "web", "policy", "sometimes")))
        .singleElement()
        .asString()
        .contains("`sometimes` is no pull policy", "use always, missing or never");
    assertThat(containerProblems("image", map("name", "web", "sha", "abc")))
        .singleElement()
        .asString()
        .contains("`abc` is no digest");
  }

  @Test
  void commandsAreSplitAsAShellWouldOrTakenAsTheListTheyAre() {
    var container =
        containerOf("entrypoint", "sh -c", "command", "echo 'a b'", "args", List.of("daemon off;"));
    assertThat(container.entrypoint()).containsExactly("sh", "-c");
    assertThat(container.command()).containsExactly("echo", "a b");
    assertThat(container.args()).containsExactly("daemon off;");
    assertThat(containerOf("command", List.of("a b", "c")).command()).containsExactly("a b", "c");
  }

  @Test
  void anOpenQuoteIsAProblem() {
    assertThat(containerProblems("command", "echo 'a"))
        .singleElement()
        .asString()
        .contains("the quote ' is never closed at spec.template.containers[0].command");
  }

  @Test
  void readsPlainSecretAndConfigVariables() {
    assertThat(
            containerOf(
                    "env",
                    List.of(
                        map("name", "A", "value", "1"),
                        map("name", "B", "secret", map("name", "s", "key", "k")),
                        map("name", "C", "config", map("name", "c", "key", "k")),
                        map("name", "D", "value", "2", "secret", map(), "config", map()),
                        map("name", "E", "value", 5)))
                .env())
        .containsExactly(
            new EnvVar.Plain("A", "1"),
            new EnvVar.FromSecret("B", "s", "k"),
            new EnvVar.FromConfig("C", "c", "k"),
            new EnvVar.Plain("D", "2"),
            new EnvVar.Plain("E", "5"));
  }

  @Test
  void complainsAboutVariablesThatCannotBeSet() {
    assertThat(
            containerProblems(
                "env",
                List.of(
                    map("value", "1"),
                    map("name", "B", "secret", map("name", "s")),
                    map("name", "C", "value", "1"),
                    map("name", "C", "value", "2"))))
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("has no name", "containers[0].env[0].name"))
        .anySatisfy(line -> assertThat(line).contains("`s` is named without a key"))
        .anySatisfy(line -> assertThat(line).contains("`C` is given twice"));
  }

  @Test
  void readsPortsMountsUserAndTheRest() {
    var container =
        ManifestFixtures.templateOf(
                template(
                    container(
                        "ports", List.of("8080:80", "127.0.0.1:53:5353/udp", 9090),
                        "volumes",
                            List.of(
                                map(
                                    "name",
                                    "data",
                                    "mode",
                                    "ro",
                                    "path",
                                    "/data",
                                    "sub_path",
                                    "in")),
                        "workdir", "/srv",
                        "user", "1000:1000",
                        "labels", map("a", "b"),
                        "extra_hosts", List.of("db:10.0.0.1"),
                        "dns", List.of("10.0.0.53")),
                    map("name", "data")))
            .template()
            .containers()
            .getFirst();
    assertThat(container.ports())
        .containsExactly(
            new PortBinding("", 8080, 80, Protocol.TCP),
            new PortBinding("127.0.0.1", 53, 5353, Protocol.UDP),
            new PortBinding("", 0, 9090, Protocol.TCP));
    assertThat(container.mounts()).containsExactly(new Mount("data", "/data", "in", true));
    assertThat(container.workdir()).isEqualTo("/srv");
    assertThat(container.security()).isEqualTo(new Security(false, "1000:1000"));
    assertThat(container.labels()).isEqualTo(Map.of("a", "b"));
    assertThat(container.extraHosts()).containsExactly("db:10.0.0.1");
    assertThat(container.dns()).containsExactly("10.0.0.53");
  }

  @Test
  void readsLimitsAndRequestsUnderEachOfTheirNames() {
    Limits request = new Limits(Cpu.millis(100), Memory.mebibytes(64));
    for (String name : List.of("quota", "requests", "request")) {
      var container =
          containerOf(
              "resources",
              map(
                  "limits",
                  map("ram", "128m", "cpu", "0.5"),
                  name,
                  map("memory", "64MiB", "cpu", 0.1)));
      assertThat(container.limits()).isEqualTo(new Limits(Cpu.millis(500), Memory.mebibytes(128)));
      assertThat(container.requests()).isEqualTo(request);
    }
    assertThat(containerOf("resources", map("limits", map("ram", "", "cpu", ""))).limits())
        .isEqualTo(Limits.NONE);
  }

  @Test
  void aBadQuantityNamesTheFieldAndTheRemedy() {
    var problems =
        ManifestFixtures.problems(
            "template",
            template(
                container("resources", map("limits", map("ram", "128 apples", "cpu", "fast")))));
    assertThat(problems).extracting(Problem::fault).containsOnly(Problem.Fault.QUANTITY).hasSize(2);
    assertThat(problems.toString())
        .contains("containers[0].resources.limits.ram; write a number with a unit")
        .contains("containers[0].resources.limits.cpu; write 2, 0.5, 1/2 or 500m");
  }

  @Test
  void requestingMoreThanTheLimitOrUnderTwoNamesIsAProblem() {
    assertThat(
            containerProblems(
                "resources", map("limits", map("cpu", "1"), "quota", map("cpu", "2"))))
        .singleElement()
        .asString()
        .contains("more is requested than the limit allows");
    assertThat(
            containerProblems(
                "resources", map("requests", map("cpu", "1"), "quota", map("cpu", "2"))))
        .singleElement()
        .asString()
        .contains("mean the same");
  }

  @Test
  void tellsWhetherRestartAndSecurityWereGiven() {
    var patch =
        templateOf(
            map(
                "containers",
                List.of(
                    container(
                        "restart", map("policy", "on-failure", "attempt", 3),
                        "security", map("privileged", true, "user", "app")),
                    map("name", "bare", "image", "nginx"))));
    assertThat(patch.restartGiven()).containsExactly("web");
    assertThat(patch.securityGiven()).containsExactly("web");
    var container = patch.template().containers().getFirst();
    assertThat(container.restart()).isEqualTo(new RestartPolicy(When.ON_FAILURE, 3));
    assertThat(container.security()).isEqualTo(new Security(true, "app"));
    assertThat(patch.template().containers().getLast().restart()).isEqualTo(RestartPolicy.ALWAYS);
  }

  @Test
  void complainsAboutMountsThatCannotBeMade() {
    var lines =
        ManifestFixtures.lines(
            ManifestFixtures.problems(
                "template",
                template(
                    container(
                        "volumes",
                        List.of(
                            map("name", "dta", "path", "/a"),
                            map("name", "data", "path", "b"),
                            map("name", "data", "path", "/a"),
                            map("name", "data", "path", "/c", "sub_path", "../x"),
                            map("name", "data", "path", "/d", "mode", "rx"))),
                    map("name", "data"))));
    assertThat(lines)
        .hasSize(5)
        .anySatisfy(
            line -> assertThat(line).contains("has no volume `dta`", "did you mean `data`?"))
        .anySatisfy(line -> assertThat(line).contains("`b` is no absolute path"))
        .anySatisfy(line -> assertThat(line).contains("two volumes are mounted at `/a`"))
        .anySatisfy(line -> assertThat(line).contains("`../x` leads out of the volume"))
        .anySatisfy(line -> assertThat(line).contains("`rx` is no mode"));
  }

  @Test
  void aContainerWithoutANameGetsOneFromItsPlaceForOldClientsOnly() {
    var nameless = map("image", map("name", "nginx"));
    assertThat(read(Mode.STRICT, service("template", template(nameless))).problems()).hasSize(1);
    var tolerant = read(Mode.TOLERANT, service("template", template(nameless)));
    assertThat(tolerant.warnings()).hasSize(1);
    assertThat(tolerant.requireValue().patch().template().template().containers().getFirst().name())
        .isEqualTo("container-1");
  }
}
