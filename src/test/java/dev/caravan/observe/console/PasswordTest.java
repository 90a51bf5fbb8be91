package dev.caravan.observe.console;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class PasswordTest {

    @TempDir
    private Path folder;

    @Test
    void opensToWhoKnowsItAlone() throws Exception {
        Password password = Password.read(file("anna:long: enough\n", "rw-------"));
        assertThat(password.opens(basic("anna:long: enough"))).isTrue();
        assertThat(password.opens(basic("anna:long: enougH"))).isFalse();
        assertThat(password.opens(basic("anna:"))).isFalse();
        assertThat(password.opens("Bearer anna:long: enough")).isFalse();
        assertThat(password.opens("")).isFalse();
        assertThat(password.toString()).doesNotContain("long");
    }

    @ParameterizedTest
    @CsvSource({"rw-r-----", "rw----r--", "rw--w----"})
    void refusesAFileThatOthersMayRead(String permissions) throws Exception {
        Path file = file("anna:long enough", permissions);
        assertThatThrownBy(() -> Password.read(file))
                .hasMessageContaining("may be read or changed by others than its owner; chmod 600")
                .hasMessageNotContaining("long enough");
    }

    @ParameterizedTest
    @CsvSource({
        "'long enough', 'is not one line, user:password'",
        "':long enough', 'is not one line, user:password'",
        "'anna:long enough\nberta:long enough', 'is not one line, user:password'",
        "'anna:short', 'holds a password of less than 8 characters'",
        "'', 'is not one line, user:password'",
    })
    void saysWhatIsWrongWithAFileWithoutWhatItHolds(String content, String problem) throws Exception {
        Path file = file(content, "rw-------");
        assertThatThrownBy(() -> Password.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(problem)
                .hasMessageNotContaining("long enough");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> Password.read(folder.resolve("none"))).hasMessageContaining("no readable file");
    }

    private Path file(String content, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
