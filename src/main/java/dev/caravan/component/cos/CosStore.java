package dev.caravan.component.cos;

import dev.caravan.component.StorageClasses;
import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Described;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.component.wire.XmlSource;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hc.core5.http.Header;

/** A read-only bucket of Tencent COS. Its listings are eventually consistent; GET and HEAD are current. */
public final class CosStore extends XmlSource {

    private static final Map<String, String> CLASSES = Map.of(
            "STANDARD", "",
            "MAZ_STANDARD", "",
            "STANDARD_IA", "STANDARD_IA",
            "MAZ_STANDARD_IA", "STANDARD_IA",
            "INTELLIGENT_TIERING", "INTELLIGENT_TIERING",
            "MAZ_INTELLIGENT_TIERING", "INTELLIGENT_TIERING",
            "ARCHIVE", "GLACIER",
            "DEEP_ARCHIVE", "DEEP_ARCHIVE");

    private final CosSigning signing;
    private final boolean withMetadata;
    private final StorageClasses classes;

    /**
     * Resolves the bucket's address without a request; copies the configuration.
     *
     * @param bucket with its account's number: {@code photos-1250000000}
     * @throws InvalidException for an invalid bucket name, or without a region or credentials
     */
    public CosStore(String bucket, CosConfiguration configuration) {
        this("cos://" + Printable.of(bucket), configuration.copy(), CosAddress.of(bucket, configuration));
    }

    private CosStore(String name, CosConfiguration configuration, Place place) {
        super(new CosErrors(name), place, configuration);
        signing = new CosSigning(name, place.host());
        withMetadata = configuration.isIncludeMetadata();
        classes = configuration.isKeepStorageClass() ? new StorageClasses(name(), CLASSES) : null;
    }

    /** Requests one page (List Objects) after a marker, which needn't be an existing key. */
    @Override
    protected ObjectPage page(ListRequest request) {
        ReadRequest list = ReadRequest.list()
                .parameter("encoding-type", "url")
                .parameter("max-keys", Integer.toString(request.maxKeys()))
                .parameter("prefix", request.prefix())
                .parameter("delimiter", request.delimiter())
                .parameter("marker", request.continuation() != null ? request.continuation() : request.startAfter());
        return reader(list, request, true).read(send(list));
    }

    /** Encodes a key as the SDK does, without plain double slashes or dot segments. */
    @Override
    protected String path(String key) {
        StringBuilder path = new StringBuilder(256).append('/');
        char before = '/';
        int from = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '/' && (before == '/' || before == '.')) {
                KeyEncoding.path(path, key.substring(from, i));
                path.append("%2F");
                from = i + 1;
            }
            before = c;
        }
        KeyEncoding.path(path, key.substring(from));
        return path.toString();
    }

    @Override
    protected void complete(ReadRequest request, Credentials credentials) {
        if (credentials != null) {
            request.header(
                    "authorization",
                    signing.authorization(
                            request, credentials, SigningTime.now().epochSecond()));
            if (!credentials.sessionToken().isEmpty()) {
                request.header(CosSigning.TOKEN, credentials.sessionToken());
            }
        }
    }

    @Override
    protected Described describe(Supplier<String> what, Header[] headers) {
        return new CosObject(what, headers, withMetadata, classes);
    }

    @Override
    protected XmlFault fault(Answer answer) {
        return XmlFault.read(answer, Map.of("RequestId", answer.header("x-cos-request-id")));
    }
}
