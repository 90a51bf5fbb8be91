package dev.caravan.job;

/**
 * A pattern of a filter file in rclone's form. {@code *} is any run of characters without {@code /}, {@code **} any run
 * of characters, {@code ?} one character but {@code /}, {@code [a-z]} one of these characters, {@code {a,b}} one of
 * these patterns, <code> {{…}}</code> a regular expression, {@code \} escapes. A pattern with an initial {@code /}
 * matches the whole name, any other also the end of a name after a {@code /}. One with a final {@code /} matches all
 * below that folder.
 */
final class PathGlob {

    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;

    private PathGlob(String glob) {
        this.glob = glob;
    }

    /** Converts the pattern to a regular expression; throws {@link IllegalArgumentException} with the fault. */
    static String toRegex(String glob) {
        if (glob.isEmpty()) {
            throw new IllegalArgumentException("the pattern is missing");
        }
        return new PathGlob(glob.endsWith("/") ? glob + "**" : glob).convert();
    }

    private String convert() {
        if (glob.startsWith("/")) {
            at = 1;
            regex.append("\\A(?:");
        } else {
            regex.append("(?:\\A|/)(?:");
        }
        boolean inBraces = false;
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            switch (c) {
                case '*' -> stars();
                case '?' -> regex.append("[^/]");
                case '[' -> characters();
                case '{' -> {
                    if (glob.startsWith("{", at)) {
                        expression();
                    } else if (inBraces) {
                        throw wrong("has a { inside of { }");
                    } else {
                        inBraces = true;
                        regex.append("(?:");
                    }
                }
                case '}' -> {
                    if (!inBraces) {
                        throw wrong("has a } without a {");
                    }
                    inBraces = false;
                    regex.append(')');
                }
                case ',' -> regex.append(inBraces ? '|' : ',');
                case ']' -> throw wrong("has a ] without a [");
                case '\\' -> {
                    if (at == glob.length()) {
                        throw wrong("ends with a lone backslash");
                    }
                    literal(glob.charAt(at++));
                }
                default -> literal(c);
            }
        }
        if (inBraces) {
            throw wrong("has a { without a }");
        }
        return regex.append(")\\z").toString();
    }

    private void stars() {
        int count = 1;
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
            count++;
        }
        if (count > 2) {
            throw wrong("has more than two * in a row");
        }
        regex.append(count == 1 ? "[^/]*" : ".*");
    }

    /** Converts a character class, which regular expressions have too. */
    private void characters() {
        int end = at;
        boolean escaped = false;
        while (end < glob.length() && (glob.charAt(end) != ']' || escaped)) {
            escaped = glob.charAt(end) == '\\' && !escaped;
            end++;
        }
        if (end == glob.length()) {
            throw wrong("has a [ without a ]");
        }
        regex.append('[').append(glob, at, end + 1);
        at = end + 1;
    }

    private void expression() {
        int end = glob.indexOf("}}", at + 1);
        if (end < 0) {
            throw wrong("has a {{ without a }}");
        }
        // A third brace belongs to the expression: {{a{2}}}.
        while (glob.startsWith("}", end + 2)) {
            end++;
        }
        regex.append("(?:").append(glob, at + 1, end).append(')');
        at = end + 2;
    }

    private void literal(char c) {
        if (SPECIAL.indexOf(c) >= 0) {
            regex.append('\\');
        }
        regex.append(c);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("the pattern " + Printable.quoted(glob) + " " + what);
    }
}
