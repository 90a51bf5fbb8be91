package dev.caravan.finder;

/** Keys in messages for people: in quotes, and escaped where they could forge a line or hide something. */
final class Quoted {

    private Quoted() {}

    static String key(String key) {
        StringBuilder text = new StringBuilder(key.length() + 2).append('"');
        key.codePoints().forEach(c -> append(text, c));
        return text.append('"').toString();
    }

    private static void append(StringBuilder text, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
            default -> {
                if (c == '"' || c == '\\') {
                    text.append('\\');
                }
                text.appendCodePoint(c);
            }
        }
    }
}
