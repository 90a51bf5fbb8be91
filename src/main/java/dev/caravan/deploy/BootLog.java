package dev.caravan.deploy;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.Ec2;
import dev.caravan.job.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * The console output of a stack's machines while they boot. It is shown when the stack fails, before CloudFormation
 * removes the machines.
 */
final class BootLog {

    /** Shows nothing. */
    static final BootLog NONE = new BootLog(null, "", List.of());

    private static final int MOST_MACHINES = 2;
    private static final int MOST_LINES = 60;

    /** An access key, a key and its value, and the colours of a terminal. */
    private static final Pattern SECRET = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{12,}"
            + "|(?i)(?<=(?:secret|token|password|signature)[\\w-]{0,20}[\"']?\\s{0,3}[=:]\\s{0,3})[^\\s,;&}]+");

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    private final Ec2 ec2;
    private final String stackId;
    private final List<String> secrets;
    private final Set<String> machines = new LinkedHashSet<>();
    private boolean shown;

    /** @param secrets texts that are never shown */
    BootLog(Ec2 ec2, String stackId, List<String> secrets) {
        this.ec2 = ec2;
        this.stackId = stackId;
        this.secrets = secrets;
    }

    /** Remembers which machines there are: one that could not be set up ends itself. */
    void remember() {
        if (ec2 == null || shown) {
            return;
        }
        try {
            for (Element reservation :
                    ec2.list("DescribeInstances", "reservationSet", Ec2.filter("tag:caravan:stack", stackId))) {
                Ec2.items(reservation, "instancesSet").forEach(item -> machines.add(Ec2.text(item, "instanceId")));
            }
        } catch (ControlPlaneException e) {
            // It is shown where the log is wanted.
        }
    }

    /** Shows the logs once, when a resource has failed. */
    void look(String status, String resource, Dialogue dialogue) {
        boolean machineFailed =
                status.endsWith("_FAILED") && (resource.equals("WorkerGroup") || resource.equals("FirstFinder"));
        if (ec2 == null || shown || !machineFailed) {
            return;
        }
        remember();
        shown = true;
        machines.stream().limit(MOST_MACHINES).forEach(machine -> show(machine, dialogue));
    }

    private void show(String machine, Dialogue dialogue) {
        try {
            Element answer = ec2.call("GetConsoleOutput", Map.of("InstanceId", machine, "Latest", "true"));
            String log = new String(Base64.getMimeDecoder().decode(Ec2.text(answer, "output")), StandardCharsets.UTF_8);
            List<String> lines = lines(log, secrets);
            dialogue.say("  console of machine " + machine + (lines.isEmpty() ? ": it has written nothing yet" : ":"));
            lines.forEach(line -> dialogue.say("  | " + line));
        } catch (ControlPlaneException | IllegalArgumentException e) {
            dialogue.say("  the console of machine " + machine + " can't be read: " + e.getMessage());
        }
    }

    /** Returns the last lines, without secrets. */
    static List<String> lines(String log, List<String> secrets) {
        String text = COLOUR.matcher(log).replaceAll("");
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        List<String> lines = text.lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
                .map(line -> Printable.of(SECRET.matcher(line).replaceAll("***")))
                .toList();
    }
}
