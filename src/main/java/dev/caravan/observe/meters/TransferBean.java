package dev.caravan.observe.meters;

import dev.caravan.flow.InFlight;
import dev.caravan.progress.Progress.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;

/** A run as a read-only bean of the platform's MBean server. */
public final class TransferBean implements DynamicMBean, AutoCloseable {

    public static final String NAME = "dev.caravan:type=Transfer";

    private final Watched run;
    private final Map<String, MBeanAttributeInfo> infos = new LinkedHashMap<>();
    private final Map<String, Supplier<?>> values = new LinkedHashMap<>();

    private TransferBean(Watched run) {
        this.run = run;
        Rates rates = new Rates(run.progress());
        show("Job", String.class, "The source and the destination", run::job);
        show("Role", String.class, "sync, finder or worker", run::role);
        show(
                "Slots",
                int.class,
                "Messages that can be processed at the same time; 0 for a finder",
                run.slots()::getAsInt);
        show("SlotsInUse", int.class, "Messages that are being processed", run.slotsInUse()::getAsInt);
        show("PartSlots", int.class, "Parts that can be moved at the same time", run.partSlots()::getAsInt);
        show("ObjectsInFlight", int.class, "Objects, parts and other transfers in progress", run.inFlight()::count);
        decimal(
                "ObjectsPerSecond",
                "Objects a second that were recorded, in the last seconds",
                () -> rates.now().objects());
        decimal(
                "BytesPerSecond",
                "Bytes a second that were sent to the destination, in the last seconds",
                () -> rates.now().bytes());
        count("ObjectsListed", "Objects listed at the source", Snapshot::sourceListed);
        count("ObjectsFound", "Objects found to be copied", Snapshot::found);
        count("ObjectsCopied", "Objects copied; of a finder, sent to the queue", Snapshot::copied);
        count("BytesCopied", "Size of the objects copied, in bytes", Snapshot::copiedBytes);
        count("BytesMoved", "Bytes that were sent to the destination, including retries", Snapshot::movedBytes);
        count("ObjectsDeleted", "Objects deleted at the destination", Snapshot::deleted);
        count("ObjectsNeedless", "Objects that no longer needed a copy", Snapshot::cancelled);
        count("ObjectsSkipped", "Objects that the routes left out on purpose", Snapshot::skipped);
        count("ObjectsFailed", "Objects that failed for good", Snapshot::failed);
        show(
                "FailuresByClass",
                Map.class,
                "Objects that failed for good, by the class of their failure",
                () -> new TreeMap<>(run.progress().get().failures().byKind()));
        count("Retries", "Attempts beyond the first of objects that were copied", Snapshot::retried);
        backOff("Source", run.sourceBackOff());
        backOff("Destination", run.destinationBackOff());
        String key =
                "The key of the object that has been in progress for the longest time, escaped; empty if there is none";
        show("OldestKey", String.class, key, () -> oldest(InFlight.Entry::key, ""));
        seconds("OldestSeconds", "The seconds since its transfer began", InFlight.Entry::since);
        seconds("OldestStillSeconds", "The seconds since its last bytes moved", InFlight.Entry::lastMove);
    }

    /** Registers the bean, in place of another run's. */
    public static TransferBean register(Watched run) {
        TransferBean bean = new TransferBean(run);
        bean.close();
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, new ObjectName(NAME));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
        return bean;
    }

    /** Removes the bean, if present. */
    @Override
    public void close() {
        try {
            ObjectName name = new ObjectName(NAME);
            if (ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private void show(String name, Class<?> type, String description, Supplier<?> value) {
        infos.put(name, new MBeanAttributeInfo(name, type.getName(), description, true, false, false));
        values.put(name, value);
    }

    private void count(String name, String description, Function<Snapshot, Long> figure) {
        show(
                name,
                long.class,
                description,
                () -> figure.apply(run.progress().get().now()));
    }

    private void decimal(String name, String description, Supplier<Double> value) {
        show(name, double.class, description, value);
    }

    private void backOff(String side, LongSupplier nanos) {
        String description =
                "Milliseconds between two requests to this side that throttling enforces; 0 without throttling";
        decimal(side + "BackOffMillis", description, () -> nanos.getAsLong() / 1e6);
    }

    private <T> T oldest(Function<InFlight.Entry, T> shown, T none) {
        return run.inFlight().oldest(1).stream().findFirst().map(shown).orElse(none);
    }

    private void seconds(String name, String description, Function<InFlight.Entry, Instant> since) {
        Function<InFlight.Entry, Double> age =
                entry -> Duration.between(since.apply(entry), Instant.now()).toMillis() / 1e3;
        decimal(name, description, () -> oldest(age, 0.0));
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return new MBeanInfo(
                TransferBean.class.getName(),
                "The transfers of a run of Caravan",
                infos.values().toArray(MBeanAttributeInfo[]::new),
                null,
                null,
                null);
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        if (!values.containsKey(name)) {
            throw new AttributeNotFoundException(name);
        }
        return values.get(name).get();
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList list = new AttributeList();
        for (String name : names) {
            if (values.containsKey(name)) {
                list.add(new Attribute(name, values.get(name).get()));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName());
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature) {
        throw new UnsupportedOperationException(action);
    }
}
