package dev.caravan.component.s3;

import dev.caravan.aws.ControlPlane;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends one request to each service of the control plane and prints the address of a bucket. A test runs it in a
 * separate Java process with another environment.
 */
final class EndpointProbe {

    private EndpointProbe() {}

    public static void main(String[] arguments) {
        try (ControlPlane plane = new ControlPlane(1)) {
            List<Runnable> questions = List.of(
                    () -> plane.sqs().listQueues(),
                    () -> plane.dynamoDb().listTables(),
                    () -> plane.secrets().getSecretValue(ask -> ask.secretId("x")),
                    () -> plane.cloudWatch().listMetrics());
            for (Runnable question : questions) {
                try {
                    question.run();
                } catch (SdkException e) {
                    System.out.println("# " + e.getMessage());
                }
            }
        }
        S3Configuration configuration = new S3Configuration();
        System.out.println(
                "default " + S3Address.of("bucket", configuration).place().target());
        configuration.setRegion("cn-north-1");
        System.out.println(
                "source " + S3Address.of("bucket", configuration).place().target());
        configuration.setRegion("us-gov-west-1");
        System.out.println(
                "destination " + S3Address.of("bucket", configuration).place().target());
    }
}
