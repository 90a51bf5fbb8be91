package dev.caravan.command;

import java.io.PrintWriter;
import java.security.Provider;
import java.security.Security;

/**
 * Ciphers and digests in machine code, where the launcher put them on the class path. Java's own are fast only after its
 * second compiler has seen them, which costs more than all else in a run of small objects; with the first compiler alone a
 * gibibyte over TLS takes a minute of CPU.
 */
public final class NativeCrypto {

    private static final String NAME = "AmazonCorrettoCryptoProvider";
    private static final String TYPE = "com.amazon.corretto.crypto.provider." + NAME;

    private NativeCrypto() {}

    /** Puts the provider first, if it is there; Java's own do the work where it isn't, or can't be loaded. */
    public static void install(PrintWriter err) {
        try {
            // By its name: a ServiceLoader would first make all of Java's own providers.
            use(
                    Class.forName(TYPE)
                            .asSubclass(Provider.class)
                            .getDeclaredConstructor()
                            .newInstance(),
                    err);
        } catch (ClassNotFoundException e) {
            // The launcher has none for this machine.
        } catch (ReflectiveOperationException | LinkageError e) {
            warn(err);
        }
    }

    /** Whose ciphers are used, in a line for people. */
    static String inUse() {
        Provider provider = Security.getProvider(NAME);
        return provider == null ? "Ciphers of Java" : "Ciphers of " + NAME + " " + provider.getVersionStr();
    }

    private static void use(Provider provider, PrintWriter err) {
        // Where its library can't be loaded it is there, but offers nothing.
        if (provider.getServices().isEmpty()) {
            warn(err);
        } else {
            Security.insertProviderAt(provider, 1);
        }
    }

    private static void warn(PrintWriter err) {
        err.println("caravan: the native ciphers can't be loaded here, so https is slow;"
                + " CARAVAN_JAVA_OPTS=-XX:TieredStopAtLevel=4 makes it faster");
    }
}
