package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Checks that the pages about options agree with the list of options. With -Dcaravan.docs.write=true the test writes
 * them.
 */
class OptionDocsTest {

    private static final Path MANUAL = Path.of("docs/options.md");
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final String COMMAND = "./mvnw -q test -Dtest=OptionDocsTest -Dcaravan.docs.write=true";

    @Test
    void theManualSaysWhatTheListSays() throws IOException {
        check(MANUAL, Files.exists(MANUAL) ? Files.readString(MANUAL) : "", OptionDocs.markdown());
    }

    @Test
    void thePropertiesFileSaysWhatTheListSays() throws IOException {
        String present = Files.readString(PROPERTIES);
        int begin = present.indexOf(OptionDocs.BEGIN);
        int end = present.indexOf(OptionDocs.END);
        assertThat(begin).as("where the made part begins in %s", PROPERTIES).isNotNegative();
        assertThat(end).as("where it ends").isGreaterThan(begin);
        String wanted = present.substring(0, begin)
                + OptionDocs.properties()
                + present.substring(end + OptionDocs.END.length());
        check(PROPERTIES, present, wanted);
    }

    @Test
    void thePropertiesFileSetsNoOptionItself() throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(PROPERTIES)) {
            properties.load(reader);
        }
        assertThat(properties.stringPropertyNames()).noneMatch(name -> name.startsWith("caravan."));
    }

    private static void check(Path file, String present, String wanted) throws IOException {
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(file, wanted);
            return;
        }
        assertThat(present)
                .as("%s differs from the list of options; this command writes it: %s", file, COMMAND)
                .isEqualTo(wanted);
    }
}
