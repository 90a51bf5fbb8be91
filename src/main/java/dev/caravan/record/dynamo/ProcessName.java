package dev.caravan.record.dynamo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Names this process in the table. */
public final class ProcessName {

    private ProcessName() {}

    /** Returns the machine, the process, and a random number: a container's process is always the first. */
    public static String fresh() {
        return host() + ", process " + ProcessHandle.current().pid() + ", "
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Returns the name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }
}
