package dev.caravan.record.dynamo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** Names this process in the table. */
public final class ProcessName {

    private ProcessName() {}

    /** Returns machine, process and a random number, since every container has the same process ID. */
    public static String fresh() {
        return host() + ", process " + ProcessHandle.current().pid() + ", "
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }
}
