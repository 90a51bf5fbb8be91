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
 * Prepares a JVM for its tests. Installs the native digests of the distribution, because Java's own cost the tests much of their time. Has
 * the AWS SDK take its HTTP clients from Caravan, before the first one is made. Leaves out the proxies of this machine's environment.
 * Switches off jqwik's remark that a property has more edge cases than tries. Has Awaitility ignore exceptions of threads, which may be another
 * class's.
 */
public final class TestSession implements LauncherSessionListener {

    /** A field, because the JVM forgets the level of a logger that nobody holds. */
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
