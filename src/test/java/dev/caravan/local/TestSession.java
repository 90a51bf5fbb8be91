package dev.caravan.local;

import dev.caravan.aws.AwsHttp;
import dev.caravan.job.Egress;
import dev.caravan.job.NativeCrypto;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares a JVM for tests. Installs the distribution's native digests, because Java's digests take much of the tests'
 * time. Configures the AWS SDK to use Caravan's HTTP clients, before the first one is made. Ignores the proxies of the
 * machine's environment. Disables jqwik's message that a property has more edge cases than tries. Configures Awaitility
 * to ignore exceptions in other threads, which may belong to another class.
 */
public final class TestSession implements LauncherSessionListener {

    /** A strong reference, because the JVM drops the level of a logger without one. */
    private static final Logger JQWIK = Logger.getLogger("net.jqwik");

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        TestScope.separateProperties();
        JQWIK.setLevel(Level.WARNING);
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        AwsHttp.useForAllClients();
        Egress.ofProcess(Egress.of(Map.of()));
        NativeCrypto.loadWhenNeeded();
        NativeCrypto.install();
    }
}
