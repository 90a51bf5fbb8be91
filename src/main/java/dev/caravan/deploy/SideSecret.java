package dev.caravan.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.aws.AwsProfile;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Credentials;
import dev.caravan.job.Identity;
import dev.caravan.job.Side;
import dev.caravan.store.StoreException;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The access key of a side, which the machines read from AWS Secrets Manager.
 *
 * @param name of the secret
 * @param credentials the access key
 */
record SideSecret(String name, Credentials credentials) {

    /** Returns the name of a stack's secret. */
    static String name(String stack, boolean source) {
        return "caravan/" + stack + (source ? "/source" : "/destination");
    }

    /** Returns the secret that a side needs; empty where its machines have a role or a secret already. */
    static Optional<SideSecret> of(Side side, boolean source, String stack) throws DeployException {
        Credentials credentials = side.credentials();
        if (side.identity().base() instanceof Identity.Profile profile) {
            try {
                credentials = new AwsProfile(profile.name()).get().credentials();
            } catch (StoreException e) {
                throw new DeployException(e.getMessage(), e);
            }
        }
        if (credentials == null) {
            return Optional.empty();
        }
        if (!credentials.sessionToken().isEmpty()) {
            throw new DeployException("the access key of the " + (source ? "source" : "destination")
                    + " is temporary, and the machines would lose it: use a lasting key, or a role ("
                    + (source ? "--source-role-arn" : "--dest-role-arn") + ")");
        }
        return Optional.of(new SideSecret(name(stack, source), credentials));
    }

    /** Makes the secret, or puts the key into the one that there is. */
    void put(ControlPlane plane, String kmsKey) throws ControlPlaneException {
        String text = JsonNodeFactory.instance
                .objectNode()
                .put("access_key_id", credentials.accessKeyId())
                .put("secret_access_key", credentials.secretAccessKey())
                .toString();
        SecretsManagerClient client = plane.secrets();
        ControlPlaneProblem.calling("secretsmanager:CreateSecret of " + name, () -> {
            try {
                return client.createSecret(create -> create.name(name)
                        .description("An access key of Caravan")
                        .kmsKeyId(kmsKey.isEmpty() ? null : kmsKey)
                        .secretString(text));
            } catch (InvalidRequestException e) {
                // It was deleted a short time ago.
                client.restoreSecret(restore -> restore.secretId(name));
            } catch (ResourceExistsException e) {
                // Of an earlier run.
            }
            return client.putSecretValue(put -> put.secretId(name).secretString(text));
        });
    }

    /** Deletes a secret in 7 days. Returns whether there was one. */
    static boolean delete(ControlPlane plane, String name) throws ControlPlaneException {
        return ControlPlaneProblem.calling("secretsmanager:DeleteSecret of " + name, () -> {
            try {
                plane.secrets().deleteSecret(delete -> delete.secretId(name).recoveryWindowInDays(7L));
                return true;
            } catch (ResourceNotFoundException e) {
                return false;
            }
        });
    }

    static boolean isThere(ControlPlane plane, String name) throws ControlPlaneException {
        return ControlPlaneProblem.calling("secretsmanager:DescribeSecret of " + name, () -> {
            try {
                return plane.secrets()
                                .describeSecret(describe -> describe.secretId(name))
                                .deletedDate()
                        == null;
            } catch (ResourceNotFoundException e) {
                return false;
            }
        });
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SideSecret[" + name + "]";
    }
}
