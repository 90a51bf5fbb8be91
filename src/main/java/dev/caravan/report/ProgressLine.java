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
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        long bytes = now.movedBytes() - before.movedBytes();
        long settled = now.settled() - before.settled();
        StringBuilder line = new StringBuilder(120);
        if (now.totalKnown()) {
            int filled = (int) (now.share() * BAR);
            line.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR - filled))
                    .append("] ");
        } else {
            line.append("listing: ")
                    .append(Quantities.count(now.sourceListed()))
                    .append(" so far; ");
        }
        line.append(Quantities.count(now.settled()))
                .append(" of ")
                .append(Quantities.count(now.total()))
                .append(now.totalKnown() ? " objects, " : " objects found, ")
                .append(Quantities.bytes(now.copiedBytes()))
                .append(" of ")
                .append(Quantities.bytes(now.totalBytes()))
                .append(", ")
                .append(Quantities.count(Math.round(settled / seconds)))
                .append("/s, ")
                .append(Quantities.bytes(Math.round(bytes / seconds)))
                .append("/s");
        if (now.totalKnown() && now.settled() > 0 && now.settled() < now.total()) {
            line.append(", ").append(Quantities.time(now.secondsLeft(before))).append(" left");
        }
        some(line, now.failed(), " failed");
        return line.toString();
    }

    private static String ofWorker(Snapshot before, Snapshot now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        StringBuilder line = new StringBuilder(120);
        line.append(Quantities.objects(now.copied()))
                .append(" copied, ")
                .append(Quantities.bytes(now.copiedBytes()))
                .append(", ")
                .append(Quantities.count(Math.round((now.settled() - before.settled()) / seconds)))
                .append("/s, ")
                .append(Quantities.bytes(Math.round((now.movedBytes() - before.movedBytes()) / seconds)))
                .append("/s");
        some(line, now.deleted(), " deleted");
        some(line, now.cancelled(), " needless");
        some(line, now.skipped(), " skipped");
        some(line, now.unverified(), " with nothing to be verified against");
        some(line, now.leftOut(), " without some metadata");
        some(line, now.untold(), " not sent to routes");
        some(line, now.failed(), " failed");
        return line.toString();
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
