package dev.caravan.local;

import dev.caravan.command.NativeCrypto;
import java.io.PrintWriter;
import java.io.Writer;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Installs the native digests of the distribution before the first test. Java's own cost the tests much of their time. */
public final class NativeDigests implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        NativeCrypto.install(new PrintWriter(Writer.nullWriter()));
    }
}
