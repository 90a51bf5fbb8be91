package dev.caravan.job;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hosts without a proxy, as in NO_PROXY: names, which include their subdomains, addresses and blocks of addresses
 * ({@code 10.0.0.0/8}), each with an optional port, or {@code *} for all.
 */
final class NoProxy {

    /** An entry: a name, whose address is null, or the first bits of an address; a negative port means any. */
    private record Entry(String name, InetAddress address, int bits, int port) {

        boolean matches(String host, InetAddress hostAddress, int hostPort) {
            if ((port >= 0 && port != hostPort) || (address == null) != (hostAddress == null)) {
                return false;
            }
            if (address == null) {
                return host.equals(name) || host.endsWith('.' + name);
            }
            byte[] own = address.getAddress();
            byte[] other = hostAddress.getAddress();
            return own.length == other.length
                    && new BigInteger(1, own)
                                    .xor(new BigInteger(1, other))
                                    .shiftRight(8 * own.length - bits)
                                    .signum()
                            == 0;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private boolean all;

    /** Parses a list separated by commas or spaces. Ignores invalid entries, as other tools do. */
    static NoProxy parse(String text) {
        NoProxy list = new NoProxy();
        for (String entry : text.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (entry.equals("*")) {
                list.all = true;
            } else if (!entry.isEmpty()) {
                list.add(entry);
            }
        }
        return list;
    }

    private void add(String entry) {
        int slash = entry.indexOf('/');
        InetAddress whole = address(slash < 0 ? entry : entry.substring(0, slash));
        if (whole != null) {
            int most = whole.getAddress().length * 8;
            int bits = slash < 0 ? most : number(entry.substring(slash + 1), most);
            if (bits >= 0) {
                entries.add(new Entry("", whole, bits, -1));
            }
            return;
        }
        int colon = entry.lastIndexOf(':');
        int port = colon < 0 ? -1 : number(entry.substring(colon + 1), 65_535);
        String host = port < 0 ? entry : entry.substring(0, colon);
        InetAddress address = address(host);
        if (address != null) {
            entries.add(new Entry("", address, address.getAddress().length * 8, port));
        } else {
            String name = host.replaceFirst("^\\*?\\.+", "").replaceFirst("\\.$", "");
            if (!name.isEmpty()) {
                entries.add(new Entry(name, null, 0, port));
            }
        }
    }

    private static int number(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            return number <= most ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Parses an IP address, with or without brackets; null for a name, which isn't looked up. */
    static InetAddress address(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String text = bracketed ? host.substring(1, host.length() - 1) : host;
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F.:]*:[0-9a-fA-F.:]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Returns whether a host, in lower case without a final dot, needs no proxy. */
    boolean matches(String host, int port) {
        InetAddress address = address(host);
        return all || entries.stream().anyMatch(entry -> entry.matches(host, address, port));
    }
}
