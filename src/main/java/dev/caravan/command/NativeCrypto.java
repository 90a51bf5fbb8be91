package dev.caravan.command;

import java.io.File;
import java.io.PrintWriter;
import java.security.Provider;
import java.security.Security;

/**
 * Ciphers and digests in machine code, if the launcher put them on the class path. Java's own are fast only after
 * compilation by C2, which costs more than the rest of a run of small objects; with C1 alone a gibibyte over TLS takes
 * a minute of CPU.
 */
public final class NativeCrypto {

    private static final String NAME = "AmazonCorrettoCryptoProvider";
    private static final String PACKAGE = "com.amazon.corretto.crypto.provider.";

    /** The provider in use; null for Java's own. Java's lookup by name would load all others first. */
    private static Provider installed;

    private NativeCrypto() {}

    /** Installs the provider, if present; Java's own is used if it is missing or can't be loaded. */
    public static void install(PrintWriter err) {
        try {
            // The library as a file: the one in the jar would be verified and extracted at each start, 10 MB.
            if (isFile(System.mapLibraryName("amazonCorrettoCryptoProvider"))) {
                System.setProperty(PACKAGE + "useExternalLib", "true");
            }
            // By its name: a ServiceLoader would first make all of Java's own providers.
            // Loading the class makes its provider.
            use((Provider) Class.forName(PACKAGE + NAME).getField("INSTANCE").get(null), err);
        } catch (ClassNotFoundException e) {
            // The launcher has none for this machine.
        } catch (ReflectiveOperationException | LinkageError e) {
            warn(err);
        }
    }

    static String inUse() {
        return installed == null ? "Java" : NAME + " " + installed.getVersionStr();
    }

    /** Returns whether a library is a file in Java's library path. */
    private static boolean isFile(String library) {
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            if (new File(folder, library).isFile()) {
                return true;
            }
        }
        return false;
    }

    private static void use(Provider provider, PrintWriter err) {
        // Where its library can't be loaded it is there, but offers nothing.
        if (provider.getServices().isEmpty()) {
            warn(err);
        } else {
            Security.insertProviderAt(provider, 1);
            installed = provider;
        }
    }

    private static void warn(PrintWriter err) {
        err.println("caravan: the native ciphers can't be loaded here, so https is slow;"
                + " CARAVAN_JAVA_OPTS=-XX:TieredStopAtLevel=4 makes it faster");
    }
}
