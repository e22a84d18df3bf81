package io.troupe.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules hold for everything that is shipped.
class ArchitectureTest {
  private static JavaClasses shipped;

  @BeforeAll
  static void read() {
    shipped =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.troupe");
  }

  private static Set<String> rules() {
    return Rules.ALL.keySet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theRuleHolds(String rule) {
    Rules.ALL.get(rule).check(shipped);
  }

  @Test
  void everyModuleThatIsOnTheClassPathWasRead() {
    assertThat(shipped.stream().map(type -> type.getPackageName()).toList())
        .contains(
            "io.troupe.core",
            "io.troupe.core.pod",
            "io.troupe.persistence.codec",
            "io.troupe.persistence.sqlite",
            "io.troupe.actors",
            "io.troupe.actors.session");
  }
}
