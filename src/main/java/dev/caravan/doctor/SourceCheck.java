package dev.caravan.doctor;

import dev.caravan.component.s3.S3Store;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.TransientException;
import dev.caravan.store.VersionRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tests the job's reads with one object of the source.
 *
 * @param roles the job's processes
 * @param absentKey a key without an object
 */
public record SourceCheck(Job job, Set<Role> roles, BucketGrants grants, String absentKey) {

    /** The objects to list, enough to find one with content. */
    private static final int LISTED = 100;

    public void run(Examination examination, ObjectStore store) {
        new Clock(InstantSource.system()).compare(examination, store);
        List<ObjectSummary> objects = new ArrayList<>();
        boolean listed = examination.askFirst(grants.list(), () -> {
            store.check();
            objects.addAll(store.list(new ListRequest(job.source().prefix(), "", "", null, LISTED))
                    .objects());
        });
        ObjectVersion version = job.fidelity().allVersions() && store instanceof S3Store s3
                ? version(examination, grants, s3, job.source().prefix())
                : null;
        if (!roles.contains(Role.SYNC) && !roles.contains(Role.WORKER)) {
            return;
        }
        if (version != null) {
            traits(examination, (S3Store) store, version.key(), version.versionId(), "ObjectVersion");
        }
        if (objects.isEmpty() && !listed) {
            examination.note(grants.get().action(), "not probed: no object is known");
            return;
        }
        ObjectSummary any = objects.isEmpty() ? null : objects.get(0);
        read(
                examination,
                store,
                objects.stream().filter(object -> object.size() > 0).findFirst().orElse(any));
    }

    /** Tests reads; without an object it requests a missing one, which needs the same permission. */
    private void read(Examination examination, ObjectStore store, ObjectSummary object) {
        String key = object == null ? absentKey : object.key();
        String what = object == null ? "an object that isn't there" : Printable.quoted(key);
        List<Set<String>> names = new ArrayList<>();
        boolean read = examination.ask(
                grants.get(), "GET of " + what, () -> names.add(userMetadata(firstByte(store, key, object))));
        // Most stores have one right for both, which is reported once.
        if (read || !grants.head().equals(grants.get())) {
            examination.ask(grants.head(), "HEAD of " + what, () -> names.add(userMetadata(store.head(key))));
        }
        if (job.write().includeMetadata() && names.size() == 2 && !names.get(0).containsAll(names.get(1))) {
            examination.wrong(
                    "metadata",
                    "the answer to GET of " + what + " lacks user metadata that the answer to HEAD has: objects that"
                            + " move whole lose it; use --multipart-threshold 5MiB, and see that no smaller object needs it");
        }
        if (store instanceof S3Store s3) {
            traits(examination, s3, key, "", "Object");
            if (job.fidelity().objectLock()) {
                examination.ask(
                        grants.object("GetObjectRetention"), () -> s3.locks().requireReadable(key, "", "retention"));
                examination.ask(
                        grants.object("GetObjectLegalHold"), () -> s3.locks().requireReadable(key, "", "legal-hold"));
            }
        }
    }

    /** Lists the versions of a bucket, and looks at one. Returns it; null if there is none. */
    static ObjectVersion version(Examination examination, BucketGrants grants, S3Store store, String prefix) {
        List<ObjectVersion> found = new ArrayList<>();
        examination.ask(
                grants.bucket("ListBucketVersions"),
                () -> store.versions(VersionRequest.of(prefix)).versions().stream()
                        .filter(version -> !version.deleteMarker())
                        .limit(1)
                        .forEach(found::add));
        if (found.isEmpty()) {
            return null;
        }
        ObjectVersion version = found.get(0);
        examination.ask(grants.object("GetObjectVersion"), () -> store.head(version.key(), version.versionId()));
        return version;
    }

    /** Tests what a copy keeps of its object or version; {@code kind} is how the permissions name it. */
    private void traits(Examination examination, S3Store store, String key, String versionId, String kind) {
        if (job.write().includeTags()) {
            examination.ask(grants.object("Get" + kind + "Tagging"), () -> store.tags(key, versionId));
        }
        if (job.fidelity().acl()) {
            examination.ask(
                    grants.object("Get" + kind + "Acl"), () -> store.acls().grants(key, versionId));
        }
    }

    private static Set<String> userMetadata(ObjectInfo object) {
        return object.metadata().user().keySet();
    }

    private static ObjectInfo firstByte(ObjectStore store, String key, ObjectSummary object) {
        boolean empty = object == null || object.size() == 0;
        String etag = object == null ? null : object.etag();
        GetRequest get = new GetRequest(key, empty ? null : new ByteRange(0, 1), etag);
        try (ObjectContent content = store.get(get)) {
            if (!empty && content.stream().read() < 0) {
                throw new InvalidException("GET " + store.name() + ": the object came without its bytes", 200, "");
            }
            return content.info();
        } catch (GoneException e) {
            if (object == null) {
                throw e;
            }
            throw new InvalidException(
                    e.getMessage()
                            + ": the bucket lists this object: does the source's domain or endpoint belong to another"
                            + " bucket?",
                    e.status(),
                    e.code());
        } catch (IOException e) {
            throw new TransientException("GET " + store.name() + ": the answer broke off", 200, "", e);
        }
    }
}
