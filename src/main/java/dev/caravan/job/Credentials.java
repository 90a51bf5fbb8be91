package dev.caravan.job;

/** An access key, whose text form hides the secret; {@code sessionToken} is empty for lasting keys. */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    @Override
    public String toString() {
        return "Credentials[accessKeyId=" + accessKeyId + "]";
    }
}
