package dev.caravan.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A permission as in a policy statement.
 *
 * @param action its name, for example {@code s3:GetObject}
 * @param resource an ARN, or the provider's equivalent
 * @param capitals whether the provider capitalizes a statement's fields
 */
public record Grant(String action, String resource, boolean capitals) {

    private static final Pattern WORD = Pattern.compile("\"?([A-Za-z0-9:/_.*-]*)");
    private static final String ACTION = "not authorized to perform: ";
    private static final String RESOURCE = " on resource: ";

    /** Creates an AWS permission. */
    public Grant(String action, String resource) {
        this(action, resource, true);
    }

    public String line() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(capitals ? "Effect" : "effect", capitals ? "Allow" : "allow")
                .put(capitals ? "Action" : "action", action)
                .put(capitals ? "Resource" : "resource", resource)
                .toString();
    }

    /**
     * Returns the permission in a refusal of the form
     * {@code … is not authorized to perform: kms:Decrypt on resource: arn:… because …}; else this one.
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
