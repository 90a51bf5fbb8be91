package dev.caravan.component.wire;

import dev.caravan.component.wire.KeyService.Reply;
import dev.caravan.job.Egress;
import dev.caravan.job.Proxies;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import java.util.function.Supplier;

/**
 * The sessions of a machine's role in Aliyun or Tencent, from the machine's metadata service. Never uses a proxy.
 *
 * @param path of the role's name; the key is below it
 * @param token header of the token that the service demands in hardened mode; empty if it has none
 * @param key names of the key's fields
 */
public record MachineRole(KeyService service, String path, String token, KeyJson key) implements Supplier<Session> {

    private static final String WHAT = "the role of this machine";
    private static final String TOKEN_SECONDS = "60";
    private static final Egress DIRECT = new Egress(Proxies.NONE, null);

    public static MachineRole ofEcs(Place metadata) {
        return new MachineRole(
                new KeyService(metadata, DIRECT),
                "/latest/meta-data/ram/security-credentials/",
                "X-aliyun-ecs-metadata-token",
                new KeyJson("AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"));
    }

    public static MachineRole ofCvm(Place metadata) {
        return new MachineRole(
                new KeyService(metadata, DIRECT),
                "/latest/meta-data/cam/security-credentials/",
                "",
                new KeyJson("TmpSecretId", "TmpSecretKey", "Token", "Expiration"));
    }

    @Override
    public Session get() {
        String[] headers = headers();
        String role = text(path, headers).strip();
        if (!role.matches("[\\w+=,.@-]{1,128}")) {
            throw KeyService.failed(WHAT, 200, "NoRole", "the metadata service names none");
        }
        String what = WHAT + " " + role;
        return new Reply(200, text(path + role, headers)).read(what, answer -> {
            String code = answer.path("Code").asText("Success");
            if (!code.equals("Success")) {
                throw KeyService.failed(what, 200, code, "the metadata service gives no key");
            }
            return key.read(answer);
        });
    }

    /** Returns the token header; empty if the service issues none, since only hardened mode needs it. */
    private String[] headers() {
        if (token.isEmpty()) {
            return new String[0];
        }
        Reply reply = service.ask(WHAT, "PUT", "/latest/api/token", "", token + "-ttl-seconds", TOKEN_SECONDS);
        String value = reply.text().strip();
        return reply.status() == 200 && value.matches("[!-~]{1,1024}") ? new String[] {token, value} : new String[0];
    }

    private String text(String at, String[] headers) throws StoreException {
        Reply reply = service.ask(WHAT, "GET", at, "", headers);
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
