package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The headers of an object's lock, grants and customer's key. No copy takes them over. */
final class Locks {

    /** The lock's headers, which GET and HEAD return. */
    static final List<String> LOCK =
            List.of("x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date", "x-amz-object-lock-legal-hold");

    private static final Map<String, String> PERMISSIONS = Map.of(
            "x-amz-grant-full-control", "FULL_CONTROL",
            "x-amz-grant-read", "READ",
            "x-amz-grant-read-acp", "READ_ACP",
            "x-amz-grant-write-acp", "WRITE_ACP");

    private Locks() {}

    static Map<String, String> of(Exchange exchange, Bucket bucket) {
        Map<String, String> own = new LinkedHashMap<>();
        for (String name : LOCK) {
            if (exchange.header(name) != null) {
                if (!bucket.isLockable()) {
                    throw S3Error.invalidRequest("Bucket is missing Object Lock Configuration");
                }
                own.put(name, exchange.header(name));
            }
        }
        for (String name : PERMISSIONS.keySet()) {
            if (exchange.header(name) != null) {
                if (bucket.hasNoAcls()) {
                    throw noAcls();
                }
                own.put(name, exchange.header(name));
            }
        }
        if (bucket.hasNoAcls()
                && !exchange.http()
                        .header("x-amz-acl", "bucket-owner-full-control")
                        .equals("bucket-owner-full-control")) {
            throw noAcls();
        }
        String key = CustomerKeys.md5(exchange, "x-amz-server-side-encryption-customer-");
        if (key != null && !bucket.has(Quirk.IGNORES_CUSTOMER_KEYS)) {
            own.put(CustomerKeys.MD5, key);
        }
        return own;
    }

    private static S3Error noAcls() {
        return S3Error.badRequest("AccessControlListNotSupported", "The bucket does not allow ACLs");
    }

    static HttpResponse configuration(Bucket bucket) {
        if (!bucket.isLockable()) {
            throw new S3Error(
                    404,
                    "ObjectLockConfigurationNotFoundError",
                    "Object Lock configuration does not exist for this bucket");
        }
        return HttpResponse.ok()
                .xml(new Xml()
                        .root("ObjectLockConfiguration")
                        .element("ObjectLockEnabled", "Enabled")
                        .close("ObjectLockConfiguration")
                        .toString());
    }

    /** GetObjectRetention. */
    static HttpResponse retention(Exchange exchange, Bucket bucket) {
        Map<String, String> own =
                Reads.find(bucket, exchange.key()).attributes().own();
        if (!own.containsKey(LOCK.get(0))) {
            throw new S3Error(
                    404,
                    bucket.has(Quirk.FORGETS_TRAITS_OF_UPLOADS)
                            ? "ObjectLockConfigurationNotFoundError"
                            : "NoSuchObjectLockConfiguration",
                    "The specified object does not have a ObjectLock configuration");
        }
        return HttpResponse.ok()
                .xml(new Xml()
                        .root("Retention")
                        .element("Mode", own.get(LOCK.get(0)))
                        .element("RetainUntilDate", own.get(LOCK.get(1)))
                        .close("Retention")
                        .toString());
    }

    static HttpResponse ownership(Bucket bucket) {
        return HttpResponse.ok()
                .xml(new Xml()
                        .root("OwnershipControls")
                        .open("Rule")
                        .element("ObjectOwnership", bucket.hasNoAcls() ? "BucketOwnerEnforced" : "ObjectWriter")
                        .close("Rule")
                        .close("OwnershipControls")
                        .toString());
    }

    /** Serves GetBucketAcl and GetObjectAcl: returns the owner and the grantees that the object's request named. */
    static HttpResponse acl(Exchange exchange, Bucket bucket) {
        Xml xml = new Xml()
                .root("AccessControlPolicy")
                .open("Owner")
                .element("ID", bucket.owner())
                .close("Owner")
                .open("AccessControlList");
        Map<String, String> own = exchange.key() == null
                ? Map.of()
                : Reads.find(exchange, bucket).attributes().own();
        grant(xml, "ID", bucket.owner(), "FULL_CONTROL");
        PERMISSIONS.forEach((header, permission) -> {
            for (String grantee : own.getOrDefault(header, "").split(",", -1)) {
                int equals = grantee.indexOf('=');
                if (equals > 0) {
                    String name = grantee.substring(0, equals).strip().toUpperCase(Locale.ROOT);
                    String value = grantee.substring(equals + 1).strip().replace("\"", "");
                    if (!value.equals(bucket.owner())) {
                        grant(xml, name, value, permission);
                    }
                }
            }
        });
        return HttpResponse.ok()
                .xml(xml.close("AccessControlList").close("AccessControlPolicy").toString());
    }

    private static void grant(Xml xml, String name, String value, String permission) {
        xml.open("Grant")
                .open("Grantee")
                .element(name, value)
                .close("Grantee")
                .element("Permission", permission)
                .close("Grant");
    }
}
