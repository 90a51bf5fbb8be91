package dev.caravan.fleet;

import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import dev.caravan.record.Orders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders that a worker follows, which it logs. */
public final class StandingOrders {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    private final Consumer<Orders> limits;
    private volatile Orders orders = Orders.NONE;

    public StandingOrders(Consumer<Orders> limits) {
        this.limits = limits;
    }

    void follow(Orders now) {
        Orders before = orders;
        if (now.equals(before)) {
            return;
        }
        orders = now;
        if (!now.rates().equals(before.rates()) || now.slots() != before.slots()) {
            limits.accept(now);
        }
        LOG.info("{}", line(now));
    }

    /** Returns why nothing is received; empty if messages are received. */
    public String whyPaused() {
        Orders now = orders;
        return now.paused() ? line(now) : "";
    }

    private static String bandwidth(Orders now) {
        if (!now.timetable().isEmpty()) {
            return Printable.of(now.timetable()) + " (local time)";
        }
        return now.bandwidth() > 0 ? Quantities.bytes(now.bandwidth()) + "/s" : "";
    }

    /** Describes the orders with author and time. */
    public static String line(Orders now) {
        String limits = now.areLimits()
                ? "limited to "
                        + bandwidth(now)
                        + (now.rates().lowest() > 0 && now.slots() > 0 ? " and " : "")
                        + (now.slots() > 0 ? Quantities.count(now.slots()) + " slots" : "") + " a worker"
                : "";
        String what = now.paused() ? "paused" + (limits.isEmpty() ? "" : ", " + limits) : limits;
        return (what.isEmpty() ? "resumed" : what)
                + (now.by().isEmpty() ? "" : " by " + Printable.of(now.by()))
                + (now.at() == 0 ? "" : " at " + Instant.ofEpochMilli(now.at()).truncatedTo(ChronoUnit.SECONDS))
                + (now.reason().isEmpty() ? "" : " because of: " + Printable.of(now.reason()));
    }
}
