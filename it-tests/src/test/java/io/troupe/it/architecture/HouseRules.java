package io.troupe.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.regex.Pattern;

/// Names and habits of the whole project.
final class HouseRules {
  private static final Pattern EMPTY_WORDS =
      Pattern.compile(".*(Manager|Helper|Helpers|Util|Utils|Impl)|(Abstract|Default)[A-Z].*");

  static final ArchRule NAMES_SAY_SOMETHING =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("io.troupe..")
          .should(haveNoEmptyWordInTheirName())
          .because("such a name says what a class is made of, not what it is");

  static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS =
      noFields()
          .should()
          .beAnnotatedWith("jakarta.inject.Inject")
          .orShould()
          .beAnnotatedWith("javax.inject.Inject")
          .orShould()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .orShould()
          .beAnnotatedWith("com.google.inject.Inject")
          .because("what a class needs is given to its constructor");

  static final ArchRule FIELDS_ARE_NOT_PUBLIC =
      noFields()
          .that()
          .areNotStatic()
          .should()
          .bePublic()
          .because("what may be seen has an accessor or is a record");

  static final ArchRule DAEMONS_DO_NOT_SLEEP =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.troupe.cli..", "io.troupe.bench..")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .because("who waits waits for something; only a command in the foreground may pause");

  static final ArchRule NOTHING_IS_PRINTED_BUT_BY_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.troupe.cli..", "io.troupe.bench..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("a daemon speaks through its log");

  static final ArchRule ACCESSORS_HAVE_NO_GET =
      ArchRuleDefinition.methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.troupe.core..")
          .should(notBeNamedLikeAGetter())
          .because("a record's accessor is named like its component");

  private HouseRules() {}

  private static ArchCondition<JavaClass> haveNoEmptyWordInTheirName() {
    return new ArchCondition<>("have no Manager, Helper, Util, Impl, Abstract or Default in it") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (EMPTY_WORDS.matcher(type.getSimpleName()).matches()) {
          events.add(
              SimpleConditionEvent.violated(
                  type, "%s is named after nothing it does".formatted(type.getName())));
        }
      }
    };
  }

  private static ArchCondition<JavaMethod> notBeNamedLikeAGetter() {
    return new ArchCondition<>("not be named like a getter") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (method.getName().matches("get[A-Z].*") && method.getRawParameterTypes().isEmpty()) {
          events.add(
              SimpleConditionEvent.violated(
                  method, "%s is named like a getter".formatted(method.getFullName())));
        }
      }
    };
  }
}
