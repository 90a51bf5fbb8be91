package dev.caravan.component.cos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.component.wire.KeyJson;
import dev.caravan.component.wire.KeyService;
import dev.caravan.component.wire.KeyService.Reply;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.RoleService;
import dev.caravan.component.wire.SigningKey;
import dev.caravan.job.Credentials;
import dev.caravan.job.Egress;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.Session;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The sessions of a CAM role of Tencent Cloud (STS, "AssumeRole"). */
public final class CamRole extends RoleService {

    public static final String ADDRESS = "https://sts.tencentcloudapi.com";

    private static final KeyJson KEY = new KeyJson("TmpSecretId", "TmpSecretKey", "Token", "");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TYPE = "application/json";

    /** The service requires one of its regions and answers the same in each. */
    private static final String REGION = "ap-guangzhou";

    private final KeyService sts;
    private final String document;

    /**
     * Creates the service without a request.
     *
     * @param externalId empty for none
     * @param base signs the requests
     * @param caller who assumes the role, for messages
     */
    public CamRole(
            Place place,
            Egress egress,
            String arn,
            String externalId,
            String session,
            CredentialsSource base,
            Supplier<String> caller) {
        super(arn, base, caller);
        this.sts = new KeyService(place, egress);
        ObjectNode request = JSON.createObjectNode()
                .put("RoleArn", arn)
                .put("RoleSessionName", session)
                .put("DurationSeconds", 3600);
        if (!externalId.isEmpty()) {
            request.put("ExternalId", externalId);
        }
        this.document = request.toString();
    }

    @Override
    protected Reply ask(String what, Credentials signer) {
        long second = System.currentTimeMillis() / 1000;
        List<String> headers = new ArrayList<>(List.of(
                "Content-Type",
                TYPE,
                "X-TC-Action",
                "AssumeRole",
                "X-TC-Version",
                "2018-08-13",
                "X-TC-Region",
                REGION,
                "X-TC-Timestamp",
                Long.toString(second),
                "Authorization",
                authorization("sts", TYPE, sts.host(), document, signer, second)));
        if (!signer.sessionToken().isEmpty()) {
            headers.addAll(List.of("X-TC-Token", signer.sessionToken()));
        }
        return sts.ask(what, "POST", "/", document, headers.toArray(String[]::new));
    }

    /** Returns signature v3 (Tencent Cloud API, "Signature"). */
    static String authorization(
            String service, String type, String host, String document, Credentials signer, long second) {
        String day = LocalDate.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC)
                .toString();
        String scope = day + '/' + service + "/tc3_request";
        String names = "content-type;host";
        String request = "POST\n/\n\ncontent-type:" + type + "\nhost:" + host + "\n\n" + names + '\n'
                + SigningKey.sha256(document);
        String text = "TC3-HMAC-SHA256\n" + second + '\n' + scope + '\n' + SigningKey.sha256(request);
        return "TC3-HMAC-SHA256 Credential=" + signer.accessKeyId() + '/' + scope + ", SignedHeaders=" + names
                + ", Signature="
                + new SigningKey("TC3", service, "tc3_request").sign(signer.secretAccessKey(), day, text);
    }

    @Override
    protected JsonNode error(JsonNode answer) {
        return answer.path("Response").path("Error");
    }

    @Override
    protected Session session(JsonNode answer) {
        JsonNode response = answer.path("Response");
        long end = response.path("ExpiredTime").asLong();
        return new Session(
                KEY.read(response.path("Credentials")).credentials(), end == 0 ? null : Instant.ofEpochSecond(end));
    }
}
