package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.StoreDates;
import dev.caravan.component.wire.XmlElement;
import dev.caravan.job.Printable;
import dev.caravan.store.BegunUpload;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests a page of ListMultipartUploads for one key, whose own uploads precede those of longer keys.
 *
 * @param encoded whether to request percent-encoded keys
 */
record ListUploadsCall(S3Wire wire, boolean encoded) {

    /** Returns at most 1,000 uploads. */
    List<BegunUpload> uploads(String key) {
        S3Request list = S3Request.bucket("LIST UPLOADS")
                .optional("encoding-type", encoded ? "url" : "")
                .parameter("max-uploads", 1000)
                .parameter("prefix", key)
                .parameter("uploads", "");
        XmlElement document = wire.document(list);
        if (!document.name().equals("ListMultipartUploadsResult")) {
            throw S3Errors.nonsense(
                    wire.what(list), "it is not a listing of uploads but " + Printable.of(document.name()));
        }
        List<BegunUpload> found = new ArrayList<>();
        for (XmlElement upload : document.all("Upload")) {
            String listed = upload.text("Key");
            String id = upload.text("UploadId");
            if (key.equals(encoded ? KeyEncoding.decodeListed(listed) : listed) && !id.isEmpty()) {
                found.add(new BegunUpload(id, initiated(wire.what(list), upload.word("Initiated"))));
            }
        }
        return found;
    }

    private static Instant initiated(String what, String time) {
        try {
            return time.isEmpty() ? Instant.EPOCH : StoreDates.listed(time);
        } catch (DateTimeException e) {
            throw S3Errors.unreadable(what, e);
        }
    }
}
