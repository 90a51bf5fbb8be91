package dev.caravan.store;

import dev.caravan.job.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why none of the providers in the AWS default chain has credentials, by the chain's own message, which lists what each of them says. Most say
 * only that nothing is set up for them; what another one says is the reason that somebody looks for.
 */
public final class CredentialsChain {

    private static final int LONGEST = 300;
    private static final String LIST = " : [";
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

    /** The SDK describes the whole chain first, then gives each provider's name, its settings in parentheses, and its words. */
    private static final Pattern PROVIDER =
            Pattern.compile("(?:^|, )([A-Za-z]{3,40})CredentialsProvider\\((?:profileName=([^,)]{0,100}))?");

    /** What providers say that nobody has set up. */
    private static final Pattern NOT_SET_UP = Pattern.compile("Unable to load credentials from system settings.*"
            + "|Either the environment variable .*"
            + "|Profile file contained no credentials for profile 'default'.*"
            + "|Cannot fetch credentials from container - neither .*"
            + "|IMDS credentials have been disabled .*"
            + "|Failed to load credentials from IMDS.*");

    /** Behind these words stand lists of all profiles, counts, or the request with its session token. */
    private static final Pattern NOISE =
            Pattern.compile("(: ProfileFile\\(| \\(SDK Attempt Count|The Canonical String for this request).*");

    private CredentialsChain() {}

    /** Returns a message of a provider without what only makes it long. */
    public static String withoutNoise(String message) {
        return NOISE.matcher(message).replaceFirst("");
    }

    /** The reasons in one line, without a secret; empty where no provider was set up. */
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

    /** Where the provider's own words begin: behind its settings and a colon. */
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
        String bounded = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
        reasons.add(Printable.of(name + ": " + bounded.strip()));
    }
}
