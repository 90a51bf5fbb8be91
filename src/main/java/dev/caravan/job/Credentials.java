package dev.caravan.job;

/** An access key, whose text form hides the secret; {@code sessionToken} is empty for lasting keys. */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    /** Returns whether the ID has characters that none can have, such as invisible ones of a copied text. */
    public boolean hasOddId() {
        for (int i = 0; i < accessKeyId.length(); i++) {
            char c = accessKeyId.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Credentials[accessKeyId=" + accessKeyId + "]";
    }
}
