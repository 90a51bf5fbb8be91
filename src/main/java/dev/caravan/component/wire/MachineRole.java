package dev.caravan.component.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.component.wire.KeyService.Reply;
import dev.caravan.job.Egress;
import dev.caravan.job.Proxies;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import java.util.function.Supplier;

/**
 * The sessions of the role that a machine of Aliyun or Tencent has, from the metadata service of the machine. No proxy leads there.
 *
 * @param service the metadata service
 * @param path where the name of the role is, and below it the key
 * @param token the header of the token that the service wants in its hardened mode; empty where it has none
 * @param key the names of the key's fields
 */
public record MachineRole(KeyService service, String path, String token, KeyJson key) implements Supplier<Session> {

    private static final String WHAT = "the role of this machine";
    private static final String TOKEN_SECONDS = "60";

    /** Returns the role of a machine of Aliyun ECS. */
    public static MachineRole ofEcs(Place metadata) {
        return new MachineRole(
                new KeyService(metadata, direct()),
                "/latest/meta-data/ram/security-credentials/",
                "X-aliyun-ecs-metadata-token",
                new KeyJson("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"));
    }

    /** Returns the role of a machine of Tencent CVM. */
    public static MachineRole ofCvm(Place metadata) {
        return new MachineRole(
                new KeyService(metadata, direct()),
                "/latest/meta-data/cam/security-credentials/",
                "",
                new KeyJson("TmpSecretId", "TmpSecretKey", "Token", "Expiration"));
    }

    private static Egress direct() {
        return new Egress(Proxies.NONE, null);
    }

    @Override
    public Session get() {
        String[] headers = headers();
        String role = text(path, headers).strip();
        if (!role.matches("[\\w+=,.@-]{1,128}")) {
            throw KeyService.failed(WHAT, 200, "NoRole", "the metadata service names none");
        }
        JsonNode answer = new Reply(200, text(path + role, headers)).json(WHAT);
        String code = answer.path("Code").asText("Success");
        if (!code.equals("Success")) {
            throw KeyService.failed(WHAT + " " + role, 200, code, "the metadata service gives no key");
        }
        try {
            return key.read(answer);
        } catch (IllegalArgumentException e) {
            throw KeyService.failed(WHAT + " " + role, 200, "", "the answer makes no sense: " + e.getMessage());
        }
    }

    /** Without a token where the service gives none: only its hardened mode needs one. */
    private String[] headers() {
        if (token.isEmpty()) {
            return new String[0];
        }
        Reply reply = service.ask(WHAT, "PUT", "/latest/api/token", null, token + "-ttl-seconds", TOKEN_SECONDS);
        String value = reply.text().strip();
        return reply.status() == 200 && value.matches("[!-~]{1,1024}") ? new String[] {token, value} : new String[0];
    }

    private String text(String at, String[] headers) throws StoreException {
        Reply reply = service.ask(WHAT, "GET", at, null, headers);
        if (reply.status() != 200) {
            throw KeyService.failed(
                    WHAT,
                    reply.status(),
                    "",
                    reply.status() == 404
                            ? "this machine has no role; give it one, or an access key to the job"
                            : "the metadata service answers " + reply.status());
        }
        return reply.text();
    }
}
