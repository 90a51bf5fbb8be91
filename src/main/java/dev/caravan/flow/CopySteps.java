package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;
import dev.caravan.transfer.CopyRefusedException;
import dev.caravan.transfer.ServiceCopy;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** The steps of the routes in which the destination's service copies the bytes itself. */
public final class CopySteps {

    /** Tells the routes that the service copies: the object {@code whole} or in {@code parts}; else absent. */
    static final String COPY = "CaravanCopy";

    /** A copy that fails so often for passing reasons, such as a service too slow to answer in time, is streamed. */
    private static final int ATTEMPTS = 2;

    private static final int NOT_FOUND = 404;
    private static final int MD5_DIGITS = 32;

    private final ServiceCopy copies;
    private final Progress progress;
    private final ExtensionPoints extensions;
    private final Calls calls = new Calls();

    /**
     * @param progress where copied bytes count for the rate; no bandwidth is used
     */
    public CopySteps(ServiceCopy copies, Progress progress, ExtensionPoints extensions) {
        this.extensions = extensions;
        this.copies = copies;
        this.progress = progress;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of(
                "mayBeCopied", this::mayBeCopied,
                "copyObject", this::copyObject,
                "copyPart", this::copyPart,
                "mustBeWhole", this::mustBeWhole,
                "streamInstead", this::streamInstead);
    }

    /** Copies a whole object in one request, and looks at both sides again where the answer doesn't prove that all is well. */
    private void copyObject(Exchange exchange) throws Exception {
        copySource(exchange);
        request(exchange, "copyObject");
        if (!copied(exchange)) {
            lookAtCopy(exchange);
            ObjectSteps.mustBeUnchanged(exchange, calls);
        }
    }

    /** Copies one part in one request. */
    private void copyPart(Exchange exchange) throws Exception {
        MultipartSteps.toUpload(exchange);
        copySource(exchange);
        request(exchange, "copyPart");
        counted(exchange.getMessage().getBody(UploadedPart.class).length());
    }

    private void request(Exchange exchange, String operation) throws Exception {
        try {
            calls.destination(exchange, operation);
        } catch (DeniedException | InvalidException e) {
            refuse(exchange, e);
        }
    }

    /** After an object was copied in parts: it has the source's size. Where the ETags can't be compared, nobody else has looked. */
    private void mustBeWhole(Exchange exchange) throws Exception {
        if ("parts".equals(exchange.getMessage().getHeader(COPY))) {
            lookAtCopy(exchange);
        }
    }

    private void lookAtCopy(Exchange exchange) throws Exception {
        copySource(exchange);
        try {
            calls.destination(exchange, "headObject");
            requireWhole(exchange);
        } catch (DeniedException | InvalidException | GoneException e) {
            refuse(exchange, e);
        }
    }

    /** After it is known what is to be moved: whether the service copies it. Without an ETag it couldn't be held to a version. */
    private void mayBeCopied(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        if (transfer.message() instanceof ObjectMessage object
                && !object.etag().isEmpty()
                && !transfer.copyRefused()
                && (copies.isMandatory() || transfer.attempts() <= ATTEMPTS)
                && copies.isOn()
                && !isChanged(exchange)
                && !"skipped".equals(exchange.getMessage().getHeader(ObjectSteps.KIND))) {
            boolean whole = copies.isWhole(object.size());
            exchange.getMessage().setHeader(COPY, whole ? "whole" : "parts");
            transfer.copiedInPartsOf(whole ? 0 : copies.partSize());
        }
    }

    /** Whether a user's steps change the bytes or the metadata, which a copy by the service would take from the source. */
    private boolean isChanged(Exchange exchange) {
        return extensions.seesBytes()
                || (extensions.isUsed(ExtensionPoints.BEFORE_COPY) && MetadataHeaders.areSet(exchange.getMessage()));
    }

    /** Names what is copied, and what it becomes at the destination. */
    private void copySource(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        Message message = exchange.getMessage();
        message.setHeader(ObjectStoreHeaders.KEY, transfer.destinationKey());
        message.setHeader(ObjectStoreHeaders.COPY_BUCKET, copies.sourceBucket());
        message.setHeader(ObjectStoreHeaders.COPY_KEY, transfer.message().key());
        message.setHeader(ObjectStoreHeaders.COPY_REQUESTER_PAYS, copies.requesterPays());
    }

    /**
     * The object of the message is copied: the request was pinned to it. Unless both ETags are the same MD5, a later run can
     * compare by time only, and both sides are looked at once more.
     *
     * @return whether the ETag proves that the copy is what the source holds
     */
    private boolean copied(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        String etag = exchange.getMessage().getHeader(ObjectStoreHeaders.ETAG, "", String.class);
        transfer.written(etag);
        ObjectMessage object = (ObjectMessage) transfer.message();
        Instant time = object.lastModified() == null ? Instant.EPOCH : object.lastModified();
        transfer.read(new ObjectInfo(object.key(), object.size(), object.etag(), false, time, "", ObjectMetadata.NONE));
        boolean proved = etag.length() == MD5_DIGITS && etag.equalsIgnoreCase(object.etag());
        counted(object.size());
        return proved;
    }

    private void counted(long bytes) {
        copies.succeeded();
        progress.moved(bytes);
    }

    /** After HEAD of the destination: ETags that differ say nothing, but the size does. */
    private static void requireWhole(Exchange exchange) {
        long size = Transfer.of(exchange).source().size();
        ObjectInfo copy = exchange.getMessage().getBody(ObjectInfo.class);
        if (copy.size() != size) {
            throw new InvalidException(
                    "the service answered that it copied the object, but the copy has " + copy.size()
                            + " bytes and not " + size,
                    0,
                    "IncompleteCopy",
                    null);
        }
    }

    /** A copy was refused, or can't be what it should be: streaming may do better, unless the job forbids it. */
    private void refuse(Exchange exchange, RuntimeException cause) {
        if (cause instanceof GoneException gone) {
            // The source was copied; it is the copy that somebody deleted. Without the cause: routes look for the
            // innermost.
            throw new TransientException(
                    "the copy is gone again: " + gone.getMessage(), gone.status(), gone.code(), null);
        }
        if (cause instanceof InvalidException missing && missing.status() == NOT_FOUND && isOfObject(missing)) {
            // The service is asked, but only the source says that an object is gone: the next attempt asks it.
            throw new ChangedException(
                    "the service finds nothing to copy: " + missing.getMessage(),
                    missing.status(),
                    missing.code(),
                    null);
        }
        if (copies.isMandatory() || !mayBeStreamed(cause)) {
            throw cause;
        }
        if (Transfer.of(exchange).refuseCopy()) {
            copies.refused(cause);
        }
        throw new CopyRefusedException(cause);
    }

    private static boolean isOfObject(InvalidException missing) {
        return missing.code().equals("NoSuchKey") || missing.code().equals("NoSuchVersion");
    }

    /**
     * What a service answers that may not read the source (403), doesn't know copies (501, or an answer that is none), or
     * knows but doesn't do this one (400). If it is none of that, streaming fails as well and says why. A bucket that isn't
     * there (404) is not there for reading either.
     */
    private static boolean mayBeStreamed(Throwable cause) {
        return cause instanceof DeniedException
                || (cause instanceof InvalidException invalid && invalid.status() != NOT_FOUND);
    }

    /** The attempt goes on as if there were no copies; the routes know whether the object is small or large. */
    private void streamInstead(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        transfer.streamInstead();
        Message message = exchange.getMessage();
        Object kind = message.getHeader(ObjectSteps.KIND);
        message.removeHeaders("Caravan*");
        message.setBody(null);
        message.setHeader(ObjectSteps.KIND, kind);
        message.setHeader(ObjectStoreHeaders.KEY, transfer.message().key());
        ObjectMessage object = (ObjectMessage) transfer.message();
        message.setHeader(ObjectStoreHeaders.IF_MATCH, object.etag());
        message.setHeader(ObjectStoreHeaders.SIZE, object.size());
    }
}
