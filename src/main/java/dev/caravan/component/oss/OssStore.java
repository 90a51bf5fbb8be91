package dev.caravan.component.oss;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.ListingReader;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.component.wire.XmlSource;
import dev.caravan.job.Credentials;
import dev.caravan.job.OssSignature;
import dev.caravan.job.Printable;
import dev.caravan.store.Etag;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/** A read-only bucket of Aliyun OSS. */
public final class OssStore extends XmlSource {

    private static final Map<String, String> CLASSES = Map.of(
            "Standard", "",
            "IA", "STANDARD_IA",
            "Archive", "GLACIER_IR",
            "ColdArchive", "GLACIER",
            "DeepColdArchive", "DEEP_ARCHIVE");

    private final String basePath;
    private final OssSigner signer;
    private final Symlinks links = new Symlinks(this::lookUp);

    /**
     * Resolves the bucket's address without a request; copies the configuration.
     *
     * @throws InvalidException for an invalid bucket name, or without a region or credentials
     */
    public OssStore(String bucket, OssConfiguration configuration) {
        this(bucket, configuration.copy(), OssAddress.of(bucket, configuration));
    }

    private OssStore(String bucket, OssConfiguration configuration, OssAddress address) {
        super(new OssErrors("oss://" + Printable.of(bucket)), address.place(), configuration, CLASSES);
        basePath = address.basePath() + '/';
        signer = configuration.getSignature() == OssSignature.V1
                ? new OssV1(bucket)
                : new OssV4(bucket, address.region());
    }

    /** Requests one page with ListObjectsV2, and one more request for each symbolic link. */
    @Override
    protected ObjectPage page(ListRequest request) {
        ReadRequest list = ReadRequest.list()
                .parameter("list-type", "2")
                .parameter("encoding-type", "url")
                .parameter("max-keys", Integer.toString(request.maxKeys()))
                .parameter("prefix", request.prefix())
                .parameter("delimiter", request.delimiter())
                .parameter("continuation-token", request.continuation())
                .parameter("start-after", request.continuation() == null ? request.startAfter() : "");
        ListingReader reader = reader(list, request, false);
        return links.followed(what(list), reader.read(send(list)), reader.types());
    }

    @Override
    protected String path(String key) {
        StringBuilder path = new StringBuilder(256).append(basePath);
        KeyEncoding.path(path, key);
        return path.toString();
    }

    @Override
    protected void complete(ReadRequest request, Credentials credentials) {
        if (request.headers().containsKey("range")) {
            // Without it a range that can't be satisfied is answered with the whole object ("GetObject").
            request.header("x-oss-range-behavior", "standard");
        }
        if (credentials != null) {
            signer.sign(request, credentials, SigningTime.now());
        }
        request.header("accept-encoding", "identity");
    }

    /** Reads the headers of an object (Aliyun OSS, "HeadObject"). */
    @Override
    protected Described describe(Supplier<String> what, Answer answer) {
        ContentHeaders headers = new ContentHeaders(what, answer, "x-oss-meta-");
        if (answer.header("x-oss-force-download").equalsIgnoreCase("true")
                && headers.header("content-disposition").equals("attachment")) {
            // The service's own host names add this header for public objects; it isn't the object's.
            headers.forget("content-disposition");
        }
        return described(
                headers,
                etagIsMd5(headers.etag(), answer),
                answer.header("x-oss-storage-class"),
                answer.header("x-oss-hash-crc64ecma"));
    }

    /**
     * Returns whether the ETag is an MD5: only for objects put in one piece ("Common response headers"). Objects
     * encrypted with KMS aren't trusted. If Content-MD5 is present, both must be equal.
     */
    private static boolean etagIsMd5(String etag, Answer answer) {
        if (!answer.header("x-oss-object-type").equals(Symlinks.NORMAL)
                || !Etag.looksLikeMd5(etag)
                || answer.header("x-oss-server-side-encryption").startsWith("KMS")) {
            return false;
        }
        String md5 = answer.header("Content-MD5");
        return md5.isEmpty() || HexFormat.of().formatHex(decoded(md5)).equalsIgnoreCase(etag);
    }

    /** Reads the error of a HEAD from a header. */
    @Override
    protected XmlFault fault(Answer answer) {
        byte[] body = answer.refusal();
        return XmlFault.parse(
                answer.status(),
                body.length == 0 ? decoded(answer.header("x-oss-err")) : body,
                Map.of("RequestId", answer.header("x-oss-request-id"), "EC", answer.header("x-oss-ec")));
    }

    private static byte[] decoded(String header) {
        try {
            return Base64.getDecoder().decode(header.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
