package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("command")
            .definedBy("dev.caravan", "dev.caravan.command..")
            .layer("flow")
            .definedBy(
                    "dev.caravan.finder..",
                    "dev.caravan.transfer..",
                    "dev.caravan.queue..",
                    "dev.caravan.status..",
                    "dev.caravan.verify..",
                    "dev.caravan.ops..")
            .layer("aws")
            .definedBy("dev.caravan.aws..")
            .layer("component")
            .definedBy("dev.caravan.component..")
            .layer("store")
            .definedBy("dev.caravan.store..")
            .layer("job")
            .definedBy("dev.caravan.job..")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("flow")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("aws")
            .mayOnlyBeAccessedByLayers("command", "flow")
            .whereLayer("component")
            .mayOnlyBeAccessedByLayers("command", "flow")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("command", "flow", "aws", "component");

    @ArchTest
    static final ArchRule STORE_AND_JOB_KNOW_NOTHING_OF_CAMEL = noClasses()
            .that()
            .resideInAnyPackage("dev.caravan.store..", "dev.caravan.job..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule ONLY_A_PROVIDERS_PACKAGE_NAMES_AWS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.caravan.component.s3..", "dev.caravan.aws..", "dev.caravan.queue..", "dev.caravan.status..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule A_STORE_IS_REACHED_THROUGH_ITS_COMPONENT_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.component..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk.services.s3..", "org.apache.http..");

    @ArchTest
    static final ArchRule ONLY_ITS_PACKAGE_NAMES_THE_SDK_OF_OSS = onlyIn("oss", "com.aliyun..");

    @ArchTest
    static final ArchRule ONLY_ITS_PACKAGE_NAMES_THE_SDK_OF_COS = onlyIn("cos", "com.qcloud..");

    @ArchTest
    static final ArchRule ONLY_ITS_PACKAGE_NAMES_THE_SDK_OF_KODO = onlyIn("kodo", "com.qiniu..", "okhttp3..");

    private static ArchRule onlyIn(String provider, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.caravan.component." + provider + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    @ArchTest
    static final ArchRule FINDER_KNOWS_NOTHING_OF_CAMEL = noClasses()
            .that()
            .resideInAPackage("dev.caravan.finder..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");
}
