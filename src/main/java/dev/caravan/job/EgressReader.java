package dev.caravan.job;

import java.nio.file.Path;
import java.util.ArrayList;

/** Reads proxies and trust from environment and options, and collects problems. */
public final class EgressReader {

    private static final String DIRECT = "none";

    private final OptionReader options;

    EgressReader(OptionReader options) {
        this.options = options;
    }

    /**
     * Reads the settings for connections outside the sides, such as queue and table.
     *
     * @throws InvalidJobException with all problems
     */
    public static Egress read(Settings settings) throws InvalidJobException {
        OptionReader options = new OptionReader(settings, new ArrayList<>());
        Egress egress = new EgressReader(options).read();
        options.throwProblems();
        return egress;
    }

    private Egress read() {
        return new Egress(ofEnvironment(), bundle());
    }

    Egress read(JobOption proxyOfSide) {
        Egress egress = read();
        String text = options.text(proxyOfSide).strip();
        if (text.isEmpty()) {
            return egress;
        }
        if (text.equalsIgnoreCase(DIRECT)) {
            return egress.through(Proxies.NONE);
        }
        try {
            if (options.setting(proxyOfSide).argument() && text.contains("@")) {
                throw new IllegalArgumentException(
                        "has a user or a password, which do not belong on a command line; set "
                                + proxyOfSide.environmentName() + " instead");
            }
            return egress.through(Proxies.through(Proxy.parse(text)));
        } catch (IllegalArgumentException e) {
            options.wrong(proxyOfSide, e.getMessage());
            return egress;
        }
    }

    private Proxies ofEnvironment() {
        try {
            return Proxies.of(options.settings().environment());
        } catch (IllegalArgumentException e) {
            String[] said = e.getMessage().split(": ", 2);
            options.wrong(said[0], said[1], false);
            return Proxies.NONE;
        }
    }

    /** Returns the bundle; a wrong file is a configuration error whatever the origin of its name. */
    private CaBundle bundle() {
        Path file = options.path(JobOption.CA_BUNDLE);
        String name = options.setting(JobOption.CA_BUNDLE).name();
        boolean ofJava = name.equals(Egress.BUNDLE)
                && options.settings().systemProperties().containsKey(Egress.TRUST_STORE);
        if (file == null || ofJava) {
            return null;
        }
        try {
            CaBundle known = Egress.knownBundle();
            CaBundle bundle = known != null && known.file().equals(file) ? known : CaBundle.read(file);
            // A broken certificate would fail each connection, as a passing failure.
            bundle.sockets();
            return bundle;
        } catch (IllegalArgumentException e) {
            options.wrong(name, e.getMessage(), false);
            return null;
        }
    }
}
