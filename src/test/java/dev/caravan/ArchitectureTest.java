package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.caravan.local.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.caravan");

    /** The packages from top to bottom: a package uses none above it. CONTRIBUTING.md has the same list. */
    static final List<String> FROM_TOP_TO_BOTTOM = List.of(
            "command",
            "command.run",
            "deploy",
            "verify",
            "doctor",
            "observe",
            "report",
            "fleet",
            "queue",
            "flow",
            "transfer",
            "finder",
            "record",
            "message",
            "progress",
            "aws",
            "component",
            "checksum",
            "store",
            "job");

    private static final ArchRule DEPENDENCIES_POINT_ONE_WAY = classes()
            .that()
            .resideInAPackage("dev.caravan.*..")
            .should(new ArchCondition<JavaClass>("know no package that stands above their own") {
                @Override
                public void check(JavaClass from, ConditionEvents events) {
                    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                        JavaClass to = dependency.getTargetClass().getBaseComponentType();
                        if (to.getPackageName().startsWith("dev.caravan.") && floor(to) < floor(from)) {
                            events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
                        }
                    }
                }
            });

    @Test
    void dependenciesPointOneWay() {
        DEPENDENCIES_POINT_ONE_WAY.check(OURS);
    }

    /** Returns the index of the class's package in the list. A class of another package fails the rule. */
    private static int floor(JavaClass type) {
        String name = type.getPackageName().substring("dev.caravan.".length());
        int place = FROM_TOP_TO_BOTTOM.indexOf(name);
        if (place < 0) {
            place = FROM_TOP_TO_BOTTOM.indexOf(name.replaceAll("\\..*", ""));
        }
        if (place < 0) {
            throw new AssertionError("the package of " + type.getName() + " isn't in the list");
        }
        return place;
    }

    private static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching("dev.caravan.(*)..").should().beFreeOfCycles();

    @Test
    void packagesFormNoCycles() {
        PACKAGES_FORM_NO_CYCLES.check(OURS);
    }

    @Test
    void contributorsReadTheSameListOfPackages() throws IOException {
        List<String> table = Files.readAllLines(Path.of("CONTRIBUTING.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replace('/', '.'))
                .toList();
        assertThat(table).containsExactlyElementsOf(FROM_TOP_TO_BOTTOM);
    }

    private static final ArchRule ONLY_THE_FLOWS_SIDE_KNOWS_CAMEL = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.caravan.command.run..",
                    "dev.caravan.flow..",
                    "dev.caravan.queue..",
                    "dev.caravan.component..",
                    "dev.caravan.observe.console..",
                    "dev.caravan.record.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @Test
    void onlyTheFlowsSideKnowsCamel() {
        ONLY_THE_FLOWS_SIDE_KNOWS_CAMEL.check(OURS);
    }

    private static final ArchRule ONLY_A_PROVIDERS_PACKAGE_NAMES_AWS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.caravan.component.s3..",
                    "dev.caravan.aws..",
                    "dev.caravan.queue..",
                    "dev.caravan.record..",
                    "dev.caravan.doctor..",
                    "dev.caravan.deploy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @Test
    void onlyAProvidersPackageNamesAws() {
        ONLY_A_PROVIDERS_PACKAGE_NAMES_AWS.check(OURS);
    }

    private static final ArchRule A_STORE_IS_REACHED_THROUGH_ITS_COMPONENT_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.component..")
            .and()
            // AwsHttp sets the proxies of the SDK's HTTP client.
            .haveNameNotMatching("dev\\.caravan\\.aws\\.AwsHttp(\\$.*)?")
            .and()
            // Artifacts makes and removes a bucket, which no job does.
            .haveNameNotMatching("dev\\.caravan\\.deploy\\.Artifacts")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk.services.s3..", "org.apache.hc..");

    @Test
    void aStoreIsReachedThroughItsComponentOnly() {
        A_STORE_IS_REACHED_THROUGH_ITS_COMPONENT_ONLY.check(OURS);
    }

    private static final ArchRule THE_SDKS_OF_THE_OTHER_CLOUDS_ARE_FOR_TESTS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.aliyun..", "com.qcloud..", "com.qiniu..", "okhttp3..");

    @Test
    void theSdksOfTheOtherCloudsAreForTests() {
        THE_SDKS_OF_THE_OTHER_CLOUDS_ARE_FOR_TESTS.check(OURS);
    }
}
