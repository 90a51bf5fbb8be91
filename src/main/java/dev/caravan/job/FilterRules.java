package dev.caravan.job;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a filter file in rclone's form: {@code + pattern} accepts a name, {@code - pattern} excludes it, the
 * first match decides, and unmatched names are accepted. {@code !} drops the rules above it; lines that begin with
 * {@code #} or {@code ;} are comments.
 */
public final class FilterRules {

    private record Rule(boolean accepts, NamePattern pattern) {}

    private final List<Rule> rules;

    private FilterRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Parses a filter file in UTF-8; {@code name} is for messages.
     *
     * @throws IllegalArgumentException with the file and line
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
