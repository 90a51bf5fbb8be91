package dev.caravan.component.kodo;

import dev.caravan.job.Credentials;

/** {@code /stat}: what Kodo knows about an object. */
final class StatCall {

    private final KodoWire wire;

    StatCall(KodoWire wire) {
        this.wire = wire;
    }

    /** Makes one attempt. */
    Entry stat(String what, String key, Credentials credentials) {
        return BoundedJson.read(what, wire.stat(what, key, credentials), new EntryReader(what)::read);
    }
}
