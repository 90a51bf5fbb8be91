package dev.caravan.job;

import java.io.File;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ciphers and digests in machine code, if the launcher put them on the class path. Java's own are fast only after
 * compilation by C2, which costs more than the rest of a run of small objects; with C1 alone a gibibyte over TLS takes
 * a minute of CPU. Loading and testing them takes a seventh of a start. So the first use installs them: a connection
 * with TLS, the digest of a content, or many signatures.
 */
public final class NativeCrypto {

    private static final String NAME = "AmazonCorrettoCryptoProvider";
    private static final String PACKAGE = "com.amazon.corretto.crypto.provider.";

    /** The signatures and digests of short texts that Java's own make first: what copying some fifty objects takes. */
    private static final int FEW = 200;

    private static final AtomicInteger SHORT = new AtomicInteger();

    /** Whether there is nothing left to load: always in programs that use only the components. */
    private static volatile boolean settled = true;

    /** The provider in use; null for Java's own. Java's lookup by name would load all others first. */
    private static Provider installed;

    private NativeCrypto() {}

    /** Lets this process load the provider when something needs it. Call it first. */
    public static void loadWhenNeeded() {
        settled = false;
    }

    /** Installs the provider, if present; Java's own is used if it is missing or can't be loaded. */
    public static void install() {
        if (!settled) {
            load();
        }
    }

    /** Counts a digest of a short text. Returns false while a later digest may be faster. */
    public static boolean countShort() {
        if (!settled && SHORT.incrementAndGet() > FEW) {
            load();
        }
        return settled;
    }

    /** Returns the name and version of the provider in use. */
    public static synchronized String inUse() {
        load();
        return installed == null ? "Java" : NAME + " " + installed.getVersionStr();
    }

    private static synchronized void load() {
        if (settled) {
            return;
        }
        try {
            // The library as a file: the one in the jar would be verified and extracted at each start, 10 MB.
            if (isFile(System.mapLibraryName("amazonCorrettoCryptoProvider"))) {
                System.setProperty(PACKAGE + "useExternalLib", "true");
            }
            // By its name: a ServiceLoader would first make all of Java's own providers.
            // Loading the class makes its provider.
            use((Provider) Class.forName(PACKAGE + NAME).getField("INSTANCE").get(null));
        } catch (ClassNotFoundException e) {
            // The launcher has none for this machine.
        } catch (ReflectiveOperationException | LinkageError e) {
            warn();
        }
        settled = true;
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

    private static void use(Provider provider) {
        // If its library can't be loaded, the provider exists but offers nothing.
        if (provider.getServices().isEmpty()) {
            warn();
        } else {
            // It tests itself in this pool. Until the test ends, each thread that requests a digest tests it too.
            ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS);
            Security.insertProviderAt(provider, 1);
            installed = provider;
        }
    }

    private static void warn() {
        System.err.println("caravan: the native ciphers can't be loaded here, so https is slow;"
                + " CARAVAN_JAVA_OPTS=-XX:TieredStopAtLevel=4 makes it faster");
    }
}
