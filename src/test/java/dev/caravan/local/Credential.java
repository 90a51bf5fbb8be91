package dev.caravan.local;

/** A key that the server accepts; the session token is null for a long-lived one. */
record Credential(String accessKey, String secretKey, String sessionToken) {}
