package dev.caravan.component.oss;

import dev.caravan.component.wire.XmlErrors;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import java.util.Set;

/** Translates refusals of OSS (Aliyun OSS, "Error codes"). */
final class OssErrors extends XmlErrors {

    // Aliyun closes its own names for some buckets and kinds of objects; a custom domain works.
    private static final Set<String> DOMAIN_WANTED =
            Set.of("PublicEndpointForbidden", "ApkDownloadForbidden", "ExternalRedirectForbidden");

    OssErrors(String bucketName) {
        super(bucketName);
    }

    /** Adds the number of the exact cause if the store sends one. */
    @Override
    protected String words(XmlFault fault) {
        String detail = fault.text("EC");
        return detail.isEmpty() ? fault.message() : fault.message() + " (EC " + detail + ")";
    }

    @Override
    protected StoreException own(String what, XmlFault fault, int status, String message, boolean temporary) {
        String endpoint = fault.text("Endpoint");
        String text = null;
        if (DOMAIN_WANTED.contains(fault.code())) {
            text = message + ": Aliyun doesn't give this out under its own names: bind a custom domain to the bucket"
                    + " and name it with --source-domain";
        } else if (fault.code().equals("SymlinkTargetNotExist")) {
            // Not gone: the link exists, but its target is missing.
            text = message + ": the symbolic link leads to an object that isn't there";
        } else if (!endpoint.isEmpty() && status != 404) {
            text = what + ": the bucket " + bucketName() + " is at " + Printable.of(endpoint)
                    + ": name its region, or this endpoint";
        } else if (status >= 300 && status < 400) {
            // A bucket's rules choose the target, which may be anywhere.
            text = message + ": that is a redirect, which isn't followed";
        }
        return text == null ? null : new InvalidException(text, status, fault.code());
    }
}
