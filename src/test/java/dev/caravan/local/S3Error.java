package dev.caravan.local;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response that is an S3 error. Any code that handles a request can throw it. It has no stack trace, because it is a
 * response.
 */
final class S3Error extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    S3Error(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static S3Error badRequest(String code, String message) {
        return new S3Error(400, code, message);
    }

    static S3Error invalidArgument(String name, String value, String message) {
        return badRequest("InvalidArgument", message)
                .detail("ArgumentName", name)
                .detail("ArgumentValue", value);
    }

    static S3Error invalidRequest(String message) {
        return badRequest("InvalidRequest", message);
    }

    static S3Error accessDenied() {
        return new S3Error(403, "AccessDenied", "Access Denied");
    }

    static S3Error noSuchKey(String key) {
        return new S3Error(404, "NoSuchKey", "The specified key does not exist.").detail("Key", key);
    }

    static S3Error noSuchUpload(String uploadId) {
        return new S3Error(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                                + " aborted or completed.")
                .detail("UploadId", uploadId);
    }

    static S3Error preconditionFailed(String condition) {
        return new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                .detail("Condition", condition);
    }

    static S3Error malformedXml() {
        return badRequest(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static S3Error notImplemented(String what) {
        return new S3Error(
                501,
                "NotImplemented",
                "A header or query you provided implies functionality that is not implemented: " + what);
    }

    /** Adds an element beside Code and Message. */
    S3Error detail(String name, String value) {
        details.put(name, value);
        return this;
    }

    S3Error header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, String> details() {
        return details;
    }

    Map<String, String> headers() {
        return headers;
    }

    HttpResponse response(String resource, String requestId) {
        HttpResponse response = HttpResponse.of(status);
        headers.forEach(response::header);
        // A 304 response has no error document, because it only confirms a cached copy.
        return status == 304 ? response : response.xml(body(resource, requestId));
    }

    String body(String resource, String requestId) {
        Xml xml = new Xml().open("Error").element("Code", code).element("Message", getMessage());
        details.forEach(xml::element);
        return xml.element("Resource", resource)
                .element("RequestId", requestId)
                .element("HostId", LocalS3.HOST_ID)
                .close("Error")
                .toString();
    }
}
