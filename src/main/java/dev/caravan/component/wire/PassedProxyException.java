package dev.caravan.component.wire;

import dev.caravan.job.Proxy;

/** Names the proxy of a connection that broke, as a suppressed exception: the proxy or the store may be the cause. */
final class PassedProxyException extends Exception {

    PassedProxyException(Proxy proxy) {
        super("through the proxy " + proxy, null, false, false);
    }
}
