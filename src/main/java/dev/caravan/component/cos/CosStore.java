package dev.caravan.component.cos;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.component.wire.XmlSource;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import java.util.Map;
import java.util.function.Supplier;

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
        super(new CosErrors(name), place, configuration, CLASSES);
        signing = new CosSigning(place.host());
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
    protected Described describe(Supplier<String> what, Answer answer) {
        ContentHeaders headers = new ContentHeaders(what, answer, "x-cos-meta-");
        if (headers.etag().isEmpty()) {
            // If a proxy resolves a key such as ".." to the bucket's root, the answer is a listing.
            throw StoreErrors.nonsense(what.get(), "it has no ETag, as every object has");
        }
        // The ETag of an encrypted object "isn't necessarily the MD5" (COS, "Common Response Headers").
        boolean encrypted = !answer.header("x-cos-server-side-encryption").isEmpty()
                || !answer.header("x-cos-server-side-encryption-customer-algorithm")
                        .isEmpty();
        String type = answer.header("x-cos-object-type");
        boolean appended = !type.isEmpty() && !type.equalsIgnoreCase("normal");
        String storageClass = answer.header("x-cos-storage-class");
        String crc64 = answer.header("x-cos-hash-crc64ecma");
        return described(
                headers,
                Etag.looksLikeMd5(headers.etag()) && !encrypted && !appended,
                // COS sends every class but this (HEAD Object, x-cos-storage-class).
                storageClass.isEmpty() ? "STANDARD" : storageClass,
                isNumber(crc64) ? crc64 : "");
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseUnsignedLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    protected XmlFault fault(Answer answer) {
        return XmlFault.read(answer, Map.of("RequestId", answer.header("x-cos-request-id")));
    }
}
