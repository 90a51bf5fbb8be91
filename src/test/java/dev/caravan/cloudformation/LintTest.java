package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs cfn-lint, if the machine has it. cfn-lint knows the resource types of all regions. */
class LintTest {

    @Test
    void cfnLintHasNothingToSayInAnyPartition() throws Exception {
        Tool.assumePresent("cfn-lint isn't there: pip install cfn-lint", "sh", "-c", "command -v cfn-lint");
        Tool.Result said = Tool.run(
                "",
                Map.of(),
                "cfn-lint",
                "--include-checks",
                "I",
                "--regions",
                "us-east-1",
                "cn-north-1",
                "us-gov-west-1",
                "eu-central-1",
                "--template",
                Template.FILE.toString());
        assertThat(said).isEqualTo(new Tool.Result(0, ""));
    }
}
