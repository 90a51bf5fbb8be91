package dev.caravan.component;

import dev.caravan.store.ObjectStore;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** One bucket and one operation on it; each provider adds its own options. */
@ManagedResource(description = "One operation on one bucket of an object store")
public abstract class ObjectStoreEndpoint extends DefaultEndpoint {

    @UriPath(description = "The bucket's name")
    @Metadata(required = true)
    private final String bucket;

    @UriParam(description = "What to do with the object or the bucket")
    @Metadata(required = true)
    private ObjectStoreOperation operation;

    private boolean shared;
    private ObjectStore own;

    protected ObjectStoreEndpoint(String uri, Component component, String bucket) {
        super(uri, component);
        this.bucket = bucket;
    }

    void setShared(boolean shared) {
        this.shared = shared;
    }

    /** Opens a store with the endpoint's own configuration. */
    protected abstract ObjectStore open();

    /** Returns the bucket's store, for use outside routes. The endpoint or component closes it. */
    public final synchronized ObjectStore store() {
        if (shared) {
            return ((ObjectStoreComponent) getComponent()).sharedStore(bucket);
        }
        if (own == null) {
            own = getComponent() instanceof ObjectStoreComponent component ? component.seen(open()) : open();
        }
        return own;
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (own != null) {
            own.close();
            own = null;
        }
        super.doStop();
    }

    @ManagedAttribute(description = "The bucket's name")
    public String getBucket() {
        return bucket;
    }

    public ObjectStoreOperation getOperation() {
        return operation;
    }

    /** Returns the operation as text for a management console. */
    @ManagedAttribute(description = "What is done with the object or the bucket")
    public String getOperationName() {
        return operation == null ? "" : operation.name();
    }

    /** Returns the delay between two requests that throttling enforces, for a management console. */
    @ManagedAttribute(
            description =
                    "Milliseconds between two requests that the store's throttling enforces; 0 without throttling")
    public double getBackOffMillis() {
        return store().pace().gap() / 1e6;
    }

    /** Sets the operation on the object or bucket. No message header can change it. */
    public void setOperation(ObjectStoreOperation operation) {
        this.operation = operation;
    }

    @Override
    public Producer createProducer() {
        if (operation == null) {
            throw new IllegalArgumentException("the endpoint " + getEndpointUri() + " needs the parameter operation");
        }
        return new ObjectStoreProducer(this, operation);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("an object store can't be consumed from; the finder lists it");
    }
}
