package dev.caravan.job;

/** An access key, whose text form hides the secret; {@code sessionToken} is empty for lasting keys. */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    /**
     * Returns whether a header can carry this ID or token: only visible ASCII characters. Others come from copied text, or would begin
     * another header.
     */
    public static boolean isSendable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Credentials[accessKeyId=" + accessKeyId + "]";
    }
}
