package dev.caravan.command.run;

import dev.caravan.job.FileProblem;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.JobOption;
import dev.caravan.job.Problem;
import dev.caravan.job.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The surroundings of a command: its settings and outputs.
 *
 * @param systemProperties with the installation's folder {@code caravan.home}, whose application.properties and routes
 *     are the defaults
 * @param out for results; like {@code err} it flushes after each line
 */
public record Surroundings(
        Map<String, String> systemProperties, Map<String, String> environment, PrintWriter out, PrintWriter err) {

    private static final String HOME = "caravan.home";

    /** Returns the installation's folder, or nothing if none is set. */
    public Optional<Path> home() {
        String home = systemProperties.getOrDefault(HOME, "");
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home));
    }

    public Surroundings with(Map<String, String> otherEnvironment) {
        return new Surroundings(systemProperties, otherEnvironment, out, err);
    }

    /** Returns a time in milliseconds that a system property may change. */
    Duration time(String property, Duration byDefault) {
        String millis = systemProperties.getOrDefault(property, "");
        return millis.isEmpty() ? byDefault : Duration.ofMillis(Long.parseLong(millis));
    }

    public Settings settings(Map<JobOption, List<String>> commandLine) throws InvalidJobException {
        return new Settings(commandLine, systemProperties, environment, file());
    }

    private Map<String, String> file() throws InvalidJobException {
        if (home().isEmpty()) {
            return Map.of();
        }
        Path home = home().get();
        Map<String, String> strings = new HashMap<>();
        Path file = home.resolve(Settings.FILE_NAME);
        if (Files.exists(file)) {
            read(file).forEach((name, value) -> strings.put((String) name, (String) value));
        }
        Path routes = home.resolve(RouteFiles.FOLDER);
        String others = strings.getOrDefault(JobOption.ROUTES.property(), "");
        if (others.isBlank() && Files.isDirectory(routes)) {
            strings.put(JobOption.ROUTES.property(), routes.toString());
        }
        return strings;
    }

    private static Properties read(Path file) throws InvalidJobException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            String what = e instanceof CharacterCodingException
                    ? "is not UTF-8; save it as UTF-8"
                    : "cannot be read: " + FileProblem.reason(e);
            throw new InvalidJobException(List.of(new Problem(file.toString(), what, false)));
        }
        return properties;
    }
}
