package dev.caravan.job;

import java.nio.file.Path;
import java.util.List;

/**
 * The identity of a side: the origin of its access key, and the role to assume with it.
 *
 * @param role null for none
 */
public record Identity(Base base, Role role) {

    /** The process's identity in the provider's default chain. */
    public static final Identity OF_PROCESS = new Identity(new DefaultChain(), null);

    /** The origin of an access key. */
    public sealed interface Base permits Nobody, DefaultChain, Keys, Secret, Profile, Program, Machine, WebToken {}

    /** Unsigned requests. */
    public record Nobody() implements Base {}

    /** The provider's default chain; only AWS has one. */
    public record DefaultChain() implements Base {}

    /** An access key of the settings. */
    public record Keys(Credentials credentials) implements Base {}

    /** A secret of AWS Secrets Manager, by name or ARN. */
    public record Secret(String name) implements Base {}

    /** A profile of this machine's AWS configuration files. */
    public record Profile(String name) implements Base {}

    /** A program that prints an access key, and its arguments. */
    public record Program(List<String> command) implements Base {

        public Program {
            command = List.copyOf(command);
        }

        public String name() {
            return command.get(0);
        }

        /** Hides the arguments, which may be secrets. */
        @Override
        public String toString() {
            return "Program[" + name() + "]";
        }
    }

    /** This machine's role at the source's cloud. */
    public record Machine() implements Base {}

    /**
     * An OpenID Connect token for assuming a role.
     *
     * @param provider ARN of the identity provider
     */
    public record WebToken(Path file, String provider) implements Base {}

    /**
     * A role to assume.
     *
     * @param arn in its cloud's form
     * @param externalId agreed with the role's owner; empty for none
     * @param session name in the cloud's audit logs
     * @param sts address of the service; empty for the cloud's own
     */
    public record Role(String arn, String externalId, String session, String sts) {}

    boolean equivalent(Identity other) {
        String arn = role == null ? "" : role.arn();
        return base.equals(other.base) && arn.equals(other.role == null ? "" : other.role.arn());
    }
}
