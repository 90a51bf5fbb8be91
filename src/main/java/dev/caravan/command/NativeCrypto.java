package dev.caravan.command;

import java.io.File;
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
    private static final String PACKAGE = "com.amazon.corretto.crypto.provider.";

    /** The provider in use; {@code null} for Java's own. Java looks one up by its name only after it has made all the others. */
    private static Provider installed;

    private NativeCrypto() {}

    /** Puts the provider first, if it is there; Java's own do the work where it isn't, or can't be loaded. */
    public static void install(PrintWriter err) {
        try {
            // The library as a file: the one in the jar would be verified and extracted at each start, 10 MB.
            if (isFile(System.mapLibraryName("amazonCorrettoCryptoProvider"))) {
                System.setProperty(PACKAGE + "useExternalLib", "true");
            }
            // By its name: a ServiceLoader would first make all of Java's own providers.
            use(
                    Class.forName(PACKAGE + NAME)
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
        return installed == null ? "Ciphers of Java" : "Ciphers of " + NAME + " " + installed.getVersionStr();
    }

    /** Returns whether a library is a file in a folder where Java looks for libraries. */
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
