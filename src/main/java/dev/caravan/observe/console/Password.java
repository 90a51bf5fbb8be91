package dev.caravan.observe.console;

import dev.caravan.job.Printable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.Set;

/** The console's only user, by HTTP Basic authentication (RFC 7617). */
public final class Password {

    private static final long LONGEST_FILE = 1024;
    private static final int SHORTEST = 8;
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final byte[] header;

    private Password(String pair) {
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        this.header = encoded.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a file with one line, {@code user:password}.
     *
     * @throws IOException with what is wrong with the file, without its content
     */
    public static Password read(Path file) throws IOException {
        String name = Printable.of(file.toString());
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("there is no readable file " + name);
        }
        requirePrivate(file, name);
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException(name + " is not one line, user:password");
        }
        String line;
        try {
            line = Files.readString(file).strip();
        } catch (CharacterCodingException e) {
            throw new IOException(name + " is not UTF-8", e);
        }
        int colon = line.indexOf(':');
        if (colon <= 0 || line.lines().count() != 1) {
            throw new IOException(name + " is not one line, user:password");
        }
        if (line.length() - colon - 1 < SHORTEST) {
            throw new IOException(name + " holds a password of less than " + SHORTEST + " characters");
        }
        return new Password(line);
    }

    private static void requirePrivate(Path file, String name) throws IOException {
        try {
            if (!Collections.disjoint(Files.getPosixFilePermissions(file), OF_OTHERS)) {
                throw new IOException(name + " may be read or changed by others than its owner; chmod 600 it");
            }
        } catch (UnsupportedOperationException e) {
            // Not a file system of Unix.
            return;
        }
    }

    /** Returns whether the Authorization header has the password. */
    boolean opens(String authorization) {
        String scheme = "Basic ";
        if (!authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return false;
        }
        byte[] given = authorization.substring(scheme.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(header, given);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
