package dev.caravan.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.util.List;
import java.util.Locale;

/**
 * The result of one check.
 *
 * @param target for example {@code source}
 * @param check what was checked, if possible an action of the provider's policies
 * @param said why, in one escaped line; may be empty
 * @param mend a policy statement that solves it; empty if none
 */
public record Finding(String target, String check, Result result, String said, String mend) {

    public enum Result {
        OK,
        /** The request was rejected for another reason; permission is likely but unproven. */
        LIKELY,
        /** Unknown, or only informative. */
        NOTE,
        /** The job needs it and can't do it. */
        WRONG;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns whether the job can do all that it needs. */
    public static boolean allWell(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.result() == Result.WRONG);
    }

    public String line() {
        String text = Printable.of(said);
        if (!mend.isEmpty()) {
            text += "; "
                    + (ControlPlaneProblem.isExplicitDeny(text)
                            ? ControlPlaneProblem.REMOVE_THE_DENY
                            : "allow it: " + Printable.of(mend));
        }
        return String.format(Locale.ROOT, "%-6s  %-17s  %-29s  %s", result.text(), target, check, text)
                .stripTrailing();
    }

    public static String summary(List<Finding> findings) {
        long wrong = findings.stream()
                .filter(finding -> finding.result == Result.WRONG)
                .count();
        return switch ((int) wrong) {
            case 0 -> "no problem found";
            case 1 -> "1 problem found";
            default -> wrong + " problems found";
        };
    }

    public static String json(List<Finding> findings) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("ok", allWell(findings));
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
