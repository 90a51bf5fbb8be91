package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.command.run.Surroundings;
import dev.caravan.job.ChecksumMode;
import dev.caravan.job.CompareMode;
import dev.caravan.job.ConsoleMode;
import dev.caravan.job.ConsoleOptions;
import dev.caravan.job.Job;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Checks that the command line can set every field of a job. */
class JobArgumentsTest {

    @Test
    void everyOptionReachesTheJob() throws Exception {
        Job job = job(("s3://a/x s3://b/y --source-endpoint http://h:1 --source-region r-1 --source-path-style=false"
                        + " --source-anonymous --requester-pays --dest-endpoint https://d.example.org --dest-region r-2"
                        + " --dest-path-style --dest-storage-class GLACIER --dest-acl private --dest-sse aws:kms"
                        + " --dest-kms-key k --compare mtime --delete --max-delete 9 --include i1 --include i2 --exclude e"
                        + " --prefix-list s3://p/l --listers 2 --slots 3 --part-slots 4 --part-size 5MiB"
                        + " --multipart-threshold 6MiB --bandwidth 7MiB/s --attempts 8 --checksum md5 --no-metadata --tags"
                        + " --dry-run --report r.csv --records rec --routes src")
                .split(" ", -1));
        assertThat(job.source().url()).isEqualTo("s3://a/x/");
        assertThat(job.source().endpoint()).isEqualTo("http://h:1");
        assertThat(job.source().region()).isEqualTo("r-1");
        assertThat(job.source().pathStyle()).isFalse();
        assertThat(job.source().anonymous()).isTrue();
        assertThat(job.source().requesterPays()).isTrue();
        assertThat(job.destination().url()).isEqualTo("s3://b/y/");
        assertThat(job.destination().endpoint()).isEqualTo("https://d.example.org");
        assertThat(job.destination().region()).isEqualTo("r-2");
        assertThat(job.destination().pathStyle()).isTrue();
        assertThat(job.write().storageClass()).isEqualTo("GLACIER");
        assertThat(job.write().acl()).isEqualTo("private");
        assertThat(job.write().sseType()).isEqualTo("aws:kms");
        assertThat(job.write().kmsKeyId()).isEqualTo("k");
        assertThat(job.write().checksum()).isEqualTo(ChecksumMode.MD5);
        assertThat(job.write().includeMetadata()).isFalse();
        assertThat(job.write().includeTags()).isTrue();
        assertThat(job.compare()).isEqualTo(CompareMode.MTIME);
        assertThat(job.choice().include()).containsExactly("i1", "i2");
        assertThat(job.choice().exclude()).containsExactly("e");
        assertThat(job.choice().prefixList()).isEqualTo("s3://p/l");
        assertThat(job.delete()).isTrue();
        assertThat(List.of(
                        job.maxDelete(),
                        job.listers(),
                        job.slots().most(),
                        job.partSlots().most(),
                        job.attempts()))
                .containsExactly(9, 2, 3, 4, 8);
        assertThat(List.of(
                        job.partSize(),
                        job.multipartThreshold(),
                        job.bandwidth().lowest()))
                .containsExactly(5L << 20, 6L << 20, 7L << 20);
        assertThat(job.dryRun()).isTrue();
        assertThat(job.report()).isEqualTo("r.csv");
        assertThat(job.records()).isEqualTo(Path.of("rec"));
        assertThat(job.routes()).isEqualTo(Path.of("src"));
    }

    @ParameterizedTest
    @CsvSource({
        "--metadata, true",
        "--metadata=true, true",
        "--metadata=false, false",
        "--no-metadata, false",
        "--tags, true",
    })
    void metadataCanBeSwitchedBothWays(String argument, boolean included) throws Exception {
        assertThat(job(argument, "s3://a", "s3://b").write().includeMetadata()).isEqualTo(included);
    }

    @Test
    void aSwitchDoesNotSwallowTheArgumentBehindIt() throws Exception {
        Job job = job("--source-path-style", "s3://a", "--delete", "s3://b");
        assertThat(job.source().bucket() + job.destination().bucket()).isEqualTo("ab");
        assertThat(job.source().pathStyle() && job.delete()).isTrue();
    }

    @Test
    void neitherExpressionsNorFilesInArgumentsAreEvaluated() throws Exception {
        Job job = job("s3://a/${sys:user.home}/@x", "s3://b", "--exclude", "${env:HOME}");
        assertThat(job.source().prefix()).isEqualTo("${sys:user.home}/@x/");
        assertThat(job.choice().exclude()).containsExactly("${env:HOME}");
    }

    @ParameterizedTest
    @CsvSource({
        "--console, READ",
        "--console=read, READ",
        "--console=off, OFF",
        "--console-port=0, OFF",
        "--console operate --console-password-file=README.md, OPERATE",
        "--console=OPERATE --console-password-file=README.md, OPERATE",
    })
    void theConsoleTakesNoOtherArgumentForItsValue(String arguments, ConsoleMode mode) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments.split(" ", -1)));
        all.addAll(List.of("s3://a", "s3://b"));
        Job job = job(all.toArray(String[]::new));
        assertThat(job.console().mode()).isEqualTo(mode);
        assertThat(job.source().bucket() + job.destination().bucket()).isEqualTo("ab");
    }

    @Test
    void theConsoleIsBehindTheArgumentsToo() throws Exception {
        assertThat(job("s3://a", "s3://b", "--console", "--console-port", "0").console())
                .isEqualTo(new ConsoleOptions(ConsoleMode.READ, 0, null));
    }

    @Test
    void whoOperatesNeedsAPassword() {
        assertThatThrownBy(() -> job("s3://a", "s3://b", "--console=operate"))
                .hasMessageContaining("--console: operate is valid with --console-password-file only");
    }

    private static Job job(String... arguments) throws Exception {
        CommandSpec spec = CommandSpec.create().name("sync");
        JobArguments.addTo(spec, option -> true);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return JobArguments.read(
                new CommandLine(spec).parseArgs(arguments), new Surroundings(Map.of(), Map.of(), nowhere, nowhere));
    }
}
