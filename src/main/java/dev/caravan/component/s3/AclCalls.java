package dev.caravan.component.s3;

import dev.caravan.component.wire.StoreXml;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** GetObjectAcl, GetBucketOwnershipControls and GetBucketAcl. */
final class AclCalls {

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
    Map<String, String> grants(String key, String versionId) {
        S3Request get = S3Request.object("GET", "GET ACL of", key).parameter("acl", "");
        GetObjectCall.version(get, versionId);
        String what = wire.what(get);
        Map<String, String> grants = new TreeMap<>();
        String owner = read(what, wire.sendForBody(get), grants);
        if (owner.isEmpty()) {
            throw S3Errors.nonsense(what, "it names no owner");
        }
        String own = "id=\"" + owner + '"';
        grants.replaceAll((header, list) -> without(own, list));
        grants.values().removeIf(String::isEmpty);
        return grants;
    }

    /** Removes the owner, who has all rights at the destination anyway and may be another account there. */
    private static String without(String own, String list) {
        StringBuilder others = new StringBuilder();
        for (String grantee : list.split(", ", -1)) {
            if (!grantee.equals(own)) {
                others.append(others.isEmpty() ? "" : ", ").append(grantee);
            }
        }
        return others.toString();
    }

    String bucketOwner() {
        String owner = bucketOwner;
        if (owner == null) {
            S3Request get = S3Request.bucket("GET", "GET ACL of").parameter("acl", "");
            owner = read(wire.what(get), wire.sendForBody(get), new TreeMap<>());
            bucketOwner = owner;
        }
        return owner;
    }

    /**
     * Checks that objects of the bucket can have ACLs. A store without ownership controls may still support them.
     *
     * @throws InvalidException if ACLs are switched off
     */
    void require() {
        S3Request get = S3Request.bucket("GET", "GET OWNERSHIP of").parameter("ownershipControls", "");
        try {
            String what = wire.what(get);
            if (ownership(what, wire.sendForBody(get)).equals("BucketOwnerEnforced")) {
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

    private static String ownership(String what, byte[] body) {
        try {
            XMLStreamReader reader = StoreXml.root(body);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("ObjectOwnership")) {
                    return reader.getElementText().strip();
                }
            }
            return "";
        } catch (XMLStreamException e) {
            throw S3Errors.unreadable(what, e);
        }
    }

    /** Adds the grants of an access control policy; returns the owner's ID. */
    private static String read(String what, byte[] body, Map<String, String> grants) {
        String owner = "";
        try {
            XMLStreamReader reader = StoreXml.root(body);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Owner" -> {
                            Map<String, String> texts = new HashMap<>();
                            StoreXml.texts(reader, Set.of("ID"), texts);
                            owner = texts.getOrDefault("ID", "").strip();
                        }
                        case "Grant" -> grant(reader, grants);
                        default -> {
                            // Within it is what counts.
                        }
                    }
                }
            }
            return owner;
        } catch (XMLStreamException e) {
            throw S3Errors.unreadable(what, e);
        }
    }

    private static void grant(XMLStreamReader reader, Map<String, String> grants) throws XMLStreamException {
        Map<String, String> grantee = new HashMap<>();
        String permission = "";
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "Grantee" -> StoreXml.texts(reader, Set.of("ID", "URI", "EmailAddress"), grantee);
                case "Permission" -> permission = reader.getElementText().strip();
                default -> StoreXml.skip(reader);
            }
        }
        String header = HEADERS.get(permission);
        String name = name(grantee);
        if (header != null && !name.isEmpty()) {
            grants.merge(header, name, (before, more) -> before + ", " + more);
        }
    }

    private static String name(Map<String, String> grantee) {
        if (grantee.containsKey("URI")) {
            return quoted("uri", grantee.get("URI"));
        }
        return grantee.containsKey("ID")
                ? quoted("id", grantee.get("ID"))
                : quoted("emailAddress", grantee.getOrDefault("EmailAddress", ""));
    }

    /** Quotes a grantee. A name with a quote or comma is dropped, since it would form a grant of its own. */
    private static String quoted(String kind, String value) {
        String text = value.strip();
        return text.isEmpty() || text.indexOf('"') >= 0 || text.indexOf(',') >= 0 ? "" : kind + "=\"" + text + '"';
    }
}
