package dev.caravan.job;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a filter file, in the form of rclone: a line {@code + pattern} accepts a name, a line {@code - pattern} leaves it out, the
 * first rule that matches decides, and a name that no rule matches is accepted. {@code !} drops the rules above it; lines that begin with
 * {@code #} or {@code ;} are comments.
 */
public final class FilterRules {

    /** One line. */
    private record Rule(boolean accepts, NamePattern pattern) {}

    private final List<Rule> rules;

    private FilterRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads a filter file in UTF-8.
     *
     * @param name what people call the file, for messages
     * @throws IllegalArgumentException whose message names the file and the line that can't be read
     */
    public static FilterRules parse(byte[] text, String name) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(Printable.of(name) + " is not UTF-8", e);
        }
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String each : (decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded).split("\n", -1)) {
            number++;
            String line = each.strip();
            if (line.equals("!")) {
                rules.clear();
            } else if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
                try {
                    rules.add(rule(line));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            Printable.of(name) + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return new FilterRules(List.copyOf(rules));
    }

    private static Rule rule(String line) {
        boolean accepts = line.startsWith("+ ");
        if (!accepts && !line.startsWith("- ")) {
            throw new IllegalArgumentException(
                    Printable.quoted(line) + " begins with neither '+ ' nor '- '; a comment begins with #");
        }
        return new Rule(accepts, new Regex(PathGlob.toRegex(line.substring(2).strip())));
    }

    /** Returns how many rules it has. */
    public int size() {
        return rules.size();
    }

    boolean accept(String key, int from) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.pattern.matches(key, from)) {
                return rule.accepts;
            }
        }
        return true;
    }
}
