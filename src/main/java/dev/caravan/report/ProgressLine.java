package dev.caravan.report;

import dev.caravan.progress.Progress;
import dev.caravan.progress.Progress.Snapshot;
import dev.caravan.progress.Quantities;
import dev.caravan.store.DaemonThreads;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;

/** Prints a run's progress: a redrawn bar on a terminal, else a line from time to time. */
public final class ProgressLine implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final Duration OF_A_WORKER = Duration.ofMinutes(1);
    private static final int BAR = 20;
    private static final double RATE_SECONDS = 10;

    private final Progress progress;
    private final PrintWriter out;
    private final boolean terminal;
    private final BiFunction<Snapshot, Snapshot, String> lines;
    private final Thread clock;
    private final Deque<Snapshot> recent = new ArrayDeque<>();
    private int drawn;

    /** Returns the line of a run whose total becomes known. */
    public static ProgressLine ofRun(Progress progress, PrintWriter out, boolean terminal) {
        return new ProgressLine(progress, out, terminal, ELSEWHERE, ProgressLine::line);
    }

    /** Returns the line of a worker, whose total is unknown: printed every minute. */
    public static ProgressLine ofWorker(Progress progress, PrintWriter out, boolean terminal) {
        return new ProgressLine(progress, out, terminal, OF_A_WORKER, ProgressLine::ofWorker);
    }

    /** Returns what a worker has done since its start. */
    public static String ofWorkerNow(Progress progress) {
        return ofWorker(Snapshot.NOTHING, progress.now());
    }

    private ProgressLine(
            Progress progress,
            PrintWriter out,
            boolean terminal,
            Duration elsewhere,
            BiFunction<Snapshot, Snapshot, String> lines) {
        this.progress = progress;
        this.out = out;
        this.terminal = terminal;
        this.lines = lines;
        this.clock = DaemonThreads.every(terminal ? ON_TERMINAL : elsewhere, "caravan-progress", () -> {
            tell();
            progress.passing().tell();
        });
        recent.add(progress.now());
    }

    public void start() {
        clock.start();
    }

    private synchronized void tell() {
        Snapshot now = progress.now();
        recent.addLast(now);
        while (recent.size() > 2 && (now.nanos() - recent.peekFirst().nanos()) / 1e9 > RATE_SECONDS) {
            recent.removeFirst();
        }
        String line = lines.apply(recent.peekFirst(), now);
        if (terminal) {
            out.print('\r' + line + " ".repeat(Math.max(0, drawn - line.length())));
            drawn = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Returns one line: the finished share, the rate, and the remaining time once the total is known. */
    static String line(Snapshot before, Snapshot now) {
        int filled = now.totalKnown() ? (int) (now.share() * BAR) : 0;
        String begin = now.totalKnown()
                ? '[' + "#".repeat(filled) + ".".repeat(BAR - filled) + "] "
                : "listing: " + Quantities.count(now.sourceListed()) + " so far; ";
        StringBuilder line = new StringBuilder(begin + Quantities.count(now.settled()) + " of "
                + Quantities.count(now.total()) + (now.totalKnown() ? " objects, " : " objects found, ")
                + Quantities.bytes(now.doneBytes()) + " of " + Quantities.bytes(now.totalBytes())
                + rates(before, now));
        double left = now.secondsLeft(before);
        if (now.totalKnown() && now.settled() < now.total() && left > 0) {
            line.append(", ").append(Quantities.time(left)).append(" left");
        }
        some(line, now.failed(), " failed");
        return line.toString();
    }

    private static String ofWorker(Snapshot before, Snapshot now) {
        StringBuilder line = new StringBuilder(Quantities.objects(now.copied()) + " copied, "
                + Quantities.bytes(now.copiedBytes()) + rates(before, now));
        some(line, now.deleted(), " deleted");
        some(line, now.cancelled(), " needless");
        some(line, now.skipped(), " skipped");
        some(line, now.unverified(), " without a checksum to verify them");
        some(line, now.leftOut(), " without some metadata");
        some(line, now.untold(), " not sent to routes");
        some(line, now.failed(), " failed");
        return line.toString();
    }

    private static String rates(Snapshot before, Snapshot now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        return ", " + Quantities.count(Math.round((now.settled() - before.settled()) / seconds)) + "/s, "
                + Quantities.bytes(Math.round((now.movedBytes() - before.movedBytes()) / seconds)) + "/s";
    }

    /** Adds a number unless it is zero. */
    private static void some(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append(", ").append(Quantities.count(count)).append(what);
        }
    }

    @Override
    public void close() {
        clock.interrupt();
        synchronized (this) {
            if (terminal && drawn > 0) {
                out.print('\r' + " ".repeat(drawn) + '\r');
                out.flush();
            }
        }
    }
}
