package dev.caravan.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** The kind of an option's value: its label in help, its range and its parser. */
public sealed interface OptionKind {

    /** Returns the value's placeholder in help, for example {@code SIZE}. */
    String label();

    /** Returns the allowed values for people; empty for any text. */
    default String range() {
        return "";
    }

    /** Returns whether there are several values: one for each command-line argument, or all in one text. */
    default boolean several() {
        return false;
    }

    /** Parses the text. Throws {@link IllegalArgumentException} with a message to follow the option's name. */
    Object read(String text);

    /** Any text, validated where it is used. */
    record Text(String label) implements OptionKind {

        /** Any text that must never be shown. */
        static final OptionKind SECRET = new Text("SECRET");

        @Override
        public String read(String text) {
            return text;
        }
    }

    /** A local file or folder. */
    record PathName(String label) implements OptionKind {
        @Override
        public Path read(String text) {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(Printable.of(text) + " is not a path", e);
            }
        }
    }

    /** A whole number, or {@code auto} if allowed, which is read as 0: the run finds the number. */
    record Count(int least, int most, boolean auto) implements OptionKind {

        public Count(int least, int most) {
            this(least, most, false);
        }

        @Override
        public String label() {
            return auto ? "auto|N" : "N";
        }

        @Override
        public String range() {
            return (auto ? "auto, or " : "")
                    + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most);
        }

        @Override
        public Integer read(String text) {
            if (auto && text.equalsIgnoreCase("auto")) {
                return 0;
            }
            try {
                return (int) within(text, Long.parseLong(text), least, most, Long::toString);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        Printable.of(text) + (auto ? " is neither auto nor" : " is not") + " a whole number", e);
            }
        }
    }

    /** A number of bytes in the notation of {@link Sizes}. */
    record Size(long least, long most) implements OptionKind {
        @Override
        public String label() {
            return "SIZE";
        }

        @Override
        public String range() {
            return Sizes.format(least) + " to " + Sizes.format(most);
        }

        @Override
        public Long read(String text) {
            return within(text, Sizes.parse(text), least, most, Sizes::format);
        }
    }

    /** One of several words in any case; {@code aliases} maps upper-case synonyms to values. */
    record Choice(List<String> values, Map<String, String> aliases) implements OptionKind {
        private static final int MOST_IN_LABEL = 5;

        public Choice(String... values) {
            this(List.of(values), Map.of());
        }

        /** Returns the words if they are few. */
        @Override
        public String label() {
            return values.size() > MOST_IN_LABEL ? "NAME" : String.join("|", values);
        }

        @Override
        public String range() {
            return String.join(", ", values);
        }

        @Override
        public String read(String text) {
            for (String value : values) {
                if (value.equalsIgnoreCase(text)) {
                    return value;
                }
            }
            String alias = aliases.get(text.toUpperCase(Locale.ROOT));
            if (alias == null) {
                throw new IllegalArgumentException(Printable.of(text) + " is none of " + range());
            }
            return alias;
        }
    }

    /** A kind with its own notation. */
    enum Notation implements OptionKind {
        /** A boolean. */
        FLAG("true|false", "true or false"),
        /** A whole number of days, hours, minutes or seconds; 0 for no limit. */
        PERIOD("TIME", "a time such as 90s, 30m, 8h or 2d; 0 for no limit"),
        /** A number of bytes per second, {@code 50MiB} or {@code 50MiB/s}; 0 for no limit. */
        RATE("RATE", "bytes per second, such as 50MiB; 0 for no limit"),
        /** A rate, or several by time of day or week: see {@link RateTimetable}. */
        TIMETABLE(
                "RATE|TIMES",
                "bytes per second, such as 50MiB; 0 or off for no limit; or rates by local time, such as"
                        + " '08:00,10MiB 19:00,off' or 'Sat-00:00,off'"),
        /** A point in time in the notation of {@link Moment}. */
        MOMENT(
                "AGE|TIME",
                "an age such as 7d, 12h or 30m, or a date or time such as 2026-11-01 or 2026-11-01T08:00:00Z"),
        /** A program and its arguments, run without a shell. */
        COMMAND("CMD", "a program and its arguments"),
        /** Patterns, separated by commas in one text; a backslash escapes a comma. */
        GLOBS("GLOB", "patterns; in one variable or property separated by commas"),
        /** Names without commas, separated by commas. */
        NAMES("CLASS", "names, separated by commas"),
        /** Key prefixes, separated by commas in one text; a backslash escapes a comma. */
        PREFIXES("PREFIX", "prefixes; in one variable or property separated by commas"),
        /** Regular expressions, one in each text, since they contain commas. */
        REGEXES("REGEX", "a regular expression of RE2; one in one variable or property");

        private final String label;
        private final String range;

        Notation(String label, String range) {
            this.label = label;
            this.range = range;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public String range() {
            return range;
        }

        @Override
        public boolean several() {
            return this == GLOBS || this == NAMES || this == PREFIXES || this == REGEXES;
        }

        @Override
        public Object read(String text) {
            return switch (this) {
                case FLAG -> flag(text);
                case PERIOD -> Ages.period(text);
                case RATE -> Sizes.parse(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text);
                case TIMETABLE -> RateTimetable.parse(text);
                case MOMENT -> Moment.parse(text);
                case COMMAND -> words(text);
                default -> readSeveral(text, false);
            };
        }

        /** Returns the values of one command-line argument, or of one text with all values. */
        List<String> readSeveral(String text, boolean argument) {
            return switch (this) {
                case GLOBS -> globs(argument ? List.of(text) : split(text, true));
                case PREFIXES -> argument ? prefix(text) : split(text, false);
                case REGEXES -> List.of(new Regex(text).text());
                default -> split(text, true);
            };
        }
    }

    private static long within(String text, long value, long least, long most, LongFunction<String> format) {
        if (value < least) {
            throw new IllegalArgumentException(Printable.of(text) + " is not at least " + format.apply(least));
        }
        if (value > most) {
            throw new IllegalArgumentException(Printable.of(text) + " is not at most " + format.apply(most));
        }
        return value;
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException(Printable.of(text) + " is neither true nor false");
        };
    }

    private static List<String> split(String text, boolean keepBackslashes) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',') {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else if (c == '\\' && i + 1 < text.length()) {
                if (keepBackslashes) {
                    part.append(c);
                }
                part.append(text.charAt(++i));
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        parts.removeIf(String::isEmpty);
        return List.copyOf(parts);
    }

    /** Refuses patterns that make no sense. */
    private static List<String> globs(List<String> patterns) {
        patterns.forEach(Glob::new);
        return patterns;
    }

    private static List<String> prefix(String argument) {
        if (argument.isEmpty()) {
            throw new IllegalArgumentException("is empty: leave it out to copy everything");
        }
        return List.of(argument);
    }

    /** Splits words at white space. Words may have quotation marks as in a shell; no other character is special. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("has a quotation mark that is never closed");
        }
        if (word != null) {
            words.add(word.toString());
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("names no program");
        }
        return List.copyOf(words);
    }
}
