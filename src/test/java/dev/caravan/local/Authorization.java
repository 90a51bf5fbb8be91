package dev.caravan.local;

import java.util.List;

/** The fields of the Authorization header of Signature Version 4. */
record Authorization(
        String accessKey, String date, String region, String service, List<String> signedHeaders, String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    static Authorization parse(String header, String service) {
        if (header.startsWith("AWS ")) {
            throw S3Error.invalidRequest(
                    "The authorization mechanism you have provided is not supported. Please use " + ALGORITHM + ".");
        }
        if (!header.startsWith(ALGORITHM + " ")) {
            throw S3Error.invalidArgument("Authorization", header, "Unsupported Authorization Type");
        }
        String fields = header.substring(ALGORITHM.length());
        String credential = field(fields, "Credential");
        // An access key has no slash, so the scope is the last four fields.
        List<String> scope = List.of(credential.split("/", -1));
        int n = scope.size();
        if (n != 5 || !scope.get(4).equals("aws4_request")) {
            throw malformed(
                    "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        if (!scope.get(3).equals(service)) {
            throw malformed(
                    "incorrect service \"" + scope.get(3) + "\". This endpoint belongs to \"" + service + "\".");
        }
        return new Authorization(
                scope.get(0),
                scope.get(1),
                scope.get(2),
                service,
                List.of(field(fields, "SignedHeaders").split(";", -1)),
                field(fields, "Signature"));
    }

    private static String field(String fields, String name) {
        for (String part : fields.split(",", -1)) {
            String field = part.strip();
            if (field.startsWith(name + "=")) {
                return field.substring(name.length() + 1);
            }
        }
        throw malformed(
                "the authorization header requires three components: Credential, SignedHeaders, and Signature.");
    }

    static S3Error malformed(String why) {
        return S3Error.badRequest("AuthorizationHeaderMalformed", "The authorization header is malformed; " + why);
    }

    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }
}
