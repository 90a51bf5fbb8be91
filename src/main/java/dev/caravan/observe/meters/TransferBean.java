package dev.caravan.observe.meters;

import dev.caravan.flow.InFlight;
import dev.caravan.progress.Progress;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** A run as a bean of the platform's MBean server. */
public final class TransferBean extends StandardMBean implements TransferMXBean, AutoCloseable {

    /** Its name. */
    public static final String NAME = "dev.caravan:type=Transfer";

    private final Watched run;
    private final Rates rates;

    private TransferBean(Watched run) {
        super(TransferMXBean.class, true);
        this.run = run;
        this.rates = new Rates(run.progress());
    }

    /** Puts it there, in the place of another run's of the same process. */
    public static TransferBean register(Watched run) {
        TransferBean bean = new TransferBean(run);
        bean.close();
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
        return bean;
    }

    private static ObjectName name() {
        try {
            return new ObjectName(NAME);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes it away, if it is there. */
    @Override
    public void close() {
        try {
            if (ManagementFactory.getPlatformMBeanServer().isRegistered(name())) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
            }
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return "What a run of Caravan moves";
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return String.valueOf(info.getDescriptor().getFieldValue("description"));
    }

    private Progress.Snapshot now() {
        return run.progress().get().now();
    }

    private Optional<InFlight.Entry> oldest() {
        return run.inFlight().oldest(1).stream().findFirst();
    }

    private static double secondsSince(Instant time) {
        return Duration.between(time, Instant.now()).toMillis() / 1e3;
    }

    @Override
    public String getJob() {
        return run.job();
    }

    @Override
    public String getRole() {
        return run.role();
    }

    @Override
    public int getSlots() {
        return run.slots();
    }

    @Override
    public int getSlotsInUse() {
        return run.slotsInUse().getAsInt();
    }

    @Override
    public int getObjectsInFlight() {
        return run.inFlight().count();
    }

    @Override
    public double getObjectsPerSecond() {
        return rates.now().objects();
    }

    @Override
    public double getBytesPerSecond() {
        return rates.now().bytes();
    }

    @Override
    public long getObjectsListed() {
        return now().sourceListed();
    }

    @Override
    public long getObjectsFound() {
        return now().found();
    }

    @Override
    public long getObjectsCopied() {
        return now().copied();
    }

    @Override
    public long getBytesCopied() {
        return now().copiedBytes();
    }

    @Override
    public long getBytesMoved() {
        return now().movedBytes();
    }

    @Override
    public long getObjectsDeleted() {
        return now().deleted();
    }

    @Override
    public long getObjectsNeedless() {
        return now().cancelled();
    }

    @Override
    public long getObjectsSkipped() {
        return now().skipped();
    }

    @Override
    public long getObjectsFailed() {
        return now().failed();
    }

    @Override
    public Map<String, Long> getFailuresByClass() {
        return run.progress().get().failures().byKind();
    }

    @Override
    public long getRetries() {
        return now().retried();
    }

    @Override
    public double getSourceBackOffMillis() {
        return run.sourceBackOff().getAsLong() / 1e6;
    }

    @Override
    public double getDestinationBackOffMillis() {
        return run.destinationBackOff().getAsLong() / 1e6;
    }

    @Override
    public String getOldestKey() {
        return oldest().map(InFlight.Entry::key).orElse("");
    }

    @Override
    public double getOldestSeconds() {
        return oldest().map(entry -> secondsSince(entry.since())).orElse(0.0);
    }

    @Override
    public double getOldestStillSeconds() {
        return oldest().map(entry -> secondsSince(entry.lastMove())).orElse(0.0);
    }
}
