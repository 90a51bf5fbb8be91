package dev.caravan.command.run;

import dev.caravan.fleet.Drain;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles Ctrl-C and SIGTERM of a worker: the first drains it, even if it drains already, since an ending machine
 * signals its processes; the second ends the process at once. A shutdown hook gets no second signal. Uses reflection,
 * because the compiler's warning about {@code sun.misc.Signal}, which has no successor, can't be suppressed.
 */
public final class Signals {

    private Signals() {}

    public static void drain(Drain drain) {
        AtomicBoolean heardOne = new AtomicBoolean();
        try {
            on("INT", ExitCode.INTERRUPTED, drain, heardOne);
            on("TERM", ExitCode.TERMINATED, drain, heardOne);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", e);
        }
    }

    private static void on(String name, int exitCode, Drain drain, AtomicBoolean heardOne)
            throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Drain.Reason reason = new Drain.Reason("SIG" + name, exitCode);
        Object heard = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        if (heardOne.getAndSet(true)) {
                            Runtime.getRuntime().halt(exitCode);
                        }
                        drain.ask(reason);
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
    }
}
