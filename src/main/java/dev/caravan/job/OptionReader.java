package dev.caravan.job;

import dev.caravan.job.Settings.Origin;
import dev.caravan.job.Settings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads typed option values; collects problems and continues with defaults. */
record OptionReader(Settings settings, List<Problem> problems) {

    Map<String, String> systemProperties() {
        return settings.systemProperties();
    }

    Setting setting(JobOption option) {
        return settings.get(option);
    }

    void wrong(JobOption option, String what) {
        Setting setting = settings.get(option);
        problems.add(new Problem(setting.name(), what, setting.origin() == Origin.COMMAND_LINE));
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

    List<String> list(JobOption option) {
        Setting setting = settings.get(option);
        OptionKind.Several kind = (OptionKind.Several) option.kind();
        List<String> values = new ArrayList<>();
        try {
            for (String value : setting.values()) {
                values.addAll(setting.origin() == Origin.COMMAND_LINE ? kind.readArgument(value) : kind.read(value));
            }
        } catch (IllegalArgumentException e) {
            wrong(option, e.getMessage());
        }
        return values;
    }

    /** Returns the words of a command; none if not set. */
    @SuppressWarnings("unchecked") // OptionKind.Command reads a list of strings.
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
