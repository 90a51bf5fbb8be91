package dev.caravan.local;

/** A key that the server accepts. The session token is null for a long-lived key. */
record Credential(String accessKey, String secretKey, String sessionToken) {}
