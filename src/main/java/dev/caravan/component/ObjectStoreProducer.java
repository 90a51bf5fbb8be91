package dev.caravan.component;

import dev.caravan.store.ByteRange;
import dev.caravan.store.CopySource;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.PartRequest;
import dev.caravan.store.PutRequest;
import dev.caravan.store.UploadedPart;
import dev.caravan.store.WritableStore;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Translates between messages and the store contract: headers in, one call, body and headers out. Header values are
 * never evaluated.
 */
final class ObjectStoreProducer extends DefaultProducer {

    private final ObjectStoreOperation operation;
    private ObjectStore store;

    ObjectStoreProducer(ObjectStoreEndpoint endpoint, ObjectStoreOperation operation) {
        super(endpoint);
        this.operation = operation;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        store = ((ObjectStoreEndpoint) getEndpoint()).store();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Guarded.process(this::call, exchange);
    }

    private void call(Exchange exchange) {
        Message message = exchange.getMessage();
        switch (operation) {
            case listObjects -> listObjects(message);
            case headObject -> message.setBody(store.head(key(message), "", true));
            case getObject -> getObject(exchange, message);
            case putObject -> putObject(message);
            case createUpload ->
                message.setHeader(
                        ObjectStoreHeaders.UPLOAD_ID, writable().createUpload(key(message), metadata(message)));
            case uploadPart -> uploadPart(message);
            case copyPart -> message.setBody(writable().copyPart(part(message), copySource(message), range(message)));
            case copyObject ->
                message.setHeader(ObjectStoreHeaders.ETAG, writable().copyObject(key(message), copySource(message)));
            case listParts -> message.setBody(writable().listParts(key(message), uploadId(message)));
            case completeUpload ->
                message.setHeader(
                        ObjectStoreHeaders.ETAG,
                        writable().completeUpload(key(message), uploadId(message), parts(message), null));
            case abortUpload -> writable().abortUpload(key(message), uploadId(message));
            case deleteObject -> writable().delete(key(message));
        }
    }

    private void listObjects(Message message) {
        message.setBody(store.list(new ListRequest(
                text(message, ObjectStoreHeaders.PREFIX),
                text(message, ObjectStoreHeaders.DELIMITER),
                text(message, ObjectStoreHeaders.START_AFTER),
                null,
                message.getHeader(ObjectStoreHeaders.MAX_KEYS, ListRequest.MAX_KEYS, Integer.class))));
    }

    private void getObject(Exchange exchange, Message message) {
        ObjectContent content = store.get(new GetRequest(
                key(message),
                range(message),
                text(message, ObjectStoreHeaders.IF_MATCH),
                message.getHeader(ObjectStoreHeaders.SIZE, -1L, Long.class),
                text(message, ObjectStoreHeaders.VERSION_ID)));
        // A step between GET and PUT may throw, or a route may never put: the connection is always freed.
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                content.close();
            }

            @Override
            public boolean allowHandover() {
                // A stream can't follow its message onto another queue.
                return false;
            }
        });
        message.setHeader(ObjectStoreHeaders.INFO, content.info());
        message.setBody(content);
    }

    private void putObject(Message message) {
        ObjectMetadata metadata = metadata(message);
        try (ObjectContent content = SentContent.of(message, metadata)) {
            PutRequest request = new PutRequest(
                    key(message),
                    metadata,
                    message.getHeader(ObjectStoreHeaders.MD5, content.md5(), String.class),
                    message.getHeader(ObjectStoreHeaders.MD5_ANNOUNCED, content.md5Announced(), Boolean.class));
            message.setHeader(ObjectStoreHeaders.ETAG, writable().put(request, content));
            message.setBody(content.info());
        }
    }

    private void uploadPart(Message message) {
        try (ObjectContent content = SentContent.of(message, metadata(message))) {
            message.setBody(writable().uploadPart(part(message), content));
        }
    }

    private WritableStore writable() {
        if (store instanceof WritableStore writable) {
            return writable;
        }
        throw new UnsupportedOperationException(store.name() + " can be a source only: no " + operation + " there");
    }

    private static ObjectMetadata metadata(Message message) {
        ObjectMetadata metadata = header(message, ObjectStoreHeaders.METADATA, ObjectMetadata.class);
        if (metadata != null) {
            return metadata;
        }
        return message.getBody() instanceof ObjectContent content
                ? content.info().metadata()
                : ObjectMetadata.NONE;
    }

    private static PartRequest part(Message message) {
        Integer number = message.getHeader(ObjectStoreHeaders.PART_NUMBER, Integer.class);
        if (number == null) {
            throw missing(ObjectStoreHeaders.PART_NUMBER);
        }
        return new PartRequest(key(message), uploadId(message), number);
    }

    private static CopySource copySource(Message message) {
        return new CopySource(
                required(message, ObjectStoreHeaders.COPY_BUCKET),
                required(message, ObjectStoreHeaders.COPY_KEY),
                text(message, ObjectStoreHeaders.IF_MATCH),
                message.getHeader(ObjectStoreHeaders.COPY_REQUESTER_PAYS, false, Boolean.class));
    }

    @SuppressWarnings("unchecked")
    private static List<UploadedPart> parts(Message message) {
        if (message.getBody() instanceof List<?> list) {
            return (List<UploadedPart>) list;
        }
        throw new IllegalArgumentException("completeUpload takes the list of uploaded parts as its body");
    }

    private static ByteRange range(Message message) {
        if (message.getHeader(ObjectStoreHeaders.RANGE) instanceof String text) {
            return ByteRange.parse(text);
        }
        return header(message, ObjectStoreHeaders.RANGE, ByteRange.class);
    }

    private static String key(Message message) {
        return required(message, ObjectStoreHeaders.KEY);
    }

    private static String uploadId(Message message) {
        return required(message, ObjectStoreHeaders.UPLOAD_ID);
    }

    private static String required(Message message, String header) {
        String value = text(message, header);
        if (value.isEmpty()) {
            throw missing(header);
        }
        return value;
    }

    private static String text(Message message, String header) {
        String value = header(message, header, String.class);
        return value == null ? "" : value;
    }

    /** Returns the header's value; null if absent. Refuses a value of another type, which would change the request. */
    private static <T> T header(Message message, String header, Class<T> type) {
        Object value = message.getHeader(header);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("the header " + header + " is a "
                    + value.getClass().getName() + " and must be a " + type.getName());
        }
        return type.cast(value);
    }

    private static IllegalArgumentException missing(String header) {
        return new IllegalArgumentException("the header " + header + " is missing");
    }
}
