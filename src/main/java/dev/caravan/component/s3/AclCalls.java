package dev.caravan.component.s3;

import dev.caravan.component.wire.XmlElement;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GetObjectAcl, GetBucketOwnershipControls and GetBucketAcl. */
public final class AclCalls {

    private static final Map<String, String> HEADERS = Map.of(
            "FULL_CONTROL", "x-amz-grant-full-control",
            "READ", "x-amz-grant-read",
            "READ_ACP", "x-amz-grant-read-acp",
            "WRITE_ACP", "x-amz-grant-write-acp");

    private final S3Wire wire;
    private volatile String bucketOwner;

    AclCalls(S3Wire wire) {
        this.wire = wire;
    }

    /**
     * Returns an object's grantees by permission header, without its owner; {@code versionId} is empty for the current
     * version.
     */
    public Map<String, String> grants(String key, String versionId) {
        S3Request get =
                S3Request.object("GET", "GET ACL of", key).parameter("acl", "").optional("versionId", versionId);
        XmlElement policy = wire.setting(get);
        String owner = owner(policy);
        if (owner.isEmpty() && !isNameless(policy)) {
            throw S3Errors.nonsense(wire.what(get), "it names no owner");
        }
        // The owner has all permissions at the destination anyway, and can be another account there.
        String own = quoted("id", owner);
        Map<String, String> grants = new TreeMap<>();
        for (XmlElement grant : policy.all("Grant")) {
            String header = HEADERS.get(grant.word("Permission"));
            for (XmlElement grantee : grant.all("Grantee")) {
                String name = name(grantee);
                if (header != null && !name.isEmpty() && !name.equals(own)) {
                    grants.merge(header, name, (before, more) -> before + ", " + more);
                }
            }
        }
        return grants;
    }

    /** Returns the ID of the bucket's owner, which all explicit grants include. */
    public String bucketOwner() {
        if (bucketOwner == null) {
            bucketOwner = owner(wire.document(S3Request.bucket("GET ACL of").parameter("acl", "")));
        }
        return bucketOwner;
    }

    private static String owner(XmlElement policy) {
        return policy.all("Owner").stream()
                .map(owner -> owner.word("ID"))
                .findFirst()
                .orElse("");
    }

    /** Returns whether no grant says whom it is for. MinIO, which has no ACLs, answers all requests for ACLs so. */
    private static boolean isNameless(XmlElement policy) {
        List<XmlElement> grantees = policy.all("Grantee");
        return !grantees.isEmpty()
                && grantees.stream().allMatch(grantee -> name(grantee).isEmpty());
    }

    private static String name(XmlElement grantee) {
        String uri = grantee.word("URI");
        String id = grantee.word("ID");
        if (!uri.isEmpty()) {
            return quoted("uri", uri);
        }
        return id.isEmpty() ? quoted("emailAddress", grantee.word("EmailAddress")) : quoted("id", id);
    }

    /** Quotes a grantee. A name with a quote or comma is dropped, since it would form a separate grant. */
    private static String quoted(String kind, String text) {
        return text.isEmpty() || text.indexOf('"') >= 0 || text.indexOf(',') >= 0 ? "" : kind + "=\"" + text + '"';
    }

    /**
     * Checks that objects of the bucket can have ACLs. A store without ownership controls may still support them.
     *
     * @throws InvalidException if ACLs are switched off
     */
    public void require() {
        S3Request get = S3Request.bucket("GET OWNERSHIP of").parameter("ownershipControls", "");
        try {
            boolean switchedOff = wire.setting(get).all("ObjectOwnership").stream()
                    .anyMatch(rule -> rule.text().strip().equals("BucketOwnerEnforced"));
            if (switchedOff) {
                throw new InvalidException(
                        wire.errors().bucketName()
                                + ": the bucket's object ownership is BucketOwnerEnforced, which switches"
                                + " ACLs off: leave --dest-acl keep out, or change the bucket's object ownership",
                        "AccessControlListNotSupported");
            }
        } catch (InvalidException | NotFoundException e) {
            if (!LockCalls.isUnknown(e)) {
                throw e;
            }
        }
    }
}
