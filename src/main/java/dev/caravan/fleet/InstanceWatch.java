package dev.caravan.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.InstanceMetadata;
import dev.caravan.job.Printable;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the machine's metadata for its end and asks the worker to end: a spot instance is interrupted two minutes after
 * its notice, and an Auto Scaling group waits for its lifecycle hook. Neither notifies a process.
 */
public final class InstanceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    private static final String SPOT = "spot/instance-action";
    private static final String LIFECYCLE = "autoscaling/target-lifecycle-state";
    private static final String REBALANCE = "events/recommendations/rebalance";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstanceMetadata metadata;
    private final Drain drain;
    private final int exitCode;
    private final Duration interval;
    private final Thread clock = DaemonThreads.one("caravan-instance-watch", this::run);
    private boolean reached;
    private boolean toldAway;
    private boolean toldRebalance;

    private InstanceWatch(InstanceMetadata metadata, Drain drain, int exitCode, Duration interval) {
        this.metadata = metadata;
        this.drain = drain;
        this.exitCode = exitCode;
        this.interval = interval;
    }

    /**
     * Starts polling.
     *
     * @param exitCode of a process that ends after a notice
     * @throws ControlPlaneException if the configured metadata address is invalid; an unreachable one is only logged
     */
    public static InstanceWatch start(Drain drain, int exitCode, Duration interval) throws ControlPlaneException {
        InstanceWatch watch = new InstanceWatch(new InstanceMetadata(), drain, exitCode, interval);
        watch.clock.start();
        return watch;
    }

    private void run() {
        try {
            while (true) {
                String notice = look();
                if (!notice.isEmpty()) {
                    drain.ask(new Drain.Reason(notice, exitCode));
                    return;
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            // Closed.
            return;
        }
    }

    /** Returns the notice in a few words; empty if none. */
    private String look() {
        String away = "";
        for (String item : new String[] {SPOT, LIFECYCLE, REBALANCE}) {
            try {
                Optional<String> text = metadata.get(item);
                reached = true;
                String notice = text.isEmpty() ? "" : notice(item, text.get());
                if (!notice.isEmpty()) {
                    return notice;
                }
            } catch (ControlPlaneException e) {
                away = e.getMessage();
                LOG.debug("{}: {}", item, away);
            }
        }
        tellWhetherReached(away);
        return "";
    }

    private String notice(String item, String text) {
        return switch (item) {
            case SPOT -> spotNotice(text);
            case LIFECYCLE -> text.strip().equals("Terminated") ? "the Auto Scaling group terminates this machine" : "";
            default -> {
                if (!toldRebalance) {
                    toldRebalance = true;
                    LOG.info("this spot machine is at elevated risk of being taken back (rebalance recommendation)");
                }
                yield "";
            }
        };
    }

    /** Reads a spot notice, which has an action: stop and hibernate end the machine as terminate does. */
    private static String spotNotice(String text) {
        try {
            JsonNode notice = JSON.readTree(text);
            String action = notice.path("action").asText("");
            return action.isEmpty()
                    ? ""
                    : Printable.of("spot interruption notice, " + action + " at "
                            + notice.path("time").asText("an unknown time"));
        } catch (JsonProcessingException e) {
            LOG.debug("{} is not JSON", SPOT);
            return "";
        }
    }

    /** Logs once that the service was never reached; a later absence is ignored. */
    private void tellWhetherReached(String away) {
        if (!reached && !toldAway) {
            toldAway = true;
            LOG.warn(
                    "this machine's metadata can't be read, so no notice of its end can arrive; the worker keeps"
                            + " trying."
                            + " INSTANCE_METADATA=true is for machines of Amazon EC2: {}",
                    away);
        } else if (reached && toldAway) {
            toldAway = false;
            LOG.info("this machine's metadata can be read now");
        }
    }

    @Override
    public void close() {
        clock.interrupt();
        metadata.close();
    }
}
