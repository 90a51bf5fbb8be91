package dev.caravan.aws;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class ControlPlaneProblemTest {

    @ParameterizedTest
    @CsvSource({
        "QueueDoesNotExist, 400, no resource has this name, true",
        "AWS.SimpleQueueService.NonExistentQueue, 400, no resource has this name, true",
        "ResourceNotFoundException, 400, no resource has this name, true",
        "AccessDeniedException, 400, permission is missing, true",
        "AccessDenied, 403, permission is missing, true",
        "UnrecognizedClientException, 400, credentials are refused, true",
        "InvalidClientTokenId, 403, credentials are refused, true",
        "ThrottlingException, 400, throttled, false",
        "ProvisionedThroughputExceededException, 400, throttled, false",
        "InternalFailure, 500, try again later, false",
        "ValidationException, 400, refused: ValidationException: said why, true",
    })
    void aRefusalSaysWhatToDo(String code, int status, String message, boolean configuration) {
        ControlPlaneException problem = ControlPlaneProblem.of("queue jobs", refusal(code, "said why", status));
        assertThat(problem).hasMessageStartingWith("queue jobs: ").hasMessageContaining(message);
        assertThat(problem.configuration()).isEqualTo(configuration);
    }

    @Test
    void aDenyOfAPolicyIsDistinguishedFromAMissingPermission() {
        assertThat(ControlPlaneProblem.of("table t", refusal("AccessDeniedException", "with an explicit deny", 400)))
                .hasMessageContaining("remove the deny")
                .hasMessageNotContaining("allow it in");
    }

    @Test
    void whatAServiceSaysStaysOneLine() {
        assertThat(ControlPlaneProblem.of("table\na", refusal("Odd", "two\nlines\u001b[2J", 400)))
                .hasMessage("table\\na: refused: Odd: two\\nlines\\u001b[2J");
    }

    @Test
    void theRequestThatAServiceRepeatsIsNotShownWithItsSessionToken() {
        AwsServiceException refused = refusal(
                "InvalidSignatureException",
                "The request signature we calculated does not match.\n\nThe Canonical String for this request should have"
                        + " been\n'POST\n/\n\nx-amz-security-token:TOKEN\n'",
                403);
        assertThat(ControlPlaneProblem.words(refused))
                .isEqualTo("InvalidSignatureException: The request signature we calculated does not match.");
        assertThat(ControlPlaneProblem.of("queue jobs", refused))
                .hasMessageEndingWith("does not match.")
                .hasNoCause();
    }

    @Test
    void anAnswerWithoutDetailsIsReportedByItsStatus() {
        AwsServiceException bare = AwsServiceException.builder().statusCode(502).build();
        assertThat(ControlPlaneProblem.of("queue jobs", bare))
                .hasMessage("queue jobs: the service fails; try again later: answer 502");
        assertThat(ControlPlaneProblem.words(bare)).isEqualTo("answer 502");
        AwsServiceException empty = AwsServiceException.builder()
                .statusCode(503)
                .awsErrorDetails(AwsErrorDetails.builder().build())
                .build();
        assertThat(ControlPlaneProblem.words(empty)).isEqualTo("answer 503");
        assertThat(ControlPlaneProblem.words(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new UnknownHostException("sqs.nowhere.amazonaws.com"), "no such host: sqs.nowhere", true),
                Arguments.of(new ConnectException("Connection refused"), "can't connect: Connection refused", false),
                Arguments.of(new SocketTimeoutException("Read timed out"), "no answer in time", false),
                Arguments.of(new SSLHandshakeException("bad certificate"), "TLS failed: bad certificate", true),
                Arguments.of(
                        new SSLException(
                                "PKIX path validation failed", new CertificateExpiredException("NotAfter: Sunday")),
                        "TLS failed: the server's certificate, or one that it depends on, has expired: NotAfter: Sunday",
                        true));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void aServiceOutOfReachIsReportedByItsCause(IOException cause, String message, boolean configuration) {
        SdkClientException failure = SdkClientException.create("Unable to execute HTTP request", cause);
        ControlPlaneException problem = ControlPlaneProblem.of("table records", failure);
        assertThat(problem).hasMessageStartingWith("table records: ").hasMessageContaining(message);
        assertThat(problem.configuration()).isEqualTo(configuration);
    }

    @ParameterizedTest
    @CsvSource({
        "Unable to load region from any of the providers in the chain, set AWS_REGION",
        "Unable to load credentials from any of the providers in the chain, no credentials were found",
    })
    void whatTheSdkMissesIsSaidShortly(String failure, String message) {
        assertThatThrownBy(() -> ControlPlaneProblem.calling("queue jobs", () -> {
                    throw SdkClientException.create(failure);
                }))
                .isInstanceOfSatisfying(
                        ControlPlaneException.class,
                        e -> assertThat(e.configuration()).isTrue())
                .hasMessageContaining(message)
                .hasMessageNotContaining("chain");
    }

    private static final String PROFILES =
            "ProfileFile(sections=[profiles], profiles=[Profile(name=a, properties=[role_arn])])";

    /** Returns the message that the SDK writes if no provider of the chain has credentials. */
    private static String chain(String profile, String webIdentity, String ofProfile, String container) {
        return "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain("
                + "credentialsProviders=[SystemPropertyCredentialsProvider(), EnvironmentVariableCredentialsProvider(),"
                + " ProfileCredentialsProvider(profileName=" + profile + ", profileFile=" + PROFILES + ")]) : ["
                + "SystemPropertyCredentialsProvider(): Unable to load credentials from system settings. Access key must"
                + " be specified either via environment variable (AWS_ACCESS_KEY_ID) or system property"
                + " (aws.accessKeyId)., EnvironmentVariableCredentialsProvider(): Unable to load credentials from system"
                + " settings. Access key must be specified., WebIdentityTokenFileCredentialsProvider(): " + webIdentity
                + ", ProfileCredentialsProvider(profileName=" + profile + ", profileFile=" + PROFILES + "): "
                + ofProfile
                + ", ContainerCredentialsProvider(): " + container
                + ", InstanceProfileCredentialsProvider(): Failed to load credentials from IMDS.]";
    }

    private static final String NO_TOKEN =
            "Either the environment variable AWS_WEB_IDENTITY_TOKEN_FILE or the javaproperty aws.webIdentityTokenFile must be set.";
    private static final String NO_CONTAINER =
            "Cannot fetch credentials from container - neither AWS_CONTAINER_CREDENTIALS_FULL_URI or"
                    + " AWS_CONTAINER_CREDENTIALS_RELATIVE_URI environment variables are set.";

    static Stream<Arguments> chains() {
        return Stream.of(
                Arguments.of(
                        chain(
                                "a",
                                NO_TOKEN,
                                "User b is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/x"
                                        + " (Service: Sts, Status Code: 403, Request ID: r) (SDK Attempt Count: 1)",
                                NO_CONTAINER),
                        "profile a: User b is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/x"
                                + " (Service: Sts, Status Code: 403, Request ID: r)"),
                Arguments.of(
                        chain(
                                "nosuch",
                                NO_TOKEN,
                                "Profile file contained no credentials for profile 'nosuch': " + PROFILES,
                                NO_CONTAINER),
                        "profile nosuch: Profile file contained no credentials for profile 'nosuch'"),
                Arguments.of(
                        chain("sso", NO_TOKEN, "Unable to load SSO token", NO_CONTAINER),
                        "profile sso: Unable to load SSO token"),
                Arguments.of(
                        chain(
                                "default",
                                "java.nio.file.NoSuchFileException: /none",
                                "Profile file contained no credentials for profile 'default': " + PROFILES,
                                "Failed to load credentials from metadata service."),
                        "WebIdentityTokenFile: java.nio.file.NoSuchFileException: /none; Container: Failed to load"
                                + " credentials from metadata service."),
                Arguments.of(
                        chain(
                                "a",
                                NO_TOKEN,
                                "The signature differs. The Canonical String for this request should have been\nsecret-token",
                                NO_CONTAINER),
                        "profile a: The signature differs."),
                Arguments.of(
                        chain(
                                "default",
                                NO_TOKEN,
                                "Profile file contained no credentials for profile 'default': " + PROFILES,
                                NO_CONTAINER),
                        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or give this machine a role"));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void ofTheProvidersOfCredentialsThoseAreQuotedThatWereSetUp(String message, String reason) {
        ControlPlaneException problem = ControlPlaneProblem.of("queue jobs", SdkClientException.create(message));
        assertThat(problem).hasMessage("queue jobs: no credentials were found: " + reason);
    }

    @Test
    void aLongReasonIsCut() {
        ControlPlaneException problem = ControlPlaneProblem.of(
                "queue jobs", SdkClientException.create(chain("a", NO_TOKEN, "x".repeat(10_000), NO_CONTAINER)));
        assertThat(problem.getMessage()).hasSizeLessThan(400);
    }

    private static AwsServiceException refusal(String code, String message, int status) {
        return AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(status)
                .build();
    }
}
