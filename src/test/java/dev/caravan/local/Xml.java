package dev.caravan.local;

import java.util.Locale;

/** Writes XML as S3 does: characters that XML 1.0 forbids become character references, which parsers reject. */
final class Xml {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text;

    Xml() {
        this(512);
    }

    Xml(int capacity) {
        text = new StringBuilder(capacity).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    Xml root(String name) {
        text.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
        return this;
    }

    Xml open(String name) {
        text.append('<').append(name).append('>');
        return this;
    }

    Xml close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, String value) {
        open(name);
        escape(value);
        return close(name);
    }

    Xml element(String name, long value) {
        open(name);
        text.append(value);
        return close(name);
    }

    Xml elementIf(String name, String value) {
        return value == null ? this : element(name, value);
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF) {
                        text.append("&#x")
                                .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                                .append(';');
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
