package dev.dragoman.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A room knows only what stands below it. */
final class RoomsTest {
  private static final String OURS = "dev.dragoman..";

  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.dragoman");

  /** A room, and the rooms it may import. */
  private record Room(String name, String... mayImport) {}

  private static final List<Room> ROOMS =
      List.of(
          new Room("json"),
          new Room("messages", "json"),
          new Room("wire", "json"),
          new Room("credential", "wire", "json"),
          new Room("provider", "messages", "wire", "credential", "json"),
          new Room("search", "provider", "messages", "wire", "credential", "json"),
          new Room("upstream", "wire"),
          new Room("routing", "provider", "messages", "json"),
          new Room("access", "ledger", "messages", "wire", "json"),
          new Room("ledger", "provider", "messages"),
          new Room("config", "routing", "provider", "credential", "json"),
          new Room(
              "admin",
              "access",
              "config",
              "credential",
              "http",
              "json",
              "ledger",
              "messages",
              "provider",
              "routing",
              "wire"),
          new Room("demo", "provider", "json"),
          new Room("http", "messages", "wire", "json"),
          new Room(
              "store", "access", "routing", "ledger", "provider", "credential", "messages", "json"),
          new Room(
              "exchange",
              "access",
              "admin",
              "credential",
              "demo",
              "http",
              "json",
              "ledger",
              "messages",
              "provider",
              "routing",
              "search",
              "upstream",
              "wire"),
          new Room("doctor", "http", "json", "ledger", "messages", "provider", "wire"));

  @TestFactory
  Stream<DynamicTest> aRoomImportsOnlyWhatItsNeedAsks() {
    return ROOMS.stream()
        .map(room ->
            DynamicTest.dynamicTest(
                room.name() + " imports " + List.of(room.mayImport()),
                () -> {
                  String own = "dev.dragoman." + room.name() + "..";
                  String[] allowed =
                      Stream.concat(
                              Stream.of(own),
                              Stream.of(room.mayImport()).map(r -> "dev.dragoman." + r + ".."))
                          .toArray(String[]::new);
                  noClasses()
                      .that()
                      .resideInAPackage(own)
                      .should()
                      .dependOnClassesThat(
                          resideInAPackage(OURS)
                              .and(
                                  com.tngtech.archunit.base.DescribedPredicate.not(
                                      resideInAnyPackage(allowed))))
                      .check(GATEWAY);
                }));
  }

  @Test
  void everyRoomIsNamedHere() {
    String[] rooms =
        ROOMS.stream().map(room -> "dev.dragoman." + room.name() + "..").toArray(String[]::new);
    classes().should().resideInAnyPackage(rooms).check(GATEWAY);
  }

  @Test
  void dialectsDoNotKnowEachOther() {
    slices()
        .matching("dev.dragoman.provider.(chat|responses|gemini|converse|anthropic)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(GATEWAY);
  }

  @Test
  void whatAProviderIsDoesNotDependOnTheProvidersThereAre() {
    noClasses()
        .that()
        .resideInAPackage("dev.dragoman.provider")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.dragoman.provider.*..")
        .check(GATEWAY);
  }

  @Test
  void searchesKnowNoProviderOfModels() {
    noClasses()
        .that()
        .resideInAPackage("dev.dragoman.search..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.dragoman.provider.*..")
        .check(GATEWAY);
  }

  @Test
  void onlyUpstreamOpensConnections() {
    noClasses()
        .that(resideOutsideOfPackage("dev.dragoman.upstream.."))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "javax.net..", "java.nio.channels..")
        .check(GATEWAY);
  }

  @Test
  void onlyTheStoreKnowsADatabase() {
    noClasses()
        .that(resideOutsideOfPackage("dev.dragoman.store.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "software.amazon.awssdk.services..")
        .check(GATEWAY);
  }

  @Test
  void onlyTheStoreAndTheSignerKnowTheAwsSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.dragoman.store..", "dev.dragoman.credential.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(GATEWAY);
  }

  @Test
  void onlyConfigKnowsYaml() {
    noClasses()
        .that(resideOutsideOfPackage("dev.dragoman.config.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.yaml..")
        .check(GATEWAY);
  }

  @Test
  void theEnvironmentTheClockAndRandomnessEnterAtTheEdge() {
    noClasses()
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .check(GATEWAY);
  }

  @Test
  void nobodyKnowsLambda() {
    noClasses().should().dependOnClassesThat().resideInAPackage("com.amazonaws..").check(GATEWAY);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertTrue(
        GATEWAY.stream()
            .filter(type -> !type.isAnonymousClass())
            .allMatch(
                type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")));
  }
}
