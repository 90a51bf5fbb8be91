package dev.caravan.job;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The kind of an option's value: its label in help, its range and its parser. */
public sealed interface OptionKind {

    /** Any text that must never be shown. */
    OptionKind SECRET = text("SECRET");

    /** A boolean. */
    OptionKind FLAG = new One("true|false", "true or false", OptionKind::flag);

    /** A whole number of days, hours, minutes or seconds; 0 for no limit. */
    OptionKind PERIOD = new One("TIME", "a time such as 90s, 30m, 8h or 2d; 0 for no limit", Ages::period);

    /** A number of bytes a second, {@code 50MiB} or {@code 50MiB/s}; 0 for no limit. */
    OptionKind RATE = new One(
            "RATE",
            "bytes a second, such as 50MiB; 0 for no limit",
            text -> Sizes.parse(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text));

    /** A rate, or several by time of day or week: see {@link RateTimetable}. */
    OptionKind TIMETABLE = new One(
            "RATE|TIMES",
            "bytes a second, such as 50MiB; 0 or off for no limit; or rates by local time, such as"
                    + " '08:00,10MiB 19:00,off' or 'Sat-00:00,off'",
            RateTimetable::parse);

    /** A point in time in the notation of {@link Moment}. */
    OptionKind MOMENT = new One(
            "AGE|TIME",
            "an age such as 7d, 12h or 30m, or a date or time such as 2026-11-01 or 2026-11-01T08:00:00Z",
            Moment::parse);

    /** A program and its arguments, run without a shell. */
    OptionKind COMMAND = new One("CMD", "a program and its arguments", OptionKind::words);

    /** Patterns, separated by commas in one text; a backslash escapes a comma. */
    OptionKind GLOBS = new Several(
            "GLOB",
            "patterns; in one variable or property separated by commas",
            text -> globs(split(text, true)),
            text -> globs(List.of(text)));

    /** Names without commas, separated by commas. */
    OptionKind NAMES =
            new Several("CLASS", "names, separated by commas", text -> split(text, true), text -> split(text, true));

    /** Key prefixes, separated by commas in one text; a backslash escapes a comma. */
    OptionKind PREFIXES = new Several(
            "PREFIX",
            "prefixes; in one variable or property separated by commas",
            text -> split(text, false),
            OptionKind::prefix);

    /** Regular expressions, one in each text, since they contain commas. */
    OptionKind REGEXES = new Several(
            "REGEX",
            "a regular expression of RE2; one in one variable or property",
            OptionKind::regex,
            OptionKind::regex);

    /** Returns the value's placeholder in help, for example {@code SIZE}. */
    String label();

    /** Returns the allowed values for people; empty for any text. */
    String range();

    /** Parses the text. Throws {@link IllegalArgumentException} with a message to follow the option's name. */
    Object read(String text);

    /** A kind with one value. */
    record One(String label, String range, Function<String, Object> parser) implements OptionKind {
        @Override
        public Object read(String text) {
            return parser.apply(text);
        }
    }

    /** A kind with several values: one for each command-line argument, or all in one text. */
    record Several(
            String label,
            String range,
            Function<String, List<String>> parser,
            Function<String, List<String>> argumentParser)
            implements OptionKind {
        @Override
        public List<String> read(String text) {
            return parser.apply(text);
        }
    }

    /** One of several words in any case; {@code aliases} maps upper-case synonyms to values. */
    record Choice(List<String> values, Map<String, String> aliases) implements OptionKind {
        private static final int MOST_IN_LABEL = 5;

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

    /** Returns the kind of any text, validated where it is used. */
    static OptionKind text(String label) {
        return new One(label, "", text -> text);
    }

    /** Returns the kind of a local file or folder. */
    static OptionKind path(String label) {
        return new One(label, "", text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(Printable.of(text) + " is not a path", e);
            }
        });
    }

    static OptionKind choice(String... values) {
        return new Choice(List.of(values), Map.of());
    }

    static OptionKind count(int least, int most) {
        return new One(
                "N",
                most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most,
                text -> number(text, least, most, " is not a whole number"));
    }

    /** Returns the kind of a number from 1 on, or {@code auto}, which is read as 0: the run finds the number. */
    static OptionKind autoCount(int most) {
        return new One(
                "auto|N",
                "auto, or 1 to " + most,
                text -> text.equalsIgnoreCase("auto")
                        ? 0
                        : number(text, 1, most, " is neither auto nor a whole number"));
    }

    /** Returns the kind of a number of bytes in the notation of {@link Sizes}. */
    static OptionKind size(long least, long most) {
        return new One(
                "SIZE",
                Sizes.format(least) + " to " + Sizes.format(most),
                text -> within(text, Sizes.parse(text), least, most, Sizes::format));
    }

    private static int number(String text, int least, int most, String otherwise) {
        try {
            return (int) within(text, Long.parseLong(text), least, most, Long::toString);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Printable.of(text) + otherwise, e);
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

    private static List<String> regex(String text) {
        return List.of(new Regex(text).text());
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
