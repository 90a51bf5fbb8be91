package dev.caravan.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.doctor.Finding.Result;
import dev.caravan.job.Printable;
import java.util.List;
import java.util.Locale;

/** Formats findings as text or JSON. */
public final class FindingsText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FindingsText() {}

    /** Returns whether the job can do all that it needs. */
    public static boolean allWell(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.result() == Result.WRONG);
    }

    public static String line(Finding finding) {
        String said = Printable.of(finding.said());
        if (!finding.mend().isEmpty()) {
            said += "; "
                    + (ControlPlaneProblem.isExplicitDeny(said)
                            ? ControlPlaneProblem.REMOVE_THE_DENY
                            : "allow it: " + Printable.of(finding.mend()));
        }
        return String.format(
                        Locale.ROOT,
                        "%-6s  %-17s  %-29s  %s",
                        finding.result().text(),
                        finding.target(),
                        finding.check(),
                        said)
                .stripTrailing();
    }

    public static String summary(List<Finding> findings) {
        long wrong = findings.stream()
                .filter(finding -> finding.result() == Result.WRONG)
                .count();
        return switch ((int) wrong) {
            case 0 -> "all is well";
            case 1 -> "1 thing is wrong";
            default -> wrong + " things are wrong";
        };
    }

    public static String json(List<Finding> findings) {
        ObjectNode document = JSON.createObjectNode().put("ok", allWell(findings));
        ArrayNode list = document.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("target", finding.target())
                    .put("check", finding.check())
                    .put("result", finding.result().text())
                    .put("message", finding.said())
                    .put("mend", finding.mend());
        }
        return document.toString();
    }
}
