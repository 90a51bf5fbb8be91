package dev.caravan.component.oss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.component.wire.HmacSha1;
import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.KeyJson;
import dev.caravan.component.wire.KeyService;
import dev.caravan.component.wire.KeyService.Reply;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.RoleService;
import dev.caravan.job.Credentials;
import dev.caravan.job.Egress;
import dev.caravan.job.FileProblem;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** The sessions of a RAM role of Aliyun (STS, "AssumeRole" and "AssumeRoleWithOIDC"). */
public final class RamRole extends RoleService {

    private static final KeyJson KEY = new KeyJson("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration");

    private final KeyService sts;
    private final SortedMap<String, String> role = new TreeMap<>();
    private final Path token;

    private RamRole(
            Place place, Egress egress, String arn, CredentialsSource base, Path token, Supplier<String> caller) {
        super(arn, base, caller);
        this.sts = new KeyService(place, egress);
        this.token = token;
        role.put("Format", "JSON");
        role.put("Version", "2015-04-01");
        role.put("RoleArn", arn);
    }

    /**
     * Assumes a role with an access key.
     *
     * @param externalId empty for none
     * @param base signs the requests
     * @param caller who assumes the role, for messages
     */
    public static RamRole of(
            Place place,
            Egress egress,
            String arn,
            String externalId,
            String session,
            CredentialsSource base,
            Supplier<String> caller) {
        RamRole made = new RamRole(place, egress, arn, base, null, caller);
        made.role.put("Action", "AssumeRole");
        made.role.put("RoleSessionName", session);
        if (!externalId.isEmpty()) {
            made.role.put("ExternalId", externalId);
        }
        return made;
    }

    /**
     * Assumes a role with an OpenID Connect token.
     *
     * @param token file of the token, read each time
     * @param provider ARN of the identity provider
     */
    public static RamRole ofToken(Place place, Egress egress, String arn, String session, Path token, String provider) {
        RamRole made = new RamRole(place, egress, arn, null, token, () -> "the token in " + token);
        made.role.put("Action", "AssumeRoleWithOIDC");
        made.role.put("RoleSessionName", session);
        made.role.put("OIDCProviderArn", provider);
        return made;
    }

    /** Returns the service's address for a region, which may be empty. */
    public static String address(String region) {
        String name = OssRegions.normal(region);
        return "https://sts." + (name.isEmpty() ? "" : name + '.') + "aliyuncs.com";
    }

    @Override
    protected Reply ask(String what, Credentials signer) {
        SortedMap<String, String> parameters = new TreeMap<>(role);
        parameters.put(
                "Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        parameters.put("SignatureNonce", UUID.randomUUID().toString());
        if (signer == null) {
            parameters.put("OIDCToken", token(what));
        } else {
            parameters.put("AccessKeyId", signer.accessKeyId());
            parameters.put("SignatureMethod", "HMAC-SHA1");
            parameters.put("SignatureVersion", "1.0");
            if (!signer.sessionToken().isEmpty()) {
                parameters.put("SecurityToken", signer.sessionToken());
            }
            parameters.put("Signature", signature("POST", parameters, signer.secretAccessKey()));
        }
        return sts.ask(
                what,
                "POST",
                "/",
                KeyEncoding.parameters(parameters),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    /** Returns the signature of a request's parameters (Aliyun, "Request signatures" of RPC). */
    static String signature(String method, SortedMap<String, String> parameters, String secret) {
        StringBuilder text = new StringBuilder(method).append("&%2F&");
        KeyEncoding.query(text, KeyEncoding.parameters(parameters));
        return Base64.getEncoder().encodeToString(HmacSha1.sign(secret + '&', text.toString()));
    }

    private String token(String what) {
        try {
            return Files.readString(token).strip();
        } catch (IOException e) {
            throw KeyService.failed(what, 0, "NoToken", "the file can't be read: " + FileProblem.reason(e));
        }
    }

    @Override
    protected JsonNode error(JsonNode answer) {
        return answer.has("Code") ? answer : MissingNode.getInstance();
    }

    @Override
    protected Session session(JsonNode answer) {
        return KEY.read(answer.path("Credentials"));
    }
}
