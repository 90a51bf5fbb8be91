package dev.caravan.job;

import dev.caravan.job.Settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads typed option values; collects problems and continues with defaults. */
record OptionReader(Settings settings, List<Problem> problems) {

    /** Creates a reader whose first problems are the general ones of the settings. */
    OptionReader(Settings settings) {
        this(settings, new ArrayList<>(settings.problems()));
    }

    Setting setting(JobOption option) {
        return settings.get(option);
    }

    void wrong(JobOption option, String what) {
        Setting setting = settings.get(option);
        wrong(setting.name(), what, setting.argument());
    }

    /** Adds a problem; see {@link Problem}. */
    void wrong(String where, String what, boolean usage) {
        problems.add(new Problem(where, what, usage));
    }

    /** Adds a problem if both options are set: only one is allowed. */
    void oneOf(JobOption one, JobOption other) {
        wrong(one, "is set, and so is " + setting(other).name() + "; set only one of the two");
    }

    /** @throws InvalidJobException with all problems, if there are any */
    void throwProblems() throws InvalidJobException {
        if (!problems.isEmpty()) {
            throw new InvalidJobException(problems);
        }
    }

    boolean flag(JobOption option) {
        return (Boolean) read(option);
    }

    int count(JobOption option) {
        return (Integer) read(option);
    }

    long size(JobOption option) {
        return (Long) read(option);
    }

    String text(JobOption option) {
        Object value = read(option);
        return value == null ? "" : (String) value;
    }

    /** Returns the value as an enum constant of the same upper-case name. */
    <E extends Enum<E>> E one(JobOption option, Class<E> type) {
        return Enum.valueOf(type, text(option).toUpperCase(Locale.ROOT));
    }

    Path path(JobOption option) {
        return (Path) read(option);
    }

    /** Returns the address of a service; empty if not set or invalid. */
    String endpoint(JobOption option) {
        String text = text(option).strip();
        try {
            return text.isEmpty() ? "" : Endpoint.normalise(text);
        } catch (IllegalArgumentException e) {
            wrong(option, e.getMessage());
            return "";
        }
    }

    void requireReadable(JobOption option, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            wrong(option, "there is no readable file " + Printable.of(file.toString()));
        }
    }

    void requireFolder(JobOption option, Path folder) {
        if (!Files.isDirectory(folder)) {
            wrong(option, "there is no folder " + Printable.of(folder.toString()));
        }
    }

    List<String> list(JobOption option) {
        Setting setting = settings.get(option);
        OptionKind.Notation kind = (OptionKind.Notation) option.kind();
        List<String> values = new ArrayList<>();
        try {
            for (String value : setting.values()) {
                values.addAll(kind.readSeveral(value, setting.argument()));
            }
        } catch (IllegalArgumentException e) {
            wrong(option, e.getMessage());
        }
        return values;
    }

    /** Returns the words of a command; none if not set. */
    @SuppressWarnings("unchecked") // Notation.COMMAND reads a list of strings.
    List<String> words(JobOption option) {
        Object value = read(option);
        return value == null ? List.of() : (List<String>) value;
    }

    String matching(JobOption option, String pattern, String noun) {
        String value = text(option);
        if (!value.isEmpty() && !value.matches(pattern)) {
            wrong(option, Printable.of(value) + " is not " + noun);
        }
        return value;
    }

    /** Returns the value; the default if it is invalid; null if there is neither. */
    Object read(JobOption option) {
        List<String> values = settings.get(option).values();
        if (values.isEmpty() || values.get(0).isEmpty()) {
            return byDefault(option);
        }
        try {
            return option.kind().read(values.get(0));
        } catch (IllegalArgumentException e) {
            wrong(option, e.getMessage());
            return byDefault(option);
        }
    }

    Object byDefault(JobOption option) {
        return option.defaultValue().isEmpty() ? null : option.kind().read(option.defaultValue());
    }
}
