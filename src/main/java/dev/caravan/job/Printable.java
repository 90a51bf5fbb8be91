package dev.caravan.job;

/** Text from outside (keys, names, a store's messages), made fit for one line on a terminal or in a log. */
public final class Printable {

    private Printable() {}

    /**
     * The text with every control character, line or paragraph separator and direction mark written as a backslash, {@code u} and
     * four hexadecimal digits, so that it can neither begin a line of its own nor steer a terminal.
     */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (hidden(c)) {
                printable.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    printable.append(Character.forDigit((c >> shift) & 0xF, 16));
                }
            } else {
                printable.append(c);
            }
        }
        return printable.toString();
    }

    private static boolean hidden(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
