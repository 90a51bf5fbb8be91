package dev.caravan.finder;

import dev.caravan.job.KeyLength;
import dev.caravan.job.Printable;
import dev.caravan.store.KeyOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Reads a prefix list: UTF-8 text with one full source prefix per line, byte for byte, with spaces. Lines end in LF or
 * CRLF; a byte order mark and empty lines are skipped; there are no comments.
 */
public final class PrefixList {

    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private PrefixList() {}

    /**
     * Reads and sorts a list, without prefixes that another one covers.
     *
     * @param name of the list in messages
     * @param sourcePrefix required start of every prefix
     * @throws PrefixListException for an invalid line or an empty list, which never means everything
     */
    public static List<String> parse(byte[] text, String name, String sourcePrefix) {
        List<String> prefixes = new ArrayList<>();
        // One character per byte: invalid UTF-8 is detected line by line.
        String[] lines = new String(text, StandardCharsets.ISO_8859_1)
                .replaceFirst("^" + BYTE_ORDER_MARK, "")
                .split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            if (!line.isEmpty()) {
                prefixes.add(prefix(line.getBytes(StandardCharsets.ISO_8859_1), name, i + 1, sourcePrefix));
            }
        }
        if (prefixes.isEmpty()) {
            throw new PrefixListException(
                    name, "there is no prefix in it. Write one a line, or leave the list out to move everything");
        }
        return disjoint(prefixes);
    }

    /** Returns the prefixes in key order without those that start with another. */
    static List<String> disjoint(Collection<String> prefixes) {
        List<String> sorted = new ArrayList<>(prefixes);
        sorted.sort(KeyOrder::compare);
        List<String> kept = new ArrayList<>();
        for (String prefix : sorted) {
            // Prefixes that begin with another one follow it directly, so only the last kept prefix can cover this one.
            if (kept.isEmpty() || !prefix.startsWith(kept.get(kept.size() - 1))) {
                kept.add(prefix);
            }
        }
        return List.copyOf(kept);
    }

    private static String prefix(byte[] text, String name, int line, String sourcePrefix) {
        if (text.length > KeyLength.MOST_BYTES) {
            throw new PrefixListException(
                    name,
                    line,
                    "the prefix has " + text.length + " bytes, but keys have " + KeyLength.MOST_BYTES + " at most");
        }
        String prefix = new String(text, StandardCharsets.UTF_8);
        if (!Arrays.equals(prefix.getBytes(StandardCharsets.UTF_8), text)) {
            throw new PrefixListException(name, line, "this is not UTF-8. Save the list as UTF-8");
        }
        if (!prefix.startsWith(sourcePrefix)) {
            throw new PrefixListException(
                    name,
                    line,
                    "the prefix " + Printable.quoted(prefix) + " doesn't begin with the source's prefix "
                            + Printable.quoted(sourcePrefix) + ". Write full prefixes, or shorten the source's");
        }
        return prefix;
    }
}
