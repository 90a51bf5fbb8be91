package dev.caravan.deploy;

import dev.caravan.job.Digests;
import dev.caravan.job.FileProblem;
import dev.caravan.job.Printable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Packs the installation that runs for the machines of a stack, as a tar.gz. The same files make the same bytes. What the machines don't
 * need is left out, and so is application.properties, which may hold secrets.
 */
final class Distribution {

    private static final List<String> PARTS = List.of("LICENSE", "bin", "caravan.jar", "ec2", "lib", "routes");
    private static final String FOLDER = "caravan/";
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private Distribution() {}

    /** Packs the installation in a folder. Returns the SHA-256 of the archive in hexadecimal. */
    static String pack(Path home, Path archive) throws DeployException {
        if (!Files.isRegularFile(home.resolve("caravan.jar"))) {
            throw new DeployException(Printable.of(home.toString())
                    + " is no installation of Caravan: it has no caravan.jar; name an image with --set amiId=ami-…");
        }
        MessageDigest digest = Digests.ofContent("SHA-256");
        try (Stream<Path> all = Files.walk(home);
                OutputStream written = new DigestOutputStream(Files.newOutputStream(archive), digest);
                OutputStream out = new BufferedOutputStream(new Gzip(written), 1 << 16)) {
            List<Path> files = all.filter(file -> isPart(home.relativize(file)) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            for (Path file : files) {
                add(file, home.relativize(file).toString(), out);
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new DeployException("Caravan can't be packed: " + FileProblem.reason(e), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isPart(Path relative) {
        return PARTS.contains(relative.getName(0).toString());
    }

    private static void add(Path file, String relative, OutputStream out) throws IOException {
        long size = Files.size(file);
        out.write(header(FOLDER + relative.replace('\\', '/'), size, Files.isExecutable(file)));
        long copied = Files.copy(file, out);
        if (copied != size) {
            throw new IOException(relative + " has changed meanwhile");
        }
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /** A header of POSIX.1-1988 (ustar). */
    private static byte[] header(String name, long size, boolean executable) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length > LONGEST_NAME) {
            throw new IOException(name + " has too long a name");
        }
        System.arraycopy(path, 0, header, 0, path.length);
        octal(executable ? 0755 : 0644, header, 100, 8);
        octal(0, header, 108, 8);
        octal(0, header, 116, 8);
        octal(size, header, 124, 12);
        octal(0, header, 136, 12);
        header[156] = '0';
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 8);
        int sum = 8 * ' ';
        for (byte one : header) {
            sum += one;
        }
        octal(sum, header, 148, 8);
        return header;
    }

    private static void octal(long value, byte[] header, int from, int length) {
        String digits = String.format(Locale.ROOT, "%0" + (length - 1) + "o", value);
        System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, header, from, length - 1);
    }

    /** Most of it is compressed already. */
    private static final class Gzip extends GZIPOutputStream {

        Gzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
