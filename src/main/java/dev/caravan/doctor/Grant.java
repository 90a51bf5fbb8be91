package dev.caravan.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A right, as a statement of a policy gives it.
 *
 * @param action the provider's name of it, for example {@code s3:GetObject}
 * @param resource what it is given on: an ARN, or what the provider has in its place
 * @param capitals whether the provider writes the names of a statement's fields with capitals
 */
public record Grant(String action, String resource, boolean capitals) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WORD = Pattern.compile("\"?([A-Za-z0-9:/_.*-]*)");
    private static final String ACTION = "not authorized to perform: ";
    private static final String RESOURCE = " on resource: ";

    /** A right of AWS. */
    public Grant(String action, String resource) {
        this(action, resource, true);
    }

    /** The statement that gives it. */
    public String line() {
        return JSON.createObjectNode()
                .put(capitals ? "Effect" : "effect", capitals ? "Allow" : "allow")
                .put(capitals ? "Action" : "action", action)
                .put(capitals ? "Resource" : "resource", resource)
                .toString();
    }

    /**
     * The right that a refusal names, as those of AWS often do: {@code … is not authorized to perform: kms:Decrypt on resource:
     * arn:… because …}.
     *
     * @return this one where it names none, or in a form that can't be trusted
     */
    public Grant asSaid(String refusal) {
        int at = refusal.indexOf(ACTION);
        if (at < 0) {
            return this;
        }
        String named = word(refusal, at + ACTION.length());
        if (!named.contains(":") || named.equals(action)) {
            return this;
        }
        int on = refusal.indexOf(RESOURCE, at);
        String said = on < 0 ? "" : word(refusal, on + RESOURCE.length());
        return said.startsWith("arn:") ? new Grant(named, said) : this;
    }

    private static String word(String text, int from) {
        Matcher word = WORD.matcher(text).region(from, text.length());
        return word.lookingAt() ? word.group(1) : "";
    }
}
