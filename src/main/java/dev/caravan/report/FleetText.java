package dev.caravan.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.fleet.FleetView;
import dev.caravan.fleet.FleetView.Compared;
import dev.caravan.fleet.FleetView.FailureKind;
import dev.caravan.fleet.FleetView.GiantProgress;
import dev.caravan.fleet.FleetView.Worker;
import dev.caravan.fleet.Hour;
import dev.caravan.fleet.StandingOrders;
import dev.caravan.fleet.WorkerStatus;
import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import dev.caravan.record.Comparison;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints a fleet's state with the same figures as the fleet's page. */
public final class FleetText {

    /** The most ended workers to show. */
    private static final int MOST_ENDED = 5;

    private final FleetView view;
    private final PrintWriter out;
    private final int width;

    private FleetText(FleetView view, PrintWriter out, int width) {
        this.view = view;
        this.out = out;
        this.width = width;
    }

    /** Prints it; cuts lines at {@code width}. */
    public static void print(FleetView view, PrintWriter out, int width) {
        new FleetText(view, out, width).print();
        out.flush();
    }

    /** Prints what fails now, and what to do about it. */
    static void problems(FleetView view, PrintWriter out) {
        FleetText text = new FleetText(view, out, Integer.MAX_VALUE);
        text.row("dead letters", text.deadLetters());
        for (Worker worker : view.workers()) {
            if (worker.isFailing()) {
                text.row(
                        Printable.of(worker.state()),
                        Printable.of(worker.status().id()) + ", its last "
                                + Quantities.count(worker.status().failing()) + " messages all failed");
                text.note("because of: ", worker.status().why());
            }
        }
        text.failures();
    }

    public static void json(FleetView view, PrintWriter out) {
        StatusJson.line(new ObjectMapper().valueToTree(view), out);
        out.flush();
    }

    private void print() {
        line("fleet of queue " + Printable.of(view.queue().name()) + " and table " + Printable.of(view.table()) + " at "
                + StatusText.time(view.at()));
        if (view.orders().paused() || view.orders().areLimits()) {
            row("the job", StandingOrders.line(view.orders()) + "; to end it: caravan resume");
        }
        if (!view.stranded().isEmpty()) {
            row("state", view.stranded());
        }
        progress();
        queue();
        workers();
        for (GiantProgress giant : view.giants()) {
            row(
                    "giant object",
                    Quantities.count(giant.done()) + " of " + Quantities.count(giant.parts()) + " parts by "
                            + giant.workers() + (giant.workers() == 1 ? " worker, " : " workers, ")
                            + Printable.quoted(giant.key()));
        }
        failures();
        comparisons();
    }

    private void progress() {
        if (view.running()) {
            row("progress", Quantities.objects(view.queued()) + " queued so far; a finder is still comparing");
        } else if (view.share() >= 0) {
            row(
                    "progress",
                    (view.share() == 1
                                    ? "no message waits for the " + Quantities.objects(view.queued())
                                            + " of the last comparison"
                                    : "at least " + (int) (100 * view.share()) + " % of "
                                            + Quantities.objects(view.queued())
                                            + " of the last comparison are done")
                            + (view.failed() > 0 ? ", " + Quantities.count(view.failed()) + " failed for good" : ""));
        }
        if (!view.running() && view.queue().all() > 0) {
            row(
                    "time left",
                    view.secondsLeft() < 0
                            ? "unknown: " + view.timeUnknown()
                            : view.secondsLeft() < 60
                                    ? "less than a minute at this rate"
                                    : "about " + Quantities.age(view.secondsLeft()) + " at this rate");
        }
        Hour hour = view.hour();
        row(
                "last 5 minutes",
                StatusText.rate(view.objectsPerSecond(), view.bytesPerSecond())
                        + (view.isMoving() ? "" : "; nothing moves now"));
        row(
                "last hour",
                Quantities.objects(Hour.newest(hour.objects(), Hour.MINUTES)) + ", "
                        + Quantities.bytes(Hour.newest(hour.bytes(), Hour.MINUTES)));
    }

    private void queue() {
        row(
                "queue",
                Quantities.count(view.queue().waiting()) + " waiting, "
                        + Quantities.count(view.queue().inFlight())
                        + " in flight, " + Quantities.count(view.queue().delayed()) + " delayed"
                        + (view.repeats() > 0
                                ? "; about " + Quantities.count(view.repeats())
                                        + " of them are repeats, whose objects the last comparison has queued again"
                                : ""));
        row(
                "oldest message",
                view.oldestSeconds() < 0
                        ? "unknown (" + Printable.of(view.oldestUnknown()) + ")"
                        : Quantities.age(view.oldestSeconds()));
        row("dead letters", deadLetters());
    }

    private String deadLetters() {
        FleetView.Queue dead = view.deadLetters();
        return dead == null
                ? StatusText.noDeadLetters(view.deadLettersUnknown())
                : Quantities.count(dead.all()) + " in " + Printable.of(dead.name())
                        + (dead.all() > 0 ? "; caravan status --failed shows why, caravan redrive puts them back" : "");
    }

    private void workers() {
        Map<String, Integer> states = new TreeMap<>();
        view.workers().forEach(worker -> states.merge(Printable.of(worker.state()), 1, Integer::sum));
        line("workers: "
                + (states.isEmpty()
                        ? "none has reported in the last day; caravan worker starts one"
                        : states.entrySet().stream()
                                .map(state -> state.getValue() + " " + state.getKey())
                                .collect(Collectors.joining(", "))));
        int ended = 0;
        for (Worker worker : view.workers()) {
            WorkerStatus status = worker.status();
            if (worker.state().equals(WorkerStatus.ENDED)) {
                ended++;
                if (ended <= MOST_ENDED) {
                    row(
                            Printable.of(worker.state()),
                            Printable.of(status.id()) + ", " + Quantities.age(worker.silentSeconds()) + " ago"
                                    + (status.why().isEmpty() ? "" : ": " + Printable.of(status.why())));
                }
                continue;
            }
            row(
                    Printable.of(worker.state()),
                    Printable.of(status.id()) + ", version " + Printable.of(status.version())
                            + (worker.isAlive()
                                    ? ", " + status.used() + " of " + status.slots() + " slots, "
                                            + StatusText.rate(worker.objectsPerSecond(), worker.bytesPerSecond())
                                    : ", silent for " + Quantities.age(worker.silentSeconds())
                                            + ": it is gone, or can't write to the table; "
                                            + (view.anyAlive()
                                                    ? "its messages return to the queue after the visibility timeout"
                                                    : "see its log and caravan doctor")));
            note("because of: ", status.why());
            if (worker.isAlive() && status.failing() > 1) {
                row("", "its last " + Quantities.count(status.failing()) + " messages all failed");
            }
            if (worker.isAlive() && !status.oldest().isEmpty()) {
                row(
                        "",
                        "oldest for " + Quantities.age(status.oldestSeconds()) + ": "
                                + Printable.quoted(status.oldest()));
            }
            if (!status.failures().isEmpty()) {
                WorkerStatus.Failure last = status.failures().get(0);
                row("", "last failure" + at(last) + ": " + failure(last));
            }
            for (WorkerStatus.Failure again : view.passing(worker)) {
                row("", "tries again: " + Quantities.count(again.count()) + last(again) + ": " + failure(again));
            }
        }
    }

    private static String failure(WorkerStatus.Failure failure) {
        return Printable.of(failure.kind())
                + (failure.key().isEmpty() ? "" : " " + Printable.quoted(failure.key()))
                + (failure.message().isEmpty() ? "" : ": " + Printable.of(failure.message()));
    }

    private void failures() {
        kinds(
                "failed for good in the last day, the last of each kind" + view.sinceLastFailure(),
                view.failures(),
                kind -> "");
        kinds(
                "failed in the last hour and tried again, the last of each kind",
                view.passing(),
                kind -> kind.count() == 1 ? " attempt" : " attempts");
    }

    private void kinds(String title, List<FailureKind> kinds, Function<FailureKind, String> unit) {
        if (!kinds.isEmpty()) {
            line(title);
        }
        for (FailureKind kind : kinds) {
            WorkerStatus.Failure last = kind.last();
            String key = last.key().isEmpty() ? "" : ", " + Printable.quoted(last.key());
            row(Printable.of(kind.kind()), Quantities.count(kind.count()) + unit.apply(kind) + last(last) + key);
            note("", last.message());
            note("only at ", view.where(kind));
            row("", "to fix: " + kind.mend());
        }
    }

    private static String last(WorkerStatus.Failure failure) {
        return failure.time() > 0 ? ", the last" + at(failure) : "";
    }

    private static String at(WorkerStatus.Failure failure) {
        return failure.time() > 0 ? " at " + StatusText.time(failure.time()) : "";
    }

    private void comparisons() {
        if (view.comparisons().isEmpty()) {
            return;
        }
        line("comparisons, the last " + view.comparisons().size());
        for (Compared compared : view.comparisons()) {
            Comparison one = compared.comparison();
            long until = one.ended() > 0 ? one.ended() : one.updated();
            row(
                    StatusText.time(one.began()),
                    one.outcome().name().toLowerCase(Locale.ROOT) + ", "
                            + Quantities.time((until - one.began()) / 1000.0)
                            + ", " + Quantities.count(one.sourceListed()) + " listed, "
                            + Quantities.count(one.queued()) + " to copy (" + Quantities.bytes(one.queuedBytes())
                            + "), "
                            + Quantities.count(one.deletes()) + " to delete"
                            + (one.onQueue() < 0
                                    ? ""
                                    : ", with " + Quantities.count(one.onQueue()) + " messages on the queue before"));
            note("", one.error());
        }
    }

    /** Prints a text from outside below a row, if there is one. */
    private void note(String what, String text) {
        if (!text.isEmpty()) {
            row("", what + Printable.of(text));
        }
    }

    private void row(String name, String value) {
        line(Summary.row(name, value));
    }

    private void line(String text) {
        out.println(Printable.cut(text, width));
    }
}
