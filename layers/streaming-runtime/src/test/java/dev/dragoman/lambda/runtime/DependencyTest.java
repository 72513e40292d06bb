package dev.dragoman.lambda.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependencyTest {

  /** The annotations of jspecify are not needed at run time, and not packed. */
  @Test
  void theRuntimeDependsOnTheJdkAndOnLambdasInterfacesOnly() {
    JavaClasses runtime =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.dragoman.lambda.runtime");
    classes()
        .that()
        .resideInAPackage("dev.dragoman.lambda.runtime..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "com.amazonaws.services.lambda.runtime",
            "com.amazonaws.services.lambda.runtime.logging",
            "dev.dragoman.lambda.runtime..",
            "org.jspecify.annotations..")
        .check(runtime);
  }
}
