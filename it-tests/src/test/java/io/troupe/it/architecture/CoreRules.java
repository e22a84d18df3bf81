package io.troupe.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.util.Set;

/// What keeps the domain pure: the same arguments give the same result, in the simulator as in
/// life.
final class CoreRules {
  private static final String CORE = "io.troupe.core..";

  private static final Set<String> CLOCKS_AND_DICE =
      Set.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.ZoneId.systemDefault",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.random.RandomGenerator.getDefault",
          "java.util.random.RandomGenerator.of",
          "java.util.concurrent.ThreadLocalRandom.current");

  static final ArchRule USES_THE_JDK_ALONE =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage(CORE, "java..", "org.jspecify.annotations"))
                  .and(not(primitives())))
          .because("the domain outlives every library");

  static final ArchRule HAS_NO_CLOCK_AND_NO_DICE =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .callMethodWhere(clockOrDice())
          .orShould()
          .callConstructorWhere(unseeded())
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.security.SecureRandom.class)
          .because("time, ids and randomness come in with the Context, or nothing can be replayed");

  static final ArchRule STARTS_NO_THREADS =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.or(
                  resideInAnyPackage("java.util.concurrent.."),
                  JavaClass.Predicates.assignableTo(Thread.class),
                  JavaClass.Predicates.assignableTo(java.util.Timer.class)))
          .because("it is called by whoever needs a decision, on their thread");

  static final ArchRule DOES_NO_INPUT_AND_OUTPUT =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.or(
                      resideInAnyPackage(
                          "java.io..",
                          "java.nio.file..",
                          "java.nio.channels..",
                          "java.net..",
                          "java.sql..",
                          "java.util.logging.."),
                      JavaClass.Predicates.assignableTo(ProcessBuilder.class))
                  .and(not(JavaClass.Predicates.assignableTo(InetAddress.class))))
          .orShould()
          .callMethodWhere(lookUp())
          .because("a decision changes nothing, and reads nothing but its arguments");

  static final ArchRule HAS_NO_STATE_OF_ITS_OWN =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(CORE)
          .and()
          .areStatic()
          .should()
          .notBeFinal()
          .because("what one decision leaves behind, another must not find");

  private CoreRules() {}

  private static DescribedPredicate<JavaClass> primitives() {
    return DescribedPredicate.describe(
        "are primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaCall<?>> clockOrDice() {
    return DescribedPredicate.describe(
        "ask a clock, the environment or chance",
        call ->
            CLOCKS_AND_DICE.contains(
                call.getTargetOwner().getName() + "." + call.getTarget().getName()));
  }

  /// Reading an address that is written out is no look-up.
  private static DescribedPredicate<JavaCall<?>> lookUp() {
    return DescribedPredicate.describe(
        "look up an address",
        call ->
            call.getTargetOwner().isAssignableTo(InetAddress.class)
                && !call.getTarget().getName().equals("ofLiteral"));
  }

  private static DescribedPredicate<JavaCall<?>> unseeded() {
    return DescribedPredicate.describe(
        "make chance without a seed",
        call ->
            call instanceof JavaConstructorCall
                && call.getTarget().getRawParameterTypes().isEmpty()
                && call.getTargetOwner().isAssignableTo(java.util.random.RandomGenerator.class)
                && !call.getTargetOwner().getModifiers().contains(JavaModifier.ABSTRACT));
  }
}
