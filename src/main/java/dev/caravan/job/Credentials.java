package dev.caravan.job;

/**
 * An access key. Its text form never shows the secret.
 *
 * @param accessKeyId the public half
 * @param secretAccessKey the secret half
 * @param sessionToken for temporary credentials; empty for lasting ones
 */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    @Override
    public String toString() {
        return "Credentials[accessKeyId=" + accessKeyId + "]";
    }
}
