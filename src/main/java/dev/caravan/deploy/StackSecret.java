package dev.caravan.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.aws.AwsProfile;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Credentials;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Identity;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * A key of a side, which the machines read from AWS Secrets Manager.
 *
 * @param parameter of the template, which gets the name of the secret
 * @param name of the secret
 * @param text of the secret
 * @param hidden texts that are never shown
 */
record StackSecret(String parameter, String name, String text, List<String> hidden) {

    private static final List<String> KINDS = List.of("source", "destination", "source-sse-c", "destination-sse-c");

    /** Returns the names of all secrets that a stack may have. */
    static List<String> names(String stack) {
        return KINDS.stream().map(kind -> "caravan/" + stack + "/" + kind).toList();
    }

    /** Returns the secrets that a job needs, without those that it names. */
    static List<StackSecret> of(Job job, String stack) throws DeployException {
        List<String> names = names(stack);
        List<StackSecret> secrets = new ArrayList<>();
        accessKey(job.source(), "--source-role-arn")
                .ifPresent(key -> secrets.add(ofAccessKey("srcCredentials", names.get(0), key)));
        accessKey(job.destination(), "--dest-role-arn")
                .ifPresent(key -> secrets.add(ofAccessKey("destCredentials", names.get(1), key)));
        addCustomerKey(secrets, "srcSseCSecret", names.get(2), job.fidelity().sourceKey());
        addCustomerKey(secrets, "destSseCSecret", names.get(3), job.fidelity().destinationKey());
        return secrets;
    }

    private static StackSecret ofAccessKey(String parameter, String name, Credentials key) {
        String text = JsonNodeFactory.instance
                .objectNode()
                .put("access_key_id", key.accessKeyId())
                .put("secret_access_key", key.secretAccessKey())
                .toString();
        return new StackSecret(parameter, name, text, List.of(key.accessKeyId(), key.secretAccessKey()));
    }

    private static void addCustomerKey(List<StackSecret> secrets, String parameter, String name, CustomerKey key) {
        if (key != null && key.secret().isEmpty()) {
            secrets.add(new StackSecret(parameter, name, key.base64(), List.of(key.base64())));
        }
    }

    /** Returns the access key that a side needs; empty if its machines have a role or a secret already. */
    private static Optional<Credentials> accessKey(Side side, String role) throws DeployException {
        Credentials credentials = side.credentials();
        if (side.identity().base() instanceof Identity.Profile profile) {
            try {
                credentials = new AwsProfile(profile.name()).get().credentials();
            } catch (StoreException e) {
                throw new DeployException(e.getMessage(), e);
            }
        }
        if (credentials != null && !credentials.sessionToken().isEmpty()) {
            throw new DeployException("the access key of " + Printable.of(side.url())
                    + " is temporary, and the machines would lose it: use a lasting key, or a role (" + role + ")");
        }
        return Optional.ofNullable(credentials);
    }

    /** Makes the secret, or puts the key into the one that there is. */
    void put(ControlPlane plane, String kmsKey) throws ControlPlaneException {
        SecretsManagerClient client = plane.secrets();
        ControlPlaneProblem.calling("secretsmanager:CreateSecret of " + name, () -> {
            try {
                return client.createSecret(create -> create.name(name)
                        .description("A key of Caravan")
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

    /** Returns whether a secret is there and is not deleted. */
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
        return "StackSecret[" + name + "]";
    }
}
