package dev.caravan.job;

import java.nio.file.Path;
import java.util.List;

/**
 * The identity that a side is reached with: where its access key comes from, and the role that is assumed with that key.
 *
 * @param base where the access key comes from
 * @param role the role; null for none
 */
public record Identity(Base base, Role role) {

    /** The identity of this process, in the default chain of the side's provider. */
    public static final Identity OF_PROCESS = new Identity(new DefaultChain(), null);

    /** Where an access key comes from. */
    public sealed interface Base permits Nobody, DefaultChain, Keys, Secret, Profile, Program, Machine, WebToken {}

    /** Requests are not signed. */
    public record Nobody() implements Base {}

    /** The default chain of the provider; only AWS has one. */
    public record DefaultChain() implements Base {}

    /** An access key of the settings. */
    public record Keys(Credentials credentials) implements Base {}

    /** A secret of AWS Secrets Manager, by its name or ARN. */
    public record Secret(String name) implements Base {}

    /** A profile of the AWS configuration files of this machine. */
    public record Profile(String name) implements Base {}

    /** A program that prints an access key, and its arguments. */
    public record Program(List<String> command) implements Base {

        public Program {
            command = List.copyOf(command);
        }

        public String name() {
            return command.get(0);
        }

        /** Without the arguments: one may be a secret. */
        @Override
        public String toString() {
            return "Program[" + name() + "]";
        }
    }

    /** The role that this machine has at the source's cloud. */
    public record Machine() implements Base {}

    /**
     * A token of OpenID Connect, with which a role is assumed.
     *
     * @param file the file of the token
     * @param provider the ARN of the identity provider
     */
    public record WebToken(Path file, String provider) implements Base {}

    /**
     * A role to assume.
     *
     * @param arn its name in the form of its cloud
     * @param externalId the text that the role's owner has agreed with the caller; empty for none
     * @param session the name of the session, which the audit logs of the cloud show
     * @param sts the address of the service that gives the session; empty for the cloud's own
     */
    public record Role(String arn, String externalId, String session, String sts) {}

    /** Returns whether two identities may do the same. */
    boolean equivalent(Identity other) {
        String arn = role == null ? "" : role.arn();
        return base.equals(other.base) && arn.equals(other.role == null ? "" : other.role.arn());
    }
}
