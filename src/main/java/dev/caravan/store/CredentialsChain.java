package dev.caravan.store;

import dev.caravan.job.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains why the AWS default chain has no credentials, from the chain's message with all providers. Most only say
 * that they aren't configured; another answer is the real reason.
 */
public final class CredentialsChain {

    private static final int LONGEST = 300;
    private static final String LIST = " : [";
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

    /** Matches a provider's name and settings, before its message, in the chain's exception. */
    private static final Pattern PROVIDER =
            Pattern.compile("(?:^|, )([A-Za-z]{3,40})CredentialsProvider\\((?:profileName=([^,)]{0,100}))?");

    /** Matches the messages of providers that aren't configured. */
    private static final Pattern NOT_SET_UP = Pattern.compile("Unable to load credentials from system settings.*"
            + "|Either the environment variable .*"
            + "|Profile file contained no credentials for profile 'default'.*"
            + "|Cannot fetch credentials from container - neither .*"
            + "|IMDS credentials have been disabled .*"
            + "|Failed to load credentials from IMDS.*");

    /** Matches the start of noise: profile lists, counts, or the request with its session token. */
    private static final Pattern NOISE =
            Pattern.compile("(: ProfileFile\\(| \\(SDK Attempt Count|The Canonical String for this request).*");

    private CredentialsChain() {}

    /** Removes noise from a provider's message. */
    public static String withoutNoise(String message) {
        return NOISE.matcher(message).replaceFirst("");
    }

    /** Returns the reasons in one line without secrets; empty if no provider was configured. */
    public static String reasons(Throwable failure) {
        String message =
                LINE_BREAKS.matcher(String.valueOf(failure.getMessage())).replaceAll(" ");
        int list = message.indexOf(LIST);
        String words = list < 0 ? "" : message.substring(list + LIST.length());
        List<String> reasons = new ArrayList<>();
        Matcher provider = PROVIDER.matcher(words);
        int from = 0;
        while (provider.find(from)) {
            int open = words.indexOf('(', provider.start());
            int begin = behindParentheses(words, open);
            Matcher following = PROVIDER.matcher(words);
            from = following.find(begin) ? following.start() : words.length();
            add(reasons, provider, words.substring(begin, from));
        }
        return String.join("; ", reasons);
    }

    /** Returns the start of the provider's message: after its settings and a colon. */
    private static int behindParentheses(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static void add(List<String> reasons, Matcher provider, String text) {
        String said = withoutNoise(text.startsWith(": ") ? text.substring(2) : text);
        said = said.endsWith("]") ? said.substring(0, said.length() - 1) : said;
        if (said.isBlank() || NOT_SET_UP.matcher(said).matches()) {
            return;
        }
        String name = provider.group(2) == null ? provider.group(1) : "profile " + provider.group(2);
        reasons.add(Printable.of(name + ": " + Printable.cut(said, LONGEST).strip()));
    }
}
