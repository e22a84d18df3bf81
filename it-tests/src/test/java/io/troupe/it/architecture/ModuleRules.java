package io.troupe.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/// Which module may know which, by packages. A module that has no classes breaks no rule.
final class ModuleRules {
  private static final String CORE = "io.troupe.core..";
  private static final String NETLINK = "io.troupe.netlink..";
  private static final String PERSISTENCE = "io.troupe.persistence..";
  private static final String ACTORS = "io.troupe.actors..";
  private static final String NODE = "io.troupe.node..";
  private static final String HTTP = "io.troupe.http..";
  private static final String SESSION = "io.troupe.actors.session";
  private static final String STAGE = "io.troupe.actors.stage";
  private static final String SQLITE = "io.troupe.persistence.sqlite..";

  static final ArchRule CORE_KNOWS_NOBODY =
      onlyKnows(CORE, CORE)
          .because(
              "the domain is what everything else is about; what it knew, all would depend on");

  static final ArchRule NETLINK_KNOWS_NOBODY =
      onlyKnows(NETLINK, NETLINK).because("it is of use without Troupe");

  static final ArchRule PERSISTENCE_KNOWS_CORE =
      onlyKnows(PERSISTENCE, PERSISTENCE, CORE)
          .because("it stores whatever the domain has, and does not care who asks");

  static final ArchRule ACTORS_KNOW_CORE_AND_PERSISTENCE =
      onlyKnows(ACTORS, ACTORS, CORE, PERSISTENCE)
          .because("the control plane must not know how it is reached nor what runs pods");

  static final ArchRule NODE_KNOWS_CORE_NETLINK_AND_THE_SESSION =
      onlyKnows(NODE, NODE, CORE, NETLINK, SESSION, STAGE)
          .because(
              "an agent talks to the control plane in the session's messages alone; a stage is"
                  + " what runs it");

  static final ArchRule HTTP_KNOWS_THE_FACADE =
      onlyKnows(
              HTTP,
              HTTP,
              CORE,
              "io.troupe.actors",
              "io.troupe.actors.view",
              SESSION,
              "io.troupe.persistence.history",
              "io.troupe.persistence.codec")
          .because("routes speak to the ControlPlane, never to entities, shards or a journal");

  static final ArchRule SQLITE_STAYS_BEHIND_PERSISTENCE =
      noClasses()
          .that()
          .resideOutsideOfPackages(PERSISTENCE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SQLITE)
          .allowEmptyShould(true)
          .because("on a cluster the journal is another one");

  static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.troupe.cli..", "io.troupe.it..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.troupe.cli..")
          .allowEmptyShould(true)
          .because("it starts the others");

  private ModuleRules() {}

  /// Classes of a module depend on no class of Troupe but those in the packages.
  private static ArchRule onlyKnows(String module, String... known) {
    DescribedPredicate<JavaClass> foreign =
        resideInAPackage("io.troupe..")
            .and(not(resideInAnyPackage(known)))
            .as("reside in another package of Troupe than %s", String.join(", ", known));
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(foreign)
        .allowEmptyShould(true);
  }
}
