package dev.caravan.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kind of an option's value: its label in help, its range and its parser. */
public sealed interface OptionKind {

    /** Returns the value's placeholder in help, for example {@code SIZE}. */
    String label();

    /** Returns the allowed values for people; empty for any text. */
    default String range() {
        return "";
    }

    /**
     * Parses the text.
     *
     * @throws IllegalArgumentException with a message to follow the option's name
     */
    Object read(String text);

    /** Any text, validated where it is used. */
    record Text(String label) implements OptionKind {
        @Override
        public String read(String text) {
            return text;
        }
    }

    /** A boolean. */
    record Flag() implements OptionKind {
        @Override
        public String label() {
            return "true|false";
        }

        @Override
        public String range() {
            return "true or false";
        }

        @Override
        public Boolean read(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "1" -> true;
                case "false", "no", "0" -> false;
                default -> throw new IllegalArgumentException(Printable.of(text) + " is neither true nor false");
            };
        }
    }

    record Count(int least, int most) implements OptionKind {
        @Override
        public String label() {
            return "N";
        }

        @Override
        public String range() {
            return most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
        }

        @Override
        public Integer read(String text) {
            long number;
            try {
                number = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(Printable.of(text) + " is not a whole number", e);
            }
            requireRange(text, number, least, most, Long::toString);
            return (int) number;
        }
    }

    /** A whole number, or {@code auto}, which is read as 0: the run finds the number. */
    record AutoCount(int least, int most) implements OptionKind {

        static final String AUTO = "auto";

        @Override
        public String label() {
            return "auto|N";
        }

        @Override
        public String range() {
            return "auto, or " + least + " to " + most;
        }

        @Override
        public Integer read(String text) {
            try {
                return text.equalsIgnoreCase(AUTO) ? 0 : new Count(least, most).read(text);
            } catch (IllegalArgumentException e) {
                if (e.getCause() instanceof NumberFormatException) {
                    throw new IllegalArgumentException(Printable.of(text) + " is neither auto nor a whole number", e);
                }
                throw e;
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
            long bytes = Sizes.parse(text);
            requireRange(text, bytes, least, most, Sizes::format);
            return bytes;
        }
    }

    /** A whole number of days, hours, minutes or seconds; 0 for no limit. */
    record Period() implements OptionKind {
        private static final Pattern PERIOD = Pattern.compile("(\\d{1,9})([smhd])");

        @Override
        public String label() {
            return "TIME";
        }

        @Override
        public String range() {
            return "a time such as 90s, 30m, 8h or 2d; 0 for no limit";
        }

        @Override
        public Duration read(String text) {
            String plain = text.strip().toLowerCase(Locale.ROOT);
            if (plain.equals("0")) {
                return Duration.ZERO;
            }
            Matcher matcher = PERIOD.matcher(plain);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(Printable.of(text) + " is not a time such as 90s, 30m, 8h or 2d");
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }

    /** A number of bytes a second, {@code 50MiB} or {@code 50MiB/s}; 0 for no limit. */
    record Rate() implements OptionKind {
        @Override
        public String label() {
            return "RATE";
        }

        @Override
        public String range() {
            return "bytes a second, such as 50MiB; 0 for no limit";
        }

        @Override
        public Long read(String text) {
            return Sizes.parse(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text);
        }
    }

    /** A rate, or several by time of day or week: see {@link RateTimetable}. */
    record Timetable() implements OptionKind {
        @Override
        public String label() {
            return "RATE|TIMES";
        }

        @Override
        public String range() {
            return "bytes a second, such as 50MiB; 0 or off for no limit; or rates by local time, such as"
                    + " '08:00,10MiB 19:00,off' or 'Sat-00:00,off'";
        }

        @Override
        public RateTimetable read(String text) {
            return RateTimetable.parse(text);
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

    /** A kind with several values: one for each command-line argument, or all in one text. */
    sealed interface Several extends OptionKind permits Globs, Names, Prefixes, Regexes {

        @Override
        List<String> read(String text);

        /** Returns the values of one command-line argument. */
        List<String> readArgument(String text);
    }

    /** Patterns, separated by commas in one text; a backslash escapes a comma. */
    record Globs() implements Several {
        @Override
        public String label() {
            return "GLOB";
        }

        @Override
        public String range() {
            return "patterns; in one variable or property separated by commas";
        }

        @Override
        public List<String> read(String text) {
            List<String> globs = split(text, true);
            globs.forEach(Globs::requireWhole);
            return globs;
        }

        @Override
        public List<String> readArgument(String text) {
            requireWhole(text);
            return List.of(text);
        }

        /** Refuses a backslash at the end. */
        private static void requireWhole(String glob) {
            int backslashes = 0;
            while (backslashes < glob.length() && glob.charAt(glob.length() - 1 - backslashes) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 1) {
                throw new IllegalArgumentException(
                        Printable.of(glob) + " ends with a lone backslash: write two for one that is meant");
            }
        }
    }

    /** Names without commas, separated by commas. */
    record Names(String label) implements Several {
        @Override
        public String range() {
            return "names, separated by commas";
        }

        @Override
        public List<String> read(String text) {
            return split(text, true);
        }

        @Override
        public List<String> readArgument(String text) {
            return read(text);
        }
    }

    /** Key prefixes, separated by commas in one text; a backslash escapes a comma. */
    record Prefixes() implements Several {
        @Override
        public String label() {
            return "PREFIX";
        }

        @Override
        public String range() {
            return "prefixes; in one variable or property separated by commas";
        }

        @Override
        public List<String> read(String text) {
            return split(text, false);
        }

        @Override
        public List<String> readArgument(String text) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("is empty: leave it out to copy everything");
            }
            return List.of(text);
        }
    }

    /** Regular expressions, one in each text, since they contain commas. */
    record Regexes() implements Several {
        @Override
        public String label() {
            return "REGEX";
        }

        @Override
        public String range() {
            return "a regular expression of RE2; one in one variable or property";
        }

        @Override
        public List<String> read(String text) {
            return List.of(new Regex(text).text());
        }

        @Override
        public List<String> readArgument(String text) {
            return read(text);
        }
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

    /** A point in time in the notation of {@link Moment}. */
    record Time() implements OptionKind {
        @Override
        public String label() {
            return "AGE|TIME";
        }

        @Override
        public String range() {
            return "an age such as 7d, 12h or 30m, or a date or time such as 2026-11-01 or 2026-11-01T08:00:00Z";
        }

        @Override
        public Moment read(String text) {
            return Moment.parse(text);
        }
    }

    /** A program and its arguments, run without a shell. */
    record Command() implements OptionKind {
        @Override
        public String label() {
            return "CMD";
        }

        @Override
        public String range() {
            return "a program and its arguments";
        }

        /** Splits words at white space. Words may have quotation marks as in a shell; no other character is special. */
        @Override
        public List<String> read(String text) {
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

    private static void requireRange(String text, long value, long least, long most, LongFunction<String> format) {
        if (value < least) {
            throw new IllegalArgumentException(Printable.of(text) + " is not at least " + format.apply(least));
        }
        if (value > most) {
            throw new IllegalArgumentException(Printable.of(text) + " is not at most " + format.apply(most));
        }
    }
}
