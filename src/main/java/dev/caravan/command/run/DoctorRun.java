package dev.caravan.command.run;

import dev.caravan.doctor.Examination;
import dev.caravan.doctor.Finding;
import dev.caravan.doctor.FleetCheck;
import dev.caravan.doctor.Role;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.store.DaemonThreads;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs all checks of a job in parallel and prints them in a fixed order. */
public record DoctorRun(Job job, Set<Role> roles, boolean write) {

    /** The time limit of all checks; requests have shorter limits. */
    private static final long LONGEST_SECONDS = 90;

    public int run(boolean json, PrintWriter out) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(new DaemonThreads("doctor"));
        try {
            List<Finding> findings = visit(threads, json, out);
            out.println(json ? Finding.json(findings) : Finding.summary(findings));
            return Finding.allWell(findings) ? ExitCode.DONE : ExitCode.UNWELL;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Finding> visit(ExecutorService threads, boolean json, PrintWriter out) throws InterruptedException {
        Map<String, Callable<List<Finding>>> targets = new LinkedHashMap<>();
        targets.put("job", this::options);
        DoctorSides sides = new DoctorSides(job, roles, write);
        targets.put("source", () -> sides.visit(true));
        targets.put("destination", () -> sides.visit(false));
        targets.put("selection", new DoctorFiles(job)::visit);
        if (!roles.contains(Role.SYNC)) {
            targets.putAll(new FleetCheck(job, roles).targets());
        }
        Map<String, Future<List<Finding>>> visits = new LinkedHashMap<>();
        targets.forEach((name, target) -> visits.put(name, threads.submit(target)));
        List<Finding> all = new ArrayList<>();
        for (Map.Entry<String, Future<List<Finding>>> visit : visits.entrySet()) {
            List<Finding> findings = findings(visit.getKey(), visit.getValue());
            all.addAll(findings);
            if (!json) {
                findings.forEach(finding -> out.println(finding.line()));
            }
        }
        return all;
    }

    private List<Finding> options() {
        Examination examination = new Examination("job");
        List<String> names =
                roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList();
        examination.ok(
                "options",
                Printable.of(String.join(" and ", names) + ", " + job.source().url() + " -> "
                        + job.destination().url()));
        return examination.findings();
    }

    private static List<Finding> findings(String name, Future<List<Finding>> visit) throws InterruptedException {
        Examination failed = new Examination(name);
        try {
            return visit.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            failed.wrong("reach", "no answer within " + LONGEST_SECONDS + " s");
        } catch (ExecutionException e) {
            failed.wrong("reach", Printable.of(Failures.message(e.getCause())));
        }
        return failed.findings();
    }
}
