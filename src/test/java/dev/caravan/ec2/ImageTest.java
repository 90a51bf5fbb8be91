package dev.caravan.ec2;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.ec2.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    private static final Path TEMPLATE = Machine.AMI.resolve("caravan.pkr.hcl");

    /** Settings of the Amazon plugin that the builder in Packer 1.6 (Debian's version) doesn't support. */
    private static final List<String> NEWER = List.of(
            "(?m)^  imds_support .*\\n",
            "(?m)^  temporary_security_group_source_public_ip .*\\n",
            "(?ms)^  metadata_options \\{.*?^  }\\n");

    @TempDir
    private Path folder;

    @BeforeEach
    void needPacker() {
        Machine.assumeTool("packer");
    }

    @Test
    void isWrittenAsPackerFormatsIt() throws Exception {
        assertThat(packer("fmt", "-check", "-diff", Machine.AMI.toString())).isEqualTo(new Ended(0, ""));
    }

    @Test
    void isReadAsAWhole() throws Exception {
        assertThat(packer("validate", "-syntax-only", TEMPLATE.toString()).code())
                .isZero();
    }

    @Test
    void hasNoArgumentThatTheBuilderRefuses() throws Exception {
        Path template = olderTemplate();
        for (String architecture : List.of("arm64", "x86_64")) {
            Ended ended = packer(
                    "validate",
                    "-var",
                    "distribution=" + Files.writeString(folder.resolve("caravan.tar.gz"), ""),
                    "-var",
                    "region=eu-west-1",
                    "-var",
                    "architecture=" + architecture,
                    template.toString());
            assertThat(ended.output()).isEmpty();
            assertThat(ended.code()).isZero();
        }
    }

    @Test
    void aDistributionThatIsNotThereIsNoticed() throws Exception {
        Ended ended = packer(
                "validate",
                "-var",
                "distribution=" + folder.resolve("none"),
                "-var",
                "region=eu-west-1",
                olderTemplate().toString());
        assertThat(ended.output()).contains("none: no such file or directory");
        assertThat(ended.code()).isNotZero();
    }

    private Path olderTemplate() throws IOException {
        String text = Files.readString(TEMPLATE);
        for (String newer : NEWER) {
            String without = text.replaceFirst(newer, "");
            assertThat(without).as(newer).isNotEqualTo(text);
            text = without;
        }
        Files.copy(Machine.AMI.resolve("provision"), folder.resolve("provision"));
        return Files.writeString(folder.resolve("caravan.pkr.hcl"), text);
    }

    private static Ended packer(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("packer"));
        command.addAll(List.of(arguments));
        return Machine.run(Map.of("CHECKPOINT_DISABLE", "1", "PACKER_NO_COLOR", "1"), command);
    }
}
